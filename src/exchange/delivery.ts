import type { Deps } from '../platform/deps.ts';
import { perStore } from '../store/prepared.ts';
import type { DB } from '../store/schema.ts';
import type { Send, Sent } from './send.ts';
import { signedHeaders } from './signature.ts';

const MINUTE = 60_000;
/** How long after a failed attempt the next one comes: over three days in all, then the delivery is given up. */
export const WAITS = [
  5_000,
  5 * MINUTE,
  30 * MINUTE,
  120 * MINUTE,
  300 * MINUTE,
  600 * MINUTE,
  840 * MINUTE,
  1_200 * MINUTE,
  1_440 * MINUTE,
];
/** While a message is under way nobody else tries it; longer than the longest wait for an answer. */
const LEASE_MS = 2 * MINUTE;
/** Deliveries a round takes, and how many of them at once. */
const ROUND = 40;
const AT_ONCE = 8;
/** The receiver says the address is gone for good. */
const GONE = 410;
const LONGEST_ERROR = 200;

type Due = DB['delivery'] & { url: string; secret: string; noticePublicId: string };

/** What is under way over a store, and whether more came to be sent meanwhile. */
interface Round {
  running?: Promise<number> | undefined;
  again: boolean;
}

const rounds = perStore((): Round => ({ again: false }));

/**
 * Tries the deliveries that are due, oldest first, until none is, and notes what became of each beside the ledger. One round at a time in this process; another
 * process is kept off each message by its lease. A receiver may get a message twice (a crash between answer and note); it carries the same webhook-id.
 * @returns how many were tried
 */
export function deliverDue(deps: Deps): Promise<number> {
  const { send } = deps;
  if (!send) return Promise.resolve(0);
  const round = rounds(deps.store);
  if (round.running) {
    round.again = true;
    return round.running;
  }
  round.running = deliverAll(deps, send, round);
  return round.running;
}

async function deliverAll(deps: Deps, send: Send, round: Round): Promise<number> {
  try {
    for (let tried = 0; ; ) {
      round.again = false;
      const due = await dueNow(deps);
      tried += await deliverRound(deps, send, due);
      if (due.length < ROUND && !round.again) return tried;
    }
  } finally {
    // In the same step as the last look at `again`, so that no call falls between.
    round.running = undefined;
  }
}

async function deliverRound(deps: Deps, send: Send, due: readonly Due[]): Promise<number> {
  let tried = 0;
  const queue = [...due];
  const one = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) if (await attempt(deps, send, next)) tried += 1;
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, due.length) }, one));
  return tried;
}

/** Whether it was ours to try: somebody may have taken, sent or ended it since it was read. */
async function attempt(deps: Deps, send: Send, { url, secret, noticePublicId, ...row }: Due): Promise<boolean> {
  const at = deps.clock();
  const leased = { ...row, nextAt: at + LEASE_MS };
  if (!(await changed(deps, row, leased))) return false;
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'suyuan-webhooks',
    ...signedHeaders(secret, { id: noticePublicId, at, body: row.body }),
  };
  // Asked for again meanwhile, it stays due: what was asked last stands.
  await changed(deps, leased, after(leased, await send(url, headers, row.body), at));
  return true;
}

/** Changes a delivery that still stands as it was read; a message that was taken is never due again by an older view of it. */
async function changed(deps: Pick<Deps, 'store' | 'clock'>, from: DB['delivery'], to: DB['delivery']): Promise<boolean> {
  const { state, attempts, nextAt, lastStatus, lastError, doneAt } = to;
  const result = await deps.store.commit({
    chain: 'system',
    at: deps.clock(),
    entries: [],
    touch: [
      {
        set: 'delivery',
        id: from.id,
        to: { state, attempts, nextAt, lastStatus, lastError, doneAt },
        was: { state: from.state, attempts: from.attempts, nextAt: from.nextAt },
      },
    ],
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  });
  return result.committed;
}

/** The delivery as an attempt leaves it. Only 2xx is taken; a redirect is not followed and counts as refused. */
export function after(row: DB['delivery'], sent: Sent, at: number): DB['delivery'] {
  const attempts = row.attempts + 1;
  const lastStatus = 'status' in sent ? sent.status : null;
  if (lastStatus !== null && lastStatus >= 200 && lastStatus < 300)
    return { ...row, attempts, lastStatus, lastError: null, state: 'done', doneAt: at };
  const wait = WAITS[row.attempts];
  const isOver = wait === undefined || lastStatus === GONE;
  return {
    ...row,
    attempts,
    lastStatus,
    lastError: 'error' in sent ? sent.error.slice(0, LONGEST_ERROR) : null,
    state: isOver ? 'given-up' : 'waiting',
    nextAt: isOver ? row.nextAt : at + wait,
    doneAt: isOver ? at : null,
  };
}

function dueNow(deps: Deps): Promise<Due[]> {
  return deps.store.read
    .selectFrom('delivery')
    .innerJoin('webhook', 'webhook.id', 'delivery.webhookId')
    .innerJoin('notice', 'notice.id', 'delivery.noticeId')
    .selectAll('delivery')
    .select(['webhook.url', 'webhook.secret', 'notice.publicId as noticePublicId'])
    .where('delivery.state', '=', 'waiting')
    .where('delivery.nextAt', '<=', deps.clock())
    .where('webhook.endedAt', 'is', null)
    .orderBy('delivery.nextAt')
    .limit(ROUND)
    .execute();
}

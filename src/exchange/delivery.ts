import type { Deps } from '../platform/deps.ts';
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
/** While a round is under way nobody else tries its deliveries; longer than a round of nothing but timeouts. */
const LEASE_MS = 2 * MINUTE;
/** Deliveries a round takes, and how many of them at once. */
const ROUND = 40;
const AT_ONCE = 8;
/** The receiver says the address is gone for good. */
const GONE = 410;
const LONGEST_ERROR = 200;

type Due = DB['delivery'] & { url: string; secret: string; noticePublicId: string };

/**
 * Tries the deliveries that are due, oldest first, until none is, and notes what became of each beside the ledger. A receiver may get a message twice (a
 * crash between answer and note); it carries the same webhook-id.
 * @returns how many were tried
 */
export async function deliverDue(deps: Deps): Promise<number> {
  const { send } = deps;
  if (!send) return 0;
  for (let tried = 0; ; ) {
    const round = await deliverRound(deps, send);
    tried += round;
    if (round < ROUND) return tried;
  }
}

async function deliverRound(deps: Deps, send: Send): Promise<number> {
  const due = await dueNow(deps);
  for (const { url: _url, secret: _secret, noticePublicId: _id, ...row } of due)
    await deps.store.aside('delivery', { ...row, nextAt: deps.clock() + LEASE_MS });
  const queue = [...due];
  const one = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) await attempt(deps, send, next);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, due.length) }, one));
  return due.length;
}

async function attempt(deps: Deps, send: Send, { url, secret, noticePublicId, ...row }: Due): Promise<void> {
  const at = deps.clock();
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'suyuan-webhooks',
    ...signedHeaders(secret, { id: noticePublicId, at, body: row.body }),
  };
  await deps.store.aside('delivery', after(row, await send(url, headers, row.body), at));
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

import { newPublicId } from '../codes/ids.ts';
import { type Caller, chainOf } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import type { Call } from '../platform/route.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, Reply, Store, Touch } from '../store/store.ts';
import { signedBy } from './recall-owner.ts';
import type { ReportedLine } from './recall-quantities.ts';

/** States from which an answer leads on; a later state never goes back. */
const ORDER = ['noticed', 'reached', 'acknowledged', 'reported'] as const;

type HolderState = (typeof ORDER)[number];

/** The state an answer leads to, or the present one where that is further on. */
export function further(state: string, to: HolderState): string {
  return ORDER.indexOf(to) > ORDER.indexOf(state as HolderState) ? to : state;
}

/** @throws {Problem} already-ended once the recall is closed */
export function mustBeOpen(recall: DB['recall']): DB['recall'] {
  if (recall.state === 'open') return recall;
  throw new Problem('already-ended', { zh: '该召回已结束。', en: 'This recall is closed.' });
}

/** @throws {Problem} forbidden for who is no holder: an authority, or the one who recalls */
export async function ownHolder(read: Store['read'], caller: Caller, recall: DB['recall']): Promise<DB['recall_holder']> {
  const row =
    caller.kind === 'party'
      ? await read
          .selectFrom('recall_holder')
          .selectAll()
          .where('recallId', '=', recall.id)
          .where('partyId', '=', caller.party.id)
          .executeTakeFirst()
      : undefined;
  if (row) return row;
  throw new Problem('forbidden', {
    zh: '确认由持有方作出；如已用电话等联系到某方，请填写 party。',
    en: 'A holder acknowledges; where a holder was reached by telephone, name it in `party`.',
  });
}

/** The holder's row as it was read: an answer that came meanwhile is read anew. */
export const touchOf = (holder: DB['recall_holder'], to: Partial<DB['recall_holder']>): Touch => ({
  set: 'recall_holder',
  id: holder.id,
  to,
  was: { state: holder.state, updatedAt: holder.updatedAt },
});

interface Said {
  partyId: number;
  shipmentId?: number;
  kind: string;
  lines?: readonly ReportedLine[];
  files?: readonly string[];
  reachedBy?: string;
  text?: string | undefined;
}

/** What was said, as the row that keeps it. */
export async function reportRow(deps: Deps, call: Call, recall: DB['recall'], said: Said): Promise<DB['recall_report']> {
  const [id = 0] = await deps.store.ids(1);
  return {
    id,
    publicId: newPublicId(deps.random),
    recallId: recall.id,
    partyId: said.partyId,
    shipmentId: said.shipmentId ?? null,
    kind: said.kind,
    lines: JSON.stringify(said.lines ?? []),
    files: JSON.stringify(said.files ?? []),
    text: said.text?.trim() ?? null,
    reachedBy: said.reachedBy ?? null,
    actedBy: signedBy(call.caller).actedBy,
    at: call.now,
  };
}

interface Answered {
  kind: string;
  report: DB['recall_report'];
  touch: Touch[];
  reply: Reply;
}

/** What was said as a commit of who said it. */
export function answer(call: Call, recall: DB['recall'], { kind, report: row, touch, reply }: Answered): Commit {
  const lines = (JSON.parse(row.lines) as ReportedLine[]).map(({ traceCode, amount, unit }) => ({ traceCode, quantity: { amount, unit } }));
  return {
    chain: chainOf(call.caller),
    at: call.now,
    entries: [
      {
        kind,
        subject: `recall/${recall.publicId}`,
        payload: {
          ...signedBy(call.caller),
          report: row.publicId,
          kind: row.kind,
          lines,
          files: JSON.parse(row.files) as string[],
          text: row.text,
          reachedBy: row.reachedBy,
        },
      },
    ],
    rows: { recall_report: [row] },
    touch,
    // A report is of an open recall; closing it meanwhile refuses it.
    expect: [{ table: 'recall', id: recall.id, column: 'state', is: 'open' }],
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: () => ({ reply }),
  };
}

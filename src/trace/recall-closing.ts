import { type NoticeDraft, noticeRows } from '../exchange/notices.ts';
import { chainOf } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, Reply } from '../store/store.ts';
import { isCaughtUp } from './recall-job.ts';
import { isOwner, signedBy } from './recall-owner.ts';
import { recallNow } from './recall-progress.ts';
import { recallNotice } from './recall-reach.ts';
import { recallInScope } from './recall-repository.ts';

/**
 * POST …/closing by who opened it, with the report. What stood recorded then is kept with it. The page of the goods goes on saying that they were recalled.
 * @throws {Problem} forbidden for others, already-ended, out-of-order while records that move goods are still to be looked at
 */
export function closeRecall(deps: Deps, call: Call<{ id: string }, unknown, { text: string }>): Promise<Reply> {
  return write(deps.store, async () => {
    const { read } = deps.store;
    const recall = await recallInScope(read, call.caller, call.params.id);
    if (!isOwner(call.caller, recall))
      throw new Problem('forbidden', { zh: '召回由发起方结束。', en: 'A recall is closed by who opened it.' });
    if (recall.state !== 'open') throw new Problem('already-ended', { zh: '该召回已结束。', en: 'This recall is closed.' });
    if (!(await isCaughtUp(deps)))
      throw new Problem(
        'out-of-order',
        {
          zh: '还有流转记录正在核对是否涉及此次召回，请稍后再试。',
          en: 'Records that move goods are still being looked at for this recall; try again shortly.',
        },
        { headers: { 'Retry-After': '2' } },
      );
    const closed: DB['recall'] = { ...recall, state: 'closed', closedAt: call.now, revision: recall.revision + 1 };
    const now = await recallNow(deps, { caller: call.caller, now: call.now, locale: call.locale }, recall.publicId);
    const { report: _none, ...stood } = now as typeof now & { report?: unknown };
    closed.report = JSON.stringify({ text: call.body.text.trim(), at: formatInstant(call.now), stood: standing(stood) });
    const told = recall.drill === 1 ? { notice: [], delivery: [] } : await noticeRows(deps, await toTell(deps, closed), call.now);
    return closingCommit(call, recall, closed, { told, pages: await pagesOf(deps, recall) });
  });
}

/** What stood recorded at the closing; lists of holders are left to the holders themselves. */
function standing(now: object): Record<string, unknown> {
  const { holders, byState, quantities, clock, derivedBatches } = now as Record<string, unknown>;
  return { holders, byState, quantities, clock, derivedBatches };
}

interface ClosingParts {
  told: { notice: DB['notice'][]; delivery: DB['delivery'][] };
  pages: readonly number[];
}

function closingCommit(call: Call, recall: DB['recall'], closed: DB['recall'], { told, pages }: ClosingParts): Commit {
  const { state, closedAt, report, revision } = closed;
  return {
    chain: chainOf(call.caller),
    at: call.now,
    entries: [
      {
        kind: 'recall.closed',
        subject: `recall/${recall.publicId}`,
        payload: { ...signedBy(call.caller), report: JSON.parse(report ?? 'null') },
      },
    ],
    rows: told,
    touch: [
      { set: 'recall', id: recall.id, to: { state, closedAt, report, revision }, was: { revision: recall.revision, state: 'open' } },
      ...pages.map((page) => ({ page })),
    ],
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: () => ({
      reply: json(200, { id: recall.publicId, state, closedAt: formatInstant(call.now), report: JSON.parse(report ?? 'null') }),
    }),
  };
}

async function pagesOf(deps: Deps, recall: DB['recall']): Promise<number[]> {
  if (recall.drill === 1) return [];
  const rows = await deps.store.read.selectFrom('recall_batch').select('batchId').where('recallId', '=', recall.id).execute();
  return rows.map((row) => row.batchId);
}

/** Holders told in the commit of the closing; of more the rest reads it in the list. */
const MOST_TOLD = 2_000;

async function toTell(deps: Deps, recall: DB['recall']): Promise<NoticeDraft[]> {
  const holders = await deps.store.read
    .selectFrom('recall_holder')
    .select('partyId')
    .where('recallId', '=', recall.id)
    .limit(MOST_TOLD)
    .execute();
  const draft = await recallNotice(deps, recall, 'recall.closed');
  return holders.map(({ partyId }) => ({ ...draft, owner: { kind: 'party', id: partyId } }));
}

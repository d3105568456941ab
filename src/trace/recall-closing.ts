import { noticeRows } from '../exchange/notices.ts';
import { chainOf } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, Reply, Touch } from '../store/store.ts';
import { closedDrafts } from './recall-closed.ts';
import { isCaughtUp } from './recall-job.ts';
import { decidesFor, signedBy } from './recall-owner.ts';
import { standingNow } from './recall-progress.ts';
import { recallInScope } from './recall-repository.ts';

/**
 * POST …/closing by who opened it, with the report. What stood recorded then is kept with it. The page of the goods goes on saying that they were recalled.
 * @throws {Problem} forbidden for others, already-ended, out-of-order while records that move goods are still to be looked at
 */
export function closeRecall(deps: Deps, call: Call<{ id: string }, unknown, { text: string }>): Promise<Reply> {
  return write(deps.store, async () => {
    const { read } = deps.store;
    const recall = await recallInScope(read, call.caller, call.params.id);
    const pages = await batchIdsOf(deps, recall);
    if (!(await decidesFor(read, call.caller, recall, pages)))
      throw new Problem('forbidden', {
        zh: '召回由发起方结束；只受托部分场所的，限全部批次属于这些场所的召回。',
        en: 'A recall is closed by who opened it; who acts for some sites closes those whose batches are all of these sites.',
      });
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
    const closed = await closedRow(deps, recall, call.body.text.trim(), call.now);
    const told = recall.drill === 1 ? { notice: [], delivery: [] } : await noticeRows(deps, await closedDrafts(deps, closed, -1), call.now);
    return closingCommit(call, recall, closed, { told, pages: recall.drill === 1 ? [] : pages });
  });
}

/** The recall as it is closed, with what stood recorded; lists of holders are left to the holders themselves. */
async function closedRow(deps: Pick<Deps, 'store'>, recall: DB['recall'], text: string, now: number): Promise<DB['recall']> {
  const { quantities, clock, holders, byState, derivedBatches } = await standingNow(deps, recall, now);
  const stood = { holders, byState, quantities, clock, derivedBatches };
  return {
    ...recall,
    state: 'closed',
    closedAt: now,
    report: JSON.stringify({ text, at: formatInstant(now), stood }),
    revision: recall.revision + 1,
  };
}

interface ClosingParts {
  told: { notice: DB['notice'][]; delivery: DB['delivery'][] };
  pages: readonly number[];
}

function closingCommit(call: Call, recall: DB['recall'], closed: DB['recall'], { told, pages }: ClosingParts): Commit {
  const { state, report } = closed;
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
    touch: [closingTouch(recall, closed), ...pages.map((page) => ({ page }))],
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: () => ({
      reply: json(200, { id: recall.publicId, state, closedAt: formatInstant(call.now), report: JSON.parse(report ?? 'null') }),
    }),
  };
}

function closingTouch(recall: DB['recall'], { state, closedAt, report, revision }: DB['recall']): Touch {
  return { set: 'recall', id: recall.id, to: { state, closedAt, report, revision }, was: { revision: recall.revision, state: 'open' } };
}

async function batchIdsOf(deps: Deps, recall: DB['recall']): Promise<number[]> {
  const rows = await deps.store.read.selectFrom('recall_batch').select('batchId').where('recallId', '=', recall.id).execute();
  return rows.map((row) => row.batchId);
}

/** A drill that nobody closed ends after so many days: one left open would be looked at with every later record. */
export const DRILL_DAYS = 7;

/** Closes the drills that ran their days, with what stood recorded. */
export async function closeOldDrills(deps: Deps): Promise<void> {
  const now = deps.clock();
  const old = await deps.store.read
    .selectFrom('recall')
    .selectAll()
    .where('state', '=', 'open')
    .where('drill', '=', 1)
    .where('openedAt', '<=', now - DRILL_DAYS * 86_400_000)
    .orderBy('openedAt')
    .orderBy('id')
    .execute();
  for (const recall of old) {
    const closed = await closedRow(deps, recall, `演练满 ${DRILL_DAYS} 日，自动结束。`, now);
    const payload = { party: null, authority: null, actedBy: 'system', report: JSON.parse(closed.report ?? 'null') };
    // Closed by hand meanwhile, it is left as it is.
    await deps.store.commit({
      chain: 'system',
      at: now,
      entries: [{ kind: 'recall.closed', subject: `recall/${recall.publicId}`, payload }],
      touch: [closingTouch(recall, closed)],
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
  }
}

import { parseTraceCode } from './codes/trace-code.ts';
import { loadShipmentFacts } from './custody/facts.ts';
import { balancesJob } from './enforcement/balances-job.ts';
import { leadsJob } from './enforcement/leads-job.ts';
import { rejudgeJob } from './enforcement/rejudge-job.ts';
import { withdrawnReportsJob } from './enforcement/withdrawn-reports-job.ts';
import { deliverDue } from './exchange/delivery.ts';
import { epcisRecordsJob } from './exchange/epcis/rebuild.ts';
import { filingsJob } from './exchange/filings/job.ts';
import { fileDue } from './exchange/filings/sending.ts';
import { resumeImports } from './exchange/imports/runner.ts';
import type { FollowedEntry, FollowerJob } from './ledger/follower.ts';
import { logJob } from './ledger/log/job.ts';
import { joinShipmentsJob } from './parties/joining-job.ts';
import type { Deps } from './platform/deps.ts';
import { rulesJob } from './rules/rules-job.ts';
import { sweepDue } from './rules/sweep.ts';
import { rowsOf } from './store/parts.ts';
import { noticeJob } from './substances/notice/notice-job.ts';
import { reviewsJob } from './substances/reviews/reviews-job.ts';
import { holdsJob } from './trace/hold-notices.ts';
import { closeOldDrills } from './trace/recall-closing.ts';
import { recallJob } from './trace/recall-job.ts';

/** What is derived from the chains, in the order it is run. */
export function followerJobs(deps: Deps): FollowerJob[] {
  return [
    pageVersions(deps),
    joinShipmentsJob(deps),
    recallJob(deps),
    holdsJob(deps),
    leadsJob(deps),
    rejudgeJob(deps, loadShipmentFacts),
    balancesJob(deps),
    rulesJob(deps),
    reviewsJob(deps),
    noticeJob(deps),
    filingsJob(deps),
    epcisRecordsJob(deps),
    withdrawnReportsJob(deps),
    logJob(deps),
  ];
}

/** Raises the version of every public page an entry changed, so that warm copies are dropped. */
export function pageVersions(deps: Deps): FollowerJob {
  return {
    name: 'page-versions',
    batch: 100,
    handle: async (entries) => {
      // A hundred shipments may name fifty thousand batches.
      const codes = entries.flatMap(codesOf);
      const batches = await rowsOf(codes, (part) =>
        deps.store.read.selectFrom('batch').select('id').where('traceCode', 'in', part).execute(),
      );
      return { touch: batches.map((batch) => ({ page: batch.id })) };
    },
  };
}

/** The batches an entry is about: its subject, or the codes its payload lists. */
export function codesOf(entry: FollowedEntry): string[] {
  const named = entry.subject.startsWith('batch/') ? [entry.subject.slice('batch/'.length)] : [];
  const listed = entry.payload.traceCodes;
  const all = Array.isArray(listed) ? [...named, ...listed.map(String)] : named;
  return all.flatMap((code) => {
    const parsed = parseTraceCode(code);
    return parsed.ok ? [parsed.code] : [];
  });
}

/** Looks at all that is due now; the work follows what is due, not what is stored. */
export async function sweepAll(deps: Deps): Promise<void> {
  while ((await sweepDue(deps, loadShipmentFacts)).isMore);
  await closeOldDrills(deps);
  await deliverDue(deps);
  await fileDue(deps);
  // Last, since an import of a million rows takes minutes.
  await resumeImports(deps);
}

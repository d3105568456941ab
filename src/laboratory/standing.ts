import { actedBy } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import type { Call } from '../platform/route.ts';
import type { DB } from '../store/schema.ts';
import type { Touch } from '../store/store.ts';
import { SAMPLE_FINAL } from './finality.ts';
import type { Reported } from './model.ts';
import { batchesOf, type ReportRow, reportsOf, type SampleRow } from './repository.ts';
import { type SampleCaller, samplerOf } from './taking.ts';
import { sampleInScope } from './views.ts';

export type Params = { no: string };
type Batch = { id: number; traceCode: string; partyId: number };

/** A sample as it stands when something is done with it. */
export interface Standing {
  row: SampleRow;
  batches: Batch[];
  reports: ReportRow[];
  caller: SampleCaller;
}

export async function standingOf(deps: Deps, call: Call<Params>): Promise<Standing> {
  const caller = samplerOf(call);
  const row = await sampleInScope(deps, caller, call.params.no);
  const { read } = deps.store;
  const batches = (await batchesOf(read, [row.id])).get(row.id) ?? [];
  return { row, batches, reports: await reportsOf(read, [row.id]), caller };
}

/**
 * Who reports: the laboratory the sample went to; without one, or for an authority's own sample, who took it.
 * @throws {Problem} forbidden
 */
export function mustReport({ row, caller }: Standing): void {
  const isLaboratory = caller.kind === 'party' && caller.party.id === row.laboratoryId;
  const isTaker = caller.kind === row.takerKind && (caller.kind === 'party' ? caller.party.id : caller.authority.id) === row.takerId;
  // A party does not write a report in the name of its laboratory.
  if (isLaboratory || (isTaker && (caller.kind === 'authority' || row.laboratoryId === null))) return;
  throw new Problem('forbidden', {
    zh: '检验结果由承检实验室录入；未委托实验室的由抽样单位录入。',
    en: 'The laboratory the sample went to reports; without one, who took it.',
  });
}

export const inForce = (reports: readonly ReportRow[]) => reports.filter((report) => report.withdrawnAt === null).at(-1);

export const noReport = () => new Problem('out-of-order', { zh: '该样品没有有效的检验报告。', en: 'The sample has no report in force.' });

export function stateView(row: SampleRow, report: Pick<DB['lab_report'], 'publicId' | 'n'>) {
  return {
    id: row.publicId,
    number: row.number,
    report: report.publicId,
    n: report.n,
    state: row.state,
    retestUntil: row.retestUntil === null ? null : formatInstant(row.retestUntil),
  };
}

export function stateTouch(row: SampleRow, { state, retestUntil }: Reported): Touch[] {
  const undue: Touch[] =
    row.retestUntil === null || row.retestUntil === retestUntil
      ? []
      : [{ undue: { at: row.retestUntil, rule: SAMPLE_FINAL, subjectType: 'sample', subjectId: row.id } }];
  return [{ set: 'sample', id: row.id, to: { state, retestUntil }, was: { state: row.state, retestUntil: row.retestUntil } }, ...undue];
}

export function withdrawn(report: ReportRow, at: number, reason: string): { touch: Touch[] } {
  return {
    touch: [
      { set: 'lab_report', id: report.id, to: { withdrawnAt: at, withdrawnReason: reason }, was: { withdrawnAt: null } },
      { set: 'certificate', id: report.certificateId, to: { withdrawnAt: at } },
    ],
  };
}

export async function payloadOf(deps: Deps, { row, batches, caller }: Standing, report: Pick<DB['lab_report'], 'publicId' | 'n'>) {
  const party = await deps.store.read.selectFrom('party').select('publicId').where('id', '=', row.partyId).executeTakeFirst();
  return {
    party: party?.publicId ?? null,
    actedBy: actedBy(caller),
    report: report.publicId,
    n: report.n,
    traceCodes: batches.map((batch) => batch.traceCode),
  };
}

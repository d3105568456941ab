import { actedBy } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import type { Call } from '../platform/route.ts';
import type { DB } from '../store/schema.ts';
import type { Touch } from '../store/store.ts';
import { SAMPLE_FINAL } from './finality.ts';
import type { Reported } from './model.ts';
import { batchesOf, type ReportRow, reportsOf, type SampledBatch, type SampleRow } from './repository.ts';
import { type SampleCaller, samplerOf } from './taking.ts';
import { sampleInScope } from './views.ts';

export type Params = { no: string };

/** A sample as it stands when something is done with it. */
export interface Standing {
  row: SampleRow;
  batches: SampledBatch[];
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
  // A party does not write a report in the name of its laboratory.
  if (isLaboratory || (isTaker(row, caller) && (caller.kind === 'authority' || row.laboratoryId === null))) return;
  throw new Problem('forbidden', {
    zh: '检验结果由承检实验室录入；未委托实验室的由抽样单位录入。',
    en: 'The laboratory the sample went to reports; without one, who took it.',
  });
}

/**
 * Who reports a retest: the laboratory the retest went to. Where none is named, an authority enters the report to its own sample itself, and so does a party
 * that had no laboratory. The one that made the first test has to be named like any other (whether it may be is 待核实: that part of art. 88 was not read).
 * @throws {Problem} forbidden
 */
export function mustRetest({ row, caller }: Standing): void {
  if (caller.kind === 'party' && caller.party.id === row.retestLaboratoryId) return;
  const isWithoutLaboratory = row.retestLaboratoryId === null && row.laboratoryId === null;
  if (isTaker(row, caller) && (caller.kind === 'authority' || isWithoutLaboratory)) return;
  throw new Problem('forbidden', {
    zh: '复检结果由承担复检的实验室录入；由抽样单位先用 POST /v1/samples/{no}/retest-laboratory 指定。',
    en: 'The laboratory of the retest reports; who took the sample names it with POST /v1/samples/{no}/retest-laboratory.',
  });
}

/** The report in force is amended or withdrawn by who might issue it. */
export function mayChange(standing: Standing, report: ReportRow | undefined): void {
  if (report?.kind === 'retest') mustRetest(standing);
  else mustReport(standing);
}

export function isTaker(row: SampleRow, caller: SampleCaller): boolean {
  return caller.kind === row.takerKind && (caller.kind === 'party' ? caller.party.id : caller.authority.id) === row.takerId;
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
  return {
    party: await publicIdOf(deps, row.partyId),
    actedBy: actedBy(caller),
    report: report.publicId,
    n: report.n,
    traceCodes: batches.map((batch) => batch.traceCode),
  };
}

export async function publicIdOf(deps: Pick<Deps, 'store'>, partyId: number | null): Promise<string | null> {
  if (partyId === null) return null;
  const row = await deps.store.read.selectFrom('party').select('publicId').where('id', '=', partyId).executeTakeFirst();
  return row?.publicId ?? null;
}

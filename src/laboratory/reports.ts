import { certificateContradictions, certificateView } from '../batches/model.ts';
import { filesOfParty } from '../batches/stored-files.ts';
import { newPublicId } from '../codes/ids.ts';
import { receivedOrNow } from '../custody/times.ts';
import { deliverDue } from '../exchange/delivery.ts';
import type { NoticeKind } from '../exchange/notices.ts';
import { lawSettings } from '../law-settings/repository.ts';
import type { Json } from '../ledger/entry.ts';
import { actedBy, chainOf } from '../platform/caller.ts';
import { civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import { merged } from '../store/plan.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, Reply, Touch } from '../store/store.ts';
import { SAMPLE_FINAL } from './finality.ts';
import { judgedWith } from './judged.ts';
import {
  type Conclusion,
  certificateKindOf,
  isAgricultural,
  type Reported,
  reportedState,
  type SampleKind,
  type SampleState,
} from './model.ts';
import { batchesOf, type ReportRow, reportsOf, type SampleRow } from './repository.ts';
import type { ResultsInput } from './schemas.ts';
import { type SampleCaller, samplerOf } from './taking.ts';
import { reportNotices } from './telling.ts';
import { sampleInScope } from './views.ts';

type Params = { no: string };
type ReportInput = Omit<ResultsInput, 'retest'>;
type Batch = { id: number; traceCode: string; partyId: number };

/** A sample as it stands when something is done with it. */
interface Standing {
  row: SampleRow;
  batches: Batch[];
  reports: ReportRow[];
  caller: SampleCaller;
}

async function standingOf(deps: Deps, call: Call<Params>): Promise<Standing> {
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
function mustReport({ row, caller }: Standing): void {
  const isLaboratory = caller.kind === 'party' && caller.party.id === row.laboratoryId;
  const isTaker = caller.kind === row.takerKind && (caller.kind === 'party' ? caller.party.id : caller.authority.id) === row.takerId;
  // A party does not write a report in the name of its laboratory.
  if (isLaboratory || (isTaker && (caller.kind === 'authority' || row.laboratoryId === null))) return;
  throw new Problem('forbidden', {
    zh: '检验结果由承检实验室录入；未委托实验室的由抽样单位录入。',
    en: 'The laboratory the sample went to reports; without one, who took it.',
  });
}

const inForce = (reports: readonly ReportRow[]) => reports.filter((report) => report.withdrawnAt === null).at(-1);

/** POST /v1/samples/{no}/results. */
export function reportResults(deps: Deps, call: Call<Params, unknown, ResultsInput>): Promise<Reply> {
  return write(deps.store, async () => {
    const standing = await standingOf(deps, call);
    mustReport(standing);
    const isRetest = call.body.retest === true;
    refuseOutOfOrder(standing, isRetest);
    const settled = await settledBy(deps, call, standing, isRetest);
    return issue(deps, call, standing, {
      entry: 'report.issued',
      kind: isRetest ? 'retest' : 'report',
      settled,
      takesPlaceOf: null,
      reason: null,
    });
  });
}

function refuseOutOfOrder({ row, reports }: Standing, isRetest: boolean): void {
  if (isRetest ? row.state === 'retestOpen' : row.state === 'taken' || row.state === 'withdrawn') return;
  if (isRetest && reports.length === 0)
    throw new Problem('out-of-order', { zh: '尚无检验结果，不存在复检。', en: 'There is no result to be tested again.' });
  throw new Problem(
    'already-ended',
    isRetest
      ? { zh: '复检期已过或者已有复检结论。', en: 'The retest period is over, or the retest has its conclusion.' }
      : {
          zh: '该样品已有检验结果；更正请用 amendments，复检请带 retest: true。',
          en: 'The sample has its report; correct it with amendments, or send retest: true.',
        },
    { extra: { state: row.state } },
  );
}

async function settledBy(deps: Deps, call: Call<Params, unknown, ReportInput>, { row }: Standing, isRetest: boolean): Promise<Reported> {
  const receivedAt = receivedOrNow(call.body.receivedAt, call.now, row.takenAt);
  const agricultural = row.takerKind === 'authority' && isAgricultural(await departmentOf(deps, row.takerId));
  const { conclusion } = call.body;
  const settings = await lawSettings(deps.store.read);
  const settled = reportedState({ kind: row.kind as SampleKind, conclusion, isRetest, agricultural, receivedAt, settings });
  // A conclusion that was handed over long ago may be past its period when it is entered.
  return settled.retestUntil !== null && settled.retestUntil <= call.now ? { state: 'final', retestUntil: null } : settled;
}

async function departmentOf(deps: Deps, authorityId: number): Promise<string | undefined> {
  const row = await deps.store.read.selectFrom('authority').select('department').where('id', '=', authorityId).executeTakeFirst();
  return row?.department;
}

/** POST /v1/samples/{no}/amendments: a new report in the place of the one in force, which stays readable. */
export function amendReport(deps: Deps, call: Call<Params, unknown, ReportInput & { reason: string }>): Promise<Reply> {
  return write(deps.store, async () => {
    const standing = await standingOf(deps, call);
    mustReport(standing);
    const before = inForce(standing.reports);
    if (!before) throw noReport();
    const { row } = standing;
    const isSame = before.conclusion === call.body.conclusion;
    const settled = isSame
      ? { state: row.state as SampleState, retestUntil: row.retestUntil }
      : await settledBy(deps, call, standing, before.kind === 'retest');
    const { reason } = call.body;
    return issue(deps, call, standing, {
      entry: 'report.amended',
      kind: before.kind === 'retest' ? 'retest' : 'amendment',
      settled,
      takesPlaceOf: before,
      reason: reason.trim(),
    });
  });
}

const noReport = () => new Problem('out-of-order', { zh: '该样品没有有效的检验报告。', en: 'The sample has no report in force.' });

interface Issuing {
  entry: Extract<NoticeKind, 'report.issued' | 'report.amended'>;
  kind: 'report' | 'amendment' | 'retest';
  settled: Reported;
  takesPlaceOf: ReportRow | null;
  reason: string | null;
}

async function issue(deps: Deps, call: Call<Params, unknown, ReportInput>, standing: Standing, issuing: Issuing): Promise<Commit> {
  const { row, batches, reports, caller } = standing;
  const { settled, takesPlaceOf } = issuing;
  await refuseWrong(deps, call, caller);
  const [certificateId = 0, reportId = 0] = await deps.store.ids(2);
  const certificate = certificateOf(deps, call, standing, certificateId);
  const report: DB['lab_report'] = {
    id: reportId,
    publicId: newPublicId(deps.random),
    sampleId: row.id,
    n: (reports.at(-1)?.n ?? 0) + 1,
    kind: issuing.kind,
    certificateId,
    laboratoryId: row.laboratoryId,
    withdrawnAt: null,
    withdrawnReason: null,
    actedBy: actedBy(caller),
    at: call.now,
  };
  const after = { ...row, ...settled };
  const judging = await judgedWith(deps, call.now, after, batches, {
    without: reports.filter((one) => one.withdrawnAt === null).map((one) => one.certificatePublicId),
    add: { certificate, enteredBy: report.actedBy },
  });
  const notices = await reportNotices(deps, call.now, {
    kind: issuing.entry,
    row: after,
    batches,
    report,
    caller,
    conclusion: call.body.conclusion as Conclusion,
  });
  const ended = takesPlaceOf ? withdrawn(takesPlaceOf, call.now, issuing.reason ?? '') : { touch: [], expect: [] };
  return {
    chain: chainOf(caller),
    at: call.now,
    entries: [
      {
        kind: issuing.entry,
        subject: `sample/${row.publicId}`,
        payload: {
          ...(await payloadOf(deps, standing, report)),
          reportNumber: certificate.number,
          kind: issuing.kind,
          conclusion: certificate.conclusion,
          results: (call.body.results ?? []) as unknown as Json,
          issuedOn: certificate.issuedOn,
          fileSha256: certificate.fileSha256,
          state: settled.state,
          retestUntil: settled.retestUntil,
          amends: takesPlaceOf?.publicId ?? null,
          reason: issuing.reason,
        },
      },
    ],
    rows: merged([
      {
        certificate: [certificate],
        batch_certificate: batches.map((batch) => ({ batchId: batch.id, certificateId })),
        lab_report: [report],
        due: dueRows(row, settled),
      },
      notices,
    ]),
    touch: [...stateTouch(row, settled), ...ended.touch],
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: () => {
      const judged = judging.settle();
      deps.later(deliverDue(deps));
      return {
        rows: judged.rows,
        touch: judged.touch,
        reply: json(201, {
          ...stateView(after, report),
          certificate: certificateView(certificate),
          findings: caller.kind === 'party' ? judging.found(call.locale, caller.party.id) : [],
        }),
      };
    },
  };
}

function stateView(row: SampleRow, report: Pick<DB['lab_report'], 'publicId' | 'n'>) {
  return {
    id: row.publicId,
    number: row.number,
    report: report.publicId,
    n: report.n,
    state: row.state,
    retestUntil: row.retestUntil === null ? null : formatInstant(row.retestUntil),
  };
}

/** The item that makes a failing sample final when its period ends; an earlier one is taken off. */
function dueRows(row: SampleRow, { retestUntil }: Reported): DB['due'][] {
  if (retestUntil === null || retestUntil === row.retestUntil) return [];
  return [{ at: retestUntil, rule: SAMPLE_FINAL, subjectType: 'sample', subjectId: row.id }];
}

function stateTouch(row: SampleRow, { state, retestUntil }: Reported): Touch[] {
  const undue: Touch[] =
    row.retestUntil === null || row.retestUntil === retestUntil
      ? []
      : [{ undue: { at: row.retestUntil, rule: SAMPLE_FINAL, subjectType: 'sample', subjectId: row.id } }];
  return [{ set: 'sample', id: row.id, to: { state, retestUntil }, was: { state: row.state, retestUntil: row.retestUntil } }, ...undue];
}

function withdrawn(report: ReportRow, at: number, reason: string): { touch: Touch[] } {
  return {
    touch: [
      { set: 'lab_report', id: report.id, to: { withdrawnAt: at, withdrawnReason: reason }, was: { withdrawnAt: null } },
      { set: 'certificate', id: report.certificateId, to: { withdrawnAt: at } },
    ],
  };
}

async function refuseWrong(deps: Deps, call: Call<unknown, unknown, ReportInput>, caller: SampleCaller): Promise<void> {
  const { issuedOn, fileSha256 } = call.body;
  const errors = certificateContradictions({ issuedOn }, civilDateOf(call.now), '');
  if (fileSha256 !== undefined)
    errors.push(...(await filesOfParty(deps.store.read, caller.kind === 'party' ? caller.party.id : null, fileSha256)));
  if (errors.length > 0) throw invalidInput(errors);
}

function certificateOf(deps: Deps, call: Call<Params, unknown, ReportInput>, { row, caller }: Standing, id: number): DB['certificate'] {
  const { reportNumber, conclusion, results, issuedOn, fileSha256, as } = call.body;
  return {
    id,
    publicId: newPublicId(deps.random),
    partyId: row.partyId,
    kind: certificateKindOf(row.kind as SampleKind, as),
    number: reportNumber.trim(),
    // A natural person's name is a commitment here, as in its registration.
    issuer: caller.kind === 'party' ? caller.party.name : caller.authority.name,
    issuedOn: issuedOn ?? civilDateOf(call.now),
    validUntil: null,
    conclusion,
    batchNumber: null,
    results: results ? JSON.stringify(results) : null,
    fileSha256: fileSha256 ?? null,
    coversFrom: null,
    coversTo: null,
    withdrawnAt: null,
    recordedAt: call.now,
  };
}

async function payloadOf(deps: Deps, { row, batches, caller }: Standing, report: Pick<DB['lab_report'], 'publicId' | 'n'>) {
  const party = await deps.store.read.selectFrom('party').select('publicId').where('id', '=', row.partyId).executeTakeFirst();
  return {
    party: party?.publicId ?? null,
    actedBy: actedBy(caller),
    report: report.publicId,
    n: report.n,
    traceCodes: batches.map((batch) => batch.traceCode),
  };
}

/**
 * POST /v1/samples/{no}/withdrawal: the report in force no longer counts and its goods are judged again; an earlier one that a retest had replaced
 * stands again. Cases that rest on it are marked by the follower.
 */
export function withdrawReport(deps: Deps, call: Call<Params, unknown, { reason: string }>): Promise<Reply> {
  return write(deps.store, async () => {
    const standing = await standingOf(deps, call);
    mustReport(standing);
    const { row, batches, reports, caller } = standing;
    const before = inForce(reports);
    if (!before) throw noReport();
    const left = inForce(reports.filter((report) => report.id !== before.id));
    const settled: Reported = left ? { state: 'retestOpen', retestUntil: null } : { state: 'withdrawn', retestUntil: null };
    const reason = call.body.reason.trim();
    const after = { ...row, ...settled };
    const judging = await judgedWith(deps, call.now, after, batches, { without: [before.certificatePublicId] });
    const notices = await reportNotices(deps, call.now, {
      kind: 'report.withdrawn',
      row: after,
      batches,
      report: before,
      caller,
      conclusion: null,
      reason,
    });
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'report.withdrawn',
          subject: `sample/${row.publicId}`,
          payload: {
            ...(await payloadOf(deps, standing, before)),
            reportNumber: before.number,
            certificate: before.certificatePublicId,
            reason,
            state: settled.state,
          },
        },
      ],
      rows: notices,
      touch: [...stateTouch(row, settled), ...withdrawn(before, call.now, reason).touch],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => {
        const judged = judging.settle();
        deps.later(deliverDue(deps));
        return { rows: judged.rows, touch: judged.touch, reply: json(201, stateView(after, before)) };
      },
    };
  });
}

/**
 * POST /v1/samples/{no}/retest, by the sampled party within the period: the conclusion then waits for the retest.
 * @throws {Problem} forbidden for others; out-of-order when nothing may be disputed, or no more
 */
export function askRetest(deps: Deps, call: Call<Params, unknown, { reason: string }>): Promise<Reply> {
  return write(deps.store, async () => {
    const standing = await standingOf(deps, call);
    const { row, batches, reports, caller } = standing;
    if (caller.kind !== 'party' || caller.party.id !== row.partyId)
      throw new Problem('forbidden', { zh: '复检由被抽样单位申请。', en: 'The sampled party asks for a retest.' });
    const before = inForce(reports);
    if (row.state !== 'retestOpen' || row.retestUntil === null || row.retestUntil <= call.now || !before)
      throw new Problem(
        'out-of-order',
        {
          zh: '没有可以申请复检的结论，或者期限已过、已经申请。',
          en: 'There is no conclusion to dispute, or its period is over, or a retest was asked for.',
        },
        { extra: { state: row.state, retestUntil: row.retestUntil === null ? null : formatInstant(row.retestUntil) } },
      );
    const settled: Reported = { state: 'retestOpen', retestUntil: null };
    const after = { ...row, ...settled };
    const reason = call.body.reason.trim();
    const judging = await judgedWith(deps, call.now, after, batches, { without: [] });
    const notices = await reportNotices(deps, call.now, {
      kind: 'retest.asked',
      row: after,
      batches,
      report: before,
      caller,
      conclusion: null,
      reason,
    });
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        { kind: 'retest.asked', subject: `sample/${row.publicId}`, payload: { ...(await payloadOf(deps, standing, before)), reason } },
      ],
      rows: notices,
      touch: stateTouch(row, settled),
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => {
        const judged = judging.settle();
        deps.later(deliverDue(deps));
        return { rows: judged.rows, touch: judged.touch, reply: json(201, stateView(after, before)) };
      },
    };
  });
}

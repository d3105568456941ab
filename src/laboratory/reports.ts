import { certificateContradictions, certificateView } from '../batches/model.ts';
import { filesOfParty } from '../batches/stored-files.ts';
import { newPublicId } from '../codes/ids.ts';
import { receivedOrNow } from '../custody/times.ts';
import { deliverDue } from '../exchange/delivery.ts';
import type { NoticeKind } from '../exchange/notices.ts';
import { lawSettings } from '../law-settings/repository.ts';
import type { Json } from '../ledger/entry.ts';
import { actedBy, chainOf } from '../platform/caller.ts';
import { civilDateOf, startOfDay } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import { merged } from '../store/plan.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, Reply } from '../store/store.ts';
import { certificateMentions } from '../substances/notice/mentions.ts';
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
  standsWith,
} from './model.ts';
import type { ReportRow, SampleRow } from './repository.ts';
import type { ResultsInput } from './schemas.ts';
import {
  inForce,
  mayChange,
  mustReport,
  mustRetest,
  noReport,
  type Params,
  payloadOf,
  publicIdOf,
  type Standing,
  standingOf,
  stateTouch,
  stateView,
  withdrawn,
} from './standing.ts';
import { reportNotices } from './telling.ts';

type ReportInput = Omit<ResultsInput, 'retest'>;

/** POST /v1/samples/{no}/results. */
export function reportResults(deps: Deps, call: Call<Params, unknown, ResultsInput>): Promise<Reply> {
  return write(deps.store, async () => {
    const standing = await standingOf(deps, call);
    const isRetest = call.body.retest === true;
    if (!isRetest) mustReport(standing);
    refuseOutOfOrder(standing, isRetest);
    if (isRetest) mustRetest(standing);
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
  // The period stops when a retest is asked for: while it runs, nobody has asked.
  const isAsked = row.state === 'retestOpen' && row.retestUntil === null;
  if (isRetest ? isAsked : row.state === 'taken' || row.state === 'withdrawn') return;
  if (isRetest && reports.length === 0)
    throw new Problem('out-of-order', { zh: '尚无检验结果，不存在复检。', en: 'There is no result to be tested again.' });
  if (isRetest && row.state === 'retestOpen')
    throw new Problem('out-of-order', {
      zh: '被抽样单位没有申请复检；复检期满以前结论不确定。',
      en: 'The sampled party has not asked for a retest; until its period is over the conclusion is not final.',
    });
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
  // Nobody gets a conclusion before it is issued: the period would have begun, or ended, before anybody could dispute it.
  const issued = startOfDay(call.body.issuedOn ?? civilDateOf(call.now));
  const receivedAt = receivedOrNow(call.body.receivedAt, call.now, Math.max(row.takenAt, issued));
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
    const before = inForce(standing.reports);
    mayChange(standing, before);
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
  await refuseWrong(deps, call, standing);
  const [certificateId = 0, reportId = 0] = await deps.store.ids(2);
  const certificate = certificateOf(deps, call, standing, certificateId);
  const covered = batches.filter((batch) => standsWith(row, batch));
  const report: DB['lab_report'] = {
    id: reportId,
    publicId: newPublicId(deps.random),
    sampleId: row.id,
    n: (reports.at(-1)?.n ?? 0) + 1,
    kind: issuing.kind,
    certificateId,
    laboratoryId: issuing.kind === 'retest' ? row.retestLaboratoryId : row.laboratoryId,
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
          kind: issuing.kind,
          laboratory: await publicIdOf(deps, report.laboratoryId),
          reportNumber: certificate.number,
          certificate: certificate.publicId,
          paper: certificate.kind,
          covers: covered.map((batch) => batch.traceCode),
          issuer: certificate.issuer,
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
        batch_certificate: covered.map((batch) => ({ batchId: batch.id, certificateId })),
        mention: certificateMentions(certificate),
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

/** The item that makes a failing sample final when its period ends; an earlier one is taken off. */
function dueRows(row: SampleRow, { retestUntil }: Reported): DB['due'][] {
  if (retestUntil === null || retestUntil === row.retestUntil) return [];
  return [{ at: retestUntil, rule: SAMPLE_FINAL, subjectType: 'sample', subjectId: row.id }];
}

async function refuseWrong(deps: Deps, call: Call<unknown, unknown, ReportInput>, { row, batches, caller }: Standing): Promise<void> {
  const { issuedOn, fileSha256 } = call.body;
  const errors = certificateContradictions({ issuedOn }, civilDateOf(call.now), '');
  if (fileSha256 !== undefined)
    errors.push(...(await filesOfParty(deps.store.read, caller.kind === 'party' ? caller.party.id : null, fileSha256)));
  if (call.body.as === 'release' && batches.some((batch) => batch.partyId !== row.partyId)) errors.push(notMakers());
  if (errors.length > 0) throw invalidInput(errors);
}

function notMakers(): ProblemDetail {
  return {
    pointer: '/as',
    found: 'release',
    expected: { zh: '出厂检验合格证明由生产者自己送检：typeTest', en: 'a release certificate is of the maker’s own sample: typeTest' },
    fix: { zh: '去掉 as', en: 'leave as out' },
  };
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

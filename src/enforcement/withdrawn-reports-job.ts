import { deliverDue } from '../exchange/delivery.ts';
import { type NoticeDraft, noticeRows } from '../exchange/notices.ts';
import { batchesOf, type ReportRow, reportsOf } from '../laboratory/repository.ts';
import type { FollowerJob } from '../ledger/follower.ts';
import type { Deps } from '../platform/deps.ts';
import { sourcesOf } from '../rules/findings.ts';
import { merged } from '../store/plan.ts';
import type { DB } from '../store/schema.ts';
import type { Commit } from '../store/store.ts';

const ATTEMPTS = 12;
/** The steps that mark a case; nobody takes them. */
const stepOf = ({ replacedBy }: Pick<Withdrawn, 'replacedBy'>) => (replacedBy === null ? 'report-withdrawn' : 'report-amended');

/** What takes a report back: its withdrawal, or another in its place. */
const TAKEN_BACK: ReadonlySet<string> = new Set(['report.withdrawn', 'report.amended']);

/**
 * Marks the cases that rest on a report which was withdrawn or amended, whatever their state, with a step of the record, and tells their office and the party.
 * Nothing is taken back: what follows is the officers' to decide. A case is marked once a report, so the same entries may be read again.
 */
export function withdrawnReportsJob(deps: Deps): FollowerJob {
  return {
    name: 'withdrawn-reports',
    batch: 50,
    handle: async (entries) => {
      const samples = entries.filter((entry) => TAKEN_BACK.has(entry.kind)).map((entry) => entry.subject.slice('sample/'.length));
      for (const sample of new Set(samples)) await markCases(deps, sample);
      return {};
    },
  };
}

interface Withdrawn {
  report: string;
  number: string;
  certificate: string;
  sample: string;
  reason: string;
  /** Number of the report that took its place; null where none did. */
  replacedBy: string | null;
}

/** The tables say which reports of the sample were taken back, and by what: an entry names the one it is about alone. */
async function markCases(deps: Deps, sample: string): Promise<void> {
  const { read } = deps.store;
  const row = await read.selectFrom('sample').select('id').where('publicId', '=', sample).executeTakeFirst();
  if (!row) return;
  const batches = (await batchesOf(read, [row.id])).get(row.id) ?? [];
  const withdrawn = takenBack(sample, await reportsOf(read, [row.id]));
  for (const report of withdrawn)
    for (const caseId of await casesOn(
      deps,
      batches.map((batch) => batch.id),
      report.certificate,
    ))
      await mark(deps, caseId, report);
}

function takenBack(sample: string, reports: readonly ReportRow[]): Withdrawn[] {
  return reports.flatMap((report, i) => {
    if (report.withdrawnAt === null) return [];
    const next = reports[i + 1];
    // An amendment ends the one before with itself; a report made anew after a withdrawal is of the kind it would be without it.
    const isAmended =
      next?.at === report.withdrawnAt && (next.kind === 'amendment' || (next.kind === 'retest' && report.kind === 'retest'));
    return [
      {
        report: report.publicId,
        number: report.number ?? '',
        certificate: report.certificatePublicId,
        sample,
        reason: report.withdrawnReason ?? '',
        replacedBy: isAmended ? next.number : null,
      },
    ];
  });
}

/** Cases whose findings on the goods were read from the document. */
async function casesOn(deps: Deps, batchIds: readonly number[], certificate: string): Promise<number[]> {
  if (batchIds.length === 0) return [];
  const rows = await deps.store.read
    .selectFrom('finding')
    .select(['caseId', 'evidence'])
    .where('batchId', 'in', [...batchIds])
    .where('caseId', 'is not', null)
    .execute();
  return [...new Set(rows.filter((row) => sourcesOf(row).includes(certificate)).flatMap((row) => row.caseId ?? []))];
}

async function mark(deps: Deps, caseId: number, withdrawn: Withdrawn): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const commit = await markOf(deps, caseId, withdrawn);
    if (!commit) return;
    if ((await deps.store.commit(commit)).committed) {
      deps.later(deliverDue(deps));
      return;
    }
  }
  throw new Error('A case could not be marked: officers kept taking steps.');
}

async function markOf(deps: Deps, caseId: number, withdrawn: Withdrawn): Promise<Commit | null> {
  const { read } = deps.store;
  const file = await read.selectFrom('case_file').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow();
  const known = await read
    .selectFrom('case_step')
    .select('record')
    .where('caseId', '=', caseId)
    .where('kind', 'in', ['report-withdrawn', 'report-amended'])
    .execute();
  if (known.some((step) => (JSON.parse(step.record) as { report?: string }).report === withdrawn.report)) return null;
  const authority = await read.selectFrom('authority').select('publicId').where('id', '=', file.authorityId).executeTakeFirstOrThrow();
  const party = await read.selectFrom('party').select('publicId').where('id', '=', file.partyId).executeTakeFirstOrThrow();
  const at = deps.clock();
  const { report, number, sample, reason, replacedBy } = withdrawn;
  const record = { report, reportNumber: number, sample, reason, ...(replacedBy === null ? {} : { replacedBy }) };
  const step: DB['case_step'] = { caseId, n: file.steps + 1, kind: stepOf(withdrawn), record: JSON.stringify(record), by: 'system', at };
  const notices = await noticeRows(deps, noticesOf(file, withdrawn), at);
  return {
    chain: `authority:${authority.publicId}`,
    at,
    entries: [
      {
        kind: `case.${stepOf(withdrawn)}`,
        subject: `case/${file.publicId}`,
        payload: { case: file.publicId, party: party.publicId, ...record, state: file.state, actedBy: 'system' },
      },
    ],
    rows: merged([{ case_step: [step] }, notices]),
    touch: [{ set: 'case_file', id: file.id, to: { steps: file.steps + 1 }, was: { steps: file.steps } }],
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  };
}

function noticesOf(file: DB['case_file'], withdrawn: Withdrawn): NoticeDraft[] {
  const { report, number, sample, reason, replacedBy } = withdrawn;
  const owners = [
    { kind: 'authority' as const, id: file.authorityId },
    { kind: 'party' as const, id: file.partyId },
  ];
  const [zh, en] = replacedBy === null ? ['已撤回', 'was withdrawn'] : [`已更正为 ${replacedBy}`, `was amended by ${replacedBy}`];
  return owners.map((owner) => ({
    owner,
    kind: `case.${stepOf(withdrawn)}`,
    subject: { type: 'case', code: `${file.publicId}/${report}` },
    text: {
      zh: `案件所依据的检验报告 ${number} ${zh}：${reason}。是否变更或者撤销由办案机关决定。`,
      en: `Report ${number}, on which a case rests, ${en}: ${reason}. Whether anything is changed or revoked is for the office.`,
    },
    details: { case: file.publicId, state: file.state, sample, report, reportNumber: number, reason, replacedBy },
  }));
}

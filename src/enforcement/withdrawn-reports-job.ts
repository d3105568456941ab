import { deliverDue } from '../exchange/delivery.ts';
import { type NoticeDraft, noticeRows } from '../exchange/notices.ts';
import type { FollowedEntry, FollowerJob } from '../ledger/follower.ts';
import type { Deps } from '../platform/deps.ts';
import { merged } from '../store/plan.ts';
import type { DB } from '../store/schema.ts';
import type { Commit } from '../store/store.ts';
import { batchesOf } from './subjects.ts';

const ATTEMPTS = 12;
/** The step that marks a case; nobody takes it. */
const STEP = 'report-withdrawn';

/**
 * Marks the cases that rest on a report which was withdrawn, whatever their state, with a step of the record, and tells their office and the party. Nothing is taken
 * back: what follows is the officers' to decide. A case is marked once a report, so the same entries may be read again.
 */
export function withdrawnReportsJob(deps: Deps): FollowerJob {
  return {
    name: 'withdrawn-reports',
    batch: 50,
    handle: async (entries) => {
      for (const entry of entries) if (entry.kind === 'report.withdrawn') await markCases(deps, entry);
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
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

async function markCases(deps: Deps, entry: FollowedEntry): Promise<void> {
  const { payload } = entry;
  const withdrawn: Withdrawn = {
    report: textOf(payload.report),
    number: textOf(payload.reportNumber),
    certificate: textOf(payload.certificate),
    sample: entry.subject.slice('sample/'.length),
    reason: textOf(payload.reason),
  };
  for (const caseId of await casesOn(deps, await batchesOf(deps.store.read, [entry]), withdrawn)) await mark(deps, caseId, withdrawn);
}

/** Cases whose findings on the goods name the report, by its number or by its document. */
async function casesOn(deps: Deps, batchIds: readonly number[], { number, certificate }: Withdrawn): Promise<number[]> {
  if (batchIds.length === 0) return [];
  const rows = await deps.store.read
    .selectFrom('finding')
    .select(['caseId', 'evidence', 'rule'])
    .where('batchId', 'in', [...batchIds])
    .where('caseId', 'is not', null)
    .execute();
  const names = [number, certificate].filter((name) => name !== '').map((name) => JSON.stringify(name).slice(1, -1));
  const rests = rows.filter((row) => row.rule === 'result-over-limit' || names.some((name) => row.evidence.includes(name)));
  return [...new Set(rests.flatMap((row) => row.caseId ?? []))];
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
  const known = await read.selectFrom('case_step').select('record').where('caseId', '=', caseId).where('kind', '=', STEP).execute();
  if (known.some((step) => (JSON.parse(step.record) as { report?: string }).report === withdrawn.report)) return null;
  const authority = await read.selectFrom('authority').select('publicId').where('id', '=', file.authorityId).executeTakeFirstOrThrow();
  const party = await read.selectFrom('party').select('publicId').where('id', '=', file.partyId).executeTakeFirstOrThrow();
  const at = deps.clock();
  const { report, number, sample, reason } = withdrawn;
  const record = { report, reportNumber: number, sample, reason };
  const step: DB['case_step'] = { caseId, n: file.steps + 1, kind: STEP, record: JSON.stringify(record), by: 'system', at };
  const notices = await noticeRows(deps, noticesOf(file, withdrawn), at);
  return {
    chain: `authority:${authority.publicId}`,
    at,
    entries: [
      {
        kind: 'case.report-withdrawn',
        subject: `case/${file.publicId}`,
        payload: { case: file.publicId, party: party.publicId, ...record, state: file.state, actedBy: 'system' },
      },
    ],
    rows: merged([{ case_step: [step] }, notices]),
    touch: [{ set: 'case_file', id: file.id, to: { steps: file.steps + 1 }, was: { steps: file.steps } }],
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  };
}

function noticesOf(file: DB['case_file'], { report, number, sample, reason }: Withdrawn): NoticeDraft[] {
  const owners = [
    { kind: 'authority' as const, id: file.authorityId },
    { kind: 'party' as const, id: file.partyId },
  ];
  return owners.map((owner) => ({
    owner,
    kind: 'case.report-withdrawn',
    subject: { type: 'case', code: `${file.publicId}/${report}` },
    text: {
      zh: `案件所依据的检验报告 ${number} 已撤回：${reason}。是否变更或者撤销由办案机关决定。`,
      en: `Report ${number}, on which a case rests, was withdrawn: ${reason}. Whether anything is changed or revoked is for the office.`,
    },
    details: { case: file.publicId, state: file.state, sample, report, reportNumber: number, reason },
  }));
}

import { newPublicId } from '../codes/ids.ts';
import { conceal } from '../ledger/personal.ts';
import { loadPartyFacts } from '../parties/facts.ts';
import { type AuthorityCaller, actedBy, chainOf } from '../platform/caller.ts';
import { type CivilDate, civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { foldFullWidth } from '../platform/result.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, EntryDraft, Expect, Reply, Touch } from '../store/store.ts';
import { pastDue } from './case-steps.ts';
import { noLead, repositoryFor } from './lists.ts';
import type { EnforcementRepository, FindingRow } from './repository.ts';
import type { CaseInput } from './schemas.ts';
import { caseView } from './views.ts';

export interface Opening {
  body: CaseInput;
  /** An order given together with the opening: both stand, or neither. */
  order?: { dueOn: CivilDate; text: string };
}

/**
 * Gathers open leads of one party and one offence into a case.
 * @throws {Problem} not-found for a lead out of scope; invalid-input; out-of-order when a lead is no longer open
 */
export async function openCase(
  deps: Deps,
  call: Pick<Call, 'now' | 'claim' | 'locale'> & Opening,
  caller: AuthorityCaller,
): Promise<Reply> {
  const officers = call.body.officers.map((name) => foldFullWidth(name));
  const errors = [...sameOfficer(officers), ...(call.order ? pastDue(call.order.dueOn, call.now) : [])];
  if (errors.length > 0) throw invalidInput(errors);
  return write(deps.store, async () => {
    const repository = await repositoryFor(deps, caller);
    const leads = await leadsOf(repository, call.body.violationIds);
    const [parties, [id = 0]] = await Promise.all([loadPartyFacts(deps.store.read, [leads.first.partyId]), deps.store.ids(1)]);
    return openingCommit(deps, call, caller, { ...leads, id, officers, party: parties.get(leads.first.partyId) });
  });
}

interface Gathered {
  first: FindingRow;
  offence: string;
  rows: FindingRow[];
  id: number;
  officers: string[];
  party: Parameters<typeof caseView>[0]['party'];
}

function openingCommit(
  deps: Deps,
  call: Pick<Call, 'now' | 'claim' | 'locale'> & Opening,
  caller: AuthorityCaller,
  gathered: Gathered,
): Commit {
  const { first, rows, id, offence, party } = gathered;
  const { now, order } = call;
  const by = actedBy(caller);
  const actOn = rows.reduce((earliest, row) => (row.actOn < earliest ? row.actOn : earliest), first.actOn);
  const file: DB['case_file'] = {
    id,
    publicId: newPublicId(deps.random),
    authorityId: caller.authority.id,
    partyId: first.partyId,
    offence,
    officers: JSON.stringify(gathered.officers),
    state: order ? 'ordered' : 'opened',
    steps: order ? 2 : 1,
    dueOn: order?.dueOn ?? null,
    openedAt: now,
    closedAt: null,
  };
  const concealed = gathered.officers.map((name) => conceal(deps.random, name));
  const subject = `case/${file.publicId}`;
  const shared = { case: file.publicId, party: party?.publicId ?? '', actedBy: by };
  const opened: EntryDraft = {
    kind: 'case.opened',
    subject,
    payload: { ...shared, offence, actOn, officers: concealed.map((one) => one.commitment), violations: rows.map((row) => row.publicId) },
  };
  const ordered: EntryDraft[] = order ? [{ kind: 'case.ordered', subject, payload: { ...shared, ...order } }] : [];
  const step = { caseId: id, by, at: now };
  const view = caseView({ file, party, authority: caller.authority, actOn, today: civilDateOf(now) }, call.locale);
  return {
    chain: chainOf(caller),
    at: now,
    entries: [opened, ...ordered],
    rows: {
      case_file: [file],
      case_step: [
        { ...step, n: 1, kind: 'opening', record: JSON.stringify({ actOn }) },
        ...(order ? [{ ...step, n: 2, kind: 'order', record: JSON.stringify(order) }] : []),
      ],
      personal: concealed.map((one) => one.row),
    },
    touch: rows.map(
      (row): Touch => ({ set: 'finding', id: row.id, to: { state: 'in-case', caseId: id, authorityId: caller.authority.id } }),
    ),
    expect: rows.map((row): Expect => ({ table: 'finding', id: row.id, column: 'state', is: 'open' })),
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: () => ({
      reply: json(201, { ...view, violationIds: rows.map((row) => row.publicId) }, { Location: `/v1/cases/${file.publicId}` }),
    }),
  };
}

function sameOfficer(officers: readonly string[]): ProblemDetail[] {
  const [one, two] = officers;
  if (one !== two) return [];
  return [
    {
      pointer: '/officers/1',
      found: two ?? '',
      expected: { zh: '两名不同的执法人员（行政处罚法第四十二条）', en: 'two different officers (Administrative Penalty Law, art. 42)' },
      fix: { zh: '填写第二名执法人员', en: 'name the second officer' },
    },
  ];
}

async function leadsOf(
  repository: EnforcementRepository,
  ids: readonly string[],
): Promise<{ first: FindingRow; offence: string; rows: FindingRow[] }> {
  const wanted = [...new Set(ids)];
  const found = new Map((await repository.findings(wanted)).map((row) => [row.publicId, row]));
  const rows = wanted.flatMap((id) => found.get(id) ?? []).filter((row) => row.weight !== 'todo');
  const [first] = rows;
  if (!first || rows.length < wanted.length) throw noLead();
  const errors = rows.flatMap((row) => unfit(row, first, `/violationIds/${ids.indexOf(row.publicId)}`));
  if (errors.length > 0 || first.offence === null) throw invalidInput(errors);
  const taken = rows.filter((row) => row.state !== 'open');
  if (taken.length > 0) throw takenAlready(taken, await repository.caseIds(taken.flatMap((row) => row.caseId ?? [])));
  return { first, offence: first.offence, rows };
}

function unfit(row: FindingRow, first: FindingRow, pointer: string): ProblemDetail[] {
  const refuse = (zh: string, en: string): ProblemDetail[] => [
    {
      pointer,
      found: row.publicId,
      expected: { zh, en },
      fix: { zh: '去掉此条，另立案件', en: 'leave it out; it may have a case of its own' },
    },
  ];
  if (row.weight !== 'lead') return refuse('线索；提醒不能立案', 'a lead; a reminder opens no case');
  if (row.offence === null) return refuse('有对应条文的线索', 'a lead with an offence');
  if (row.partyId !== first.partyId) return refuse('与第一条同一经营主体', 'a lead of the same party as the first');
  if (row.offence !== first.offence)
    return refuse(`与第一条同一事项（${first.offence}）`, `a lead under the same offence as the first (${first.offence})`);
  return [];
}

function takenAlready(rows: readonly FindingRow[], files: readonly { id: number; publicId: string }[]): Problem {
  const violations = rows.map((row) => ({
    id: row.publicId,
    state: row.state,
    caseId: files.find((file) => file.id === row.caseId)?.publicId ?? null,
  }));
  const zh = violations.map(({ id, state, caseId }) => `${id}：${caseId === null ? state : `已入案件 ${caseId}`}`).join('；');
  const en = violations.map(({ id, state, caseId }) => `${id}: ${caseId === null ? state : `in case ${caseId}`}`).join('; ');
  return new Problem(
    'out-of-order',
    { zh: `有线索已不是待处理状态（${zh}）。`, en: `Some leads are no longer open (${en}).` },
    { extra: { violations } },
  );
}

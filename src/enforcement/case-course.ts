import type { AuthorityCaller } from '../platform/caller.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { type CaseState, penaltyLaw } from './case-model.ts';
import { casesById, casesOfCourse, findingsOnSameActs } from './case-repository.ts';
import { against, wrongField } from './case-taking.ts';
import { noLead } from './lists.ts';
import { refusePowerGivenAway } from './power.ts';
import type { CaseRow, EnforcementRepository, FindingRow } from './repository.ts';

/** Leads that may go into one case: of one party, under one offence. */
export interface Course {
  first: FindingRow;
  offence: string;
  rows: FindingRow[];
}

/**
 * The leads named, as one course of conduct.
 * @throws {Problem} not-found for a lead out of scope; invalid-input; out-of-order when one is no longer open
 */
export async function courseOf(repository: EnforcementRepository, ids: readonly string[], like?: Course['first']): Promise<Course> {
  const wanted = [...new Set(ids)];
  const found = new Map((await repository.findings(wanted)).map((row) => [row.publicId, row]));
  const rows = wanted.flatMap((id) => found.get(id) ?? []).filter((row) => row.weight !== 'todo');
  const [first] = rows;
  if (!first || rows.length < wanted.length) throw noLead();
  const errors = rows.flatMap((row) => unfit(row, like ?? first, `/violationIds/${ids.indexOf(row.publicId)}`));
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

/** Days of the acts, the first and the last. */
export function periodOf(rows: readonly FindingRow[], file?: CaseRow): { occurredFrom: string; occurredTo: string } {
  const days = [...rows.map((row) => row.actOn), ...(file ? [file.occurredFrom, file.occurredTo] : [])].sort();
  return { occurredFrom: days[0] ?? '', occurredTo: days.at(-1) ?? '' };
}

const undecided: readonly CaseState[] = ['opened', 'ordered', 'corrected', 'notified', 'awaiting-approval'];
/** A decision that only warns or takes away fines nobody. */
const isFined = (file: CaseRow) => (file.fineCents ?? 0) > 0;
const isUndecided = (file: CaseRow) => undecided.includes(file.state as CaseState);

/**
 * One course of conduct is one case and one fine (行政处罚法 29). What came after the last act of a case whose notice was given is a course of
 * its own; before the notice it is added to the case.
 * @returns the claim the new case takes: of two officers who open at once with different leads, one is told of the other's case
 * @throws {Problem} out-of-order
 */
export async function claimCourse(
  read: Store['read'],
  { first, offence, rows }: Course,
  caller: AuthorityCaller,
): Promise<Pick<DB['claim'], 'kind' | 'key'>> {
  await refusePowerGivenAway(read, rows, caller);
  const earlier = await casesOfCourse(read, first.partyId, offence);
  for (const file of earlier) {
    const within = rows.some((row) => row.actOn <= file.occurredTo && row.actOn >= file.occurredFrom);
    const open = file.state === 'opened' || file.state === 'ordered';
    if (open || (within && (isUndecided(file) || isFined(file)))) throw second(file, caller, open);
  }
  const others = (await findingsOnSameActs(read, first.partyId, rows)).flatMap((one) => one.caseId ?? []);
  const same = (await casesById(read, others)).find((file) => isFined(file) || file.state === 'notified');
  if (same) throw second(same, caller, false);
  return { kind: 'case', key: `${first.partyId}/${offence}/${earlier.length + 1}` };
}

function second(file: CaseRow, { authority }: AuthorityCaller, open: boolean): Problem {
  const own = file.authorityId === authority.id;
  const named = own
    ? { zh: `案件 ${file.publicId}`, en: `case ${file.publicId}` }
    : { zh: '另一部门的案件', en: 'a case of another office' };
  const extra = own ? { case: file.publicId } : {};
  if (open && own)
    return against(
      penaltyLaw(29),
      {
        zh: `该当事人的同一事项已立案（${named.zh}）；请用 POST /v1/cases/${file.publicId}/leads 并入，不另立案。`,
        en: `This party’s acts under this offence are in ${named.en} already; add the leads to it with POST /v1/cases/${file.publicId}/leads.`,
      },
      extra,
    );
  return against(
    penaltyLaw(29),
    {
      zh: `同一违法行为已由${named.zh}处理，不得两次罚款。`,
      en: `The same acts are dealt with in ${named.en}; nobody is fined twice for them.`,
    },
    extra,
  );
}

/** Two officers are two people (行政处罚法 42). */
export function sameOfficer(officers: readonly string[]): ProblemDetail[] {
  const [one, two] = officers;
  if (one !== two) return [];
  return [
    wrongField(
      '/officers/1',
      two ?? '',
      penaltyLaw(42),
      { zh: '两名不同的执法人员', en: 'two different officers' },
      { zh: '填写第二名执法人员', en: 'name the second officer' },
    ),
  ];
}

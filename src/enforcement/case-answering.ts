import { type Deadline, type LawSettingRow, law } from '../law/index.ts';
import { type CivilDate, civilDateOf } from '../platform/civil-date.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { noticeOf } from './case-law.ts';
import { penaltyLaw } from './case-model.ts';
import type { Other } from './case-others.ts';
import type { StepRow } from './case-repository.ts';
import { lastStep, wrongField } from './case-taking.ts';
import type { CaseRow } from './repository.ts';

/** Until when the party may answer its notice. */
export interface AnswerDays {
  /** The day the periods are counted from: of service, or for a first look of the notice itself while that is not recorded. */
  from: CivilDate;
  /** Service is recorded, so that the periods run. */
  begun: boolean;
  statement: Deadline;
  statementOn: CivilDate;
  /** Null where the notice did not offer a hearing. */
  hearing: Deadline | null;
  /** The last of these days: a decision comes after it. */
  until: CivilDate;
}

/** Counted one way for whoever asks: the page, the party's own list, its request, and the guard before a decision. */
export function answerDays(file: CaseRow, steps: readonly StepRow[], settings: readonly LawSettingRow[]): AnswerDays {
  const from = file.noticeServedOn ?? civilDateOf(lastStep(steps, 'notice')?.at ?? file.openedAt);
  const statement = law.deadlines.statement(from, settings);
  const hearing = noticeOf(steps).hearing === true ? law.deadlines.hearingRequest(from, settings) : null;
  const statementOn = file.statementDueOn ?? statement.on;
  const until = hearing !== null && hearing.on > statementOn ? hearing.on : statementOn;
  return { from, begun: file.noticeServedOn !== null, statement, statementOn, hearing, until };
}

type Asked = Readonly<{ hearing?: boolean | undefined; waives?: boolean | undefined }>;

/** What stands against asking for a hearing (64) or giving further statement up (62) on a day. */
export function answerProblems(
  { hearing, waives }: Asked,
  file: CaseRow,
  on: CivilDate,
  settings: readonly LawSettingRow[],
): ProblemDetail[] {
  const told = file.state === 'notified' || file.state === 'awaiting-approval';
  const field = (name: string, article: ReturnType<typeof penaltyLaw>, zh: string, en: string) =>
    wrongField(`/${name}`, 'true', article, { zh, en }, { zh: '去掉此项，只提交陈述', en: 'leave it out and state only' });
  const errors: ProblemDetail[] = [];
  if (hearing && waives)
    errors.push(field('waives', penaltyLaw(62), '放弃与要求听证只能选一', 'either to give up or to ask for a hearing'));
  if (waives && !told) errors.push(field('waives', penaltyLaw(62), '收到告知之后才能放弃', 'it can be given up only after the notice'));
  if (!hearing) return errors;
  if (!told) return [...errors, field('hearing', penaltyLaw(64), '收到告知之后才能要求听证', 'a hearing is asked for after the notice')];
  const until = file.noticeServedOn === null ? null : law.deadlines.hearingRequest(file.noticeServedOn, settings).on;
  if (until !== null && on > until)
    errors.push(
      field('hearing', penaltyLaw(64), `告知后五个工作日以内，即 ${until} 以前`, `within five working days of the notice, by ${until}`),
    );
  return errors;
}

/**
 * A notice that leaves the hearing out (63): only below the amount from which it must be offered, once that was read. Until then nobody knows
 * which fine is a larger one, and every party is told.
 */
export function hearingLeftOut(
  {
    hearing,
    fineCents,
    others = [],
  }: Readonly<{ hearing?: boolean | undefined; fineCents: number; others?: readonly Other[] | undefined }>,
  today: CivilDate,
  settings: readonly LawSettingRow[],
): ProblemDetail[] {
  if (hearing !== false) return [];
  const larger = law.number('administrative-penalty-law/hearing-threshold', today, settings);
  const known = larger !== undefined && law.mayGroundLead(larger.citation);
  // What takes goods, business or licence away is among what a hearing is for, whatever the fine.
  const heavy = others.some(({ kind }) => kind !== 'warning');
  if (known && fineCents < larger.value && !heavy) return [];
  const unknown = {
    zh: '告知听证权利：“较大数额罚款”的标准待核实，在此之前一律告知',
    en: 'the right to a hearing is told: which fine is a larger one is to be verified, and until then every party is told',
  };
  const above = (cents: number) => ({
    zh: `罚款达到 ${cents} 分的，告知听证权利`,
    en: `from ${cents} cents on, the right to a hearing is told`,
  });
  const beside = {
    zh: '除警告外另有处罚的，告知听证权利',
    en: 'beside a fine more than a warning is intended: the right to a hearing is told',
  };
  const expected = !known ? unknown : heavy ? beside : above(larger.value);
  return [
    wrongField('/hearing', 'false', penaltyLaw(63), expected, {
      zh: '告知听证权利（hearing 填 true 或者不填）',
      en: 'tell the party of it (hearing true, or left out)',
    }),
  ];
}

import { type Deadline, type LawSettingRow, law } from '../law/index.ts';
import { type CivilDate, civilDateOf } from '../platform/civil-date.ts';
import type { Bilingual } from '../platform/problem-detail.ts';
import type { Locale } from '../platform/problems.ts';
import { answerDays } from './case-answering.ts';
import { decideBy, isUndecided, limitationOf, madeBy, noticeOf, orderOf, paymentOf, serviceOf } from './case-law.ts';
import { type CaseState, penaltyLaw, type ServedDocument } from './case-model.ts';
import type { StepRow } from './case-repository.ts';
import type { CircumstancesInput } from './case-schemas.ts';
import type { CaseRow, FindingRow } from './repository.ts';

/** One day that counts in a case, whose it is, and what it rests on. */
export interface CaseDeadline {
  kind: 'correction' | 'statement' | 'hearing-request' | 'decision' | 'service' | 'payment' | 'limitation';
  on: CivilDate;
  passed: boolean;
  whose: 'party' | 'authority';
  /** No law gives the period: it is a setting of this service. */
  setting: boolean;
  /** Law and article, 待核实 where not confirmed; null for the day an order sets. */
  basis: string | null;
  text: string;
}

const TEXTS: Record<CaseDeadline['kind'], Bilingual> = {
  correction: { zh: '改正期限', en: 'to correct' },
  statement: { zh: '陈述、申辩期限', en: 'to state and defend' },
  'hearing-request': { zh: '要求听证的期限', en: 'to ask for a hearing' },
  decision: { zh: '作出决定的期限', en: 'to decide' },
  service: { zh: '送达决定书的期限', en: 'to serve the decision' },
  payment: { zh: '缴纳罚款的期限', en: 'to pay' },
  limitation: { zh: '追究时效：应在此日之前被发现', en: 'limitation: to be found by this day' },
};
const SETTING: Bilingual = { zh: '（系统设置，法律未规定）', en: ' (a setting; no law gives it)' };
const UNSERVED: Bilingual = { zh: '（自送达之日起算，送达尚未登记）', en: ' (counted from service, which is not recorded)' };
const WEEKENDS: Bilingual = { zh: '（仅扣除周末，法定节假日待核实）', en: ' (weekends only; public holidays to be verified)' };

/** The days that count in a case now, the nearest first. */
export function caseDeadlines(
  file: CaseRow,
  steps: readonly StepRow[],
  today: CivilDate,
  locale: Locale,
  settings: readonly LawSettingRow[] = [],
): CaseDeadline[] {
  const shown = (kind: CaseDeadline['kind'], whose: CaseDeadline['whose'], from: Deadline, on = from.on): CaseDeadline => ({
    kind,
    on,
    passed: today > on,
    whose,
    setting: from.setting,
    basis: law.citationText(from.citation, locale),
    text: `${TEXTS[kind][locale]}${from.setting ? SETTING[locale] : ''}${from.unit === 'workingDay' && from.calendar === 'weekends-only' ? WEEKENDS[locale] : ''}`,
  });
  const all: CaseDeadline[] = [];
  const stillRuns = file.state === 'notified' && orderOf(steps, today) === 'running';
  if ((file.state === 'ordered' || stillRuns) && file.dueOn !== null)
    all.push({
      kind: 'correction',
      on: file.dueOn,
      passed: today > file.dueOn,
      whose: 'party',
      setting: false,
      basis: null,
      text: TEXTS.correction[locale],
    });
  if ((file.state === 'notified' || file.state === 'awaiting-approval') && file.statementDueOn !== null) {
    const { begun, statement, statementOn, hearing } = answerDays(file, steps, settings);
    // What did not begin cannot have passed.
    const running = (day: CaseDeadline): CaseDeadline => (begun ? day : { ...day, passed: false, text: `${day.text}${UNSERVED[locale]}` });
    all.push(running(shown('statement', 'party', statement, statementOn)));
    if (hearing) all.push(running(shown('hearing-request', 'party', hearing)));
  }
  if (isUndecided(file))
    all.push(
      shown('decision', 'authority', decideBy(file, settings)),
      shown('limitation', 'authority', limitationOf(file, noticeOf(steps).circumstances, settings)),
    );
  if (file.state === 'decided' && file.decidedOn !== null)
    all.push(shown('service', 'authority', law.deadlines.service(file.decidedOn, settings)));
  const payment = paymentOf(file, steps, { on: today, settings });
  if (payment && payment.openCents + payment.surchargeCents > 0 && ['served', 'enforced', 'under-review'].includes(file.state))
    all.push(shown('payment', 'party', payment.payBy));
  return all.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

export interface CaseWarning {
  kind: 'not-served' | 'decision-late' | 'limitation-over' | 'legal-review' | 'service-late' | 'court-enforcement';
  article: Bilingual;
  text: string;
}

const documentWords: Record<ServedDocument, Bilingual> = {
  order: { zh: '责令改正通知书', en: 'order' },
  notice: { zh: '行政处罚告知书', en: 'notice' },
  decision: { zh: '行政处罚决定书', en: 'decision' },
};

/** What waits for the service of a document. */
const BLOCKED: Record<'order' | 'notice', Bilingual> = {
  order: { zh: '告知处罚', en: 'notice of a penalty' },
  notice: { zh: '作出决定', en: 'decision' },
};

/** What the other side’s lawyer would ask first: said while it can still be put right. */
export function caseWarnings(
  file: CaseRow,
  steps: readonly StepRow[],
  leads: readonly Pick<FindingRow, 'detectedAt'>[],
  today: CivilDate,
  locale: Locale,
  settings: readonly LawSettingRow[],
): CaseWarning[] {
  const all: CaseWarning[] = [];
  const warn = (kind: CaseWarning['kind'], article: Bilingual, text: Bilingual) => all.push({ kind, article, text: text[locale] });
  if (file.state === 'closed') return all;
  for (const document of ['order', 'notice'] as const)
    if (madeBy(steps, document) && !serviceOf(steps, document))
      warn('not-served', penaltyLaw(61), {
        zh: `${documentWords[document].zh}的送达尚未登记，不得据以${BLOCKED[document].zh}；已送达的，按实际日期登记`,
        en: `service of the ${documentWords[document].en} is not recorded: no ${BLOCKED[document].en} may rest on it; where it was served, enter the real day`,
      });
  if (isUndecided(file) && today > decideBy(file, settings).on)
    warn('decision-late', penaltyLaw(60), { zh: '立案已满九十日，尚未作出决定', en: '90 days have passed since the case was opened' });
  if (isUndecided(file) && isLimited(file, leads, noticeOf(steps).circumstances, settings))
    warn('limitation-over', penaltyLaw(36), {
      zh: '行为终了之日起在法定期限内未被发现，不再给予行政处罚',
      en: 'found after the limitation period: no penalty may follow',
    });
  if (steps.some((step) => step.kind === 'hearing') && file.state === 'notified')
    warn('legal-review', penaltyLaw(58), {
      zh: '经过听证程序的，决定之前应当法制审核',
      en: 'after a hearing the decision needs a legal review',
    });
  if (file.state === 'decided' && file.decidedOn !== null && today > law.deadlines.service(file.decidedOn, settings).on)
    warn('service-late', penaltyLaw(61), { zh: '决定书应当在七日内送达', en: 'the decision was to be served within seven days' });
  const payment = paymentOf(file, steps, { on: today, settings });
  if (file.state === 'served' && payment && payment.openCents > 0 && today > payment.payBy.on) warn('court-enforcement', COURT, COURT_TEXT);
  return all;
}

/** Neither article is in the data: what they ask for is to be verified before anybody relies on it. */
export const COURT: Bilingual = {
  zh: '行政强制法第五十三条、第五十四条，待核实',
  en: 'Administrative Compulsion Law, art. 53, 54, to be verified',
};
export const COURT_TEXT: Bilingual = {
  zh: '申请人民法院强制执行之前：复议、诉讼期限应已届满，并应先催告、催告满十日',
  en: 'before a court is asked to enforce: the periods for review and suit are to be over, and a demand made ten days before',
};

/** No lead of the case was found in time: the first of them counts, by the day it came up. */
export function isLimited(
  file: CaseRow,
  leads: readonly Pick<FindingRow, 'detectedAt'>[],
  circumstances: CircumstancesInput | undefined,
  settings: readonly LawSettingRow[],
): boolean {
  const first = Math.min(...leads.map((lead) => lead.detectedAt));
  return leads.length > 0 && civilDateOf(first) > limitationOf(file, circumstances, settings).on;
}

/** The state the party is shown: a proposal inside the office is not told before it is decided. */
export function stateFor(file: CaseRow, isParty: boolean): CaseState {
  return isParty && file.state === 'awaiting-approval' ? 'notified' : (file.state as CaseState);
}

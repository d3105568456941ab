import { type Deadline, type LawSettingRow, law, type OffenceId, type PartyKind, type Penalty } from '../law/index.ts';
import type { KnownParty } from '../parties/facts.ts';
import { addYears, type CivilDate, civilDateOf } from '../platform/civil-date.ts';
import type { Locale } from '../platform/problems.ts';
import type { Store } from '../store/store.ts';
import { type CaseState, type ServedDocument, servedDocuments } from './case-model.ts';
import type { StepRow } from './case-repository.ts';
import type { CircumstancesInput } from './case-schemas.ts';
import { lastStep, recordOf } from './case-taking.ts';
import type { CaseRow } from './repository.ts';
import { effectiveSanctions } from './sanctions.ts';

/** What steps keep, by kind. */
export interface NoticeRecord {
  fineCents: number;
  text: string;
  hearing: boolean;
  circumstances: CircumstancesInput;
  goodsValueEvidence?: string;
  ground?: string;
}
export interface DecisionRecord {
  fineCents: number;
  reason: string;
  ground?: string;
  legalReview?: string;
  proposedBy?: string;
  approvedBy?: string;
}
export interface ServiceRecord {
  document: ServedDocument;
  servedOn: CivilDate;
  how: string;
  officers: string[];
  receipt?: string;
  consent?: boolean;
  reason?: string;
}

export const noticeOf = (steps: readonly StepRow[]) => recordOf<NoticeRecord>(lastStep(steps, 'notice'));
export const decisionOf = (steps: readonly StepRow[]) => recordOf<DecisionRecord>(lastStep(steps, 'decision', 'approval'));

/** The step that made a document: a notice given anew is another document, and needs its own service. */
export function madeBy(steps: readonly StepRow[], document: ServedDocument): StepRow | undefined {
  return document === 'decision' ? lastStep(steps, 'decision', 'approval') : lastStep(steps, document);
}

/** How a document was served; undefined while that is not recorded. */
export function serviceOf(steps: readonly StepRow[], document: ServedDocument): ServiceRecord | undefined {
  const made = madeBy(steps, document);
  if (!made) return undefined;
  const records = steps
    .filter((step) => step.kind === 'service' && step.n > made.n)
    .map((step) => JSON.parse(step.record) as ServiceRecord);
  return records.findLast((record) => record.document === document);
}

/** The latest document of a case that has not been served. */
export function unserved(steps: readonly StepRow[]): ServedDocument | undefined {
  return servedDocuments.findLast((document) => madeBy(steps, document) && !serviceOf(steps, document));
}

/**
 * The whole consequence of a case's offence for its party by the law of the day of the act, with its arithmetic: goods value and circumstances
 * as officers entered them, repeated acts from effective decisions within the year before (食品安全法 134 and its kind).
 * Null where the law of that day is not in the data or its bands do not reach the party.
 */
export async function penaltyOf(
  read: Store['read'],
  file: CaseRow,
  party: KnownParty | undefined,
  entered: { circumstances?: CircumstancesInput | undefined; goodsValueCents?: number | null | undefined },
  locale: Locale,
): Promise<Penalty | null> {
  const actOn = file.occurredFrom;
  const before = (await effectiveSanctions(read, [file.partyId], { from: addYears(actOn, -1), before: actOn })).get(file.partyId) ?? [];
  const others = before.filter((sanction) => sanction.caseId !== file.id);
  const counted = { repeatCount: others.filter((sanction) => sanction.offence === file.offence).length, penaltiesInYear: others.length };
  const { harmDone: _, ...given } = entered.circumstances ?? {};
  return law.penaltyFor(
    {
      offence: file.offence as OffenceId,
      actOn,
      partyKinds: (party?.kinds ?? []) as PartyKind[],
      goodsValueCents: entered.goodsValueCents ?? file.goodsValueCents,
      circumstances: { ...counted, ...given },
    },
    locale,
  );
}

const beforeDecision: readonly CaseState[] = ['opened', 'ordered', 'corrected', 'notified', 'awaiting-approval'];
const owing: readonly CaseState[] = ['served', 'enforced', 'under-review'];

export const isUndecided = (file: CaseRow) => beforeDecision.includes(file.state as CaseState);

/** The last day on which the acts of a case had to be found (行政处罚法 36), counted from the end of the course of conduct. */
export function limitationOf(file: CaseRow, circumstances: CircumstancesInput = {}, settings: readonly LawSettingRow[] = []): Deadline {
  return law.deadlines.limitation(file.occurredTo, file.offence as OffenceId, { harmDone: circumstances.harmDone }, settings);
}

export const decideBy = (file: CaseRow, settings: readonly LawSettingRow[] = []): Deadline =>
  law.deadlines.decision(civilDateOf(file.openedAt), settings);

/** What was paid and what is still owed, in cents; the surcharge of 3 % a day begins after the day for payment and stands still under review. */
export function paymentOf(file: CaseRow, steps: readonly StepRow[], today: CivilDate) {
  if (file.fineCents === null || file.servedOn === null) return null;
  const paidCents = steps
    .filter((step) => step.kind === 'payment')
    .reduce((sum, step) => sum + (recordOf<{ amountCents: number }>(step).amountCents ?? 0), 0);
  const payBy = law.deadlines.payment(file.servedOn);
  const openCents = Math.max(0, file.fineCents - paidCents);
  const runs = owing.includes(file.state as CaseState) && openCents > 0 && !everReviewed(steps);
  const surcharge = runs ? law.surcharge(openCents, payBy.on, today) : null;
  return { fineCents: file.fineCents, paidCents, openCents, payBy, surcharge };
}

/** While a review runs, and after one, the days to be left out are for the office that collects to count (行政处罚法 73). */
const everReviewed = (steps: readonly StepRow[]) => steps.some((step) => step.kind === 'review');

import { type Deadline, type LawSettingRow, law, type OffenceId, type PartyKind, type Penalty } from '../law/index.ts';
import type { KnownParty } from '../parties/facts.ts';
import { addYears, type CivilDate, civilDateOf } from '../platform/civil-date.ts';
import type { Locale } from '../platform/problems.ts';
import type { Store } from '../store/store.ts';
import { type CaseState, type ServedDocument, servedDocuments } from './case-model.ts';
import type { Other } from './case-others.ts';
import type { StepRow } from './case-repository.ts';
import type { CircumstancesInput } from './case-schemas.ts';
import { lastStep, recordOf } from './case-taking.ts';
import { type OrderOutcome, outcomeOfOrder } from './order-outcome.ts';
import { accountOf, type Paid, paidIn } from './payments.ts';
import type { CaseRow } from './repository.ts';
import { effectiveSanctions, otherThanStops } from './sanctions.ts';

/** What steps keep, by kind. */
export interface NoticeRecord {
  fineCents: number;
  others?: Other[];
  text: string;
  hearing: boolean;
  circumstances: CircumstancesInput;
  goodsValueEvidence?: string;
  ground?: string;
}
export interface DecisionRecord {
  fineCents: number;
  others?: Other[];
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
  entered: {
    circumstances?: CircumstancesInput | undefined;
    goodsValueCents?: number | null | undefined;
    /** What administrators entered into the law. */
    settings: readonly LawSettingRow[];
  },
  locale: Locale,
): Promise<Penalty | null> {
  const actOn = file.occurredFrom;
  const before = (await effectiveSanctions(read, [file.partyId], { from: addYears(actOn, -1), before: actOn })).get(file.partyId) ?? [];
  const others = before.filter((sanction) => sanction.caseId !== file.id);
  const foodLaw = others.filter((sanction) => law.underFoodSafetyLaw(sanction.offence));
  const counted = {
    repeatCount: others.filter((sanction) => sanction.offence === file.offence).length,
    penaltiesInYear: (await otherThanStops(read, foodLaw)).length,
  };
  const { harmDone: _, ...given } = entered.circumstances ?? {};
  return law.penaltyFor(
    {
      offence: file.offence as OffenceId,
      actOn,
      partyKinds: (party?.kinds ?? []) as PartyKind[],
      goodsValueCents: entered.goodsValueCents ?? file.goodsValueCents,
      circumstances: { ...counted, ...given },
      settings: entered.settings,
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

/** What became of the order of a case by a day. */
export function orderOf(steps: readonly StepRow[], today: CivilDate): OrderOutcome {
  return outcomeOfOrder(
    steps.map((step) => ({ kind: step.kind, ...recordOf<{ dueOn: CivilDate; inTime: boolean; document: string }>(step) })),
    today,
  );
}

/** What a step could do to an account: a payment about to be recorded, and the day it is reckoned on. */
interface Reckoning {
  on: CivilDate;
  settings: readonly LawSettingRow[];
  further?: readonly Paid[];
}

/**
 * What was paid and what is still owed on a day, in cents, of a decision with a fine. The surcharge begins after the day for payment and stands still
 * under review. `mostCents` is what a payment may come to: after a review the office that collects counts the surcharge, which is at most the fine.
 */
export function paymentOf(file: CaseRow, steps: readonly StepRow[], { on, settings, further = [] }: Reckoning) {
  if (!file.fineCents || file.servedOn === null) return null;
  const { fineCents } = file;
  const payBy = law.deadlines.payment(file.servedOn, settings);
  const payments = [...paidIn(steps), ...further];
  const { surchargeCents: reckoned, ...account } = accountOf({ fineCents, payBy: payBy.on }, payments, on, settings);
  const reviewed = everReviewed(steps);
  const surchargeCents = owing.includes(file.state as CaseState) && !reviewed ? reckoned : 0;
  return { fineCents, payBy, ...account, surchargeCents, mostCents: account.openCents + (reviewed ? fineCents : surchargeCents) };
}

/** While a review runs, and after one, the days to be left out are for the office that collects to count (行政处罚法 73). */
const everReviewed = (steps: readonly StepRow[]) => steps.some((step) => step.kind === 'review');

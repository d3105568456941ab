import { additiveOverLimit } from './additive-over-limit.ts';
import { bannedSubstance } from './banned-substance.ts';
import { batchNumberReused } from './batch-number-reused.ts';
import { bulkPermitMissing } from './bulk-permit-missing.ts';
import { buyerMissing } from './buyer-missing.ts';
import { certificateExpiredOrWithdrawn } from './certificate-expired-or-withdrawn.ts';
import { certificateFailed } from './certificate-failed.ts';
import { certificateMissing } from './certificate-missing.ts';
import { certificateReused } from './certificate-reused.ts';
import { codeNotDisplayed } from './code-not-displayed.ts';
import { commissionedWithoutLicence } from './commissioned-without-licence.ts';
import { commitmentCertificateMissing } from './commitment-certificate-missing.ts';
import { commitmentCertificateNotCollected } from './commitment-certificate-not-collected.ts';
import { dateLabelDiffers } from './date-label-differs.ts';
import type { RuleEvent } from './facts.ts';
import { falseRecordSuspected } from './false-record-suspected.ts';
import { fieldRecordMissing } from './field-record-missing.ts';
import { harvestedInsideInterval } from './harvested-inside-interval.ts';
import { importPapersMissing } from './import-papers-missing.ts';
import { ingredientsChangedAfterShipping } from './ingredients-changed-after-shipping.ts';
import { inputPastDate } from './input-past-date.ts';
import { licenceMissingOrExpired } from './licence-missing-or-expired.ts';
import { listedSubstanceStored } from './listed-substance-stored.ts';
import { lotSplitOrMerged } from './lot-split-or-merged.ts';
import type { FindingDraft, Rule, RuleContext } from './model.ts';
import { movedWhileHeld } from './moved-while-held.ts';
import { officerNote } from './officer-note.ts';
import { officialSampleFailed } from './official-sample-failed.ts';
import { orderOverdue } from './order-overdue.ts';
import { pastShelfLife } from './past-shelf-life.ts';
import { receiptUnconfirmed } from './receipt-unconfirmed.ts';
import { recordIncomplete } from './record-incomplete.ts';
import { repeatOffender } from './repeat-offender.ts';
import { resultContradictsConclusion } from './result-contradicts-conclusion.ts';
import { resultOverLimit } from './result-over-limit.ts';
import { soldAfterRecall } from './sold-after-recall.ts';
import { soldWithoutSource } from './sold-without-source.ts';
import { supplierRecordMissing } from './supplier-record-missing.ts';
import { temperatureOutOfRange } from './temperature-out-of-range.ts';
import { waybillMissing } from './waybill-missing.ts';

export type { RuleContext } from './model.ts';

/** Every rule, in the order of the documentation. */
export const rules: readonly Rule[] = [
  recordIncomplete,
  receiptUnconfirmed,
  falseRecordSuspected,
  codeNotDisplayed,
  certificateMissing,
  certificateFailed,
  pastShelfLife,
  bannedSubstance,
  buyerMissing,
  supplierRecordMissing,
  soldWithoutSource,
  certificateExpiredOrWithdrawn,
  resultOverLimit,
  resultContradictsConclusion,
  ingredientsChangedAfterShipping,
  licenceMissingOrExpired,
  commitmentCertificateMissing,
  lotSplitOrMerged,
  additiveOverLimit,
  dateLabelDiffers,
  inputPastDate,
  orderOverdue,
  repeatOffender,
  batchNumberReused,
  certificateReused,
  soldAfterRecall,
  movedWhileHeld,
  officialSampleFailed,
  harvestedInsideInterval,
  fieldRecordMissing,
  commitmentCertificateNotCollected,
  importPapersMissing,
  waybillMissing,
  bulkPermitMissing,
  temperatureOutOfRange,
  listedSubstanceStored,
  commissionedWithoutLicence,
];

const byEvent = Map.groupBy(
  rules.flatMap((rule) => rule.watches.map((kind) => ({ kind, rule }))),
  ({ kind }) => kind,
);
const byId = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]));

/** Undefined for a name that is no rule. */
export function ruleOf(id: string): Rule | undefined {
  return byId.get(id);
}

/**
 * What the rules find in one event. Pure and deterministic: the same facts and context give the same drafts in the same order. A void shipment
 * never happened, but what it was sold with may have been sold again; acts before a rule's first day are not judged.
 * @throws {RangeError} for an officer's note under a name that is no rule
 */
export function judge(event: RuleEvent, context: RuleContext): FindingDraft[] {
  if (event.kind === 'officer-note') return [fromNote(event)];
  if (event.kind === 'shipment' && event.shipment.state === 'void') return soldStill(event.standing ?? [], context);
  const found: FindingDraft[] = [];
  for (const { rule } of byEvent.get(event.kind) ?? []) found.push(...judgedBy(rule, event, context));
  return found;
}

/** What one rule finds, from its first day on; marked while it runs in shadow. */
export function judgedBy(rule: Rule, event: RuleEvent, context: RuleContext): FindingDraft[] {
  const judged = rule.judge(event, context);
  if (judged.length === 0) return judged;
  const found = judged.filter((draft) => draft.actOn >= rule.startsOn);
  return context.shadow?.has(rule.id) ? found.map((draft) => ({ ...draft, shadow: true })) : found;
}

/** What other sales say of goods whose voided sale may have brought a lead on them; what concerns those sales themselves was judged with them. */
function soldStill(standing: readonly RuleEvent[], context: RuleContext): FindingDraft[] {
  const found = standing.flatMap((sale) => judge(sale, context));
  const onBatch = found.filter(({ subject, occasion }) => subject.type === 'batch' && occasion === 'sale');
  // One lead a batch, and that of the first sale.
  return onBatch.filter((one, i) => onBatch.findIndex(({ rule, subject }) => rule === one.rule && subject.id === one.subject.id) === i);
}

function fromNote(note: Extract<RuleEvent, { kind: 'officer-note' }>): FindingDraft {
  const rule = ruleOf(note.rule);
  if (!rule) throw new RangeError(`${note.rule} is no rule`);
  return officerNote(rule, note);
}

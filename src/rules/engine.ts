import { bannedSubstance } from './banned-substance.ts';
import { certificateFailed } from './certificate-failed.ts';
import { certificateMissing } from './certificate-missing.ts';
import { codeNotDisplayed } from './code-not-displayed.ts';
import type { RuleEvent } from './facts.ts';
import { falseRecordSuspected } from './false-record-suspected.ts';
import type { FindingDraft, Rule, RuleContext } from './model.ts';
import { officerNote } from './officer-note.ts';
import { pastShelfLife } from './past-shelf-life.ts';
import { receiptUnconfirmed } from './receipt-unconfirmed.ts';
import { recordIncomplete } from './record-incomplete.ts';

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
];

const byId = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]));

/** Undefined for a name that is no rule. */
export function ruleOf(id: string): Rule | undefined {
  return byId.get(id);
}

/**
 * What the rules find in one event. Pure and deterministic: the same facts and context give the same drafts in the same order. A void shipment
 * never happened; acts before a rule's first day are not judged.
 * @throws {RangeError} for an officer's note under a name that is no rule
 */
export function judge(event: RuleEvent, context: RuleContext): FindingDraft[] {
  if (event.kind === 'officer-note') return [fromNote(event)];
  if (event.kind === 'shipment' && event.shipment.state === 'void') return [];
  const drafts: FindingDraft[] = [];
  for (const rule of rules) {
    if (!rule.watches.includes(event.kind)) continue;
    for (const draft of rule.judge(event, context)) if (draft.actOn >= rule.startsOn) drafts.push(draft);
  }
  return drafts;
}

function fromNote(note: Extract<RuleEvent, { kind: 'officer-note' }>): FindingDraft {
  const rule = ruleOf(note.rule);
  if (!rule) throw new RangeError(`${note.rule} is no rule`);
  return officerNote(rule, note);
}

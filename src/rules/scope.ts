import { displayOccasion } from './code-not-displayed.ts';
import { batchesOf } from './draft.ts';
import { rules } from './engine.ts';
import type { BatchFacts, RuleEvent, ShipmentFacts } from './facts.ts';
import type { FindingDraft, RuleId, SubjectType } from './model.ts';
import type { FindingRow } from './row.ts';

/** Findings to read: of the subjects named, by rule and occasion where given. */
export interface FindingLookup {
  type: SubjectType | (string & {});
  ids: readonly number[];
  rules?: readonly RuleId[];
  /** Base occasions; all episodes of each are read. */
  occasions?: readonly string[];
  partyId?: number;
}

const ofBatches: readonly RuleId[] = rules.filter((rule) => rule.watches.includes('batch')).map((rule) => rule.id);
const ofShipments: readonly RuleId[] = rules
  .filter((rule) => rule.watches.includes('shipment') && rule.id !== 'receipt-unconfirmed')
  .map((rule) => rule.id);
const ofDispositions: readonly RuleId[] = rules.filter((rule) => rule.watches.includes('disposition')).map((rule) => rule.id);
/** Rules whose finding on a batch, occasion `sale`, rests on a shipment. */
export const saleOnBatch: readonly RuleId[] = ['record-incomplete', 'certificate-missing', 'certificate-failed', 'result-over-limit'];

const ended = (shipment: ShipmentFacts) => shipment.state !== 'in-transit';

/**
 * The stored findings an event carries the facts for: where it finds them no more, they no longer hold. Findings on other subjects that the event
 * merely adds to (a sale adds a lead to its batch) are not among them. A void shipment takes back what its sale added.
 */
export function scopeLookups(event: RuleEvent): FindingLookup[] {
  switch (event.kind) {
    case 'batch':
      return [{ type: 'batch', ids: [event.batch.id], rules: ofBatches }];
    case 'shipment': {
      const { shipment } = event;
      const own: FindingLookup = {
        type: 'shipment',
        ids: [shipment.id],
        rules: ended(shipment) ? [...ofShipments, 'receipt-unconfirmed'] : ofShipments,
      };
      if (shipment.state !== 'void') return [own];
      return [own, { type: 'batch', ids: batchesOf(shipment.lines).map((batch) => batch.id), rules: saleOnBatch }];
    }
    case 'receipt':
      return [
        { type: 'receipt', ids: [event.receipt.id], rules: ['false-record-suspected', 'listed-substance-stored'] },
        { type: 'shipment', ids: [event.shipment.id], rules: ['receipt-unconfirmed'] },
      ];
    case 'disposition':
      return [{ type: 'disposition', ids: [event.disposition.id], rules: ofDispositions }];
    case 'received-for-sale':
      return [
        {
          type: 'batch',
          ids: event.batches.map((batch) => batch.id),
          rules: ['code-not-displayed'],
          occasions: [displayOccasion(event.site)],
          partyId: event.party.id,
        },
      ];
    case 'due':
      return [{ type: 'shipment', ids: [event.shipment.id], rules: ['receipt-unconfirmed'] }];
    case 'outside-receipt':
      return [{ type: 'receipt', ids: [event.receipt.id], rules: ['supplier-record-missing', 'commitment-certificate-not-collected'] }];
    case 'revision':
      return [{ type: 'batch', ids: [event.batch.id], rules: ['ingredients-changed-after-shipping'] }];
    case 'licences':
      return [{ type: 'party', ids: [event.party.id], rules: ['licence-missing-or-expired'] }];
    case 'same-number':
      return [{ type: 'batch', ids: [event.batch.id], rules: ['batch-number-reused'] }];
    case 'case-due':
      return [{ type: 'case', ids: [event.file.id], rules: ['order-overdue'] }];
    case 'sanctions':
      return [{ type: 'case', ids: [event.file.id], rules: ['repeat-offender'] }];
    case 'officer-note':
      return [];
  }
}

/** The goods an event is about; none of those that concern a party or a case. */
export function batchesIn(event: RuleEvent): BatchFacts[] {
  switch (event.kind) {
    case 'batch':
    case 'revision':
    case 'same-number':
      return [event.batch];
    case 'shipment':
    case 'receipt':
    case 'due':
      return batchesOf(event.shipment.lines);
    case 'disposition':
      return batchesOf(event.disposition.lines);
    case 'received-for-sale':
      return event.batches;
    case 'outside-receipt':
      return event.receipt.batches;
    default:
      return [];
  }
}

/** The stored findings drafts may already be: what must be read before they are compared. None for no drafts. */
export function draftLookups(drafts: readonly FindingDraft[]): FindingLookup[] {
  const lookups = new Map<string, { type: SubjectType; ids: number[]; rules: RuleId[]; occasions: string[] }>();
  for (const { rule, subject, occasion } of drafts) {
    const key = `${rule} ${subject.type} ${occasion}`;
    const known = lookups.get(key);
    if (known) known.ids.push(subject.id);
    else lookups.set(key, { type: subject.type, ids: [subject.id], rules: [rule], occasions: [occasion] });
  }
  return [...lookups.values()];
}

/** Whether the event settles a stored finding by finding it no more. */
export function settles(event: RuleEvent, row: FindingRow): boolean {
  const isInScope = scopeLookups(event).some(
    (lookup) =>
      lookup.type === row.subjectType &&
      lookup.ids.includes(row.subjectId) &&
      (lookup.rules?.some((rule) => rule === row.rule) ?? true) &&
      (lookup.occasions?.includes(baseOccasion(row.occasion)) ?? true) &&
      (lookup.partyId === undefined || lookup.partyId === row.partyId),
  );
  if (!isInScope || event.kind !== 'shipment' || row.subjectType !== 'batch') return isInScope;
  return baseOccasion(row.occasion) === 'sale' && restsOn(row, event.shipment.publicId);
}

/** Whether a stored finding names a shipment as what it rests on. */
export function restsOn(row: Pick<FindingRow, 'evidence'>, shipmentId: string): boolean {
  return (JSON.parse(row.evidence) as { value: unknown }[]).some((one) => one.value === shipmentId);
}

/** `sale#2` is the second time the same occasion came up after the first was settled. */
export function baseOccasion(occasion: string): string {
  const mark = occasion.indexOf('#');
  return mark < 0 ? occasion : occasion.slice(0, mark);
}

export function episodeOf(occasion: string): number {
  const mark = occasion.indexOf('#');
  return mark < 0 ? 1 : Number(occasion.slice(mark + 1));
}

export function episode(base: string, n: number): string {
  return n === 1 ? base : `${base}#${n}`;
}

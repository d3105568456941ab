import type { LawSettingRow } from '../law/index.ts';
import type { DB } from '../store/schema.ts';
import type { Touch } from '../store/store.ts';
import type { ShipmentFacts } from './facts.ts';
import { confirmationDueAt } from './receipt-unconfirmed.ts';

const RULE = 'receipt-unconfirmed';

/**
 * The rows that put a shipment on the due list: when it is recorded as delivered, or its delivery time becomes known or changes. None where no clock
 * runs. The hours are those that administrators entered for the day. A row left from an earlier delivery time is harmless: what is due is judged by the facts of that moment.
 */
export function startDues(
  shipment: Pick<ShipmentFacts, 'id' | 'purpose' | 'state' | 'deliveredAt'> & { buyer: object | null },
  lawSettings: readonly LawSettingRow[] = [],
): { due?: DB['due'][] } {
  const at = confirmationDueAt(shipment, { lawSettings });
  return at === null ? {} : { due: [{ at, rule: RULE, subjectType: 'shipment', subjectId: shipment.id }] };
}

/** What takes a shipment off the due list: with its receipt, its void, or any other end. */
export function endDues(shipmentId: number): Touch[] {
  return [{ undueSubject: { rule: RULE, subjectType: 'shipment', subjectId: shipmentId } }];
}

import type { FollowedEntry } from '../../ledger/follower.ts';
import type { EpcisEvent } from './document.ts';
import { corrected, fromOutside, opened, recorded, transformed } from './own-batch-events.ts';
import { disposed, ofShipment, received, shipped, takenBack } from './own-custody-events.ts';
import type { OwnFacts } from './own-facts.ts';

/** The events an entry of a party’s chain tells, in order; none for what is no event of the goods. */
export function eventsOf(entry: FollowedEntry, facts: OwnFacts): EpcisEvent[] {
  return tellers[entry.kind]?.(entry, facts) ?? [];
}

const tellers: Readonly<Record<string, (entry: FollowedEntry, facts: OwnFacts) => EpcisEvent[]>> = {
  'batch.recorded': recorded,
  'batch.revised': corrected,
  'transformation.recorded': (entry, facts) => [transformed(entry, facts)],
  'receipt.recorded': (entry, facts) => [fromOutside(entry, facts)],
  'opening.recorded': (entry, facts) => [opened(entry, facts)],
  'shipment.recorded': (entry, facts) => [shipped(entry, facts)],
  'shipment.voided': (entry, facts) => [ofShipment(entry, facts, 'void', 'void_shipping', null)],
  'shipment.delivered': (entry, facts) => [ofShipment(entry, facts, 'delivery', 'arriving', 'in_progress')],
  'shipment.received': (entry, facts) => [received(entry, facts)],
  'shipment.takenBack': (entry, facts) => [takenBack(entry, facts)],
  'disposition.recorded': (entry, facts) => [disposed(entry, facts)],
};

import type { Json } from '../../ledger/entry.ts';
import type { FollowedEntry } from '../../ledger/follower.ts';
import { formatInstant } from '../../platform/civil-date.ts';
import { OWN_NAMESPACE } from './contexts.ts';
import type { EpcisEvent } from './document.ts';
import { uuidOf } from './identity.ts';
import type { OwnFacts, PartyRef, SiteRef } from './own-facts.ts';
import { element } from './own-goods.ts';
import { named, type Plain, RECORD } from './own-terms.ts';

export type Payload = { [key: string]: Json };
type Given = { amount: string; unit: string };
/** A line of goods as entries have it. */
export type Line = { n?: number; traceCode: string; revision?: number; quantity: Given; outcome?: string };

/** The records of China tell Chinese time. */
const ZONE = '+08:00';

export const idOf = ({ subject }: FollowedEntry): string => subject.split('/')[1] ?? '';
export const linesOf = ({ payload }: FollowedEntry): Line[] => (payload.lines ?? []) as Line[];

/** The identifier of the n-th event of an entry: always the same. */
export function eventId({ chain, seq }: FollowedEntry, n = 0): string {
  return `urn:uuid:${uuidOf(`${chain} ${seq} ${n}`)}`;
}

export interface Parts {
  at: number;
  n?: number;
  type?: string;
  site?: SiteRef | undefined;
  fields: EpcisEvent;
  record: { [name: string]: Plain };
}

export function event(entry: FollowedEntry, facts: OwnFacts, { at, n = 0, type = 'ObjectEvent', site, fields, record }: Parts): EpcisEvent {
  const place = site ? { id: siteUri(site) } : undefined;
  const whose = { uscc: facts.party.uscc, id: facts.party.id };
  const known = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return {
    type,
    eventID: eventId(entry, n),
    eventTime: formatInstant(at),
    eventTimeZoneOffset: ZONE,
    ...Object.fromEntries(known),
    ...(place ? { readPoint: place, bizLocation: place } : {}),
    [RECORD]: named({ ...record, party: whose, site: site ? { ...site } : null }),
  };
}

export const siteUri = ({ id, gln }: SiteRef) => (gln === null ? `${OWN_NAMESPACE}site:${id}` : `https://id.gs1.org/414/${gln}`);

export function partyUri(facts: OwnFacts, party: PartyRef): string {
  return `${facts.publicUrl}/v1/parties/${party.uscc !== null && !party.natural ? `uscc:${party.uscc}` : party.id}`;
}

/** Firms by their credit code; of a natural person nothing is told but that there is one. */
export function partyPlain(party: PartyRef | undefined): { [name: string]: Plain } {
  if (!party) return {};
  return party.natural ? { id: party.id, natural: true } : { id: party.id, uscc: party.uscc, name: party.name };
}

export function lotsOf(facts: OwnFacts, entry: FollowedEntry, lines: readonly Line[]) {
  return lines.flatMap((line) => {
    const lot = facts.lot(line.traceCode, line.revision === undefined ? { at: entry.at } : { revision: line.revision });
    return lot ? [element(lot, line.quantity)] : [];
  });
}

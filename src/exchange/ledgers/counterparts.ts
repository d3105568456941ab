import { isCommitment } from '../../ledger/personal.ts';
import { revealed } from '../../parties/repository.ts';
import { rowsOf } from '../../store/parts.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import type { OtherSide, Paper } from './model.ts';

type Read = Store['read'];

/** Licences of firms and persons alike; a business licence of a person bears its credit code and is left out. */
const SHOWN_LICENCES = new Set(['SC', 'JY', 'filing', 'quarantineCode', 'other']);

export interface Counterparts {
  /** A registered party at one of its sites, as whoever traded with it must record it: by name, address and contact. */
  of(partyId: number, siteId: number | null): OtherSide;
  /** What it held on a day. */
  licencesOn(partyId: number, at: number, on: string): Paper[];
}

/**
 * The other sides of purchases and sales. 50, 51, 53 and 65 of the Food Safety Law have each side record the name, address and contact of the other, so they
 * are opened here, natural persons’ too, to the one party whose ledger it is; the caller admits only sides that traded.
 */
export async function counterparts(read: Read, partyIds: readonly number[], siteIds: readonly number[]): Promise<Counterparts> {
  const parties = await rowsOf(partyIds, (part) => read.selectFrom('party').selectAll().where('id', 'in', part).execute());
  const sites = await rowsOf(siteIds, (part) =>
    read.selectFrom('site').select(['id', 'address', 'partyId']).where('id', 'in', part).execute(),
  );
  const licences = await rowsOf(partyIds, (part) => read.selectFrom('licence').selectAll().where('partyId', 'in', part).execute());
  const natural = new Set(parties.filter((row) => row.natural === 1).map((row) => row.id));
  const clear = await revealed(read, [
    ...parties.flatMap((row) => [row.contactPhone, row.contactAddress, ...(row.natural === 1 ? [row.name] : [])]),
    ...sites.flatMap((site) => (natural.has(site.partyId) ? [site.address] : [])),
  ]);
  const partyById = new Map(parties.map((row) => [row.id, row]));
  const siteById = new Map(sites.map((row) => [row.id, row]));
  const opened = (value: string | null) => (value === null ? null : (clear.get(value) ?? null));
  const held = Map.groupBy(licences, (licence) => licence.partyId);
  return {
    of: (partyId, siteId) => {
      const party = partyById.get(partyId);
      if (!party) return { name: null, address: null, contact: null };
      const isNatural = party.natural === 1;
      const site = siteId === null ? undefined : siteById.get(siteId);
      const atSite = isNatural ? opened(site?.address ?? null) : (site?.address ?? null);
      return {
        name: isNatural ? opened(party.name) : party.name,
        address: atSite ?? opened(party.contactAddress),
        contact: opened(party.contactPhone),
      };
    },
    licencesOn: (partyId, at, on) =>
      (held.get(partyId) ?? [])
        .filter((licence) => wasInForce(licence, at, on) && isShown(licence, natural))
        .map(({ kind, number }) => ({ kind, number })),
  };
}

const isShown = (licence: DB['licence'], natural: ReadonlySet<number>) => !natural.has(licence.partyId) || SHOWN_LICENCES.has(licence.kind);

/** By its own dates; one that was taken off the registration later still was there. */
function wasInForce({ validFrom, validUntil, endedAt }: DB['licence'], at: number, on: string): boolean {
  return (validFrom === null || validFrom <= on) && (validUntil === null || validUntil >= on) && (endedAt === null || endedAt > at);
}

/** Values a party typed itself, with those opened that were concealed. */
export async function opener(read: Read, values: readonly (string | null)[]): Promise<(value: string | null) => string | null> {
  const hidden = values.filter((value): value is string => value !== null && isCommitment(value));
  const clear = new Map<string, string>();
  for (let at = 0; at < hidden.length; at += 500)
    for (const [key, value] of await revealed(read, hidden.slice(at, at + 500))) clear.set(key, value);
  return (value) => (value === null ? null : isCommitment(value) ? (clear.get(value) ?? null) : value);
}

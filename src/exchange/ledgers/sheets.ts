import { revealed } from '../../parties/repository.ts';
import type { PartyCaller, Right } from '../../platform/caller.ts';
import { civilDateOf } from '../../platform/civil-date.ts';
import { notFound } from '../../platform/problems.ts';
import { rowsOf } from '../../store/parts.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';

type Read = Store['read'];

export interface SheetParty {
  id: number;
  publicId: string;
  name: string;
  uscc: string | null;
  kinds: string[];
  natural: boolean;
}

/** One shop, plant or canteen: a ledger of its own. */
export interface SheetPlace {
  party: SheetParty;
  site: Pick<DB['site'], 'id' | 'publicId' | 'name' | 'kind' | 'endedAt'>;
}

/**
 * The places a caller may print ledgers for: the sites of its party (those its delegation names), and with `branches` the sites of every party
 * that lets it act in custody, so that a head office has all its shops in one call.
 * @throws {Problem} not-found for a site that is none of them
 */
export async function placesOf(
  read: Read,
  caller: PartyCaller,
  asked: { site?: string | undefined; branches?: boolean },
  now: number,
): Promise<SheetPlace[]> {
  const grants = new Map<number, readonly number[] | null>([[caller.party.id, caller.siteIds ?? null]]);
  const isItself = caller.actor.id === caller.party.id;
  if (asked.branches && isItself) for (const [id, sites] of await branchesOf(read, caller, now)) if (!grants.has(id)) grants.set(id, sites);
  const parties = await partiesById(read, [...grants.keys()]);
  const sites = await rowsOf([...grants.keys()], (part) =>
    read
      .selectFrom('site')
      .select(['id', 'partyId', 'publicId', 'name', 'kind', 'endedAt'])
      .where('partyId', 'in', part)
      .orderBy('partyId')
      .orderBy('id')
      .execute(),
  );
  const places = sites.flatMap(({ partyId, ...site }) => {
    const party = parties.get(partyId);
    const allowed = grants.get(partyId);
    if (!party || (allowed && !allowed.includes(site.id))) return [];
    return asked.site === undefined || asked.site === site.publicId ? [{ party, site }] : [];
  });
  if (asked.site !== undefined && places.length === 0) throw notFound({ zh: '该场所', en: 'such site' });
  return inOrder(places, caller.party.id);
}

/** The caller’s own first; sites in the order they were entered. */
function inOrder(places: SheetPlace[], ownId: number): SheetPlace[] {
  const own = places.filter(({ party }) => party.id === ownId);
  const others = places.filter(({ party }) => party.id !== ownId);
  return [...own, ...others.sort((a, b) => a.party.name.localeCompare(b.party.name, 'zh-CN') || a.site.id - b.site.id)];
}

/** Who lets the caller’s own party act for it in custody today, and at which sites (null: all). */
async function branchesOf(read: Read, caller: PartyCaller, now: number): Promise<Map<number, number[] | null>> {
  const today = civilDateOf(now);
  const rows = await read
    .selectFrom('delegation')
    .select(['fromPartyId', 'rights', 'siteIds'])
    .where('toPartyId', '=', caller.actor.id)
    .where('endedAt', 'is', null)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', today)]))
    .execute();
  const mayActInCustody = caller.rights.includes('custody');
  const granted = new Map<number, number[] | null>();
  for (const { fromPartyId, rights, siteIds } of rows) {
    if (!mayActInCustody || !(JSON.parse(rights) as Right[]).includes('custody')) continue;
    const before = granted.get(fromPartyId);
    const sites = siteIds === null || before === null ? null : [...(before ?? []), ...(JSON.parse(siteIds) as number[])];
    granted.set(fromPartyId, sites);
  }
  return granted;
}

/** Parties with their names in clear: for the ledger of the party itself. */
async function partiesById(read: Read, ids: readonly number[]): Promise<ReadonlyMap<number, SheetParty>> {
  const rows = await rowsOf(ids, (part) =>
    read.selectFrom('party').select(['id', 'publicId', 'name', 'uscc', 'kinds', 'natural']).where('id', 'in', part).execute(),
  );
  const names = await revealed(
    read,
    rows.map((row) => (row.natural === 1 ? row.name : null)),
  );
  return new Map(
    rows.map(({ name, kinds, natural, ...row }) => [
      row.id,
      { ...row, name: names.get(name) ?? name, kinds: JSON.parse(kinds) as string[], natural: natural === 1 },
    ]),
  );
}

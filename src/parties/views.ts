import type { Caller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { DB } from '../store/schema.ts';
import { maskName, mayManage } from './model.ts';
import { regionName } from './regions.ts';
import { inRegionOf, licencesOf, type PartyRow, type Read, revealed, sitesOf, stepsOf } from './repository.ts';

const instant = (at: number | null) => (at === null ? null : formatInstant(at));

/** What everybody may see: firms by name once approved, natural persons masked and without their code. */
export function publicView(row: PartyRow) {
  const natural = row.natural === 1;
  const name = natural ? maskName(row.clearName) : row.name;
  return {
    id: row.publicId,
    uscc: natural ? null : row.uscc,
    name: row.state === 'approved' ? name : null,
    kinds: JSON.parse(row.kinds) as string[],
    regionCode: row.regionCode,
    region: regionName(row.regionCode),
    state: row.state,
  };
}

/** The same fields for those who may manage the party. */
export function ownView(row: PartyRow) {
  return { ...publicView(row), uscc: row.uscc, name: row.clearName };
}

/**
 * A site as its party sees it.
 * @param values what commitments stand for; of a natural person the address is one
 */
export function siteView(row: DB['site'], natural: boolean, values: ReadonlyMap<string, string>) {
  return {
    id: row.publicId,
    name: row.name,
    kind: row.kind,
    regionCode: row.regionCode,
    region: regionName(row.regionCode),
    address: natural && row.address !== null ? (values.get(row.address) ?? null) : row.address,
    stallNumber: row.stallNumber,
    gln: row.gln,
    endedAt: instant(row.endedAt),
  };
}

/** All of a registration. */
export async function fullView(read: Read, row: PartyRow, known?: DB['site'][]) {
  const natural = row.natural === 1;
  const [sites, licences, steps] = await Promise.all([known ?? sitesOf(read, row.id), licencesOf(read, row.id), stepsOf(read, row.id)]);
  const addresses = natural ? sites.map((site) => site.address) : [];
  const values = await revealed(read, [row.contactName, row.contactPhone, row.contactAddress, ...addresses]);
  const shown = (commitment: string | null) => (commitment === null ? null : (values.get(commitment) ?? null));
  return {
    ...ownView(row),
    natural,
    licences: licences.map(({ kind, number, validFrom, validUntil, endedAt }) => ({
      kind,
      number,
      validFrom,
      validUntil,
      endedAt: instant(endedAt),
    })),
    sites: sites.map((site) => siteView(site, natural, values)),
    contact: { name: shown(row.contactName), phone: shown(row.contactPhone), address: shown(row.contactAddress) },
    registration: steps.map(({ state, reason, at }) => ({ state, reason, at: formatInstant(at) })),
    revision: row.revision,
    createdAt: formatInstant(row.createdAt),
  };
}

/** The sites of a party; of them, to who acts for some, those. */
async function sitesSeen(read: Read, row: PartyRow, caller: Caller): Promise<DB['site'][]> {
  const sites = await sitesOf(read, row.id);
  const own = caller.kind === 'party' ? caller.siteIds : undefined;
  return own ? sites.filter((site) => own.includes(site.id)) : sites;
}

/** A party as far as the caller may see it; an authority also sees all of a party that has an open site in its region. */
export async function viewFor(read: Read, row: PartyRow, caller: Caller) {
  // A delegate reads contacts and addresses only when it may keep them.
  const mayRead = caller.kind !== 'party' || caller.actor.id === row.id || caller.rights.includes('party');
  if (mayRead && mayManage(caller, row)) return { full: true, view: await fullView(read, row, await sitesSeen(read, row, caller)) };
  if (caller.kind !== 'authority') return { full: false, view: publicView(row) };
  const sites = await sitesOf(read, row.id);
  return inRegionOf(caller, sites) ? { full: true, view: await fullView(read, row, sites) } : { full: false, view: publicView(row) };
}

import { isMadeFor } from '../batches/brands.ts';
import { loadPartyFacts } from '../parties/facts.ts';
import { actedBy, type Caller } from '../platform/caller.ts';
import { rowsOf } from '../store/parts.ts';
import type { Store } from '../store/store.ts';

/** Who places a hold or recalls, as rows keep it: a party or an authority, and the place. */
export function ownerColumns(caller: Caller): { partyId: number | null; authorityId: number | null; regionCode: string } {
  if (caller.kind === 'party') return { partyId: caller.party.id, authorityId: null, regionCode: caller.party.regionCode };
  if (caller.kind === 'authority') return { partyId: null, authorityId: caller.authority.id, regionCode: caller.authority.regionCode };
  throw new Error('This operation is for parties and authorities; its access says otherwise.');
}

/** What every entry names: whose record it is and who pressed the key. */
export function signedBy(caller: Caller): { party: string | null; authority: string | null; actedBy: string } {
  return {
    party: caller.kind === 'party' ? caller.party.publicId : null,
    authority: caller.kind === 'authority' ? caller.authority.publicId : null,
    actedBy: actedBy(caller),
  };
}

export const isOwner = (caller: Caller, row: { partyId: number | null; authorityId: number | null }): boolean =>
  (caller.kind === 'party' && row.partyId === caller.party.id) || (caller.kind === 'authority' && row.authorityId === caller.authority.id);

/**
 * Whether the caller is the owner and may decide for all of these batches: whoever acts for some sites alone may where each was made there, or, being of another
 * maker, lies at no other site of the party.
 */
export async function decidesFor(
  read: Store['read'],
  caller: Caller,
  row: { partyId: number | null; authorityId: number | null },
  batchIds: readonly number[],
): Promise<boolean> {
  if (!isOwner(caller, row)) return false;
  if (caller.kind !== 'party' || caller.siteIds === undefined) return true;
  const { party, siteIds } = caller;
  const isThere = (siteId: number) => siteIds.includes(siteId);
  const batches = await rowsOf(batchIds, (part) =>
    read.selectFrom('batch').select(['id', 'partyId', 'siteId', 'commissionerUscc']).where('id', 'in', part).execute(),
  );
  // What was made for the party binds everybody who has it: that is for the party itself.
  if (batches.some((batch) => isMadeFor(batch, party))) return false;
  const foreign = batches.filter((batch) => batch.partyId !== party.id).map((batch) => batch.id);
  const held = await rowsOf(foreign, (part) =>
    read.selectFrom('holding').select(['batchId', 'siteId']).where('batchId', 'in', part).where('partyId', '=', party.id).execute(),
  );
  const isHeld = new Set(held.map((holding) => holding.batchId));
  return (
    batches.every((batch) => (batch.partyId === party.id ? isThere(batch.siteId) : isHeld.has(batch.id))) &&
    held.every((holding) => isThere(holding.siteId))
  );
}

export interface Owner {
  kind: 'party' | 'authority';
  id: string;
  name: string;
}

/** Who placed holds or opened recalls, by row; a natural person's name is masked. */
export async function ownersOf(
  read: Store['read'],
  rows: readonly { partyId: number | null; authorityId: number | null }[],
): Promise<(row: { partyId: number | null; authorityId: number | null }) => Owner> {
  const parties = await loadPartyFacts(
    read,
    rows.flatMap((row) => row.partyId ?? []),
  );
  const ids = [...new Set(rows.flatMap((row) => row.authorityId ?? []))];
  const offices =
    ids.length === 0 ? [] : await read.selectFrom('authority').select(['id', 'publicId', 'name']).where('id', 'in', ids).execute();
  return ({ partyId, authorityId }) => {
    const party = partyId === null ? undefined : parties.get(partyId);
    if (party) return { kind: 'party', id: party.publicId, name: party.name };
    const office = offices.find((one) => one.id === authorityId);
    return { kind: 'authority', id: office?.publicId ?? '', name: office?.name ?? '' };
  };
}

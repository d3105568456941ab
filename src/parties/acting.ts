import { identity, partyColumns } from '../platform/auth.ts';
import type { PartyCaller, Right } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Read } from './repository.ts';

/**
 * The caller acting for other parties, by their inner id: those that delegated to it, with the rights and sites they gave, as far as its own key carries
 * them. The caller's own party is itself. What binds several parties in one request is recorded in the chain of each.
 */
export async function actingFor(
  read: Read,
  caller: PartyCaller,
  partyIds: readonly number[],
  now: number,
): Promise<Map<number, PartyCaller>> {
  const callers = new Map<number, PartyCaller>();
  const others = [...new Set(partyIds)].filter((id) => id !== caller.party.id);
  if (partyIds.includes(caller.party.id)) callers.set(caller.party.id, caller);
  // Who acts for somebody does not act for a third under its name.
  if (others.length === 0 || caller.party.id !== caller.actor.id) return callers;
  const today = civilDateOf(now);
  const grants = await read
    .selectFrom('delegation')
    .select(['fromPartyId', 'rights', 'siteIds'])
    .where('toPartyId', '=', caller.actor.id)
    .where('fromPartyId', 'in', others)
    .where('endedAt', 'is', null)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', today)]))
    .execute();
  if (grants.length === 0) return callers;
  const rows = await partyColumns(read)
    .where('id', 'in', [...new Set(grants.map((grant) => grant.fromPartyId))])
    .execute();
  for (const row of rows)
    callers.set(
      row.id,
      callerFor(
        caller,
        identity(row),
        grants.filter((grant) => grant.fromPartyId === row.id),
      ),
    );
  return callers;
}

function callerFor(
  caller: PartyCaller,
  party: PartyCaller['party'],
  grants: readonly { rights: string; siteIds: string | null }[],
): PartyCaller {
  const granted = new Set(grants.flatMap((grant) => JSON.parse(grant.rights) as Right[]));
  const isEverywhere = grants.some((grant) => grant.siteIds === null);
  const siteIds = grants.flatMap((grant) => (grant.siteIds === null ? [] : (JSON.parse(grant.siteIds) as number[])));
  return {
    kind: 'party',
    party,
    actor: caller.actor,
    rights: caller.rights.filter((right) => granted.has(right)),
    ...(isEverywhere ? {} : { siteIds }),
    keyId: caller.keyId,
  };
}

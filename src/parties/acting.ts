import { identity, partyColumns } from '../platform/auth.ts';
import { type Grant, narrowed, type PartyCaller, type Right } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Read } from './repository.ts';

/**
 * The caller acting for other parties, by their inner id: those that delegated to it, with the rights and sites they gave, as far as its own key carries
 * them. The caller's own party is itself. Which of them allow an operation
 * `withRight` tells. What binds several parties in one request is recorded in the chain of each.
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
  const given = grants.map(
    (grant): Grant => ({
      rights: (JSON.parse(grant.rights) as Right[]).filter((right) => caller.rights.includes(right)),
      siteIds: grant.siteIds === null ? null : (JSON.parse(grant.siteIds) as number[]),
    }),
  );
  const rights = [...new Set(given.flatMap((grant) => grant.rights))];
  return narrowed({ kind: 'party', party, actor: caller.actor, rights, grants: given, keyId: caller.keyId }, undefined);
}

/** The caller for the sites where it has one of these rights; null where no delegation gives any. The sites of one right are not those of another. */
export function withRight(caller: PartyCaller | undefined, ...rights: [Right, ...Right[]]): PartyCaller | null {
  const having = rights.flatMap((right) => (caller?.rights.includes(right) ? narrowed(caller, right) : []));
  const [first] = having;
  if (!first) return null;
  if (having.some((one) => one.siteIds === undefined)) return having.find((one) => one.siteIds === undefined) ?? null;
  return { ...first, siteIds: [...new Set(having.flatMap((one) => one.siteIds ?? []))] };
}

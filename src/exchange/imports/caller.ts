import { type Caller, type PartyIdentity, type Right, rights } from '../../platform/caller.ts';
import { civilDateOf } from '../../platform/civil-date.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';

type Read = Store['read'];
type Job = Pick<DB['import_job'], 'partyId' | 'actedBy'>;

/**
 * Who an import is recorded for and by, found again after a restart. Null when a delegation under which it came has ended since: nothing
 * more is recorded in the other's name.
 */
export async function callerOfJob(read: Read, { partyId, actedBy }: Job, right: Right | null, now: number): Promise<Caller | null> {
  const [who = '', keyId = ''] = actedBy.split('/');
  if (who === 'admin') return { kind: 'admin', role: 'system', keyId };
  const [kind, publicId = ''] = who.split(':');
  if (kind === 'authority') return authorityCaller(read, publicId, keyId);
  const party = partyId === null ? null : await identityOf(read, 'id', partyId);
  const actor = await identityOf(read, 'publicId', publicId);
  if (!party || !actor) return null;
  if (party.id === actor.id) return { kind: 'party', party, actor, rights, keyId };
  const sites = await delegatedSites(read, { from: party.id, to: actor.id, right }, now);
  if (sites === null) return null;
  return { kind: 'party', party, actor, rights, keyId, ...(sites === 'all' ? {} : { siteIds: sites }) };
}

async function authorityCaller(read: Read, publicId: string, keyId: string): Promise<Caller | null> {
  const authority = await read
    .selectFrom('authority')
    .select(['id', 'publicId', 'name', 'department', 'regionCode'])
    .where('publicId', '=', publicId)
    .executeTakeFirst();
  return authority ? { kind: 'authority', authority, role: 'officer', keyId } : null;
}

async function identityOf(read: Read, column: 'id' | 'publicId', value: number | string): Promise<PartyIdentity | null> {
  const row = await read
    .selectFrom('party')
    .select(['id', 'publicId', 'name', 'uscc', 'kinds', 'natural', 'regionCode', 'state'])
    .where(column, '=', value)
    .executeTakeFirst();
  if (!row) return null;
  return {
    ...row,
    kinds: JSON.parse(row.kinds) as string[],
    natural: row.natural === 1,
    state: row.state as PartyIdentity['state'],
  };
}

/** Sites the delegations in force that carry the right name together; null without any. */
async function delegatedSites(
  read: Read,
  { from, to, right }: { from: number; to: number; right: Right | null },
  now: number,
): Promise<number[] | 'all' | null> {
  const today = civilDateOf(now);
  const all = await read
    .selectFrom('delegation')
    .select(['rights', 'siteIds'])
    .where('fromPartyId', '=', from)
    .where('toPartyId', '=', to)
    .where('endedAt', 'is', null)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', today)]))
    .execute();
  const grants = all.filter((grant) => right === null || (JSON.parse(grant.rights) as Right[]).includes(right));
  if (grants.length === 0) return null;
  if (grants.some(({ siteIds }) => siteIds === null)) return 'all';
  return grants.flatMap(({ siteIds }) => (siteIds === null ? [] : (JSON.parse(siteIds) as number[])));
}

/** Public ids of the party's open sites by name; a name that two of them share is nobody's. */
export async function siteNames(read: Read, caller: Caller): Promise<Map<string, string>> {
  if (caller.kind !== 'party') return new Map();
  const sites = await read
    .selectFrom('site')
    .select(['name', 'publicId'])
    .where('partyId', '=', caller.party.id)
    .where('endedAt', 'is', null)
    .execute();
  const byName = Map.groupBy(sites, ({ name }) => name);
  return new Map([...byName].flatMap(([name, [site, other]]) => (site && !other ? [[name, site.publicId] as const] : [])));
}

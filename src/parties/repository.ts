import { sql } from 'kysely';
import { regionPrefix } from '../law/authority.ts';
import type { PartyKind } from '../law/model.ts';
import type { Caller } from '../platform/caller.ts';
import { type Cursor, PAGE_SIZE } from '../platform/paging.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { ERASED, keepsRegistration, mayManage } from './model.ts';
import { within } from './regions.ts';
import { checkUscc } from './uscc.ts';

export type Read = Store['read'];

/** A party's row with its name in clear; the caller of the repository decides who may see it. */
export type PartyRow = DB['party'] & { clearName: string };

/** Parties with the clear name of natural persons beside the commitment that stands in `name`. */
function parties(read: Read) {
  // Only a natural person's name is a commitment: a firm that calls itself like one must not uncover somebody's name.
  return read
    .selectFrom('party')
    .leftJoin('personal', (join) => join.onRef('personal.commitment', '=', 'party.name').on('party.natural', '=', 1))
    .selectAll('party')
    .select((eb) =>
      eb
        .case()
        .when('party.natural', '=', 1)
        .then(eb.fn.coalesce('personal.value', sql.lit(ERASED)))
        .else(eb.ref('party.name'))
        .end()
        .as('clearName'),
    );
}

/** The credit code in `uscc:…`, folded and in capitals; undefined when the reference is an id. */
export function usccOf(ref: string): string | undefined {
  if (!/^uscc[:：]/i.test(ref)) return undefined;
  const text = ref.slice(5);
  const result = checkUscc(text);
  return result.ok ? result.uscc : text;
}

/** A party by id or `uscc:…`, whatever its state; names are masked by whoever shows them (model.ts visibleName). */
export async function partyRow(read: Read, ref: string): Promise<PartyRow | undefined> {
  const uscc = usccOf(ref);
  const query = uscc === undefined ? parties(read).where('party.publicId', '=', ref) : parties(read).where('party.uscc', '=', uscc);
  return query.executeTakeFirst();
}

export interface PartyFilter {
  q?: string | undefined;
  state?: string | undefined;
  region?: string | undefined;
  limit: number;
  after: Cursor | null;
}

/** Registrations as the caller may manage them: an authority its region, an administrator all, a party itself. */
export function partyRepository(read: Read, caller: Caller) {
  /** The party when the caller may act on its registration; undefined when it does not exist or is out of scope. */
  async function managed(ref: string): Promise<PartyRow | undefined> {
    const row = await partyRow(read, ref);
    return row && mayManage(caller, row) && keepsRegistration(caller, JSON.parse(row.kinds) as PartyKind[]) ? row : undefined;
  }

  /** One row more than asked for, newest first. */
  function list(filter: PartyFilter): Promise<PartyRow[]> {
    let query = parties(read);
    if (caller.kind === 'authority') query = query.where('party.regionCode', 'like', `${regionPrefix(caller.authority.regionCode)}%`);
    else if (caller.kind === 'party') query = query.where('party.id', '=', caller.party.id);
    else if (caller.kind !== 'admin') query = query.where(sql.lit(1), '=', sql.lit(0));
    if (filter.region !== undefined) query = query.where('party.regionCode', 'like', `${regionPrefix(filter.region)}%`);
    if (filter.state !== undefined) query = query.where('party.state', '=', filter.state);
    if (filter.q !== undefined) query = query.where(named(filter.q));
    if (filter.after) {
      const { at, id } = filter.after;
      query = query.where((eb) =>
        eb.or([eb('party.createdAt', '<', at), eb.and([eb('party.createdAt', '=', at), eb('party.id', '<', id)])]),
      );
    }
    return query
      .orderBy('party.createdAt', 'desc')
      .orderBy('party.id', 'desc')
      .limit(filter.limit + 1)
      .execute();
  }

  return { managed, list };
}

/** A credit code, or the beginning of a name: as text, so that % and _ mean themselves, in capitals or not on every engine alike. */
function named(q: string) {
  const code = checkUscc(q);
  if (code.ok) return sql<boolean>`party.uscc = ${code.uscc}`;
  const begin = q.trim();
  const name = sql`lower(CASE WHEN party.natural = 1 THEN personal.value ELSE party.name END)`;
  return sql<boolean>`substr(${name}, 1, ${sql.lit(Array.from(begin).length)}) = lower(${begin})`;
}

/** What a page holds when the caller does not say. */
export const pageSize = (limit: number | undefined) => limit ?? PAGE_SIZE;

/** Sites of a party, the first one first; closed ones too. */
export function sitesOf(read: Read, partyId: number): Promise<DB['site'][]> {
  return read.selectFrom('site').selectAll().where('partyId', '=', partyId).orderBy('createdAt').orderBy('id').execute();
}

/** Licences of a party, in the order they were recorded; ended ones too. */
export function licencesOf(read: Read, partyId: number): Promise<DB['licence'][]> {
  return read.selectFrom('licence').selectAll().where('partyId', '=', partyId).orderBy('recordedAt').orderBy('id').execute();
}

export function stepsOf(read: Read, partyId: number): Promise<DB['party_step'][]> {
  return read.selectFrom('party_step').selectAll().where('partyId', '=', partyId).orderBy('n').execute();
}

/** The values behind commitments; those erased are missing. */
export async function revealed(read: Read, commitments: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const wanted = commitments.filter((value) => value !== null);
  if (wanted.length === 0) return new Map();
  const rows = await read.selectFrom('personal').select(['commitment', 'value']).where('commitment', 'in', wanted).execute();
  return new Map(rows.map((row) => [row.commitment, row.value]));
}

/** Whether an authority's region holds the party or one of its open sites: it may then see the registration. */
export function inRegionOf(caller: Caller, sites: readonly DB['site'][]): boolean {
  if (caller.kind !== 'authority') return false;
  return sites.some((site) => site.endedAt === null && within(site.regionCode, caller.authority.regionCode));
}

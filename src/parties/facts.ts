import type { Competence } from '../law/authority.ts';
import type { Department } from '../law/model.ts';
import type { OffenceId } from '../law/offences.ts';
import type { CivilDate } from '../platform/civil-date.ts';
import type { LicenceFacts, PartyFacts, SiteFacts } from '../rules/facts.ts';
import type { DB } from '../store/schema.ts';
import { maskName } from './model.ts';
import { type PartyRow, partyRow, type Read } from './repository.ts';

export type { PartyFacts, SiteFacts } from '../rules/facts.ts';

/** A party as other modules know it. */
export type KnownParty = PartyFacts & { state: 'pending' | 'approved' | 'rejected' };

/** Facts go into findings and entries, so a natural person's name is masked in them for everybody. */
function known(row: PartyRow): KnownParty {
  const natural = row.natural === 1;
  return {
    id: row.id,
    publicId: row.publicId,
    name: natural ? maskName(row.clearName) : row.name,
    uscc: row.uscc,
    kinds: JSON.parse(row.kinds) as string[],
    natural,
    regionCode: row.regionCode,
    state: row.state as KnownParty['state'],
  };
}

/** Facts of parties by inner id; ids nobody has are missing from the answer. */
export async function loadPartyFacts(read: Read, ids: readonly number[]): Promise<Map<number, KnownParty>> {
  if (ids.length === 0) return new Map();
  const rows = await read
    .selectFrom('party')
    .leftJoin('personal', (join) => join.onRef('personal.commitment', '=', 'party.name').on('party.natural', '=', 1))
    .selectAll('party')
    .select('personal.value as clear')
    .where('party.id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ clear, ...row }) => [row.id, known({ ...row, clearName: clear ?? row.name })]));
}

/** The licences parties hold now, by party; every party asked for has a list. */
export async function loadLicenceFacts(read: Read, partyIds: readonly number[]): Promise<Map<number, LicenceFacts[]>> {
  const licences = new Map<number, LicenceFacts[]>(partyIds.map((id) => [id, []]));
  if (licences.size === 0) return licences;
  const rows = await read
    .selectFrom('licence')
    .select(['partyId', 'kind', 'number', 'validFrom', 'validUntil'])
    .where('partyId', 'in', [...licences.keys()])
    .where('endedAt', 'is', null)
    .execute();
  for (const { partyId, ...licence } of rows) licences.get(partyId)?.push(licence);
  return licences;
}

/** The party an id or `uscc:…` names, in any state; null when there is none. */
export async function partyByRef(read: Read, ref: string): Promise<KnownParty | null> {
  const row = await partyRow(read, ref);
  return row ? known(row) : null;
}

/**
 * An open site of a party: the one with that public id, or its first when none is named.
 * Null when the party has no such open site.
 */
export async function siteOf(read: Read, partyId: number, sitePublicId?: string): Promise<SiteFacts | null> {
  let query = read.selectFrom('site').selectAll().where('partyId', '=', partyId).where('endedAt', 'is', null);
  if (sitePublicId !== undefined) query = query.where('publicId', '=', sitePublicId);
  const row = await query.orderBy('createdAt').orderBy('id').limit(1).executeTakeFirst();
  return row ? siteFacts(row) : null;
}

/** Facts of sites by inner id, closed ones too; ids nobody has are missing from the answer. */
export async function loadSiteFacts(read: Read, ids: readonly number[]): Promise<Map<number, SiteFacts>> {
  if (ids.length === 0) return new Map();
  const rows = await read
    .selectFrom('site')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, siteFacts(row)]));
}

function siteFacts(row: DB['site']): SiteFacts {
  return { id: row.id, publicId: row.publicId, name: row.name, kind: row.kind, regionCode: row.regionCode };
}

/** The competences in force on a day, for law/authority.ts resolve(): of each place, offence and department the latest that has begun. */
export async function competencesOn(read: Read, date: CivilDate): Promise<Competence[]> {
  const rows = await read
    .selectFrom('competence')
    .innerJoin('authority', 'authority.id', 'competence.authorityId')
    .select(['competence.regionCode', 'offence', 'competence.department', 'from', 'authority.publicId'])
    .where('from', '<=', date)
    .orderBy('from')
    .execute();
  const inForce = new Map<string, Competence>();
  for (const row of rows)
    inForce.set(`${row.regionCode}/${row.offence}/${row.department}`, {
      regionCode: row.regionCode,
      offence: row.offence as OffenceId | '*',
      department: row.department === '*' ? null : (row.department as Department),
      authorityId: row.publicId,
    });
  return [...inForce.values()];
}

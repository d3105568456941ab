import { loadPartyFacts } from '../parties/facts.ts';
import type { CaseFacts, SanctionFacts } from '../rules/facts.ts';
import type { Store } from '../store/store.ts';
import { otherThanStops } from './sanctions.ts';

type Read = Store['read'];

/** Cases as rules see them, by inner id: the place is that of the authority. Ids nobody has are missing. */
export async function loadCaseFacts(read: Read, ids: readonly number[]): Promise<CaseFacts[]> {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom('case_file')
    .innerJoin('authority', 'authority.id', 'case_file.authorityId')
    .selectAll('case_file')
    .select(['authority.regionCode', 'authority.department'])
    .where('case_file.id', 'in', [...new Set(ids)])
    .execute();
  const parties = await loadPartyFacts(
    read,
    rows.map((row) => row.partyId),
  );
  return rows.flatMap(({ id, publicId, partyId, regionCode, department, offence, state, servedOn, dueOn }) => {
    const party = parties.get(partyId);
    return party ? [{ id, publicId, party, regionCode, department, offence, state, servedOn, dueOn }] : [];
  });
}

/** The decisions in force against a party, oldest first; what was revoked is none, nor what only stopped business or revoked a licence. */
export async function loadSanctionFacts(read: Read, partyId: number): Promise<SanctionFacts[]> {
  const rows = await read
    .selectFrom('sanction')
    .select(['caseId', 'offence', 'decidedOn', 'fineCents'])
    .where('partyId', '=', partyId)
    .where('revokedAt', 'is', null)
    .orderBy('n')
    .execute();
  return (await otherThanStops(read, rows)).map(({ caseId, offence, decidedOn }) => ({ caseId, offence, decidedOn }));
}

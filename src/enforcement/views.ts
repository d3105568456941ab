import { type KnownParty, loadPartyFacts, loadSiteFacts } from '../parties/facts.ts';
import { regionName } from '../parties/regions.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Locale } from '../platform/problems.ts';
import { findingView } from '../rules/findings.ts';
import type { Store } from '../store/store.ts';
import type { LeadState } from './model.ts';
import type { EnforcementRepository, FindingRow } from './repository.ts';

const instant = (at: number | null) => (at === null ? null : formatInstant(at));

/** A party as leads and cases name it: persons masked and without their code. */
export function partyRef(party: KnownParty | undefined) {
  if (!party) throw new Error('A finding or case names a party that is not there.');
  return { id: party.publicId, uscc: party.natural ? null : party.uscc, name: party.name };
}

/** Leads as replies show them; four queries however many there are. */
export async function leadViews(
  read: Store['read'],
  repository: Pick<EnforcementRepository, 'caseIds'>,
  rows: readonly FindingRow[],
  locale: Locale,
) {
  const parties = await loadPartyFacts(
    read,
    rows.map((row) => row.partyId),
  );
  const sites = await loadSiteFacts(
    read,
    rows.flatMap((row) => row.siteId ?? []),
  );
  const files = await repository.caseIds(rows.flatMap((row) => row.caseId ?? []));
  const fileOf = new Map(files.map((file) => [file.id, file]));
  return rows.map((row) => {
    const site = row.siteId === null ? undefined : sites.get(row.siteId);
    const file = row.caseId === null ? undefined : fileOf.get(row.caseId);
    return {
      ...findingView(row, locale),
      id: row.publicId,
      state: row.state as LeadState,
      offence: row.offence,
      party: partyRef(parties.get(row.partyId)),
      regionCode: row.regionCode,
      regionName: regionName(row.regionCode),
      ...(site ? { site: { id: site.publicId, name: site.name } } : {}),
      judgedAsOf: row.judgedAsOf,
      detectedAt: formatInstant(row.detectedAt),
      settledAt: instant(row.settledAt),
      settledReason: row.settledReason,
      caseId: file?.publicId ?? null,
      ...(file?.state === 'ordered' ? { dueOn: file.dueOn } : {}),
    };
  });
}

export type LeadReply = Awaited<ReturnType<typeof leadViews>>[number];

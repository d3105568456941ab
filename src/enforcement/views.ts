import { law, type OffenceId, type PartyKind } from '../law/index.ts';
import { type KnownParty, loadPartyFacts, loadSiteFacts } from '../parties/facts.ts';
import { regionName } from '../parties/regions.ts';
import { type CivilDate, formatInstant } from '../platform/civil-date.ts';
import type { Locale } from '../platform/problems.ts';
import { citationView, offenceCitations } from '../rules/citations.ts';
import { findingView } from '../rules/findings.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { type CaseState, isOverdue, type LeadState, type StepKind } from './model.ts';
import type { CaseRow, EnforcementRepository, FindingRow } from './repository.ts';

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

/** A step as it was recorded: `by` is the authority and key, the rest what the step says. */
export interface StepView {
  n: number;
  kind: StepKind;
  at: string;
  by: string;
  text?: string;
  reason?: string;
  dueOn?: CivilDate;
  seenOn?: CivilDate;
  inTime?: boolean;
}

/** What the opening step keeps beside the file: the day whose law applies. */
interface Opening {
  actOn: CivilDate;
}

export function stepView(row: DB['case_step']): StepView {
  const { actOn: _, ...record } = JSON.parse(row.record) as Opening & Omit<StepView, 'n' | 'kind' | 'at' | 'by'>;
  return { n: row.n, kind: row.kind as StepKind, at: formatInstant(row.at), by: row.by, ...record };
}

export interface CaseParts {
  file: CaseRow;
  party: KnownParty | undefined;
  authority: { publicId: string; name: string } | undefined;
  /** The day of the first act, whose law applies. */
  actOn: CivilDate;
  today: CivilDate;
}

/** A case as replies show it; the band is that of the offence for this party on the day of the act. */
export function caseView({ file, party, authority, actOn, today }: CaseParts, locale: Locale) {
  const offence = file.offence as OffenceId;
  const partyKinds = (party?.kinds ?? []) as PartyKind[];
  return {
    id: file.publicId,
    state: file.state as CaseState,
    party: partyRef(party),
    authority: authority ? { id: authority.publicId, name: authority.name } : null,
    offence: file.offence,
    title: law.offences[offence].title[locale],
    officers: JSON.parse(file.officers) as string[],
    dueOn: file.dueOn,
    overdue: isOverdue(file, today),
    openedAt: formatInstant(file.openedAt),
    closedAt: instant(file.closedAt),
    actOn,
    citations: offenceCitations(offence).flatMap((ref) => citationView(ref, actOn, locale) ?? []),
    fineBand: law.fineBandOn(offence, { actOn, partyKinds }, locale),
  };
}

/** Cases of one page with what their views need; three queries. */
export async function caseViews(read: Store['read'], files: readonly CaseRow[], today: CivilDate, locale: Locale) {
  if (files.length === 0) return [];
  const parties = await loadPartyFacts(
    read,
    files.map((file) => file.partyId),
  );
  const authorityIds = [...new Set(files.map((file) => file.authorityId))];
  const authorities = await read.selectFrom('authority').select(['id', 'publicId', 'name']).where('id', 'in', authorityIds).execute();
  const openings = await read
    .selectFrom('case_step')
    .select(['caseId', 'record'])
    .where(
      'caseId',
      'in',
      files.map((file) => file.id),
    )
    .where('n', '=', 1)
    .execute();
  const actOn = new Map(openings.map((row) => [row.caseId, (JSON.parse(row.record) as Opening).actOn]));
  return files.map((file) =>
    caseView(
      {
        file,
        party: parties.get(file.partyId),
        authority: authorities.find((authority) => authority.id === file.authorityId),
        actOn: actOn.get(file.id) ?? today,
        today,
      },
      locale,
    ),
  );
}

import { type SqlBool, sql } from 'kysely';
import { type Competence, type Department, law, type OffenceId } from '../law/index.ts';
import type { FollowedEntry, FollowerJob } from '../ledger/follower.ts';
import { competencesOn, loadPartyFacts } from '../parties/facts.ts';
import { within } from '../parties/regions.ts';
import { civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, EntryDraft, Expect, Store, Touch } from '../store/store.ts';
import { regionRange } from './model.ts';
import type { FindingRow } from './repository.ts';
import { type SubjectIds, subjectsOf } from './subjects.ts';

/** Leads one commit opens. */
const LEADS_A_COMMIT = 500;
const IDS_A_QUERY = 500;
const ATTEMPTS = 12;

type JobDeps = Pick<Deps, 'clock' | 'log'> & { store: Pick<Store, 'read' | 'commit'> };

/**
 * Opens leads for the authority that is competent: `authorityId` on the finding and an entry `lead.opened` in that authority's chain.
 *
 * The leads of some entries may belong to several authorities, and a commit writes to one chain. So the job does not hand its work to the
 * follower: it makes a commit an authority itself, each guarded by "nobody opened it yet", and only then lets the position move on. A crash
 * in between leaves the position where it was; the same entries are read again, what was opened is passed over, what was not is opened.
 * Of two followers one is refused by the guard and reads again. Nothing is skipped, nothing opened twice.
 *
 * A lead nobody is competent for stays without an authority; it is looked at again when an authority or a competence is entered for its place.
 */
export function leadsJob(deps: JobDeps): FollowerJob {
  return {
    name: 'leads',
    batch: 100,
    handle: async (entries) => {
      const subjects = await subjectsOf(deps.store.read, entries);
      await openAll(deps, () => pendingOn(deps, subjects));
      for (const region of regionsEntered(entries)) await openAll(deps, () => pendingIn(deps, region));
      return {};
    },
  };
}

/** Places for which somebody became competent. */
function regionsEntered(entries: readonly FollowedEntry[]): string[] {
  const entered = entries.filter((entry) => entry.kind === 'authority.made' || entry.kind === 'competence.set');
  return [...new Set(entered.map((entry) => String(entry.payload.regionCode)))];
}

async function openAll(deps: JobDeps, pending: () => Promise<FindingRow[]>): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const leads = await pending();
    if (leads.length === 0 || (await openFor(deps, leads))) return;
  }
  throw new Error('Leads could not be opened: the findings kept changing.');
}

/** False when a finding changed in between: what is still pending is to be read again. */
async function openFor(deps: JobDeps, leads: readonly FindingRow[]): Promise<boolean> {
  const resolver = await resolverOf(deps);
  const parties = await loadPartyFacts(
    deps.store.read,
    leads.map((lead) => lead.partyId),
  );
  const byAuthority = Map.groupBy(leads, (lead) => resolver(lead));
  for (const [authority, opened] of byAuthority) {
    if (!authority) {
      for (const lead of opened)
        deps.log.warn('lead-without-authority', { lead: lead.publicId, region: lead.regionCode, department: lead.department });
      continue;
    }
    for (let from = 0; from < opened.length; from += LEADS_A_COMMIT) {
      const some = opened.slice(from, from + LEADS_A_COMMIT);
      const commit = openingOf(authority, some, deps.clock(), (lead) => parties.get(lead.partyId)?.publicId ?? '');
      if (!(await deps.store.commit(commit)).committed) return false;
    }
  }
  return true;
}

type Office = Pick<DB['authority'], 'id' | 'publicId' | 'department' | 'regionCode'>;

function openingOf(authority: Office, leads: readonly FindingRow[], at: number, party: (lead: FindingRow) => string): Commit {
  return {
    chain: `authority:${authority.publicId}`,
    at,
    entries: leads.map(
      (lead): EntryDraft => ({
        kind: 'lead.opened',
        subject: `violation/${lead.publicId}`,
        payload: {
          violation: lead.publicId,
          rule: lead.rule,
          ruleVersion: lead.ruleVersion,
          certainty: lead.certainty,
          offence: lead.offence,
          department: lead.department,
          regionCode: lead.regionCode,
          party: party(lead),
          about: { type: lead.subjectType, id: lead.subjectCode },
          actOn: lead.actOn,
          detectedAt: formatInstant(lead.detectedAt),
          authority: authority.publicId,
          actedBy: 'system',
        },
      }),
    ),
    touch: leads.map((lead): Touch => ({ set: 'finding', id: lead.id, to: { authorityId: authority.id } })),
    expect: leads.map((lead): Expect => ({ table: 'finding', id: lead.id, column: 'authorityId', is: null })),
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  };
}

/** Who is competent today: a competence entered for the place and offence, else the department's office nearest above the place. */
async function resolverOf(deps: JobDeps): Promise<(lead: FindingRow) => Office | undefined> {
  const competences = await competencesOn(deps.store.read, civilDateOf(deps.clock()));
  const offices = await deps.store.read
    .selectFrom('authority')
    .select(['id', 'publicId', 'department', 'regionCode'])
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  return (lead) => competent(lead, competences, offices);
}

export function competent<O extends Office>(
  lead: Pick<FindingRow, 'regionCode' | 'offence' | 'department'>,
  competences: readonly Competence[],
  offices: readonly O[],
): O | undefined {
  if (lead.offence === null || lead.department === null) return undefined;
  const given = law.resolve(competences, lead.regionCode, lead.offence as OffenceId, lead.department as Department);
  const named = given && offices.find((office) => office.publicId === given.authorityId);
  if (named) return named;
  const depth = (office: Office) => office.regionCode.replace(/(?:00)+$/, '').length;
  return offices
    .filter((office) => office.department === lead.department && within(lead.regionCode, office.regionCode))
    .reduce<O | undefined>((nearest, office) => (nearest && depth(nearest) >= depth(office) ? nearest : office), undefined);
}

const unopened = (deps: JobDeps) =>
  deps.store.read
    .selectFrom('finding')
    .selectAll()
    .where('weight', '=', 'lead')
    .where('state', '=', 'open')
    .where('authorityId', 'is', null);

async function pendingOn(deps: JobDeps, subjects: SubjectIds): Promise<FindingRow[]> {
  const found: FindingRow[] = [];
  for (const [type, ids] of Object.entries(subjects))
    for (let from = 0; from < ids.length; from += IDS_A_QUERY)
      found.push(
        ...(await unopened(deps)
          .where('subjectType', '=', type)
          .where('subjectId', 'in', ids.slice(from, from + IDS_A_QUERY))
          .execute()),
      );
  return found;
}

function pendingIn(deps: JobDeps, region: string): Promise<FindingRow[]> {
  const { from, to } = regionRange(region);
  return unopened(deps)
    .where('regionCode', '>=', from)
    .where('regionCode', '<=', to)
    .where(sql<SqlBool>`offence IS NOT NULL`)
    .orderBy('detectedAt')
    .orderBy('id')
    .execute();
}

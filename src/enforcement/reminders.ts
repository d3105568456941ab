import type { AuthorityCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import type { Store } from '../store/store.ts';
import { type Asking, leadList, repositoryFor } from './lists.ts';
import type { FindingRow } from './repository.ts';
import type { LeadQuery } from './schemas.ts';
import { leadViews } from './views.ts';

/** The most leads and reminders of one bulk reminder. */
export const MOST_REMINDED = 200;

/** A party can be reminded of what stands open, and of what an order in a running case asks of it. */
export const canRemind = (row: Pick<FindingRow, 'state'>): boolean => row.state === 'open' || row.state === 'in-case';

export interface ReminderPlan {
  /** One line a firm, with what it would be reminded of. */
  firms: { party: string; ids: string[]; matters: string[] }[];
  /** Chosen, and no longer open or not in the office's scope. */
  leftOut: number;
}

/**
 * Whom a bulk reminder would reach, and of what, before it is sent: of the leads and reminders chosen, those of the office's own cases named, and
 * where a filter is given all that is open under it, {@link MOST_REMINDED} at most.
 */
export async function reminderPlan(
  deps: Deps,
  asking: Asking & { caller: AuthorityCaller },
  chosen: { ids: readonly string[]; cases: readonly string[]; all?: LeadQuery | undefined },
): Promise<ReminderPlan> {
  const { read } = deps.store;
  const repository = await repositoryFor(deps, asking.caller);
  const open = chosen.all ? (await leadList(deps, asking, { ...chosen.all, state: 'open', limit: MOST_REMINDED })).items : [];
  const ids = [...new Set([...chosen.ids, ...open.map((lead) => lead.id)])];
  const named = ids.length === 0 ? [] : await repository.findings(ids);
  const rows = new Map([...named, ...(await leadsOfCases(read, asking.caller, chosen.cases))].map((row) => [row.id, row]));
  const all = [...rows.values()].filter((row) => row.weight !== 'todo');
  const views = await leadViews(read, repository, all.filter(canRemind).slice(0, MOST_REMINDED), asking.locale);
  const firms = [...Map.groupBy(views, (lead) => lead.party.id).values()].map((some) => ({
    party: some[0]?.party.name ?? '',
    ids: some.map((lead) => lead.id),
    matters: some.map((lead) => `${lead.actOn} ${lead.message}${lead.dueOn ? ` → ${lead.dueOn}` : ''}`),
  }));
  return { firms, leftOut: all.filter((row) => !canRemind(row)).length + ids.length - named.length };
}

/** Leads of the office's own cases: another office reminds in its own. */
async function leadsOfCases(read: Store['read'], { authority }: AuthorityCaller, cases: readonly string[]): Promise<FindingRow[]> {
  if (cases.length === 0) return [];
  return read
    .selectFrom('finding')
    .innerJoin('case_file', 'case_file.id', 'finding.caseId')
    .selectAll('finding')
    .where('case_file.authorityId', '=', authority.id)
    .where('case_file.publicId', 'in', [...new Set(cases)])
    .whereRef('finding.partyId', '=', 'case_file.partyId')
    .execute();
}

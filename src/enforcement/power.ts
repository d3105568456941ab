import type { AuthorityCaller } from '../platform/caller.ts';
import { Problem } from '../platform/problems.ts';
import type { FindingRow } from '../rules/findings.ts';
import type { Store } from '../store/store.ts';

/**
 * Refuses to act on a lead that was opened at an office of another department: a power that was given to one office (行政处罚法 24) is not
 * another's too. Offices of one department settle among themselves which of them acts.
 * @throws {Problem} forbidden, naming the office
 */
export async function refusePowerGivenAway(
  read: Store['read'],
  leads: readonly FindingRow[],
  { authority }: AuthorityCaller,
): Promise<void> {
  const elsewhere = [
    ...new Set(leads.flatMap((lead) => (lead.authorityId === null || lead.authorityId === authority.id ? [] : [lead.authorityId]))),
  ];
  if (elsewhere.length === 0) return;
  const office = await read
    .selectFrom('authority')
    .select('name')
    .where('id', 'in', elsewhere)
    .where('department', '!=', authority.department)
    .orderBy('id')
    .executeTakeFirst();
  if (!office) return;
  throw new Problem('forbidden', {
    zh: `该线索由${office.name}管辖（行政处罚法第二十四条），本机关可以查看，不能办理。`,
    en: `This lead belongs to ${office.name} (Administrative Penalty Law 24); this office may read it, not act on it.`,
  });
}

import type { CivilDate } from '../../platform/civil-date.ts';
import type { Store } from '../../store/store.ts';
import { mentionRepository } from './mention-repository.ts';
import { noticeMatches } from './notice-matches.ts';
import { noticeTarget } from './notice-target.ts';

const ENTRY = 'substance/';

/** The public id of the entry an item of the due list is about; null for the items of a table. */
export const noticedEntry = (subjectType: string): string | null =>
  subjectType.startsWith(ENTRY) ? subjectType.slice(ENTRY.length) : null;

/** Inner ids of the batches an entry leads to, ascending: those in which it was found or declared. A revoked entry leads to what it had led to. */
export async function noticedBatches(store: Store, entry: string, today: CivilDate): Promise<number[]> {
  const target = await noticeTarget(store, entry, today, { evenRevoked: true });
  if (!target) return [];
  const { found, declared } = await noticeMatches(mentionRepository(store.read), target);
  return [...new Set([...found.keys(), ...declared.keys()])].sort((one, other) => one - other);
}

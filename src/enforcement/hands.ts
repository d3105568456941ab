import { revealed } from '../ledger/personal.ts';
import type { Store } from '../store/store.ts';

const handOf = (by: string) => by.split('/')[1] ?? '';

/**
 * Which key or person took a step, by the reference it was recorded with: the label of the key, the name of the account. For readers inside
 * the office alone, who must tell the first officer from the second.
 */
export async function handsOf(read: Store['read'], references: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const hands = [...new Set(references.map(handOf))].filter((hand) => hand !== '');
  if (hands.length === 0) return new Map();
  const [keys, accounts] = await Promise.all([
    read.selectFrom('api_key').select(['publicId', 'label']).where('publicId', 'in', hands).execute(),
    read.selectFrom('account').select(['publicId', 'name']).where('publicId', 'in', hands).execute(),
  ]);
  const named = new Map(keys.map(({ publicId, label }) => [publicId, label]));
  for (const { publicId, name } of accounts) named.set(publicId, (await revealed(read, name)) ?? '');
  return new Map(references.flatMap((by) => (named.get(handOf(by)) ? [[by, named.get(handOf(by)) ?? '']] : [])));
}

import { partyByRef } from '../parties/facts.ts';
import type { Store } from '../store/store.ts';

/** `party:ID/key` → `party:ID`: who entered a fact, without the key it was entered with. */
export const ownerOf = (enteredBy: string): string => enteredBy.split('/')[0] ?? enteredBy;

/** Names of the parties (persons masked) and authorities that entered facts, by {@link ownerOf}; what stands in the data of the law is said so. */
export async function namesOf(read: Store['read'], enteredBy: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>([['law', '法规数据']]);
  for (const owner of new Set(enteredBy.map(ownerOf))) {
    const [kind, id = ''] = owner.split(':');
    const name = kind === 'party' ? (await partyByRef(read, id))?.name : kind === 'authority' ? await authorityName(read, id) : undefined;
    if (name !== undefined) names.set(owner, name);
  }
  return names;
}

async function authorityName(read: Store['read'], publicId: string): Promise<string | undefined> {
  return (await read.selectFrom('authority').select('name').where('publicId', '=', publicId).executeTakeFirst())?.name;
}

import type { Clock } from '../platform/clock.ts';
import type { EntryDraft, Store } from '../store/store.ts';
import type { AuditRow } from './line.ts';

/** The last line of a chain. */
export type Head = Pick<AuditRow, 'chain' | 'n' | 'hash' | 'at'>;

/** What a deletion leaves of a chain: lines from `from` on, the first of which follows on `prev`; `n` and `hash` are its last line's. */
export interface Left {
  chain: string;
  n: number;
  hash: string;
  from: number;
  prev: string;
}

/** The last line of every chain. Chains are few (a start of a process each), so each is looked up by its key. */
export async function headsOf(read: Store['read']): Promise<Head[]> {
  const heads: Head[] = [];
  for (let chain = ''; ; ) {
    const next = await read
      .selectFrom('access_audit')
      .select('chain')
      .where('chain', '>', chain)
      .orderBy('chain')
      .limit(1)
      .executeTakeFirst();
    if (!next) return heads;
    chain = next.chain;
    const last = await read
      .selectFrom('access_audit')
      .select(['chain', 'n', 'hash', 'at'])
      .where('chain', '=', chain)
      .orderBy('n', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (last) heads.push(last);
  }
}

/**
 * Writes entries about the audit to the ledger.
 * @throws {Error} when the store did not take them
 */
export async function writeEntries({ store, clock }: { store: Store; clock: Clock }, entries: EntryDraft[]): Promise<void> {
  const finish = () => ({ reply: { status: 204, headers: {}, body: '' } });
  const result = await store.commit({ chain: 'system', at: clock(), entries, finish });
  if (!result.committed) throw new Error(`conflict on ${result.conflict}`);
}

import { sql } from 'kysely';
import type { CivilDate } from '../../platform/civil-date.ts';
import { perStore } from '../../store/prepared.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import type { Knowledge } from '../knowledge.ts';
import { asOf, type Entry, type EntryBody, type KnowledgeBase, knowledgeBase } from './entries.ts';

export function entryOf(row: DB['substance_entry']): Entry {
  const { publicId: id, from, source, by, at, revokedAt } = row;
  return { id, body: JSON.parse(row.body) as EntryBody, from, source, publishedOn: row.publishedOn ?? from, by, at, revokedAt };
}

/** Entries are added and revoked once, nothing else: two counts tell every state of the table apart. */
interface Stamp {
  entered: number;
  revoked: number;
}

/** The base of one store, kept until the counts of its table change. */
class Current {
  private readonly stampOf: (params: Record<never, never>) => Promise<Stamp[]>;
  private readonly rowsOf: (params: Record<never, never>) => Promise<DB['substance_entry'][]>;
  private known: { stamp: Stamp; base: KnowledgeBase } = { stamp: { entered: 0, revoked: 0 }, base: knowledgeBase([]) };

  constructor(store: Store) {
    this.stampOf = store.prepare<Record<never, never>, Stamp>(
      (read) =>
        read.selectFrom('substance_entry').select([sql<number>`count(id)`.as('entered'), sql<number>`count("revokedAt")`.as('revoked')]),
      { shared: true },
    );
    this.rowsOf = store.prepare<Record<never, never>, DB['substance_entry']>((read) =>
      read.selectFrom('substance_entry').selectAll().orderBy('at').orderBy('id'),
    );
  }

  async load(): Promise<KnowledgeBase> {
    const stamp = counted((await this.stampOf({}))[0]);
    if (isSame(stamp, this.known.stamp)) return this.known.base;
    const rows = await this.rowsOf({});
    const base = knowledgeBase(rows.map(entryOf));
    // By what was read, not by what was counted: an entry made in between is in it already.
    this.known = { stamp: { entered: rows.length, revoked: rows.filter((row) => row.revokedAt !== null).length }, base };
    return base;
  }
}

const counted = (stamp: Stamp | undefined): Stamp => ({ entered: Number(stamp?.entered ?? 0), revoked: Number(stamp?.revoked ?? 0) });
const isSame = (one: Stamp, other: Stamp) => one.entered === other.entered && one.revoked === other.revoked;

const currentOf = perStore((store) => new Current(store));

/**
 * What is known, by the day of the act: the shipped table with what people entered. Asked anew each time by one small query, so that every process
 * judges by an entry from the moment it stands; rows are read again only when there are more of them, or more revoked ones, than before.
 */
export function loadKnowledgeBase(store: Store): Promise<KnowledgeBase> {
  return currentOf(store).load();
}

/** What is known on one day, for whoever screens as of that day (today for a question asked today). */
export async function loadKnowledge(store: Store, on: CivilDate): Promise<Knowledge> {
  return (await loadKnowledgeBase(store)).on(on);
}

/** What was known just before an instant, epoch ms. */
export async function loadKnowledgeAsOf(store: Store, before: number): Promise<KnowledgeBase> {
  return knowledgeBase(asOf((await loadKnowledgeBase(store)).entries, before));
}

import { loadBatchFacts } from '../../batches/facts.ts';
import { newPublicId } from '../../codes/ids.ts';
import { batchesOf } from '../../enforcement/subjects.ts';
import type { FollowedEntry, FollowerJob } from '../../ledger/follower.ts';
import { civilDateOf } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import type { BatchFacts } from '../../rules/facts.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { loadKnowledgeBase } from '../entered/current.ts';
import { idOf, openItem, type Question, questionsOn } from './reviews.ts';

type JobDeps = Pick<Deps, 'store' | 'random'>;

/** Entries that bring names, CAS numbers or results to screen. */
const ASKING: ReadonlySet<string> = new Set(['batch.recorded', 'batch.revised', 'certificate.added']);
const BATCHES_AT_ONCE = 200;
const KEYS_A_QUERY = 90;

interface Asked {
  question: Question;
  batch: BatchFacts;
  at: number;
}

/**
 * Puts what a person must judge into the review queue: each name and substance once, with the place of the batch it was first met in. It may
 * read the same entries again: a question that stands is not put again, whether open or decided.
 */
export function reviewsJob(deps: JobDeps): FollowerJob {
  return {
    name: 'screening-reviews',
    batch: 50,
    handle: async (entries) => {
      const asked = new Map<string, Asked>();
      const asking = Map.groupBy(
        entries.filter((entry) => ASKING.has(entry.kind)),
        (entry) => civilDateOf(entry.at),
      );
      for (const [day, some] of asking)
        for (const one of await askedOn(deps, day, some)) if (!asked.has(idOf(one.question))) asked.set(idOf(one.question), one);
      const fresh = await unasked(deps.store.read, [...asked.values()]);
      return fresh.length === 0 ? {} : { rows: { review_item: await rowsOf(deps, fresh) } };
    },
  };
}

async function askedOn({ store }: JobDeps, day: string, entries: readonly FollowedEntry[]): Promise<Asked[]> {
  const base = (await loadKnowledgeBase(store)).on(day);
  const at = entries[0]?.at ?? 0;
  const ids = await batchesOf(store.read, entries);
  const asked: Asked[] = [];
  for (let from = 0; from < ids.length; from += BATCHES_AT_ONCE) {
    const facts = await loadBatchFacts(store.read, ids.slice(from, from + BATCHES_AT_ONCE));
    for (const batch of facts.values()) for (const question of questionsOn(batch, base)) asked.push({ question, batch, at });
  }
  return asked;
}

async function unasked(read: Store['read'], asked: readonly Asked[]): Promise<Asked[]> {
  const known = new Set<string>();
  const keys = asked.map((one) => one.question.key);
  for (let from = 0; from < keys.length; from += KEYS_A_QUERY) {
    const rows = await read
      .selectFrom('review_item')
      .select(['kind', 'key'])
      .where('kind', 'in', [...new Set(asked.map((one) => one.question.kind))])
      .where('key', 'in', keys.slice(from, from + KEYS_A_QUERY))
      .execute();
    for (const { kind, key } of rows) known.add(`${kind}\n${key}`);
  }
  return asked.filter((one) => !known.has(idOf(one.question)));
}

async function rowsOf({ store, random }: JobDeps, fresh: readonly Asked[]): Promise<DB['review_item'][]> {
  const ids = await store.ids(fresh.length);
  return fresh.map(({ question, batch, at }, i) => {
    const about = { subjectType: 'batch', subjectCode: batch.traceCode, regionCode: batch.site.regionCode };
    return openItem(question, { id: ids[i] ?? 0, publicId: newPublicId(random), ...about, at });
  });
}

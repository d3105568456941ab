import { deliverDue } from '../exchange/delivery.ts';
import type { FollowedEntry, FollowerJob } from '../ledger/follower.ts';
import type { Deps } from '../platform/deps.ts';
import { rowsOf } from '../store/parts.ts';
import type { DB } from '../store/schema.ts';
import { batchesIn, MOVES, partiesIn } from './moved.ts';
import { tellClosed } from './recall-closed.ts';
import { addBatches, reach, reachAll } from './recall-reach.ts';
import { holdingsOfParties, madeFrom } from './scope-queries.ts';

export const RECALLS_JOB = 'recalls';

/**
 * Derives what a recall reaches: all at its opening, and more with every later record that moves its goods. Its commits are its own (a recall may reach
 * fifty thousand holders), each passing over what is there; only then the position moves on, so it may stop anywhere.
 */
export function recallJob(deps: Deps): FollowerJob {
  return {
    name: RECALLS_JOB,
    batch: 100,
    handle: async (entries) => {
      for (const { kind, subject } of entries) if (kind === 'recall.closed') await tellClosed(deps, subject.slice('recall/'.length));
      const open = await openRecalls(deps);
      if (open.length === 0) return {};
      const opened = new Set(entries.filter((entry) => entry.kind === 'recall.opened').map((entry) => entry.subject));
      for (const recall of open) if (opened.has(`recall/${recall.publicId}`)) await reachAll(deps, recall);
      await grow(deps, open, entries);
      return {};
    },
  };
}

function openRecalls(deps: Deps): Promise<DB['recall'][]> {
  return deps.store.read.selectFrom('recall').selectAll().where('state', '=', 'open').orderBy('openedAt').orderBy('id').execute();
}

/** Where the entries moved goods of an open recall: their batches, and the parties they moved between. */
async function grow(deps: Deps, open: readonly DB['recall'][], entries: readonly FollowedEntry[]): Promise<void> {
  const { read } = deps.store;
  const moving = entries.filter((entry) => !entry.kind.startsWith('recall.') && !entry.kind.startsWith('hold.'));
  const batchIds = await batchesIn(deps, moving);
  if (batchIds.length === 0) return;
  const parties = await partiesIn(deps, moving);
  for (const recall of open) {
    const made = await takeIn(deps, recall, batchIds);
    const reached = await rowsOf(batchIds, (part) =>
      read.selectFrom('recall_batch').select('batchId').where('recallId', '=', recall.id).where('batchId', 'in', part).execute(),
    );
    const ids = [...new Set([...made, ...reached.map((row) => row.batchId)])];
    if (ids.length === 0) continue;
    const holdings = await holdingsOfParties(
      read,
      ids,
      parties.map((party) => party.partyId),
    );
    const sent = parties.filter((party) => party.batchIds.some((id) => ids.includes(id)));
    await reach(deps, recall, holdings, [...holdings, ...sent]);
    deps.later(deliverDue(deps));
  }
}

/** Batches among these that were made from goods of the recall, and what was made from them in turn: in the recall from now on. */
async function takeIn(deps: Deps, recall: DB['recall'], batchIds: readonly number[]): Promise<number[]> {
  const { read } = deps.store;
  const made = await rowsOf(batchIds, (part) =>
    read
      .selectFrom('transformation_output as made')
      .innerJoin('transformation_input as used', 'used.transformationId', 'made.transformationId')
      .innerJoin('recall_batch', (join) =>
        join.onRef('recall_batch.batchId', '=', 'used.batchId').on('recall_batch.recallId', '=', recall.id),
      )
      .leftJoin('recall_batch as known', (join) => join.onRef('known.batchId', '=', 'made.batchId').on('known.recallId', '=', recall.id))
      .select('made.batchId')
      .distinct()
      .where('made.batchId', 'in', part)
      .where('known.batchId', 'is', null)
      .execute(),
  );
  const all: number[] = [];
  for (let frontier = made.map((row) => row.batchId); frontier.length > 0; ) {
    await addBatches(deps, recall, frontier);
    all.push(...frontier);
    frontier = (await madeFrom(deps.store.read, frontier)).filter((id) => !all.includes(id));
  }
  return all;
}

/** Whether every record that moves goods has been looked at; while one has not, the scope may still grow. */
export async function isCaughtUp(deps: Pick<Deps, 'store'>): Promise<boolean> {
  const unseen = await deps.store.read
    .selectFrom('chain')
    .leftJoin('follower_position as position', (join) =>
      join.onRef('position.chain', '=', 'chain.chain').on('position.job', '=', RECALLS_JOB),
    )
    .innerJoin('entry', (join) =>
      join.onRef('entry.chain', '=', 'chain.chain').on((eb) => eb('entry.seq', '>', eb.fn.coalesce('position.seq', eb.val(0)))),
    )
    .select('entry.seq')
    .whereRef('chain.seq', '>', (eb) => eb.fn.coalesce('position.seq', eb.val(0)))
    .where('entry.kind', 'in', [...MOVES])
    .limit(1)
    .executeTakeFirst();
  return unseen === undefined;
}

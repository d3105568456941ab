import { parseTraceCode } from '../codes/trace-code.ts';
import { deliverDue } from '../exchange/delivery.ts';
import type { FollowedEntry, FollowerJob } from '../ledger/follower.ts';
import type { Deps } from '../platform/deps.ts';
import { rowsOf } from '../store/parts.ts';
import type { DB } from '../store/schema.ts';
import { addBatches, reach, reachAll } from './recall-reach.ts';
import { holdingsOfParties, madeFrom } from './scope-queries.ts';

export const RECALLS_JOB = 'recalls';

/** Entries by which goods come to a place or become other goods; closing a recall waits for them. */
export const MOVES: readonly string[] = [
  'recall.opened',
  'batch.recorded',
  'transformation.recorded',
  'shipment.recorded',
  'shipment.received',
  'shipments.joined',
  'amendment.accepted',
  'amendment.settled',
  'receipt.recorded',
  'opening.recorded',
  'disposition.recorded',
];

/**
 * Derives what a recall reaches: all at its opening, and more with every later record that moves its goods. Its commits are its own (a recall may reach
 * fifty thousand holders), each passing over what is there; only then the position moves on, so it may stop anywhere.
 */
export function recallJob(deps: Deps): FollowerJob {
  return {
    name: RECALLS_JOB,
    batch: 100,
    handle: async (entries) => {
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

/** Batches the entries name, and those that came out of transformations they name. */
async function batchesIn(deps: Deps, entries: readonly FollowedEntry[]): Promise<number[]> {
  const { read } = deps.store;
  const codes = [...new Set(entries.flatMap(codesIn))];
  const named = await rowsOf(codes, (part) => read.selectFrom('batch').select('id').where('traceCode', 'in', part).execute());
  const out = await rowsOf(subjects(entries, 'transformation'), (part) =>
    read
      .selectFrom('transformation')
      .innerJoin('transformation_output as made', 'made.transformationId', 'transformation.id')
      .select('made.batchId as id')
      .where('transformation.publicId', 'in', part)
      .execute(),
  );
  return [...new Set([...named, ...out].map((row) => row.id))];
}

function codesIn(entry: FollowedEntry): string[] {
  const listed = entry.payload.traceCodes;
  const subject = entry.subject.startsWith('batch/') ? [entry.subject.slice('batch/'.length)] : [];
  return [...subject, ...(Array.isArray(listed) ? listed.map(String) : [])].flatMap((code) => {
    const parsed = parseTraceCode(code);
    return parsed.ok ? [parsed.code] : [];
  });
}

interface Moved {
  partyId: number;
  regionCode: string;
  /** Batches that are on their way to it; of others it has a holding or nothing. */
  batchIds: number[];
}

/** The parties whose records the entries are, and those they sent goods to. */
async function partiesIn(deps: Deps, entries: readonly FollowedEntry[]): Promise<Moved[]> {
  const { read } = deps.store;
  const publicIds = entries.flatMap(({ chain, payload }) => [
    ...(chain.startsWith('party:') ? [chain.slice('party:'.length)] : []),
    ...(typeof payload.party === 'string' ? [payload.party] : []),
  ]);
  const own = await rowsOf(publicIds, (part) =>
    read.selectFrom('party').select(['id as partyId', 'regionCode']).where('publicId', 'in', part).execute(),
  );
  const sent = await rowsOf(subjects(entries, 'shipment'), (part) =>
    read
      .selectFrom('shipment')
      .innerJoin('shipment_line as line', 'line.shipmentId', 'shipment.id')
      .innerJoin('party', 'party.id', 'shipment.toPartyId')
      .select(['party.id as partyId', 'party.regionCode', 'line.batchId'])
      .where('shipment.publicId', 'in', part)
      .where('shipment.state', '<>', 'void')
      .execute(),
  );
  const moved = new Map<number, Moved>(own.map((row) => [row.partyId, { ...row, batchIds: [] }]));
  for (const { batchId, ...row } of sent) {
    const party = moved.get(row.partyId) ?? { ...row, batchIds: [] };
    party.batchIds.push(batchId);
    moved.set(row.partyId, party);
  }
  return [...moved.values()];
}

const subjects = (entries: readonly FollowedEntry[], type: string) =>
  entries.flatMap(({ subject }) => (subject.startsWith(`${type}/`) ? [subject.slice(type.length + 1)] : []));

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

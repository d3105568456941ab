import { isMadeFor } from '../batches/brands.ts';
import { regionPrefix } from '../law/authority.ts';
import type { AuthorityCaller, PartyCaller } from '../platform/caller.ts';
import type { LongReader } from '../store/long-read.ts';
import { rowsOf } from '../store/parts.ts';
import type { Store } from '../store/store.ts';
import type { HoldingRow, TraceQueries } from './queries.ts';
import { type Direction, type InScope, MOST_ROWS, refuseTooMany, type Scope } from './walk.ts';

/** The batches a trace is asked of. */
export interface AskedBatch {
  id: number;
  traceCode: string;
  partyId: number;
  siteId: number;
  regionCode: string;
  /** Credit code of the brand it was made for. */
  commissionerUscc: string | null;
}

export interface Starts {
  forward: HoldingRow[];
  back: HoldingRow[];
}

/** Narrows where a trace starts: the holdings of one party, or at one site. */
export interface StartAt {
  partyId?: number | undefined;
  site?: string | undefined;
}

export type TraceCaller = PartyCaller | AuthorityCaller;

/**
 * The graph as the caller may walk it. A firm follows its own holdings and sees one step beyond, as the papers it has say; of goods made for it their maker's holding
 * of them stands for its own; an authority the
 * holdings of its region and one step beyond; the provincial office, and an office with an open recall of the goods, the whole province.
 */
export function traceRepository(
  store: LongReader,
  q: TraceQueries,
  caller: TraceCaller,
  batches: readonly AskedBatch[],
  openRecall: boolean,
) {
  const makers = new Map(madeFor(caller, batches).map((batch) => [batch.id, batch.partyId]));
  const prefix = caller.kind === 'authority' ? regionPrefix(caller.authority.regionCode) : '';
  const isUnbounded = caller.kind === 'authority' && (prefix.length <= 2 || openRecall);
  const inScope: InScope = isUnbounded
    ? () => true
    : caller.kind === 'authority'
      ? (holding) => holding.regionCode.startsWith(prefix)
      : (holding) =>
          (holding.partyId === caller.party.id && (caller.siteIds === undefined || caller.siteIds.includes(holding.siteId))) ||
          makers.get(holding.batchId) === holding.partyId;
  const ids = batches.map((batch) => batch.id).sort((a, b) => a - b);

  /** What went into goods made for a brand is their maker's: the brand follows these goods forward alone. */
  function isFollowedBack(row: HoldingRow): boolean {
    return caller.kind !== 'party' || row.partyId === caller.party.id || makers.get(row.batchId) !== row.partyId;
  }

  /** Holdings in scope alone are read: by (batch, party), by the region of the site, or all. They are counted first. */
  async function holdingsOf(batchIds: readonly number[]): Promise<HoldingRow[]> {
    let count = 0;
    const found = await rowsOf(batchIds, async (part) => {
      const rows = await idsOf(part).execute();
      count += rows.length;
      refuseTooMany(count, 0);
      return rows;
    });
    return (await q.holdings(found.map((row) => row.id))).filter(inScope);
  }

  function idsOf(part: readonly number[]) {
    const query = store.read
      .selectFrom('holding')
      .select('holding.id')
      .where('holding.batchId', 'in', part)
      .orderBy('holding.id')
      .limit(MOST_ROWS.holdings + 1);
    if (caller.kind === 'party') return query.where('holding.partyId', 'in', [caller.party.id, ...new Set(makers.values())]);
    if (isUnbounded) return query;
    return query.innerJoin('site', 'site.id', 'holding.siteId').where('site.regionCode', 'like', `${prefix}%`);
  }

  /** Where goods came from is asked of where they came to: a maker’s own holding where it is in scope, else every one that is. */
  function origins(rows: readonly HoldingRow[], at: StartAt): HoldingRow[] {
    if (at.partyId !== undefined || at.site !== undefined || caller.kind === 'party') return [...rows];
    const madeAt = new Map(batches.map((batch) => [batch.id, batch]));
    const made = rows.filter((row) => madeAt.get(row.batchId)?.partyId === row.partyId && madeAt.get(row.batchId)?.siteId === row.siteId);
    const known = new Set(made.map((row) => row.batchId));
    return rows.filter((row) => !known.has(row.batchId) || made.includes(row));
  }

  return {
    scope: { inScope, isUnbounded, holdingsOf } satisfies Scope,
    /** Null when a batch is neither held in scope nor made there: to this caller there is no such batch. */
    starts: async (direction: Direction, at: StartAt): Promise<Starts | null> => {
      const all = await holdingsOf(ids);
      const held = new Set(all.map((row) => row.batchId));
      if (batches.some((batch) => !held.has(batch.id) && !ownBatch(caller, prefix, batch, isUnbounded))) return null;
      const rows = all.filter(
        (row) => (at.partyId === undefined || row.partyId === at.partyId) && (at.site === undefined || row.site === at.site),
      );
      return {
        forward: direction === 'back' ? [] : rows,
        back: direction === 'forward' ? [] : origins(rows.filter(isFollowedBack), at),
      };
    },
  };
}

/** Goods made for the caller; who acts for some sites of it has no part in them. */
function madeFor(caller: TraceCaller, batches: readonly AskedBatch[]): AskedBatch[] {
  return caller.kind === 'party' && !caller.siteIds ? batches.filter((batch) => isMadeFor(batch, caller.party)) : [];
}

function ownBatch(caller: TraceCaller, prefix: string, batch: AskedBatch, isUnbounded: boolean): boolean {
  if (caller.kind === 'authority') return isUnbounded || batch.regionCode.startsWith(prefix);
  const isMade = batch.partyId === caller.party.id && (caller.siteIds === undefined || caller.siteIds.includes(batch.siteId));
  return isMade || madeFor(caller, [batch]).length > 0;
}

/** Whether an office has a recall of these goods open: then it follows them wherever they went. */
export async function hasOpenRecall(store: Store, caller: TraceCaller, batchIds: readonly number[]): Promise<boolean> {
  if (caller.kind !== 'authority') return false;
  const rows = await store.read
    .selectFrom('recall_batch')
    .innerJoin('recall', 'recall.id', 'recall_batch.recallId')
    .select('recall_batch.batchId')
    .where('recall_batch.batchId', 'in', [...batchIds, -1])
    .where('recall.state', '=', 'open')
    // A drill opens nothing: it finds holders on paper.
    .where('recall.drill', '=', 0)
    .where('recall.authorityId', '=', caller.authority.id)
    .execute();
  const recalled = new Set(rows.map((row) => row.batchId));
  return batchIds.every((id) => recalled.has(id));
}

import { linesOf } from '../custody/repository.ts';
import { buyerName, endsOf } from '../custody/views.ts';
import type { Caller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { rowsOf } from '../store/parts.ts';
import { namedBatches } from './recall-batches.ts';
import { countBuyers, countHolders, madeFrom } from './scope-queries.ts';

export interface Reach {
  /** Firms that have or had the goods, beside the caller. */
  holders: number;
  /** Shipments to buyers nobody has registered: they are reached by whoever shipped. */
  unregistered: number;
  /** Batches made from those named, which come with them. */
  derived: number;
  /** The caller's own customers, with what each was sent. */
  customers: readonly { name: string; isRegistered: boolean; goods: readonly string[] }[];
  /** There are more customers than are listed. */
  hasMore: boolean;
}

/** Customers one preview lists. */
const LISTED = 100;

/**
 * Whom a recall would reach, before anybody is told.
 * @throws {Problem} invalid-input with every code that is none of the caller's
 */
export async function recallReach(deps: Deps, caller: Caller, traceCodes: readonly string[]): Promise<Reach> {
  const { read } = deps.store;
  const named = (await namedBatches(read, caller, traceCodes, 'recall')).map((batch) => batch.id);
  const own = caller.kind === 'party' ? caller.party.id : null;
  const all = await closure(deps, named);
  const shipments = await shipmentsWith(deps, all, own);
  const customers = await customersOf(deps, shipments.slice(0, LISTED), new Set(all));
  return {
    holders: await countHolders(deps.store, named, own),
    unregistered: await countBuyers(read, named),
    derived: all.length - named.length,
    customers,
    hasMore: shipments.length > LISTED,
  };
}

async function closure(deps: Deps, named: readonly number[]): Promise<number[]> {
  const known = new Set(named);
  for (let frontier = [...known]; frontier.length > 0; ) {
    frontier = (await madeFrom(deps.store.read, frontier)).filter((id) => !known.has(id));
    for (const id of frontier) known.add(id);
  }
  return [...known];
}

function shipmentsWith(deps: Deps, batchIds: readonly number[], own: number | null) {
  return own === null
    ? Promise.resolve([])
    : rowsOf(batchIds, (part) =>
        deps.store.read
          .selectFrom('shipment')
          .selectAll('shipment')
          .where('partyId', '=', own)
          .where('state', '<>', 'void')
          .where('shipment.id', 'in', (eb) => eb.selectFrom('shipment_line').select('shipmentId').where('batchId', 'in', part))
          .orderBy('shipment.id')
          .limit(LISTED + 1)
          .execute(),
      );
}

async function customersOf(deps: Deps, rows: Awaited<ReturnType<typeof shipmentsWith>>, batchIds: ReadonlySet<number>) {
  if (rows.length === 0) return [];
  const ends = await endsOf(deps.store.read, rows);
  const lines = await linesOf(
    deps.store.read,
    rows.map((row) => row.id),
  );
  const byName = Map.groupBy(rows, (row) => `${row.toPartyId ?? ''}/${buyerName(row, ends)}`);
  return [...byName.values()].map((same) => {
    const [first] = same;
    const goods = same.flatMap((row) => (lines.get(row.id) ?? []).filter(({ batchId }) => batchIds.has(batchId)));
    return {
      name: first ? buyerName(first, ends) : '',
      isRegistered: first?.toPartyId != null,
      goods: goods.map(({ productName, amount, unit }) => `${productName} ${amount} ${unit}`),
    };
  });
}

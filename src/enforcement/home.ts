import { loadPartyFacts } from '../parties/facts.ts';
import { narrowed, type PartyCaller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { type Asking, todoList } from './lists.ts';

const SHOWN = 20;

/** What a party comes back to: deliveries to confirm, what stands open, its latest batches. */
export async function partyHome(deps: Deps, asking: Asking & { caller: PartyCaller }) {
  const { party, actor, rights, siteIds } = asking.caller;
  // What stands against a party is told to who keeps its registration.
  const isTold = party.id === actor.id || rights.includes('party');
  const [todos, incoming, batches] = await Promise.all([
    isTold ? todoList(deps, { ...asking, caller: narrowed(asking.caller, 'party') }, { limit: SHOWN }) : { items: [] },
    incomingOf(deps, party.id, siteIds),
    deps.store.read
      .selectFrom('batch')
      .innerJoin('product', 'product.id', 'batch.productId')
      .select(['traceCode', 'batchNumber', 'productionDate', 'product.name as productName'])
      .where('batch.partyId', '=', party.id)
      .$if(siteIds !== undefined, (query) => query.where('batch.siteId', 'in', [...(siteIds ?? []), -1]))
      .orderBy('batch.createdAt', 'desc')
      .orderBy('batch.id', 'desc')
      .limit(SHOWN)
      .execute(),
  ]);
  const slips = await slipsOf(
    deps,
    party.id,
    todos.items.flatMap((item) => (item.subject.type === 'shipment' ? [item.subject.id] : [])),
  );
  const own = (await loadPartyFacts(deps.store.read, [party.id])).get(party.id);
  return { party: { name: own?.name ?? '', uscc: party.uscc }, todos: todos.items, slips, incoming, batches };
}

async function incomingOf(deps: Deps, partyId: number, siteIds: readonly number[] | undefined) {
  let query = deps.store.read
    .selectFrom('shipment')
    .select(['id', 'slip', 'partyId', 'shippedAt', 'documentNumber'])
    .where('toPartyId', '=', partyId)
    .where('state', '=', 'in-transit');
  if (siteIds) query = query.where('toSiteId', 'in', [...siteIds, -1]);
  const rows = await query.orderBy('recordedAt', 'desc').orderBy('id', 'desc').limit(SHOWN).execute();
  if (rows.length === 0) return [];
  const suppliers = await loadPartyFacts(
    deps.store.read,
    rows.map((row) => row.partyId),
  );
  const lines = await deps.store.read
    .selectFrom('shipment_line')
    .innerJoin('batch', 'batch.id', 'shipment_line.batchId')
    .innerJoin('product', 'product.id', 'batch.productId')
    .select(['shipmentId', 'product.name'])
    .where(
      'shipmentId',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('n')
    .execute();
  const linesBy = Map.groupBy(lines, (line) => line.shipmentId);
  return rows.map((row) => ({
    slip: row.slip,
    supplier: suppliers.get(row.partyId)?.name ?? '',
    shippedAt: formatInstant(row.shippedAt),
    documentNumber: row.documentNumber,
    lineCount: linesBy.get(row.id)?.length ?? 0,
    firstLine: linesBy.get(row.id)?.[0]?.name ?? '',
  }));
}

/** Slips of shipments a party sent or is sent, by the shipment's public id. */
async function slipsOf(deps: Deps, partyId: number, publicIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (publicIds.length === 0) return new Map();
  const rows = await deps.store.read
    .selectFrom('shipment')
    .select(['publicId', 'slip'])
    .where('publicId', 'in', [...publicIds])
    .where((eb) => eb.or([eb('partyId', '=', partyId), eb('toPartyId', '=', partyId)]))
    .execute();
  return new Map(rows.map((row) => [row.publicId, row.slip]));
}

import { parseTraceCode } from '../codes/trace-code.ts';
import { loadPartyFacts } from '../parties/facts.ts';
import { narrowed, type PartyCaller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { type Asking, todoList } from './lists.ts';

const SHOWN = 20;

/**
 * What a party comes back to: deliveries to confirm, what stands open, its latest batches; of each list its first, and how many there are.
 * @param todosAfter cursor of the part of what stands open that is shown
 */
export async function partyHome(deps: Deps, asking: Asking & { caller: PartyCaller }, todosAfter?: string) {
  const { party, actor, rights, siteIds } = asking.caller;
  // What stands against a party is told to who keeps its registration.
  const isTold = party.id === actor.id || rights.includes('party');
  const [todos, incoming, incomingCount, batches] = await Promise.all([
    isTold
      ? todoList(deps, { ...asking, caller: narrowed(asking.caller, 'party') }, { limit: SHOWN, cursor: todosAfter })
      : { items: [], deadlines: [], next: null },
    incomingOf(deps, party.id, siteIds),
    countIncoming(deps, party.id, siteIds),
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
  return {
    party: { name: own?.name ?? '', uscc: party.uscc },
    todos: todos.items,
    todosNext: todos.next,
    deadlines: todos.deadlines ?? [],
    weights: isTold ? await weightsOf(deps, party.id, siteIds) : { todo: 0, reminder: 0, lead: 0 },
    slips,
    ownCodes: await ownCodesOf(
      deps,
      party.id,
      todos.items.flatMap((item) => (item.subject.type === 'batch' ? [item.subject.id] : [])),
    ),
    incoming,
    incomingCount,
    batches,
  };
}

/** How much stands open against a party, by weight. */
async function weightsOf(
  deps: Deps,
  partyId: number,
  siteIds: readonly number[] | undefined,
): Promise<Record<'todo' | 'reminder' | 'lead', number>> {
  const rows = await deps.store.read
    .selectFrom('finding')
    .select((eb) => ['weight', eb.fn.countAll<number>().as('count')])
    .where('partyId', '=', partyId)
    .where('state', 'in', ['open', 'in-case'])
    .$if(siteIds !== undefined, (query) => query.where('siteId', 'in', [...(siteIds ?? []), -1]))
    .groupBy('weight')
    .execute();
  const by = new Map(rows.map((row) => [row.weight, Number(row.count)]));
  return { todo: by.get('todo') ?? 0, reminder: by.get('reminder') ?? 0, lead: by.get('lead') ?? 0 };
}

/** Of some codes, as findings show them, those of a party's own batches. */
async function ownCodesOf(deps: Deps, partyId: number, shown: readonly string[]): Promise<ReadonlySet<string>> {
  const codes = new Map(
    shown.flatMap((text): [string, string][] => {
      const parsed = parseTraceCode(text);
      return parsed.ok ? [[parsed.code, text]] : [];
    }),
  );
  if (codes.size === 0) return new Set();
  const rows = await deps.store.read
    .selectFrom('batch')
    .select('traceCode')
    .where('traceCode', 'in', [...codes.keys()])
    .where('partyId', '=', partyId)
    .execute();
  return new Set(rows.flatMap((row) => codes.get(row.traceCode) ?? []));
}

function onTheWay(deps: Deps, partyId: number, siteIds: readonly number[] | undefined) {
  const query = deps.store.read.selectFrom('shipment').where('toPartyId', '=', partyId).where('state', '=', 'in-transit');
  return siteIds ? query.where('toSiteId', 'in', [...siteIds, -1]) : query;
}

async function countIncoming(deps: Deps, partyId: number, siteIds: readonly number[] | undefined): Promise<number> {
  const row = await onTheWay(deps, partyId, siteIds)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

async function incomingOf(deps: Deps, partyId: number, siteIds: readonly number[] | undefined) {
  const rows = await onTheWay(deps, partyId, siteIds)
    .select(['id', 'publicId', 'slip', 'partyId', 'shippedAt', 'documentNumber'])
    .orderBy('recordedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute();
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
    id: row.publicId,
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

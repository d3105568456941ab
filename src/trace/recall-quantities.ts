import { quantityView } from '../batches/views.ts';
import { standingsOf } from '../custody/standing.ts';
import { rowsOf } from '../store/parts.ts';
import type { Store } from '../store/store.ts';
import { traceQueries } from './queries.ts';
import { type ReportKind, reportKinds } from './recall-schemas.ts';

type Read = Store['read'];

/** Quantities of a recall in one unit, in its steps. */
export interface Quantities {
  unit: string;
  unitCode: string | null;
  /** In the books of all holders now; below zero counts as nothing. */
  onHand: number;
  /** Shipped and in no other books: not answered yet, refused, or less received than was shipped. It can still be stopped. */
  inTransit: number;
  /** Recorded as sold to consumers or consumed. */
  sold: number;
  /** Recorded as destroyed. */
  destroyed: number;
  /** What holders reported, by kind. */
  reported: Record<ReportKind, number>;
  /** In the books of holders and not covered by what they reported. */
  unaccounted: number;
}

/** A line of a report as it is kept: the batch and the quantity in its unit. */
export interface ReportedLine {
  traceCode: string;
  batchId: number;
  steps: number;
  amount: string;
  unit: string;
}

/**
 * What became of the goods, by the unit they are counted in. A batch counted in kilograms and what was made from it in boxes stand side by side and are never added.
 *
 * Unaccounted is, for each holder and batch, what its books have less what it reported: the larger of what it stopped and of what it sent back, destroyed and
 * sold, since goods that were stopped first are usually the ones that are destroyed later.
 */
export async function quantitiesOf(store: Store, recallId: number): Promise<Quantities[]> {
  const { read } = store;
  const byUnit = new Map<string, Quantities>();
  const of = (unit: string, unitCode: string | null): Quantities => {
    const known = byUnit.get(unit);
    if (known) return known;
    const fresh = { unit, unitCode, onHand: 0, inTransit: 0, sold: 0, destroyed: 0, reported: noReports(), unaccounted: 0 };
    byUnit.set(unit, fresh);
    return fresh;
  };
  for (const row of await onHand(read, recallId)) of(row.unit ?? '', row.unitCode).onHand += Number(row.steps);
  for (const row of [...(await inTransit(read, recallId)), ...(await unsettled(store, recallId))])
    of(row.unit ?? '', row.unitCode).inTransit += Number(row.steps);
  for (const row of await disposed(read, recallId))
    of(row.unit ?? '', row.unitCode)[row.kind === 'destroyed' ? 'destroyed' : 'sold'] += Number(row.steps);
  for (const quantities of byUnit.values()) quantities.unaccounted = quantities.onHand;
  const reports = await reportedBy(read, recallId);
  const books = await balancesOf(read, recallId, reports);
  for (const one of reports) {
    const quantities = of(one.unit, one.unitCode);
    for (const kind of reportKinds) quantities.reported[kind] += one.reported[kind];
    quantities.unaccounted -= Math.min(books.get(keyOf(one)) ?? 0, coveredBy(one.reported));
  }
  return [...byUnit.values()];
}

const noReports = (): Record<ReportKind, number> => ({ stopped: 0, returned: 0, destroyed: 0, sold: 0 });
const coveredBy = ({ stopped, returned, destroyed, sold }: Record<ReportKind, number>) => Math.max(stopped, returned + destroyed + sold);
const keyOf = ({ partyId, batchId }: { partyId: number; batchId: number }) => `${partyId}/${batchId}`;

function onHand(read: Read, recallId: number) {
  return read
    .selectFrom('recall_scope as scope')
    .innerJoin('holding', 'holding.id', 'scope.holdingId')
    .innerJoin('batch', 'batch.id', 'scope.batchId')
    .select((eb) => ['batch.unit', 'batch.unitCode', eb.fn.sum<number>('holding.steps').as('steps')])
    .where('scope.recallId', '=', recallId)
    .where('holding.steps', '>', 0)
    .groupBy(['batch.unit', 'batch.unitCode'])
    .execute();
}

function inTransit(read: Read, recallId: number) {
  return read
    .selectFrom('recall_batch as named')
    .innerJoin('shipment_line as line', 'line.batchId', 'named.batchId')
    .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
    .innerJoin('batch', 'batch.id', 'named.batchId')
    .select((eb) => ['batch.unit', 'batch.unitCode', eb.fn.sum<number>('line.steps').as('steps')])
    .where('named.recallId', '=', recallId)
    .where('shipment.state', '=', 'in-transit')
    .groupBy(['batch.unit', 'batch.unitCode'])
    .execute();
}

/** Of shipments that were answered, what is in nobody's books: refused or missing goods, until they are taken back or both sides agree. */
async function unsettled(store: Store, recallId: number) {
  const lines = await store.read
    .selectFrom('recall_batch as named')
    .innerJoin('shipment_line as line', 'line.batchId', 'named.batchId')
    .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
    .innerJoin('batch', 'batch.id', 'named.batchId')
    .select(['line.shipmentId', 'shipment.partyId', 'line.n', 'line.steps', 'batch.unit', 'batch.unitCode'])
    .where('named.recallId', '=', recallId)
    .where('shipment.state', 'in', ['refused', 'disputed'])
    .execute();
  const q = traceQueries(store);
  const ids = [...new Set(lines.map((line) => line.shipmentId))].sort((a, b) => a - b);
  const receiptLines = Map.groupBy(await q.receiptLines(ids), (row) => row.shipmentId);
  const takebacks = Map.groupBy(await q.takebacks(ids), (row) => row.shipmentId);
  const amendments = Map.groupBy(await q.amendments(ids), (row) => row.shipmentId);
  return lines.map(({ shipmentId: id, ...line }) => {
    const after = { receiptLines: receiptLines.get(id) ?? [], takebacks: takebacks.get(id) ?? [], amendments: amendments.get(id) ?? [] };
    return { ...line, steps: standingsOf(line, [line], after).get(line.n)?.inTransit ?? 0 };
  });
}

function disposed(read: Read, recallId: number) {
  return read
    .selectFrom('recall_batch as named')
    .innerJoin('disposition_line as line', 'line.batchId', 'named.batchId')
    .innerJoin('disposition', 'disposition.id', 'line.dispositionId')
    .innerJoin('batch', 'batch.id', 'named.batchId')
    .select((eb) => ['batch.unit', 'batch.unitCode', 'disposition.kind', eb.fn.sum<number>('line.steps').as('steps')])
    .where('named.recallId', '=', recallId)
    .groupBy(['batch.unit', 'batch.unitCode', 'disposition.kind'])
    .execute();
}

interface Reported {
  partyId: number;
  batchId: number;
  unit: string;
  unitCode: string | null;
  reported: Record<ReportKind, number>;
}

/** What each holder reported of each batch; costs what was reported. */
async function reportedBy(read: Read, recallId: number): Promise<Reported[]> {
  const rows = await read
    .selectFrom('recall_report')
    .select(['partyId', 'kind', 'lines'])
    .where('recallId', '=', recallId)
    .where('kind', 'in', [...reportKinds])
    .execute();
  const lines = rows.flatMap((row) =>
    (JSON.parse(row.lines) as ReportedLine[]).map((line) => ({ ...line, partyId: row.partyId, kind: row.kind })),
  );
  const units = new Map(
    (
      await rowsOf(
        lines.map((line) => line.batchId),
        (part) => read.selectFrom('batch').select(['id', 'unit', 'unitCode']).where('id', 'in', part).execute(),
      )
    ).map((row) => [row.id, row]),
  );
  const all = new Map<string, Reported>();
  for (const line of lines) {
    const unit = units.get(line.batchId);
    const one = all.get(keyOf(line)) ?? {
      partyId: line.partyId,
      batchId: line.batchId,
      unit: unit?.unit ?? '',
      unitCode: unit?.unitCode ?? null,
      reported: noReports(),
    };
    one.reported[line.kind as ReportKind] += line.steps;
    all.set(keyOf(line), one);
  }
  return [...all.values()];
}

/** What those who reported have in their books, by party and batch. */
async function balancesOf(read: Read, recallId: number, reports: readonly Reported[]): Promise<Map<string, number>> {
  const rows = await rowsOf(
    reports.map((one) => one.partyId),
    (part) =>
      read
        .selectFrom('recall_scope as scope')
        .innerJoin('holding', 'holding.id', 'scope.holdingId')
        .select((eb) => ['scope.partyId', 'scope.batchId', eb.fn.sum<number>('holding.steps').as('steps')])
        .where('scope.recallId', '=', recallId)
        .where('scope.partyId', 'in', part)
        .where('holding.steps', '>', 0)
        .groupBy(['scope.partyId', 'scope.batchId'])
        .execute(),
  );
  return new Map(rows.map((row) => [keyOf(row), Number(row.steps)]));
}

/** Quantities as replies show them. */
export function quantitiesView(list: readonly Quantities[]) {
  return list.map(({ unit, unitCode, reported, ...steps }) => {
    const shown = (value: number) => quantityView(value, unit, unitCode);
    return {
      unit,
      onHand: shown(steps.onHand),
      inTransit: shown(steps.inTransit),
      sold: shown(steps.sold),
      destroyed: shown(steps.destroyed),
      reported: Object.fromEntries(reportKinds.map((kind) => [kind, shown(reported[kind])])) as Record<
        ReportKind,
        ReturnType<typeof shown>
      >,
      unaccounted: shown(steps.unaccounted),
    };
  });
}

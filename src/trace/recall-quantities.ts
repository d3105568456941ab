import { quantityView } from '../batches/views.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { coveredOf, noReports, reportedBy } from './recall-covered.ts';
import { onSlips } from './recall-open-goods.ts';
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
  /** Confirmed by slip by buyers without registration: in nobody's books. */
  withUnregistered: number;
  /** Recorded as sold to consumers or consumed. */
  sold: number;
  /** Recorded as destroyed. */
  destroyed: number;
  /** What holders reported, by kind. */
  reported: Record<ReportKind, number>;
  /** In the books of holders and not covered by what they reported, and with buyers without registration whom nobody has reached. */
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
 * Unaccounted is, for each holder and batch, what its books have less what its reports still answer for (`coveredOf`).
 */
export async function quantitiesOf(store: Store, recall: Pick<DB['recall'], 'id' | 'openedAt'>): Promise<Quantities[]> {
  const { read } = store;
  const byUnit = new Map<string, Quantities>();
  const of = (unit: string | null, unitCode: string | null): Quantities => {
    const known = byUnit.get(unit ?? '');
    if (known) return known;
    const none = { onHand: 0, inTransit: 0, withUnregistered: 0, sold: 0, destroyed: 0, unaccounted: 0 };
    const fresh = { unit: unit ?? '', unitCode, ...none, reported: noReports() };
    byUnit.set(fresh.unit, fresh);
    return fresh;
  };
  for (const row of await onHand(read, recall.id)) {
    const quantities = of(row.unit, row.unitCode);
    quantities.onHand += Number(row.steps);
    quantities.unaccounted += Number(row.steps);
  }
  for (const row of await onSlips(store, recall.id)) {
    const quantities = of(row.unit, row.unitCode);
    quantities.inTransit += row.inTransit;
    quantities.withUnregistered += row.withBuyers;
    quantities.unaccounted += row.notReached;
  }
  for (const row of await disposed(read, recall.id))
    of(row.unit, row.unitCode)[row.kind === 'destroyed' ? 'destroyed' : 'sold'] += Number(row.steps);
  const reports = await reportedBy(read, recall.id);
  const covered = await coveredOf(store, recall, reports);
  for (const one of reports) {
    const quantities = of(one.unit, one.unitCode);
    for (const kind of reportKinds) quantities.reported[kind] += one.reported[kind];
    quantities.unaccounted -= covered(one);
  }
  return [...byUnit.values()];
}

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

/** Quantities as replies show them. */
export function quantitiesView(list: readonly Quantities[]) {
  return list.map(({ unit, unitCode, reported, ...steps }) => {
    const shown = (value: number) => quantityView(value, unit, unitCode);
    return {
      unit,
      onHand: shown(steps.onHand),
      inTransit: shown(steps.inTransit),
      withUnregistered: shown(steps.withUnregistered),
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

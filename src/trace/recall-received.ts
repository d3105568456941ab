import type { ResolvedLine } from '../batches/goods.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { formatSteps } from '../platform/quantity.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { cameInto, loadBooks } from './books.ts';
import { traceQueries } from './queries.ts';
import type { ReportedLine } from './recall-quantities.ts';
import type { ReportKind } from './recall-schemas.ts';
import { nodeOf } from './walk.ts';

/** What a party ever got of some batches, made or received or bought or counted at the opening, at all its sites; in steps. */
async function receivedOf(store: Store, partyId: number, batchIds: readonly number[]): Promise<(batchId: number) => number> {
  const q = traceQueries(store);
  const own = await store.read
    .selectFrom('holding')
    .select('id')
    .where('batchId', 'in', [...batchIds, -1])
    .where('partyId', '=', partyId)
    .orderBy('id')
    .execute();
  const ids = own.map((row) => row.id);
  const nodes = new Map((await q.holdings(ids)).map((row) => [row.id, nodeOf(row, 0, true)]));
  const batches = new Map((await q.batches(batchIds)).map((row) => [row.id, row]));
  await loadBooks(q, { nodes, edges: [] }, batches);
  const got = new Map<number, number>();
  for (const node of nodes.values()) got.set(node.batchId, (got.get(node.batchId) ?? 0) + cameInto(node));
  return (batchId) => got.get(batchId) ?? 0;
}

/** What a party reported of a recall so far that stands beside `kind`: goods are stopped once, and sent back, destroyed or sold once. */
async function reportedOf(read: Store['read'], recallId: number, partyId: number, kind: ReportKind): Promise<Map<number, number>> {
  const rows = await read
    .selectFrom('recall_report')
    .select('lines')
    .where('recallId', '=', recallId)
    .where('partyId', '=', partyId)
    .where('kind', 'in', kind === 'stopped' ? ['stopped'] : ['returned', 'destroyed', 'sold'])
    .execute();
  const sums = new Map<number, number>();
  for (const { lines } of rows)
    for (const { batchId, steps } of JSON.parse(lines) as ReportedLine[]) sums.set(batchId, (sums.get(batchId) ?? 0) + steps);
  return sums;
}

/** A line for each quantity that, with what was reported before, is more than the party ever got. */
export async function beyondReceived(
  store: Store,
  recall: DB['recall'],
  partyId: number,
  kind: ReportKind,
  lines: readonly ResolvedLine[],
): Promise<ProblemDetail[]> {
  const received = await receivedOf(store, partyId, [...new Set(lines.map((line) => line.goods.batchId))]);
  const sums = await reportedOf(store.read, recall.id, partyId, kind);
  return lines.flatMap(({ goods, steps, amount, unit }, i) => {
    const before = sums.get(goods.batchId) ?? 0;
    sums.set(goods.batchId, before + steps);
    const got = received(goods.batchId);
    if (before + steps <= got) return [];
    const shown = (value: number) => (goods.unit === null ? '0' : `${formatSteps(value, goods.unit)} ${goods.unit}`);
    return [
      {
        pointer: `/lines/${i}/quantity`,
        found: `${amount} ${unit}`,
        expected: {
          zh: `本方一共收到 ${shown(got)}，此前已报告 ${shown(before)}`,
          en: `in all ${shown(got)} came to the caller, of which ${shown(before)} were reported before`,
        },
        fix: { zh: '核对数量；如有尚未登记的收货，请先登记', en: 'check the quantity; record goods that came and were not recorded first' },
      },
    ];
  });
}

import type { PartyCaller } from '../../platform/caller.ts';
import type { Cursor } from '../../platform/paging.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';

/** Values one query names at most; engines differ in how many parameters they take. */
const AT_ONCE = 500;

/** A batch as its label needs it. */
export interface LabelledBatch {
  id: number;
  traceCode: string;
  gtin: string | null;
  lot: string;
  batchNumber: string | null;
  productionDate: string | null;
  productionDateTo: string | null;
  expiresOn: string | null;
  revision: number;
  productName: string;
}

/** A batch of a print, with how many of its labels were voided since. */
export interface PrintedBatch {
  printId: number;
  batchId: number;
  traceCode: string;
  copies: number;
  before: number;
  revision: number;
  currentRevision: number;
  voided: number;
}

/** A party's batches, and the labels printed of them; a delegate for some sites sees those of these alone. */
export function labelRepository(read: Store['read'], { party, siteIds }: PartyCaller) {
  const sites = siteIds && [...siteIds, -1];

  function prints() {
    const own = read.selectFrom('label_print').selectAll('label_print').where('label_print.partyId', '=', party.id);
    if (!sites) return own;
    return own.where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('label_print_batch as other')
            .innerJoin('batch', 'batch.id', 'other.batchId')
            .select('other.n')
            .whereRef('other.printId', '=', 'label_print.id')
            .where('batch.siteId', 'not in', sites),
        ),
      ),
    );
  }

  return {
    batches: async (codes: readonly string[]): Promise<LabelledBatch[]> => {
      const found: LabelledBatch[] = [];
      for (const part of parts([...new Set(codes)])) {
        let query = read
          .selectFrom('batch')
          .innerJoin('product', 'product.id', 'batch.productId')
          .select([
            'batch.id',
            'batch.traceCode',
            'batch.gtin',
            'batch.lot',
            'batch.batchNumber',
            'batch.productionDate',
            'batch.productionDateTo',
            'batch.expiresOn',
            'batch.revision',
            'product.name as productName',
          ])
          .where('batch.partyId', '=', party.id)
          .where('batch.traceCode', 'in', part);
        if (sites) query = query.where('batch.siteId', 'in', sites);
        found.push(...(await query.execute()));
      }
      return found;
    },
    /** Labels printed and not voided, by batch; a batch without any is left out. */
    printed: async (batchIds: readonly number[]): Promise<Map<number, number>> => {
      const counts = new Map<number, number>();
      for (const part of parts(batchIds))
        for (const [table, sign] of [
          ['label_print_batch', 1],
          ['label_void', -1],
        ] as const) {
          const rows = await read
            .selectFrom(table)
            .select(({ fn }) => ['batchId', fn.sum<number>('copies').as('copies')])
            .where('batchId', 'in', part)
            .groupBy('batchId')
            .execute();
          for (const row of rows) counts.set(row.batchId, (counts.get(row.batchId) ?? 0) + sign * Number(row.copies));
        }
      return counts;
    },
    prints: (asked: { batchId: number | undefined; cursor: Cursor | null; limit: number }): Promise<DB['label_print'][]> => {
      const { batchId, cursor, limit } = asked;
      let query = prints();
      if (batchId !== undefined)
        query = query.where('label_print.id', 'in', read.selectFrom('label_print_batch').select('printId').where('batchId', '=', batchId));
      if (cursor) query = query.where((eb) => eb(eb.refTuple('label_print.at', 'label_print.id'), '<', eb.tuple(cursor.at, cursor.id)));
      return query
        .orderBy('label_print.at', 'desc')
        .orderBy('label_print.id', 'desc')
        .limit(limit + 1)
        .execute();
    },
    print: (publicId: string): Promise<DB['label_print'] | undefined> =>
      prints().where('label_print.publicId', '=', publicId).executeTakeFirst(),
    /** The batches of prints in their order, `most` a print at most. */
    batchesOf: async (printIds: readonly number[], most: number, batchId?: number): Promise<PrintedBatch[]> => {
      let query = read
        .selectFrom('label_print_batch as printed')
        .innerJoin('batch', 'batch.id', 'printed.batchId')
        .select(({ selectFrom }) => [
          'printed.printId',
          'printed.batchId',
          'printed.copies',
          'printed.before',
          'printed.revision',
          'batch.traceCode',
          'batch.revision as currentRevision',
          selectFrom('label_void')
            .select(({ fn }) => fn.sum<number>('copies').as('copies'))
            .whereRef('label_void.printId', '=', 'printed.printId')
            .whereRef('label_void.batchId', '=', 'printed.batchId')
            .as('voided'),
        ])
        .where('printed.printId', 'in', [...printIds, -1]);
      query = batchId === undefined ? query.where('printed.n', '<=', most) : query.where('printed.batchId', '=', batchId);
      const rows = await query.orderBy('printed.printId').orderBy('printed.n').execute();
      return rows.map((row) => ({ ...row, voided: Number(row.voided ?? 0) }));
    },
    /** How many batches each print has. */
    counts: async (printIds: readonly number[]): Promise<Map<number, number>> => {
      const rows = await read
        .selectFrom('label_print_batch')
        .select(({ fn }) => ['printId', fn.countAll<number>().as('count')])
        .where('printId', 'in', [...printIds, -1])
        .groupBy('printId')
        .execute();
      return new Map(rows.map((row) => [row.printId, Number(row.count)]));
    },
    voids: (printId: number): Promise<DB['label_void'][]> =>
      read.selectFrom('label_void').selectAll().where('printId', '=', printId).orderBy('n').execute(),
  };
}

export type LabelRepository = ReturnType<typeof labelRepository>;

function* parts<T>(values: readonly T[]): Generator<T[], void> {
  for (let from = 0; from < values.length; from += AT_ONCE) yield values.slice(from, from + AT_ONCE);
}

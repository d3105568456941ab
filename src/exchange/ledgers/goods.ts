import { certificatesOfBatches } from '../../batches/repository.ts';
import { formatTraceCode } from '../../codes/trace-code.ts';
import { formatSteps } from '../../platform/quantity.ts';
import { rowsOf } from '../../store/parts.ts';
import type { Store } from '../../store/store.ts';
import type { BareRow } from './model.ts';
import { asShipped, type Shipped } from './revisions.ts';

type Read = Store['read'];

type Told =
  | 'name'
  | 'specification'
  | 'productionDate'
  | 'productionDateTo'
  | 'batchNumber'
  | 'shelfLife'
  | 'expiresOn'
  | 'certificates'
  | 'traceCode'
  | 'category';

/** What a ledger says of a batch. */
export interface Goods extends Pick<BareRow, Told> {
  partyId: number;
  origin: string;
  /** Unit its steps count in; null where no quantity was recorded. */
  unit: string | null;
}

/** Goods by the batch and the revision they were shipped under; without a revision, as the batch stands now. */
export interface Stock {
  of(batchId: number, revision?: number): Goods | undefined;
}

/**
 * The batches of some lines. Goods that were shipped keep the revision they were shipped under: what their maker corrects later changes no ledger of the
 * past. Papers are those in force now; withdrawn ones are none.
 */
export async function goodsOf(read: Read, lines: readonly (Shipped | { batchId: number })[]): Promise<Stock> {
  const now = await goodsById(
    read,
    lines.map((line) => line.batchId),
  );
  const then = await asShipped(
    read,
    lines.filter((line): line is Shipped => 'batchRevision' in line),
  );
  return {
    of: (batchId, revision) => {
      const goods = now.get(batchId);
      return goods && { ...goods, ...then.get(`${batchId}/${revision}`) };
    },
  };
}

async function goodsById(read: Read, batchIds: readonly number[]): Promise<ReadonlyMap<number, Goods>> {
  const rows = await rowsOf(batchIds, (part) =>
    read
      .selectFrom('batch')
      .innerJoin('product', 'product.id', 'batch.productId')
      .select([
        'batch.id',
        'batch.partyId',
        'batch.origin',
        'batch.unit',
        'batch.traceCode',
        'batch.productionDate',
        'batch.productionDateTo',
        'batch.batchNumber',
        'batch.expiresOn',
        'product.name',
        'product.specification',
        'product.category',
        'product.shelfLifeValue',
        'product.shelfLifeUnit',
      ])
      .where('batch.id', 'in', part)
      .execute(),
  );
  const papers = Map.groupBy(await rowsOf(batchIds, (part) => certificatesOfBatches(read, part)), (paper) => paper.batchId);
  return new Map(
    rows.map(({ id, traceCode, shelfLifeValue, shelfLifeUnit, ...row }) => [
      id,
      {
        ...row,
        traceCode: formatTraceCode(traceCode),
        shelfLife: shelfLifeValue === null || shelfLifeUnit === null ? null : { value: shelfLifeValue, unit: shelfLifeUnit },
        certificates: (papers.get(id) ?? []).filter((paper) => paper.withdrawnAt === null).map(({ kind, number }) => ({ kind, number })),
      },
    ]),
  );
}

/** What is told of the goods of a row. */
export function toldOf({ partyId: _, origin: _origin, unit: _unit, ...told }: Goods): Pick<BareRow, Told> {
  return told;
}

/** An amount as it was written where it still holds, else in the unit of the batch. */
export function amountOf(written: { steps: number; amount: string; unit: string }, steps: number, baseUnit: string | null) {
  if (steps === written.steps || baseUnit === null) return { amount: written.amount, unit: written.unit };
  return { amount: formatSteps(steps, baseUnit), unit: baseUnit };
}

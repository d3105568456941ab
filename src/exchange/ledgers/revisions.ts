import { payloadsOf } from '../../ledger/payload.ts';
import { rowsOf } from '../../store/parts.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import type { BareRow } from './model.ts';

type Read = Store['read'];

/** A line of a shipment, by the revision of the batch it was shipped under. */
export interface Shipped {
  batchId: number;
  batchRevision: number;
}

/** What a correction of a batch may change of its ledger rows. */
type Told = Pick<
  BareRow,
  'name' | 'specification' | 'category' | 'shelfLife' | 'productionDate' | 'productionDateTo' | 'batchNumber' | 'expiresOn'
>;

type Recorded = Pick<Told, 'productionDate' | 'productionDateTo' | 'batchNumber' | 'expiresOn'> & { product?: { digest?: string } };

/** Batches that were corrected since they were shipped, as they stood then, by `batchId/revision`: read from the entries of the revisions. */
export async function asShipped(read: Read, lines: readonly Shipped[]): Promise<ReadonlyMap<string, Told>> {
  const wanted = new Set(lines.map(keyOf));
  const rows = await rowsOf(
    lines.map((line) => line.batchId),
    (part) =>
      read
        .selectFrom('batch')
        .innerJoin('batch_revision', 'batch_revision.batchId', 'batch.id')
        .innerJoin('entry', (join) =>
          join.onRef('entry.chain', '=', 'batch.ledgerChain').onRef('entry.seq', '=', 'batch_revision.ledgerSeq'),
        )
        .select(['batch.id as batchId', 'batch.partyId', 'batch_revision.revision as batchRevision', 'entry.hash', 'entry.bytes'])
        .where('batch.id', 'in', part)
        .whereRef('batch_revision.revision', '<', 'batch.revision')
        .execute(),
  );
  const earlier = rows.filter((row) => wanted.has(keyOf(row)));
  const records = (await payloadsOf(read, earlier)) as unknown as Recorded[];
  const products = await productsOf(
    read,
    records.flatMap((record) => record.product?.digest ?? []),
  );
  return new Map(
    earlier.flatMap((row, i): [string, Told][] => {
      const record = records[i];
      const product = products.get(`${row.partyId} ${record?.product?.digest}`);
      return record && product ? [[keyOf(row), toldBy(record, product)]] : [];
    }),
  );
}

const keyOf = ({ batchId, batchRevision }: Shipped) => `${batchId}/${batchRevision}`;

function toldBy({ productionDate, productionDateTo, batchNumber, expiresOn }: Recorded, product: DB['product']): Told {
  const { name, specification, category, shelfLifeValue, shelfLifeUnit } = product;
  const shelfLife = shelfLifeValue === null || shelfLifeUnit === null ? null : { value: shelfLifeValue, unit: shelfLifeUnit };
  return { name, specification, category, shelfLife, productionDate, productionDateTo, batchNumber, expiresOn };
}

/** Products by their party and the digest an entry names them by. */
async function productsOf(read: Read, digests: readonly string[]): Promise<ReadonlyMap<string, DB['product']>> {
  const rows = await rowsOf(digests, (part) => read.selectFrom('product').selectAll().where('digest', 'in', part).execute());
  return new Map(rows.map((row) => [`${row.partyId} ${row.digest}`, row]));
}

import { loadFieldRecordFacts } from '../farm/facts.ts';
import { loadOthersTests, loadSampleFacts, type ReportFacts } from '../laboratory/facts.ts';
import { loadPartyFacts } from '../parties/facts.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { BatchFacts, CertificateFacts, InputFacts, PartyFacts, ProductFacts, RuleEvent, WithdrawnFacts } from '../rules/facts.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { loadMarks } from '../trace/recall-facts.ts';
import { loadImportPapersFacts } from './import-papers-facts.ts';
import { type ProductColumns, productView } from './model.ts';
import { certificatesOfBatches } from './repository.ts';

export function certificateFacts(row: DB['certificate']): CertificateFacts {
  return {
    publicId: row.publicId,
    kind: row.kind,
    number: row.number,
    issuer: row.issuer,
    issuedOn: row.issuedOn,
    validUntil: row.validUntil,
    conclusion: row.conclusion as CertificateFacts['conclusion'],
    batchNumber: row.batchNumber,
    results: row.results === null ? [] : (JSON.parse(row.results) as CertificateFacts['results']),
  };
}

/** A product's row is shared by the records of one turn: its texts are read once. */
const readProducts = new WeakMap<ProductColumns, ProductFacts>();

export function productFacts(row: ProductColumns): ProductFacts {
  let facts = readProducts.get(row);
  if (!facts) {
    facts = factsOf(row);
    readProducts.set(row, facts);
  }
  return facts;
}

function factsOf(row: ProductColumns): ProductFacts {
  const view = productView(row);
  return {
    name: view.name,
    specification: view.specification,
    category: view.category as ProductFacts['category'],
    directoryItem: view.directoryItem,
    foodClass: view.foodClass,
    gtin: view.gtin,
    shelfLife: view.shelfLife as ProductFacts['shelfLife'],
    ingredients: view.ingredients,
  };
}

/** Facts of batches as they stand now, by id; a handful of queries however many there are. */
export async function loadBatchFacts(read: Store['read'], ids: readonly number[]): Promise<Map<number, BatchFacts>> {
  if (ids.length === 0) return new Map();
  const wanted = [...new Set(ids)];
  const batches = await read.selectFrom('batch').selectAll().where('id', 'in', wanted).execute();
  const sites = await read
    .selectFrom('site')
    .select(['id', 'publicId', 'name', 'kind', 'regionCode'])
    .where(
      'id',
      'in',
      batches.map((batch) => batch.siteId),
    )
    .execute();
  const products = await read
    .selectFrom('product')
    .selectAll()
    .where(
      'id',
      'in',
      batches.map((batch) => batch.productId),
    )
    .execute();
  const parties = await loadPartyFacts(
    read,
    batches.map((batch) => batch.partyId),
  );
  const inputs = await inputsOf(read, wanted);
  const filed = await certificatesOfBatches(read, wanted);
  const reports = await loadSampleFacts(read, filed);
  const othersTests = await loadOthersTests(read, batches, certificateFacts);
  const papers = Map.groupBy(filed, (paper) => paper.batchId);
  const roles = await roleFacts(read, batches, products, parties);
  const siteById = new Map(sites.map((site) => [site.id, site]));
  const productById = new Map(products.map((product) => [product.id, product]));
  const facts = new Map<number, BatchFacts>();
  for (const batch of batches) {
    const party = parties.get(batch.partyId);
    const site = siteById.get(batch.siteId);
    const product = productById.get(batch.productId);
    if (!party || !site || !product) throw new Error(`Batch ${batch.traceCode} refers to a party, site or product that is not there.`);
    const own = papers.get(batch.id) ?? [];
    facts.set(batch.id, {
      ...batchColumnsAsFacts(batch),
      party,
      site,
      product: productFacts(product),
      certificates: own
        .filter((paper) => paper.withdrawnAt === null && !reports.get(paper.id)?.isSuperseded)
        .map((paper) => ({ ...certificateFacts(paper), ...reportOf(reports.get(paper.id)) })),
      othersTests: othersTests.get(batch.id) ?? [],
      goneReports: own.filter((paper) => isGone(paper, reports.get(paper.id))).map((paper) => paper.publicId),
      ...roles(batch),
      withdrawn: own.flatMap(withdrawnFacts),
      inputs: inputs.get(batch.id) ?? [],
    });
  }
  return facts;
}

const reportOf = (report: ReportFacts | undefined) => (report ? { sample: report.sample } : {});

/** A report that its laboratory or an authority took back or replaced; a party that takes back its own word leaves what rests on it to the officers. */
const isGone = ({ withdrawnAt }: DB['certificate'], report: ReportFacts | undefined) =>
  report !== undefined && !report.isOwnWord && (withdrawnAt !== null || report.isSuperseded);

/** What farms and importers recorded of batches, asked only where there may be any: every record asks for its batches. */
async function roleFacts(
  read: Store['read'],
  batches: readonly DB['batch'][],
  products: readonly DB['product'][],
  parties: ReadonlyMap<number, PartyFacts>,
): Promise<(batch: DB['batch']) => Pick<BatchFacts, 'fieldRecords' | 'importPapers'>> {
  const grown = new Set(products.filter((product) => product.category === 'agricultural').map((product) => product.id));
  const fields = await loadFieldRecordFacts(
    read,
    batches.filter((batch) => grown.has(batch.productId)).map((batch) => batch.id),
  );
  const imports = await loadImportPapersFacts(
    read,
    batches.filter((batch) => parties.get(batch.partyId)?.kinds.includes('importer')).map((batch) => batch.id),
  );
  return ({ id }) => {
    const [fieldRecords, importPapers] = [fields.get(id), imports.get(id)];
    return { ...(fieldRecords ? { fieldRecords } : {}), ...(importPapers ? { importPapers } : {}) };
  };
}

/** A report to an official sample that was withdrawn leaves no gap among the papers the goods leave by. */
function withdrawnFacts({ publicId, kind, number, withdrawnAt }: DB['certificate']): WithdrawnFacts[] {
  return withdrawnAt === null || kind === 'officialSample' ? [] : [{ publicId, kind, number, withdrawnOn: civilDateOf(withdrawnAt) }];
}

async function inputsOf(read: Store['read'], batchIds: readonly number[]): Promise<Map<number, InputFacts[]>> {
  const rows = await read
    .selectFrom('transformation_output as made')
    .innerJoin('transformation_input as used', 'used.transformationId', 'made.transformationId')
    .innerJoin('transformation', 'transformation.id', 'made.transformationId')
    .select(['made.batchId', 'used.batchId as inputBatchId', 'transformation.partyId', 'transformation.at'])
    .where('made.batchId', 'in', [...batchIds])
    .orderBy('made.batchId')
    .orderBy('used.n')
    .execute();
  const inputs = await loadInputFacts(
    read,
    rows.map(({ inputBatchId: batchId, partyId, at }) => ({ batchId, partyId, at })),
  );
  const byBatch = new Map<number, InputFacts[]>();
  for (const [i, { batchId }] of rows.entries()) byBatch.set(batchId, [...(byBatch.get(batchId) ?? []), ...(inputs[i] ?? [])]);
  return byBatch;
}

/** A batch that went into another: by whom and when (epoch ms). */
export interface Used {
  batchId: number;
  partyId: number;
  at: number;
}

/** Goods that went into others as rules see them, one list a line used, with the recalls of them that the user had been told of. */
export async function loadInputFacts(read: Store['read'], used: readonly Used[]): Promise<InputFacts[][]> {
  if (used.length === 0) return [];
  const ids = [...new Set(used.map((line) => line.batchId))];
  const known = await goodsFacts(read, ids);
  const marks = await loadMarks(
    read,
    ids,
    used.map((line) => line.partyId),
  );
  return used.map(({ batchId, partyId, at }) => {
    const goods = known.get(batchId);
    return goods ? [{ ...goods, usedAt: at, recalls: marks(partyId).recalls.filter((recall) => recall.batchId === batchId) }] : [];
  });
}

async function goodsFacts(read: Store['read'], ids: readonly number[]): Promise<Map<number, InputFacts>> {
  const rows = await read
    .selectFrom('batch')
    .innerJoin('product', 'product.id', 'batch.productId')
    .select(['batch.id', 'traceCode', 'product.name', 'product.category', 'expiresOn', 'expiresBy', 'batch.actedBy'])
    .where('batch.id', 'in', [...ids])
    .execute();
  const papers = Map.groupBy(
    await certificatesOfBatches(
      read,
      rows.map((row) => row.id),
    ),
    (paper) => paper.batchId,
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        traceCode: row.traceCode,
        productName: row.name,
        category: row.category as InputFacts['category'],
        expiresOn: row.expiresOn,
        expiresBy: row.expiresBy as InputFacts['expiresBy'],
        certificates: (papers.get(row.id) ?? [])
          .filter((paper) => paper.withdrawnAt === null)
          .map((paper) => ({ kind: paper.kind, issuedOn: paper.issuedOn, conclusion: paper.conclusion as 'pass' | 'fail' | null })),
        enteredBy: row.actedBy,
      },
    ]),
  );
}

/**
 * The correction of goods that had been sold on, with the ingredients of the revision first shipped; none where nothing was shipped, or the product is the
 * same description as before.
 * @param before the batch as it stood; `after` as the correction leaves it
 */
export async function revisionEvents(read: Store['read'], before: DB['batch'], productId: number, after: BatchFacts): Promise<RuleEvent[]> {
  if (before.productId === productId) return [];
  const shipped = await read
    .selectFrom('shipment_line')
    .innerJoin('shipment', 'shipment.id', 'shipment_line.shipmentId')
    .select(['shipment.shippedAt', 'shipment_line.batchRevision'])
    .where('shipment_line.batchId', '=', before.id)
    .where('shipment.state', '!=', 'void')
    .where('shipment.purpose', '=', 'sale')
    .orderBy('shipment.shippedAt')
    .limit(1)
    .executeTakeFirst();
  const product = shipped && (await productAt(read, before, shipped.batchRevision));
  if (!shipped || !product) return [];
  const ingredients = productFacts(product).ingredients.map((one) => one.name);
  return [{ kind: 'revision', batch: after, before: ingredients, shippedOn: civilDateOf(shipped.shippedAt) }];
}

/** The product of an earlier revision, by the digest its ledger entry names; that of the last revision where the entry does not say. */
async function productAt(read: Store['read'], batch: DB['batch'], revision: number): Promise<DB['product'] | undefined> {
  const products = read.selectFrom('product').selectAll().where('partyId', '=', batch.partyId);
  const entry =
    revision === batch.revision
      ? undefined
      : await read
          .selectFrom('batch_revision')
          .innerJoin('entry', (join) => join.onRef('entry.seq', '=', 'batch_revision.ledgerSeq').on('entry.chain', '=', batch.ledgerChain))
          .select('entry.bytes')
          .where('batchId', '=', batch.id)
          .where('revision', '=', revision)
          .executeTakeFirst();
  const digest = entry && (JSON.parse(entry.bytes) as { payload?: { product?: { digest?: string } } }).payload?.product?.digest;
  const named = digest === undefined ? products.where('id', '=', batch.productId) : products.where('digest', '=', digest);
  return named.executeTakeFirst();
}

export function batchColumnsAsFacts(batch: DB['batch']): Omit<BatchFacts, 'party' | 'site' | 'product' | 'certificates'> {
  return {
    id: batch.id,
    traceCode: batch.traceCode,
    revision: batch.revision,
    batchNumber: batch.batchNumber,
    productionDate: batch.productionDate,
    productionDateTo: batch.productionDateTo,
    expiresOn: batch.expiresOn,
    expiresBy: batch.expiresBy as BatchFacts['expiresBy'],
    quantity: batch.steps === null || batch.unit === null ? null : { steps: batch.steps, unit: batch.unit },
    origin: batch.origin as BatchFacts['origin'],
    commissioned: batch.commissionedBy !== null,
    enteredBy: batch.actedBy,
    recordedAt: batch.createdAt,
  };
}

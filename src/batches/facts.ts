import { loadPartyFacts } from '../parties/facts.ts';
import type { BatchFacts, CertificateFacts, ProductFacts } from '../rules/facts.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
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

export function productFacts(row: ProductColumns): ProductFacts {
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

/** Facts of batches as they stand now, by id; four queries however many there are. */
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
  const papers = Map.groupBy(await certificatesOfBatches(read, wanted), (paper) => paper.batchId);
  const siteById = new Map(sites.map((site) => [site.id, site]));
  const productById = new Map(products.map((product) => [product.id, product]));
  const facts = new Map<number, BatchFacts>();
  for (const batch of batches) {
    const party = parties.get(batch.partyId);
    const site = siteById.get(batch.siteId);
    const product = productById.get(batch.productId);
    if (!party || !site || !product) throw new Error(`Batch ${batch.traceCode} refers to a party, site or product that is not there.`);
    const certificates = (papers.get(batch.id) ?? []).filter((paper) => paper.withdrawnAt === null).map(certificateFacts);
    facts.set(batch.id, { ...batchColumnsAsFacts(batch), party, site, product: productFacts(product), certificates });
  }
  return facts;
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
    enteredBy: batch.actedBy,
    recordedAt: batch.createdAt,
  };
}

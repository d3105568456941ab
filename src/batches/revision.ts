import { lotFor } from '../codes/digital-link.ts';
import type { Json } from '../ledger/entry.ts';
import { actedBy } from '../platform/caller.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import type { DB } from '../store/schema.ts';
import type { EntryDraft, Rows } from '../store/store.ts';
import { batchMentions, certificateMentions, productMentions } from '../substances/notice/mentions.ts';
import { certificateRecord, certificateRow, type Drafting, newProduct, productEntry } from './draft.ts';
import { certificatesOf, contradictions, expiryOf, FORMER_LINK_SCHEME, productColumns, productDigest, quantityColumns } from './model.ts';
import { commissionerOf, materialsOf, materialsRecord } from './names.ts';
import type { BatchInput } from './schemas.ts';
import { unknownFiles, unknownSite } from './usecases.ts';
import { quantityView } from './views.ts';

export type RevisionInput = Omit<BatchInput, 'inputs' | 'externalCodes' | 'productId'> & { reason: string };

/** A batch after a correction. */
export interface Revision {
  batch: DB['batch'];
  /** The columns that are written on the batch. */
  changed: ReturnType<typeof changedColumns>;
  product: DB['product'];
  newCertificates: DB['certificate'][];
  rows: Rows;
  productEntry?: EntryDraft;
  /** What the ledger and the revision keep of it. */
  record: { [key: string]: Json };
}

/**
 * The batch as the correction leaves it.
 * @throws {Problem} invalid-input with every wrong field; conflict when the unit or the site would change
 */
export async function revisionOf(work: Drafting, batch: DB['batch'], input: RevisionInput): Promise<Revision> {
  const before = await work.deps.store.read.selectFrom('product').selectAll().where('id', '=', batch.productId).executeTakeFirstOrThrow();
  const dates = datesOf(batch, input);
  const site = await siteOf(work, batch, input, dates);
  refuseUnitChange(batch, input);
  const product = await productAfter(work, before, input);
  const papers = certificatesOf(input);
  const ids = await work.deps.store.ids(papers.length);
  const filed = papers.map((paper, i) => certificateRow(work, paper, ids[i] ?? 0));
  const newCertificates = filed.map((paper) => paper.row);
  const commissioner = commissionerOf(work, input.commissionedBy);
  const materials = materialsOf(work, input.materials);
  const names = { commissionedBy: commissioner.column, commissionerUscc: commissioner.uscc, materials: materials.column };
  const changed = changedColumns(work, batch, input, dates, names, product.row);
  const after = { ...batch, ...changed };
  return {
    batch: after,
    changed,
    product: product.row,
    ...(product.isNew ? { productEntry: productEntry(work, product.row) } : {}),
    newCertificates,
    rows: {
      ...(product.isNew ? { product: [product.row] } : {}),
      personal: [...commissioner.personal, ...materials.personal, ...filed.flatMap((paper) => paper.personal)],
      mention: [
        ...(product.isNew ? productMentions(product.row) : []),
        ...newCertificates.flatMap(certificateMentions),
        ...batchMentions(batch.id, input.materials ?? []),
      ],
      external_code: await formerLink(work, batch, after),
      certificate: newCertificates,
      batch_certificate: newCertificates.map((paper) => ({ batchId: batch.id, certificateId: paper.id })),
    },
    record: recordAfter(after, site.publicId, product.row, newCertificates),
  };
}

type Dates = ReturnType<typeof datesOf>;

/** Dates after the correction: a printed expiry stays until another is given. */
function datesOf(batch: DB['batch'], input: RevisionInput) {
  const printed = batch.expiresBy === 'printed' ? (batch.expiresOn ?? undefined) : undefined;
  return {
    productionDate: input.productionDate ?? batch.productionDate ?? undefined,
    productionDateTo: input.productionDateTo ?? batch.productionDateTo ?? undefined,
    productionTime: input.productionTime ?? batch.productionTime ?? undefined,
    expiresOn: input.expiresOn ?? printed,
  };
}

/** The site of the batch, which stays: its holdings, its region and who supervises it hang on it. */
async function siteOf(work: Drafting, batch: DB['batch'], input: RevisionInput, dates: Dates): Promise<{ publicId: string }> {
  // A correction need not name the product, which a record must.
  const errors = contradictions({ ...input, ...dates }, work.today).filter((error) => error.pointer !== '/product');
  const site = input.site === undefined ? null : await work.repository.site(input.site);
  if (input.site !== undefined && !site) errors.push(unknownSite(input.site, '/site'));
  errors.push(...(await unknownFiles(work, input, '')));
  if (errors.length > 0) throw invalidInput(errors);
  if (site && site.id !== batch.siteId)
    throw new Problem('conflict', {
      zh: '批次的场所不能更改：库存和监管归属都随场所而定。请将货物调拨到另一场所；如录错，请在正确的场所另录一批。',
      en: 'The site of a batch cannot change: its stock and its supervision hang on it. Ship the goods to the other site, or record the batch anew there if this was a mistake.',
    });
  return work.deps.store.read.selectFrom('site').select('publicId').where('id', '=', batch.siteId).executeTakeFirstOrThrow();
}

function changedColumns(
  work: Drafting,
  batch: DB['batch'],
  input: RevisionInput,
  dates: Dates,
  names: Pick<DB['batch'], 'commissionedBy' | 'commissionerUscc' | 'materials'>,
  product: DB['product'],
) {
  const batchNumber = input.batchNumber?.trim() ?? batch.batchNumber;
  return {
    productId: product.id,
    gtin: product.gtin,
    lot: batchNumber === null ? batch.traceCode : lotFor(batchNumber, batch.traceCode),
    batchNumber,
    productionDate: dates.productionDate ?? null,
    productionDateTo: dates.productionDateTo ?? null,
    productionTime: dates.productionTime ?? null,
    ...expiryOf(dates, product),
    ...(input.quantity ? quantityColumns(input.quantity) : {}),
    ...(names.commissionedBy === null ? {} : { commissionedBy: names.commissionedBy, commissionerUscc: names.commissionerUscc }),
    ...(names.materials === null ? {} : { materials: names.materials }),
    ...(input.public ? { publicFields: JSON.stringify(input.public) } : {}),
    revision: batch.revision + 1,
    actedBy: actedBy(work.caller),
  };
}

/** Packs stay printed with the Digital Link the batch had: it is kept beside the new one, once however often it comes back. */
async function formerLink(work: Drafting, before: DB['batch'], after: DB['batch']): Promise<DB['external_code'][]> {
  if (before.gtin === null || (before.gtin === after.gtin && before.lot === after.lot)) return [];
  const row = { scheme: FORMER_LINK_SCHEME, value: `${before.gtin}/${before.lot}`, batchId: before.id };
  const known = await work.deps.store.read
    .selectFrom('external_code')
    .select('batchId')
    .where('scheme', '=', row.scheme)
    .where('value', '=', row.value)
    .where('batchId', '=', row.batchId)
    .executeTakeFirst();
  return known ? [] : [row];
}

function recordAfter(after: DB['batch'], site: string, product: DB['product'], added: DB['certificate'][]): { [key: string]: Json } {
  return {
    product: { id: product.publicId, name: product.name, digest: product.digest },
    site,
    batchNumber: after.batchNumber,
    lot: after.lot,
    productionDate: after.productionDate,
    productionDateTo: after.productionDateTo,
    productionTime: after.productionTime,
    expiresOn: after.expiresOn,
    expiresBy: after.expiresBy,
    quantity: quantityView(after.steps, after.unit, after.unitCode, after.pieces),
    commissionedBy: after.commissionedBy === null ? null : (JSON.parse(after.commissionedBy) as Json),
    materials: materialsRecord(after.materials),
    certificatesAdded: added.map(certificateRecord),
  };
}

async function productAfter(work: Drafting, before: DB['product'], input: RevisionInput): Promise<{ row: DB['product']; isNew: boolean }> {
  if (!input.product) return { row: before, isNew: false };
  const columns = productColumns(input.product);
  const digest = productDigest(columns);
  const known = await work.repository.productByDigest(digest);
  return known ? { row: known, isNew: false } : { row: await newProduct(work, columns, digest), isNew: true };
}

/** Holdings and shipments count in the batch's unit: another unit would change what they mean. */
function refuseUnitChange(batch: DB['batch'], input: RevisionInput): void {
  if (!input.quantity || batch.unit === null) return;
  const { unit } = quantityColumns(input.quantity);
  if (unit === batch.unit) return;
  throw new Problem('conflict', {
    zh: `该批次以“${batch.unit}”计，库存与随货单据此记录，不能改为“${unit}”。请以“${batch.unit}”填写。`,
    en: `The batch is counted in "${batch.unit}", and so are its holdings and slips; it cannot become "${unit}". Write it in "${batch.unit}".`,
  });
}

import { buildDigitalLink, lotFor } from '../codes/digital-link.ts';
import { actedBy, chainOf, type PartyCaller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { staleRevision } from '../platform/mount.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { BatchFacts } from '../rules/facts.ts';
import { judgeRecords } from '../rules/judging.ts';
import type { DB } from '../store/schema.ts';
import type { Reply, Touch } from '../store/store.ts';
import { merged } from '../store/plan.ts';
import { batchColumnsAsFacts, certificateFacts, loadBatchFacts, productFacts } from './facts.ts';
import { codeLinks, contradictions, expiryOf, productColumns, productDigest, productView, quantityColumns } from './model.ts';
import type { BatchInput } from './schemas.ts';
import { certificateRow, type Drafting, drafting, newProduct, unknownSite } from './usecases.ts';
import { batchInScope } from './views.ts';

export type RevisionInput = Omit<BatchInput, 'inputs' | 'externalCodes' | 'productId'> & { reason: string };

/**
 * PATCH /v1/batches/{traceCode}: a correction is a new revision; the earlier one stays readable. Fields left out stay as they are,
 * `product` is replaced as a whole, certificates are added. What was shipped keeps the revision it was shipped under.
 */
export async function reviseBatch(deps: Deps, call: Call<{ traceCode: string }, unknown, RevisionInput>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const batch = await batchInScope(deps, call, call.params.traceCode);
    if (batch.revision !== call.ifMatch) throw staleRevision();
    const work = drafting(deps, caller, call.now);
    const next = await revised(work, batch, call.body);
    const facts = await revisedFacts(deps, next);
    const judging = await judgeRecords(deps, call.now, [{ kind: 'batch', batch: facts }], [{ type: 'batch', id: batch.id }]);
    const held = await openingHolding(deps, batch);
    const change = held && next.batch.steps !== null ? next.batch.steps - (batch.steps ?? 0) : 0;
    const opens = !held && next.batch.steps !== null && batch.origin !== 'outside';
    const [holdingId = 0] = opens ? await deps.store.ids(1) : [];
    const payload = {
      party: caller.party.publicId,
      actedBy: actedBy(caller),
      revision: next.batch.revision,
      reason: call.body.reason,
      ...next.record,
    };
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [{ kind: 'batch.revised', subject: `batch/${batch.traceCode}`, payload }],
      expect: [{ table: 'batch', id: batch.id, column: 'revision', is: batch.revision }],
      moves: held && change !== 0 ? [{ holdingId: held.id, delta: change }] : [],
      rows: merged([
        next.rows,
        opens
          ? { holding: [{ id: holdingId, batchId: batch.id, partyId: batch.partyId, siteId: batch.siteId, steps: next.batch.steps ?? 0, createdAt: call.now }] }
          : {},
      ]),
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: ({ stamps: [stamp] }) => {
        if (!stamp) throw new Error('A revision has one entry.');
        const judged = judging.settle();
        const to = { ...next.changed, ledgerSeq: stamp.seq, ledgerHash: stamp.hash };
        const touch: Touch[] = [{ set: 'batch', id: batch.id, to }, ...judged.touch];
        const revision: DB['batch_revision'] = {
          batchId: batch.id,
          revision: next.batch.revision,
          record: JSON.stringify(payload),
          reason: call.body.reason,
          actedBy: actedBy(caller),
          at: stamp.at,
          ledgerSeq: stamp.seq,
          ledgerHash: stamp.hash,
        };
        return {
          rows: merged([{ batch_revision: [revision] }, judged.rows]),
          touch,
          reply: json(
            200,
            {
              id: batch.traceCode,
              ...codeLinks(deps.publicUrl, batch.traceCode),
              lot: next.batch.lot,
              digitalLink: next.batch.gtin === null ? null : buildDigitalLink(deps.publicUrl, { gtin14: next.batch.gtin, lot: next.batch.lot }),
              expiresOn: next.batch.expiresOn,
              expiresBy: next.batch.expiresBy,
              revision: next.batch.revision,
              findings: judging.views('batch', batch.id, call.locale),
              ledger: { chain: stamp.chain, seq: stamp.seq, hash: stamp.hash },
              recordedAt: formatInstant(stamp.at),
            },
            { ETag: `"${next.batch.revision}"` },
          ),
        };
      },
    };
  });
}

interface Revised {
  batch: DB['batch'];
  changed: Partial<Pick<DB['batch'], 'siteId' | 'productId' | 'gtin' | 'lot' | 'batchNumber' | 'revision' | 'actedBy'>>;
  product: DB['product'];
  newCertificates: DB['certificate'][];
  rows: { product?: DB['product'][]; certificate: DB['certificate'][]; batch_certificate: DB['batch_certificate'][] };
  record: { [key: string]: never };
}

/** The batch after the correction, with only what changed beside it. */
async function revised(work: Drafting, batch: DB['batch'], input: RevisionInput): Promise<Revised> {
  const before = await work.deps.store.read.selectFrom('product').selectAll().where('id', '=', batch.productId).executeTakeFirstOrThrow();
  const dates = datesOf(batch, input);
  const errors = contradictions(dates as BatchInput, work.today).filter((error) => error.pointer !== '/product');
  const site = input.site === undefined ? null : await work.repository.site(input.site);
  if (input.site !== undefined && !site) errors.push(unknownSite(input.site, '/site'));
  if (errors.length > 0) throw invalidInput(errors);
  const product = await revisedProduct(work, before, input);
  refuseUnitChange(batch, input);
  const papers = [...(input.certificates ?? []), ...(input.inspectionCertificate ? [{ kind: 'release' as const, ...input.inspectionCertificate }] : [])];
  const ids = await work.deps.store.ids(papers.length);
  const newCertificates = papers.map((paper, i) => certificateRow(work, paper, ids[i] ?? 0));
  const batchNumber = input.batchNumber?.trim() ?? batch.batchNumber;
  const changed = {
    siteId: site?.id ?? batch.siteId,
    productId: product.row.id,
    gtin: product.row.gtin,
    lot: batchNumber === null ? batch.traceCode : lotFor(batchNumber, batch.traceCode),
    batchNumber,
    productionDate: dates.productionDate ?? null,
    productionDateTo: dates.productionDateTo ?? null,
    productionTime: dates.productionTime ?? null,
    ...expiryOf(dates, product.row),
    ...(input.quantity ? quantityColumns(input.quantity) : {}),
    ...(input.commissionedBy ? { commissionedBy: JSON.stringify(input.commissionedBy) } : {}),
    ...(input.public ? { publicFields: JSON.stringify(input.public) } : {}),
    revision: batch.revision + 1,
    actedBy: actedBy(work.caller),
  };
  const after = { ...batch, ...changed };
  return {
    batch: after,
    changed,
    product: product.row,
    newCertificates,
    rows: {
      ...(product.isNew ? { product: [product.row] } : {}),
      certificate: newCertificates,
      batch_certificate: newCertificates.map((paper) => ({ batchId: batch.id, certificateId: paper.id })),
    },
    record: {
      product: { id: product.row.publicId, ...productView(product.row) },
      batchNumber: after.batchNumber,
      lot: after.lot,
      productionDate: after.productionDate,
      productionDateTo: after.productionDateTo,
      productionTime: after.productionTime,
      expiresOn: after.expiresOn,
      expiresBy: after.expiresBy,
      steps: after.steps,
      unit: after.unit,
      certificatesAdded: newCertificates.map((paper) => ({ id: paper.publicId, kind: paper.kind, number: paper.number })),
    } as never,
  };
}

/** Dates after the correction: a printed expiry stays until another is given. */
function datesOf(batch: DB['batch'], input: RevisionInput) {
  const printed = batch.expiresBy === 'printed' ? (batch.expiresOn ?? undefined) : undefined;
  return {
    ...input,
    productionDate: input.productionDate ?? batch.productionDate ?? undefined,
    productionDateTo: input.productionDateTo ?? batch.productionDateTo ?? undefined,
    productionTime: input.productionTime ?? batch.productionTime ?? undefined,
    expiresOn: input.expiresOn ?? printed,
  };
}

async function revisedProduct(work: Drafting, before: DB['product'], input: RevisionInput): Promise<{ row: DB['product']; isNew: boolean }> {
  if (!input.product) return { row: before, isNew: false };
  const columns = productColumns(input.product);
  const digest = productDigest(columns);
  const [known] = await work.repository.productsByDigest([digest]);
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

async function revisedFacts(deps: Deps, next: Revised): Promise<BatchFacts> {
  const before = (await loadBatchFacts(deps.store.read, [next.batch.id])).get(next.batch.id);
  if (!before) throw new Error('The batch that is revised is there.');
  return {
    ...before,
    ...batchColumnsAsFacts(next.batch),
    product: productFacts(next.product),
    certificates: [...before.certificates, ...next.newCertificates.map(certificateFacts)],
  };
}

function openingHolding(deps: Deps, batch: DB['batch']) {
  return deps.store.read
    .selectFrom('holding')
    .select('id')
    .where('batchId', '=', batch.id)
    .where('partyId', '=', batch.partyId)
    .where('siteId', '=', batch.siteId)
    .executeTakeFirst();
}

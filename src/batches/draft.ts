import { buildDigitalLink, lotFor } from '../codes/digital-link.ts';
import { newPublicId } from '../codes/ids.ts';
import type { Json } from '../ledger/entry.ts';
import { actedBy, type PartyCaller } from '../platform/caller.ts';
import type { CivilDate } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { BatchFacts, SiteFacts } from '../rules/facts.ts';
import { merged } from '../store/plan.ts';
import type { DB } from '../store/schema.ts';
import type { EntryDraft, Move, Rows, Stamp, Touch } from '../store/store.ts';
import { batchMentions, certificateMentions, productMentions } from '../substances/notice/mentions.ts';
import { batchColumnsAsFacts, certificateFacts, loadInputFacts, productFacts } from './facts.ts';
import type { ResolvedLine } from './goods.ts';
import { certificatesOf, codeLinks, expiryOf, type ProductColumns, productView, quantityColumns } from './model.ts';
import { commissionerOf, materialsOf, materialsRecord, nameKept } from './names.ts';
import type { BatchRepository } from './repository.ts';
import type { BatchInput } from './schemas.ts';
import { type Made, transformationRows } from './transformation.ts';

/** One batch ready to be committed: everything but its place in the ledger. */
export interface BatchDraft {
  traceCode: string;
  entry: EntryDraft;
  /** The entry of the product, when this batch is its first. */
  productEntry?: EntryDraft;
  rows: Rows;
  moves: Move[];
  touch: Touch[];
  facts: BatchFacts;
  /** The batch as the output of a transformation; holdingId 0 while its quantity is not known. */
  made: Made;
  product: DB['product'];
  /** The batch row once its entry's place is known. */
  batchRow(stamp: Stamp): DB['batch'];
  /** The body of a reply, without findings. */
  reply(stamp: Stamp): Record<string, unknown>;
}

/** What the drafts of one request share: sites, products, fresh ids. */
export interface Drafting {
  deps: Deps;
  caller: PartyCaller;
  now: number;
  today: CivilDate;
  repository: BatchRepository;
  products: Map<string, DB['product']>;
  sites: Map<string | undefined, Promise<SiteFacts | null>>;
}

/** How a batch came to be in the chain of custody. */
/** `opening`: made before the books began, and in them since by an opening. */
export type Origin =
  | { kind: 'own'; opening?: true }
  | { kind: 'outside'; sourceName: string }
  | { kind: 'opening' }
  | { kind: 'transformation' };

export interface Parts {
  input: BatchInput;
  site: SiteFacts;
  product: { row: DB['product']; isNew: boolean };
  traceCode: string;
  reserved: boolean;
  inputs: ResolvedLine[];
  origin: Origin;
}

/** Makes of a checked batch what its commit needs. */
export async function assemble(work: Drafting, parts: Parts): Promise<BatchDraft> {
  const { input, site, product, traceCode, inputs } = parts;
  const { deps, caller, now } = work;
  const papers = certificatesOf(input);
  const [batchId = 0, holdingId = 0, transformationId = 0, ...paperIds] = await deps.store.ids(3 + papers.length);
  const filed = papers.map((paper, i) => certificateRow(work, paper, paperIds[i] ?? 0));
  const certificates = filed.map((paper) => paper.row);
  const commissioner = commissionerOf(work, input.commissionedBy);
  const materials = materialsOf(work, input.materials);
  const columns = batchColumns(work, parts, batchId, {
    commissionedBy: commissioner.column,
    commissionerUscc: commissioner.uscc,
    materials: materials.column,
  });
  const used = await loadInputFacts(
    deps.store.read,
    inputs.map((line) => ({ batchId: line.goods.batchId, partyId: caller.party.id, at: now })),
  );
  const facts: BatchFacts = {
    ...batchColumnsAsFacts(columns),
    inputs: used.flat(),
    party: caller.party,
    site,
    product: productFacts(product.row),
    certificates: certificates.map(certificateFacts),
  };
  const record = recordOf(parts, columns, certificates);
  const entry: EntryDraft = {
    kind: 'batch.recorded',
    subject: `batch/${traceCode}`,
    payload: { party: caller.party.publicId, actedBy: actedBy(caller), revision: 1, ...record },
  };
  const opens = columns.steps !== null && parts.origin.kind !== 'outside';
  const rows: Rows = {
    ...(product.isNew ? { product: [product.row] } : {}),
    personal: [...commissioner.personal, ...materials.personal, ...filed.flatMap((paper) => paper.personal)],
    mention: [
      ...(product.isNew ? productMentions(product.row) : []),
      ...certificates.flatMap(certificateMentions),
      ...batchMentions(batchId, input.materials ?? []),
    ],
    certificate: certificates,
    batch_certificate: certificates.map((paper) => ({ batchId, certificateId: paper.id })),
    external_code: (input.externalCodes ?? []).map((external) => ({ ...external, batchId })),
    ...(opens
      ? { holding: [{ id: holdingId, batchId, partyId: caller.party.id, siteId: site.id, steps: columns.steps ?? 0, createdAt: now }] }
      : {}),
  };
  const transformation = {
    id: transformationId,
    publicId: newPublicId(deps.random),
    partyId: caller.party.id,
    siteId: site.id,
    kind: 'process' as const,
    at: now,
    loss: [],
    reason: null,
    actedBy: actedBy(caller),
    recordedAt: now,
  };
  const made: Made = { batchId, holdingId: opens ? holdingId : 0, steps: columns.steps ?? 0, pieces: columns.pieces };
  return {
    traceCode,
    made,
    product: product.row,
    entry,
    ...(product.isNew ? { productEntry: productEntry(work, product.row) } : {}),
    // The short form of a transformation: one output, the batch itself.
    rows: inputs.length === 0 ? rows : merged([rows, transformationRows({ ...transformation, inputs, outputs: [made] })]),
    moves: inputs.flatMap((line) => (line.goods.holdingId === null ? [] : [{ holdingId: line.goods.holdingId, delta: -line.steps }])),
    touch: parts.reserved ? [{ bind: { traceCode, batchId } }] : [],
    facts,
    batchRow: (stamp) => ({ ...columns, ledgerChain: stamp.chain, ledgerSeq: stamp.seq, ledgerHash: stamp.hash }),
    reply: (stamp) => ({
      id: traceCode,
      ...codeLinks(deps.publicUrl, traceCode),
      lot: columns.lot,
      digitalLink: columns.gtin === null ? null : buildDigitalLink(deps.publicUrl, { gtin14: columns.gtin, lot: columns.lot }),
      expiresOn: columns.expiresOn,
      expiresBy: columns.expiresBy,
      revision: 1,
      ledger: { chain: stamp.chain, seq: stamp.seq, hash: stamp.hash },
    }),
  };
}

function batchColumns(
  work: Drafting,
  parts: Parts,
  id: number,
  names: Pick<DB['batch'], 'commissionedBy' | 'commissionerUscc' | 'materials'>,
): DB['batch'] {
  const { input, site, product, traceCode, origin } = parts;
  const batchNumber = input.batchNumber?.trim() ?? null;
  return {
    id,
    traceCode,
    partyId: work.caller.party.id,
    siteId: site.id,
    productId: product.row.id,
    gtin: product.row.gtin,
    lot: batchNumber === null ? traceCode : lotFor(batchNumber, traceCode),
    batchNumber,
    productionDate: input.productionDate ?? null,
    productionDateTo: input.productionDateTo ?? null,
    productionTime: input.productionTime ?? null,
    ...expiryOf(input, product.row),
    ...quantityColumns(input.quantity),
    origin: origin.kind,
    ...names,
    sourceName: origin.kind === 'outside' ? origin.sourceName : null,
    publicFields: input.public ? JSON.stringify(input.public) : null,
    regionCode: site.regionCode,
    actedBy: actedBy(work.caller),
    revision: 1,
    ledgerChain: '',
    ledgerSeq: 0,
    ledgerHash: '',
    createdAt: work.now,
  };
}

/** The batch as its ledger entry and its revision keep it. */
function recordOf(parts: Parts, columns: DB['batch'], certificates: DB['certificate'][]): { [key: string]: Json } {
  const { input, site, product, inputs, origin } = parts;
  return {
    product: { id: product.row.publicId, name: product.row.name, digest: product.row.digest },
    site: site.publicId,
    origin: origin.kind,
    ...(origin.kind === 'own' && origin.opening ? { opening: true } : {}),
    batchNumber: columns.batchNumber,
    lot: columns.lot,
    productionDate: columns.productionDate,
    productionDateTo: columns.productionDateTo,
    productionTime: columns.productionTime,
    expiresOn: columns.expiresOn,
    expiresBy: columns.expiresBy,
    quantity: (input.quantity ?? null) as Json,
    commissionedBy: columns.commissionedBy === null ? null : (JSON.parse(columns.commissionedBy) as Json),
    materials: materialsRecord(columns.materials),
    certificates: certificates.map(certificateRecord),
    inputs: inputs.map((line) => ({
      traceCode: line.goods.traceCode,
      revision: line.goods.revision,
      amount: line.amount,
      unit: line.unit,
    })),
    externalCodes: (input.externalCodes ?? []) as Json,
  };
}

/** A document as the ledger keeps it. */
export function certificateRecord(paper: DB['certificate']): { [key: string]: Json } {
  return {
    id: paper.publicId,
    kind: paper.kind,
    number: paper.number,
    issuer: paper.issuer,
    issuedOn: paper.issuedOn,
    validUntil: paper.validUntil,
    conclusion: paper.conclusion,
    results: paper.results === null ? [] : (JSON.parse(paper.results) as Json),
    fileSha256: paper.fileSha256,
  };
}

/** A document as it is stored: a farmer signs his own, so the issuer may be a person. */
export function certificateRow(
  work: Drafting,
  paper: ReturnType<typeof certificatesOf>[number],
  id: number,
): { row: DB['certificate']; personal: DB['personal'][] } {
  const issuer = paper.issuer === undefined ? null : nameKept(work, paper.issuer.trim());
  const row = {
    id,
    publicId: newPublicId(work.deps.random),
    partyId: work.caller.party.id,
    kind: paper.kind,
    number: paper.number?.trim() ?? null,
    issuer: issuer?.name ?? null,
    issuedOn: paper.issuedOn ?? null,
    validUntil: paper.validUntil ?? null,
    conclusion: paper.conclusion ?? null,
    batchNumber: paper.batchNumber?.trim() ?? null,
    results: paper.results ? JSON.stringify(paper.results) : null,
    fileSha256: paper.fileSha256 ?? null,
    coversFrom: null,
    coversTo: null,
    withdrawnAt: null,
    recordedAt: work.now,
  };
  return { row, personal: issuer?.personal ?? [] };
}

export async function newProduct(work: Drafting, columns: ProductColumns, digest: string): Promise<DB['product']> {
  const [id = 0] = await work.deps.store.ids(1);
  return {
    id,
    publicId: newPublicId(work.deps.random),
    partyId: work.caller.party.id,
    digest,
    ...columns,
    revision: 1,
    createdAt: work.now,
  };
}

/** A product is recorded once, with its description; batches name it by id and digest. */
export function productEntry(work: Drafting, row: DB['product']): EntryDraft {
  return {
    kind: 'product.recorded',
    subject: `product/${row.publicId}`,
    payload: {
      party: work.caller.party.publicId,
      actedBy: actedBy(work.caller),
      digest: row.digest,
      product: productView(row) as unknown as Json,
    },
  };
}

import { buildDigitalLink, lotFor } from '../codes/digital-link.ts';
import { newPublicId } from '../codes/ids.ts';
import { makeTraceCode, parseTraceCode } from '../codes/trace-code.ts';
import type { Json } from '../ledger/entry.ts';
import { actedBy, type PartyCaller } from '../platform/caller.ts';
import { type CivilDate, civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import type { BatchFacts, SiteFacts } from '../rules/facts.ts';
import { merged } from '../store/plan.ts';
import type { DB } from '../store/schema.ts';
import type { EntryDraft, Move, Rows, Stamp, Touch } from '../store/store.ts';
import { batchColumnsAsFacts, certificateFacts, productFacts } from './facts.ts';
import { type ResolvedLine, resolveLines } from './goods.ts';
import {
  certificatesOf,
  codeLinks,
  contradictions,
  expiryOf,
  type ProductColumns,
  productColumns,
  productDigest,
  productView,
  quantityColumns,
} from './model.ts';
import { type BatchRepository, batchRepository } from './repository.ts';
import type { BatchInput } from './schemas.ts';

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
  /** The batch row once its entry's place is known. */
  batchRow(stamp: Stamp): DB['batch'];
  /** The body of a reply, without findings. */
  reply(stamp: Stamp): Record<string, unknown>;
}

export type Drafted = { draft: BatchDraft } | { errors: ProblemDetail[] };

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

export function drafting(deps: Deps, caller: PartyCaller, now: number): Drafting {
  return {
    deps,
    caller,
    now,
    today: civilDateOf(now),
    repository: batchRepository(deps.store, caller.party, caller.siteIds),
    products: new Map(),
    sites: new Map(),
  };
}

/** A batch as sent, with the reserved code it is bound to, if any. */
export type BatchToDraft = BatchInput & { reservedCode?: string };

/** How a batch came to be in the chain of custody. */
export type Origin = { kind: 'own' } | { kind: 'outside'; sourceName: string } | { kind: 'opening' } | { kind: 'transformation' };

/**
 * Checks one batch and makes what its commit needs. Gaps are no errors: an incomplete record is stored and its gaps are todos.
 * @param root JSON Pointer of the batch in the request
 */
export async function draftBatch(work: Drafting, input: BatchToDraft, root: string, origin: Origin = { kind: 'own' }): Promise<Drafted> {
  const errors = contradictions(input, work.today, root);
  const site = await siteOnce(work, input.site);
  if (!site) errors.push(unknownSite(input.site, `${root}/site`));
  const product = await productOf(work, input, root, errors);
  const code = await codeFor(work, input, errors);
  await unknownFiles(work, input, root, errors);
  if (errors.length > 0 || !site || !product || !code) return { errors };
  const inputs = input.inputs
    ? await resolveLines(work.deps.store.read, { partyId: work.caller.party.id, siteId: site.id }, input.inputs, `${root}/inputs`)
    : [];
  return { draft: await assemble(work, { input, site, product, ...code, inputs, origin }) };
}

function siteOnce(work: Drafting, publicId: string | undefined): Promise<SiteFacts | null> {
  let site = work.sites.get(publicId);
  if (!site) {
    site = work.repository.site(publicId);
    work.sites.set(publicId, site);
  }
  return site;
}

interface Parts {
  input: BatchInput;
  site: SiteFacts;
  product: { row: DB['product']; isNew: boolean };
  traceCode: string;
  reserved: boolean;
  inputs: ResolvedLine[];
  origin: Origin;
}

async function assemble(work: Drafting, parts: Parts): Promise<BatchDraft> {
  const { input, site, product, traceCode, inputs } = parts;
  const { deps, caller, now } = work;
  const papers = certificatesOf(input);
  const [batchId = 0, holdingId = 0, ...paperIds] = await deps.store.ids(2 + papers.length);
  const certificates = papers.map((paper, i) => certificateRow(work, paper, paperIds[i] ?? 0));
  const columns = batchColumns(work, parts, batchId);
  const facts: BatchFacts = {
    ...batchColumnsAsFacts(columns),
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
    certificate: certificates,
    batch_certificate: certificates.map((paper) => ({ batchId, certificateId: paper.id })),
    external_code: (input.externalCodes ?? []).map((external) => ({ ...external, batchId })),
    batch_input: inputs.map((line, i) => inputRow(batchId, i + 1, line)),
    ...(opens
      ? { holding: [{ id: holdingId, batchId, partyId: caller.party.id, siteId: site.id, steps: columns.steps ?? 0, createdAt: now }] }
      : {}),
    flow: opens ? flowsInto(holdingId, batchId, inputs, now) : [],
  };
  return {
    traceCode,
    entry,
    ...(product.isNew ? { productEntry: productEntry(work, product.row) } : {}),
    rows,
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

function batchColumns(work: Drafting, parts: Parts, id: number): DB['batch'] {
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
    commissionedBy: input.commissionedBy ? JSON.stringify(input.commissionedBy) : null,
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
    batchNumber: columns.batchNumber,
    lot: columns.lot,
    productionDate: columns.productionDate,
    productionDateTo: columns.productionDateTo,
    productionTime: columns.productionTime,
    expiresOn: columns.expiresOn,
    expiresBy: columns.expiresBy,
    quantity: (input.quantity ?? null) as Json,
    commissionedBy: (input.commissionedBy ?? null) as Json,
    certificates: certificates.map((paper) => ({
      id: paper.publicId,
      kind: paper.kind,
      number: paper.number,
      issuer: paper.issuer,
      issuedOn: paper.issuedOn,
      validUntil: paper.validUntil,
      conclusion: paper.conclusion,
      results: paper.results === null ? [] : (JSON.parse(paper.results) as Json),
      fileSha256: paper.fileSha256,
    })),
    inputs: inputs.map((line) => ({
      traceCode: line.goods.traceCode,
      revision: line.goods.revision,
      amount: line.amount,
      unit: line.unit,
    })),
    externalCodes: (input.externalCodes ?? []) as Json,
  };
}

export function certificateRow(work: Drafting, paper: ReturnType<typeof certificatesOf>[number], id: number): DB['certificate'] {
  return {
    id,
    publicId: newPublicId(work.deps.random),
    partyId: work.caller.party.id,
    kind: paper.kind,
    number: paper.number?.trim() ?? null,
    issuer: paper.issuer?.trim() ?? null,
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
}

function inputRow(batchId: number, n: number, line: ResolvedLine): DB['batch_input'] {
  return {
    batchId,
    n,
    inputBatchId: line.goods.batchId,
    inputRevision: line.goods.revision,
    holdingId: line.goods.holdingId ?? 0,
    steps: line.steps,
    unit: line.goods.unit ?? line.unit,
  };
}

/** Edges of the trace graph from the holdings used up to the new one. */
function flowsInto(holdingId: number, batchId: number, inputs: ResolvedLine[], at: number): DB['flow'][] {
  return inputs.flatMap((line, i) =>
    line.goods.holdingId === null
      ? []
      : [
          {
            src: line.goods.holdingId,
            dst: holdingId,
            kind: 'made',
            ref: batchId,
            n: i + 1,
            steps: line.steps,
            revision: line.goods.revision,
            at,
          },
        ],
  );
}

async function productOf(work: Drafting, input: BatchInput, root: string, errors: ProblemDetail[]): Promise<Parts['product'] | null> {
  if (input.productId !== undefined) {
    const row = await work.repository.productByPublicId(input.productId);
    if (row) return { row, isNew: false };
    errors.push({
      pointer: `${root}/productId`,
      found: input.productId,
      expected: { zh: '本单位已记录的产品', en: 'a product of this party' },
      fix: { zh: '用 GET /v1/products 查询，或改填 product', en: 'look it up with GET /v1/products, or send product' },
    });
    return null;
  }
  if (!input.product) return null;
  const columns = productColumns(input.product);
  const digest = productDigest(columns);
  const seen = work.products.get(digest);
  if (seen) return { row: seen, isNew: false };
  const known = await work.repository.productByDigest(digest);
  const row = known ?? (await newProduct(work, columns, digest));
  work.products.set(digest, row);
  return { row, isNew: known === undefined };
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

async function codeFor(
  work: Drafting,
  input: BatchToDraft,
  errors: ProblemDetail[],
): Promise<{ traceCode: string; reserved: boolean } | null> {
  if (input.reservedCode === undefined) return { traceCode: makeTraceCode(work.deps.random), reserved: false };
  const parsed = parseTraceCode(input.reservedCode);
  const reserved = parsed.ok ? await work.repository.reservedCode(parsed.code) : undefined;
  if (parsed.ok && reserved && reserved.batchId === null) return { traceCode: parsed.code, reserved: true };
  errors.push({
    pointer: '/traceCode',
    found: input.reservedCode,
    expected: { zh: '本单位预留且尚未使用的追溯码', en: 'a code this party has reserved and not used' },
    fix: reserved
      ? { zh: '该码已绑定批次，换一个', en: 'that code stands for a batch already; take another' }
      : { zh: '先用 POST /v1/codes/reserve 预留', en: 'reserve it with POST /v1/codes/reserve first' },
  });
  return null;
}

async function unknownFiles(work: Drafting, input: BatchInput, root: string, errors: ProblemDetail[]): Promise<void> {
  const named = certificatesOf(input).flatMap((paper, i) => (paper.fileSha256 ? [{ hash: paper.fileSha256, i }] : []));
  if (named.length === 0) return;
  const stored = new Set((await work.repository.files(named.map(({ hash }) => hash))).map((file) => file.sha256));
  for (const { hash, i } of named)
    if (!stored.has(hash))
      errors.push({
        pointer: `${root}/certificates/${i}/fileSha256`,
        found: hash,
        expected: { zh: '已上传的文件', en: 'a file that was put before' },
        fix: { zh: '先 PUT /v1/files/{sha256} 上传', en: 'PUT /v1/files/{sha256} first' },
      });
}

export function unknownSite(found: string | undefined, pointer: string): ProblemDetail {
  return {
    pointer,
    found: found ?? '(missing)',
    expected: { zh: '本单位的场所，且在您的权限内', en: 'a site of this party within your rights' },
    fix: { zh: '去掉此字段即指首个场所', en: 'leave it out to mean the first site' },
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

/** Entries of several drafts: the i-th stamp is the i-th batch's, products that are new come after. */
export function entriesOf(drafts: readonly BatchDraft[]): EntryDraft[] {
  return [...drafts.map((draft) => draft.entry), ...drafts.flatMap((draft) => draft.productEntry ?? [])];
}

/** Rows of several drafts in one commit; the same new product is inserted once. */
export function rowsOf(drafts: readonly BatchDraft[]): Rows {
  return merged(drafts.map((draft) => draft.rows));
}

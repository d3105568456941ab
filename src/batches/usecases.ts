import { formatTraceCode, makeTraceCode, parseTraceCode } from '../codes/trace-code.ts';
import type { PartyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { Problem } from '../platform/problems.ts';
import type { SiteFacts } from '../rules/facts.ts';
import { merged } from '../store/plan.ts';
import type { EntryDraft, Rows } from '../store/store.ts';
import { assemble, type BatchDraft, type Drafting, newProduct, type Origin, type Parts } from './draft.ts';
import { type LineInput, type ResolvedLine, resolveLines } from './goods.ts';
import { certificatePointer, certificatesOf, contradictions, productColumns, productDigest } from './model.ts';
import { batchRepository } from './repository.ts';
import type { BatchInput } from './schemas.ts';
import { madeOfItself } from './transformation.ts';

export type { BatchDraft, Drafting, Origin } from './draft.ts';

/** What is wrong with a batch; `candidates` where an input could be one of several batches. */
export interface Refused {
  errors: ProblemDetail[];
  candidates?: unknown[];
}

export type Drafted = { draft: BatchDraft } | Refused;

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

/**
 * Checks one batch and makes what its commit needs. Gaps are no errors: an incomplete record is stored and its gaps are todos.
 * @param root JSON Pointer of the batch in the request
 */
export async function draftBatch(work: Drafting, input: BatchToDraft, root: string, origin: Origin = { kind: 'own' }): Promise<Drafted> {
  const errors = contradictions(input, work.today, root);
  const site = await siteOnce(work, input.site);
  if (!site) errors.push(unknownSite(input.site, `${root}/site`));
  const product = await productOf(work, input, root, errors);
  const code = await codeFor(work, input, root, errors);
  errors.push(...(await unknownFiles(work, input, root)));
  errors.push(...madeOfItself(input.reservedCode, input.inputs ?? [], root));
  const used = site ? await inputsOf(work, site, input.inputs ?? [], root) : { lines: [] };
  if ('errors' in used) errors.push(...used.errors);
  if (errors.length > 0 || !site || !product || !code || 'errors' in used)
    return { errors, ...('candidates' in used ? { candidates: used.candidates } : {}) };
  return { draft: await assemble(work, { input, site, product, ...code, inputs: used.lines, origin }) };
}

/** What went in, taken from what the party holds at the site: what never came there cannot have gone into anything. */
export async function inputsOf(
  work: Drafting,
  site: SiteFacts,
  inputs: readonly LineInput[],
  root: string,
): Promise<{ lines: ResolvedLine[] } | Refused> {
  if (inputs.length === 0) return { lines: [] };
  const where = { partyId: work.caller.party.id, siteId: site.id };
  let lines: ResolvedLine[];
  try {
    lines = await resolveLines(work.deps.store.read, where, inputs, `${root}/inputs`);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { errors: error.errors, ...(error.extra.candidates ? { candidates: error.extra.candidates as unknown[] } : {}) };
  }
  const errors = lines.flatMap((line, i) => (line.goods.holdingId === null ? [neverHeld(line, `${root}/inputs/${i}`)] : []));
  return errors.length > 0 ? { errors } : { lines };
}

function neverHeld(line: ResolvedLine, pointer: string): ProblemDetail {
  return {
    pointer,
    found: formatTraceCode(line.goods.traceCode),
    expected: { zh: '本场所接收过或生产的批次', en: 'a batch that this site received or made' },
    fix: { zh: '先接收该批货物，或更正 site', en: 'receive the goods first, or correct site' },
  };
}

function siteOnce(work: Drafting, publicId: string | undefined): Promise<SiteFacts | null> {
  let site = work.sites.get(publicId);
  if (!site) {
    site = work.repository.site(publicId);
    work.sites.set(publicId, site);
  }
  return site;
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

async function codeFor(
  work: Drafting,
  input: BatchToDraft,
  root: string,
  errors: ProblemDetail[],
): Promise<{ traceCode: string; reserved: boolean } | null> {
  if (input.reservedCode === undefined) return { traceCode: makeTraceCode(work.deps.random), reserved: false };
  const parsed = parseTraceCode(input.reservedCode);
  const reserved = parsed.ok ? await work.repository.reservedCode(parsed.code) : undefined;
  if (parsed.ok && reserved && reserved.batchId === null) return { traceCode: parsed.code, reserved: true };
  errors.push({
    // A reserved code stands beside the batch it is bound to.
    pointer: `${root.replace(/\/batch$/, '')}/traceCode`,
    found: input.reservedCode,
    expected: { zh: '本单位预留且尚未使用的追溯码', en: 'a code this party has reserved and not used' },
    fix: reserved
      ? { zh: '该码已绑定批次，换一个', en: 'that code stands for a batch already; take another' }
      : { zh: '先用 POST /v1/codes/reserve 预留', en: 'reserve it with POST /v1/codes/reserve first' },
  });
  return null;
}

/** Documents of a batch whose file the party has not put. */
export function unknownFiles(
  work: Drafting,
  input: Pick<BatchInput, 'certificates' | 'inspectionCertificate'>,
  root: string,
): Promise<ProblemDetail[]> {
  const named = certificatesOf(input).map(({ fileSha256 }, i) => ({ fileSha256, at: root + certificatePointer(input, i) }));
  return filesNotPut(work, named);
}

/** One problem for each named file that the party has not put; `at` points to the document. */
export async function filesNotPut(
  work: Drafting,
  papers: readonly { fileSha256?: string | undefined; at: string }[],
): Promise<ProblemDetail[]> {
  const named = papers.flatMap(({ fileSha256, at }) => (fileSha256 ? [{ hash: fileSha256, at }] : []));
  if (named.length === 0) return [];
  const stored = new Set((await work.repository.files(named.map(({ hash }) => hash))).map((file) => file.sha256));
  return named.flatMap(({ hash, at }) =>
    stored.has(hash)
      ? []
      : [
          {
            pointer: `${at}/fileSha256`,
            found: hash,
            expected: { zh: '已上传的文件', en: 'a file that was put before' },
            fix: { zh: '先 PUT /v1/files/{sha256} 上传', en: 'PUT /v1/files/{sha256} first' },
          },
        ],
  );
}

export function unknownSite(found: string | undefined, pointer: string): ProblemDetail {
  return {
    pointer,
    found: found ?? '(missing)',
    expected: { zh: '本单位的场所，且在您的权限内', en: 'a site of this party within your rights' },
    fix: { zh: '去掉此字段即指首个场所', en: 'leave it out to mean the first site' },
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

import { makeTraceCode, parseTraceCode } from '../codes/trace-code.ts';
import type { PartyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import type { SiteFacts } from '../rules/facts.ts';
import { merged } from '../store/plan.ts';
import type { EntryDraft, Rows } from '../store/store.ts';
import { assemble, type BatchDraft, type Drafting, newProduct, type Origin, type Parts } from './draft.ts';
import { resolveLines } from './goods.ts';
import { certificatesOf, contradictions, productColumns, productDigest } from './model.ts';
import { batchRepository } from './repository.ts';
import type { BatchInput } from './schemas.ts';

export type { BatchDraft, Drafting, Origin } from './draft.ts';

export type Drafted = { draft: BatchDraft } | { errors: ProblemDetail[] };

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

/** Entries of several drafts: the i-th stamp is the i-th batch's, products that are new come after. */
export function entriesOf(drafts: readonly BatchDraft[]): EntryDraft[] {
  return [...drafts.map((draft) => draft.entry), ...drafts.flatMap((draft) => draft.productEntry ?? [])];
}

/** Rows of several drafts in one commit; the same new product is inserted once. */
export function rowsOf(drafts: readonly BatchDraft[]): Rows {
  return merged(drafts.map((draft) => draft.rows));
}

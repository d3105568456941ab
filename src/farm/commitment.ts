import { recordCertificate } from '../batches/certificates.ts';
import { withIssuers } from '../batches/repository.ts';
import { batchInScope, quantityView } from '../batches/views.ts';
import { qrSvg } from '../codes/qr.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { commitmentPage } from '../pages/commitment-page.ts';
import { pickLanguage } from '../pages/text.ts';
import { regionName } from '../parties/regions.ts';
import { partyRow, revealed } from '../parties/repository.ts';
import type { PartyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound } from '../platform/problems.ts';
import { type Call, page } from '../platform/route.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import type { CommitmentInput } from './schemas.ts';

type Params = { traceCode: string };

/** What a commitment rests on, as the certificate names it. */
export const GROUNDS: Record<CommitmentInput['grounds'][number], string> = {
  controlled: '质量安全控制符合要求',
  selfTested: '自行检测合格',
  commissionedTest: '委托检测合格',
};

/**
 * POST /v1/batches/{traceCode}/commitment-certificate: records the certificate as a document of the batch, in the name of the party.
 * @throws {Problem} not-found for a batch that is not the caller's
 */
export async function issueCommitment(deps: Deps, call: Call<Params, unknown, CommitmentInput>, caller: PartyCaller): Promise<Reply> {
  const batch = await batchInScope(deps, call, call.params.traceCode);
  const party = await partyRow(deps.store.read, caller.party.publicId);
  const issuedOn = civilDateOf(call.now);
  const body = {
    kind: 'commitment' as const,
    number: call.body.number ?? `CN-${issuedOn.replaceAll('-', '')}-${batch.traceCode.slice(-6)}`,
    issuer: party?.clearName ?? caller.party.name,
    issuedOn,
    conclusion: 'pass' as const,
    results: call.body.grounds.map((ground) => ({ item: '承诺依据', value: GROUNDS[ground] })),
    covers: { traceCodes: [batch.traceCode] },
  };
  return recordCertificate(deps, { ...call, body }, caller);
}

/** GET /v1/batches/{traceCode}/commitment-certificate: the last one in force, to be printed. */
export async function printCommitment(deps: Deps, call: Call<Params, { lang?: string | undefined }>): Promise<Reply> {
  const { read } = deps.store;
  const batch = await batchInScope(deps, call, call.params.traceCode);
  const paper = await read
    .selectFrom('batch_certificate as covers')
    .innerJoin('certificate', 'certificate.id', 'covers.certificateId')
    .selectAll('certificate')
    .where('covers.batchId', '=', batch.id)
    .where('certificate.kind', '=', 'commitment')
    .where('certificate.withdrawnAt', 'is', null)
    .orderBy('certificate.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!paper)
    throw notFound({
      zh: '该批次的承诺达标合格证（先用 POST 开具）',
      en: 'commitment certificate of this batch (issue it with POST first)',
    });
  const [named = paper] = await withIssuers(read, [paper]);
  const language = pickLanguage(call.query.lang, call.request.headers.get('accept-language') ?? undefined);
  return page(200, commitmentPage(await viewOf(deps, batch, named), language), { 'Cache-Control': 'no-store' });
}

async function viewOf(deps: Deps, batch: DB['batch'], paper: DB['certificate']) {
  const { read } = deps.store;
  const product = await read.selectFrom('product').select('name').where('id', '=', batch.productId).executeTakeFirstOrThrow();
  const party = await read.selectFrom('party').select('contactPhone').where('id', '=', batch.partyId).executeTakeFirstOrThrow();
  const code = formatTraceCode(batch.traceCode);
  const phone = (await revealed(read, [party.contactPhone])).get(party.contactPhone ?? '');
  const quantity = quantityView(batch.steps, batch.unit, batch.unitCode);
  const results = paper.results === null ? [] : (JSON.parse(paper.results) as { value: string }[]);
  return {
    number: paper.number ?? '',
    product: product.name,
    quantity: quantity === null ? '' : `${quantity.amount} ${quantity.unit}`,
    place: regionName(batch.regionCode) ?? '',
    producer: paper.issuer ?? '',
    contact: phone ?? '',
    issuedOn: paper.issuedOn ?? '',
    grounds: results.map((one) => one.value),
    traceCode: code,
    qrSvg: qrSvg(`${deps.publicUrl}/t/${code}`),
  };
}

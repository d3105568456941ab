import { recordCertificate } from '../batches/certificates.ts';
import { withIssuers } from '../batches/repository.ts';
import { batchInScope, quantityView } from '../batches/views.ts';
import { newPublicId } from '../codes/ids.ts';
import { qrSvg } from '../codes/qr.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { commitmentPage } from '../pages/commitment-page.ts';
import { pickLanguage } from '../pages/text.ts';
import { regionName } from '../parties/regions.ts';
import { partyRow, revealed } from '../parties/repository.ts';
import type { PartyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { type Call, page } from '../platform/route.ts';
import type { DB } from '../store/schema.ts';
import type { Reply, Store } from '../store/store.ts';
import type { CommitmentInput } from './schemas.ts';

type Params = { traceCode: string };

/** What a commitment rests on, as the certificate names it. */
export const GROUNDS: Record<CommitmentInput['grounds'][number], string> = {
  controlled: '质量安全控制符合要求',
  selfTested: '自行检测合格',
  commissionedTest: '委托检测合格',
};

const BASIS = '承诺依据';

/**
 * POST /v1/batches/{traceCode}/commitment-certificate: records the certificate as a document of the batch, in the name of the party.
 * @throws {Problem} not-found for a batch that is not the caller's; invalid-input for processed food; conflict for a number the party has used
 */
export async function issueCommitment(deps: Deps, call: Call<Params, unknown, CommitmentInput>, caller: PartyCaller): Promise<Reply> {
  const batch = await batchInScope(deps, call, call.params.traceCode);
  const { read } = deps.store;
  const product = await read.selectFrom('product').select('category').where('id', '=', batch.productId).executeTakeFirstOrThrow();
  if (product.category !== 'agricultural') throw invalidInput([notProduce(product.category)]);
  const party = await partyRow(read, caller.party.publicId);
  const issuedOn = civilDateOf(call.now);
  const number =
    call.body.number?.trim() ?? `CN-${issuedOn.replaceAll('-', '')}-${batch.traceCode.slice(-6)}-${newPublicId(deps.random).slice(0, 6)}`;
  const body = {
    kind: 'commitment' as const,
    number,
    issuer: party?.clearName ?? caller.party.name,
    issuedOn,
    conclusion: 'pass' as const,
    results: call.body.grounds.map((ground) => ({ item: BASIS, value: GROUNDS[ground] })),
    covers: { traceCodes: [batch.traceCode] },
  };
  return recordCertificate(deps, { ...call, body }, caller, {
    refuse: () => refuseNumber(read, batch.partyId, number),
    claim: { kind: 'commitment-number', key: `${batch.partyId}/${number}` },
  });
}

function notProduce(found: string): ProblemDetail {
  return {
    pointer: '/traceCode',
    found,
    expected: { zh: '食用农产品的批次（category 为 agricultural）', en: 'a batch of produce (category agricultural)' },
    fix: { zh: '加工食品录入出厂检验合格证明', en: 'processed food has a release certificate instead' },
  };
}

/** Each certificate has a number of its own, also one that was withdrawn since. */
async function refuseNumber(read: Store['read'], partyId: number, number: string): Promise<void> {
  const known = await read
    .selectFrom('certificate')
    .select('publicId')
    .where('partyId', '=', partyId)
    .where('kind', '=', 'commitment')
    .where('number', '=', number)
    .executeTakeFirst();
  if (known)
    throw new Problem(
      'conflict',
      { zh: `合格证编号 ${number} 已开具。`, en: `A certificate was issued under the number ${number} already.` },
      { extra: { certificate: known.publicId } },
    );
}

/** Commitments of a batch that are looked at for one issued here. */
const MOST = 50;

/** GET /v1/batches/{traceCode}/commitment-certificate: the last one in force that was issued here, to be printed. */
export async function printCommitment(deps: Deps, call: Call<Params, { lang?: string | undefined }>): Promise<Reply> {
  const { read } = deps.store;
  const batch = await batchInScope(deps, call, call.params.traceCode);
  const papers = await read
    .selectFrom('batch_certificate as covers')
    .innerJoin('certificate', 'certificate.id', 'covers.certificateId')
    .selectAll('certificate')
    .where('covers.batchId', '=', batch.id)
    .where('certificate.kind', '=', 'commitment')
    .where('certificate.partyId', '=', batch.partyId)
    .where('certificate.withdrawnAt', 'is', null)
    .orderBy('certificate.id', 'desc')
    .limit(MOST)
    .execute();
  const party = await read.selectFrom('party').select('name').where('id', '=', batch.partyId).executeTakeFirstOrThrow();
  const names = [party.name, (await revealed(read, [party.name])).get(party.name)];
  const paper = (await withIssuers(read, papers)).find((one) => names.includes(one.issuer ?? '') && isIssuedHere(one));
  if (!paper)
    throw notFound({
      zh: '该批次在此开具的承诺达标合格证（先用 POST 开具；供货者的合格证以其原件为准）',
      en: 'commitment certificate of this batch issued here (issue it with POST first; one of a supplier is its own sheet)',
    });
  const language = pickLanguage(call.query.lang, call.request.headers.get('accept-language') ?? undefined);
  return page(200, commitmentPage(await viewOf(deps, batch, paper), language), { 'Cache-Control': 'no-store' });
}

/** Only the grounds of the closed list, which this sheet words: what else was recorded as a commitment is a paper from elsewhere. */
function isIssuedHere({ results }: Pick<DB['certificate'], 'results'>): boolean {
  const said = results === null ? [] : (JSON.parse(results) as { item?: string; value?: string }[]);
  const known = new Set<string | undefined>(Object.values(GROUNDS));
  return said.length > 0 && said.every(({ item, value }) => item === BASIS && known.has(value));
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

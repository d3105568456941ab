import { packedFrom } from '../batches/ancestry.ts';
import { qrSvg } from '../codes/qr.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { type StallView, stallPage } from '../pages/stall-page.ts';
import { pickLanguage } from '../pages/text.ts';
import { regionName } from '../parties/regions.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound } from '../platform/problems.ts';
import { type Call, page } from '../platform/route.ts';
import { rowsOf } from '../store/parts.ts';
import type { Reply, Store } from '../store/store.ts';

/** Goods a stall's page lists at most. */
const MOST = 200;
const noStall = () => notFound({ zh: '该摊位或者门店', en: 'such stall' });

type Params = { code: string };

function siteOf(read: Store['read'], code: string) {
  return read
    .selectFrom('site')
    .innerJoin('party', 'party.id', 'site.partyId')
    .select(['site.id', 'site.name', 'site.stallNumber', 'site.regionCode', 'party.name as partyName', 'party.natural'])
    .where('site.publicId', '=', code)
    .where('site.kind', 'in', ['stall', 'shop'])
    .where('site.endedAt', 'is', null)
    .executeTakeFirst();
}

/** GET /m/{code}: what a stall or shop shows today (公示), each with its own page; of a person who keeps it only the stall is told. */
export async function showStall(deps: Deps, call: Call<Params, { lang?: string | undefined }>): Promise<Reply> {
  const { read } = deps.store;
  const site = await siteOf(read, call.params.code);
  if (!site) throw noStall();
  const today = civilDateOf(call.now);
  const goods = await read
    .selectFrom('display')
    .innerJoin('batch', 'batch.id', 'display.batchId')
    .innerJoin('product', 'product.id', 'batch.productId')
    .select(['batch.traceCode', 'batch.productionDate', 'batch.batchNumber', 'product.name', 'product.specification', 'display.shownFrom'])
    .select(['batch.id as batchId', 'batch.expiresOn'])
    .where('display.siteId', '=', site.id)
    .where('display.shownFrom', '<=', today)
    .where((eb) => eb.or([eb('display.shownTo', 'is', null), eb('display.shownTo', '>', today)]))
    .orderBy('display.shownFrom', 'desc')
    .orderBy('display.id', 'desc')
    .limit(MOST)
    .execute();
  const recalled = await recalledOf(
    read,
    goods.map((one) => one.batchId),
  );
  const view: StallView = {
    name: site.natural === 1 ? '' : site.partyName,
    // The name of a person's site is concealed like the person's own.
    site: site.natural === 1 ? '' : site.name,
    stallNumber: site.stallNumber,
    place: regionName(site.regionCode) ?? '',
    today,
    goods: goods.map(({ batchId, expiresOn, shownFrom: _, ...one }) => ({
      ...one,
      status: recalled.has(batchId) ? 'recalled' : expiresOn !== null && expiresOn < today ? 'expired' : null,
      traceCode: formatTraceCode(one.traceCode),
      href: `/t/${formatTraceCode(one.traceCode)}?at=${call.params.code}`,
    })),
  };
  const language = pickLanguage(call.query.lang, call.request.headers.get('accept-language') ?? undefined);
  return page(200, stallPage(view, language), { 'Cache-Control': 'no-cache' });
}

/** Which of these were recalled, or are in other packing what was; drills are none. As on the page of the goods a recall does not end. */
async function recalledOf(read: Store['read'], batchIds: readonly number[]): Promise<Set<number>> {
  const sources = await packedFrom(read, batchIds);
  const named = await rowsOf([...batchIds, ...[...sources.values()].flatMap((of) => [...of])], (part) =>
    read
      .selectFrom('recall_batch')
      .innerJoin('recall', 'recall.id', 'recall_batch.recallId')
      .select('recall_batch.batchId')
      .where('recall_batch.batchId', 'in', part)
      .where('recall.drill', '=', 0)
      .execute(),
  );
  const recalled = new Set(named.map((row) => row.batchId));
  return new Set(batchIds.filter((id) => recalled.has(id) || [...(sources.get(id) ?? [])].some((source) => recalled.has(source))));
}

/** GET /m/{code}/qr.svg: the one code of a stall. */
export async function stallQr(deps: Deps, call: Call<Params>): Promise<Response> {
  if (!(await siteOf(deps.store.read, call.params.code))) throw noStall();
  return new Response(qrSvg(`${deps.publicUrl}/m/${call.params.code}`), {
    headers: { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'public, max-age=86400', 'X-Content-Type-Options': 'nosniff' },
  });
}

import { z } from '@hono/zod-openapi';
import { confirmReceipt } from '../custody/receipts.ts';
import { custodyRepository, type DeliveryNamed, linesOf, shipmentBySlip } from '../custody/repository.ts';
import { noShipment, shipmentInScope } from '../custody/scope.ts';
import { endsOf } from '../custody/views.ts';
import { type Meaning, readCode } from '../exchange/resolve/reading.ts';
import { textOf } from '../platform/body.ts';
import { type PartyCaller, partyCaller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { fieldErrors } from './field-errors.ts';
import { everybody, PAGE } from './page-route.ts';
import { readReceiptForm } from './receive-form.ts';
import { type Arriving, RECEIVE_PATH, type ReceiptView, receiptIds, receiptPage, receivePage, type ToolView } from './receive-page.ts';
import { askedIn, seeOther } from './regulator-desk.ts';
import { scriptTags } from './scripts/scripts.ts';
import { RECEIVE_TEXT } from './text-receive.ts';
import { type FieldError, partyElsewhere, sendTool } from './tool-page.ts';

const lang = z.string().max(10).optional().openapi({ description: 'Language of the page', example: 'en' });
const listQuery = z.object({
  code: z
    .string()
    .max(4_296)
    .optional()
    .openapi({ description: 'A code on the slip or the pack, as scanned or typed', example: '9521234543213' }),
  lang,
});
const oneQuery = z.object({ lang });
const idParam = z.object({ id: z.string().max(40).openapi({ description: 'Public id of the shipment', example: 'V1StGXR8Z5jdHi6B' }) });

/** Deliveries a page lists; who expects more finds one by its code. */
const MOST = 100;

/** Receiving by phone: what should arrive, one delivery with its form. */
export function receivePageRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: RECEIVE_PATH,
      id: 'receivePage',
      tag: 'pages',
      summary: 'Receive by phone',
      description:
        'Scan or type a code of a slip or pack; the one delivery it names opens, several are listed. With script the page works without network: what was confirmed waits on the phone.',
      access: everybody,
      query: listQuery,
      replies: { 200: PAGE, 303: { description: 'To the delivery, or to the sign-in' }, 404: PAGE },
      handle: (call) => showArriving(deps, call),
    }),
    route({
      method: 'get',
      path: `${RECEIVE_PATH}/{id}`,
      id: 'receiptPage',
      tag: 'pages',
      summary: 'One delivery to confirm',
      description: 'Its lines, prefilled, each with the six outcomes; or what came of it.',
      access: everybody,
      params: idParam,
      query: oneQuery,
      replies: { 200: PAGE, 303: { description: 'To the sign-in' } },
      handle: (call) => showReceipt(deps, call),
    }),
    route({
      method: 'post',
      path: `${RECEIVE_PATH}/{id}`,
      id: 'confirmFromPage',
      tag: 'pages',
      summary: 'Confirm from the page',
      description: 'As POST /v1/shipments/{id}/receipt; a refusal comes back on the page with what was typed.',
      access: { who: ['party'], right: 'custody' },
      params: idParam,
      query: oneQuery,
      body: z.looseObject({}),
      bodyKind: 'form',
      replies: { 303: { description: 'Recorded; to the delivery' }, 409: PAGE, 422: PAGE },
      handle: (call) => confirmFromPage(deps, call),
    }),
  ];
}

function toolView(deps: Deps, { party }: PartyCaller): ToolView {
  return { who: party.natural ? '' : party.name, party: party.publicId, head: scriptTags(deps.scripts, 'receive') };
}

async function showArriving(deps: Deps, call: Call<unknown, z.output<typeof listQuery>>): Promise<Reply> {
  const away = partyElsewhere(call);
  if (away) return away;
  const caller = partyCaller(call);
  const { language } = askedIn(call);
  const view = toolView(deps, caller);
  const code = call.query.code?.trim() ?? '';
  const named = code === '' ? [] : await shipmentsOf(deps, caller, code);
  const [only, another] = named;
  if (only && !another)
    return seeOther(`${RECEIVE_PATH}/${only.publicId}${call.query.lang ? `?lang=${encodeURIComponent(call.query.lang)}` : ''}`);
  if (another) return sendTool(deps, 200, receivePage({ ...view, code, isSeveral: true, ...(await arrivingOf(deps, named)) }, language));
  const rows = await custodyRepository(deps.store.read, caller).shipments({
    limit: MOST,
    after: null,
    direction: 'in',
    state: 'in-transit',
  });
  const listed = { ...view, ...(await arrivingOf(deps, rows)) };
  if (code === '') return sendTool(deps, 200, receivePage(listed, language));
  const slip = await strangersSlip(deps, code);
  return sendTool(deps, 404, receivePage({ ...listed, code, ...(slip === null ? {} : { strangersSlip: slip }) }, language));
}

/** Deliveries as the page lists them; of more than it shows it says that there are more. */
async function arrivingOf(deps: Deps, found: readonly DB['shipment'][]): Promise<{ arriving: Arriving[]; hasMore: boolean }> {
  const { read } = deps.store;
  const rows = found.slice(0, MOST);
  const ends = await endsOf(read, rows);
  const lines = await linesOf(
    read,
    rows.map((row) => row.id),
  );
  const arriving = rows.map((row) => {
    const goods = lines.get(row.id) ?? [];
    return {
      href: `${RECEIVE_PATH}/${row.publicId}`,
      slip: row.slip,
      supplier: ends.parties.get(row.partyId)?.name ?? '',
      site: row.toSiteId === null ? null : (ends.sites.get(row.toSiteId)?.name ?? null),
      documentNumber: row.documentNumber,
      shippedAt: formatInstant(row.shippedAt),
      lineCount: goods.length,
      firstLine: goods[0]?.productName ?? '',
      codes: [...new Set(goods.flatMap((line) => (line.gtin === null ? [line.traceCode] : [line.traceCode, line.gtin])))],
    };
  });
  return { arriving, hasMore: found.length > MOST };
}

/** The deliveries to the caller a code names: by its slip, whatever became of it; by goods, pallet or paper, those on their way. */
async function shipmentsOf(deps: Deps, caller: PartyCaller, code: string): Promise<DB['shipment'][]> {
  const repository = custodyRepository(deps.store.read, caller);
  const reading = readCode(code, undefined);
  // A number of a paper may look like any other code.
  const found = [await repository.arrivingNamed({ documentNumber: code })];
  for (const meaning of reading.ok ? reading.meanings : []) found.push(await meantBy(repository, meaning));
  const own = found.flat().filter((row) => row.toPartyId === caller.party.id);
  return [...new Map(own.map((row) => [row.id, row])).values()];
}

async function meantBy(repository: ReturnType<typeof custodyRepository>, meaning: Meaning): Promise<DB['shipment'][]> {
  if (meaning.kind === 'slip') {
    const row = await repository.bySlip(meaning.slip);
    return row ? [row] : [];
  }
  if (meaning.kind === 'logisticUnit') return repository.byCode('sscc', meaning.sscc);
  const goods = goodsNamed(meaning);
  return goods === null ? [] : repository.arrivingNamed(goods);
}

function goodsNamed(meaning: Meaning): DeliveryNamed | null {
  if (meaning.kind === 'traceCode') return { traceCode: meaning.code };
  if (meaning.kind !== 'goods') return null;
  return { gtin: meaning.gtin, batchNumber: meaning.lot, productionDate: meaning.productionDate };
}

/** Whoever holds the paper may confirm it on its own page. */
async function strangersSlip(deps: Deps, code: string): Promise<string | null> {
  const reading = readCode(code, undefined);
  const slip = reading.ok ? reading.meanings.find((meaning) => meaning.kind === 'slip') : undefined;
  if (slip?.kind !== 'slip') return null;
  return (await shipmentBySlip(deps.store.read, slip.slip)) ? `/s/${slip.slip}` : null;
}

type OneCall<B = unknown> = Call<{ id: string }, z.output<typeof oneQuery>, B>;

/** A delivery to the caller with its lines. @throws {Problem} not-found */
async function deliveryOf(deps: Deps, caller: PartyCaller, id: string) {
  const row = await shipmentInScope(deps, caller, id);
  if (row.toPartyId !== caller.party.id) throw noShipment();
  const lines = (await linesOf(deps.store.read, [row.id])).get(row.id) ?? [];
  return { row, lines };
}

async function showReceipt(
  deps: Deps,
  call: OneCall,
  refused: { status: number; more: Partial<ReceiptView> } = { status: 200, more: {} },
): Promise<Reply> {
  const away = partyElsewhere(call);
  if (away) return away;
  const caller = partyCaller(call);
  const { row, lines } = await deliveryOf(deps, caller, call.params.id);
  const ends = await endsOf(deps.store.read, [row]);
  const view: ReceiptView = {
    ...toolView(deps, caller),
    id: row.publicId,
    state: row.state,
    slip: row.slip,
    supplier: ends.parties.get(row.partyId)?.name ?? '',
    site: row.toSiteId === null ? null : (ends.sites.get(row.toSiteId)?.name ?? null),
    documentNumber: row.documentNumber,
    shippedAt: formatInstant(row.shippedAt),
    lines,
    ...refused.more,
  };
  return sendTool(deps, refused.status, receiptPage(view, askedIn(call).language));
}

async function confirmFromPage(deps: Deps, call: OneCall): Promise<Reply> {
  const caller = partyCaller(call);
  const { language, locale } = askedIn(call);
  const { lines } = await deliveryOf(deps, caller, call.params.id);
  const form = new URLSearchParams(textOf(call.raw));
  const again = (status: number, errors: readonly FieldError[]) =>
    showReceipt(deps, call, { status, more: { errors, entered: Object.fromEntries(form) } });
  const read = readReceiptForm(form, lines);
  const t = RECEIVE_TEXT[language];
  if (!read.ok)
    return again(
      422,
      read.errors.map(({ field, code }) => ({ field, text: t[code] })),
    );
  try {
    await confirmReceipt(deps, { ...call, body: read.body }, caller);
    return seeOther(
      `${RECEIVE_PATH}/${encodeURIComponent(call.params.id)}${call.query.lang ? `?lang=${encodeURIComponent(call.query.lang)}` : ''}`,
    );
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    const fieldOf = (pointer: string) => {
      const line = read.body.lines?.[Number(/^\/lines\/(\d+)/.exec(pointer)?.[1] ?? -1)]?.line;
      return line === undefined ? undefined : receiptIds(line).amount;
    };
    return again(error.status, fieldErrors(error, locale, fieldOf));
  }
}

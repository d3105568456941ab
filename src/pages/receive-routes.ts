import { z } from '@hono/zod-openapi';
import { confirmReceipt } from '../custody/receipts.ts';
import { custodyRepository, linesOf, type ShippedLine, shipmentBySlip } from '../custody/repository.ts';
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
  const { read } = deps.store;
  const rows = await custodyRepository(read, caller).shipments({ limit: MOST, after: null, direction: 'in', state: 'in-transit' });
  const lines = await linesOf(
    read,
    rows.map((row) => row.id),
  );
  const view = { ...toolView(deps, caller), hasMore: rows.length > MOST };
  const { code } = call.query;
  if (code === undefined || code.trim() === '') {
    const arriving = await arrivingOf(deps, rows.slice(0, MOST), lines);
    return sendTool(deps, 200, receivePage({ ...view, arriving }, language));
  }
  const named = await shipmentsOf(deps, caller, code, rows, lines);
  const [only, another] = named;
  if (only && !another)
    return seeOther(`${RECEIVE_PATH}/${only.publicId}${call.query.lang ? `?lang=${encodeURIComponent(call.query.lang)}` : ''}`);
  const slip = only ? null : await strangersSlip(deps, code);
  const arriving = await arrivingOf(deps, only ? named : rows.slice(0, MOST), lines);
  const answer = { ...view, arriving, code, ...(slip === null ? {} : { strangersSlip: slip }) };
  return sendTool(deps, only ? 200 : 404, receivePage(answer, language));
}

async function arrivingOf(
  deps: Deps,
  rows: readonly DB['shipment'][],
  lines: ReadonlyMap<number, readonly ShippedLine[]>,
): Promise<Arriving[]> {
  const ends = await endsOf(deps.store.read, rows);
  return rows.map((row) => {
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
}

/** The deliveries to the caller a code names: by its slip, whatever became of it; by goods or pallet, those on their way. */
async function shipmentsOf(
  deps: Deps,
  caller: PartyCaller,
  code: string,
  rows: readonly DB['shipment'][],
  lines: ReadonlyMap<number, readonly ShippedLine[]>,
): Promise<DB['shipment'][]> {
  const reading = readCode(code, undefined);
  if (!reading.ok) return rows.filter((row) => row.documentNumber === code.trim());
  const repository = custodyRepository(deps.store.read, caller);
  const found = new Map<number, DB['shipment']>();
  for (const meaning of reading.meanings) {
    const bySlip = meaning.kind === 'slip' ? await repository.bySlip(meaning.slip) : undefined;
    const byPallet = meaning.kind === 'logisticUnit' ? await repository.byCode('sscc', meaning.sscc) : [];
    const byGoods = rows.filter((row) => (lines.get(row.id) ?? []).some((line) => isNamed(meaning, line)));
    for (const row of [...(bySlip ? [bySlip] : []), ...byPallet, ...byGoods]) if (row.toPartyId === caller.party.id) found.set(row.id, row);
  }
  return [...found.values()];
}

function isNamed(meaning: Meaning, line: ShippedLine): boolean {
  if (meaning.kind === 'traceCode') return line.traceCode === meaning.code;
  if (meaning.kind !== 'goods' || line.gtin !== meaning.gtin) return false;
  const isLot = meaning.lot === null || line.batchNumber === meaning.lot;
  const isMade = meaning.productionDate === null || line.productionDate === meaning.productionDate;
  return isLot && isMade;
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

import { prefersJson } from '../codes/negotiate.ts';
import { qrSvg } from '../codes/qr.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { errorPage } from '../pages/scan-problem-pages.ts';
import { slipPage } from '../pages/slip-page.ts';
import { localeOf, pickLanguage } from '../pages/text.ts';
import type { Language, ReceiptOutcome, SlipParty, SlipView } from '../pages/view.ts';
import { revealed } from '../parties/repository.ts';
import type { Caller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound } from '../platform/problems.ts';
import { type Call, json, page } from '../platform/route.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { type Photo, photosOf } from './receipt-photos.ts';
import { custodyRepository, linesOf, type Read, type ShippedLine, shipmentBySlip } from './repository.ts';
import { shipmentInScope } from './scope.ts';
import { buyerName, buyerNameOnSlip, endsOf } from './views.ts';

type LangQuery = { lang?: string | undefined };

/** A slip changes with its receipt and is nobody's to keep. */
const SLIP_HEADERS: Readonly<Record<string, string>> = { 'Cache-Control': 'no-store' };

/** Everything a slip shows, whoever looks. */
export interface Slip {
  row: DB['shipment'];
  lines: ShippedLine[];
  receipt: DB['receipt'] | undefined;
  photos: readonly Photo[];
  supplier: SlipParty;
  buyer: SlipParty;
}

export const noSlip = () => notFound({ zh: '这张随货单', en: 'such slip' });

/** @throws {Problem} not-found */
export async function slipByCode(deps: Deps, code: string): Promise<Slip> {
  const row = await shipmentBySlip(deps.store.read, code);
  if (!row) throw noSlip();
  return slipOf(deps.store.read, row, 'holder');
}

async function slipOf(read: Read, row: DB['shipment'], viewer: 'holder' | 'side'): Promise<Slip> {
  const ends = await endsOf(read, [row]);
  const sender = ends.parties.get(row.partyId);
  const lines = (await linesOf(read, [row.id])).get(row.id) ?? [];
  const receipt = await read.selectFrom('receipt').selectAll().where('shipmentId', '=', row.id).executeTakeFirst();
  const contact = viewer === 'side' ? await contactOf(read, row) : {};
  const supplier: SlipParty = { name: sender?.name ?? '', ...(sender?.uscc && !sender.natural ? { uscc: sender.uscc } : {}), ...contact };
  const buyer: SlipParty = {
    name: viewer === 'side' ? buyerName(row, ends) : buyerNameOnSlip(row, ends),
    ...(row.toUscc !== null && row.toNatural === 0 ? { uscc: row.toUscc } : {}),
  };
  const photos = receipt ? await photosOf(read, receipt.id) : [];
  return { row, lines, receipt, photos, supplier, buyer };
}

/** Address and telephone belong on the paper that goes with the goods (进货查验记录), not on a page anybody may open. */
async function contactOf(read: Read, row: DB['shipment']): Promise<{ address?: string; contact?: string }> {
  const party = await read.selectFrom('party').select(['contactPhone', 'natural']).where('id', '=', row.partyId).executeTakeFirst();
  const site = await read.selectFrom('site').select('address').where('id', '=', row.siteId).executeTakeFirst();
  const hiddenAddress = party?.natural === 1 ? (site?.address ?? null) : null;
  const values = await revealed(read, [party?.contactPhone ?? null, hiddenAddress]);
  const address = hiddenAddress === null ? (site?.address ?? undefined) : values.get(hiddenAddress);
  const contact = values.get(party?.contactPhone ?? '');
  return { ...(address === undefined ? {} : { address }), ...(contact === undefined ? {} : { contact }) };
}

/** The slip as its page is given it. */
export function slipView(deps: Deps, { row, lines, receipt, photos, supplier, buyer }: Slip): SlipView {
  const slipUrl = `${deps.publicUrl}/s/${row.slip}`;
  return {
    slip: row.slip,
    state: row.state as SlipView['state'],
    supplier,
    buyer,
    ...(row.documentNumber === null ? {} : { documentNumber: row.documentNumber }),
    shippedAt: formatInstant(row.shippedAt),
    purpose: row.purpose,
    lines: lines.map((line) => ({
      index: line.n,
      productName: line.productName,
      specification: line.specification,
      traceCode: formatTraceCode(line.traceCode),
      ...(line.batchNumber === null ? {} : { batchNumber: line.batchNumber }),
      ...(line.productionDate === null ? {} : { productionDate: line.productionDate }),
      ...(line.expiresOn === null ? {} : { expiresOn: line.expiresOn }),
      quantity: { amount: line.amount, unit: line.unit },
    })),
    ...(receipt ? { received: { ...receivedOf(receipt), photoCount: photos.length } } : {}),
    formAction: `/s/${row.slip}`,
    slipUrl,
    qrSvg: qrSvg(slipUrl),
  };
}

function receivedOf(receipt: DB['receipt']): NonNullable<SlipView['received']> {
  return {
    outcome: receipt.outcome as ReceiptOutcome,
    at: formatInstant(receipt.receivedAt),
    by: receipt.by === 'link' ? 'link' : 'party',
  };
}

/** The slip as programs read it: what the page shows, in the names of the API. */
export function slipJson(deps: Deps, slip: Slip) {
  const { slip: code, state, supplier, buyer, shippedAt, purpose, lines, received, slipUrl } = slipView(deps, slip);
  return {
    slip: code,
    state,
    supplier,
    buyer,
    documentNumber: slip.row.documentNumber,
    shippedAt,
    purpose,
    slipUrl,
    lines: lines.map(({ index, productName, specification, ...line }) => ({
      line: index,
      product: { name: productName, specification },
      ...line,
    })),
    received: received
      ? { outcome: received.outcome, at: received.at, by: slip.receipt?.by ?? received.by, photos: slip.photos.length }
      : null,
  };
}

export function languageOf(call: Call<unknown, LangQuery>): Language {
  return pickLanguage(call.query.lang, call.request.headers.get('accept-language') ?? undefined);
}

/** A slip's page; `more` adds what was wrong with an answer. */
export function slipReply(deps: Deps, status: number, slip: Slip, language: Language, more: Partial<SlipView> = {}): Reply {
  return page(status, slipPage({ ...slipView(deps, slip), ...more }, language), SLIP_HEADERS);
}

/** GET /s/{slip}: for a buyer with or without an account. */
export async function showSlip(deps: Deps, call: Call<{ slip: string }, LangQuery>): Promise<Reply> {
  if (prefersJson(call.request.headers.get('accept')))
    return json(200, slipJson(deps, await slipByCode(deps, call.params.slip)), { 'Cache-Control': 'no-store' });
  const language = languageOf(call);
  const row = await shipmentBySlip(deps.store.read, call.params.slip);
  if (!row) return noSlipPage(call, language);
  const slip = await slipOf(deps.store.read, row, 'holder');
  return slipReply(deps, 200, slip, language, await photosFor(deps, call.caller, slip));
}

/** Whoever only holds the paper learns how many photos there are; the two sides and their authorities can open them. */
async function photosFor(deps: Deps, caller: Caller, slip: Slip): Promise<Partial<SlipView>> {
  const { received } = slipView(deps, slip);
  if (!received || slip.photos.length === 0) return {};
  if (!(await custodyRepository(deps.store.read, caller).bySlip(slip.row.slip))) return {};
  return { received: { ...received, photos: slip.photos.map(({ sha256 }) => `/v1/files/${sha256}`) } };
}

export function noSlipPage(call: Call, language: Language): Reply {
  return page(404, errorPage({ text: noSlip().detail[localeOf(language)], requestId: call.requestId }, language), SLIP_HEADERS);
}

/** GET /v1/shipments/{id}/slip: the paper that goes with the goods, with the supplier's address and telephone. */
export async function printSlip(deps: Deps, call: Call<{ id: string }, LangQuery>): Promise<Reply> {
  const row = await shipmentInScope(deps, call.caller, call.params.id);
  return slipReply(deps, 200, await slipOf(deps.store.read, row, 'side'), languageOf(call));
}

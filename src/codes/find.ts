import { enlarged, isLarge } from '../pages/large-text.ts';
import { findPage } from '../pages/scan-problem-pages.ts';
import type { FindView, Language } from '../pages/view.ts';
import { parseCivilDate } from '../platform/civil-date.ts';
import { Problem } from '../platform/problems.ts';
import { foldFullWidth } from '../platform/result.ts';
import type { HotReply } from '../platform/route.ts';
import { parseDigitalLinkPath } from './digital-link.ts';
import type { Candidate, FindQueries } from './find-queries.ts';
import { checkGtin } from './gtin.ts';
import { languageOf, prefersJson, queryOf } from './negotiate.ts';
import { type Asked, askedOf, checkAttributes, cors, linkHeader, linksetReply, noSuchType, otherKey, redirectReply } from './resolver.ts';
import { pageHeaders, type ScanAnswers } from './scan-answer.ts';
import { formatTraceCode, parseTraceCode } from './trace-code.ts';

const TEXT: Record<Language, Record<'gtin' | 'date' | 'none' | 'noProduct' | 'lot' | 'path', string>> = {
  'zh-CN': {
    gtin: '条码数字不对：应为 8、12、13 或 14 位数字，末位为校验码。请对照条形码下面的数字。',
    date: '日期看不懂，请写成 2026-11-01 或 20261101。',
    none: '这个条码有记录，但没有找到符合这个日期或批号的批次。',
    noProduct: '本系统没有这个条码的记录。',
    lot: '这个批号下没有记录。请核对包装上的批号，或改填生产日期。',
    path: '这个地址不是完整的商品码。请照着包装输入。',
  },
  en: {
    gtin: 'These are not the digits of a barcode: 8, 12, 13 or 14 digits, the last one a check digit. Compare with the digits under the bars.',
    date: 'The date cannot be read: write it like 2026-11-01 or 20261101.',
    none: 'This barcode is recorded here, but no batch of it fits the date or batch number.',
    noProduct: 'Nothing is recorded here under this barcode.',
    lot: 'Nothing is recorded under this batch number. Compare it with the pack, or enter the date of production.',
    path: 'This address is not a complete product code. Please type what the pack shows.',
  },
};

interface Pack {
  gtin: string;
  batch: string;
  date: string;
  /** The date is surely the one of production. */
  isMade: boolean;
}

export type Finder = ReturnType<typeof finder>;

/** Finds batches by what is on the pack: a Digital Link that was scanned, or what was typed. */
export function finder(queries: FindQueries, scans: ScanAnswers, publicUrl: string) {
  /** `/01/{gtin}[/10/{lot}][/21/{serial}]`: the batch's own page, the choice among several, or what is still to be told. */
  async function byLink(request: Request): Promise<HotReply> {
    const path = new URL(request.url).pathname;
    const asked = askedOf(request);
    checkAttributes(request.url);
    if (asked.kind === 'unknown') throw noSuchType(asked.type);
    const reply = asked.kind === 'page' ? await pageOf(request, path) : await linksOf(request, path, asked);
    return { ...reply, headers: { ...reply.headers, ...cors, Link: linkHeader(path) } };
  }

  /** The page or JSON a link leads to; an error never with 200. */
  async function pageOf(request: Request, path: string): Promise<HotReply> {
    const language = languageOf(request, queryOf(request.url));
    const reading = parseDigitalLinkPath(path);
    if (!reading.ok) return misread(request, reading, TEXT[language]);
    if (reading.lot === undefined) return byPack(request, { gtin: reading.gtin, ...typedIn(request) });
    const { gtin, lot } = reading;
    const { codes, now, formerly } = await batchesOf(gtin, lot);
    const [code] = codes;
    if (code === undefined) return refused(request, { gtin, batch: lot }, 'batch', TEXT[language].lot);
    if (codes.size === 1) return scans.byCode(request, code);
    const found = now.length === 0 ? [] : await queries.find({ gtin, batch: lot });
    const former = formerly.filter((one) => found.every((other) => other.traceCode !== one.traceCode));
    return choice(request, { gtin, batch: lot }, [...found, ...former]);
  }

  async function batchesOf(gtin: string, lot: string) {
    const [now, formerly] = await Promise.all([queries.byLot({ gtin, lot }), queries.formerly({ gtin, lot })]);
    return { now, formerly, codes: new Set([...now, ...formerly.map((one) => one.traceCode)]) };
  }

  /** The set of links of a Digital Link, or the one of a type. Where a lot names several batches, its own page offers the choice. */
  async function linksOf(request: Request, path: string, asked: Extract<Asked, { kind: 'linkset' | 'link' }>): Promise<HotReply> {
    const { title, target } = await goodsOf(path);
    if (asked.kind === 'linkset') return linksetReply(publicUrl, path, target, title);
    if (target === null && asked.type !== 'gs1:pip') throw noSuchType(asked.type);
    return redirectReply(path, target ?? path, asked.type, queryOf(request.url)?.get('lang') ?? null);
  }

  /** What a link is about: the product's name, and the page of its one batch where it names one. */
  async function goodsOf(path: string): Promise<{ title: string; target: string | null }> {
    const reading = parseDigitalLinkPath(path);
    if (!reading.ok) throw otherKey(path);
    const [known] = await queries.find({ gtin: reading.gtin });
    if (!known) throw notHere();
    if (reading.lot === undefined) return { title: known.productName, target: null };
    const [code, another] = (await batchesOf(reading.gtin, reading.lot)).codes;
    if (code === undefined) throw notHere();
    return { title: known.productName, target: another === undefined ? `/t/${formatTraceCode(code)}` : null };
  }

  /** `/find`: a trace code (bare, or the address a QR holds), or barcode digits with the date or batch number. */
  async function byForm(request: Request): Promise<HotReply> {
    const query = queryOf(request.url) ?? new URLSearchParams();
    const typed = (query.get('q') ?? query.get('code') ?? '').trim();
    const asked = typedIn(request);
    const gtin = (query.get('gtin') ?? '').trim();
    if (gtin !== '') return byPack(request, { gtin, ...asked });
    if (typed === '') return page(request, 200, {});
    const code = /\/t\/([^/?#\s]+)/.exec(typed)?.[1] ?? typed;
    const reading = parseTraceCode(code);
    if (reading.ok) return moved(`/t/${formatTraceCode(reading.code)}`, query.get('lang'));
    if (checkGtin(code).ok) return byPack(request, { gtin: code, ...asked });
    return scans.misread(request, code, reading);
  }

  async function byPack(request: Request, asked: Pack): Promise<HotReply> {
    const text = TEXT[languageOf(request, queryOf(request.url))];
    const checked = checkGtin(asked.gtin);
    const view = filled(asked, checked.ok ? checked.gtin : asked.gtin.slice(0, 40));
    if (!checked.ok) return refused(request, view, 'gtin', text.gtin);
    const { gtin } = checked;
    const made = asked.date === '' ? '' : dateTyped(asked.date);
    if (made === null) return refused(request, view, 'date', text.date);
    const found = await queries.find({ gtin, batch: foldFullWidth(asked.batch), made, expires: asked.isMade ? '' : made });
    return found.length > 0 ? among(request, view, found) : nothing(request, view);
  }

  /** Nothing fits: whether the barcode is known here decides where to look for the mistake. */
  async function nothing(request: Request, view: FindView): Promise<HotReply> {
    const text = TEXT[languageOf(request, queryOf(request.url))];
    const [product] = await queries.find({ gtin: view.gtin ?? '' });
    if (!product) return refused(request, { ...view, nothing: true }, 'gtin', text.noProduct);
    const known = { ...view, nothing: true, productName: product.productName };
    return refused(request, known, view.batch === undefined ? 'date' : 'batch', text.none);
  }

  /* The barcode alone names the product, not the batch, even while only one batch of it is known here. */
  function among(request: Request, view: FindView, found: Candidate[]): HotReply {
    const productName = found[0]?.productName ?? '';
    if (view.batch === undefined && view.date === undefined) return page(request, 200, { ...view, productName });
    if (found.length > 1) return choice(request, view, found);
    return moved(`/t/${formatTraceCode(found[0]?.traceCode ?? '')}`, queryOf(request.url)?.get('lang') ?? null);
  }

  return { byLink, byForm };
}

/** The date and batch number of a form, the date being whichever the pack shows; `productionDate` and `batchNumber` in full are taken too. */
function typedIn(request: Request): Omit<Pack, 'gtin'> {
  const query = queryOf(request.url);
  const of = (short: string, long: string) => (query?.get(long) ?? query?.get(short) ?? '').trim().slice(0, 60);
  const isMade = (query?.get('productionDate') ?? '').trim() !== '';
  return { batch: of('batch', 'batchNumber'), date: of('date', 'productionDate'), isMade };
}

/** `2026-11-01`, `20261101`, `2026.11.1`, `2026年11月1日`, `261101`, `26/11/01` as a civil date; null for what is none. */
function dateTyped(text: string): string | null {
  const folded = foldFullWidth(text);
  const parts = /^(\d{2})\D?(\d{2})\D?(\d{2})\D?$/.exec(folded) ?? /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$/.exec(folded);
  if (!parts) return null;
  const [, year = '', month = '', day = ''] = parts;
  return parseCivilDate(`${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/** A page that shows which part of the address is wrong. */
function misread(request: Request, { reason, found }: { reason: string; found: string }, text: (typeof TEXT)[Language]): HotReply {
  return reason === 'gtin'
    ? refused(request, { gtin: found.slice(0, 40) }, 'gtin', text.gtin, 400)
    : refused(request, {}, 'gtin', text.path, 400);
}

/** The fields that have something in them. */
function filled({ batch, date }: Pack, gtin: string): FindView {
  return Object.fromEntries(Object.entries({ gtin, batch, date }).filter(([, value]) => value !== ''));
}

function page(request: Request, status: number, view: FindView): HotReply {
  const query = queryOf(request.url);
  const language = languageOf(request, query);
  if (!prefersJson(request.headers.get('accept')))
    return {
      status,
      headers: pageHeaders(language),
      body: isLarge(query) ? enlarged(findPage(view, language), language) : findPage(view, language),
    };
  const { candidates, error, nothing: _, ...asked } = view;
  const body = {
    status: error ? 'unknown' : candidates ? 'choose' : 'incomplete',
    ...asked,
    ...(error ? { error } : {}),
    ...(candidates ? { candidates } : {}),
  };
  return { status, headers: { ...pageHeaders(language), 'Content-Type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) };
}

function notHere(): Problem {
  return new Problem('not-found', { zh: '这个商品码下没有记录。', en: 'Nothing is recorded under this product code.' });
}

function refused(request: Request, view: FindView, field: 'gtin' | 'date' | 'batch', text: string, status = 404): HotReply {
  return page(request, status, { ...view, error: { field, text } });
}

function choice(request: Request, view: FindView, found: Candidate[]): HotReply {
  const candidates = found.map((one) => ({ ...one, traceCode: formatTraceCode(one.traceCode) }));
  return page(request, 200, { ...view, productName: candidates[0]?.productName ?? '', candidates });
}

function moved(path: string, lang: string | null): HotReply {
  const location = lang === null ? path : `${path}?lang=${encodeURIComponent(lang)}`;
  return { status: 303, headers: { Location: location, 'Cache-Control': 'no-cache' }, body: null };
}

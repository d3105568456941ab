import { gzipSync } from 'node:zlib';
import { enlarged, isLarge } from '../pages/large-text.ts';
import { PAGE_HEADERS } from '../pages/page-headers.ts';
import { scanPageStart } from '../pages/scan-page.ts';
import { scanProblemPage } from '../pages/scan-problem-pages.ts';
import type { Language } from '../pages/view.ts';
import { type CivilDate, civilDateOf, formatInstant, startOfDay } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { HotReply } from '../platform/route.ts';
import { Lru } from './lru.ts';
import { acceptsGzip, isKnown, languageOf, prefersJson, queryOf } from './negotiate.ts';
import { pageEncoder } from './page-bytes.ts';
import { readScanned, type Scanned } from './scan.ts';
import { renderScan } from './scan-page.ts';
import { type PageState, recordedCodes, type ShopRow, scanQueries } from './scan-queries.ts';
import { codesNear, formatTraceCode, parseTraceCode, type TraceCodeReading } from './trace-code.ts';

const PAGES_LIMIT = 64 * 1024 * 1024;
const RECORDS_LIMIT = 32 * 1024 * 1024;

/** A public id, as a link's store code (`?at=`) is one. */
const SITE = /^[0-9A-Za-z]{16}$/;

/** The state a reply was made for; it is sent again while nothing of this has changed. */
interface MadeFor {
  state: PageState;
  today: CivilDate;
  etag: string;
  /** Where the entry's proof was not there yet: when to look again (epoch ms). */
  until: number;
}

/** A page ready to be sent. */
interface WarmPage extends MadeFor {
  bytes: Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
}

/** A reply in JSON; its `asOf`, always of the same width, stands at `asOfAt` and is `second` in the bytes. */
interface WarmRecord extends MadeFor {
  bytes: Uint8Array<ArrayBuffer>;
  asOfAt: number;
  second: number;
  headers: Record<string, string>;
}

interface Asked {
  request: Request;
  query: URLSearchParams | null;
  code: string;
  now: number;
  today: CivilDate;
  state: PageState;
  /** The shop the link names, where it has held the batch. */
  shop: ShopRow | undefined;
}

/** How a page is told. */
interface PageForm {
  language: Language;
  isBig: boolean;
}

export interface ScanAnswers {
  /** The answer to a code as it was scanned or typed. */
  byText(request: Request, text: string): Promise<HotReply>;
  /** The answer for a compact code that is known to stand for a batch. */
  byCode(request: Request, code: string): Promise<HotReply>;
  /** 404 for what is no code, with what may be meant. */
  misread(request: Request, text: string, reading: TraceCodeReading & { ok: false }): Promise<HotReply>;
  /** 404 for what is no code of a batch. */
  problem(request: Request, text: string, status: 'unknown' | 'mistyped'): HotReply;
}

/** What a reading that is no code means to the person who typed it. */
export function problemOf(text: string, reading: TraceCodeReading & { ok: false }): 'unknown' | 'mistyped' {
  if (reading.reason === 'check') return 'mistyped';
  // Twenty characters with a 0 or an I among them: a code of ours, misread.
  const typed = text.replace(/[^0-9A-Za-z]/g, '');
  return reading.reason === 'alphabet' && typed.length === 20 ? 'mistyped' : 'unknown';
}

/**
 * Answers scans. A warm one costs a single indexed read: what was sent last time is sent again while the state of the batch (page version,
 * revisions) and the day are the same. `gzip` compresses a page once, when it is first asked for in that coding.
 */
export function scanAnswers(deps: Deps, gzip: (bytes: Uint8Array) => Uint8Array<ArrayBuffer> = gzipOnce): ScanAnswers {
  const queries = scanQueries(deps.store);
  const pages = new Lru<WarmPage>(PAGES_LIMIT);
  const records = new Lru<WarmRecord>(RECORDS_LIMIT);
  const civilDate = civilDates();

  function byText(request: Request, text: string): Promise<HotReply> {
    const reading = parseTraceCode(ungrouped(text));
    return reading.ok ? byCode(request, reading.code) : misread(request, text, reading);
  }

  async function byCode(request: Request, code: string): Promise<HotReply> {
    const [state] = await queries.state({ code });
    if (state === undefined) return problem(request, code, 'unknown');
    const query = queryOf(request.url);
    const at = query?.get('at') ?? '';
    const now = deps.clock();
    const today = civilDate(now);
    const [shop] = SITE.test(at) ? await queries.shop({ batchId: state.batchId, site: at, today }) : [];
    const asked: Asked = { request, query, code, now, today, state, shop };
    const known = request.headers.get('if-none-match');
    return prefersJson(request.headers.get('accept')) ? record(asked, known) : page(asked, known);
  }

  /* A warm reply is given at once and not as a promise: each turn of the queue is part of what a scan costs. */
  function record(asked: Asked, known: string | null): HotReply | Promise<HotReply> {
    const warm = records.get(keyOf(asked, 'json'));
    return warm !== undefined && holds(warm, asked) ? recordReply(warm, asked.now, known) : newRecord(asked, known);
  }

  async function newRecord(asked: Asked, known: string | null): Promise<HotReply> {
    const { state, today } = asked;
    const etag = `W/"${tagOf(asked)}-json"`;
    if (isKnown(known, etag)) return notModified(etag);
    const { status, ...rest } = await readScanned(queries, { ...asked, batchId: state.batchId });
    const kept = keptAs(etag, rest, asked.now);
    const second = secondOf(asked.now);
    const before = `{"status":"${status}","asOf":"`;
    const bytes = utf8.encode(`${before}${formatInstant(second)}",${JSON.stringify(rest).slice(1)}`) as Uint8Array<ArrayBuffer>;
    const warm = { state, today, ...kept, bytes, asOfAt: before.length, second, headers: { ...JSON_HEADERS, ETag: kept.etag } };
    const key = keyOf(asked, 'json');
    records.set(key, warm, bytes.byteLength + 2 * key.length + 1024);
    return recordReply(warm, asked.now, known);
  }

  function page(asked: Asked, known: string | null): HotReply | Promise<HotReply> {
    const language = languageOf(asked.request, asked.query);
    const isBig = isLarge(asked.query);
    const coding = acceptsGzip(asked.request.headers.get('accept-encoding')) ? 'gzip' : 'identity';
    const warm = pages.get(keyOf(asked, isBig ? `${language}-large` : language) + coding);
    return warm !== undefined && holds(warm, asked) ? pageReply(warm, known) : newPage(asked, { language, isBig, coding, known });
  }

  async function newPage(asked: Asked, as: PageForm & { coding: 'gzip' | 'identity'; known: string | null }): Promise<HotReply> {
    const form = as.isBig ? `${as.language}-large` : as.language;
    const etag = `W/"${tagOf(asked)}-${form}"`;
    if (isKnown(as.known, etag)) return notModified(etag);
    const key = keyOf(asked, form);
    const kept = pages.get(`${key}identity`);
    const plain = kept !== undefined && holds(kept, asked) ? kept : keep(`${key}identity`, await plainPage(asked, as, etag));
    if (as.coding === 'identity') return pageReply(plain, as.known);
    const packed = { ...plain, bytes: gzip(plain.bytes), headers: { ...plain.headers, 'Content-Encoding': 'gzip' } };
    return pageReply(keep(`${key}gzip`, packed), as.known);
  }

  /** The state was read before the data, so a page is never older than the state it is kept for. */
  async function plainPage(asked: Asked, { language, isBig }: PageForm, etag: string): Promise<WarmPage> {
    const { state, today, now } = asked;
    const scanned = await readScanned(queries, { ...asked, batchId: state.batchId });
    const html = renderScan(scanned, formatInstant(now), language);
    const bytes = ENCODE[language](isBig ? enlarged(html, language) : html);
    const kept = keptAs(etag, scanned, now);
    return { state, today, ...kept, bytes, headers: { ...pageHeaders(language), ETag: kept.etag } };
  }

  function keep(key: string, warm: WarmPage): WarmPage {
    pages.set(key, warm, warm.bytes.byteLength + 2 * key.length + 1024);
    return warm;
  }

  /** A mistyped code is answered with the recorded codes one slip of the finger away. */
  async function misread(request: Request, text: string, reading: TraceCodeReading & { ok: false }): Promise<HotReply> {
    const status = problemOf(text, reading);
    const meant = status === 'mistyped' ? await recordedCodes(deps.store.read, codesNear(text)) : [];
    return problem(request, text, status, meant.map(formatTraceCode));
  }

  function problem(request: Request, text: string, status: 'unknown' | 'mistyped', didYouMean: readonly string[] = []): HotReply {
    const view = { status, asOf: formatInstant(deps.clock()), traceCode: text.slice(0, LONGEST_ECHO), didYouMean };
    if (prefersJson(request.headers.get('accept'))) return { status: 404, headers: JSON_HEADERS, body: JSON.stringify(view) };
    const query = queryOf(request.url);
    const language = languageOf(request, query);
    const html = scanProblemPage(view, language);
    return { status: 404, headers: pageHeaders(language), body: isLarge(query) ? enlarged(html, language) : html };
  }

  return { byText, byCode, misread, problem };
}

const LONGEST_ECHO = 120;
/** A third less time than the usual 6 for a page that grows by one part in fifty. */
const GZIP_LEVEL = 4;
const utf8 = new TextEncoder();
const ENCODE: Record<Language, (html: string) => Uint8Array<ArrayBuffer>> = {
  'zh-CN': pageEncoder(scanPageStart('zh-CN')),
  en: pageEncoder(scanPageStart('en')),
};

/** The civil date of an instant; within the day that was asked for last it is known already. */
function civilDates(): (epochMs: number) => CivilDate {
  let date = civilDateOf(0);
  let from = 0;
  let until = 0;
  return (epochMs) => {
    if (epochMs >= from && epochMs < until) return date;
    date = civilDateOf(epochMs);
    from = startOfDay(date);
    until = from + 86_400_000;
    return date;
  };
}

function gzipOnce(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(bytes, { level: GZIP_LEVEL }));
}

/** How long a page without its proof is sent before it is made again: a signature comes every few seconds. */
const PROOF_WAIT_MS = 10_000;

/** A reply that lacks its proof has a tag of its own, so that nobody is told it has not changed when the proof is there. */
function keptAs(etag: string, { ledger }: Pick<Scanned, 'ledger'>, now: number): { etag: string; until: number } {
  if (ledger.log !== null) return { etag, until: Number.POSITIVE_INFINITY };
  return { etag: `${etag.slice(0, -1)}-unsigned"`, until: now + PROOF_WAIT_MS };
}

function holds({ state, today, until }: MadeFor, asked: Asked): boolean {
  const now = asked.state;
  return (
    asked.now < until &&
    state.version === now.version &&
    state.revision === now.revision &&
    state.partyRevision === now.partyRevision &&
    today === asked.today
  );
}

const secondOf = (epochMs: number) => epochMs - (epochMs % 1000);

/** Sends the same bytes within a second; in the next one a copy with its `asOf`, since the old bytes may still be on their way out. */
function recordReply(warm: WarmRecord, now: number, known: string | null): HotReply {
  if (isKnown(known, warm.etag)) return notModified(warm.etag);
  const second = secondOf(now);
  if (second !== warm.second) {
    warm.bytes = warm.bytes.slice();
    utf8.encodeInto(formatInstant(second), warm.bytes.subarray(warm.asOfAt));
    warm.second = second;
  }
  return { status: 200, headers: warm.headers, body: warm.bytes };
}

function pageReply({ etag, bytes, headers }: WarmPage, known: string | null): HotReply {
  return isKnown(known, etag) ? notModified(etag) : { status: 200, headers, body: bytes };
}

function tagOf({ state, today }: Asked): string {
  return `${state.version ?? 1}-${state.revision}-${state.partyRevision}-${today}`;
}

function keyOf({ code, shop }: Asked, form: string): string {
  return shop === undefined ? code + form : `${code}${shop.siteId}${form}`;
}

/** The printed form of a code without its dashes; any other text as it is. */
function ungrouped(text: string): string {
  if (text.length !== 24 || text[4] !== '-' || text[9] !== '-' || text[14] !== '-' || text[19] !== '-') return text;
  return text.slice(0, 4) + text.slice(5, 9) + text.slice(10, 14) + text.slice(15, 19) + text.slice(20);
}

/** Kept by nobody without asking again: a recall must show at the next scan. */
const FRESH = { 'Cache-Control': 'no-cache', Vary: 'Accept, Accept-Language, Accept-Encoding' };

const JSON_HEADERS: Record<string, string> = {
  'Content-Type': 'application/json; charset=utf-8',
  'X-Content-Type-Options': 'nosniff',
  ...FRESH,
};

function pageHeadersIn(language: Language): Record<string, string> {
  return { 'Content-Type': 'text/html; charset=utf-8', 'Content-Language': language, ...FRESH, ...PAGE_HEADERS };
}

const READY: Record<Language, Record<string, string>> = { 'zh-CN': pageHeadersIn('zh-CN'), en: pageHeadersIn('en') };

/** Headers of a page that depends on the request. */
export function pageHeaders(language: Language): Record<string, string> {
  return READY[language];
}

function notModified(etag: string): HotReply {
  return { status: 304, headers: { ETag: etag, ...FRESH }, body: null };
}

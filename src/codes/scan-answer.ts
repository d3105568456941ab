import { gzipSync } from 'node:zlib';
import { PAGE_HEADERS } from '../pages/page-headers.ts';
import { scanProblemPage } from '../pages/scan-problem-pages.ts';
import type { Language } from '../pages/view.ts';
import { type CivilDate, civilDateOf, formatInstant, startOfDay } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { HotReply } from '../platform/route.ts';
import { Lru } from './lru.ts';
import { acceptsGzip, isKnown, languageOf, prefersJson, queryOf } from './negotiate.ts';
import { readScanned } from './scan.ts';
import { renderScan } from './scan-page.ts';
import { type PageState, type ShopRow, scanQueries } from './scan-queries.ts';
import { parseTraceCode, type TraceCodeReading } from './trace-code.ts';

const PAGES_LIMIT = 64 * 1024 * 1024;
const RECORDS_LIMIT = 32 * 1024 * 1024;

/** A public id, as a link's store code (`?at=`) is one. */
const SITE = /^[0-9A-Za-z]{16}$/;

/** A page ready to be sent: encoded bytes and the headers that go with them, good for one state of the batch. */
interface WarmPage {
  etag: string;
  bytes: Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
}

/** A reply in JSON around the instant it is asked at. */
interface WarmRecord {
  etag: string;
  before: string;
  after: string;
}

interface Asked {
  request: Request;
  query: URLSearchParams | null;
  code: string;
  now: number;
  /** The shop the link names, where it has held the batch. */
  shop: ShopRow | undefined;
}

export interface ScanAnswers {
  /** The answer to a code as it was scanned or typed. */
  byText(request: Request, text: string): Promise<HotReply>;
  /** The answer for a compact code that is known to stand for a batch. */
  byCode(request: Request, code: string): Promise<HotReply>;
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

  async function byText(request: Request, text: string): Promise<HotReply> {
    const reading = parseTraceCode(text);
    return reading.ok ? byCode(request, reading.code) : problem(request, text, problemOf(text, reading));
  }

  async function byCode(request: Request, code: string): Promise<HotReply> {
    const [state] = await queries.state({ code });
    if (state === undefined) return problem(request, code, 'unknown');
    const query = queryOf(request.url);
    const at = query?.get('at') ?? '';
    const [shop] = SITE.test(at) ? await queries.shop({ batchId: state.batchId, site: at }) : [];
    const asked: Asked = { request, query, code, now: deps.clock(), shop };
    return prefersJson(request.headers.get('accept')) ? record(asked, state) : page(asked, state);
  }

  async function record(asked: Asked, state: PageState): Promise<HotReply> {
    const today = civilDate(asked.now);
    const etag = `W/"${tagOf(state, today)}-j"`;
    if (isKnown(asked.request.headers.get('if-none-match'), etag)) return notModified(etag);
    const key = keyOf(asked, 'json');
    let warm = records.get(key);
    if (warm === undefined || warm.etag !== etag) {
      const { status, ...rest } = await readScanned(queries, { ...asked, batchId: state.batchId, today });
      warm = { etag, before: `{"status":"${status}","asOf":"`, after: `",${JSON.stringify(rest).slice(1)}` };
      records.set(key, warm, 2 * (warm.after.length + key.length) + 256);
    }
    return { status: 200, headers: { ...JSON_HEADERS, ETag: etag }, body: warm.before + formatInstant(asked.now) + warm.after };
  }

  async function page(asked: Asked, state: PageState): Promise<HotReply> {
    const language = languageOf(asked.request, asked.query);
    const today = civilDate(asked.now);
    const etag = `W/"${tagOf(state, today)}-${language}"`;
    if (isKnown(asked.request.headers.get('if-none-match'), etag)) return notModified(etag);
    const coding = acceptsGzip(asked.request.headers.get('accept-encoding')) ? 'gzip' : 'identity';
    const key = keyOf(asked, language);
    const kept = pages.get(`${key}/${coding}`);
    if (kept !== undefined && kept.etag === etag) return { status: 200, headers: kept.headers, body: kept.bytes };
    const plain = await plainPage(asked, { state, language, etag, key });
    if (coding === 'identity') return { status: 200, headers: plain.headers, body: plain.bytes };
    const bytes = gzip(plain.bytes);
    const warm = { etag, bytes, headers: { ...plain.headers, 'Content-Encoding': 'gzip' } };
    keep(`${key}/gzip`, warm);
    return { status: 200, headers: warm.headers, body: bytes };
  }

  /** The page without coding: the kept one, or made and kept now. Its state was read before its data, so the data is never older. */
  async function plainPage(
    asked: Asked,
    of: { state: PageState; language: Language; etag: string; key: string },
  ): Promise<WarmPage> {
    const { state, language, etag, key } = of;
    const kept = pages.get(`${key}/identity`);
    if (kept !== undefined && kept.etag === etag) return kept;
    const scanned = await readScanned(queries, { ...asked, batchId: state.batchId, today: civilDate(asked.now) });
    const bytes = utf8.encode(renderScan(scanned, formatInstant(asked.now), language)) as Uint8Array<ArrayBuffer>;
    const warm = { etag, bytes, headers: { ...pageHeaders(language), ETag: etag } };
    keep(`${key}/identity`, warm);
    return warm;
  }

  function keep(key: string, warm: WarmPage): void {
    pages.set(key, warm, warm.bytes.byteLength + 2 * key.length + 512);
  }

  function problem(request: Request, text: string, status: 'unknown' | 'mistyped'): HotReply {
    const view = { status, asOf: formatInstant(deps.clock()), traceCode: text.slice(0, LONGEST_ECHO) };
    if (prefersJson(request.headers.get('accept'))) return { status: 404, headers: JSON_HEADERS, body: JSON.stringify(view) };
    const language = languageOf(request, queryOf(request.url));
    return { status: 404, headers: pageHeaders(language), body: scanProblemPage(view, language) };
  }

  return { byText, byCode, problem };
}

const LONGEST_ECHO = 120;
const utf8 = new TextEncoder();

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
  return new Uint8Array(gzipSync(bytes));
}

function tagOf(state: PageState, today: string): string {
  return `${state.version ?? 1}-${state.revision}-${state.partyRevision}-${today}`;
}

function keyOf({ code, shop }: Asked, form: string): string {
  return shop === undefined ? `${code}/${form}` : `${code}/${form}/${shop.siteId}`;
}

/** Kept by nobody without asking again: a recall must show at the next scan. */
const FRESH = { 'Cache-Control': 'no-cache', Vary: 'Accept, Accept-Language, Accept-Encoding' };

const JSON_HEADERS: Record<string, string> = { 'Content-Type': 'application/json; charset=utf-8', 'X-Content-Type-Options': 'nosniff', ...FRESH };

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

import { sha256Hex } from '../ledger/entry.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, notFound } from '../platform/problems.ts';
import { buildDigitalLink } from './digital-link.ts';
import type { FindQueries } from './find-queries.ts';
import { Lru } from './lru.ts';
import { isKnown } from './negotiate.ts';
import { qrPng, qrSvg } from './qr.ts';
import { formatTraceCode, parseTraceCode } from './trace-code.ts';

const SYMBOLS_LIMIT = 8 * 1024 * 1024;
const USUAL_SCALE = 8;
const MAX_SCALE = 40;

interface Symbol {
  etag: string;
  body: string | Uint8Array<ArrayBuffer>;
  mediaType: string;
}

/** What a batch's QR code says: its Digital Link where its goods have a GTIN, else the address of its page. */
export function codeText(publicUrl: string, batch: { traceCode: string; gtin: string | null; lot: string }): string {
  if (batch.gtin !== null) return buildDigitalLink(publicUrl, { gtin14: batch.gtin, lot: batch.lot });
  return `${publicUrl}/t/${formatTraceCode(batch.traceCode)}`;
}

/** QR codes of batches. The search for the best mask is most of the work, so symbols are kept, by what they say. */
export function qrAnswers(deps: Deps, queries: FindQueries) {
  const symbols = new Lru<Symbol>(SYMBOLS_LIMIT);

  function symbol(text: string, scale: number | null): Symbol {
    const key = `${scale ?? 'svg'} ${text}`;
    const kept = symbols.get(key);
    if (kept) return kept;
    const body = scale === null ? qrSvg(text) : qrPng(text, { scale });
    const made = { body, mediaType: scale === null ? 'image/svg+xml' : 'image/png', etag: `"${sha256Hex(key).slice(0, 24)}"` };
    symbols.set(key, made, 2 * body.length + key.length + 256);
    return made;
  }

  /**
   * A corrected batch number or GTIN changes what the code says, so a kept copy is asked after by its tag.
   * `scale` is pixels a module; null for SVG. @throws {Problem} not-found for a code nothing is recorded under
   */
  return async (request: Request, typed: string, scale: number | null): Promise<Response> => {
    const reading = parseTraceCode(typed);
    const batch = reading.ok ? await queries.linkOf(reading.code) : undefined;
    if (!reading.ok || batch === undefined) throw notFound({ zh: '该追溯码的批次', en: 'batch of that trace code' });
    const { etag, body, mediaType } = symbol(codeText(deps.publicUrl, { traceCode: reading.code, ...batch }), scale);
    const headers = { ETag: etag, 'Cache-Control': 'public, no-cache', 'X-Content-Type-Options': 'nosniff' };
    if (isKnown(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
    return new Response(body, { status: 200, headers: { 'Content-Type': mediaType, ...headers } });
  };
}

/** Pixels a module as asked for; 8 without a wish. @throws {Problem} invalid-input */
export function scaleOf(text: string | null): number {
  if (text === null) return USUAL_SCALE;
  const scale = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (scale >= 1 && scale <= MAX_SCALE) return scale;
  throw invalidInput([
    {
      pointer: '/query/scale',
      found: text.slice(0, 40),
      expected: { zh: `1 至 ${MAX_SCALE} 的整数：每个模块的像素数`, en: `a whole number from 1 to ${MAX_SCALE}: pixels a module` },
      fix: { zh: `例如 ?scale=${USUAL_SCALE}`, en: `for example ?scale=${USUAL_SCALE}` },
    },
  ]);
}

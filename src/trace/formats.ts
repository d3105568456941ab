import { noBatch } from '../batches/views.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { Call } from '../platform/route.ts';
import { askOf, type TraceCall } from './asking.ts';
import { type PageParts, traceBytes } from './texts.ts';
import type { TraceFormat } from './trace-schemas.ts';

const TYPES: Record<TraceFormat, string> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  svg: 'image/svg+xml',
};

/** The format a caller wants: `?format=` first, then the types Accept names. */
function formatOf(request: Request, asked: TraceFormat | undefined): TraceFormat {
  if (asked !== undefined) return asked;
  const accept = (request.headers.get('accept') ?? '').toLowerCase();
  const named = (Object.keys(TYPES) as TraceFormat[]).filter((format) => accept.includes(TYPES[format]));
  return named.sort((a, b) => accept.indexOf(TYPES[a]) - accept.indexOf(TYPES[b]))[0] ?? 'json';
}

/**
 * GET /v1/trace: where goods came from and where they went, sent as it is made.
 * @throws {Problem} not-found for a code nobody recorded or out of the caller’s scope; invalid-input for a filter that cannot be read
 */
export async function traceReply(deps: Deps, call: TraceCall & Pick<Call, 'locale'>): Promise<Response> {
  const form = formatOf(call.request, call.query.format);
  const ask = await askOf(deps, call);
  const pieces = deps.store.longRead(traceBytes, { ask, form, locale: call.locale })[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) throw noBatch();
  return file(streamed(first.value, pieces), form, call.now);
}

/** A trace as its page shows it. */
export async function tracePageParts(deps: Deps, call: TraceCall & Pick<Call, 'locale'>): Promise<PageParts> {
  const ask = await askOf(deps, call);
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of deps.store.longRead(traceBytes, { ask, form: 'page', locale: call.locale }))
    text += decoder.decode(piece, { stream: true });
  if (text === '') throw noBatch();
  return JSON.parse(text) as PageParts;
}

function file(body: BodyInit, format: TraceFormat, now: number): Response {
  const type = format === 'xlsx' ? TYPES.xlsx : `${TYPES[format]}; charset=utf-8`;
  const headers: Record<string, string> = { 'Content-Type': type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };
  if (format === 'csv' || format === 'xlsx') headers['Content-Disposition'] = `attachment; filename="trace-${civilDateOf(now)}.${format}"`;
  // An SVG opened by itself is a page: nothing in it may act.
  if (format === 'svg') headers['Content-Security-Policy'] = "default-src 'none'; style-src 'unsafe-inline'";
  return new Response(body, { status: 200, headers });
}

/** Pieces as they are asked for, the next being made while one is sent; whoever goes away in the middle gives the rest up. */
function streamed(first: Uint8Array, pieces: AsyncIterator<Uint8Array>): ReadableStream<Uint8Array> {
  let next = first;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      controller.enqueue(next);
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else next = value;
    },
    async cancel() {
      await pieces.return?.();
    },
  });
}

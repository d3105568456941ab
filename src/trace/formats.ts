import { noBatch } from '../batches/views.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, type Problem } from '../platform/problems.ts';
import type { Call } from '../platform/route.ts';
import { askOf, type TraceCall } from './asking.ts';
import { takeSlot } from './slots.ts';
import { isTooLarge, type PageParts, traceBytes } from './texts.ts';
import type { TraceFormat } from './trace-schemas.ts';
import { MOST_ROWS } from './walk.ts';

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
 * @throws {Problem} not-found for a code nobody recorded or out of the caller’s scope; invalid-input for a filter that cannot be read, or a trace of more than
 * one answer holds; too-many-requests while others of the caller run
 */
export async function traceReply(deps: Deps, call: TraceCall & Pick<Call, 'locale'>): Promise<Response> {
  const form = formatOf(call.request, call.query.format);
  const ask = await askOf(deps, call);
  const giveBack = takeSlot(deps, ask.caller);
  try {
    const pieces = deps.store.longRead(traceBytes, { ask, form, locale: call.locale })[Symbol.asyncIterator]();
    const first = await pieces.next();
    if (first.done) throw noBatch();
    if (isTooLarge(first.value)) throw tooLarge();
    return file(streamed(first.value, pieces, giveBack), form, call.now);
  } catch (error) {
    giveBack();
    throw error;
  }
}

/** A trace as its page shows it. */
export async function tracePageParts(deps: Deps, call: TraceCall & Pick<Call, 'locale'>): Promise<PageParts> {
  const ask = await askOf(deps, call);
  const giveBack = takeSlot(deps, ask.caller);
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const piece of deps.store.longRead(traceBytes, { ask, form: 'page', locale: call.locale })) {
      if (isTooLarge(piece)) throw tooLarge();
      text += decoder.decode(piece, { stream: true });
    }
  } finally {
    giveBack();
  }
  if (text === '') throw noBatch();
  return JSON.parse(text) as PageParts;
}

function tooLarge(): Problem {
  const { holdings, flows } = MOST_ROWS;
  return invalidInput([
    {
      pointer: '/query',
      found: `> ${holdings} / ${flows}`,
      expected: {
        zh: `一次至多 ${holdings} 处库存、${flows} 次流转`,
        en: `at most ${holdings} holdings and ${flows} flows in one trace`,
      },
      fix: {
        zh: '用 party、site、depth、since、until 或 kinds 缩小范围，分几次查询',
        en: 'narrow it with party, site, depth, since, until or kinds, and ask in several requests',
      },
    },
  ]);
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
function streamed(first: Uint8Array, pieces: AsyncIterator<Uint8Array>, over: () => void): ReadableStream<Uint8Array> {
  let next = first;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      controller.enqueue(next);
      const { value, done } = await pieces.next().catch((error: unknown) => {
        over();
        throw error;
      });
      if (!done) next = value;
      else {
        over();
        controller.close();
      }
    },
    async cancel() {
      over();
      await pieces.return?.();
    },
  });
}

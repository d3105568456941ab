import type { Locale } from '../platform/problems.ts';
import type { LongRead, LongReader } from '../store/long-read.ts';
import { answerJson, type Told } from './answer-json.ts';
import type { Answer, BatchShown, InTransitShown } from './answer-shapes.ts';
import type { BrokenLink } from './broken.ts';
import { holdersCsv } from './holder-columns.ts';
import { type Numbered, numberedNodes } from './hops.ts';
import { picture } from './picture.ts';
import { type TraceAsk, traceOf } from './trace.ts';
import type { TraceFormat } from './trace-schemas.ts';
import { TraceTooLarge } from './walk.ts';

export interface TraceTextInput {
  ask: TraceAsk;
  form: TraceFormat | 'page';
  locale: Locale;
}

/**
 * A trace in one of its forms as a long read; it has no piece at all where something that is asked is out of the caller’s scope, and one without a byte where
 * there is more of it than one trace takes up: an error would not come whole out of another thread.
 */
export const traceBytes: LongRead<TraceTextInput, Bytes> = { module: import.meta.url, name: 'writeTrace', run: writeTrace };

type Bytes = Uint8Array<ArrayBuffer>;

/** Whether a piece says that there is more than one trace takes up. */
export const isTooLarge = (piece: Uint8Array) => piece.length === 0;

export async function* writeTrace(reader: LongReader, { ask, form, locale }: TraceTextInput): AsyncGenerator<Bytes, void> {
  const answer = await traceOf(reader, ask).catch((error: unknown) => {
    if (error instanceof TraceTooLarge) return 'too-large';
    throw error;
  });
  if (answer === null) return;
  if (typeof answer === 'string') {
    yield new Uint8Array(0);
    return;
  }
  if (form === 'xlsx') {
    const { workbook } = await import('./workbook.ts');
    yield new Uint8Array(await workbook(answer, locale));
    return;
  }
  const encoded = utf8();
  for (const text of joined(textsOf(answer, form, locale))) {
    yield encoded(text);
    // Whoever shares the thread has its turn.
    await new Promise((resume) => setImmediate(resume));
  }
}

/** Encodes into one room and hands out copies: half the time of making a new one for each text, which must be sized for the worst. */
function utf8(): (text: string) => Bytes {
  const encoder = new TextEncoder();
  let room = new Uint8Array(0);
  return (text) => {
    if (room.length < 3 * text.length) room = new Uint8Array(3 * text.length);
    return room.slice(0, encoder.encodeInto(text, room).written);
  };
}

function textsOf(answer: Answer, form: Exclude<TraceTextInput['form'], 'xlsx'>, locale: Locale): Iterable<string> {
  if (form === 'svg') return [picture(answer, locale)];
  if (form === 'page') return [JSON.stringify(pageParts(answer, locale))];
  if (form === 'csv') return holdersCsv(answer, locale);
  return form === 'ndjson' ? lines(told(answer, locale)) : answerJson(told(answer, locale));
}

function told(answer: Answer, locale: Locale): Told {
  return { ...answer, brokenLinks: Array.from(answer.brokenLinks, (link) => ({ ...link, message: link.message[locale] })) };
}

/** Characters in a piece at least: short answers are one piece, long ones are not one text. */
const PIECE = 262_144;

function* joined(texts: Iterable<string>): Generator<string> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** One object a line, each with its type; the first says what was asked. */
function* lines({ asked, asOf, batches, nodes, edges, summary, brokenLinks }: Told): Generator<string> {
  yield `${JSON.stringify({ type: 'trace', asked, asOf })}\n`;
  const lists: [string, Iterable<object>][] = [
    ['batch', batches],
    ['node', nodes],
    ['edge', edges],
    ['received', summary.received],
    ['inTransit', summary.inTransit],
    ['onHand', summary.onHand],
    ['brokenLink', brokenLinks],
  ];
  for (const [type, list] of lists) for (const item of list) yield `${JSON.stringify({ type, ...item })}\n`;
}

/** Rows a list on the page shows; the files have all of them. */
const MOST_ROWS = 500;

/** What the page of a trace shows of an answer: the first rows of each list, and how long it is in full. */
export interface PageParts {
  /** Hop by hop, each with its number in the picture. */
  nodes: Part<Numbered>;
  inTransit: Part<InTransitShown>;
  brokenLinks: Part<BrokenLink>;
  received: number;
  onHand: number;
  /** The goods of the rows above. */
  batches: BatchShown[];
  svg: string;
}

export interface Part<T> {
  rows: T[];
  total: number;
}

function pageParts(answer: Answer, locale: Locale): PageParts {
  const { received, inTransit, onHand } = answer.summary;
  const numbered = numberedNodes(answer);
  const [nodes, onTheWay] = [partOf(numbered), partOf(inTransit)];
  const codes = new Set([...nodes.rows.map(({ node }) => node), ...onTheWay.rows].map(({ traceCode }) => traceCode));
  return {
    nodes,
    inTransit: onTheWay,
    brokenLinks: partOf(answer.brokenLinks),
    batches: answer.batches.filter(({ traceCode }) => codes.has(traceCode)),
    received: partOf(received).total,
    onHand: partOf(onHand).total,
    svg: picture(answer, locale, numbered),
  };
}

function partOf<T>(list: Iterable<T>): Part<T> {
  const rows: T[] = [];
  let total = 0;
  for (const row of list) if (++total <= MOST_ROWS) rows.push(row);
  return { rows, total };
}

import { escapeHtml as e } from '../pages/escape.ts';
import { PALETTE } from '../pages/style-core.ts';
import type { Locale } from '../platform/problems.ts';
import type { Answer, BatchShown, NodeShown } from './answer-shapes.ts';
import type { Numbered } from './hops.ts';
import { type Box, type Layout, type Line, layoutOf, type Stub } from './picture-layout.ts';
import { BOX_WIDTH, STUB } from './picture-places.ts';
import { type TraceWords, traceWords } from './picture-words.ts';

type Drawn = Pick<Answer, 'asked' | 'batches' | 'nodes' | 'edges' | 'summary' | 'brokenLinks'>;

/** A trace as a picture that needs nothing beside it: headings by hop, a number in each box as in the list, a key of the lines. */
export function picture(answer: Drawn, locale: Locale, numbered?: readonly Numbered[]): string {
  const t = traceWords(locale);
  const layout = layoutOf(answer, numbered);
  const batches = new Map(answer.batches.map((batch) => [batch.traceCode, batch]));
  const title = t.title(answer.asked.join(locale === 'en' ? ', ' : '、'));
  const key = legend(layout, t);
  const width = Math.max(layout.width, key.width + 48);
  const height = layout.height + 34;
  const note = layout.left === 0 ? '' : `<tspan fill="${PALETTE.red}" font-weight="700">  ${e(t.left(layout.left))}</tspan>`;
  const headings = layout.columns.map(({ hop, x }) => text(x, 46, e(t.hop(hop)), `font-weight="700" fill="${PALETTE.quiet}"`)).join('');
  const drawn = [
    `<rect width="100%" height="100%" fill="#fff"/>${text(24, 22, `${e(title)}${note}`, 'font-size="14"')}${headings}`,
    ...layout.lines.map((line) => flow(line, t)),
    ...layout.stubs.map((stub) => ending(stub, t)),
    ...layout.boxes.map((one) => boxed(one, batches, t)),
    ...layout.lines.map(quantityOn),
    `<g transform="translate(24 ${layout.height + 8})">${key.drawn}</g>`,
  ].join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${e(title)}" font-family="sans-serif" font-size="12"><title>${e(title)}</title>${drawn}</svg>\n`;
}

const round = (value: number) => Math.round(value * 10) / 10;
const text = (x: number, y: number, markup: string, more = '') => `<text x="${round(x)}" y="${round(y)}" ${more}>${markup}</text>`;
const hint = (words: string) => `<title>${e(words)}</title>`;
const amountText = ({ amount, unit }: { amount: number; unit: string }) => `${Math.round(amount * 1e6) / 1e6} ${unit}`;

/** How lines of a kind look: colour, and in grey dashes, a white core or a shape at the end. */
function lookOf(kind: string): { colour: string; dash: string; core: boolean } {
  if (kind === 'made') return { colour: PALETTE.ochre, dash: '', core: true };
  if (kind === 'return') return { colour: PALETTE.red, dash: '12 4', core: false };
  if (kind === 'in-transit') return { colour: PALETTE.slate, dash: '4 4', core: false };
  return { colour: '#37705f', dash: '', core: false };
}

function stroked(path: string, width: number, kind: string): string {
  const { colour, dash, core } = lookOf(kind);
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  const line = `<path d="${path}" fill="none" stroke="${colour}" stroke-opacity=".75" stroke-width="${round(width)}"${dashes}/>`;
  return core ? `${line}<path d="${path}" fill="none" stroke="#fff" stroke-width="${round(Math.max(0.7, width / 3))}"/>` : line;
}

/** From the right side of a box to the left one of the next; what goes back turns round at the right of both. */
function flow({ from, to, kind, width, y1, y2, isBack, count, ...quantity }: Line, t: TraceWords): string {
  const x1 = from.x + BOX_WIDTH;
  const x2 = isBack ? to.x + BOX_WIDTH : to.x;
  const bend = isBack ? 60 : (x2 - x1) / 2;
  const path = `M${round(x1)} ${round(y1)}C${round(x1 + bend)} ${round(y1)} ${round(x2 + (isBack ? bend : -bend))} ${round(y2)} ${round(x2)} ${round(y2)}`;
  const arrow = isBack ? `<path d="M${round(x2)} ${round(y2)}l9 -5v10z" fill="${lookOf(kind).colour}"/>` : '';
  // A delivery nobody confirmed, or that the two sides tell differently: the line is torn in its middle.
  const tear = to.kind === 'transit' && to.broken.length > 0 ? torn((x1 + x2) / 2 - 18, (x1 + x2) / 2 + 18, (y1 + y2) / 2) : '';
  const words = `${t.kinds[kind] ?? kind} ${amountText(quantity)}${t.flows(count)}${t.colon}${nameOf(from, t)} → ${nameOf(to, t)}`;
  return `<g>${hint(words)}${stroked(path, width, kind)}${arrow}${tear}</g>`;
}

/** On the line where it ends; drawn last, so that no line runs over it. */
function quantityOn({ to, y2, isBack, amount, unit }: Line): string {
  if (amount === 0 || isBack) return '';
  const words = cut(amountText({ amount, unit }), 88, 11);
  return text(
    to.x - 6,
    y2 + 4,
    e(words),
    `text-anchor="end" font-size="11" stroke="#fff" stroke-width="3" paint-order="stroke" fill="${PALETTE.ink}"`,
  );
}

/** Sold, used and destroyed goods end in a shape of their own; a broken link is a torn line. */
function ending({ box, side, kind, isBroken, width, y, ...quantity }: Stub, t: TraceWords): string {
  const x = side === 'in' ? box.x : box.x + BOX_WIDTH;
  const to = side === 'in' ? x - STUB + 6 : x + STUB - 12;
  const words = `${isBroken ? `${t.legend.broken} · ${t.broken[kind as keyof typeof t.broken]}` : (t.kinds[kind] ?? kind)} ${amountText(quantity)}`;
  if (isBroken) return `<g data-broken="${e(kind)}">${hint(words)}${torn(x, to, y)}</g>`;
  return `<g>${hint(words)}<path d="M${round(x)} ${round(y)}H${round(to)}" stroke="${PALETTE.quiet}" stroke-width="${round(width)}"/>${shape(kind, to, y)}</g>`;
}

function torn(x: number, to: number, y: number): string {
  const step = (to - x) / 6;
  const points = Array.from({ length: 6 }, (_, i) => `L${round(x + step * (i + 1))} ${round(y + (i % 2 === 0 ? -5 : 5))}`).join('');
  return `<path d="M${round(x)} ${round(y)}${points}" fill="none" stroke="${PALETTE.red}" stroke-width="2.5"/>`;
}

function shape(kind: string, x: number, y: number): string {
  const at = `${round(x)} ${round(y)}`;
  if (kind === 'sold') return `<path d="M${at}m0 -7l12 7l-12 7z" fill="${PALETTE.quiet}"/>`;
  if (kind === 'consumed')
    return `<circle cx="${round(x + 6)}" cy="${round(y)}" r="6" fill="#fff" stroke="${PALETTE.quiet}" stroke-width="2.5"/>`;
  return `<path d="M${at}m0 -6l12 12m0 -12l-12 12" stroke="${PALETTE.quiet}" stroke-width="3"/>`;
}

const nameOf = ({ node, transit, count }: Box, t: TraceWords) => node?.party.name ?? transit?.to.name ?? t.more(count);

function boxed(one: Box, batches: ReadonlyMap<string, BatchShown>, t: TraceWords): string {
  const { x, y, height, kind, hop, n } = one;
  const number = n === null ? '' : `${kind === 'transit' ? 'T' : ''}${n}`;
  const rows = rowsOf(one, batches, t);
  const top = y + (height - rows.length * 16) / 2 + 12;
  const words = rows.map(({ words: full, more }, i) => {
    const tag = i === 0 && number !== '' ? `<tspan font-weight="700" fill="${PALETTE.deep}">${number}</tspan> ` : '';
    const room = BOX_WIDTH - 18 - (tag === '' ? 0 : widthOf(`${number} `, 12));
    return text(x + 9, top + i * 16, `${tag}${e(cut(full, room, 12))}`, more);
  });
  const name = e(number === '' ? `more ${hop}` : number);
  return `<g data-box="${name}">${hint(rows.map(({ words: full }) => full).join(' · '))}${frame(one)}${words.join('')}</g>`;
}

/** Goods may be there: heavy and tinted. On their way: dashed. The others of a column: dotted. The asked goods: a second frame within. */
function frame({ x, y, height, kind, isAsked, broken, node }: Box): string {
  const isBroken = broken.length > 0;
  const isFull = kind === 'transit' || Number(node?.atMost?.amount ?? 0) > 0;
  const filled = isFull ? PALETTE.ochre : PALETTE.quiet;
  const stroke = isBroken ? PALETTE.red : filled;
  const dash = { holding: '', transit: ' stroke-dasharray="6 4"', more: ' stroke-dasharray="2 3"' }[kind];
  const at = (inset: number) =>
    `x="${round(x + inset)}" y="${round(y + inset)}" width="${BOX_WIDTH - 2 * inset}" height="${round(height - 2 * inset)}" rx="${5 - inset / 2}" stroke="${stroke}"`;
  const inner = isAsked ? `<rect ${at(3)} fill="none"/>` : '';
  return `<rect ${at(0)} fill="${isFull ? PALETTE.ochreTint : '#fff'}" stroke-width="${isFull || isBroken ? 2 : 1}"${dash}/>${inner}`;
}

interface Row {
  words: string;
  more: string;
}

function rowsOf(one: Box, batches: ReadonlyMap<string, BatchShown>, t: TraceWords): Row[] {
  const small = `font-size="11" fill="${PALETTE.quiet}"`;
  if (one.kind === 'more') return [{ words: t.more(one.count), more: 'font-weight="700"' }];
  const { node, transit } = one;
  const product = batches.get(node?.traceCode ?? transit?.traceCode ?? '')?.product.name ?? '';
  const where = [node?.site?.name, product].filter((part) => part !== undefined && part !== '').join(' · ');
  const left = transit ? `${t.transit} ${transit.quantity?.amount ?? ''} ${transit.quantity?.unit ?? ''}` : node ? leftOf(node, t) : '';
  const isLeft = transit !== undefined || Number(node?.atMost?.amount ?? 0) > 0;
  const marks = [...new Set(one.broken)].map((kind) => ({
    words: `${t.brokenMark} ${t.broken[kind]}`,
    more: `font-size="11" font-weight="700" fill="${PALETTE.red}"`,
  }));
  return [
    { words: nameOf(one, t), more: '' },
    { words: where, more: small },
    { words: left, more: isLeft ? `font-size="11" font-weight="700" fill="${PALETTE.ink}"` : small },
    ...marks,
  ];
}

/** '现存 0–240 袋': at least and at most, one number where they agree. */
function leftOf({ atLeast, atMost, basis }: NodeShown, t: TraceWords): string {
  if (atMost === null) return '';
  if (basis === 'no-books') return `${t.hidden} ${atMost.amount} ${atMost.unit}`;
  const least = atLeast === null || atLeast.amount === atMost.amount ? '' : `${atLeast.amount}–`;
  return `${t.onHand} ${least}${atMost.amount} ${atMost.unit}`;
}

/** A key of the lines the picture has, side by side. */
function legend({ lines, stubs, boxes }: Layout, t: TraceWords): { drawn: string; width: number } {
  const kinds = new Set(lines.map(({ kind }) => kind));
  const isBroken = boxes.some(({ broken }) => broken.length > 0);
  const line = (kind: string) => (x: number) => stroked(`M${x} 10h34`, 8, kind);
  const items: [boolean, string, (x: number) => string][] = [
    [true, t.legend.flow, line('sale')],
    [kinds.has('made'), t.legend.made, line('made')],
    [kinds.has('return'), t.legend.return, line('return')],
    [kinds.has('in-transit'), t.legend.transit, line('in-transit')],
    [
      stubs.some((stub) => !stub.isBroken),
      t.legend.ended,
      (x) => ['sold', 'consumed', 'destroyed'].map((kind, i) => shape(kind, x + 14 * i, 10)).join(''),
    ],
    [
      true,
      t.legend.asked,
      (x) =>
        `<rect x="${x}" y="2" width="34" height="16" rx="4" fill="none" stroke="${PALETTE.quiet}"/><rect x="${x + 3}" y="5" width="28" height="10" rx="2" fill="none" stroke="${PALETTE.quiet}"/>`,
    ],
    [isBroken, t.legend.broken, (x) => torn(x, x + 34, 10)],
  ];
  let at = 0;
  const drawn = items.flatMap(([isThere, words, draw]) => {
    if (!isThere) return [];
    const x = at;
    at += 48 + widthOf(words, 11) + 20;
    return [`${draw(x)}${text(x + 46, 14, e(words), 'font-size="11"')}`];
  });
  return { drawn: drawn.join(''), width: at };
}

/** Full-width characters take a whole em; Latin letters and figures a little more than half of one. */
export function widthOf(words: string, size: number): number {
  let ems = 0;
  for (const letter of words)
    ems +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(letter) || letter > '\uffff'
        ? 1
        : 0.6;
  return ems * size;
}

/** Words that fit so many units; what is cut ends in an ellipsis. */
export function cut(words: string, room: number, size: number): string {
  if (widthOf(words, size) <= room) return words;
  let kept = '';
  for (const letter of words) {
    if (widthOf(`${kept}${letter}…`, size) > room) break;
    kept += letter;
  }
  return `${kept}…`;
}

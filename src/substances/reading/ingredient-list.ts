import { readWords } from './ingredient-words.ts';

const SEPARATOR = /[、，,;；。:：\n\r\t|/／•●■*]/u;
const COLON = /[:：]/u;
const LINE_BREAK = /[\n\r]/u;
const OPENING = '（([［【{｛〔〈《<';
const CLOSING = '）)］】}｝〕〉》>';
const LOCANT_BEFORE = /[0-9NOS'′’ʹ]/u;
const LOCANT_AFTER = /(?:\d{1,2}|[NOS])['′’ʹ]*[,，\-‐–]/uy;
const NESTING_READ = 8;
/** No heading is longer, with what stands before it in the same item. */
const HEADING_READ = 60;
/** Lines longer than this are no halves of one name. */
const LONGEST_BROKEN = 120;
/** Headings of the several lists of one pack, as they stand before their colon: `…、栀子黄调味粉包：食用盐`. */
const HEADING =
  /(?:固体|半固态|液体)?(?:复合)?(?:调味|蔬菜|脱水蔬菜|风味|酱料|菜料|肉料)?(?:粉|酱|油|菜|料|汤|醋|肉|蔬菜|酸菜|配料)包$|(?:面饼|面块|馅料|馅|皮|饼皮|外皮|夹心|涂层|配料|原料|辅料|成分|成份|食品添加剂)(?:表)?$/u;

/**
 * Called with the bounds of a part of the text, widest first; true means it was recognised and its inside is not read. `leaf` marks parts that have no parts.
 * `doubtful` marks parts joined from characters that stand apart, where the name may end elsewhere.
 */
export type VisitPart = (start: number, end: number, leaf: boolean, doubtful?: boolean) => boolean;

/** The comma of `N,N-` and `3,3',5,5'-` belongs to the name. */
function isLocantComma(text: string, at: number): boolean {
  const character = text.charAt(at);
  if ((character !== ',' && character !== '，') || !LOCANT_BEFORE.test(text.charAt(at - 1))) return false;
  LOCANT_AFTER.lastIndex = at + 1;
  return LOCANT_AFTER.test(text);
}

/** A part whose brackets balance: the whole, then what stands outside and inside its outermost brackets. */
function readBalanced(text: string, from: number, to: number, depth: number, visit: VisitPart): void {
  const [start, end] = trimmed(text, from, to);
  if (start === end) return;
  const cuts = outermostBrackets(text, start, end, depth >= NESTING_READ);
  if (cuts.length === 0) {
    readWords(text, start, end, visit);
    return;
  }
  const isWrapped = cuts.length === 2 && cuts[0] === start && cuts[1] === end - 1;
  if (!isWrapped && visit(start, end, false)) return;
  let previous = start;
  for (const cut of [...cuts, end]) {
    readBalanced(text, previous, cut, depth + 1, visit);
    previous = cut + 1;
  }
}

function trimmed(text: string, from: number, to: number): [start: number, end: number] {
  let start = from;
  let end = to;
  while (start < end && text.charAt(start).trim() === '') start += 1;
  while (end > start && text.charAt(end - 1).trim() === '') end -= 1;
  return [start, end];
}

function outermostBrackets(text: string, start: number, end: number, everyDepth: boolean): number[] {
  const cuts: number[] = [];
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    const character = text.charAt(at);
    if (OPENING.includes(character)) {
      if (depth === 0 || everyDepth) cuts.push(at);
      depth += 1;
    } else if (CLOSING.includes(character)) {
      depth -= 1;
      if (depth === 0 || everyDepth) cuts.push(at);
    }
  }
  return cuts;
}

/** Positions of brackets without a partner between two separators: `甜味剂(阿斯巴甜` of a nested list. They cut the text; partnered ones may belong to a name. */
function unmatchedBrackets(text: string, start: number, end: number): number[] {
  const open: number[] = [];
  const unmatched: number[] = [];
  for (let at = start; at < end; at += 1) {
    const character = text.charAt(at);
    if (OPENING.includes(character)) open.push(at);
    else if (CLOSING.includes(character) && open.pop() === undefined) unmatched.push(at);
  }
  return [...unmatched, ...open];
}

function readItem(text: string, start: number, end: number, visit: VisitPart): void {
  let previous = start;
  for (const cut of [...unmatchedBrackets(text, start, end), end]) {
    readBalanced(text, previous, cut, 0, visit);
    previous = cut + 1;
  }
}

/** Where an item ends without the heading of the next list that its last name runs into, whose colon ends it. */
function beforeHeading(text: string, start: number, end: number): number {
  if (!COLON.test(text.charAt(end))) return end;
  const from = Math.max(start, end - HEADING_READ);
  const heading = HEADING.exec(text.slice(from, end).trimEnd());
  return heading && from + heading.index > start ? from + heading.index : end;
}

/** A name broken at the end of a line: both lines' items as one, and the last word of one with the first of the next. */
function readOverBreak(text: string, left: number, at: number, right: number, visit: VisitPart): void {
  const [start, end] = trimmed(text, left, right);
  if (start >= at || end <= at || end - start > LONGEST_BROKEN) return;
  if (visit(start, end, false)) return;
  const before = /[^\s()（）[\]【】]+\s*$/u.exec(text.slice(start, at));
  const after = /^\s*[^\s()（）[\]【】]+/u.exec(text.slice(at, end));
  if (before && after) visit(start + before.index, at + after[0].length, false);
}

/** Bounds of the next item after each line break are known only when it ends, so the break before an item is read with it. */
class Breaks {
  private left: { start: number; at: number } | null = null;
  private readonly text: string;
  private readonly visit: VisitPart;

  constructor(text: string, visit: VisitPart) {
    this.text = text;
    this.visit = visit;
  }

  /** An item from `start` that a separator ends at `end`. */
  ended(start: number, end: number): void {
    const isEmpty = this.text.slice(start, end).trim() === '';
    if (this.left && !isEmpty) readOverBreak(this.text, this.left.start, this.left.at, end, this.visit);
    if (!LINE_BREAK.test(this.text.charAt(end))) this.left = null;
    else if (!isEmpty) this.left = { start, at: end };
  }
}

/**
 * Reads an ingredient list (配料表) as the parts a name can be: items between separators, then what stands in and around brackets, then words.
 * A line may end inside a name, and spaces may stand inside one. Work grows with the length of the text alone.
 * What is not understood is still visited as words.
 */
export function readIngredientList(text: string, visit: VisitPart): void {
  const breaks = LINE_BREAK.test(text) ? new Breaks(text, visit) : null;
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && (!SEPARATOR.test(text.charAt(at)) || isLocantComma(text, at))) continue;
    breaks?.ended(start, at);
    if (at > start) readItem(text, start, beforeHeading(text, start, at), visit);
    start = at + 1;
  }
}

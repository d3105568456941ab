const SEPARATOR = /[、，,;；。:：\n\r\t|/／•●■*]/u;
const OPENING = '（([［【{｛〔〈《<';
const CLOSING = '）)]］】}｝〕〉》>';
const LOCANT_BEFORE = /[0-9NOS'′’ʹ]/u;
const LOCANT_AFTER = /(?:\d{1,2}|[NOS])['′’ʹ]*[,，\-‐–]/uy;
const HAN = /\p{Script=Han}/u;
const NESTING_READ = 8;

/** Called with the bounds of a part of the text, widest first; true means it was recognised and its inside is not read. `leaf` marks parts that have no parts. */
export type VisitPart = (start: number, end: number, leaf: boolean) => boolean;

/** The comma of `N,N-` and `3,3',5,5'-` belongs to the name. */
function isLocantComma(text: string, at: number): boolean {
  const character = text.charAt(at);
  if ((character !== ',' && character !== '，') || !LOCANT_BEFORE.test(text.charAt(at - 1))) return false;
  LOCANT_AFTER.lastIndex = at + 1;
  return LOCANT_AFTER.test(text);
}

function readWords(text: string, start: number, end: number, visit: VisitPart): void {
  const part = text.slice(start, end);
  const isMixed = /\s/u.test(part) && HAN.test(part);
  if (!isMixed) {
    visit(start, end, true);
    return;
  }
  for (const word of part.matchAll(/\S+/gu)) visit(start + word.index, start + word.index + word[0].length, true);
}

/** A part whose brackets balance: the whole, then what stands outside and inside its outermost brackets. */
function readBalanced(text: string, from: number, to: number, depth: number, visit: VisitPart): void {
  let start = from;
  let end = to;
  while (start < end && text.charAt(start).trim() === '') start += 1;
  while (end > start && text.charAt(end - 1).trim() === '') end -= 1;
  if (start === end) return;
  const cuts = outermostBrackets(text, start, end, depth >= NESTING_READ);
  if (cuts.length === 0) {
    if (!/\s/u.test(text.slice(start, end))) visit(start, end, true);
    else if (!visit(start, end, false)) readWords(text, start, end, visit);
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

/**
 * Reads an ingredient list (配料表) as the parts a name can be: items between separators, then what stands in and around brackets, then words.
 * Work grows with the length of the text alone. What is not understood is still visited as words.
 */
export function readIngredientList(text: string, visit: VisitPart): void {
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && (!SEPARATOR.test(text.charAt(at)) || isLocantComma(text, at))) continue;
    if (at > start) readItem(text, start, at, visit);
    start = at + 1;
  }
}

import type { VisitPart } from './ingredient-list.ts';

const HAN = /\p{Script=Han}/u;
const LONE_HAN = /^\p{Script=Han}$/u;
const SPACE = /\s/u;
/** More words than this are never one name whose characters an OCR set apart. */
const WORDS_JOINED = 8;
const LONGEST_JOINED = 40;
/** Between two names of one cell: signs, a full stop beside Chinese or before a space, Chinese conjunctions. Spaces too where Chinese stands. */
const BETWEEN =
  /[+＋&＆~～·・]+|(?<=[\p{Script=Han}）)])[.．]|[.．](?=[\p{Script=Han}（(])|[.．](?=\s|$)|以及|[和及与與或]|(?<=[A-Za-z)])\s+(?:and|or|with)\s+(?=\S)/giu;
const BETWEEN_AND_SPACES = new RegExp(`${BETWEEN.source}|\\s+`, 'giu');

interface Word {
  readonly start: number;
  readonly end: number;
  /** Only spaces stand between it and the word before. */
  readonly follows: boolean;
}

function wordsOf(text: string, start: number, end: number, between: RegExp): Word[] {
  const part = text.slice(start, end);
  const words: Word[] = [];
  let [from, follows] = [0, false];
  for (const gap of [...part.matchAll(between), { index: part.length, 0: '' }]) {
    const isWord = gap.index > from;
    if (isWord) words.push({ start: start + from, end: start + gap.index, follows });
    follows = gap[0].trim() === '' && (isWord || follows);
    from = gap.index + gap[0].length;
  }
  return words;
}

/** A part without brackets: the whole; then its words, and neighbouring words as one where spaces alone stand between them. */
export function readWords(text: string, start: number, end: number, visit: VisitPart): void {
  const part = text.slice(start, end);
  const isMixed = SPACE.test(part) && HAN.test(part);
  const words = wordsOf(text, start, end, isMixed ? BETWEEN_AND_SPACES : BETWEEN);
  if (words.length === 0) return;
  const [only] = words;
  if (words.length === 1 && only?.start === start && only.end === end) {
    visit(start, end, true);
    return;
  }
  if (!visit(start, end, false)) readEach(text, words, visit);
}

function readEach(text: string, words: readonly Word[], visit: VisitPart): void {
  let at = 0;
  while (at < words.length) {
    const taken = joined(text, words, at, visit);
    const word = words[at];
    if (taken === 0 && word) visit(word.start, word.end, true);
    at += Math.max(1, taken);
  }
}

/** How many words from `at` on are one name together, 0 for none; the longest first. */
function joined(text: string, words: readonly Word[], at: number, visit: VisitPart): number {
  const first = words[at];
  if (!first) return 0;
  let most = 1;
  while (most < WORDS_JOINED && words[at + most]?.follows && (words[at + most]?.end ?? 0) - first.start <= LONGEST_JOINED) most += 1;
  for (let count = most; count > 1; count -= 1) {
    const last = words[at + count - 1];
    if (last && visit(first.start, last.end, false, isDoubtful(text, words, at, count))) return count;
  }
  return 0;
}

/** A lone character on either side may belong to the name: 溴 酚 酞 is not 酚酞. */
function isDoubtful(text: string, words: readonly Word[], at: number, count: number): boolean {
  const isLone = (word: Word | undefined) => word !== undefined && LONE_HAN.test(text.slice(word.start, word.end));
  return (words[at]?.follows === true && isLone(words[at - 1])) || (words[at + count]?.follows === true && isLone(words[at + count]));
}

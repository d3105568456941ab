/** Number of the international numbering system (INS) as packs carry it, with its part: 150a, 500(ii), 452i. */
interface AdditiveNumber {
  /** As `INS 951`; colour index numbers as `CI 16255`. */
  readonly number: string;
  /** Bounds in the text, [start, end). */
  readonly span: readonly [number, number];
}

const PART = /(?:[a-h](?![a-z])|\s?\((?:i{1,3}|iv|v|vi)\)|(?:i{1,3}|iv|vi?)(?![a-z]))?/iu;
/** `INS 951`, `E102`, `E-160b`, full-width too; 维生素E300 is an amount of the vitamin. */
const PREFIXED = new RegExp(`(?<![A-Za-z0-9素命])(?:INS|E)[\\s.:号-]{0,2}([1-9][\\dOol]{2,3})(${PART.source})(?![A-Za-z0-9])`, 'giu');
/** A number alone between brackets or separators, as in 增稠剂(412,466); only where a function class stands before its list. */
const ALONE = new RegExp(`(?<=[（(,，、;；/]\\s{0,2})([1-9]\\d{2,3})(${PART.source})(?=\\s{0,2}[)）,，、;；/])`, 'giu');
const CLASS_BEFORE =
  /(?:剂|劑|色素|酸味料|甜味料|乳化鹽|乳化盐|(?:emulsifier|stabili[sz]er|thickener|colou?r|preservative|antioxidant|regulator|agent|humectant|sweetener|enhancer)s?)\s{0,2}$/iu;
/** 食用色素102, 着色剂102: the number stands behind the word itself. */
const BEHIND_CLASS =
  /(?:食用色素|色素|[着著]色[剂劑]|增稠[剂劑]|乳化[剂劑]|甜味[剂劑]|防腐[剂劑])\s?([1-9]\d{2,3}[a-h]?)(?![\p{L}\p{N}%.])/giu;
const COLOUR_INDEX = /(?<![\p{L}\p{N}])C\.?I\.?\s?(?:No\.?\s?)?(\d{5})(?!\d)/giu;
const OPENING_BEFORE = 80;

/** The international numbers run from 100 to below 1600. */
const isNumber = (digits: string) => digits.length === 3 || Number(digits) < 1600;

function named(digits: string, part: string): string {
  const plain = digits.replace(/[Oo]/g, '0').replace(/l/g, '1');
  return `INS ${plain}${part.replace(/\s/g, '').toLowerCase()}`;
}

/** Whether the bracket a number stands in follows a function class: 增稠剂（412，410，466）. */
function followsClass(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - OPENING_BEFORE), at);
  const opening = Math.max(before.lastIndexOf('('), before.lastIndexOf('（'));
  return opening >= 0 && CLASS_BEFORE.test(before.slice(0, opening));
}

/**
 * The additive numbers a text carries, in its order, each place once. They are recognised so that they are not taken for noise, for amounts or for other
 * numbers; nothing follows from one by itself: what is permitted stands in GB 2760.
 */
export function additiveNumbers(text: string): AdditiveNumber[] {
  const found = new Map<number, AdditiveNumber>();
  const add = (start: number, length: number, number: string) => {
    if (!found.has(start)) found.set(start, { number, span: [start, start + length] });
  };
  // One character stays one: NFKC would move the places.
  const plain = text.replace(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0));
  for (const { index, 0: whole, 1: digits = '', 2: part = '' } of plain.matchAll(PREFIXED)) add(index, whole.length, named(digits, part));
  for (const { index, 0: whole, 1: digits = '', 2: part = '' } of plain.matchAll(ALONE))
    if (isNumber(digits) && followsClass(plain, index)) add(index, whole.length, named(digits, part));
  for (const { index, 0: whole, 1: digits = '' } of plain.matchAll(BEHIND_CLASS))
    add(index + whole.length - digits.length, digits.length, named(digits, ''));
  for (const { index, 0: whole, 1: digits = '' } of plain.matchAll(COLOUR_INDEX)) add(index, whole.length, `CI ${digits}`);
  return [...found.values()].sort((a, b) => a.span[0] - b.span[0]);
}

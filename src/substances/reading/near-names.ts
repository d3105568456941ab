import type { Knowledge, Substance } from '../knowledge.ts';
import { judge } from '../verdict.ts';
import { withoutSalt } from './normalise.ts';

/** Families of drugs whose Chinese names are transliterations: one other character makes no other word, it makes a misspelling. */
const TRANSLITERATED: ReadonlySet<string> = new Set([
  'laxative-diphenol',
  'pde5',
  'sibutramine',
  'bisacodyl',
  'glucose-drug',
  'beta-agonist',
]);
const HAN_NAME = /^\p{Script=Han}{4,8}$/u;
const ANY = '＊';
/** Shorter Latin names are too near to other words. */
const LATIN_NAME = /^(?=(?:\d*[a-z]){8})[a-z\d]+$/;
/** With the one letter missing; and no name is longer than the second. */
const LATIN_TEXT = /^(?=(?:\d*[a-z]){7})[a-z\d]{7,60}$/;

interface NearName {
  readonly name: string;
  readonly family: string;
}

interface NearIndex {
  /** By the name with one character made any. */
  readonly han: ReadonlyMap<string, NearName>;
  /** By the name with one letter left out, and by the name itself. */
  readonly latin: ReadonlyMap<string, readonly NearName[]>;
}

const indexes = new WeakMap<Knowledge, NearIndex>();

const patternsOfKey = (key: string): string[] => Array.from(key, (_, at) => key.slice(0, at) + ANY + key.slice(at + 1));

/** A text and all it becomes by leaving one letter out. Digits stay: another number is another substance. */
function shortened(text: string): Set<string> {
  const texts = new Set([text]);
  for (let at = 0; at < text.length; at += 1) {
    if (/[a-z]/.test(text.charAt(at))) texts.add(text.slice(0, at) + text.slice(at + 1));
  }
  return texts;
}

function bannedRow(rows: readonly Substance[]): Substance | undefined {
  return rows.find((row) => row.kind === 'substance' && judge(row, 'name').verdict === 'banned');
}

function indexOf(base: Knowledge): NearIndex {
  const known = indexes.get(base);
  if (known) return known;
  const han = new Map<string, NearName>();
  const latin = new Map<string, NearName[]>();
  for (const [key, rows] of base.byName) {
    const isLatin = LATIN_NAME.test(key);
    const row = isLatin || HAN_NAME.test(key) ? bannedRow(rows) : undefined;
    if (row && isLatin) addLatin(latin, { name: key, family: row.family });
    else if (row && TRANSLITERATED.has(row.family))
      for (const pattern of patternsOfKey(key)) han.set(pattern, { name: key, family: row.family });
  }
  const index = { han, latin };
  indexes.set(base, index);
  return index;
}

function addLatin(latin: Map<string, NearName[]>, near: NearName): void {
  for (const text of shortened(near.name)) latin.set(text, [...(latin.get(text) ?? []), near]);
}

/** Whether one letter more, less or another, or two neighbours exchanged, is all that two texts differ by. */
function isOneEdit(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  let end = 0;
  while (end < short.length - start && short[short.length - 1 - end] === long[long.length - 1 - end]) end += 1;
  const [left, right] = [short.slice(start, short.length - end), long.slice(start, long.length - end)];
  if (right.length === 2) return left.length === 2 && left[0] === right[1] && left[1] === right[0];
  return right.length <= 1;
}

function nearLatin(key: string, base: Knowledge): NearName | null {
  if (!LATIN_TEXT.test(key)) return null;
  const { latin } = indexOf(base);
  for (const text of shortened(key)) {
    const near = latin.get(text)?.find(({ name }) => isOneEdit(name, key));
    if (near) return near;
  }
  return null;
}

function nearHan(key: string, base: Knowledge): NearName | null {
  const { han } = indexOf(base);
  for (const pattern of patternsOfKey(key)) {
    const near = han.get(pattern);
    if (near) return near;
  }
  return null;
}

/**
 * The drug name a key differs from by one character (西布曲名, 西地那菲), or the Latin name by one letter (phenolphtalein, sibutramnie), its salt word aside:
 * for a person to compare; null for none.
 */
export function nearName(key: string, base: Knowledge): NearName | null {
  if (HAN_NAME.test(key)) return nearHan(key, base);
  const bare = withoutSalt(key);
  return nearLatin(key, base) ?? (bare === null ? null : nearLatin(bare, base));
}

import type { Knowledge } from '../knowledge.ts';
import { judge } from '../verdict.ts';

/** Families of drugs whose Chinese names are transliterations: one other character makes no other word, it makes a misspelling. */
const TRANSLITERATED: ReadonlySet<string> = new Set([
  'laxative-diphenol',
  'pde5',
  'sibutramine',
  'bisacodyl',
  'glucose-drug',
  'beta-agonist',
]);
const NAME = /^\p{Script=Han}{4,8}$/u;
const ANY = '＊';

export interface NearName {
  readonly name: string;
  readonly family: string;
}

const patterns = new WeakMap<Knowledge, ReadonlyMap<string, NearName>>();

const patternsOfKey = (key: string): string[] => Array.from(key, (_, at) => key.slice(0, at) + ANY + key.slice(at + 1));

function patternsOf(base: Knowledge): ReadonlyMap<string, NearName> {
  const known = patterns.get(base);
  if (known) return known;
  const index = new Map<string, NearName>();
  for (const [key, rows] of base.byName) {
    const row = NAME.test(key) ? rows.find((one) => TRANSLITERATED.has(one.family) && judge(one, 'name').verdict === 'banned') : undefined;
    if (row?.kind === 'substance') for (const pattern of patternsOfKey(key)) index.set(pattern, { name: key, family: row.family });
  }
  patterns.set(base, index);
  return index;
}

/** The drug name a key differs from by one character (西布曲名, 西地那菲), for a person to compare; null for none. */
export function nearName(key: string, base: Knowledge): NearName | null {
  if (!NAME.test(key)) return null;
  const index = patternsOf(base);
  for (const pattern of patternsOfKey(key)) {
    const near = index.get(pattern);
    if (near) return near;
  }
  return null;
}

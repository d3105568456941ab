import type { Knowledge } from '../knowledge.ts';
import { type Bilingual, judge, type Match } from '../verdict.ts';
import { nearName } from './near-names.ts';

const HINTS: readonly { readonly part: RegExp; readonly family: string }[] = [
  { part: /酚丁|酚酞|酚沙丁|phenolphthalein|oxyphenisatin|bisoxatin/u, family: 'laxative-diphenol' },
  { part: /那非|拉非|denafil|dalafil/u, family: 'pde5' },
  { part: /西布曲明|sibutramin/u, family: 'sibutramine' },
  { part: /比沙可啶|bisacodyl/u, family: 'bisacodyl' },
  { part: /^格列|双胍/u, family: 'glucose-drug' },
  { part: /罂粟壳|吊白块/u, family: 'non-edible' },
  { part: /苏丹红/u, family: 'sudan-dye' },
  { part: /瘦肉精/u, family: 'beta-agonist' },
];
const ANY_HINT = new RegExp(HINTS.map((hint) => hint.part.source).join('|'), 'u');
/** Isotope-labelled internal standards (氯霉素-D5) are reagents of the laboratory, not findings. */
const ISOTOPE_LABEL = /d\d{1,2}$|13c\d*|15n\d*/u;
/** Shorter names occur by chance in longer words: 硅酸钠 is in 铝硅酸钠. */
const LONG_NAME = /^(?:\p{Script=Han}{4,}|[a-z]{8,})$/u;

interface LongName {
  readonly key: string;
  readonly family: string;
}

const longNames = new WeakMap<Knowledge, ReadonlyMap<string, readonly LongName[]>>();

/** Long names a list or notice names, by their first two characters: the look-up costs the length of the text, not that of the table. */
function longNamesOf(base: Knowledge): ReadonlyMap<string, readonly LongName[]> {
  const known = longNames.get(base);
  if (known) return known;
  const index = new Map<string, LongName[]>();
  for (const [key, rows] of base.byName) {
    const row = LONG_NAME.test(key) ? rows.find((one) => judge(one, 'name').verdict === 'banned') : undefined;
    if (!row) continue;
    const start = key.slice(0, 2);
    index.set(start, [...(index.get(start) ?? []), { key, family: row.family }]);
  }
  longNames.set(base, index);
  return index;
}

function longNameIn(key: string, base: Knowledge): string | undefined {
  const index = longNamesOf(base);
  for (let at = 0; at + 4 <= key.length; at += 1) {
    const found = index.get(key.slice(at, at + 2))?.find((name) => key.startsWith(name.key, at));
    if (found) return found.family;
  }
  return undefined;
}

/** The family whose stem or member a text holds, by the shipped stems, those of a class people entered, or the long names of the lists. */
function stemOf(key: string, base: Knowledge): string | undefined {
  if (ANY_HINT.test(key)) return HINTS.find((candidate) => candidate.part.test(key))?.family;
  return base.rules.find((rule) => rule.stems.some((stem) => key.includes(stem)))?.family ?? longNameIn(key, base);
}

const PART_OF_NAME: Bilingual = {
  zh: '名称中含有受关注类别的字样,但不是已知名称;部分相同不能认定,需人工判断',
  en: 'the name holds the stem of a watched family but is no known name; part of a name is no identity, a person must judge',
};

const misspelt = (name: string): Bilingual => ({
  zh: `与“${name}”只差一字,可能是错字,不能认定,需人工核对`,
  en: `it differs from "${name}" by one character and may be a misspelling; that is no identity, a person must compare`,
});

/**
 * A text that holds the stem or the whole name of a watched substance, or misses the name of a drug by one character, and is itself no known name:
 * for a person to look at, never an identity.
 */
export function hint(input: string, key: string, base: Knowledge): Match | null {
  const stem = stemOf(key, base);
  if (stem !== undefined) return ISOTOPE_LABEL.test(key) ? null : hinted(input, stem, PART_OF_NAME);
  const near = nearName(key, base);
  return near && hinted(input, near.family, misspelt(near.name));
}

function hinted(input: string, family: string, reason: Bilingual): Match {
  return { input, verdict: 'review', substance: null, family, by: 'rule', ground: 'hint', reason, sources: [] };
}

import { readIngredientList } from './ingredient-list.ts';
import { type Knowledge, knowledge, type Substance } from './knowledge.ts';
import { casCheckDigit, casText, nameKey, toSimplified, withoutSalt } from './normalise.ts';
import { type Bilingual, type Match, matchOf } from './verdict.ts';

/** Longer text is no name: it is read for its parts only. */
const LONGEST_NAME = 200;
const AMOUNT_AFTER =
  /[\s:：,，]*(?:[约≈≥≤<>＜＞]\s*)?(?:\d[\d.,]*\s*)?(?:%|％|‰|(?:[kmμµu]?g|克|毫克|微克|ml|mL|毫升)(?:\s*\/\s*(?:k?g|100\s*g|m?L|l|kg|千克|公斤|升))?)\s*$/u;
const AND_OTHERS = /等(?:化学药品|化学药物|药物|药品|成分|物质)?$/u;
/** Every text either of the two can shorten ends like this. */
const AND_OTHERS_OR_AMOUNT = /[等品物分质質%％‰a-zA-Zμµ克升斤]\s*$/u;
/** Names without these have no parts to read. */
const HAS_PARTS = /[^\p{Script=Han}]/u;
const CAS_INSIDE = /(?<![\d-])\d{2,7}\s?[-‐‑–—−－]\s?\d{2}\s?[-‐‑–—−－]\s?\d(?![\d-])/gu;

const HINTS: readonly { readonly part: RegExp; readonly family: string }[] = [
  { part: /酚丁|酚酞|酚沙丁|phenolphthalein|oxyphenisatin|bisoxatin/u, family: 'laxative-diphenol' },
  { part: /那非|拉非|denafil|dalafil/u, family: 'pde5' },
  { part: /西布曲明|sibutramin/u, family: 'sibutramine' },
  { part: /比沙可啶|bisacodyl/u, family: 'bisacodyl' },
  { part: /^格列|双胍/u, family: 'glucose-drug' },
  { part: /罂粟壳/u, family: 'non-edible' },
];
const ANY_HINT = new RegExp(HINTS.map((hint) => hint.part.source).join('|'), 'u');
/** Isotope-labelled internal standards (氯霉素-D5) are reagents of the laboratory, not findings. */
const ISOTOPE_LABEL = /d\d{1,2}$|13c\d*|15n\d*/u;

const SALT_NOTE: Bilingual = { zh: '按其盐或水合物的母体匹配', en: 'matched by the parent of this salt or hydrate' };

interface Found {
  readonly rows: readonly Substance[];
  readonly isSalt: boolean;
}

function byKey(text: string, key: string, base: Knowledge): Found | null {
  const rows = base.byName.get(key);
  if (rows) {
    const capitals = base.abbreviations.get(key);
    return capitals && !capitals.has(text.normalize('NFKC').trim()) ? null : { rows, isSalt: false };
  }
  const bare = withoutSalt(key);
  const parents = bare === null || base.abbreviations.has(bare) ? undefined : base.byName.get(bare);
  return parents ? { rows: parents, isSalt: true } : null;
}

/** The rows a text (its key given) names as a whole: exactly, else as a salt, else with the amount or 等 behind it taken off. */
function find(text: string, key: string, base: Knowledge): Found | null {
  const exact = byKey(text, key, base);
  if (exact) return exact;
  if (!AND_OTHERS_OR_AMOUNT.test(text)) return null;
  const name = toSimplified(text).replace(AND_OTHERS, '').replace(AMOUNT_AFTER, '');
  return name.length === text.length ? null : byKey(name, nameKey(name), base);
}

/** The family whose stem a text holds without naming a known member: for a person to look at, never an identity. */
function hint(input: string, key: string): Match | null {
  if (!ANY_HINT.test(key) || ISOTOPE_LABEL.test(key)) return null;
  const family = HINTS.find((candidate) => candidate.part.test(key))?.family ?? null;
  return {
    input,
    verdict: 'review',
    substance: null,
    family,
    by: 'rule',
    ground: 'hint',
    reason: {
      zh: '名称中含有受关注类别的字样,但不是已知名称;部分相同不能认定,需人工判断',
      en: 'the name holds the stem of a watched family but is no known name; part of a name is no identity, a person must judge',
    },
    sources: [],
  };
}

function matchesOf(input: string, found: Found): Match[] {
  return found.rows.map((row) => matchOf(input, row, 'name', found.isSalt ? SALT_NOTE : undefined));
}

/** CAS numbers standing in a text; one that is unknown or whose check digit is wrong may be a date or an article number and is left alone. */
function casInside(text: string, base: Knowledge): Match[] {
  const matches: Match[] = [];
  for (const part of text.matchAll(CAS_INSIDE)) {
    const rows = base.byCas.get(casText(part[0]) ?? '') ?? [];
    const span = [part.index, part.index + part[0].length] as const;
    for (const row of rows) matches.push({ ...matchOf(part[0], row, 'cas'), span });
  }
  return matches;
}

/** Reads the parts of one text; a part met again is not looked up again. */
class TextReader {
  readonly matches: Match[] = [];
  private readonly seen = new Map<string, 'found' | 'unknown' | 'unknown-leaf'>();
  private readonly text: string;
  private readonly base: Knowledge;
  private readonly most: number;

  constructor(text: string, base: Knowledge, most: number) {
    this.text = text;
    this.base = base;
    this.most = most;
  }

  read(start: number, end: number, isLeaf: boolean): boolean {
    const part = this.text.slice(start, end);
    const known = this.seen.get(part);
    if (known === 'found' || this.matches.length >= this.most) return true;
    if (known === 'unknown-leaf' || (known === 'unknown' && !isLeaf)) return false;
    const key = nameKey(part);
    const found = known === undefined && part.length <= LONGEST_NAME ? find(part, key, this.base) : null;
    if (found) for (const match of matchesOf(part, found)) this.matches.push({ ...match, span: [start, end] });
    else if (isLeaf) this.readHint(part, key, start, end);
    this.seen.set(part, found ? 'found' : isLeaf ? 'unknown-leaf' : 'unknown');
    return found !== null;
  }

  private readHint(part: string, key: string, start: number, end: number): void {
    const hinted = hint(part, key);
    if (hinted) this.matches.push({ ...hinted, span: [start, end] });
  }
}

/**
 * Every known substance an ingredient text names, each with its bounds in the text. Names are compared whole, part by part; nothing is recognised
 * inside a longer word. Work grows with the length of the text; at most about `most` matches are returned, each spelling once.
 */
export function matchText(text: string, base: Knowledge = knowledge(), most = 200): Match[] {
  const reader = new TextReader(text, base, most);
  readIngredientList(text, (start, end, leaf) => reader.read(start, end, leaf));
  return [...reader.matches, ...casInside(text, base)];
}

/**
 * What a name says: the rows it names as a whole, else (two names in one cell, a remark in brackets) those its parts name, else a hint.
 * An empty array means no known substance: an ordinary food is clear.
 */
export function matchName(text: string, base: Knowledge = knowledge()): Match[] {
  if (text.length > LONGEST_NAME) return matchText(text, base);
  const key = nameKey(text);
  const found = find(text, key, base);
  if (found) return matchesOf(text, found);
  if (HAS_PARTS.test(text)) return matchText(text, base);
  const hinted = hint(text, key);
  return hinted ? [hinted] : [];
}

const unreadable = (input: string, reason: Bilingual): Match => ({
  input,
  verdict: 'review',
  substance: null,
  family: null,
  by: 'cas',
  ground: 'unreadable',
  reason,
  sources: [],
});

/**
 * The rows of a CAS number, written as laboratories write it. Text that is no CAS number, or whose check digit is wrong, is a review that says so;
 * an empty array means a valid number of no known substance.
 */
export function matchCas(text: string, base: Knowledge = knowledge()): Match[] {
  const cas = casText(text);
  if (cas === null) {
    return [
      unreadable(text, { zh: '不是CAS号的形式(数字-2位数字-1位校验)', en: 'not the form of a CAS number (digits-2 digits-1 check digit)' }),
    ];
  }
  const expected = casCheckDigit(cas);
  if (expected !== Number(cas.at(-1))) {
    return [
      unreadable(text, {
        zh: `CAS号${cas}的校验位不对,按前面数字应为${expected},请核对`,
        en: `the check digit of CAS number ${cas} is wrong: its other digits ask for ${expected}`,
      }),
    ];
  }
  return (base.byCas.get(cas) ?? []).map((row) => matchOf(text, row, 'cas'));
}

import { type Knowledge, knowledge, type Substance } from './knowledge.ts';
import { MatchList } from './match-list.ts';
import { hint } from './reading/hints.ts';
import { readIngredientList } from './reading/ingredient-list.ts';
import { lookalikes } from './reading/lookalikes.ts';
import { casCheckDigit, casText, nameKey, toSimplified, withoutSalt } from './reading/normalise.ts';
import { withoutWords } from './reading/wrapping.ts';
import { type Bilingual, type Match, matchOf } from './verdict.ts';

/** Longer text is no name: it is read for its parts only. */
const LONGEST_NAME = 200;
const AMOUNT_AFTER =
  /[\s:：,，]*(?:[约≈≥≤<>＜＞]\s*)?(?:\d[\d.,]*\s*)?(?:%|％|‰|(?:[kmμµu]?g|克|毫克|微克|ml|mL|毫升)(?:\s*\/\s*(?:k?g|100\s*g|m?L|l|kg|千克|公斤|升))?)\s*$/u;
const AND_OTHERS = /等(?:化学药品|化学药物|药物|药品|成分|物质)?$/u;
/** Every text either of the two can shorten ends like this. */
const AND_OTHERS_OR_AMOUNT = /[等品物分质質%％‰a-zA-Zμµ克升斤]\s*$/u;
/** Names without these have no parts to read: signs, or conjunctions between two names of one cell. */
const HAS_PARTS = /[^\p{Script=Han}]|[和及与與或]/u;
/** Letters that an OCR takes for digits count as digits: the number must be known to matter. */
const CAS_INSIDE = /(?<![\p{L}\p{N}-])[\d０-９OoIl]{2,7}\s?[-‐‑–—−－]\s?[\d０-９OoIl]{2}\s?[-‐‑–—−－]\s?[\d０-９OoIl](?![\p{L}\p{N}-])/gu;

const SALT_NOTE: Bilingual = { zh: '按其盐或水合物的母体匹配', en: 'matched by the parent of this salt or hydrate' };

interface Found {
  readonly rows: readonly Substance[];
  /** How it was found, where not by its exact name. */
  readonly note?: Bilingual;
  /** The reading is a likely one and no more: what would be banned is for a person to look at. */
  readonly isGuess?: boolean;
}

function byKey(text: string, key: string, base: Knowledge): Found | null {
  const rows = base.byName.get(key);
  if (rows) {
    const capitals = base.abbreviations.get(key);
    return capitals && !capitals.has(text.normalize('NFKC').trim()) ? null : { rows };
  }
  const bare = withoutSalt(key);
  const parents = bare === null || base.abbreviations.has(bare) ? undefined : base.byName.get(bare);
  return parents ? { rows: parents, note: SALT_NOTE } : null;
}

/** The rows a text (its key given) names as a whole: exactly, else as a salt, else without the amount, 等, number of the line or class word around it. */
function find(text: string, key: string, base: Knowledge): Found | null {
  const exact = byKey(text, key, base);
  if (exact) return exact;
  const simple = AND_OTHERS_OR_AMOUNT.test(text) ? toSimplified(text).replace(AND_OTHERS, '').replace(AMOUNT_AFTER, '') : text;
  const shorter = simple.length === text.length ? null : byKey(simple, nameKey(simple), base);
  if (shorter) return shorter;
  const bare = withoutWords(simple);
  return (bare === null ? null : byKey(bare, nameKey(bare), base)) ?? lookalike(key, base);
}

/** The rows whose name differs only by signs that look alike (0/O, 1/l/I, rn/m), as an OCR confuses them. */
function lookalike(key: string, base: Knowledge): Found | null {
  const rows = lookalikes(key, base);
  const name = rows?.[0]?.zh[0] ?? rows?.[0]?.en[0];
  if (!rows || name === undefined) return null;
  return {
    rows,
    isGuess: true,
    note: {
      zh: `字形相近(0/O、1/l、rn/m),疑为“${name}”,需人工核对`,
      en: `it looks like "${name}" (0/O, 1/l, rn/m); a person must compare`,
    },
  };
}

const asGuess = (match: Match): Match => (match.verdict === 'banned' ? { ...match, verdict: 'review', ground: 'hint' } : match);

function matchesOf(input: string, found: Found): Match[] {
  const matches = found.rows.map((row) => matchOf(input, row, 'name', found.note));
  return found.isGuess ? matches.map(asGuess) : matches;
}

/** CAS numbers standing in a text; one that is unknown or whose check digit is wrong may be a date or an article number and is left alone. */
function* casInside(text: string, base: Knowledge): Generator<Match> {
  const seen = new Set<string>();
  for (const part of text.matchAll(CAS_INSIDE)) {
    if (seen.has(part[0])) continue;
    seen.add(part[0]);
    const rows = base.byCas.get(casText(part[0]) ?? '') ?? [];
    const span = [part.index, part.index + part[0].length] as const;
    for (const row of rows) yield { ...matchOf(part[0], row, 'cas'), span };
  }
}

const APART: Bilingual = {
  zh: '字间有空格,名称起止不明,需人工核对',
  en: 'its characters stand apart and the name may begin or end elsewhere; a person must compare',
};

/** Reads the parts of one text; a part met again is not looked up again. */
class TextReader {
  readonly found = new MatchList();
  private readonly seen = new Map<string, 'found' | 'unknown' | 'unknown-leaf'>();
  private readonly text: string;
  private readonly base: Knowledge;

  constructor(text: string, base: Knowledge) {
    this.text = text;
    this.base = base;
  }

  /** `isDoubtful` is told only of joined words: those are looked up as they are, since there are many ways to join. */
  read(start: number, end: number, isLeaf: boolean, isDoubtful?: boolean): boolean {
    if (end - start > LONGEST_NAME) return false;
    const part = this.text.slice(start, end);
    if (isDoubtful !== undefined) return this.readJoined(part, [start, end], isDoubtful);
    const known = this.seen.get(part);
    if (known === 'found') return true;
    if (known === 'unknown-leaf' || (known === 'unknown' && !isLeaf)) return false;
    const key = nameKey(part);
    const found = known === undefined ? find(part, key, this.base) : null;
    if (found) this.take(part, found, [start, end]);
    else if (isLeaf) this.readHint(part, key, start, end);
    this.seen.set(part, found ? 'found' : isLeaf ? 'unknown-leaf' : 'unknown');
    return found !== null;
  }

  private readJoined(part: string, span: [number, number], isDoubtful: boolean): boolean {
    const joined = part.replace(/\s+/g, '');
    const found = byKey(joined, nameKey(joined), this.base);
    if (!found) return false;
    const note = found.note ? { zh: `${found.note.zh};${APART.zh}`, en: `${found.note.en}; ${APART.en}` } : APART;
    if (this.seen.get(part) !== 'found') this.take(part, isDoubtful ? { ...found, note, isGuess: true } : found, span);
    this.seen.set(part, 'found');
    return true;
  }

  private take(part: string, found: Found, span: [number, number]): void {
    this.found.add(matchesOf(part, found).map((match) => ({ ...match, span })));
  }

  private readHint(part: string, key: string, start: number, end: number): void {
    const hinted = hint(part, key, this.base);
    if (hinted) this.found.add([{ ...hinted, span: [start, end] }]);
  }
}

/** Matches in the order of the text, without those that stand inside a longer name: of a name broken at the end of a line its halves may be names too. */
function outermost(matches: readonly Match[]): Match[] {
  const inOrder = matches.toSorted((a, b) => (a.span?.[0] ?? 0) - (b.span?.[0] ?? 0) || (b.span?.[1] ?? 0) - (a.span?.[1] ?? 0));
  const kept: Match[] = [];
  let [from, to] = [-1, -1];
  for (const match of inOrder) {
    const [start, end] = match.span ?? [0, 0];
    if (end <= to && !(start === from && end === to)) continue;
    if (end > to) [from, to] = [start, end];
    kept.push(match);
  }
  return kept;
}

/**
 * Every known substance an ingredient text names, each with its bounds in the text. Names are compared whole, part by part; nothing is recognised
 * inside a longer word. Work grows with the length of the text; each spelling comes once, and no more than a {@link MatchList} takes in.
 */
export function matchText(text: string, base: Knowledge = knowledge()): Match[] {
  const reader = new TextReader(text, base);
  readIngredientList(text, (start, end, leaf, doubtful) => reader.read(start, end, leaf, doubtful));
  const list = new MatchList();
  list.add(outermost(reader.found.matches));
  list.add(casInside(text, base));
  list.isOver ||= reader.found.isOver;
  return list.listed();
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
  const hinted = hint(text, key, base);
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

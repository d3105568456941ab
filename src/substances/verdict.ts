import { type Ban, bans, type Entered, type Standing, type Substance, sourceText } from './knowledge.ts';
import { FAMILIES, LAWFUL_CONTEXTS, type Register } from './registers.ts';

/** Banned: named, or of a class named, in a list or notice. Review: a person must look. Clear: nothing to act on. */
export type Verdict = 'banned' | 'review' | 'clear';

/** On what a verdict rests; `named` is certain, `class` rests on a reading of the text, the others never ban. */
export type Ground = Standing | 'method' | 'relation' | 'identity' | 'lawful' | 'hint' | 'structure' | 'unreadable';

/** A text in both languages of the service. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** One recognised part of an input. */
export interface Match {
  /** As it was written. */
  readonly input: string;
  readonly verdict: Verdict;
  /** Null for class words, hints and what cannot be read. */
  readonly substance: Substance | null;
  /** Key of FAMILIES, null where unknown. */
  readonly family: string | null;
  readonly by: 'name' | 'cas' | 'structure' | 'rule';
  readonly ground: Ground;
  readonly reason: Bilingual;
  /** Texts of the sources, their addresses included. */
  readonly sources: readonly string[];
  /** Bounds of `input` in the ingredient text, [start, end). */
  readonly span?: readonly [number, number];
  /** The text people entered that the verdict rests on, where it does. */
  readonly entered?: Entered;
  /** How well the text that bans it was confirmed; only where one does. What was not read in the text itself is a suspicion at most. */
  readonly confirmed?: Register['confirmed'];
  /** How a structure was read, only where one was given. */
  readonly structure?: StructureReading;
}

/** What a structure was found to hold. */
export interface StructureReading {
  /** Key of the structure rule that matched; null for an exact match or an unreadable structure. */
  readonly rule: string | null;
  /** Atoms of the written structure the rule stands on, counted from 0 in the order of the SMILES. */
  readonly atoms: readonly number[];
  /** The listed parent it hydrolyses to, null where it is matched as it stands. */
  readonly hydrolysesTo: Substance | null;
  /** A drawing with the matched part marked; null where it cannot be drawn. */
  readonly svg: string | null;
}

const ORDER: Readonly<Record<Verdict, number>> = { clear: 0, review: 1, banned: 2 };

/** The worst of several verdicts; clear for none. */
export function worst(verdicts: Iterable<Verdict>): Verdict {
  let result: Verdict = 'clear';
  for (const verdict of verdicts) if (ORDER[verdict] > ORDER[result]) result = verdict;
  return result;
}

const familyOf = (row: Substance): Bilingual => FAMILIES[row.family] ?? { zh: row.family, en: row.family };
/** The first name of a row in each language. */
export const nameOf = (row: Substance): Bilingual => ({ zh: row.zh[0] ?? row.en[0] ?? row.id, en: row.en[0] ?? row.zh[0] ?? row.id });

interface Judgement {
  readonly verdict: Verdict;
  readonly ground: Ground;
  readonly reason: Bilingual;
  readonly confirmed?: Register['confirmed'];
}

function judgeLawful(row: Substance, lawful: Bilingual, by: 'name' | 'cas'): Judgement {
  const name = nameOf(row);
  const isListed = bans(row).length > 0;
  const reason = {
    zh: `${name.zh}有合法情形(${lawful.zh})${isListed ? ',名单所列为工业级' : ''},不自动判定`,
    en: `${name.en} has a lawful context (${lawful.en})${isListed ? '; the list means the industrial grade' : ''}: no automatic finding`,
  };
  // A CAS number tells the substance, not its grade, so only the industrial name itself is worth a person's look.
  return { verdict: isListed && by === 'name' ? 'review' : 'clear', ground: 'lawful', reason };
}

function judgeUnlisted(row: Substance): Judgement {
  const name = nameOf(row);
  if (row.methods.length > 0) {
    const methods = row.methods.join('、');
    return {
      verdict: 'review',
      ground: 'method',
      reason: {
        zh: `${name.zh}是补充检验方法 ${methods} 的检测对象;仅此不构成禁用,需人工判断`,
        en: `${name.en} is an analyte of the test method ${row.methods.join(', ')}; that alone is no ban, a person must judge`,
      },
    };
  }
  if (row.relation) {
    return {
      verdict: 'review',
      ground: 'relation',
      reason: {
        zh: `${name.zh}在结构上与${familyOf(row).zh}相关,未见列入名单或通知,需人工判断`,
        en: `${name.en} is structurally related to the ${familyOf(row).en}; no list or notice names it, a person must judge`,
      },
    };
  }
  return {
    verdict: 'review',
    ground: 'identity',
    reason: {
      zh: `${name.zh}属于${familyOf(row).zh},未见单独列入名单,需人工判断`,
      en: `${name.en} belongs to the family "${familyOf(row).en}"; no list names it by itself, a person must judge`,
    },
  };
}

/** A row people entered that bans nothing; null where its text bans it. */
function judgeEntered(row: Substance, { standing, title, from }: Entered): Judgement | null {
  const name = nameOf(row);
  const said = (verdict: Verdict, ground: Ground, zh: string, en: string): Judgement => ({
    verdict,
    ground,
    reason: { zh: `《${title.zh}》(自${from}起)${zh}`, en: `${title.en} (from ${from}) ${en}` },
  });
  switch (standing) {
    case 'lawful':
      return said('clear', 'lawful', `载明${name.zh}有合法情形,不自动判定`, `gives ${name.en} a lawful context: no automatic finding`);
    case 'limit':
      return said('review', 'identity', `规定了${name.zh}的限量,需人工判断`, `sets a limit for ${name.en}; a person must judge`);
    case 'method':
      return said(
        'review',
        'method',
        `是${name.zh}的检验方法;仅此不构成禁用,需人工判断`,
        `is a test method for ${name.en}; that alone is no ban, a person must judge`,
      );
    case 'review':
      return said(
        'review',
        'relation',
        `要求关注${familyOf(row).zh}(${name.zh}),需人工判断`,
        `asks to look at the family "${familyOf(row).en}" (${name.en}); a person must judge`,
      );
    default:
      return null;
  }
}

/** What the facts of a row say about meeting it in food, by name or by CAS number. Says what a text names, never that an act is illegal. */
export function judge(row: Substance, by: 'name' | 'cas'): Judgement {
  const lawful = row.lawful ? (LAWFUL_CONTEXTS[row.lawful] ?? { zh: row.lawful, en: row.lawful }) : null;
  if (lawful) return judgeLawful(row, lawful, by);
  const entered = row.entered && judgeEntered(row, row.entered);
  if (entered) return entered;
  const best = bestBan(row);
  if (!best) return judgeUnlisted(row);
  const name = nameOf(row);
  const isNamed = best.as === 'named';
  const said: Bilingual = {
    zh: isNamed ? `《${best.title.zh}》列有${name.zh}` : `${name.zh}属于《${best.title.zh}》所指类别(${familyOf(row).zh})`,
    en: isNamed
      ? `${name.en} is named in: ${best.title.en}`
      : `${name.en} falls under the class of: ${best.title.en} (${familyOf(row).en})`,
  };
  const mark = MARKS[best.confirmed];
  return {
    verdict: 'banned',
    ground: best.as,
    reason: { zh: said.zh + mark.zh, en: said.en + mark.en },
    confirmed: best.confirmed,
  };
}

/** What stands behind a text that nobody here has read itself. */
export const MARKS: Readonly<Record<Register['confirmed'], Bilingual>> = {
  yes: { zh: '', en: '' },
  secondary: { zh: '(转引,待核实)', en: ' (stated at second hand, to be verified)' },
  no: { zh: '(待核实)', en: ' (to be verified)' },
};

/** The text that bans a row: one that was read before one that was not, then one that names it before one that means its class. */
export function bestBan(row: Substance): Ban | undefined {
  const rank = ({ as, confirmed }: Ban) => (confirmed === 'yes' ? 2 : 0) + (as === 'named' ? 1 : 0);
  return bans(row).toSorted((one, other) => rank(other) - rank(one))[0];
}

/** The match of one row, with its judgement and sources. Class words have no substance and are found by rule. */
export function matchOf(input: string, row: Substance, by: 'name' | 'cas', note?: Bilingual): Match {
  const { verdict, ground, reason, confirmed } = judge(row, by);
  return {
    input,
    verdict,
    substance: row.kind === 'class' ? null : row,
    family: row.family,
    by: row.kind === 'class' ? 'rule' : by,
    ground,
    reason: note ? { zh: `${reason.zh};${note.zh}`, en: `${reason.en}; ${note.en}` } : reason,
    sources: row.sources.map(sourceText),
    ...(row.entered ? { entered: row.entered } : {}),
    ...(confirmed ? { confirmed } : {}),
  };
}

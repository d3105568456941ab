import { type Knowledge, knowledge } from './knowledge.ts';
import { matchCas, matchText } from './match.ts';
import { MatchList } from './match-list.ts';
import { overLimit, type Reading, readLimit, readResult, type TestResult } from './reading/results.ts';
import { matchReadable, unreadableText } from './reading/unreadable.ts';
import { type Bilingual, type Match, type Verdict, worst } from './verdict.ts';

/** What can be screened; any part may be missing. */
export interface ScreenInput {
  readonly ingredients?: readonly { readonly name: string }[] | undefined;
  /** An ingredient list as printed on the pack. */
  readonly ingredientsText?: string | undefined;
  readonly names?: readonly string[] | undefined;
  readonly cas?: readonly string[] | undefined;
  readonly results?: readonly TestResult[] | undefined;
}

interface Screening {
  /** The worst verdict of the matches; clear for none. */
  readonly verdict: Verdict;
  readonly matches: readonly Match[];
}

/** Whether a limit beside a result can be one for what was found: a class word may mean a member that has one. */
function limitOf({ substance }: Match): 'its-own' | 'perhaps' | 'none' {
  if (substance === null) return 'perhaps';
  return substance.limitApplies || substance.lawful !== null ? 'its-own' : 'none';
}

/** Why a banned match of a test result is only for a person to look at, or null when it stands. */
function doubt(match: Match, result: TestResult, detected: Reading['detected'], hasMaximum: boolean): Bilingual | null {
  if (detected === 'unknown')
    return { zh: `由结果「${result.value}」看不出是否检出`, en: `the result "${result.value}" does not tell whether it was found` };
  const limit = limitOf(match);
  if (limit === 'none') return null;
  if (hasMaximum && !statesUnit(result)) {
    return { zh: '结果与限量都没有单位,无法比较', en: 'neither the result nor its limit has a unit: they cannot be compared' };
  }
  const against = hasMaximum ? overLimit(result.value, result.unit, result.limit ?? '') : null;
  if (against === 'unknown') {
    return { zh: '结果与限量无法比较(单位不同或不明)', en: 'the result cannot be compared with its limit (units differ or are unclear)' };
  }
  if (against === 'within')
    return { zh: '结果在所附限量内,须看是哪一种', en: 'it lies within the limit beside it; a person must see which member it is' };
  if (match.substance?.limitApplies && !result.limit) {
    return { zh: '部分食品中有限量,结果未附限量', en: 'a limit applies in some foods and none stands beside the result' };
  }
  return null;
}

/** Whether the number of a result or that of its limit has a unit, its own or that of the line. */
function statesUnit(result: TestResult): boolean {
  const limit = readLimit(result.limit ?? '');
  return Boolean(readResult(result).quantity?.unit) || (limit.kind === 'at-most' && limit.quantity.unit !== null);
}

const NO_LIMIT_OF_ITS_OWN: Bilingual = {
  zh: '未见有适用于它的限量,结果所附的限量不能作为依据',
  en: 'no limit that applies to it is known: the one beside the result excuses nothing',
};

/**
 * A match by what the result says of it, or null when the result says it was looked for and not found, or found within a limit that can be its own:
 * whoever sends the result writes the limit, so for what has none it changes nothing.
 */
function weighed(match: Match, result: TestResult): Match | null {
  const { detected } = readResult(result);
  if (detected === 'not-detected') return null;
  const hasMaximum = result.limit ? readLimit(result.limit).kind === 'at-most' : false;
  const isWithin = hasMaximum && statesUnit(result) && overLimit(result.value, result.unit, result.limit ?? '') === 'within';
  if (isWithin && limitOf(match) === 'its-own') return null;
  const why = match.verdict === 'banned' ? doubt(match, result, detected, hasMaximum) : null;
  if (why) return { ...withReason(match, why), verdict: 'review' };
  return isWithin && match.verdict === 'banned' ? withReason(match, NO_LIMIT_OF_ITS_OWN) : match;
}

function withReason(match: Match, why: Bilingual): Match {
  return { ...match, reason: { zh: `${match.reason.zh};${why.zh}`, en: `${match.reason.en}; ${why.en}` } };
}

/**
 * The matches of one test result: its item by name or CAS number, or that it cannot be read, weighed by its value. Looked for and not found gives none,
 * whatever it was.
 */
export function matchResult(result: TestResult, base: Knowledge = knowledge()): Match[] {
  return matchReadable(result.item, base).flatMap((match) => weighed(match, result) ?? []);
}

/** The matches of all parts of a request, within one budget. */
export function matchesOf(input: ScreenInput, base: Knowledge): MatchList {
  const list = new MatchList();
  for (const ingredient of input.ingredients ?? []) list.add(matchReadable(ingredient.name, base));
  if (input.ingredientsText) list.add([...unreadableText(input.ingredientsText), ...matchText(input.ingredientsText, base)]);
  for (const name of input.names ?? []) list.add(matchReadable(name, base));
  for (const cas of input.cas ?? []) list.add(matchCas(cas, base));
  for (const result of input.results ?? []) list.add(matchResult(result, base));
  return list;
}

/**
 * Screens declared ingredients, an ingredient text, names, CAS numbers and test results against the knowledge base.
 * The worst verdict wins; text that cannot be read (a malformed CAS number, an unreadable value of a listed substance) is a review, an ordinary food is clear.
 * Nothing here says an act is illegal: a match says which text names what was found.
 */
export function screen(input: ScreenInput, base: Knowledge = knowledge()): Screening {
  const matches = matchesOf(input, base).listed();
  return { verdict: worst(matches.map((match) => match.verdict)), matches };
}

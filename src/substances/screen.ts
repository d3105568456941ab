import { type Knowledge, knowledge } from './knowledge.ts';
import { matchCas, matchName, matchText } from './match.ts';
import { overLimit, type Reading, readLimit, readResult, type TestResult } from './reading/results.ts';
import { type Match, type Verdict, worst } from './verdict.ts';

/** What can be screened; any part may be missing. */
export interface ScreenInput {
  readonly ingredients?: readonly { readonly name: string }[] | undefined;
  /** An ingredient list as printed on the pack. */
  readonly ingredientsText?: string | undefined;
  readonly names?: readonly string[] | undefined;
  readonly cas?: readonly string[] | undefined;
  readonly results?: readonly TestResult[] | undefined;
}

export interface Screening {
  /** The worst verdict of the matches; clear for none. */
  readonly verdict: Verdict;
  readonly matches: readonly Match[];
}

/** Why a banned match of a test result is only for a person to look at, or null when it stands. */
function doubt(match: Match, result: TestResult, detected: Reading['detected'], hasMaximum: boolean): Match['reason'] | null {
  if (detected === 'unknown') return { zh: `结果「${result.value}」无法识读`, en: `the result "${result.value}" cannot be read` };
  if (hasMaximum && !statesUnit(result)) {
    return { zh: '结果与限量都没有单位,无法比较', en: 'neither the result nor its limit has a unit: they cannot be compared' };
  }
  if (hasMaximum && overLimit(result.value, result.unit, result.limit ?? '') === 'unknown') {
    return { zh: '结果与限量无法比较(单位不同或不明)', en: 'the result cannot be compared with its limit (units differ or are unclear)' };
  }
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

/** A match by what the result says of it, or null when the result says it was looked for and not found, or found within the number its limit allows. */
function weighed(match: Match, result: TestResult): Match | null {
  const { detected } = readResult(result);
  if (detected === 'not-detected') return null;
  const hasMaximum = result.limit ? readLimit(result.limit).kind === 'at-most' : false;
  if (hasMaximum && statesUnit(result) && overLimit(result.value, result.unit, result.limit ?? '') === 'within') return null;
  const why = match.verdict === 'banned' ? doubt(match, result, detected, hasMaximum) : null;
  return why ? asReview(match, why) : match;
}

function asReview(match: Match, why: Match['reason']): Match {
  return { ...match, verdict: 'review', reason: { zh: `${match.reason.zh};${why.zh}`, en: `${match.reason.en}; ${why.en}` } };
}

/** The matches of one test result: its item by name or CAS number, weighed by its value. Looked for and not found gives none. */
export function matchResult(result: TestResult, base: Knowledge = knowledge()): Match[] {
  const matches: Match[] = [];
  for (const match of matchName(result.item, base)) {
    const kept = weighed(match, result);
    if (kept) matches.push(kept);
  }
  return matches;
}

/**
 * Screens declared ingredients, an ingredient text, names, CAS numbers and test results against the knowledge base.
 * The worst verdict wins; text that cannot be read (a malformed CAS number, an unreadable value of a listed substance) is a review, an ordinary food is clear.
 * Nothing here says an act is illegal: a match says which text names what was found.
 */
export function screen(input: ScreenInput, base: Knowledge = knowledge()): Screening {
  const matches: Match[] = [];
  for (const ingredient of input.ingredients ?? []) matches.push(...matchName(ingredient.name, base));
  if (input.ingredientsText) matches.push(...matchText(input.ingredientsText, base));
  for (const name of input.names ?? []) matches.push(...matchName(name, base));
  for (const cas of input.cas ?? []) matches.push(...matchCas(cas, base));
  for (const result of input.results ?? []) matches.push(...matchResult(result, base));
  return { verdict: worst(matches.map((match) => match.verdict)), matches };
}

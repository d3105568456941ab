import { greatest, inUnitOf, METHOD_LIMIT, numbersOf, plain, type Quantity } from './numbers.ts';
import { readPlan, type SamplingPlan, withinPlan } from './sampling-plan.ts';
import { converted } from './units.ts';

/** One line of a test report as it was written; every field but `item` and `value` may be missing. */
export interface TestResult {
  readonly item: string;
  readonly value: string;
  readonly unit?: string | null | undefined;
  readonly limit?: string | null | undefined;
  readonly lod?: string | null | undefined;
}

/** A longer text is no value; the bound keeps the work small. */
const LONGEST_VALUE = 1000;

export interface Reading {
  readonly detected: 'detected' | 'not-detected' | 'unknown';
  /** The greatest number of the value (of an n=5 series, of first and second test); absent where none can be read. */
  readonly quantity?: Quantity;
}

const NOTHING_FOUND =
  /^(?:n\.?d\.?|n\/?a|none|nil|negative|neg|pass(?:ed)?|not detected|none detected|undetected|阴性|合格|符合\D*|通过|未(?:检|检测|检验|测|测试|做)|不适用|无|[-—–―‐−_/\\*.·]+|\(-\))$/iu;
const NOT_FOUND_INSIDE =
  /(?<![不非])(?:未(?:能)?检[测查]?出|未发现|未见|阴性|not\s*detected|none\s*detected|(?<![a-z])n\.?d\.?(?![a-z])|(?:[<≤]=?|小于|低于)\s*(?:方法)?(?:检出限|定量限|检测限|检测低限|方法|(?:lod|loq|mdl|mql|rl)(?![a-z])))/giu;
const FOUND_INSIDE = /检[测查]?出|阳性|超标|不合格|不符合|不达标|positive|detected|痕量|微量|trace/iu;
/** 并非未检出 is no 未检出, and what it is nobody can tell. */
const DENIED = /(?:不是|并非|非)\s*(?:未检出|阴性|n\.?d)/iu;
/** Between the samples of a series and the ends of a range; a slash only beside Chinese, since mg/kg has one too. */
const SERIES = /[;；。,，、~～至\n]|(?<=\p{Script=Han})\/|\/(?=\p{Script=Han})|(?<=nd)\s*[-–—/]\s*(?=[\d<])/iu;
/** "Less than the limit of the method", the limit given: 低于检出限0.01mg/kg. */
const BELOW_GIVEN_LIMIT = new RegExp(`(?<!不)(?:[<≤]=?|小于|低于)\\s*${METHOD_LIMIT.source}`, 'giu');
/** What belongs to a negation and is no result: its number of the sample, what was taken of it (/25g), and in brackets behind it the limit of the method. */
const BESIDE_NEGATION = /(?:样品)?\d{1,2}\s*[#号]\s*:?|\/\s*\d+\s*(?:m?[gl]|克|毫升)(?![a-z])/giu;
const LIMIT_IN_BRACKETS =
  /(?<=检[测查]?出|nd|n\.d\.|detected|阴性|限|lod|loq)\s*[([]\s*[<≤]?\s*\d[\d.]*\s*[a-zμ%‰]*(?:\/\d*[a-z]+)?\s*[)\]]/giu;
const STANDARD_NUMBER = /(?:gb|bjs|sn|ny|db|ws|qb|sb)(?:\s*\/\s*[tz])?\s*[\d.]+(?:\s*-\s*\d{4})?/giu;

/**
 * What stands beside a negation: nothing or only "less than", then it holds; a number said to lie above something, then it was found; any other number or
 * plus sign contradicts it.
 */
function besideNegation(left: string): Reading['detected'] {
  const numbers = numbersOf(left);
  if (numbers.some((number) => number.bound === 'above')) return 'detected';
  return /[+±]/u.test(left) || numbers.some((number) => number.bound === 'exact' && number.value > 0) ? 'unknown' : 'not-detected';
}

/** The worst of the parts of a series. */
const worse = (one: Reading['detected'] | null, other: Reading['detected']): Reading['detected'] =>
  one === 'detected' || other === 'detected' ? 'detected' : one === 'unknown' ? one : other;

/** What the words of a value say, part by part of a series (n=5): one found sample is enough, also one that stands as a number between 未检出 and 未检出. */
function wordsOfSeries(text: string): Reading['detected'] | null {
  if (DENIED.test(text)) return 'unknown';
  let answer: Reading['detected'] | null = null;
  let otherParts = '';
  const results = text.replace(BELOW_GIVEN_LIMIT, ' nd ').replace(METHOD_LIMIT, ' ').replace(BESIDE_NEGATION, '');
  for (const part of results.replace(LIMIT_IN_BRACKETS, '').split(SERIES)) {
    const withoutNegation = part.replace(NOT_FOUND_INSIDE, ' ');
    if (FOUND_INSIDE.test(withoutNegation.replace(/不得检出|检出限/gu, ''))) return 'detected';
    if (withoutNegation === part) otherParts += `${part};`;
    else answer = worse(answer, besideNegation(withoutNegation));
  }
  if (answer === null) return null;
  return numbersOf(otherParts).some((number) => number.bound !== 'below' && number.value > 0) ? 'detected' : answer;
}

function isBelowMethod(quantity: Quantity, lod: string): boolean {
  const limit = greatest(numbersOf(plain(lod)));
  const value = limit === undefined ? null : inUnitOf(limit, quantity);
  return limit !== undefined && value !== null && value.value < limit.value;
}

/** The greatest number that can be the limit of a method, by what it is measured in: `<1000 mg/kg` may hide anything. */
const MOST_BELOW: readonly (readonly [unit: string, most: number])[] = [
  ['mg/kg', 100],
  ['mg/L', 100],
  ['CFU/g', 1_000],
  ['CFU/mL', 1_000],
  ['MPN/g', 1_000],
  ['MPN/mL', 1_000],
];
const MOST_BELOW_WITHOUT_UNIT = 10;

/** Whether "less than" this can mean that nothing was found. */
function isLimitOfMethod({ value, unit }: Quantity): boolean {
  if (unit === null) return value <= MOST_BELOW_WITHOUT_UNIT;
  for (const [known, most] of MOST_BELOW) {
    const amount = converted(value, unit, known);
    if (amount !== null) return amount <= most;
  }
  return value <= MOST_BELOW_WITHOUT_UNIT;
}

function detectedBy(numbers: readonly Quantity[], quantity: Quantity, lod: string | null | undefined): Reading['detected'] {
  const isAbsent = (number: Quantity) => (number.value === 0 && number.bound === 'exact') || number.bound === 'below';
  if (numbers.every(isAbsent))
    return numbers.every((number) => number.bound !== 'below' || isLimitOfMethod(withUnit(number, quantity.unit)))
      ? 'not-detected'
      : 'unknown';
  if (numbers.every((number) => number.text.startsWith('≥') && number.value === 0)) return 'unknown';
  return lod && quantity.bound === 'exact' && isBelowMethod(quantity, lod) ? 'not-detected' : 'detected';
}

const withUnit = (quantity: Quantity, unit: string | null | undefined): Quantity => ({
  ...quantity,
  unit: quantity.unit ?? (unit ? unit.trim() : null),
});

function readNumbers(numbers: readonly Quantity[], result: Pick<TestResult, 'unit' | 'lod'>): Reading {
  const most = greatest(numbers);
  if (!most) return { detected: 'unknown' };
  const quantity = withUnit(most, result.unit);
  return { detected: detectedBy(numbers, quantity, result.lod), quantity };
}

/**
 * Whether a value says the thing looked for was found. ND, 未检出, < LOD, —, /, 0, 阴性, 合格 and "not tested" are not; a number is, unless it lies below the limit of
 * detection or says only "less than" what can be such a limit; in a series one found sample is enough. What cannot be read, and what contradicts itself
 * (未检出 11.9), is unknown, for a person to look at. A quantity is the greatest number of the value, in its own unit or that of the line.
 */
export function readResult(result: TestResult): Reading {
  const text = plain(result.value.slice(0, LONGEST_VALUE));
  if (text === '' || result.value.length > LONGEST_VALUE) return { detected: 'unknown' };
  if (/^(?:\+{1,4}|\(\+{1,4}\))$/u.test(text)) return { detected: 'detected' };
  const words = wordsOfSeries(text);
  if (words === 'not-detected') return { detected: words };
  const numbers = numbersOf(text);
  if (words !== null) {
    const most = greatest(numbers);
    return most ? { detected: words, quantity: withUnit(most, result.unit) } : { detected: words };
  }
  if (NOTHING_FOUND.test(text.replace(STANDARD_NUMBER, ''))) return { detected: 'not-detected' };
  if (numbers.length === 0 && /[1-9][\d.]*\s*[×x*·]\s*10/iu.test(text)) return { detected: 'detected' };
  return readNumbers(numbers, result);
}

/** What the limit column of a report says. `absent`: 不得检出, 不得使用. `unknown` takes in references to a standard. */
export type Limit =
  | { readonly kind: 'at-most'; readonly quantity: Quantity }
  | { readonly kind: 'at-least'; readonly quantity: Quantity }
  | { readonly kind: 'between'; readonly low: Quantity; readonly high: Quantity }
  | { readonly kind: 'absent' }
  | { readonly kind: 'plan'; readonly plan: SamplingPlan }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

/** Reads a limit: `≤200mg/kg`, `100`, `200≤mg/kg`, `不超过0.12 %`, `≥0.8g/100g`, `38.0~55.0`, `不得检出`. A bare number is a maximum, as reports mean it. */
export function readLimit(limit: string): Limit {
  if (limit.length > LONGEST_VALUE) return { kind: 'unknown' };
  const text = plain(limit);
  if (text === '' || /^[-—–/]+$/u.test(text)) return { kind: 'none' };
  if (/不得(?:检出|使用|添加|含有)|禁用|禁止/u.test(text)) return { kind: 'absent' };
  if (/[ncm]\s*=/iu.test(text)) {
    const plan = readPlan(text);
    return plan ? { kind: 'plan', plan } : { kind: 'unknown' };
  }
  if (/符合|标准/u.test(text)) return { kind: 'unknown' };
  const [first, second, third] = numbersOf(
    text.replace(/(\d)\s*(?:~|—|–|-|至)\s*(?=\d)/gu, '$1 , ').replace(/(%vol|[a-z])\s*[—–~]\s*(?=\d)/giu, '$1 , '),
  );
  if (!first || third) return { kind: 'unknown' };
  if (second) return /[~—–\-至]/u.test(text) ? { kind: 'between', low: first, high: second } : { kind: 'unknown' };
  if (/[≥>]|不低于|不少于|不小于|至少/u.test(text)) return { kind: 'at-least', quantity: first };
  return { kind: 'at-most', quantity: first };
}

function againstMaximum(value: Quantity, most: Quantity): 'over' | 'within' | 'unknown' {
  if (value.bound === 'below') return value.value <= most.value ? 'within' : 'unknown';
  if (value.bound === 'above') return value.value >= most.value ? 'over' : 'unknown';
  return value.value > most.value ? 'over' : 'within';
}

function againstMinimum(value: Quantity, least: Quantity): 'over' | 'within' | 'unknown' {
  if (value.bound === 'below') return value.value <= least.value ? 'over' : 'unknown';
  if (value.bound === 'above') return value.value >= least.value ? 'within' : 'unknown';
  return value.value < least.value ? 'over' : 'within';
}

function againstRange(value: Quantity, low: Quantity, high: Quantity): 'over' | 'within' | 'unknown' {
  const sides = [againstMinimum(value, low), againstMaximum(value, high)];
  if (sides.includes('over')) return 'over';
  return sides.includes('unknown') ? 'unknown' : 'within';
}

function againstAbsence(detected: Reading['detected']): 'over' | 'within' | 'unknown' {
  if (detected === 'unknown') return 'unknown';
  return detected === 'detected' ? 'over' : 'within';
}

/**
 * Whether a value stands outside its limit: `over` above a maximum, below a minimum, outside a range or against a sampling plan; `within`; or `unknown` where either cannot be read,
 * the units measure different things (mg/kg and mg/L; a missing unit is that of the other), or the limit is a sampling plan that the values do not settle.
 */
export function overLimit(value: string, unit: string | null | undefined, limit: string): 'over' | 'within' | 'unknown' {
  const bound = readLimit(limit);
  if (bound.kind === 'none' || bound.kind === 'unknown') return 'unknown';
  if (bound.kind === 'plan') return value.length > LONGEST_VALUE ? 'unknown' : withinPlan(plain(value), unit ?? null, bound.plan);
  const { detected, quantity } = readResult({ item: '', value, unit });
  if (bound.kind === 'absent') return againstAbsence(detected);
  if (!quantity) return detected === 'not-detected' && bound.kind === 'at-most' ? 'within' : 'unknown';
  const measured = inUnitOf(bound.kind === 'between' ? bound.high : bound.quantity, quantity);
  if (measured === null) return 'unknown';
  if (bound.kind === 'between') return againstRange(measured, bound.low, bound.high);
  return bound.kind === 'at-most' ? againstMaximum(measured, bound.quantity) : againstMinimum(measured, bound.quantity);
}

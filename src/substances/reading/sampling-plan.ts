import { inUnitOf, METHOD_LIMIT, numbersOf, type Quantity } from './numbers.ts';

/**
 * A sampling plan of the microbiological standards (GB 29921, GB 4789.1): of `n` samples at most `c` may lie above `m`, and none above `M`;
 * without `M` (two classes) none of those above `m` beyond `c` is acceptable.
 */
export interface SamplingPlan {
  readonly n: number;
  readonly c: number;
  readonly m: Quantity;
  readonly M: Quantity | null;
}

const COUNT = (letter: string) => new RegExp(`(?<![a-z])${letter}\\s*=\\s*(\\d{1,3})(?![\\d.×x*^])`, 'u');
const SAMPLES = COUNT('n');
const ACCEPTED = COUNT('c');
const AMOUNT = (letter: string) => new RegExp(`(?<![A-Za-z])${letter}\\s*=\\s*([^,，;；=]+?)(?=\\s*(?:[,，;；]|[A-Za-z]\\s*=|$))`, 'u');
const ACCEPTABLE = AMOUNT('m');
const UNACCEPTABLE = AMOUNT('M');
/** m=104 is 10⁴ whose superscript was lost: plans are written in powers of ten, and no standard sets 104. */
const LOST_POWER = /^10([2-9])(?!\d|\.)/u;
/** `0/25g`: none in 25 grams. */
const NONE_IN = /^0\s*(?:\/\s*\d+\s*m?[gl])?\s*(?:\(|$)/iu;
const NOT_FOUND = /未检[测查]?出|阴性|(?<![a-z])n\.?d\.?(?![a-z])|not\s*detected|negative/iu;
const FOUND = /检出|阳性|positive|detected/iu;
const BETWEEN_SAMPLES = /[;；。,，、\n]|(?<=\p{Script=Han})\/|\/(?=\p{Script=Han})|\/(?=\d)/u;

function amountOf(text: string, part: RegExp): Quantity | null {
  const written = part.exec(text)?.[1]?.trim();
  if (written === undefined) return null;
  if (NONE_IN.test(written)) return { text: written, value: 0, unit: null, bound: 'exact' };
  return numbersOf(written.replace(LOST_POWER, '10^$1 '))[0] ?? null;
}

/** Reads `n=5,c=2,m=10²,M=10³CFU/g` (text already plain); null when a part is missing, or its exponent was lost in copying (M not above m). */
export function readPlan(text: string): SamplingPlan | null {
  const [n, c] = [SAMPLES.exec(text)?.[1], ACCEPTED.exec(text)?.[1]];
  const m = amountOf(text, ACCEPTABLE);
  if (n === undefined || c === undefined || m === null) return null;
  const hasUpper = /(?<![A-Za-z])M\s*=/u.test(text);
  const upper = hasUpper ? amountOf(text, UNACCEPTABLE) : null;
  if (hasUpper && (upper === null || upper.value <= m.value)) return null;
  return { n: Number(n), c: Number(c), m, M: upper };
}

/** The samples of a series, one quantity each; null where one cannot be read. */
function samplesOf(text: string, unit: string | null): Quantity[] | null {
  const samples: Quantity[] = [];
  const unitOfAll = numbersOf(text).at(-1)?.unit ?? unit;
  for (const part of text.replace(METHOD_LIMIT, ' ').split(BETWEEN_SAMPLES)) {
    if (part.trim() === '') continue;
    if (NOT_FOUND.test(part)) samples.push({ text: part, value: 0, unit: null, bound: 'exact' });
    else if (FOUND.test(part)) samples.push({ text: part, value: 1, unit: null, bound: 'above' });
    else {
      const [number, ...others] = numbersOf(part);
      if (!number || others.length > 0) return null;
      samples.push({ ...number, unit: number.unit ?? unitOfAll });
    }
  }
  return samples;
}

function against(sample: Quantity, limit: Quantity): 'above' | 'not-above' | 'unknown' {
  const measured = inUnitOf(limit, sample);
  if (measured === null) return 'unknown';
  if (measured.bound === 'below') return measured.value <= limit.value || limit.value === 0 ? 'not-above' : 'unknown';
  if (measured.bound === 'above') return measured.value >= limit.value ? 'above' : 'unknown';
  return measured.value > limit.value ? 'above' : 'not-above';
}

/**
 * Whether the samples of a result keep to a plan. Over: one lies above M, or more than c above m. Within only where all n samples are there and read;
 * everything else is unknown.
 */
export function withinPlan(value: string, unit: string | null, plan: SamplingPlan): 'over' | 'within' | 'unknown' {
  const samples = samplesOf(value, unit);
  if (samples === null) return 'unknown';
  const upper = plan.M;
  if (upper && samples.some((sample) => against(sample, upper) === 'above')) return 'over';
  const acceptable = samples.map((sample) => against(sample, plan.m));
  if (acceptable.filter((one) => one === 'above').length > plan.c) return 'over';
  return samples.length === plan.n && !acceptable.includes('unknown') ? 'within' : 'unknown';
}

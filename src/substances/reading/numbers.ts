import { toSimplified } from './normalise.ts';
import { converted } from './units.ts';

/** A measured number: its text (width and superscripts made plain), its value in `unit` (null where none stands), and whether the truth lies above or below it. */
export interface Quantity {
  readonly text: string;
  readonly value: number;
  readonly unit: string | null;
  readonly bound: 'exact' | 'above' | 'below';
}

/** What a method can find, written beside a value: 定量限:0.025g/L. Its number and unit alone: what stands behind may be the result. */
export const METHOD_LIMIT =
  /[([]?\s*(?:方法)?(?:定量限|检出限|检测限|lod|loq|mdl|mql|rl)\s*[:=为是]?\s*[<≤]?\s*\d[\d.]*\s*(?:[×x*·]\s*10\s*\^?\s*[-−]?\d{1,2}\s*)?(?:[a-zμ%‰·毫微纳千公克升斤]*(?:\/\d*[a-zμ毫微千公克升斤]+)?(?:(?<=cm)2|\^?[-−]1)?)?\s*[)\]]?/giu;
const SERIES_LABEL = /n[\d₀-₉]\s*[:：=]|[①-⑳]/giu;
const SUPERSCRIPT_TAG = /<sup>\s*([-−]?\d+)\s*<\/sup>/giu;
/**
 * `7.00×104` and `2.2×102CFU/g` are 7.00×10⁴ and 2.2×10² whose superscript was lost in copying; `1.2×10` lost its exponent altogether.
 * `1.0E5` and `10^5` are powers of ten too.
 */
const NUMBER =
  /([<>≤≥]|不?(?:小于|低于|大于|高于|少于|多于|超过)|至少|至多)?\s*(?:10\s*(?:\^|\*\*)\s*([-−]?\d{1,2})|(\d+(?:\.\d+)?)\s*(?:e([-+]?\d{1,2})(?!\d)|[×x*·]\s*10\s*(?:\^|\*\*)?\s*([-−]?[1-9]\d?)?(?!\d))?)\s*((?:%vol|%|‰|[a-zμ]+(?:\/\d*[a-z]+\d*)?|[毫微千公纳]?[克升斤](?:\/\d*[毫微千公]?[克升斤])?)?)/giu;
/** Taken as an exponent before NFKC, which would read 10⁵ as 105. */
const SUPERSCRIPTS = /(?<=(?<![\d.])10)[⁻⁺]?[⁰¹²³⁴-⁹]+/gu;
const UNIT_IN_BRACKETS = /\(((?:[kmμ]?g|cfu|mpn|iu)(?:\/\d*[a-z]+)?)\)/giu;
const POWER_WITHOUT_EXPONENT = /[×x*·]\s*10(?![\d^*−-])/iu;
/** Counts beyond a million million are a copying slip, not a result. */
const GREATEST_EXPONENT = 12;

/** Width, superscripts, separators of thousands and traditional characters made plain. */
export function plain(text: string): string {
  const marked = text
    .replace(SERIES_LABEL, '')
    .replace(SUPERSCRIPT_TAG, '^$1 ')
    .replace(SUPERSCRIPTS, (digits) => `^${digits.normalize('NFKC')} `);
  const simple = toSimplified(marked.normalize('NFKC')).trim();
  const grouped = /^[<>≤≥\s]*\d{1,3}(?:,\d{3}){1,2}(?:\.\d+)?(?![\d,])/u.exec(simple)?.[0];
  const whole = grouped ? grouped.replaceAll(',', '') + simple.slice(grouped.length) : simple;
  return whole.replace(/(?<!\d)0,(?=\d)/gu, '0.').replace(UNIT_IN_BRACKETS, '$1');
}

function boundOf(sign: string | undefined): Quantity['bound'] {
  if (!sign) return 'exact';
  return /^(?:[<≤]|小于|低于|少于|不大于|不高于|不多于|不超过|至多)$/u.test(sign) ? 'below' : 'above';
}

/** Value of one match of NUMBER; null where its exponent was lost or is beyond sense. */
function amountOf([whole, , bare, mantissa, short, long]: RegExpMatchArray): number | null {
  const exponent = (bare ?? short ?? long)?.replace('−', '-');
  if (exponent === undefined) return POWER_WITHOUT_EXPONENT.test(whole) ? null : Number(mantissa);
  return Number(exponent) > GREATEST_EXPONENT ? null : Number(`${mantissa ?? 1}e${exponent}`);
}

/** Every number of a text already made plain, except the method's own limits; the unit behind the last one counts for all that have none. */
export function numbersOf(text: string): Quantity[] {
  const numbers: Quantity[] = [];
  for (const part of text.replace(METHOD_LIMIT, ' ').matchAll(NUMBER)) {
    const value = amountOf(part);
    if (value !== null) numbers.push({ text: part[0].trim(), value, unit: part[6] || null, bound: boundOf(part[1]) });
  }
  const lastUnit = numbers.at(-1)?.unit ?? null;
  return lastUnit === null ? numbers : numbers.map((number) => (number.unit === null ? { ...number, unit: lastUnit } : number));
}

/** The greatest of several quantities, by number alone. */
export const greatest = (numbers: readonly Quantity[]): Quantity | undefined =>
  numbers.reduce<Quantity | undefined>((most, next) => (most === undefined || next.value > most.value ? next : most), undefined);

/** A quantity in the unit of another; a missing unit is that of the other; null where the two cannot be compared. */
export function inUnitOf(other: Quantity, quantity: Quantity): Quantity | null {
  if (quantity.unit === null || other.unit === null) return quantity;
  const value = converted(quantity.value, quantity.unit, other.unit);
  return value === null ? null : { ...quantity, value, unit: other.unit };
}

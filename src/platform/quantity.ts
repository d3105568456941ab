import type { Bilingual } from './problem-detail.ts';
import { foldFullWidth, type Refusal, shown } from './result.ts';
import { type Dimension, type Unit, unitOf } from './units.ts';

export type { Dimension } from './units.ts';

/**
 * An amount of goods. `steps` is a whole number, as read from 1 to 10^15 (10^12 counted): mg for mass, µL for volume, ones for counted goods, whatever `unit` says.
 * `unit` is echoed as the caller wrote it; `unitCode` is its UN/CEFACT code (null only for 斤 and 两, which have none).
 */
export type Quantity = { steps: number; unit: string; unitCode: string | null; dimension: Dimension; pieces?: number };

export type QuantityInput = { amount: string; unit: string; pieces?: number | undefined };

/** Which part of a quantity is wrong, and how to mend it. */
export type QuantityProblem = Refusal & { at: 'amount' | 'unit' | 'pieces' };

/** All wrong parts are named at once in `problems`; `problem` is the first of them. */
export type QuantityResult = { ok: true; quantity: Quantity } | { ok: false; problem: QuantityProblem; problems: QuantityProblem[] };

/** One level of packaging: one `unit` contains so much of another unit. */
export type Packaging = { unit: string; contains: { amount: string; unit: string } };

/* 10^9 kg or litres, or 10^12 pieces, in one line is a typing error, not a delivery; and thousands of such lines still add up exactly. */
const MOST_MEASURED_STEPS = 10n ** 15n;
const MOST_COUNTED_STEPS = 10n ** 12n;
const DECIMAL = /^\d+(?:\.\d+)?$/;
const LONGEST_AMOUNT = 40;
/** Digits of a whole amount whose steps stay below 2^53 in every unit (a tonne is 10^9 steps). */
const SHORT_AMOUNT = 6;

/**
 * Reads a quantity as people write it: a plain decimal and a unit or its UN/CEFACT code, full-width characters folded.
 * Refused: zero, negative, exponents, separators, amounts finer than a step (1 mg, 1 µL, a whole counted one), more than 10^9 kg or litres
 * or 10^12 counted, units that are not known, pieces that are no positive whole number.
 */
export function parseQuantity(input: QuantityInput): QuantityResult {
  const unit = unitOf(input.unit);
  const read = readSteps(input.amount, unit);
  const problems: QuantityProblem[] = [];
  if (typeof read !== 'number') problems.push(read);
  if (!unit) problems.push(unknownUnit(input.unit));
  if (input.pieces !== undefined && !isCount(input.pieces)) problems.push(wrongPieces(input.pieces));
  const [problem] = problems;
  if (problem || !unit || typeof read !== 'number') return { ok: false, problem: problem ?? unknownUnit(input.unit), problems };
  const quantity: Quantity = { steps: read, unit: input.unit.trim(), unitCode: unit.code, dimension: unit.dimension };
  return { ok: true, quantity: input.pieces === undefined ? quantity : { ...quantity, pieces: input.pieces } };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

/** Steps of an amount, or what is wrong with it. While the unit is unknown only the form of the number can be judged. */
function readSteps(written: string, unit: Unit | null): number | QuantityProblem {
  const amount = foldFullWidth(written);
  if (amount.length > LONGEST_AMOUNT || !DECIMAL.test(amount)) return malformedAmount(written, amount);
  const [whole = '', fraction = ''] = amount.split('.');
  if (unit && fraction === '' && whole.length <= SHORT_AMOUNT) return wholeSteps(written, Number(whole), unit);
  const scaled = BigInt(whole + fraction) * BigInt(unit?.stepsPerUnit ?? 1);
  const scale = 10n ** BigInt(fraction.length);
  if (scaled === 0n) return amountProblem(written, NOT_ABOVE_ZERO);
  if (!unit) return 1;
  if (scaled % scale !== 0n) return tooFine(written, scaled / scale, unit);
  const steps = scaled / scale;
  const most = unit.dimension === 'count' ? MOST_COUNTED_STEPS : MOST_MEASURED_STEPS;
  return steps > most ? tooMuch(written, most, unit) : Number(steps);
}

/** Steps of a whole amount of few digits, where plain numbers are exact. */
function wholeSteps(written: string, whole: number, unit: Unit): number | QuantityProblem {
  if (whole === 0) return amountProblem(written, NOT_ABOVE_ZERO);
  const steps = whole * unit.stepsPerUnit;
  const most = unit.dimension === 'count' ? MOST_COUNTED_STEPS : MOST_MEASURED_STEPS;
  return steps > Number(most) ? tooMuch(written, most, unit) : steps;
}

type Advice = Omit<Refusal, 'found'>;

const NOT_ABOVE_ZERO: Advice = {
  expected: { zh: '大于 0 的数量', en: 'an amount above 0' },
  fix: { zh: '填写实际数量；没有这批货物时删去这一行', en: 'give the real amount, or leave the line out when there are no such goods' },
};

function amountProblem(written: string, advice: Advice): QuantityProblem {
  return { at: 'amount', found: shown(written), ...advice };
}

function malformedAmount(written: string, amount: string): QuantityProblem {
  const meant = amountMeant(amount.slice(0, LONGEST_AMOUNT));
  const fix: Bilingual = meant
    ? { zh: `请写作 "${meant}"，单位另填在 unit`, en: `write "${meant}", with the unit in "unit"` }
    : { zh: '只写数字，例如 "12.5"', en: 'write digits only, for example "12.5"' };
  return amountProblem(written, {
    expected: {
      zh: '大于零的数字，例如 12.5；不带逗号、正负号和单位',
      en: 'a positive decimal as text, without separators, sign, exponent or unit',
    },
    fix,
  });
}

/** The plain decimal most likely meant by '1,200', '.5', '5.', '+3' or '12kg'; null when guessing could change the amount. */
function amountMeant(amount: string): string | null {
  const plain = /^\+?((?:\d{1,3}(?:,\d{3})+|\d*)(?:\.\d*)?)\s*(\D*)$/.exec(amount);
  const number = (plain?.[1] ?? '').replaceAll(',', '').replace(/^\./, '0.').replace(/\.$/, '');
  const unitWritten = plain?.[2] ?? '';
  return DECIMAL.test(number) && (unitWritten === '' || unitOf(unitWritten) !== null) ? number : null;
}

function tooFine(written: string, stepsBelow: bigint, unit: Unit): QuantityProblem {
  const step = decimal(1n, unit);
  const near = stepsBelow > 0n ? decimal(stepsBelow, unit) : step;
  return amountProblem(written, {
    expected: { zh: `${step} ${unit.name} 的整数倍`, en: `a whole multiple of ${step} ${unit.name}` },
    fix: { zh: `例如 "${near}"，或改用更小的单位`, en: `for example "${near}", or use a smaller unit` },
  });
}

function tooMuch(written: string, mostSteps: bigint, unit: Unit): QuantityProblem {
  const most = decimal(mostSteps, unit);
  return amountProblem(written, {
    expected: { zh: `不超过 ${most} ${unit.name}`, en: `at most ${most} ${unit.name}` },
    fix: {
      zh: '核对数量和单位（是否把克写成了千克、小数点是否漏写）',
      en: 'check the amount and the unit (grams for kilograms, a lost decimal point)',
    },
  });
}

function unknownUnit(written: string): QuantityProblem {
  return {
    at: 'unit',
    found: shown(written),
    expected: {
      zh: '常用单位（千克、克、吨、斤、升、毫升、袋、箱、瓶、盒、包、件、个、头 等）或其 UN/CEFACT 代码',
      en: 'a unit in use (千克 kg, 克 g, 吨 t, 升 L, 毫升 mL, 袋, 箱, 瓶, 盒, 包, 件, 个, 头 …) or its UN/CEFACT code',
    },
    fix: {
      zh: '换成含义相同的常用单位，例如 "千克" 或 "KGM"；没有合适的用 "个" 或 "C62"',
      en: 'use the unit of the same meaning, for example "千克" or "KGM"; where none fits, "个" or "C62"',
    },
  };
}

function wrongPieces(pieces: number): QuantityProblem {
  return {
    at: 'pieces',
    found: String(pieces),
    expected: { zh: '正整数', en: 'a positive whole number' },
    fix: { zh: '填写件数，没有清点时不填 pieces', en: 'give the count of pieces, or leave "pieces" out when they were not counted' },
  };
}

/** Steps as an amount of `unit`, without trailing zeros: formatSteps(12500000, '千克') is '12.5'. Throws RangeError for an unknown unit. */
export function formatSteps(steps: number, unit: string): string {
  return decimal(BigInt(steps), known(unit));
}

function decimal(steps: bigint, unit: Unit): string {
  const magnitude = steps < 0n ? -steps : steps;
  const perUnit = BigInt(unit.stepsPerUnit);
  // Every stepsPerUnit divides 10^9, so nine decimals are exact.
  const fraction = (((magnitude % perUnit) * 10n ** 9n) / perUnit).toString().padStart(9, '0').replace(/0+$/, '');
  return `${steps < 0n ? '-' : ''}${magnitude / perUnit}${fraction === '' ? '' : `.${fraction}`}`;
}

function known(unit: string): Unit {
  const found = unitOf(unit);
  if (!found) throw new RangeError(`unknown unit: ${shown(unit)}`);
  return found;
}

/* What steps count: milligrams, microlitres, or ones of one kind. Bags and boxes are both counted and still not the same thing. */
function measureOf(unit: Unit): string {
  return unit.dimension === 'count' ? unit.name : unit.dimension;
}

type Edge = { from: string; to: string; times: bigint; by: bigint };

/**
 * Steps of `fromUnit` as steps of `toUnit`, through the product's packaging where needed (托 → 箱 → 袋, 箱 → 千克, and back).
 * null when there is no way between them, a unit is unknown, or the result is not a whole number of steps below 2^53.
 * Where packaging offers two ways, the one with fewer levels counts.
 */
export function convert(steps: number, fromUnit: string, toUnit: string, packaging: readonly Packaging[] = []): number | null {
  const [from, to] = [unitOf(fromUnit), unitOf(toUnit)];
  if (!from || !to || !Number.isSafeInteger(steps)) return null;
  const ratio = ratioBetween(measureOf(from), measureOf(to), packaging.flatMap(edgesOf));
  if (!ratio) return null;
  const scaled = BigInt(steps) * ratio.times;
  const converted = Number(scaled / ratio.by);
  return scaled % ratio.by === 0n && Number.isSafeInteger(converted) ? converted : null;
}

function ratioBetween(from: string, to: string, edges: Edge[]): { times: bigint; by: bigint } | null {
  const reached = new Map([[from, { times: 1n, by: 1n }]]);
  for (const [place, ratio] of reached) {
    if (place === to) return ratio;
    for (const edge of edges) {
      if (edge.from === place && !reached.has(edge.to)) reached.set(edge.to, { times: ratio.times * edge.times, by: ratio.by * edge.by });
    }
  }
  return null;
}

/** A level of packaging as a way down and a way up; none when the level itself cannot be read. */
function edgesOf(level: Packaging): Edge[] {
  const outer = unitOf(level.unit);
  const inner = unitOf(level.contains.unit);
  const contained = inner && readSteps(level.contains.amount, inner);
  if (!outer || !inner || typeof contained !== 'number') return [];
  const [times, by] = [BigInt(contained), BigInt(outer.stepsPerUnit)];
  const [from, to] = [measureOf(outer), measureOf(inner)];
  return [
    { from, to, times, by },
    { from: to, to: from, times: by, by: times },
  ];
}

import { foldFullWidth, type Refusal, shown } from '../platform/result.ts';
import { checkDigitOf } from './gs1/values.ts';

/**
 * Where a scale or till puts what into the 13 digits of an in-store code (店内条码), a letter a digit: `PP` the prefix 20 to 29, `I` item, `W` weight in
 * grams, `M` price in fen, `K` the check digit some scales put over weight or price, `C` the check digit of the whole.
 */
export type Layout = string;

const LAYOUT = /^PPI{3,10}K?(?:W{4,6}|M{4,6})?C$/;
const DIGITS = 13;

/** Whether a text describes 13 digits in an order that can be read. */
export function isLayout(text: string): text is Layout {
  return text.length === DIGITS && LAYOUT.test(text);
}

export type InStoreReading = { ok: true; digits: string } | (Refusal & { ok: false });

const EXPECTED = {
  zh: '店内条码：13 位数字，20 至 29 开头，末位为校验码',
  en: 'an in-store code of 13 digits that begins with 20 to 29 and ends with its check digit',
};

/** Reads the digits of an in-store code; prefixes 20 to 29 are for use inside a shop (GS1 General Specifications, restricted circulation). */
export function readInStoreCode(text: string): InStoreReading {
  const digits = foldFullWidth(text).replace(/\s/g, '');
  if (!/^2\d{12}$/.test(digits))
    return {
      ok: false,
      found: shown(text),
      expected: EXPECTED,
      fix: { zh: '扫描电子秤打印的标签', en: 'scan the label the scale printed' },
    };
  const digit = checkDigitOf(digits.slice(0, -1));
  if (digits.endsWith(digit)) return { ok: true, digits };
  return {
    ok: false,
    found: shown(text),
    expected: EXPECTED,
    fix: { zh: `按其余数字，校验码应为 ${digit}；请重新扫描`, en: `the other digits call for ${digit} at the end; scan it again` },
  };
}

/** The digits that name the item, prefix included. */
export function itemOf(layout: Layout, digits: string): string {
  return digits.slice(0, layout.lastIndexOf('I') + 1);
}

/**
 * What a label says by its layout: grams or fen, null where the layout has none. The inner check digit `K` is not checked: each maker of scales has its
 * own way, and the check digit of the whole covers the same digits.
 */
export function valuesOf(layout: Layout, digits: string): { grams: number | null; cents: number | null } {
  return { grams: part(layout, digits, 'W'), cents: part(layout, digits, 'M') };
}

function part(layout: Layout, digits: string, letter: 'W' | 'M'): number | null {
  const from = layout.indexOf(letter);
  return from < 0 ? null : Number(digits.slice(from, layout.lastIndexOf(letter) + 1));
}

/** Every item a code may name, by how many digits a layout gives it. */
export function itemsIn(digits: string): string[] {
  return Array.from({ length: 8 }, (_, n) => digits.slice(0, 5 + n));
}

import { foldFullWidth, type Refusal, shown } from '../platform/result.ts';

/** `gtin` is padded to 14 digits. `expectedCheck` is set when only the last digit does not fit. */
export type GtinResult = { ok: true; gtin: string } | (Refusal & { ok: false; expectedCheck?: string });

const LENGTHS = [8, 12, 13, 14];
const ZERO = 48;

const EXPECTED = {
  zh: '商品条码 GTIN：8、12、13 或 14 位数字，末位为校验码',
  en: 'a GTIN of 8, 12, 13 or 14 digits, the last one its check digit',
};

/** Checks a GTIN (GS1 General Specifications: weights 3 and 1 from the right, modulo 10) and pads it to 14 digits. */
export function checkGtin(text: string): GtinResult {
  const digits = foldFullWidth(text).replace(/\s/g, '');
  if (!/^\d*$/.test(digits)) return refused(text, '只填条码下方的数字', 'give only the digits printed under the bars');
  if (!LENGTHS.includes(digits.length)) {
    return refused(
      text,
      `现有 ${digits.length} 位，请核对条码下方的数字`,
      `it has ${digits.length} digits; compare with the digits under the bars`,
    );
  }
  if (/^0+$/.test(digits))
    return refused(text, '全为 0 不是商品条码；没有条码时不填 gtin', 'only zeros is no GTIN; leave "gtin" out when there is none');
  const expectedCheck = checkDigit(digits);
  if (digits.endsWith(expectedCheck)) return { ok: true, gtin: digits.padStart(14, '0') };
  return {
    ...refused(
      text,
      `其余数字对应的校验码是 ${expectedCheck}；请逐位核对，未必只是末位写错`,
      `the other digits call for ${expectedCheck} at the end; compare every digit, the slip may be elsewhere`,
    ),
    expectedCheck,
  };
}

function checkDigit(gtin: string): string {
  const last = gtin.length - 2;
  let sum = 0;
  for (let i = last; i >= 0; i--) sum += (gtin.charCodeAt(i) - ZERO) * ((last - i) % 2 === 0 ? 3 : 1);
  return String((10 - (sum % 10)) % 10);
}

function refused(text: string, zh: string, en: string): Refusal & { ok: false } {
  return { ok: false, found: shown(text), expected: EXPECTED, fix: { zh, en } };
}

import type { Bilingual } from '../platform/problem-detail.ts';
import { foldFullWidth, type Refusal, shown, type Warning } from '../platform/result.ts';
import { provinceName, unknownCounty } from './regions.ts';

/** SC food production licence, JY food business licence (食品经营许可), filing 备案, business 营业执照, quarantineCode a code given by quarantine authorities, other. */
export const LICENCE_KINDS = ['SC', 'JY', 'filing', 'business', 'quarantineCode', 'other'] as const;
export type LicenceKind = (typeof LICENCE_KINDS)[number];

/** `number` is normalised: full-width folded; SC and QS numbers in capitals, without blanks, with their two letters. */
export type LicenceResult = { ok: true; number: string; warnings: Warning[] } | (Refusal & { ok: false });

const LONGEST = 64;

const SC_EXPECTED: Bilingual = {
  zh: '食品生产许可证编号：SC 加 14 位数字，其中第 4、5 位为省级代码',
  en: 'a food production licence number: SC and 14 digits, the 4th and 5th of them a province',
};

/**
 * Checks a licence number. Only numbers of kind SC have a form: SC + 14 digits (letters may be left out), or the former QS + 12 digits,
 * which is accepted with the warning 'old-number'. Anything else under SC is refused, as is an unknown province prefix.
 * The check digit (GB/T 17710 MOD 11,10), the category and the county only warn ('check-digit', 'unknown-category', 'unknown-county'):
 * numbers printed on real goods fail each of them, so a failure is a reason to look, not proof.
 * All other kinds are taken as written, 1 to 64 characters.
 */
export function checkLicenceNumber(licence: { kind: LicenceKind; number: string }): LicenceResult {
  const number = foldFullWidth(licence.number);
  if (licence.kind === 'SC') return checkProductionLicence(licence.number, number.replace(/\s/g, '').toUpperCase());
  if (number !== '' && number.length <= LONGEST) return { ok: true, number, warnings: [] };
  return {
    ok: false,
    found: shown(licence.number),
    expected: { zh: `证照编号，1 至 ${LONGEST} 个字符`, en: `a licence number of 1 to ${LONGEST} characters` },
    fix: { zh: '按证照原样填写编号', en: 'copy the number as it stands on the licence' },
  };
}

function checkProductionLicence(written: string, number: string): LicenceResult {
  if (/^QS\d{12}$/.test(number)) return { ok: true, number, warnings: [OLD_NUMBER] };
  const digits = /^(?:SC)?(\d{14})$/.exec(number)?.[1];
  if (digits === undefined) return { ok: false, found: shown(written), expected: SC_EXPECTED, fix: formFix(number) };
  if (provinceName(digits.slice(3, 5)) === null) {
    const zh = `第 4、5 位 ${digits.slice(3, 5)} 不是省级代码，请与许可证核对（浙江为 33）`;
    const en = `${digits.slice(3, 5)} in places 4 and 5 is no province; compare with the licence (Zhejiang is 33)`;
    return { ok: false, found: shown(written), expected: SC_EXPECTED, fix: { zh, en } };
  }
  return {
    ok: true,
    number: `SC${digits}`,
    warnings: [...categoryWarnings(digits), ...unknownCounty(digits.slice(3, 9)), ...checkDigitWarnings(digits)],
  };
}

function formFix(number: string): Bilingual {
  const count = number.replace(/\D/g, '').length;
  return {
    zh: `现有 ${count} 位数字，应为 14 位；请按许可证原样填写，例如 SC10633019702613`,
    en: `it has ${count} digits, 14 are expected; copy it from the licence, for example SC10633019702613`,
  };
}

const OLD_NUMBER: Warning = {
  code: 'old-number',
  message: {
    zh: 'QS 为旧版生产许可证编号，请核对是否已换发 SC 编号',
    en: 'QS is the former kind of licence number; check whether an SC number has been issued since',
  },
};

/** Digits 1 to 3: food 101 to 131, additives 201 to 203. */
function categoryWarnings(digits: string): Warning[] {
  const category = Number(digits.slice(0, 3));
  if ((category >= 101 && category <= 131) || (category >= 201 && category <= 203)) return [];
  return [
    {
      code: 'unknown-category',
      message: {
        zh: `前三位 ${digits.slice(0, 3)} 不是已知的食品类别（食品 101 至 131，食品添加剂 201 至 203），请核对`,
        en: `${digits.slice(0, 3)} is no known category (food 101 to 131, additives 201 to 203); check it`,
      },
    },
  ];
}

function checkDigitWarnings(digits: string): Warning[] {
  const expected = checkDigit(digits);
  if (digits.endsWith(expected)) return [];
  return [
    {
      code: 'check-digit',
      message: {
        zh: `末位校验码与其余数字不符（应为 ${expected}），请逐位核对许可证编号`,
        en: `the check digit does not fit the rest (${expected} would); compare every digit with the licence`,
      },
    },
  ];
}

/** GB/T 17710-1999, MOD 11,10 over the first 13 digits. */
function checkDigit(digits: string): string {
  let product = 10;
  for (const digit of digits.slice(0, 13)) {
    const sum = (product + Number(digit)) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}

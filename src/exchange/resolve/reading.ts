import { readElementString } from '../../codes/gs1/element-string.ts';
import { type Element, readLink } from '../../codes/gs1/link.ts';
import { checkGtin } from '../../codes/gtin.ts';
import { readInStoreCode } from '../../codes/in-store.ts';
import { parseTraceCode } from '../../codes/trace-code.ts';
import { ssccOf } from '../../custody/shipment-codes.ts';
import { parseCivilDate } from '../../platform/civil-date.ts';
import { foldFullWidth, type Refusal, shown } from '../../platform/result.ts';

/** What a printed code may name. Goods without lot and dates are a product, not a batch. */
export type Meaning =
  | { kind: 'traceCode'; code: string }
  | { kind: 'goods'; gtin: string; lot: string | null; productionDate: string | null; expiresOn: string | null }
  | { kind: 'logisticUnit'; sscc: string }
  | { kind: 'slip'; slip: string }
  | { kind: 'storeCode'; digits: string }
  | { kind: 'externalCode'; scheme: string; value: string };

/** How the code was written. */
export type Form = 'traceCode' | 'address' | 'digitalLink' | 'elementString' | 'digits' | 'slip' | 'externalCode';

/** Several meanings where the digits allow them; GS1 elements as they were read. */
export type Reading = { ok: true; form: Form; meanings: readonly Meaning[]; elements: readonly Element[] } | (Refusal & { ok: false });

const SLIP = /^[2-9A-HJ-NP-Za-km-z]{16}$/;
const SEPARATOR = '\u001d';

const EXPECTED = {
  zh: '追溯码、商品条码、GS1 元素串或 Digital Link、随货单、店内码；其他系统的编码请同时给出 scheme',
  en: 'a trace code, a GTIN, a GS1 element string or Digital Link, a slip or an in-store code; for a code of another system give its scheme too',
};

/**
 * Reads any code that stands on a pack, a pallet, a slip or a label of a shop's scale, as scanned, pasted or typed.
 * @param scheme the system whose code it is; the text is then not looked into, but for `sscc`
 */
export function readCode(text: string, scheme: string | undefined): Reading {
  const written = foldFullWidth(text);
  if (scheme !== undefined) return external(scheme, text.trim());
  if (/^https?:\/\//i.test(written) || written.startsWith('/')) return address(written);
  if (/^[(\]]/.test(written) || written.includes(SEPARATOR)) return elementString(written);
  const code = parseTraceCode(written);
  if (code.ok) return meant('traceCode', [{ kind: 'traceCode', code: code.code }]);
  if (/^[\d\s]+$/.test(written)) return digitsOf(written.replace(/\s/g, ''));
  if (SLIP.test(written)) return meant('slip', [{ kind: 'slip', slip: written }]);
  if (/^0[012]\d{14}/.test(written)) return elementString(written);
  return refused(text, code.reason === 'check' ? MISTYPED : UNREADABLE);
}

const UNREADABLE = { zh: '重新扫描或对照包装逐位核对', en: 'scan it again, or compare every character with the print' };
const MISTYPED = { zh: '像是追溯码，但有一位抄错了', en: 'it looks like a trace code with a character mistyped' };

function meant(form: Form, meanings: readonly Meaning[], elements: readonly Element[] = []): Reading {
  return { ok: true, form, meanings, elements };
}

function refused(text: string, fix: Refusal['fix']): Reading {
  return { ok: false, found: shown(text), expected: EXPECTED, fix };
}

function external(scheme: string, value: string): Reading {
  const sscc = scheme === 'sscc' ? ssccOf(value) : null;
  return meant('externalCode', sscc === null ? [{ kind: 'externalCode', scheme, value }] : [{ kind: 'logisticUnit', sscc }]);
}

/** An address: our own page of a batch or slip on whatever host, or a Digital Link of anybody. */
function address(written: string): Reading {
  // A stem of the owner's own may be called as our pages are.
  const link = readLink(written);
  if (link.ok) return ofElements('digitalLink', [link.key, ...link.qualifiers, ...link.attributes], written);
  if (link.reason !== 'path') return refused(written, wrongElement(link.ai, link.reason === 'qualifier' ? 'place' : link.fault));
  const path = written.replace(/^https?:\/\/[^/?#]*/i, '');
  const [, room, code = ''] = /^\/(?:.*\/)?(t|s)\/([^/?#]+)/.exec(path) ?? [];
  if (room === 's') return SLIP.test(code) ? meant('address', [{ kind: 'slip', slip: code }]) : refused(written, UNREADABLE);
  if (room === 't') {
    const reading = parseTraceCode(code);
    return reading.ok
      ? meant('address', [{ kind: 'traceCode', code: reading.code }])
      : refused(written, reading.reason === 'check' ? MISTYPED : UNREADABLE);
  }
  return refused(written, UNREADABLE);
}

function wrongElement(ai: string | null, fault: string | undefined): Refusal['fix'] {
  if (ai === null) return { zh: '核对后重新扫描', en: 'check it and scan it again' };
  return { zh: `核对 (${ai}) 的值${FAULTS[fault ?? '']?.zh ?? ''}`, en: `check the value of (${ai})${FAULTS[fault ?? '']?.en ?? ''}` };
}

const FAULTS: Readonly<Record<string, { zh: string; en: string }>> = {
  checkDigit: { zh: '：校验码不符', en: ': the check digit does not fit' },
  length: { zh: '：长度不符', en: ': its length is wrong' },
  characters: { zh: '：含不允许的字符', en: ': it holds characters that are not allowed' },
  twice: { zh: '：有两个不同的值', en: ': it stands twice with different values' },
  place: { zh: '：次序不对、不属于此主键，或有两个不同的值', en: ': it is out of order, does not belong to the key or has two values' },
  date: { zh: '：不是日期', en: ': it is no date' },
};

function elementString(written: string): Reading {
  // People put blanks between the groups; no GS1 value holds one.
  const reading = readElementString(written.replace(/[ \t]/g, ''));
  if (reading.ok) return ofElements('elementString', reading.elements, written);
  return refused(written, wrongElement(reading.ai, reading.fault));
}

/** What GS1 elements name: goods (01), goods in a logistic unit (02), the unit itself (00). */
function ofElements(form: Form, elements: readonly Element[], written: string): Reading {
  const of = (ai: string) => elements.find((element) => element.ai === ai)?.value ?? null;
  const [sscc, gtin] = [of('00'), of('01') ?? of('02')];
  const meanings: Meaning[] = [
    ...(sscc === null ? [] : [{ kind: 'logisticUnit' as const, sscc }]),
    ...(gtin === null
      ? []
      : [{ kind: 'goods' as const, gtin, lot: of('10'), productionDate: dateOf(of('11')), expiresOn: dateOf(of('17') ?? of('15')) }]),
  ];
  if (meanings.length > 0) return meant(form, meanings, elements);
  const names = elements.map((element) => `(${element.ai})`).join('');
  return refused(written, {
    zh: `${names} 不指明商品或物流单元；需要 (01) 或 (00)`,
    en: `${names} names neither goods nor a logistic unit; (01) or (00) is needed`,
  });
}

/** YYMMDD of this century; null where the day is left open (00). */
function dateOf(yymmdd: string | null): string | null {
  return yymmdd === null ? null : parseCivilDate(`20${yymmdd.slice(0, 2)}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4, 6)}`);
}

/** Digits alone: a label of a shop's scale and a GTIN look alike; a pallet's code has 18. */
function digitsOf(digits: string): Reading {
  if (digits.length >= 18) {
    const sscc = ssccOf(digits);
    if (sscc !== null) return meant('digits', [{ kind: 'logisticUnit', sscc }]);
    return digits.length > 20 && /^0[012]/.test(digits) ? elementString(digits) : refused(digits, UNREADABLE);
  }
  const label = readInStoreCode(digits);
  const gtin = checkGtin(digits);
  const meanings: Meaning[] = [
    ...(label.ok ? [{ kind: 'storeCode' as const, digits: label.digits }] : []),
    ...(gtin.ok ? [{ kind: 'goods' as const, gtin: gtin.gtin, lot: null, productionDate: null, expiresOn: null }] : []),
  ];
  if (meanings.length > 0) return meant('digits', meanings);
  if (SLIP.test(digits)) return meant('slip', [{ kind: 'slip', slip: digits }]);
  return gtin.ok ? refused(digits, UNREADABLE) : { ok: false, found: gtin.found, expected: EXPECTED, fix: gtin.fix };
}

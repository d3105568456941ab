import { checkDigitOf } from '../codes/gs1/values.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { foldFullWidth } from '../platform/result.ts';
import type { DB } from '../store/schema.ts';
import type { Read } from './repository.ts';

/** A code another system gave a shipment or one of its logistic units. */
export interface ShipmentCode {
  scheme: string;
  value: string;
}

/** Serial Shipping Container Code of a pallet or carton (GS1 General Specifications, AI 00). */
export const SSCC_SCHEME = 'sscc';

/** The 18 digits of an SSCC, with or without `00` before them; null for what is none. */
export function ssccOf(text: string): string | null {
  const digits = foldFullWidth(text)
    .replace(/[\s()]/g, '')
    .replace(/^00(?=\d{18}$)/, '');
  return /^\d{18}$/.test(digits) && checkDigitOf(digits.slice(0, -1)) === digits.at(-1) ? digits : null;
}

/** The codes as they are kept, each once, or what is wrong with them. */
export function shipmentCodes(given: readonly ShipmentCode[], root: string): { codes: ShipmentCode[]; errors: ProblemDetail[] } {
  const errors: ProblemDetail[] = [];
  const codes = new Map<string, ShipmentCode>();
  given.forEach(({ scheme, value }, i) => {
    const sscc = scheme === SSCC_SCHEME ? ssccOf(value) : value.trim();
    if (sscc === null) errors.push(noSscc(value, `${root}/externalCodes/${i}/value`));
    else codes.set(JSON.stringify([scheme, sscc]), { scheme, value: sscc });
  });
  return { codes: [...codes.values()], errors };
}

function noSscc(found: string, pointer: string): ProblemDetail {
  return {
    pointer,
    found,
    expected: { zh: 'SSCC：18 位数字，末位为校验码', en: 'an SSCC of 18 digits, the last one its check digit' },
    fix: { zh: '照物流标签 (00) 后的数字填写', en: 'write the digits behind (00) on the logistic label' },
  };
}

export function shipmentCodeRows(shipmentId: number, codes: readonly ShipmentCode[]): DB['shipment_code'][] {
  return codes.map((code) => ({ ...code, shipmentId }));
}

/** Codes of a shipment the caller has been admitted to. */
export function codesOfShipment(read: Read, shipmentId: number): Promise<ShipmentCode[]> {
  return read
    .selectFrom('shipment_code')
    .select(['scheme', 'value'])
    .where('shipmentId', '=', shipmentId)
    .orderBy('scheme')
    .orderBy('value')
    .execute();
}

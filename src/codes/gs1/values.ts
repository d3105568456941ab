import type { Identifier, Part } from './identifiers.ts';

const SETS: Readonly<Record<Part['set'], RegExp>> = {
  N: /^\d*$/,
  X: /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*$/,
  Y: /^[#\-/0-9A-Z]*$/,
  Z: /^[\w-]*$/,
};

/** Why a value is not one of its Application Identifier; null when it is. */
export type ValueFault = 'length' | 'characters' | 'checkDigit' | 'date' | 'filler';

/** The check digit of digits without one (weights 3 and 1 from the right, modulo 10; GS1 General Specifications 7.9). */
export function checkDigitOf(body: string): string {
  const sum = Array.from(body, Number)
    .reverse()
    .reduce((total, digit, place) => total + digit * (place % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

/** Checks a value (decoded) against its identifier. */
export function valueFault(identifier: Identifier, value: string): ValueFault | null {
  let rest = value;
  for (const [n, part] of identifier.parts.entries()) {
    const later = identifier.parts.slice(n + 1).reduce((sum, one) => sum + one.least, 0);
    const piece = rest.slice(0, Math.max(part.least, Math.min(part.most, rest.length - later)));
    const fault = partFault(part, piece);
    if (fault) return fault;
    rest = rest.slice(piece.length);
  }
  return rest === '' ? null : 'length';
}

function partFault(part: Part, piece: string): ValueFault | null {
  if (!SETS[part.set].test(piece)) return 'characters';
  if (piece.length < part.least || piece.length > part.most) return 'length';
  if (piece === '') return null;
  if (part.rule === 'check' && checkDigitOf(piece.slice(0, -1)) !== piece.at(-1)) return 'checkDigit';
  if (part.rule === 'date' && !isDate(piece)) return 'date';
  return part.rule === 'zero' && piece !== '0' ? 'filler' : null;
}

/** YYMMDD; day 00 names the month. */
function isDate(piece: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d\d)(\d\d)(\d\d)$/.exec(piece) ?? [];
  if (year === '') return false;
  const days = new Date(Date.UTC(2000 + Number(year), Number(month), 0)).getUTCDate();
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) <= days;
}

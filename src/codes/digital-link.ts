import { readLink, writeLink } from './gs1/link.ts';
import { checkGtin } from './gtin.ts';

/** What an AI 10, 21 or 22 may hold: 1 to 20 of the 82 characters of GS1 General Specifications (character set 82). */
const GS1_VALUE = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/;

/** GB/T 33993 keeps these out of batch and serial numbers (text of the 2017 edition; that of 2024 is 待核实). */
const BARRED_IN_CHINA = /[%&/<>?]/;

const NAMES: Readonly<Record<string, 'variant' | 'lot' | 'serial'>> = { '22': 'variant', '10': 'lot', '21': 'serial' };

/** What a link to goods names. `gtin14` is 14 digits, `expiresOn` a civil date. */
export type DigitalLinkKeys = {
  gtin14: string;
  lot?: string;
  serial?: string;
  expiresOn?: string;
};

/**
 * What the path of a Digital Link names; `gtin` is 14 digits with a right check digit. Problems:
 * - `path`: not `/01/{gtin}` with pairs of qualifier and value
 * - `gtin`: not 8, 12, 13 or 14 digits, or the check digit is wrong
 * - `qualifier`: one that does not belong to a GTIN, stands twice or in the wrong order
 * - `value`: not 1 to 20 characters of the GS1 set, or broken percent-encoding
 */
export type DigitalLinkReading =
  | { ok: true; gtin: string; variant?: string; lot?: string; serial?: string }
  | { ok: false; reason: 'path' | 'gtin' | 'qualifier' | 'value'; found: string };

/**
 * The lot that stands in AI 10 for a batch: the batch number as printed where AI 10 allows it, else the trace code without dashes.
 * (`.` and `..` are allowed by GS1 but would vanish from a path, percent-encoded or not: WHATWG URL, dot segments.)
 */
export function lotFor(batchNumber: string, traceCodeCompact: string): string {
  return fitsPath(batchNumber) && !BARRED_IN_CHINA.test(batchNumber) ? batchNumber : traceCodeCompact;
}

/**
 * The GS1 Digital Link of goods under our own address, e.g. `https://trace.example/01/09521234543213/10/20261101A`.
 * No query unless `expiresOn` is given (AI 17, `?17=261108`). `publicUrl` may have a path and a slash at its end.
 * @throws RangeError when the GTIN, lot, serial or date is malformed: check them where they enter
 */
export function buildDigitalLink(publicUrl: string, keys: DigitalLinkKeys): string {
  const { gtin14, lot, serial, expiresOn } = keys;
  const checked = checkGtin(gtin14);
  if (!checked.ok || checked.gtin !== gtin14) throw new RangeError('gtin14 is not 14 digits with a right check digit');
  return writeLink({
    stem: publicUrl,
    key: { ai: '01', value: gtin14 },
    qualifiers: [...(lot === undefined ? [] : [{ ai: '10', value: lot }]), ...(serial === undefined ? [] : [{ ai: '21', value: serial }])],
    attributes: expiresOn === undefined ? [] : [{ ai: '17', value: yymmdd(expiresOn) }],
  });
}

/**
 * Reads the path of a Digital Link, `/01/{gtin}[/22/…][/10/…][/21/…]`: give it the path as it came, percent-encoding untouched,
 * without query and without any prefix of our own. A GTIN of 8, 12 or 13 digits is padded to 14.
 */
export function parseDigitalLinkPath(path: string): DigitalLinkReading {
  const [root, key, digits = '', ...pairs] = (path.endsWith('/') ? path.slice(0, -1) : path).split('/');
  if (root !== '' || key !== '01' || pairs.length % 2 !== 0) return { ok: false, reason: 'path', found: path };
  // A person reads this one: the search by hand says what is wrong with the digits.
  if (!checkGtin(digits).ok) return { ok: false, reason: 'gtin', found: digits };
  const reading = readLink(path);
  if (!reading.ok) {
    const isValue = reading.reason === 'value' || reading.reason === 'encoding';
    return { ok: false, reason: isValue ? 'value' : 'qualifier', found: reading.found };
  }
  const named = reading.qualifiers.flatMap(({ ai, value }) => (NAMES[ai] ? [[NAMES[ai], value]] : []));
  return { ok: true, gtin: reading.key.value, ...Object.fromEntries(named) };
}

function fitsPath(value: string): boolean {
  return GS1_VALUE.test(value) && value !== '.' && value !== '..';
}

function yymmdd(date: string): string {
  const [, year, month, day] = /^\d{2}(\d{2})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(date) ?? [];
  if (year === undefined) throw new RangeError('expiresOn is not a civil date');
  return `${year}${month}${day}`;
}

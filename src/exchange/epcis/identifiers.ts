import { readLink, writeLink } from '../../codes/gs1/link.ts';
import { checkDigitOf } from '../../codes/gs1/values.ts';
import { URI_LENGTH } from './shape.ts';
import { bareWord, CBV_NAMESPACE } from './vocabulary.ts';

const STEM = 'https://id.gs1.org';

type Parts = readonly string[];
type Elements = readonly (readonly [ai: string, value: string])[];

/** Digits of a company prefix and what follows it, the first digit of which (indicator, extension) comes first; with the check digit. */
const led = (company: string, rest: string) => checked(rest.slice(0, 1) + company + rest.slice(1));
const checked = (body: string) => body + checkDigitOf(body);

/** How a pure-identity EPC (GS1 EPC Tag Data Standard, 6 to 8) reads as the key of a Digital Link. */
const schemes: Readonly<Record<string, (parts: Parts) => Elements>> = {
  sgtin: ([company = '', item = '', serial = '']) => [
    ['01', led(company, item)],
    ['21', serial],
  ],
  lgtin: ([company = '', item = '', lot = '']) => [
    ['01', led(company, item)],
    ['10', lot],
  ],
  sscc: ([company = '', serial = '']) => [['00', led(company, serial)]],
  sgln: ([company = '', place = '', extension = '']) => [
    ['414', checked(company + place)],
    ...(extension === '0' || extension === '' ? [] : ([['254', extension]] as const)),
  ],
  pgln: ([company = '', party = '']) => [['417', checked(company + party)]],
  grai: ([company = '', asset = '', serial = '']) => [['8003', `0${checked(company + asset)}${serial}`]],
  giai: ([company = '', asset = '']) => [['8004', company + asset]],
  gdti: ([company = '', document = '', serial = '']) => [['253', checked(company + document) + serial]],
};

const URN = /^urn:epc:(?:id|class|idpat):([a-z]+):([^?#]+)$/i;

/**
 * One spelling for what is the same thing: an EPC URN and a Digital Link of any domain become the Digital Link under id.gs1.org. Everything else, and what
 * breaks its own syntax, stays as it is.
 */
export function canonicalId(text: string): string {
  const urn = URN.exec(text);
  if (urn) return fromUrn(urn[1] ?? '', urn[2] ?? '') ?? text;
  if (!/^https?:\/\//i.test(text)) return text;
  const link = readLink(text);
  return link.ok ? writeLink({ stem: STEM, key: link.key, qualifiers: link.qualifiers }) : text;
}

function fromUrn(scheme: string, rest: string): string | null {
  const read = schemes[scheme.toLowerCase()];
  if (!read) return null;
  try {
    const parts = rest.split('.');
    // A serial may hold dots; company prefix and reference are digits.
    const [first = '', second = ''] = parts;
    const elements = read([first, second, decodeURIComponent(parts.slice(2).join('.'))]);
    const [key, ...qualifiers] = elements.filter(([, value]) => value !== '*').map(([ai, value]) => ({ ai, value }));
    return key ? writeLink({ stem: STEM, key, qualifiers }) : null;
  } catch (error) {
    if (error instanceof RangeError || error instanceof URIError) return null;
    throw error;
  }
}

/** What a query names: one identifier, or with `.*` at the end of an EPC pattern all that begin with it. */
export type Wanted = { exactly: string } | { beginning: string };

/** @returns null for a pattern with a star anywhere but at its end: a check digit stands in between, so there is no beginning to look for */
export function wantedId(text: string): Wanted | null {
  if (!/^urn:epc:idpat:/i.test(text)) return { exactly: canonicalId(text) };
  const [, scheme = '', rest = ''] = URN.exec(text) ?? [];
  const parts = rest.split('.');
  const isOpen = parts.at(-1) === '*';
  if (parts.slice(0, -1).includes('*') || parts.length !== 3) return null;
  if (!isOpen) return { exactly: canonicalId(text) };
  const whole = fromUrn(scheme, rest);
  if (whole === null) return null;
  const next = { sgtin: '/21/', sgln: '/254/', grai: '', gdti: '' }[scheme.toLowerCase()];
  return next === undefined ? null : { beginning: whole + next };
}

/** A business step or disposition as it is looked for. */
export const canonicalWord = (text: string): string => (CBV_NAMESPACE.test(text) ? bareWord(text) : text);

/** What role an identifier plays in an event; queries ask by it. */
export const roles = ['epc', 'parent', 'input', 'output', 'class', 'inputClass', 'outputClass'] as const;
export type Role = (typeof roles)[number];
/** Roles of kinds of goods, not of single ones. */
export const classRoles: readonly Role[] = ['class', 'inputClass', 'outputClass'];

/** Whether a value may be looked for: of the length of a URI, and without characters that no store keeps in a column. Other values stay in the event alone. */
export const isFindable = (text: string): boolean => text.length <= URI_LENGTH && !/[\p{Cc}\p{Cs}]/u.test(text);

const lists: readonly [field: string, role: Role][] = [
  ['epcList', 'epc'],
  ['childEPCs', 'epc'],
  ['inputEPCList', 'input'],
  ['outputEPCList', 'output'],
  ['quantityList', 'class'],
  ['childQuantityList', 'class'],
  ['inputQuantityList', 'inputClass'],
  ['outputQuantityList', 'outputClass'],
];

/** The identifiers an event is about, each once a role. */
export function identifiersOf(event: Record<string, unknown>): { epc: string; role: Role }[] {
  const found = new Map<string, { epc: string; role: Role }>();
  const add = (text: unknown, role: Role) => {
    if (typeof text !== 'string') return;
    const epc = canonicalId(text);
    if (!isFindable(epc)) return;
    found.set(`${role} ${epc}`, { epc, role });
  };
  add(event.parentID, 'parent');
  for (const [field, role] of lists) {
    const values = event[field];
    if (!Array.isArray(values)) continue;
    for (const one of values) add(typeof one === 'string' ? one : (one as { epcClass?: unknown } | null)?.epcClass, role);
  }
  return [...found.values()];
}

import { type Identifier, identifiers } from './identifiers.ts';
import { checkDigitOf, type ValueFault, valueFault } from './values.ts';

/** An Application Identifier with its value, decoded. */
export interface Element {
  readonly ai: string;
  readonly value: string;
}

/** What a Digital Link says: a primary key, its qualifiers in order, and data attributes of the query. */
export interface Gs1Link {
  /** What stood before the key: scheme, host and a path of their own; empty where a path was given. */
  readonly stem: string;
  readonly key: Element;
  readonly qualifiers: readonly Element[];
  readonly attributes: readonly Element[];
  /** Query parameters that are no Application Identifier, as they came. */
  readonly others: readonly (readonly [string, string])[];
}

/**
 * Why a text is no Digital Link.
 * - `path`: no primary key in it, or a key without its value
 * - `unknown`: a qualifier that is no Application Identifier known here
 * - `qualifier`: one that does not belong to the key, stands in the wrong order, or twice; also an identifier with two values, in path and query or in the query alone
 * - `encoding`: broken percent-encoding
 * - `value`: a value its identifier does not allow; `fault` says why
 */
export type LinkReading =
  | ({ readonly ok: true } & Gs1Link)
  | {
      readonly ok: false;
      readonly reason: 'path' | 'unknown' | 'qualifier' | 'encoding' | 'value';
      readonly ai: string | null;
      readonly found: string;
      readonly fault?: ValueFault;
    };

type Refusal = Extract<LinkReading, { ok: false }>;

const refused = (reason: Refusal['reason'], found: string, ai: string | null = null, fault?: ValueFault): Refusal => ({
  ok: false,
  reason,
  ai,
  found,
  ...(fault ? { fault } : {}),
});

/** Longest text read; a QR code holds no more. */
const MOST = 4_296;

/**
 * Reads a GS1 Digital Link URI, or the path (with query) of one: the last primary key in the path counts, so a stem of the owner's own may stand before.
 * GTINs of 8, 12 and 13 digits, as older links carry, are padded to 14. Percent-encoding must be as it came.
 */
export function readLink(text: string): LinkReading {
  if (text.length > MOST) return refused('path', text.slice(0, 40));
  const [address = '', query = ''] = withoutFragment(text).split(/\?(.*)/s);
  const { host, path } = split(address);
  const segments = (path.endsWith('/') ? path.slice(0, -1) : path).split('/');
  const at = keyPlace(segments);
  if (at < 0) return refused('path', text.slice(0, 200));
  const [ai = '', raw = '', ...pairs] = segments.slice(at);
  const stem = host === '' ? '' : `${host}${segments.slice(0, at).join('/')}`;
  const key = elementOf(ai, raw);
  if ('reason' in key) return key;
  const qualifiers = readQualifiers(key.ai, pairs);
  if ('reason' in qualifiers) return qualifiers;
  const data = readQuery(query);
  if ('reason' in data) return data;
  const twice = contradicted([key, ...qualifiers, ...data.attributes]);
  return twice ? refused('qualifier', twice.value.slice(0, 200), twice.ai) : { ok: true, stem, key, qualifiers, ...data };
}

/** An element whose identifier stands before with another value: which of both the pack means is not ours to choose. */
export function contradicted(elements: readonly Element[]): Element | undefined {
  const first = new Map<string, string>();
  for (const { ai, value } of elements) if (!first.has(ai)) first.set(ai, value);
  return elements.find(({ ai, value }) => first.get(ai) !== value);
}

function withoutFragment(text: string): string {
  const at = text.indexOf('#');
  return at < 0 ? text : text.slice(0, at);
}

function split(address: string): { host: string; path: string } {
  const found = /^(https?:\/\/[^/?#]+)(\/.*)?$/i.exec(address);
  return found ? { host: found[1] ?? '', path: found[2] ?? '' } : { host: '', path: address };
}

/** Where the primary key stands: the last one whose place lets its value and pairs of qualifiers follow. */
function keyPlace(segments: readonly string[]): number {
  for (let at = segments.length - 2; at >= 1; at -= 1) {
    const isPaired = (segments.length - at) % 2 === 0;
    if (isPaired && identifiers.get(segments[at] ?? '')?.qualifiers) return at;
  }
  return -1;
}

function elementOf(ai: string, raw: string): Element | Refusal {
  const identifier = identifiers.get(ai);
  if (!identifier) return refused('unknown', ai.slice(0, 40), null);
  const decoded = decode(raw);
  if (decoded === null) return refused('encoding', raw.slice(0, 200), ai);
  const value = ai === '01' ? padded(decoded) : decoded;
  const fault = valueFault(identifier, value);
  return fault ? refused('value', raw.slice(0, 200), ai, fault) : { ai, value };
}

const padded = (digits: string) => (/^(\d{8}|\d{12}|\d{13})$/.test(digits) ? digits.padStart(14, '0') : digits);

function decode(raw: string): string | null {
  try {
    return decodeURIComponent(raw);
  } catch {
    return null;
  }
}

function readQualifiers(key: string, pairs: readonly string[]): Element[] | Refusal {
  const sequences = identifiers.get(key)?.qualifiers ?? [];
  const found: Element[] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    const ai = pairs[at] ?? '';
    if (!identifiers.has(ai)) return refused('unknown', ai.slice(0, 40));
    const names = [...found.map((element) => element.ai), ai];
    if (!sequences.some((sequence) => isInOrder(sequence, names))) return refused('qualifier', ai, ai);
    const element = elementOf(ai, pairs[at + 1] ?? '');
    if ('reason' in element) return element;
    found.push(element);
  }
  return found;
}

function isInOrder(sequence: readonly string[], ais: readonly string[]): boolean {
  const places = ais.map((ai) => sequence.indexOf(ai));
  return places.every((place, n) => place >= 0 && (n === 0 || place > (places[n - 1] ?? -1)));
}

function readQuery(query: string): Pick<Gs1Link, 'attributes' | 'others'> | Refusal {
  const attributes: Element[] = [];
  const others: [string, string][] = [];
  for (const pair of query.split('&').filter((one) => one !== '')) {
    const [name = '', raw = ''] = pair.split(/=(.*)/s);
    if (!/^\d{2,4}$/.test(name)) {
      others.push([decode(name) ?? name, decode(raw) ?? raw]);
      continue;
    }
    const element = elementOf(name, raw);
    if ('reason' in element) return element;
    if (identifiers.get(name)?.qualifiers) return refused('qualifier', pair.slice(0, 200), name);
    attributes.push(element);
  }
  return { attributes, others };
}

/** All but letters, digits and `-._` is encoded (RFC 3986 unreserved); encodeURIComponent leaves `!'()*`, which are reserved too. */
export function encodeValue(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * Writes a Digital Link: key, qualifiers in the key's order, attributes in the order given. `stem` may end with a slash.
 * @throws RangeError for a value its identifier does not allow, a qualifier that does not belong, an identifier with two values, or a value a path would
 * lose (`.`, `..`)
 */
export function writeLink(link: Pick<Gs1Link, 'stem' | 'key'> & Partial<Gs1Link>): string {
  const { stem, key, qualifiers = [], attributes = [], others = [] } = link;
  const identifier = known(key);
  if (!identifier.qualifiers) throw new RangeError(`AI ${key.ai} is no primary key`);
  for (const element of [...qualifiers, ...attributes]) known(element);
  const ais = qualifiers.map((element) => element.ai);
  if (ais.length > 0 && !identifier.qualifiers.some((sequence) => isInOrder(sequence, ais)))
    throw new RangeError(`these qualifiers do not follow AI ${key.ai}`);
  if (contradicted([key, ...qualifiers, ...attributes])) throw new RangeError('an identifier has two values');
  const path = [key, ...qualifiers].map(({ ai, value }) => `/${ai}/${encodeValue(value)}`).join('');
  const query = [
    ...attributes.map(({ ai, value }) => `${ai}=${encodeValue(value)}`),
    ...others.map(([name, value]) => `${encodeValue(name)}=${encodeValue(value)}`),
  ].join('&');
  return `${stem.replace(/\/+$/, '')}${path}${query === '' ? '' : `?${query}`}`;
}

function known({ ai, value }: Element): Identifier {
  const identifier = identifiers.get(ai);
  if (!identifier) throw new RangeError(`AI ${ai} is not known here`);
  const fault = valueFault(identifier, value);
  if (fault || value === '.' || value === '..') throw new RangeError(`AI ${ai}: ${fault ?? 'a path loses this value'}`);
  return identifier;
}

/** What to say of a value with a wrong check digit: the digit the others call for. */
export function expectedCheckDigit(value: string): string {
  return checkDigitOf(value.slice(0, -1));
}

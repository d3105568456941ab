import { type Document, resolved, type Schema } from '../rights/document.ts';
import type { Asked } from '../rights/requests.ts';

/** A request made wrong, or at least odd, in one place. */
export interface Wrong {
  what: string;
  make: () => Asked;
}

type Path = readonly (string | number)[];

const MISSING = Symbol('missing');
const nested = (depth: number): unknown => (depth === 0 ? 0 : [nested(depth - 1)]);

/** Values no field was made for, and some that only look wrong. */
const VALUES: readonly (readonly [string, unknown])[] = [
  ['missing', MISSING],
  ['null', null],
  ['true', true],
  ['a negative number', -1],
  ['a fraction', 1.5],
  ['an unsafe integer', 2 ** 53 + 2],
  ['a number beyond all numbers', 1e308],
  ['empty text', ''],
  ['a space', ' '],
  ['a long text', '长'.repeat(20_000)],
  ['a list', []],
  ['a list of lists', [[], {}]],
  ['an object', {}],
  ['a deep list', nested(28)],
  ['text from right to left', '\u202eabc\u202c\u2066'],
  ['marks without a letter', '\u0301\u0301\u200d\ufeff'],
  ['half a character', '\ud800'],
  ['NUL', 'a\u0000b'],
  ['control characters', 'a\u0007\r\n\tb\u0085\u2028'],
  ['a pattern of SQL', '%_\'";--\\'],
  ['a formula', '=HYPERLINK("http://x")'],
  ['markup', '<script>alert(1)</script>'],
  ['a day that is none', '2026-02-30'],
  ['an instant beyond the years', '+275760-09-13T00:00:00Z'],
  ['digits of another script', '１２３٤٥'],
  ['a long number as text', '9'.repeat(400)],
  ['a word nobody listed', 'nobody'],
  ['the name of a prototype', '__proto__'],
];

/** Every field a schema names, and the first item of every list, down to a depth no form goes beyond. */
function fieldsOf(given: Schema, document: Document, path: Path = [], depth = 0): Path[] {
  const schema = resolved(given, document);
  const here: Path[] = path.length === 0 ? [] : [path];
  if (depth > 5) return here;
  const parts = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  return [
    ...here,
    ...parts.flatMap((part) => fieldsOf(part, document, path, depth + 1).filter((one) => one.length > path.length)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => fieldsOf(field, document, [...path, name], depth + 1)),
    ...(schema.items ? fieldsOf(schema.items, document, [...path, 0], depth + 1) : []),
  ];
}

/** A copy with another value at a place; what is not there on the way is made. */
function withValue(base: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list = Array.isArray(base) ? [...base] : [];
    if (value === MISSING && rest.length === 0) return list.slice(1);
    list[step] = withValue(list[step], rest, value);
    return list;
  }
  const object: Record<string, unknown> = base !== null && typeof base === 'object' && !Array.isArray(base) ? { ...base } : {};
  if (value === MISSING && rest.length === 0) delete object[step];
  else object[step] = withValue(object[step], rest, value);
  return object;
}

/** Wrong values for the fields of a JSON body. */
export function wrongFields(asked: Asked, schema: Schema, document: Document): Wrong[] {
  const base: unknown = JSON.parse(asked.raw ?? '{}');
  const seen = new Set<string>();
  const paths = fieldsOf(schema, document).filter((path) => !seen.has(path.join('/')) && seen.add(path.join('/')));
  const json = (value: unknown): Asked => ({ ...asked, raw: JSON.stringify(value) });
  return [
    ...paths.flatMap((path) =>
      VALUES.map(([name, value]) => ({ what: `/${path.join('/')}: ${name}`, make: () => json(withValue(base, path, value)) })),
    ),
    { what: 'a field nobody named', make: () => json({ ...(base as object), nobodys: 1 }) },
    { what: 'a body of a thousand', make: () => json(Array.from({ length: 1_000 }, () => base)) },
    { what: 'a field twice', make: () => ({ ...asked, raw: (asked.raw ?? '').replace('{', '{"x":1,"x":2,') }) },
  ];
}

/** Bodies that are wrong as a whole, whatever the operation takes. */
export function wrongBodies(asked: Asked): Wrong[] {
  const raw = asked.raw ?? '{}';
  const bodies: [string, string | Uint8Array<ArrayBuffer>][] = [
    ['no body', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['a text', '"x"'],
    ['a list', '[]'],
    ['a list of nothing', '[null]'],
    ['an object', '{}'],
    ['a cut body', raw.slice(0, -1)],
    ['a body and more', `${raw}}`],
    ['brackets 40 deep', '['.repeat(40) + ']'.repeat(40)],
    ['brackets 100,000 deep', '['.repeat(100_000)],
    ['a byte order mark', `\ufeff${raw}`],
    ['another encoding', new Uint8Array([0x7b, 0x22, 0xbd, 0xb4, 0x22, 0x3a, 0x31, 0x7d])],
    ['bytes', new Uint8Array(Array.from({ length: 256 }, (_, i) => i))],
    ['a prototype', '{"__proto__":{"x":1},"constructor":{"prototype":{}}}'],
    ['a form', 'a=1&b=%ff&c&=&a=%00'],
  ];
  const types = [
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/json; charset=gbk',
    'x',
    '',
  ];
  return [
    ...bodies.map(([what, body]) => ({ what: `body: ${what}`, make: () => ({ ...asked, raw: body as string }) })),
    ...types.map((type) => ({
      what: `content type: ${type}`,
      make: () => ({ ...asked, headers: { ...asked.headers, 'Content-Type': type } }),
    })),
  ];
}

const TEXTS = [
  '',
  ' ',
  '-1',
  '0',
  '1e9',
  '99999999999999999999',
  'x'.repeat(5_000),
  '%00',
  '%ff',
  '%ed%a0%80',
  '%',
  '%F0%9F%98%80',
  '%27%22%3B--',
  '..%2f..%2fetc',
  '%2e%2e',
  'null',
  '__proto__',
  '2026-02-30',
  '%E2%80%AE',
];

/** Wrong values in the query. */
export function wrongQueries(asked: Asked, names: readonly string[]): Wrong[] {
  const [path = '', query = ''] = asked.address.split('?');
  const kept = new URLSearchParams(query);
  const to = (name: string, text: string) => {
    const others = [...kept].filter(([one]) => one !== name).map(([one, value]) => `${one}=${encodeURIComponent(value)}`);
    return `${path}?${[...others, `${name}=${text}`].join('&')}`;
  };
  return [...names, 'nobodys'].flatMap((name) => [
    ...TEXTS.map((text) => ({ what: `?${name}=${text.slice(0, 20)}`, make: () => ({ ...asked, address: to(name, text) }) })),
    { what: `?${name} twice`, make: () => ({ ...asked, address: `${to(name, '1')}&${name}=2&${name}[]=3` }) },
  ]);
}

/** Wrong values in the path, among them well-formed names of nothing and of things of another kind. */
export function wrongPaths(asked: Asked, template: string, others: readonly string[]): Wrong[] {
  const [path = '', query = ''] = asked.address.split('?');
  const steps = path.split('/');
  const open = template.split('/').flatMap((step, i) => (step.includes('{') ? [i] : []));
  // Two dots lead to another address, which is another operation's business.
  const texts = [
    ...TEXTS.filter((text) => text !== '' && text !== '%2e%2e'),
    'V1StGXR8Z5jdHi6BQ',
    '2222-2222-2222-2222-2223',
    '0'.repeat(64),
    ...others.map(encodeURIComponent),
  ];
  return open.flatMap((at) =>
    texts.map((text) => ({
      what: `path: ${text.slice(0, 40)}`,
      make: () => ({ ...asked, address: steps.with(at, text).join('/') + (query === '' ? '' : `?${query}`) }),
    })),
  );
}

const HEADERS: readonly (readonly [string, string])[] = [
  ['Idempotency-Key', ''],
  ['Idempotency-Key', 'k'.repeat(256)],
  ['Idempotency-Key', 'x'],
  ['Idempotency-Key', '\u00ff\u00fe'],
  ['If-Match', '*'],
  ['If-Match', 'W/"1"'],
  ['If-Match', '"999999999999999"'],
  ['If-Match', 'x'],
  ['If-None-Match', '"'],
  ['Accept', 'application/xml'],
  ['Accept', ';;;q=,,/'],
  ['Accept', '*/*;q=0'],
  ['Accept', 'text/html'],
  ['Accept', 'application/linkset+json'],
  ['Accept-Language', 'x-'.repeat(500)],
  ['Accept-Encoding', 'br;q=x,,gzip;q=0'],
  ['Authorization', 'Bearer'],
  ['Authorization', 'Basic x'],
  ['Authorization', `Bearer ${'x'.repeat(5_000)}`],
  ['Cookie', 'suyuan_session=;;=x; suyuan_session="\u00ff'],
  ['X-Acting-For', 'nobody'],
  ['X-Acting-For', 'uscc:'],
  ['X-Acting-For', '\u00ff'.repeat(300)],
  ['Content-Encoding', 'gzip'],
  ['Content-Length', 'x'],
  ['Range', 'bytes=0-0,5-'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['X-Forwarded-For', '"]:::,'],
  ['traceparent', '00-zz'],
  ['Expect', 'x'],
];

/** Odd headers; what is asked stays as it is. */
export function wrongHeaders(asked: Asked): Wrong[] {
  return HEADERS.map(([name, value]) => ({
    what: `${name}: ${value.slice(0, 20)}`,
    make: () => ({ ...asked, headers: { ...asked.headers, [name]: value } }),
  }));
}

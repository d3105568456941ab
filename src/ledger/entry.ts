import { hash } from 'node:crypto';

/** JSON a ledger payload may hold: whole numbers only, quantities and amounts as strings. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** The `prev` of a chain's first entry. */
export const NO_ENTRY_HASH = '0'.repeat(64);

/** Payloads above this many UTF-8 bytes stand in their entry as `{"sha256": …}`. */
export const LARGE_PAYLOAD_BYTES = 32_768;

export interface EntryFields {
  chain: string;
  seq: number;
  /** Epoch milliseconds; never lower than the chain's previous entry. */
  at: number;
  kind: string;
  subject: string;
  prev: string;
  /** RFC 8785 text of the payload, see {@link payloadText}. */
  payload: string;
}

/**
 * The payload as RFC 8785 text.
 * @throws {TypeError} when it holds a number that is not a whole number below 2^53, half a character, or a value JSON does not know
 */
export function payloadText(payload: Json): string {
  return canonical(payload, payload);
}

/**
 * Of RFC 8785 only what a payload may hold is written: keys by UTF-16 code units, whole numbers as they print, strings as JSON.stringify
 * writes them. A general writer takes several times as long, and every record passes here.
 */
function canonical(value: Json, root: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw notWhole(root);
    // A minus before zero is not written.
    return `${value}`;
  }
  if (typeof value !== 'object' || typeof (value as { toJSON?: unknown }).toJSON === 'function') throw notJson();
  return Array.isArray(value) ? canonicalList(value, root) : canonicalObject(value, root);
}

function canonicalList(list: readonly Json[], root: Json): string {
  let text = '[';
  for (let i = 0; i < list.length; i++) text += (i === 0 ? '' : ',') + canonical(list[i] ?? null, root);
  return `${text}]`;
}

function canonicalObject(object: { [key: string]: Json }, root: Json): string {
  let text = '{';
  for (const key of Object.keys(object).sort()) {
    const value = object[key];
    if (value !== undefined) text += `${text === '{' ? '' : ','}${nameOf(key)}:${canonical(value, root)}`;
  }
  return `${text}}`;
}

const NAMES_KEPT = 1_000;
/** The names of payloads are few and come in every record. */
const names = new Map<string, string>();

function nameOf(key: string): string {
  let name = names.get(key);
  if (name === undefined) {
    name = quoted(key);
    if (names.size < NAMES_KEPT) names.set(key, name);
  }
  return name;
}

function quoted(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('A ledger payload holds whole characters only.');
  return JSON.stringify(text);
}

function notJson(): TypeError {
  return new TypeError('A ledger payload must be JSON.');
}

function notWhole(payload: Json): TypeError {
  const { found, path } = fractionIn(payload) ?? { found: Number.NaN, path: '' };
  return new TypeError(`A ledger payload holds whole numbers only, found ${found} at ${path || '/'}.`);
}

/** The first number that is not whole and exact, and where it stands. */
function fractionIn(value: Json): { path: string; found: number } | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? undefined : { path: '', found: value };
  if (value === null || typeof value !== 'object') return undefined;
  for (const key of Object.keys(value)) {
    const inner = fractionIn((value as Record<string, Json>)[key] as Json);
    if (inner) return { path: `/${key}${inner.path}`, found: inner.found };
  }
  return undefined;
}

/**
 * The bytes of an entry, stored verbatim and hashed: RFC 8785 JSON of `{v, alg, chain, seq, at, kind, subject, prev, payload}`.
 * The keys are written out in their canonical order because the payload is canonical already and is the larger part.
 */
export function entryBytes(entry: EntryFields): string {
  return (
    `{"alg":"SHA-256","at":${entry.at},"chain":${JSON.stringify(entry.chain)},"kind":${JSON.stringify(entry.kind)},` +
    `"payload":${entry.payload},"prev":"${entry.prev}","seq":${entry.seq},"subject":${JSON.stringify(entry.subject)},"v":1}`
  );
}

/** SHA-256 of the UTF-8 bytes, as 64 lower-case hex digits. */
export function sha256Hex(text: string | Uint8Array): string {
  return hash('sha256', text, 'hex');
}

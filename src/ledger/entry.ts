import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

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
 * @throws {TypeError} when it holds a number that is not a whole number below 2^53, or a value JSON does not know
 */
export function payloadText(payload: Json): string {
  const fraction = fractionIn(payload);
  if (fraction) throw new TypeError(`A ledger payload holds whole numbers only, found ${fraction.found} at ${fraction.path || '/'}.`);
  const text = canonicalize(payload);
  if (text === undefined) throw new TypeError('A ledger payload must be JSON.');
  return text;
}

/** The first number that is not whole and exact, and where it stands; the place is put together only when there is one. */
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
  return createHash('sha256').update(text).digest('hex');
}

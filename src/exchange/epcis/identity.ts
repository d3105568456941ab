import canonicalize from 'canonicalize';
import { sha256Hex } from '../../ledger/entry.ts';
import type { EpcisEvent } from './document.ts';

/**
 * A version 8 UUID (RFC 9562, 5.8) from the SHA-256 of a text: the same text has the same identifier, wherever and however often it is made.
 */
export function uuidOf(text: string): string {
  const hex = sha256Hex(text);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20, 32)].join('-');
}

/** An event as it is compared: RFC 8785, without what a repository adds or another may have added. */
export function sameText(event: EpcisEvent, extras: readonly unknown[]): string {
  const { eventID: _id, recordTime: _at, errorDeclaration: _declared, ...said } = event;
  return canonicalize([said, extras]) ?? '';
}

/**
 * The identifier of an event: its own, or one made from what it says, so that a document without identifiers captured twice is captured once. It is a
 * `urn:uuid` and not the hash of CBV 8.9: published implementations of that hash do not agree on its canonical form.
 */
export function eventIdOf(event: EpcisEvent, extras: readonly unknown[], party: string): string {
  return typeof event.eventID === 'string' ? event.eventID : `urn:uuid:${uuidOf(`${party}\n${sameText(event, extras)}`)}`;
}

/** The key of the row of an error declaration: it repeats the identifier of the event it declares. No URI has a blank in it. */
export const declarationKey = (eventId: string, declarationTime: unknown): string => `${eventId} declared ${String(declarationTime)}`;

export const isDeclaration = (key: string): boolean => key.includes(' declared ');

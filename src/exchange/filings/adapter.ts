import type { Json } from '../../ledger/entry.ts';
import type { Bilingual } from '../../platform/problem-detail.ts';
import type { Send } from '../send.ts';
import type { RecordKind } from './kinds.ts';

/** One record as an adapter is given it; personal values stand in `data` as commitments only. */
export interface FilingRecord {
  /** The same at each try: what the other platform tells a repeat by. */
  id: string;
  record: RecordKind;
  /** Kind of the ledger entry: `batch.recorded`. */
  type: string;
  chain: string;
  seq: number;
  /** Epoch milliseconds. */
  at: number;
  subject: string;
  /** SHA-256 of the entry. */
  hash: string;
  /** Whose record it is; a natural person’s name is masked and its credit code left out. */
  party: { id: string; uscc: string | null; name: string } | null;
  data: { [key: string]: Json };
}

/** What the other platform made of a record. */
export type FilingAnswer =
  /** It has it. */
  | { state: 'accepted'; remoteId: string | null }
  /** It took it and has not judged it yet: it is asked again with the same id. */
  | { state: 'sent'; remoteId: string | null }
  /** It will not have it as it is; sending it again changes nothing. */
  | { state: 'refused'; remoteId: string | null; reason: string }
  /** No answer about the record itself: it is tried again. */
  | { state: 'later'; reason: string };

export interface FilingAddress {
  url: string;
  secret: string;
}

/** How records reach one kind of platform. Everything else (order, repeats, waits, states) is the outbox’s. */
export interface FilingAdapter {
  id: string;
  says: Bilingual;
  /** One attempt. @param at epoch milliseconds, for the signature; never throws */
  file(send: Send, address: FilingAddress, record: FilingRecord, at: number): Promise<FilingAnswer>;
}

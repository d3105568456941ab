import { NO_ENTRY_HASH, sha256Hex } from './entry.ts';

/** An entry as it is stored, its bytes verbatim. */
export interface StoredEntry {
  chain: string;
  seq: number;
  at: number;
  kind: string;
  subject: string;
  hash: string;
  bytes: string;
}

export interface ChainFault {
  seq: number;
  what: 'gap' | 'hash' | 'previous-hash' | 'time-goes-back' | 'columns-differ';
}

/** Where a run of entries begins: the hash and instant of the entry before it. */
export interface ChainStart {
  seq: number;
  hash: string;
  at: number;
}

/**
 * Checks a run of one chain's entries from their bytes alone: gapless, each over the one before it, each hash over its bytes, time not
 * going back, and the columns saying what the bytes say.
 * @returns the first fault, or null when there is none
 */
export function chainFault(entries: Iterable<StoredEntry>, start: ChainStart = { seq: 0, hash: NO_ENTRY_HASH, at: 0 }): ChainFault | null {
  let before = start;
  for (const entry of entries) {
    const what = faultOf(entry, before);
    if (what) return { seq: entry.seq, what };
    before = entry;
  }
  return null;
}

function faultOf(entry: StoredEntry, before: ChainStart): ChainFault['what'] | null {
  if (entry.seq !== before.seq + 1) return 'gap';
  if (sha256Hex(entry.bytes) !== entry.hash) return 'hash';
  const said = JSON.parse(entry.bytes) as Record<string, unknown>;
  if (said.prev !== before.hash) return 'previous-hash';
  if (entry.at < before.at) return 'time-goes-back';
  const same = (['chain', 'seq', 'at', 'kind', 'subject'] as const).every((column) => said[column] === entry[column]);
  return same ? null : 'columns-differ';
}

import { describe, expect, it } from 'vitest';
import { entryBytes, NO_ENTRY_HASH, payloadText, sha256Hex } from './entry.ts';
import { chainFault, type StoredEntry } from './verify.ts';

function chainOf(length: number): StoredEntry[] {
  const entries: StoredEntry[] = [];
  let prev = NO_ENTRY_HASH;
  for (let seq = 1; seq <= length; seq++) {
    const fields = {
      chain: 'party:a',
      seq,
      at: 1000 + seq,
      kind: 'batch.recorded',
      subject: `batch/${seq}`,
      prev,
      payload: payloadText({ n: seq }),
    };
    const bytes = entryBytes(fields);
    const hash = sha256Hex(bytes);
    entries.push({ chain: fields.chain, seq, at: fields.at, kind: fields.kind, subject: fields.subject, hash, bytes });
    prev = hash;
  }
  return entries;
}

function changed(seq: number, change: Partial<StoredEntry>): StoredEntry[] {
  return chainOf(4).map((entry) => (entry.seq === seq ? { ...entry, ...change } : entry));
}

describe('a chain checked from its bytes', () => {
  it('has no fault when nothing was touched', () => {
    expect(chainFault(chainOf(4))).toBeNull();
  });

  it('shows an entry that was taken out', () => {
    expect(chainFault(chainOf(4).filter((entry) => entry.seq !== 2))).toEqual({ seq: 3, what: 'gap' });
  });

  it('shows bytes that were changed', () => {
    const bytes = (chainOf(4)[1]?.bytes ?? '').replace('"n":2', '"n":9');
    expect(chainFault(changed(2, { bytes }))).toEqual({ seq: 2, what: 'hash' });
  });

  it('shows bytes that were changed together with their hash', () => {
    const bytes = (chainOf(4)[1]?.bytes ?? '').replace('"n":2', '"n":9');
    expect(chainFault(changed(2, { bytes, hash: sha256Hex(bytes) }))).toEqual({ seq: 3, what: 'previous-hash' });
  });

  it('shows a column that no longer says what the bytes say', () => {
    expect(chainFault(changed(3, { subject: 'batch/other' }))).toEqual({ seq: 3, what: 'columns-differ' });
  });

  it('shows time that goes back', () => {
    expect(chainFault(changed(3, { at: 1 }))).toEqual({ seq: 3, what: 'time-goes-back' });
  });
});

import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EntryFields, entryBytes, type Json, NO_ENTRY_HASH, payloadText, sha256Hex } from './entry.ts';

/** The three entries of one chain; hashes were taken by sha256sum over the texts. */
const vectors: { entry: Omit<EntryFields, 'payload'>; payload: Json; bytes: string; hash: string }[] = [
  {
    entry: {
      chain: 'party/1',
      seq: 1,
      at: 1_764_547_200_000,
      kind: 'batch.recorded',
      subject: 'batch/7K2M',
      prev: '0000000000000000000000000000000000000000000000000000000000000000',
    },
    payload: { name: '酱油', inputs: [1, 2], batchNumber: null, amount: '12.5' },
    bytes:
      '{"alg":"SHA-256","at":1764547200000,"chain":"party/1","kind":"batch.recorded","payload":{"amount":"12.5","batchNumber":null,"inputs":[1,2],"name":"酱油"},"prev":"0000000000000000000000000000000000000000000000000000000000000000","seq":1,"subject":"batch/7K2M","v":1}',
    hash: '658b10abb7053be4a5a55975033bde7c87e04534dde5db091f7717e6f8bc039a',
  },
  {
    entry: {
      chain: 'party/1',
      seq: 2,
      at: 1_764_547_200_001,
      kind: 'note "1"\n',
      subject: 'batch/甲\\乙',
      prev: '658b10abb7053be4a5a55975033bde7c87e04534dde5db091f7717e6f8bc039a',
    },
    // Keys go by UTF-16 code units, so the emoji comes before U+FB33; whole numbers to the last one a double holds exactly.
    payload: { '\ufb33': '', '😀': {}, ö: true, 2: [], 10: -9_007_199_254_740_991, 1: 9_007_199_254_740_991, '': '\u000f€\t' },
    bytes:
      '{"alg":"SHA-256","at":1764547200001,"chain":"party/1","kind":"note \\"1\\"\\n","payload":{"":"\\u000f€\\t","1":9007199254740991,"10":-9007199254740991,"2":[],"ö":true,"😀":{},"\ufb33":""},"prev":"658b10abb7053be4a5a55975033bde7c87e04534dde5db091f7717e6f8bc039a","seq":2,"subject":"batch/甲\\\\乙","v":1}',
    hash: 'fa182d622549457f7f9a2beb81112f89d15923986d94c26a19717fad0649a8b4',
  },
  {
    entry: {
      chain: 'system',
      seq: 9_007_199_254_740_991,
      at: 0,
      kind: 'empty',
      subject: '',
      prev: 'fa182d622549457f7f9a2beb81112f89d15923986d94c26a19717fad0649a8b4',
    },
    payload: null,
    bytes:
      '{"alg":"SHA-256","at":0,"chain":"system","kind":"empty","payload":null,"prev":"fa182d622549457f7f9a2beb81112f89d15923986d94c26a19717fad0649a8b4","seq":9007199254740991,"subject":"","v":1}',
    hash: '128c7aae6d0be44e7cd972b6d694f09f0be58369bb6b4966f16bbabbdf8d1828',
  },
];

describe('a ledger entry', () => {
  for (const { entry, payload, bytes, hash } of vectors) {
    it(`number ${entry.seq} of ${entry.chain} has these bytes and this hash`, () => {
      const made = entryBytes({ ...entry, payload: payloadText(payload) });
      expect(made).toBe(bytes);
      expect(sha256Hex(made)).toBe(hash);
    });

    it(`number ${entry.seq} of ${entry.chain} is the canonical form of the whole object`, () => {
      const made = entryBytes({ ...entry, payload: payloadText(payload) });
      expect(made).toBe(canonicalize({ v: 1, alg: 'SHA-256', ...entry, payload }));
      expect(JSON.parse(made)).toEqual({ v: 1, alg: 'SHA-256', ...entry, payload });
    });
  }

  it('starts a chain after a hash of 64 zeros', () => {
    expect(NO_ENTRY_HASH).toBe(vectors[0]?.entry.prev);
  });

  it('takes no number that is not whole or not exact, and says where it stood', () => {
    expect(() => payloadText({ lines: [{ amount: 12.5 }] })).toThrow('found 12.5 at /lines/0/amount');
    expect(() => payloadText(9_007_199_254_740_992)).toThrow('found 9007199254740992 at /');
    expect(() => payloadText([Number.NaN])).toThrow('found NaN at /0');
    expect(() => payloadText(undefined as never)).toThrow('must be JSON');
  });

  it('is the canonical form by RFC 8785 of whatever payload', () => {
    const key = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('2', '10', '1', '', 'ö', '😀', '\ufb33', '__proto__'));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'binary' }),
        fc.maxSafeInteger(),
        fc.constantFrom(null, true, false, 0, -0),
        fc.array(tie('value'), { maxLength: 5 }),
        fc.dictionary(key, tie('value'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(value, (payload) => {
        expect(payloadText(payload as Json)).toBe(canonicalize(payload));
      }),
    );
  });

  it('takes half a character neither in a text nor in a name', () => {
    expect(() => payloadText({ name: 'a\ud800' })).toThrow('whole characters');
    expect(() => payloadText({ '\udc00': 1 })).toThrow('whole characters');
  });
});

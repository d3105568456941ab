import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTraceCode, makeTraceCode, parseTraceCode } from './trace-code.ts';

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
// Values 8 … 26 in order: Σ i·(i+7), i = 1…19 = 2470 + 7·190 = 3800 = 122·31 + 18, and the character of value 18 is M.
const CODE = 'ABCDEFGHJKMNPQRSTUVM';

const bytes = (seed: Uint8Array) => {
  let next = 0;
  return (count: number) => Uint8Array.from({ length: count }, () => seed[next++ % seed.length] ?? 0);
};
const anyCode = fc
  .uint8Array({ minLength: 64, maxLength: 64 })
  .filter((seed) => seed.filter((b) => b < 248).length > 20)
  .map((seed) => makeTraceCode(bytes(seed)));
const position = fc.nat({ max: 19 });

function withCharacter(code: string, at: number, character: string): string {
  return code.slice(0, at) + character + code.slice(at + 1);
}

describe('a new trace code', () => {
  it('is 19 characters drawn and the check character as the 20th', () => {
    // nanoid draws from the end of the bytes: value 8 first.
    const source = (count: number) => Uint8Array.from({ length: count }, (_, i) => 7 + count - i);
    expect(makeTraceCode(source)).toBe(CODE);
    expect(makeTraceCode((count) => new Uint8Array(count))).toBe('22222222222222222222');
    // All of value 1: Σ i = 190 = 6·31 + 4, the character of value 4 is 6.
    expect(makeTraceCode((count) => new Uint8Array(count).fill(1))).toBe('33333333333333333336');
  });

  it('passes over the bytes that would make some characters likelier', () => {
    // 248 = 8·31: bytes 248 … 255 would give the first eight characters a ninth chance.
    const source = (count: number) => Uint8Array.from({ length: count }, (_, i) => (i % 4 === 0 ? 250 : 30));
    expect(makeTraceCode(source).slice(0, 19)).toBe('Z'.repeat(19));
  });

  it('uses every character about equally often', () => {
    const seen = new Map<string, number>();
    const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
    for (let n = 0; n < 3_100; n++) for (const c of makeTraceCode(random).slice(0, 19)) seen.set(c, (seen.get(c) ?? 0) + 1);
    expect([...seen.keys()].sort().join('')).toBe(ALPHABET);
    // 58,900 draws, 1,900 expected each, standard deviation 43: eight of them never happen by chance.
    for (const count of seen.values()) expect(Math.abs(count - 1_900)).toBeLessThan(344);
  });

  it('is read back, printed or compact', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        expect(parseTraceCode(code)).toEqual({ ok: true, code });
        expect(parseTraceCode(formatTraceCode(code))).toEqual({ ok: true, code });
      }),
    );
  });
});

describe('the printed form', () => {
  it('is groups of four with dashes', () => {
    expect(formatTraceCode(CODE)).toBe('ABCD-EFGH-JKMN-PQRS-TUVM');
  });

  it('is refused for what is not a compact code', () => {
    expect(() => formatTraceCode('ABCD-EFGH-JKMN-PQRS-TUVM')).toThrow(RangeError);
    expect(() => formatTraceCode('ABCD')).toThrow(RangeError);
  });
});

describe('reading a code', () => {
  it.each([
    ['compact', 'ABCDEFGHJKMNPQRSTUVM'],
    ['printed', 'ABCD-EFGH-JKMN-PQRS-TUVM'],
    ['in small letters', 'abcd-efgh-jkmn-pqrs-tuvm'],
    ['compact in small letters', 'abcdefghjkmnpqrstuvm'],
    ['with blanks around and between', '  ABCD EFGH\tJKMN PQRS TUVM\r\n'],
    ['full-width, as a Chinese keyboard types it', 'ＡＢＣＤ－ＥＦＧＨ－ｊｋｍｎ－ＰＱＲＳ　ＴＵＶＭ'],
    ['with the long dashes of a word processor', 'ABCD–EFGH—JKMN−PQRS‐TUVM'],
    ['with a zero-width blank from a web page', '\u200bABCD-EFGH-JKMN-PQRS-TUVM\ufeff'],
    ['with dashes anywhere', '-A-BCDEFG--HJKMNPQRSTUVM-'],
  ])('%s is the same code', (_, text) => {
    expect(parseTraceCode(text)).toEqual({ ok: true, code: CODE });
  });

  it.each([
    ['0', 'ABCD-EFGH-JKMN-PQRS-TUV0', 23],
    ['O', 'OBCD-EFGH-JKMN-PQRS-TUVM', 0],
    ['l', 'ABCD-EFGH-JKlN-PQRS-TUVM', 12],
    ['1', 'ABCD1', 4],
    ['溯', '溯源', 0],
    ['😀', 'AB😀', 2],
    ['_', 'ABCD_EFGH', 4],
  ])('says that %s is no character of a trace code, and where it stands', (found, text, at) => {
    expect(parseTraceCode(text)).toEqual({ ok: false, reason: 'alphabet', at, found });
  });

  it.each([
    ['', 0],
    ['----', 0],
    ['ABCDEFGHJKMNPQRSTUV', 19],
    ['ABCDEFGHJKMNPQRSTUVM2', 21],
    ['A'.repeat(100_000), 100_000],
  ])('counts the characters of one that is too short or too long', (text, found) => {
    expect(parseTraceCode(text)).toEqual({ ok: false, reason: 'length', found });
  });

  it('gives back what it read when the check character does not fit', () => {
    expect(parseTraceCode('abcd-efgh-jkmn-pqrs-tuvn')).toEqual({ ok: false, reason: 'check', code: 'ABCDEFGHJKMNPQRSTUVN' });
  });

  it('never fails on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const reading = parseTraceCode(text);
        if (reading.ok) expect(reading.code).toHaveLength(20);
      }),
    );
  });
});

describe('the check character', () => {
  it('finds each of the 600 single wrong characters', () => {
    for (let at = 0; at < 20; at++) {
      for (const wrong of ALPHABET) {
        if (wrong === CODE[at]) continue;
        const typed = withCharacter(CODE, at, wrong);
        expect(parseTraceCode(typed)).toEqual({ ok: false, reason: 'check', code: typed });
      }
    }
  });

  it('finds a single wrong character in any code', () => {
    fc.assert(
      fc.property(anyCode, position, fc.constantFrom(...ALPHABET), (code, at, wrong) => {
        fc.pre(code[at] !== wrong);
        expect(parseTraceCode(withCharacter(code, at, wrong))).toMatchObject({ ok: false, reason: 'check' });
      }),
    );
  });

  it('finds two neighbours swapped, wherever they differ', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        for (let at = 0; at < 19; at++) {
          const [a = '', b = ''] = [code[at], code[at + 1]];
          if (a === b) continue;
          const typed = code.slice(0, at) + b + a + code.slice(at + 2);
          expect(parseTraceCode(typed)).toMatchObject({ ok: false, reason: 'check' });
        }
      }),
    );
  });

  it('finds any two positions swapped, the check character among them', () => {
    fc.assert(
      fc.property(anyCode, position, position, (code, i, j) => {
        const [a = '', b = ''] = [code[i], code[j]];
        fc.pre(a !== b);
        expect(parseTraceCode(withCharacter(withCharacter(code, i, b), j, a))).toMatchObject({ ok: false, reason: 'check' });
      }),
      { numRuns: 1_000 },
    );
  });
});

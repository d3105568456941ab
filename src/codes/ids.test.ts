import { describe, expect, it } from 'vitest';
import { newPublicId, newSecret } from './ids.ts';

const READABLE_ONLY = /^[2-9A-HJ-NP-Za-kmnp-z]+$/;

describe('public ids', () => {
  it('are 16 characters that survive a URL and a reading aloud', () => {
    for (let n = 0; n < 500; n++) {
      const id = newPublicId();
      expect(id).toHaveLength(16);
      expect(id).toMatch(READABLE_ONLY);
      expect(encodeURIComponent(id)).toBe(id);
    }
  });

  it('do not repeat', () => {
    const ids = new Set(Array.from({ length: 5_000 }, () => newPublicId()));
    expect(ids.size).toBe(5_000);
  });

  it('come from the given source of randomness, and bytes that would favour some letters are passed over', () => {
    // 256 is no multiple of 56: bytes from 224 up would make the first 32 letters likelier.
    const source = (count: number) => new Uint8Array(count).map((_, i) => (i % 2 === 0 ? 0 : 255));
    expect(newPublicId(source)).toBe('2222222222222222');
  });

  it('use every one of the 56 letters about equally often', () => {
    const seen = new Map<string, number>();
    for (let n = 0; n < 3_500; n++) for (const letter of newPublicId()) seen.set(letter, (seen.get(letter) ?? 0) + 1);
    expect(seen.size).toBe(56);
    // 56,000 draws, 1,000 expected a letter, standard deviation 31: eight of them never happen by chance.
    for (const count of seen.values()) expect(Math.abs(count - 1_000)).toBeLessThan(250);
  });
});

describe('secrets', () => {
  it('carry their prefix and 32 characters, more than 160 random bits', () => {
    const secret = newSecret('sy_');
    expect(secret).toHaveLength(35);
    expect(secret.slice(0, 3)).toBe('sy_');
    expect(secret.slice(3)).toMatch(READABLE_ONLY);
    expect(32 * Math.log2(56)).toBeGreaterThan(160);
  });

  it('come from the given source of randomness', () => {
    expect(newSecret('adm_', (count) => new Uint8Array(count).fill(8))).toBe(`adm_${'A'.repeat(32)}`);
  });
});

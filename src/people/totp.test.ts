import { describe, expect, it } from 'vitest';
import { base32, codeOf, otpauth, stepOf, stepOfCode } from './totp.ts';

/** The secret of RFC 6238, appendix B. */
const secret = Buffer.from('12345678901234567890');

describe('the code of an authenticator app', () => {
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at second %i is %s (RFC 6238, appendix B)', (second, code) => {
    expect(codeOf(secret, stepOf(second * 1_000), 8)).toBe(code);
  });

  it('is taken one step early or late, and not two', () => {
    const now = 1_234_567_890_000;
    const at = (offset: number) => stepOfCode(secret, codeOf(secret, stepOf(now) + offset), now, null);
    expect([at(-2), at(-1), at(0), at(1), at(2)]).toEqual([null, stepOf(now) - 1, stepOf(now), stepOf(now) + 1, null]);
  });

  it('is taken once: none up to the last that was used', () => {
    const now = 1_234_567_890_000;
    expect(stepOfCode(secret, codeOf(secret, stepOf(now)), now, stepOf(now))).toBe(null);
    expect(stepOfCode(secret, codeOf(secret, stepOf(now) - 1), now, stepOf(now))).toBe(null);
  });

  it('comes of a secret in base32 (RFC 4648, section 10)', () => {
    expect(['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)))).toEqual([
      'MY',
      'MZXQ',
      'MZXW6',
      'MZXW6YQ',
      'MZXW6YTB',
      'MZXW6YTBOI',
    ]);
    expect(otpauth(Buffer.from('foobar'), 'zhang')).toBe(
      'otpauth://totp/%E6%BA%AF%E6%BA%90%3Azhang?secret=MZXW6YTBOI&issuer=%E6%BA%AF%E6%BA%90',
    );
  });
});

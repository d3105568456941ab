import { describe, expect, it } from 'vitest';
import { checkUscc } from '../../src/parties/uscc.ts';
import { ADMIN_KEY, testApp } from '../app.ts';
import { type Refused, unexplained } from './report.ts';
import { sharedText } from './source.ts';

const codes = sharedText('data/real/uscc_valid.txt').trim().split(/\s+/);
const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const withCharacter = (code: string, place: number, character: string) => code.slice(0, place) + character + code.slice(place + 1);

/** Every text that differs from a code in one digit or capital. */
function slipsOf(code: string): string[] {
  const others = (place: number) => [...CHARACTERS].filter((character) => character !== code.charAt(place));
  return [...code].flatMap((_, place) => others(place).map((character) => withCharacter(code, place, character)));
}

function isRefusedWithReason(text: string): boolean {
  const result = checkUscc(text);
  if (result.ok) return false;
  const { found, expected, fix } = result;
  return found === text && [expected.zh, expected.en, fix.zh, fix.en].every((words) => words !== '');
}

/** One slip a code, each at another place, by the next character of the code's own alphabet. */
function mistyped(code: string, n: number): string {
  const place = n % 18;
  const next = '0123456789ABCDEFGHJKLMNPQRTUWXY0'.split(code.charAt(place))[1]?.charAt(0) ?? '0';
  return withCharacter(code, place, next);
}

describe('202 real credit codes', () => {
  it('are all valid, each once', () => {
    expect(codes).toHaveLength(202);
    expect(new Set(codes).size).toBe(202);
    expect(codes.filter((code) => !checkUscc(code).ok)).toEqual([]);
  });

  it('are refused after any single slip, with what was found, expected and to be done', () => {
    const slips = codes.flatMap(slipsOf);
    expect(slips).toHaveLength(202 * 18 * 35);
    expect(slips.filter((slip) => !isRefusedWithReason(slip))).toEqual([]);
  });

  it.each([['12345'], ['A1110000600037341L'], ['9111000060003IOZSV'], ['91110000600037341N']])('leave out %s, a known bad one', (code) => {
    expect(checkUscc(code).ok).toBe(false);
  });

  it('register their parties, and no party with a slip in its code', async () => {
    const t = await testApp();
    const register = (uscc: string) =>
      t.request('POST', '/v1/parties', {
        key: ADMIN_KEY,
        body: { uscc, name: '示例食品有限公司', kinds: ['producer'], regionCode: '330110' },
      });
    const unlike: string[] = [];
    for (const [n, code] of codes.entries()) {
      const slip = await register(mistyped(code, n));
      const errors: Refused[] = slip.json.errors;
      if (slip.status !== 422 || errors.length !== 1 || errors[0]?.pointer !== '/uscc' || unexplained(errors).length > 0)
        unlike.push(`${mistyped(code, n)}: ${slip.status} ${slip.text}`);
      const made = await register(code);
      if (made.status !== 201 || made.json.uscc !== code || made.json.state !== 'approved')
        unlike.push(`${code}: ${made.status} ${made.text}`);
      const read = await t.request('GET', `/v1/parties/uscc:${code}`, { key: ADMIN_KEY });
      if (read.status !== 200 || read.json.id !== made.json.id) unlike.push(`${code} read back: ${read.status} ${read.text}`);
    }
    expect(unlike).toEqual([]);
  });
});

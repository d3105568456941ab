import { describe, expect, it } from 'vitest';
import { parseJson, readBytes } from './body.ts';
import { Problem } from './problems.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const refusalOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return 'taken';
};

describe('the JSON of a body', () => {
  it('is taken with Chinese, emoji and escaped pairs', () => {
    expect(parseJson(bytes('{"a":"酱油🍲\\ud83c\\udf72"}'))).toEqual({ a: '酱油🍲🍲' });
  });

  it('is refused where it escapes half a character', () => {
    expect(refusalOf(() => parseJson(bytes('{"a":"\\ud83c"}')))).toBe('malformed-body');
    expect(refusalOf(() => parseJson(bytes('{"a":"\\udf72x"}')))).toBe('malformed-body');
  });

  it('is taken where a backslash stands before a u', () => {
    expect(parseJson(bytes('{"a":"\\\\ud83c"}'))).toEqual({ a: '\\ud83c' });
  });

  it('is refused where it escapes NUL', () => {
    expect(refusalOf(() => parseJson(bytes('{"a":"x\\u0000"}')))).toBe('malformed-body');
  });

  it('is refused when its bytes are not UTF-8', () => {
    expect(refusalOf(() => parseJson(new Uint8Array([0x7b, 0xff, 0x7d])))).toBe('malformed-body');
  });

  it('is taken 32 levels deep and refused at 33', () => {
    expect(refusalOf(() => parseJson(bytes('['.repeat(32) + ']'.repeat(32))))).toBe('taken');
    expect(refusalOf(() => parseJson(bytes('['.repeat(33) + ']'.repeat(33))))).toBe('malformed-body');
  });

  it('does not count brackets inside text', () => {
    expect(refusalOf(() => parseJson(bytes(`{"a":"${'[{'.repeat(50)}\\""}`)))).toBe('taken');
  });
});

describe('the bytes of a body', () => {
  const request = (size: number) => new Request('http://localhost/', { method: 'POST', body: new Uint8Array(size) });

  it('are read up to the limit', async () => {
    expect((await readBytes(request(1_000), 1_000)).byteLength).toBe(1_000);
  });

  it('are refused one byte above it', async () => {
    await expect(readBytes(request(1_001), 1_000)).rejects.toMatchObject({ code: 'too-large' });
  });
});

import { describe, expect, it } from 'vitest';
import { testApp } from '../../test/app.ts';
import { isMilder } from './law-pages.ts';

const band = (minCents: number, maxCents: number, goodsValue?: object) => ({ minCents, maxCents, ...(goodsValue ? { goodsValue } : {}) });

describe('a later text of the law', () => {
  it('is milder when it asks for less at the upper end, or from lower on', () => {
    expect(isMilder(band(100_000, 500_000), band(100_000, 1_000_000))).toBe(true);
    expect(isMilder(band(50_000, 1_000_000), band(100_000, 1_000_000))).toBe(true);
    expect(isMilder(band(100_000, 1_000_000), band(100_000, 1_000_000))).toBe(false);
    expect(isMilder(band(100_000, 2_000_000), band(100_000, 1_000_000))).toBe(false);
  });

  it('is not called milder where that depends: one end lower and one higher, or a multiple of the goods’ value', () => {
    expect(isMilder(band(200_000, 500_000), band(100_000, 1_000_000))).toBe(false);
    expect(isMilder(band(1, 2, { fromCents: 1 }), band(100, 200))).toBe(false);
    expect(isMilder(6, 24)).toBe(false);
  });
});

describe('the law pages', () => {
  it('are everybody’s to read, on a day and in English', async () => {
    const t = await testApp();
    const list = await t.request('GET', '/law?asOf=2026-11-10');
    expect([list.status, list.text.includes('href="/law/food-safety-law?asOf=2026-11-10"')]).toEqual([200, true]);
    const one = await t.request('GET', '/law/food-safety-law?asOf=2020-01-01');
    expect(one.text).toContain('当日没有有效的数值');
    expect(one.text).toContain('尚未施行');
    expect((await t.request('GET', '/law/nothing')).status).toBe(404);
    const wrong = await t.request('GET', '/law?asOf=2026-13-01&lang=en');
    expect([wrong.status, wrong.text.includes('all dates are shown')]).toEqual([422, true]);
  });
});

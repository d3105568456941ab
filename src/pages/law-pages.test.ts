import { describe, expect, it } from 'vitest';
import { testApp } from '../../test/app.ts';
import { isMilder, regulationLawPage } from './law-pages.ts';

const band = (minCents: number, maxCents: number) => ({ minCents, maxCents });

describe('a later text of the law', () => {
  it('is milder when it asks for less at the upper end, or from lower on', () => {
    expect(isMilder(band(100_000, 500_000), band(100_000, 1_000_000))).toBe(true);
    expect(isMilder(band(50_000, 1_000_000), band(100_000, 1_000_000))).toBe(true);
    expect(isMilder(band(100_000, 1_000_000), band(100_000, 1_000_000))).toBe(false);
    expect(isMilder(band(100_000, 2_000_000), band(100_000, 1_000_000))).toBe(false);
  });

  it('is not called milder where that depends: one end lower and one higher, or a multiple of the goods’ value', () => {
    expect(isMilder(band(200_000, 500_000), band(100_000, 1_000_000))).toBe(false);
    expect(isMilder({ ...band(1, 2), goodsValue: { fromCents: 1 } }, band(100, 200))).toBe(false);
    expect(isMilder(6, 24)).toBe(false);
  });
});

const dated = (from: string, to: string | null, maxCents: number) => ({
  from,
  to,
  value: { ...band(100_000, maxCents), after: 'order-overdue' as const, otherConsequences: [] },
  text: [`至多${maxCents / 100}元`],
  citation: {
    law: '示例条例',
    article: '第一条',
    title: '示例',
    confirmed: 'yes' as const,
    source: '示例公报',
    effectiveFrom: from,
    publishedOn: null,
    lastConfirmedOn: '2026-11-01',
    doubt: null,
  },
});

/** A band that is lowered on 1 July 2026. */
const lowered = (after: number): Parameters<typeof regulationLawPage>[0] => ({
  id: 'zhejiang-traceability',
  name: '示例条例',
  note: '示例',
  sources: ['示例公报'],
  publishedOn: null,
  effectiveFrom: '2026-01-01',
  values: 1,
  unconfirmed: 0,
  notKnown: 0,
  asOf: null,
  paragraphs: [],
  entries: [
    {
      id: 'example/band',
      title: '罚款',
      unit: 'band',
      note: null,
      values: [dated('2026-01-01', '2026-06-30', 1_000_000), dated('2026-07-01', null, after)],
    },
  ],
});

describe('a regulation as of a day', () => {
  const on = (asOf: string | undefined, after = 500_000) => regulationLawPage(lowered(after), { asOf, wrongDay: false }, 'zh-CN');
  const MILDER = '之后的规定较轻';

  it('shows what held on that day, with the later text beneath it, and says where that is milder', () => {
    const before = on('2026-06-30');
    expect(before.indexOf('至多10000元')).toBeLessThan(before.indexOf('至多5000元'));
    expect(before).toContain(MILDER);
    expect(on('2026-06-30', 2_000_000)).not.toContain(MILDER);
  });

  it('shows the new text alone from its first day on, and every text without a day', () => {
    const after = on('2026-07-01');
    expect([after.includes('至多5000元'), after.includes('至多10000元'), after.includes(MILDER)]).toEqual([true, false, false]);
    const all = on(undefined);
    expect([all.includes('至多5000元'), all.includes('至多10000元'), all.includes(MILDER)]).toEqual([true, true, false]);
  });
});

describe('the law pages', () => {
  it('keep the row of the desk for an officer, and have none for the public', async () => {
    const t = await testApp();
    const { key } = await t.authority();
    const path = '/law/food-safety-law?asOf=2026-11-10';
    expect((await t.request('GET', path, { key })).text).toContain('href="/regulator/substances"');
    expect((await t.request('GET', path)).text).not.toContain('href="/regulator/substances"');
  });

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

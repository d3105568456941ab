import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type TestApp, testApp } from '../../test/app.ts';

type Value = { from: string; to: string | null; text: string[]; citation: { source: string; article: string | null; confirmed: string } };
type Entry = { id: string; unit: string; values: Value[] };

async function entriesOf(t: TestApp, path: string): Promise<Entry[]> {
  const answer = await t.request('GET', path, {});
  expect(answer.status, answer.text).toBe(200);
  return answer.json.entries;
}

describe('GET /v1/law', () => {
  it('lists every regulation with its sources and what is still to be verified', async () => {
    const t = await testApp();
    const { items } = (await t.request('GET', '/v1/law', {})).json;
    expect(items.map((one: { id: string }) => one.id)).toContain('administrative-penalty-law');
    expect(items.find((one: { id: string }) => one.id === 'zhejiang-traceability')).toMatchObject({
      effectiveFrom: '2024-01-01',
      unconfirmed: 2,
      notKnown: 3,
    });
    expect(items.every((one: { sources: string[] }) => one.sources.length > 0)).toBe(true);
  });

  it('is read in English too', async () => {
    const t = await testApp();
    const answer = await t.request('GET', '/v1/law', { headers: { 'accept-language': 'en' } });
    expect(answer.json.items[1].name).toBe('Food Safety Law');
  });
});

describe('GET /v1/law/{regulation}', () => {
  it('shows every number with its source and its mark', async () => {
    const t = await testApp();
    for (const { id } of (await t.request('GET', '/v1/law', {})).json.items) {
      for (const entry of await entriesOf(t, `/v1/law/${id}`)) {
        expect(entry.values.length, entry.id).toBeGreaterThan(0);
        expect(
          entry.values.every((value) => value.citation.source !== '' && value.text.length > 0),
          entry.id,
        ).toBe(true);
      }
    }
  });

  it('says 待核实 in the text of what is not confirmed', async () => {
    const t = await testApp();
    const entries = await entriesOf(t, '/v1/law/zhejiang-traceability');
    const deadline = entries.find((one) => one.id === 'zhejiang-traceability/confirmation-deadline');
    expect(deadline?.values[0]).toMatchObject({ text: ['24小时（待核实）'], citation: { article: null, confirmed: 'no' } });
  });

  it('shows with asOf only what holds on that day', async () => {
    const t = await testApp();
    const on = async (day: string) =>
      (await entriesOf(t, `/v1/law/food-safety-law?asOf=${day}`)).find((one) => one.id === 'food-safety-law/fine-132-3')?.values.length;
    expect([await on('2025-11-30'), await on('2025-12-01')]).toEqual([0, 1]);
  });

  it('shows what an administrator entered beside what stood before, with its source', async () => {
    const t = await testApp();
    const body = {
      key: 'zhejiang-traceability/confirmation-deadline',
      from: '2026-12-01',
      value: 48,
      source: '示例公告（2026年）',
      publishedOn: '2026-11-01',
      reason: '主管部门公布了确认时限',
    };
    expect((await t.request('POST', '/v1/settings', { key: ADMIN_KEY, body })).status).toBe(201);
    const entries = await entriesOf(t, '/v1/law/zhejiang-traceability');
    const deadline = entries.find((one) => one.id === body.key);
    expect(deadline?.values.map((value) => [value.from, value.to, value.text[0], value.citation.confirmed])).toEqual([
      ['2024-01-01', '2026-11-30', '24小时（待核实）', 'no'],
      ['2026-12-01', null, '48小时', 'secondary'],
    ]);
  });

  it('is nothing for a regulation that is not in the data, nor for a day that is none', async () => {
    const t = await testApp();
    expect((await t.request('GET', '/v1/law/tax-law', {})).status).toBe(404);
    expect((await t.request('GET', '/v1/law/food-safety-law?asOf=2026-02-30', {})).status).toBe(422);
  });
});

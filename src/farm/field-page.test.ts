import { describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../test/app.ts';

const form = (t: TestApp, key: string, fields: Record<string, string>) =>
  t.request('POST', '/field-records', {
    key,
    raw: new URLSearchParams(fields).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });

describe('the page of field records', () => {
  it('takes a record with the crop alone, and stands filled in with it the next time', async () => {
    const t = await testApp();
    const farm = await t.party({ name: '示例蔬菜合作社', kinds: ['cooperative'] });
    const saved = await form(t, farm.key, {
      crop: '豇豆',
      plot: '',
      agent: '示例杀虫剂',
      intervalDays: '7',
      appliedOn: '2026-11-01',
      traceCode: '',
    });
    expect([saved.status, saved.headers.get('location')]).toEqual([303, '/field-records']);
    const page = await t.request('GET', '/field-records', { key: farm.key });
    expect(page.text).toContain('value="豇豆"');
    expect(page.text).toContain('value="7"');
    const list = await t.request('GET', '/v1/field-records', { key: farm.key });
    expect(list.json.items).toMatchObject([{ crop: '豇豆', harvestFrom: '2026-11-08', plot: null }]);
  });

  it('comes back with what was typed when it is refused', async () => {
    const t = await testApp();
    const farm = await t.party({ name: '示例蔬菜合作社', kinds: ['cooperative'] });
    const refused = await form(t, farm.key, { crop: '<b>豇豆', harvestedOn: '2026-12-31' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('value="&lt;b&gt;豇豆"');
    expect(refused.text).toContain('不晚于今天 2026-11-05');
  });
});

describe('field records', () => {
  it('refuse a harvest before the application, and a second day of harvest', async () => {
    const t = await testApp();
    const farm = await t.party({ name: '示例蔬菜合作社', kinds: ['cooperative'] });
    const other = await t.party({ name: '示例农场', kinds: ['farm'] });
    const body = { crop: '豇豆', agent: '示例杀虫剂', appliedOn: '2026-11-03', harvestedOn: '2026-11-02', traceCodes: ['x'] };
    const wrong = await t.request('POST', '/v1/field-records', { key: farm.key, body });
    expect(wrong.json.errors.map((one: { pointer: string }) => one.pointer)).toEqual(['/traceCodes/0', '/harvestedOn']);
    const made = await t.request('POST', '/v1/field-records', { key: farm.key, body: { crop: '豇豆', harvestedOn: '2026-11-02' } });
    const link = (key: string) =>
      t.request('POST', `/v1/field-records/${made.json.id}/links`, { key, body: { harvestedOn: '2026-11-03' } });
    expect([(await link(farm.key)).status, (await link(other.key)).status]).toEqual([409, 404]);
  });
});

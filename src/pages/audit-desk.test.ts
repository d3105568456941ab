import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, testApp } from '../../test/app.ts';

const SIGN_IN = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };

describe('the page of the access audit', () => {
  it('shows who did what and who was refused, signing in among it, to the audit administrator alone', async () => {
    const t = await testApp();
    const office = await t.authority({ name: '余杭区市场监督管理局', regionCode: '330110' });
    const auditor = await t.administrator('audit');
    const signIn = (key: string) => t.request('POST', '/sign-in', { raw: new URLSearchParams({ key }).toString(), headers: SIGN_IN });
    await t.request('GET', '/v1/violations', { key: office.key });
    await t.request('POST', '/v1/rules', { key: office.key, body: {} });
    await signIn(office.key);
    await signIn('key_that_nobody_has_1234');
    const page = (query = '') => t.request('GET', `/audit${query}`, { key: auditor });
    const all = await page();
    expect(all.status).toBe(200);
    expect(all.text).toContain('<b>余杭区市场监督管理局</b>');
    expect(all.text).toContain('/v1/violations');
    const signing = (await page('?kind=sign-in')).text;
    expect(signing).toContain('signIn');
    expect(signing).not.toContain('/v1/violations');
    expect(signing.match(/<td role="cell" data-h="操作">/g)).toHaveLength(2);
    const refused = (await page('?kind=sign-in&status=401')).text;
    expect(refused.match(/<td role="cell" data-h="操作">/g)).toHaveLength(1);
    expect(refused).toContain('401 拒绝');
    expect((await page(`?who=authority%3A${office.id}`)).text).not.toContain('anonymous');
    expect((await page('?since=2026-11-06')).text).toContain('没有符合条件的记录。');
    for (const wrong of ['?since=gestern', '?status=x', '?cursor=x']) expect((await page(wrong)).status, wrong).toBe(422);
    const home = await t.request('GET', '/home', { key: auditor });
    expect([home.status, home.headers.get('location')]).toEqual([303, '/audit']);
    for (const key of [ADMIN_KEY, office.key, await t.administrator('security')]) {
      const other = await t.request('GET', '/audit', { key });
      expect([other.status, other.text.includes('signIn')]).toEqual([303, false]);
      expect([401, 403]).toContain((await t.request('GET', '/audit.csv', { key })).status);
    }
    expect((await t.request('GET', '/audit')).headers.get('location')).toBe('/sign-in?next=%2Faudit');
  });

  it('goes on by pages, and is a file with the same lines', async () => {
    const t = await testApp();
    const office = await t.authority({ regionCode: '330110' });
    const auditor = await t.administrator('audit');
    for (let n = 0; n < 205; n++) await t.request('GET', `/v1/violations/none${n}`, { key: office.key });
    const query = `?operation=readLead&who=authority:${office.id}`;
    const operations = (html: string) => html.match(/<td role="cell" data-h="操作">/g)?.length ?? 0;
    const first = (await t.request('GET', `/audit${query}`, { key: auditor })).text;
    expect(operations(first)).toBe(200);
    const next = /rel="next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(operations((await t.request('GET', next, { key: auditor })).text)).toBe(5);
    const csv = (await t.request('GET', `/audit.csv${query}`, { key: auditor })).text.trim().split('\r\n');
    expect(csv).toHaveLength(3 + 205);
    expect(csv[1]).toContain('operation=readLead');
    const wrong = await t.request('GET', '/audit.csv?cursor=x', { key: auditor });
    expect([wrong.status, wrong.json.code]).toEqual([422, 'invalid-input']);
    expect((await t.request('GET', '/audit?operation=auditCsv', { key: auditor })).text).toContain('/audit.csv');
  });
});

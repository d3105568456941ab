import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type TestApp, testApp } from '../../test/app.ts';
import { bags, custodyWorld } from '../../test/custody-world.ts';
import { seedLead } from '../../test/leads.ts';
import { VIOLATIONS_PATH } from './violations-page.ts';

/** A browser signed in with a key. */
async function browser(t: TestApp, key: string) {
  const signedIn = await t.request('POST', '/sign-in', {
    raw: new URLSearchParams({ key }).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' },
  });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return {
    home: signedIn.headers.get('location'),
    get: (path: string) => t.request('GET', path, { headers: { Cookie: cookie } }),
    post: (path: string, fields: Record<string, string>, site = 'same-origin') =>
      t.request('POST', path, {
        raw: new URLSearchParams(fields).toString(),
        headers: { Cookie: cookie, 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': site },
      }),
  };
}

async function desk(t: TestApp) {
  const authority = await t.authority({ name: '余杭区市场监督管理局', regionCode: '330110' });
  const plant = await t.party({ name: '示例酱油厂' });
  const lead = await seedLead(t, plant, 'record-incomplete');
  return { authority, plant, lead, path: `${VIOLATIONS_PATH}/${lead.id}`, page: await browser(t, authority.key) };
}

describe('the regulator’s list', () => {
  it('shows the leads of the authority with band and 待核实, and sends strangers to sign in and back', async () => {
    const t = await testApp();
    const { page } = await desk(t);
    const list = await page.get('/regulator?state=open');
    expect(list.status).toBe(200);
    expect(list.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(list.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(list.text).toContain('余杭区市场监督管理局');
    expect(list.text).toContain('示例酱油厂');
    expect(list.text).toContain('1,000–10,000 元（责令改正逾期后）');
    expect(list.text).toContain('待核实');
    const stranger = await t.request('GET', '/regulator?state=open');
    expect([stranger.status, stranger.headers.get('location')]).toEqual([303, '/sign-in?next=%2Fregulator%3Fstate%3Dopen']);
  });

  it('takes empty filters as left out, and answers a wrong one with an empty list', async () => {
    const t = await testApp();
    const { page } = await desk(t);
    const all = await page.get('/regulator?rule=&weight=&region=&party=&since=&q=');
    expect([all.status, all.text.includes('示例酱油厂')]).toEqual([200, true]);
    for (const wrong of ['rule=nothing', 'since=2026-13-01', 'party=nobody', 'cursor=x']) {
      const empty = await page.get(`/regulator?${wrong}`);
      expect([empty.status, empty.text.includes('示例酱油厂')], wrong).toEqual([422, false]);
    }
  });

  it('is in English where it is asked for', async () => {
    const t = await testApp();
    const { page, path } = await desk(t);
    expect((await page.get('/regulator?lang=en')).text).toContain('<html lang="en">');
    expect((await page.get(`${path}?lang=en`)).text).toContain('CNY 1,000–10,000');
  });
});

describe('the page of a lead', () => {
  it('opens the case, and orders nothing first, where the law asks for no order before the fine', async () => {
    const w = await custodyWorld();
    const authority = await w.authority({ regionCode: '330110' });
    const old = await w.batch({ batchNumber: 'OLD', productionDate: '2026-10-01', expiresOn: '2026-10-08' });
    await w.ship([{ traceCode: old, quantity: bags('1') }]);
    const [lead] = (await w.get('/v1/violations?rule=past-shelf-life', authority.key)).json.items;
    expect(lead.fineBand.after).toBe('immediate');
    const path = `${VIOLATIONS_PATH}/${lead.id}`;
    const page = await browser(w, authority.key);
    const shown = (await page.get(path)).text;
    expect([shown.includes(`action="${path}/case"`), shown.includes(`action="${path}/order"`)]).toEqual([true, false]);
    const alone = await page.post(`${path}/case`, { officer1: '甲', officer2: '' });
    expect([alone.status, alone.text.includes('aria-invalid="true"'), alone.text.includes('value="甲"')]).toEqual([422, true, true]);
    const opened = await page.post(`${path}/case`, { officer1: '甲', officer2: '乙' });
    const there = opened.headers.get('location') ?? '';
    expect([opened.status, there]).toEqual([303, expect.stringMatching(/^\/cases\//)]);
    expect((await page.get(there)).text).toContain('value="notice"');
  });

  it('orders correction and opens the case in one step, then offers to record the correction', async () => {
    const t = await testApp();
    const { page, path, authority, lead } = await desk(t);
    const fields = { officer1: '甲', officer2: '乙', dueOn: '2026-12-01', text: '补录保质期' };
    const ordered = await page.post(`${path}/order`, fields);
    expect([ordered.status, ordered.headers.get('location')], ordered.text).toEqual([303, path]);
    const after = await page.get(path);
    expect(after.text).toContain('补录保质期');
    expect(after.text).toContain(`${path}/correction`);
    expect(after.text).not.toContain(`${path}/dismissal`);
    const cases = await t.request('GET', '/v1/cases', { key: authority.key });
    expect(cases.json.items).toMatchObject([{ state: 'ordered', dueOn: '2026-12-01', officers: ['甲', '乙'] }]);
    expect((await page.post(`${path}/correction`, { correctionText: '已补录' })).status).toBe(303);
    const read = await t.request('GET', `/v1/violations/${lead.id}`, { key: authority.key });
    expect(read.json.state).toBe('corrected');
  });

  it('comes back with what was typed when the order is in the past, the officers are one, or a reason is missing', async () => {
    const t = await testApp();
    const { page, path, authority } = await desk(t);
    const past = await page.post(`${path}/order`, { officer1: '甲', officer2: '乙', dueOn: '2026-11-04', text: '补录保质期' });
    expect(past.status).toBe(422);
    expect(past.text).toContain('role="alert"');
    expect(past.text).toContain('补录保质期</textarea>');
    expect((await page.post(`${path}/order`, { officer1: '甲', officer2: '甲', dueOn: '2026-12-01', text: '补录' })).status).toBe(422);
    expect((await page.post(`${path}/order`, { officer1: '甲', dueOn: '2026-12-01', text: '补录' })).status).toBe(422);
    expect((await page.post(`${path}/dismissal`, { reason: '' })).status).toBe(422);
    expect((await page.post(`${path}/correction`, { correctionText: '已补录' })).status).toBe(409);
    expect((await t.request('GET', '/v1/cases', { key: authority.key })).json.items).toEqual([]);
    expect((await page.post(`${path}/dismissal`, { reason: '不属实' }, 'cross-site')).status).toBe(403);
    expect((await page.post(`${path}/dismissal`, { reason: '不属实' })).status).toBe(303);
  });

  it('says who entered a fact by name, and is not found for another region', async () => {
    const t = await testApp();
    const { page, path } = await desk(t);
    const shown = await page.get(path);
    expect(shown.text).toContain('<td role="cell" data-h="录入者">示例酱油厂</td>');
    const other = await browser(t, (await t.authority({ regionCode: '330106' })).key);
    expect((await other.get(path)).status).toBe(404);
  });
});

describe('home', () => {
  it('sends an authority to its leads and shows a party what stands open, with the day of an order', async () => {
    const t = await testApp();
    const { page, path, plant } = await desk(t);
    expect(page.home).toBe('/home');
    const home = await page.get('/home');
    expect([home.status, home.headers.get('location')]).toEqual([303, '/regulator']);
    await page.post(`${path}/order`, { officer1: '甲', officer2: '乙', dueOn: '2026-12-01', text: '补录保质期' });
    const own = await browser(t, plant.key);
    const shown = await own.get('/home');
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('限 2026-12-01 前改正');
    expect((await own.get('/regulator')).headers.get('location')).toBe('/home');
    expect((await t.request('GET', '/home')).headers.get('location')).toBe('/sign-in');
    const admin = await t.request('GET', '/regulator', { key: ADMIN_KEY });
    expect([admin.status, admin.text.includes('示例酱油厂')]).toEqual([200, true]);
  });
});

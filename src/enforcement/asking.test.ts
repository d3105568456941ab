import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, testApp } from '../../test/app.ts';
import { custodyWorld, NOW } from '../../test/custody-world.ts';
import { seedLead } from '../../test/leads.ts';
import { leadsAsCsv } from './csv-leads.ts';

const HOUR = 3_600_000;
const ids = (list: { json: { items: { id: string }[] } }) => list.json.items.map((item) => item.id);
const pointers = (answer: { json: { errors: { pointer: string }[] } }) => answer.json.errors.map((error) => error.pointer).sort();
const linesOf = (text: string) => text.replace('\uFEFF', '').trimEnd().split('\r\n');

describe('leads in an order', () => {
  it('go by fine, day of the act or party, up or down, and on over pages', async () => {
    const t = await testApp();
    const desk = await t.authority({ regionCode: '330110' });
    const [one, two] = [await t.party(), await t.party()];
    const low = await seedLead(t, one, 'code-not-displayed', { actOn: '2026-11-03' });
    t.clock.advance(1_000);
    const high = await seedLead(t, two, 'record-incomplete', { actOn: '2026-11-01' });
    t.clock.advance(1_000);
    const none = await seedLead(t, one, 'record-incomplete', { actOn: '2026-11-02', minCents: null, maxCents: null, band: null });
    const see = async (query: string) => ids(await t.request('GET', `/v1/violations?${query}`, { key: desk.key }));
    expect(await see('')).toEqual([none.id, high.id, low.id]);
    expect(await see('order=asc')).toEqual([low.id, high.id, none.id]);
    expect(await see('sort=fine')).toEqual([high.id, low.id, none.id]);
    expect(await see('sort=fine&order=asc')).toEqual([none.id, low.id, high.id]);
    expect(await see('sort=actOn')).toEqual([low.id, none.id, high.id]);
    const byParty = await see('sort=party');
    expect([byParty.indexOf(low.id), byParty.indexOf(none.id)].sort()).not.toEqual([0, 2]);
    for (const query of ['sort=fine', 'sort=actOn&order=asc', 'sort=party', 'order=asc']) {
      const paged: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await t.request('GET', `/v1/violations?${query}&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`, {
          key: desk.key,
        });
        paged.push(...ids(page));
        cursor = page.json.next;
      }
      expect(paged, query).toEqual(await see(query));
    }
    const wrong = await t.request('GET', '/v1/violations?sort=name&order=up&format=xls', { key: desk.key });
    expect(wrong.status).toBe(422);
    expect(pointers(wrong)).toEqual(['/query/format', '/query/order', '/query/sort']);
  });

  it('leave out what a rule in shadow found, everywhere', async () => {
    const t = await testApp();
    const desk = await t.authority({ regionCode: '330110' });
    const plant = await t.party();
    const hidden = await seedLead(t, plant, 'record-incomplete', { state: 'shadow' });
    const list = await t.request('GET', '/v1/violations', { key: desk.key });
    expect(list.json).toMatchObject({ items: [], counts: { total: 0, byState: {} } });
    expect((await t.request('GET', `/v1/violations/${hidden.id}`, { key: desk.key })).status).toBe(404);
    expect((await t.request('GET', `/v1/violations/${hidden.id}`, { key: plant.key })).status).toBe(404);
    expect((await t.request('GET', '/v1/statistics?by=state', { key: desk.key })).json.total).toBe(0);
    expect((await t.request('GET', '/v1/todos', { key: plant.key })).json.items).toEqual([]);
  });
});

describe('leads as CSV', () => {
  it('have title, filter and number first, a byte order mark, and no cell that a spreadsheet would run', async () => {
    const t = await testApp();
    const desk = await t.authority({ regionCode: '330110' });
    const sly = await t.party({ name: '=HYPERLINK("http://x","超市")' });
    const lead = await seedLead(t, sly, 'code-not-displayed');
    await seedLead(t, await t.party({ name: '示例酱油厂' }), 'past-shelf-life');
    const file = await t.request('GET', `/v1/violations?rule=code-not-displayed&q=${encodeURIComponent('=HYPER')}`, {
      key: desk.key,
      headers: { Accept: 'text/csv' },
    });
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="violations-2026-11-05.csv"');
    const bytes = await t.app.request('http://localhost/v1/violations?format=csv', { headers: { Authorization: `Bearer ${desk.key}` } });
    expect([...new Uint8Array(await bytes.arrayBuffer()).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [title, filter, number, heads, first, ...rest] = linesOf(file.text);
    expect(title).toBe('线索清单（线索不是处罚决定，由人认定）,生成时间,2026-11-05T01:00:00Z');
    expect(filter).toBe('筛选条件,rule=code-not-displayed,q==HYPER');
    expect(number).toBe('条数,共1条');
    expect(heads?.split(',').slice(0, 3)).toEqual(['线索编号', '状态', '规则']);
    expect(first?.startsWith(`${lead.id},open,code-not-displayed,`)).toBe(true);
    expect(first).toContain(`"'=HYPERLINK(""http://x"",""超市"")"`);
    expect(first).toContain(',500,2000,order-overdue,');
    expect(rest).toEqual([]);
  });

  it('hold the same leads as the list, whatever the scope, and stop at the most lines a file may have, saying so', async () => {
    const t = await testApp();
    const desk = await t.authority({ regionCode: '330110' });
    const other = await t.authority({ regionCode: '330106' });
    const plant = await t.party();
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.unshift((await seedLead(t, plant, 'record-incomplete', { detectedAt: t.clock.now() + n })).id);
    const firsts = (text: string) =>
      linesOf(text)
        .slice(4)
        .map((line) => line.split(',')[0]);
    const whole = await t.request('GET', '/v1/violations?format=csv&limit=2', { key: desk.key });
    expect(firsts(whole.text)).toEqual(made);
    const none = await t.request('GET', '/v1/violations?format=csv', { key: other.key });
    expect(linesOf(none.text).slice(2)).toHaveLength(2);
    const asking = { caller: { kind: 'admin', role: 'system', keyId: 'k' }, now: t.clock.now(), locale: 'zh' } as const;
    const cut = await (await leadsAsCsv(t.deps, asking, { sort: 'detectedAt' }, 3)).text();
    expect(firsts(cut)).toEqual(made.slice(0, 3));
    expect(linesOf(cut)[2]).toBe('条数,共5条，只列前3条，请缩小范围');
    const refused = await t.request('GET', '/v1/violations?format=csv&region=3', { key: desk.key });
    expect(refused.status).toBe(422);
    expect((await t.request('GET', '/v1/violations?format=csv', { key: plant.key })).status).toBe(403);
  });
});

describe('what stands open for a party', () => {
  it('carries its deadlines, the nearest first: a delivery to confirm, an order that runs', async () => {
    const w = await custodyWorld();
    const desk = await w.authority({ regionCode: '330110' });
    const lead = await seedLead(w, w.shop, 'code-not-displayed');
    const opened = await w.post('/v1/cases', desk.key, { violationIds: [lead.id], officers: ['甲', '乙'] });
    await w.post(`/v1/cases/${opened.json.id}/order`, desk.key, { dueOn: '2026-11-20', text: '展示追溯码' });
    const traceCode = await w.batch({}, { directoryItem: '猪肉', category: 'agricultural' });
    const shipped = await w.ship([{ traceCode, quantity: { amount: '24', unit: '袋' } }], { deliveredAt: NOW });
    const { json } = await w.get('/v1/todos', w.shop.key);
    expect(json.deadlines.map((one: { kind: string }) => one.kind)).toEqual(['confirmation', 'correction']);
    expect(json.deadlines[0]).toMatchObject({ subject: { type: 'shipment', id: shipped.id }, setting: true, passed: false });
    expect(json.deadlines[1]).toMatchObject({ subject: { type: 'case', id: opened.json.id }, on: '2026-11-20', setting: false });
    expect(json.items[0]).toMatchObject({ id: lead.id, dueOn: '2026-11-20' });
    expect((await w.get('/v1/todos', w.producer.key)).json.deadlines).toEqual([]);
    // From the day its source is entered on it is a deadline, of the hours entered, and the delivery that waits has them too.
    const setting = { key: 'zhejiang-traceability/confirmation-deadline', from: '2026-11-05', value: 48, source: '公告（2026年第9号）' };
    const entered = await w.post('/v1/settings', ADMIN_KEY, { ...setting, publishedOn: '2026-11-01', reason: '公布了确认时限' });
    expect(entered.status, entered.text).toBe(201);
    const after = (await w.get('/v1/todos', w.shop.key)).json.deadlines[0];
    expect(after).toMatchObject({ setting: false, basis: '公告（2026年第9号）', text: '接收确认的期限', at: '2026-11-07T01:00:00Z' });
    const next = await w.ship([{ traceCode, quantity: { amount: '1', unit: '袋' } }], { deliveredAt: NOW });
    const due = await w.store.read.selectFrom('due').select('at').where('rule', '=', 'receipt-unconfirmed').orderBy('at').execute();
    expect(due.map((row) => row.at)).toEqual([Date.parse('2026-11-06T01:00:00Z'), Date.parse('2026-11-07T01:00:00Z')]);
    expect(next.id).toBeTruthy();
  });
});

describe('statistics', () => {
  it('count leads by every grouping, within the scope of the caller', async () => {
    const t = await testApp();
    const desk = await t.authority({ regionCode: '330110' });
    const xihu = await t.authority({ regionCode: '330106' });
    const farming = await t.authority({ regionCode: '330110', department: 'agriculture' });
    const plant = await t.party();
    const far = await t.party({ regionCode: '330106' });
    const now = t.clock.now();
    await seedLead(t, plant, 'record-incomplete', {
      detectedAt: now - 40 * 24 * HOUR,
      settledAt: now - 40 * 24 * HOUR + 2 * HOUR,
      state: 'corrected',
    });
    await seedLead(t, plant, 'record-incomplete', { settledAt: now + 4 * HOUR, state: 'corrected' });
    await seedLead(t, plant, 'record-incomplete', { settledAt: now + 10 * HOUR, state: 'corrected' });
    await seedLead(t, plant, 'code-not-displayed');
    await seedLead(t, far, 'code-not-displayed');
    await seedLead(t, plant, 'receipt-unconfirmed', { weight: 'reminder' });
    const ask = async (query: string, key = desk.key) => (await t.request('GET', `/v1/statistics?${query}`, { key })).json;
    expect(await ask('by=rule')).toEqual({
      by: 'rule',
      since: '2025-11-05',
      until: '2026-11-05',
      items: [
        {
          key: 'record-incomplete',
          name: expect.any(String),
          total: 3,
          byState: { corrected: 3 },
          timeToCorrect: { count: 3, medianHours: 4 },
        },
        { key: 'code-not-displayed', name: expect.any(String), total: 1, byState: { open: 1 }, timeToCorrect: null },
      ],
      total: 4,
      timeToCorrect: { count: 3, medianHours: 4 },
      timeToConfirm: null,
      confirmations: [],
    });
    const keys = async (query: string, key?: string) =>
      (await ask(query, key)).items.map((item: { key: string; total: number }) => [item.key, item.total]);
    expect(await keys('by=region')).toEqual([['330110', 4]]);
    expect(await keys('by=region', ADMIN_KEY)).toEqual([
      ['330110', 4],
      ['330106', 1],
    ]);
    expect(await keys('by=month')).toEqual([
      ['2026-09', 1],
      ['2026-11', 3],
    ]);
    expect(await keys('by=department')).toEqual([['market', 4]]);
    expect(await keys('by=state')).toEqual([
      ['corrected', 3],
      ['open', 1],
    ]);
    expect(await keys('by=value')).toEqual([
      ['100000-1000000', 3],
      ['50000-200000', 1],
    ]);
    expect(await keys('by=rule&since=2026-11-01')).toEqual([
      ['record-incomplete', 2],
      ['code-not-displayed', 1],
    ]);
    expect((await ask('by=rule&since=2026-11-01')).timeToCorrect).toEqual({ count: 2, medianHours: 7 });
    expect(await keys('by=rule&until=2026-11-04')).toEqual([['record-incomplete', 1]]);
    expect(await keys('by=rule&weight=reminder')).toEqual([['receipt-unconfirmed', 1]]);
    expect(await keys('by=rule', xihu.key)).toEqual([['code-not-displayed', 1]]);
    expect(await keys('by=rule', farming.key)).toEqual([]);
  });

  it('tell how long receivers in the region took to confirm a delivery', async () => {
    const w = await custodyWorld();
    const desk = await w.authority({ regionCode: '330110' });
    const elsewhere = await w.authority({ regionCode: '330106' });
    const traceCode = await w.batch();
    for (const hours of [1, 2, 9]) {
      const shipped = await w.ship([{ traceCode, quantity: { amount: '24', unit: '袋' } }], {
        shippedAt: new Date(w.clock.now()).toISOString(),
        deliveredAt: new Date(w.clock.now()).toISOString(),
      });
      w.clock.advance(hours * HOUR);
      const receivedAt = new Date(w.clock.now()).toISOString();
      expect((await w.post(`/v1/shipments/${shipped.id}/receipt`, w.shop.key, { outcome: 'accepted', receivedAt })).status).toBe(201);
    }
    const ask = async (key: string) => (await w.get('/v1/statistics?by=rule', key)).json.timeToConfirm;
    expect(await ask(desk.key)).toEqual({ count: 3, medianHours: 2 });
    expect(await ask(elsewhere.key)).toBeNull();
    const byMonth = async (key: string) => (await w.get('/v1/statistics?by=month', key)).json.confirmations;
    expect(await byMonth(desk.key)).toEqual([{ month: '2026-11', delivered: 3, confirmed: 3 }]);
    expect(await byMonth(elsewhere.key)).toEqual([]);
    expect((await w.get('/v1/statistics?by=rule', w.shop.key)).status).toBe(403);
  });

  it('are refused without a grouping, for days in the wrong order and for more than ten years, and come as CSV', async () => {
    const t = await testApp();
    const desk = await t.authority({ regionCode: '330110' });
    await seedLead(t, await t.party(), 'code-not-displayed');
    const ask = (query: string) => t.request('GET', `/v1/statistics?${query}`, { key: desk.key });
    expect(pointers(await ask('by=shop&colour=red'))).toEqual(['/query/by', '/query/colour']);
    expect(pointers(await ask('by=rule&since=2026-11-06&until=2026-11-05'))).toEqual(['/query/since']);
    expect(pointers(await ask('by=rule&since=2016-11-04&until=2026-11-05'))).toEqual(['/query/since']);
    expect((await ask('by=month&since=2016-11-05&until=2026-11-05')).status).toBe(200);
    const lines = linesOf((await ask('by=value&format=csv')).text);
    expect(lines[1]).toBe('筛选条件,by=value,since=2025-11-05,until=2026-11-05');
    expect(lines[2]).toBe('送达到接收确认中位数（小时）,无');
    expect(lines.slice(4)).toEqual(['50000-200000,500—2000元,1,1,0,0,0,0,0,']);
  });
});

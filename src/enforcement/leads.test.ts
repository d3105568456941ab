import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, testApp } from '../../test/app.ts';
import { seedLead } from '../../test/leads.ts';

const ids = (list: { json: { items: { id: string }[] } }) => list.json.items.map((item) => item.id);

describe('leads of an authority', () => {
  it('are seen by the department and region of the place of the act, and by no other', async () => {
    const t = await testApp();
    const yuhang = await t.authority({ name: '余杭区市场监督管理局', regionCode: '330110' });
    const hangzhou = await t.authority({ name: '杭州市市场监督管理局', regionCode: '330100' });
    const xihu = await t.authority({ name: '西湖区市场监督管理局', regionCode: '330106' });
    const farming = await t.authority({ name: '余杭区农业农村局', department: 'agriculture', regionCode: '330110' });
    const plant = await t.party({ kinds: ['producer'], regionCode: '330110' });
    const farm = await t.party({ kinds: ['farm'], regionCode: '330110' });
    const sold = await seedLead(t, plant, 'record-incomplete');
    const grown = await seedLead(t, farm, 'record-incomplete');
    const see = async (key: string) => ids(await t.request('GET', '/v1/violations', { key }));
    expect(await see(yuhang.key)).toEqual([sold.id]);
    expect(await see(hangzhou.key)).toEqual([sold.id]);
    expect(await see(xihu.key)).toEqual([]);
    expect(await see(farming.key)).toEqual([grown.id]);
    expect((await see(ADMIN_KEY)).sort()).toEqual([sold.id, grown.id].sort());
    expect((await t.request('GET', `/v1/violations/${sold.id}`, { key: yuhang.key })).status).toBe(200);
    expect((await t.request('GET', `/v1/violations/${sold.id}`, { key: xihu.key })).status).toBe(404);
    expect((await t.request('GET', `/v1/violations/${sold.id}`, { key: farming.key })).status).toBe(404);
    expect((await t.request('GET', `/v1/violations/${sold.id}`, { key: plant.key })).status).toBe(200);
    expect((await t.request('GET', `/v1/violations/${sold.id}`, { key: farm.key })).status).toBe(404);
    expect((await t.request('GET', '/v1/violations', { key: plant.key })).status).toBe(403);
    expect((await t.request('GET', '/v1/violations')).status).toBe(401);
  });

  it('show 1,000 to 10,000 yuan for a record and 500 to 2,000 for a display, after an order that ran out, and 待核实 where the article was not read', async () => {
    const t = await testApp();
    const desk = await t.authority({ regionCode: '330110' });
    const plant = await t.party();
    await seedLead(t, plant, 'record-incomplete');
    await seedLead(t, plant, 'code-not-displayed');
    const list = await t.request('GET', '/v1/violations', { key: desk.key });
    const by = (rule: string) => list.json.items.find((item: { rule: string }) => item.rule === rule);
    expect(by('record-incomplete').fineBand).toMatchObject({ minCents: 100_000, maxCents: 1_000_000, after: 'order-overdue' });
    expect(by('code-not-displayed').fineBand).toMatchObject({ minCents: 50_000, maxCents: 200_000, after: 'order-overdue' });
    const citation = by('record-incomplete').citations.find((one: { law: string }) => one.law === '浙江省食品安全数字化追溯规定');
    expect(citation.article).toBeNull();
    expect(citation.text).toContain('待核实');
    expect(list.json.counts).toEqual({ total: 2, byState: { open: 2 } });
  });

  it('are filtered by rule, state, region, party, days, fine and words, and paged newest first', async () => {
    const t = await testApp();
    const desk = await t.authority({ regionCode: '330000' });
    const plant = await t.party({ name: '示例酱油厂', regionCode: '330110' });
    const shop = await t.party({ name: '示例百货_1', kinds: ['retailer'], regionCode: '330206' });
    const first = await seedLead(t, plant, 'record-incomplete');
    t.clock.advance(24 * 3_600_000);
    const second = await seedLead(t, shop, 'code-not-displayed');
    t.clock.advance(1_000);
    const third = await seedLead(t, shop, 'past-shelf-life');
    const see = async (query: string) => ids(await t.request('GET', `/v1/violations?${query}`, { key: desk.key }));
    expect(await see('rule=code-not-displayed')).toEqual([second.id]);
    expect(await see('region=3301')).toEqual([first.id]);
    expect(await see('region=330200')).toEqual([third.id, second.id]);
    expect(await see(`party=uscc:${plant.uscc}`)).toEqual([first.id]);
    expect(await see(`party=${shop.id}&rule=past-shelf-life`)).toEqual([third.id]);
    expect(await see(`party=${encodeURIComponent('百货_1')}`)).toEqual([third.id, second.id]);
    expect(await see(`q=${encodeURIComponent('酱油')}`)).toEqual([first.id]);
    expect(await see(`q=${encodeURIComponent('货%1')}`)).toEqual([]);
    expect(await see(`q=${second.id}`)).toEqual([second.id]);
    expect(await see('until=2026-11-05')).toEqual([first.id]);
    expect(await see('since=2026-11-06')).toEqual([third.id, second.id]);
    expect(await see('fineAtMost=200000')).toEqual([second.id]);
    expect(await see('fineAtLeast=100000&fineAtMost=1000000')).toEqual([first.id]);
    expect(await see('state=dismissed')).toEqual([]);
    expect(await see('department=customs')).toEqual([]);
    const one = await t.request('GET', '/v1/violations?limit=2', { key: desk.key });
    expect(ids(one)).toEqual([third.id, second.id]);
    expect(one.headers.get('link')).toBe(`</v1/violations?limit=2&cursor=${one.json.next}>; rel="next"`);
    const two = await t.request('GET', `/v1/violations?limit=2&cursor=${one.json.next}`, { key: desk.key });
    expect(ids(two)).toEqual([first.id]);
    expect(two.json.next).toBeNull();
    expect(two.json.counts).toBeUndefined();
  });

  it('refuse every unknown filter value at once, each with its place', async () => {
    const t = await testApp();
    const desk = await t.authority();
    const refused = await t.request('GET', '/v1/violations?rule=no-rule&state=opened&weight=todo&region=3&since=2026-13-01&colour=red', {
      key: desk.key,
    });
    expect(refused.status).toBe(422);
    expect(refused.json.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual(
      ['/query/colour', '/query/region', '/query/rule', '/query/since', '/query/state', '/query/weight'].sort(),
    );
    const unknown = await t.request('GET', '/v1/violations?party=uscc:91330110MA0DEM013U', { key: desk.key });
    expect(unknown.status).toBe(422);
    expect(unknown.json.errors[0].pointer).toBe('/query/party');
  });

  it('mask natural persons, by name and code', async () => {
    const t = await testApp();
    const desk = await t.authority({ regionCode: '330110' });
    const made = await t.request('POST', '/v1/parties', {
      key: ADMIN_KEY,
      body: { name: '张三丰', kinds: ['farmer', 'retailer'], regionCode: '330110' },
    });
    const stall = { id: made.json.id, uscc: null, key: '', sites: made.json.sites };
    const lead = await seedLead(t, stall, 'code-not-displayed');
    const list = await t.request('GET', '/v1/violations', { key: desk.key });
    expect(list.json.items[0].party).toEqual({ id: stall.id, uscc: null, name: '张*' });
    expect(list.text).not.toContain('张三');
    const opened = await t.request('POST', '/v1/cases', { key: desk.key, body: { violationIds: [lead.id], officers: ['甲', '乙'] } });
    expect(opened.json.party.name).toBe('张*');
    expect((await t.request('GET', '/v1/violations?q=%E5%BC%A0', { key: desk.key })).json.items).toEqual([]);
  });

  it('show reminders only when asked for, and never the to-dos of a party', async () => {
    const t = await testApp();
    const desk = await t.authority({ regionCode: '330110' });
    const plant = await t.party();
    const reminder = await seedLead(t, plant, 'receipt-unconfirmed', { weight: 'reminder' });
    const todo = await seedLead(t, plant, 'record-incomplete', { weight: 'todo' });
    const see = async (query: string) => await t.request('GET', `/v1/violations${query}`, { key: desk.key });
    expect(ids(await see(''))).toEqual([]);
    const reminders = await see('?weight=reminder');
    expect(ids(reminders)).toEqual([reminder.id]);
    expect(reminders.json.counts).toEqual({ total: 1, byState: { open: 1 } });
    expect((await see(`/${todo.id}`)).status).toBe(404);
    const own = await t.request('GET', '/v1/todos', { key: plant.key });
    expect(ids(own).sort()).toEqual([reminder.id, todo.id].sort());
  });
});

describe('what an officer saw', () => {
  const note = (party: { uscc: string | null }, more: Record<string, unknown> = {}) => ({
    rule: 'code-not-displayed',
    party: `uscc:${party.uscc}`,
    seenAt: '2026-11-05T08:30:00+08:00',
    text: '入口货架未见追溯码',
    ...more,
  });

  it('is an established lead of the officer’s authority, with the band 500 to 2,000, in its chain', async () => {
    const t = await testApp();
    const desk = await t.authority({ regionCode: '330100' });
    const shop = await t.party({ kinds: ['retailer'] });
    const made = await t.request('POST', '/v1/violations', { key: desk.key, body: note(shop) });
    expect(made.status, made.text).toBe(201);
    expect(made.json).toMatchObject({
      rule: 'code-not-displayed',
      state: 'open',
      certainty: 'established',
      department: 'market',
      actOn: '2026-11-05',
      fineBand: { minCents: 50_000, maxCents: 200_000, after: 'order-overdue' },
    });
    expect(made.json.evidence[0]).toMatchObject({ value: '入口货架未见追溯码' });
    const entries = await t.store.read.selectFrom('entry').select('kind').where('chain', '=', `authority:${desk.id}`).execute();
    expect(entries.map((entry) => entry.kind)).toEqual(['violation.noted']);
    await t.follower.catchUp();
    const after = await t.store.read.selectFrom('entry').select('kind').where('chain', '=', `authority:${desk.id}`).execute();
    expect(after).toHaveLength(1);
    expect(ids(await t.request('GET', '/v1/todos', { key: shop.key }))).toEqual([made.json.id]);
  });

  it('is refused for a place outside the department or region, a rule that records decide, and a time to come', async () => {
    const t = await testApp();
    const shop = await t.party({ kinds: ['retailer'] });
    const xihu = await t.authority({ regionCode: '330106' });
    const farming = await t.authority({ department: 'agriculture', regionCode: '330110' });
    const desk = await t.authority({ regionCode: '330110' });
    const post = (key: string, body: unknown) => t.request('POST', '/v1/violations', { key, body });
    expect((await post(xihu.key, note(shop))).status).toBe(404);
    expect((await post(farming.key, note(shop))).status).toBe(404);
    expect((await post(shop.key, note(shop))).status).toBe(403);
    expect((await post(desk.key, note({ uscc: '91330110MA0DEM013U' }))).status).toBe(404);
    const wrong = await post(desk.key, note(shop, { rule: 'past-shelf-life', seenAt: '2026-11-06T08:30:00+08:00' }));
    expect(wrong.status).toBe(422);
    expect(wrong.json.errors.map((error: { pointer: string }) => error.pointer)).toEqual(['/rule', '/seenAt']);
    const early = await post(desk.key, note(shop, { seenAt: '2023-12-31T23:59:59+08:00' }));
    expect(early.json.errors[0].pointer).toBe('/seenAt');
    expect((await post(desk.key, note(shop, { seenAt: '2024-01-01T00:00:00+08:00' }))).status).toBe(201);
  });
});

describe('a dismissal', () => {
  it('needs a reason, is made once, and stands in the record', async () => {
    const t = await testApp();
    const desk = await t.authority({ regionCode: '330110' });
    const other = await t.authority({ regionCode: '330106' });
    const lead = await seedLead(t, await t.party(), 'record-incomplete');
    const dismiss = (key: string, body: unknown) => t.request('POST', `/v1/violations/${lead.id}/dismissal`, { key, body });
    const without = await dismiss(desk.key, {});
    expect(without.status).toBe(422);
    expect(without.json.errors[0].pointer).toBe('/reason');
    expect((await dismiss(desk.key, { reason: '  ' })).status).toBe(422);
    expect((await dismiss(other.key, { reason: '不属实' })).status).toBe(404);
    expect((await dismiss(desk.key, { reason: '经核查不属实' })).status).toBe(201);
    const again = await dismiss(desk.key, { reason: '再次' });
    expect(again.status).toBe(409);
    expect(again.json.code).toBe('out-of-order');
    const read = await t.request('GET', `/v1/violations/${lead.id}`, { key: desk.key });
    expect(read.json).toMatchObject({ state: 'dismissed', settledReason: '经核查不属实' });
  });
});

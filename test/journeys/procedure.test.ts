import { describe, expect, it } from 'vitest';
import { testApp } from '../app.ts';
import { seedLead } from '../leads.ts';
import type { Answer, TestParty } from '../world.ts';
import { incompletePork, pork } from './goods.ts';

const officers = ['甲', '乙'];
const shanghai = (text: string) => Date.parse(`${text}+08:00`);

/** A producer, a shop, the market authority of the county with two officers' keys, and an agricultural one beside it. */
async function county(at?: number) {
  const t = await testApp(at === undefined ? {} : { at });
  const plant = await t.party({ name: '示例肉品厂', kinds: ['producer'] });
  const shop = await t.party({ name: '示例超市', kinds: ['retailer'] });
  const market = await t.authority({ name: '示例区市场监督管理局', department: 'market', regionCode: '330110' });
  const farming = await t.authority({ name: '示例区农业农村局', department: 'agriculture', regionCode: '330110' });
  const second = (
    await t.request('POST', `/v1/authorities/${market.id}/keys`, { key: await t.administrator('security'), body: { label: '乙' } })
  ).json.key as string;
  const post = (path: string, body: unknown, key = market.key) => t.request('POST', path, { key, body });
  const get = (path: string, key = market.key) => t.request('GET', path, { key });

  /** Records a batch and sells it; the leads that stand open for the authority. */
  async function sell(body: object, to: TestParty = shop, fields: object = {}): Promise<Answer['json'][]> {
    const batch = await post('/v1/batches', body, plant.key);
    expect(batch.status, batch.text).toBe(201);
    const sent = await post(
      '/v1/shipments',
      {
        purpose: 'sale',
        to: { uscc: to.uscc, name: '示例买方' },
        shippedAt: new Date(t.clock.now()).toISOString(),
        lines: [{ traceCode: batch.json.traceCode, quantity: { amount: '24', unit: '箱' } }],
        ...fields,
      },
      plant.key,
    );
    expect(sent.status, sent.text).toBe(201);
    await t.follower.catchUp();
    return openLeads();
  }
  const openLeads = async () => (await get('/v1/violations?state=open')).json.items as Answer['json'][];
  const incomplete = async () => (await sell(incompletePork())).filter((lead) => lead.rule === 'record-incomplete');
  return { ...t, plant, shop, market, farming, second, post, get, sell, openLeads, incomplete };
}

type County = Awaited<ReturnType<typeof county>>;

async function step(c: County, id: string, name: string, body: object, key?: string): Promise<Answer> {
  return c.post(`/v1/cases/${id}/${name}`, body, key);
}

async function taken(c: County, id: string, name: string, body: object, key?: string): Promise<Answer['json']> {
  const answer = await step(c, id, name, body, key);
  expect(answer.status, `${name}: ${answer.text}`).toBe(201);
  return answer.json;
}

const read = async (c: County, id: string, key?: string) => (await c.get(`/v1/cases/${id}`, key)).json;

/** Sold, opened on 5 November, ordered and served to correct by the 20th, and today is the 21st. */
async function overdue(c: County): Promise<string> {
  const [lead] = await c.incomplete();
  const opened = await c.post('/v1/cases', { violationIds: [lead.id], officers });
  expect(opened.status, opened.text).toBe(201);
  const { id } = opened.json;
  await taken(c, id, 'order', { dueOn: '2026-11-20', text: '补录规格、保质期与检验合格证', service: { how: 'in-person' } });
  c.clock.set(shanghai('2026-11-21T09:00:00'));
  return id;
}

/** Told on Monday 23 November of 3,000 yuan, served at once; the five working days for a hearing have passed on 1 December. */
async function heard(c: County): Promise<string> {
  const id = await overdue(c);
  c.clock.set(shanghai('2026-11-23T09:00:00'));
  await taken(c, id, 'notice', { fineCents: 300_000, text: '逾期未补录', service: { how: 'in-person' } });
  c.clock.set(shanghai('2026-12-01T09:00:00'));
  return id;
}

describe('from a lead to a fine', () => {
  it('an incomplete record of a bound food sold: case, order, overdue, notice, statement, decision of 3,000, served, paid, closed', async () => {
    const c = await county();
    const id = await overdue(c);
    expect(await read(c, id)).toMatchObject({ state: 'ordered', overdue: true, offence: 'trace-record' });

    const told = await taken(c, id, 'notice', {
      fineCents: 300_000,
      text: '逾期未补录追溯信息，拟处罚款3,000元',
      service: { how: 'in-person' },
    });
    expect(told).toMatchObject({ state: 'notified', fineCents: 300_000, servedOn: '2026-11-21', officers: ['甲', '乙'] });
    const seen = await read(c, id, c.plant.key);
    expect(seen.deadlines.find((one: { kind: string }) => one.kind === 'statement')).toMatchObject({
      on: '2026-11-25',
      whose: 'party',
      setting: true,
      passed: false,
    });

    const said = await c.post(`/v1/cases/${id}/statements`, { text: '已补录，请从轻' }, c.plant.key);
    expect(said.status, said.text).toBe(201);
    c.clock.set(shanghai('2026-11-27T23:59:00'));
    const early = await step(c, id, 'decision', { fineCents: 300_000, reason: '逾期未改正' });
    expect(early.status).toBe(409);
    expect(early.json.article).toEqual({ zh: '行政处罚法第六十二条', en: 'Administrative Penalty Law, art. 62' });

    c.clock.set(shanghai('2026-11-28T09:00:00'));
    const above = await step(c, id, 'decision', { fineCents: 2_000_000, reason: '逾期未改正' });
    expect(above.status).toBe(422);
    expect(above.json.errors[0].pointer).toBe('/fineCents');
    expect(above.json.errors[0].expected).toContain('行政处罚法');
    expect(await taken(c, id, 'decision', { fineCents: 300_000, reason: '逾期未改正，情节一般' })).toMatchObject({ state: 'decided' });
    expect(await taken(c, id, 'service', { document: 'decision' })).toMatchObject({ state: 'served', servedOn: '2026-11-28' });
    const owing = await read(c, id, c.plant.key);
    expect(owing.payment).toEqual({ fineCents: 300_000, paidCents: 0, openCents: 300_000, payBy: '2026-12-13', surchargeCents: 0 });
    expect(owing.deadlines.map((one: { kind: string; on: string }) => [one.kind, one.on])).toEqual([['payment', '2026-12-13']]);
    expect(await taken(c, id, 'payment', {})).toMatchObject({ state: 'paid', amountCents: 300_000 });
    expect(await taken(c, id, 'closing', { reason: '罚款已缴清' })).toMatchObject({ state: 'closed' });

    const closed = await read(c, id);
    expect(closed.steps.map((one: { kind: string }) => one.kind)).toEqual([
      'opening',
      'order',
      'service',
      'notice',
      'service',
      'decision',
      'service',
      'payment',
      'closing',
    ]);
    expect(closed.statements).toMatchObject([{ kind: 'statement', text: '已补录，请从轻' }]);
    expect(closed.violations[0].state).toBe('closed');
    const sanctions = await c.store.read.selectFrom('sanction').selectAll().execute();
    expect(sanctions).toMatchObject([{ n: 1, offence: 'trace-record', fineCents: 300_000, decidedOn: '2026-11-28', revokedAt: null }]);
  });

  it('500 yuan is refused without a ground, and with one decided by a second officer only', async () => {
    const c = await county();
    const id = await heard(c);
    const bare = await step(c, id, 'decision', { fineCents: 50_000, reason: '情节轻微' });
    expect(bare.status).toBe(422);
    expect(bare.json.errors).toMatchObject([{ pointer: '/ground' }]);
    expect(bare.json.errors[0].expected).toContain('行政处罚法第三十二条');
    expect((await read(c, id)).state).toBe('notified');

    const ground = '行政处罚法第三十二条第一项：主动消除危害后果';
    const proposed = await taken(c, id, 'decision', { fineCents: 50_000, reason: '情节轻微', ground });
    expect(proposed.state).toBe('awaiting-approval');
    expect((await read(c, id)).fineCents).toBeNull();
    const asParty = await read(c, id, c.plant.key);
    expect(asParty.state).toBe('notified');
    expect(JSON.stringify(asParty.steps)).not.toContain('proposal');

    const alone = await step(c, id, 'approval', {});
    expect(alone.status).toBe(403);
    expect(alone.json.article.zh).toBe('行政处罚法第四十二条');
    expect((await step(c, id, 'approval', {}, c.farming.key)).status).toBe(404);
    const approved = await taken(c, id, 'approval', { text: '同意' }, c.second);
    expect(approved).toMatchObject({ state: 'decided', fineCents: 50_000, ground });
    expect(await read(c, id)).toMatchObject({ state: 'decided', fineCents: 50_000, decidedOn: '2026-12-01' });
  });

  it('a second officer who does not agree sends it back', async () => {
    const c = await county();
    const id = await heard(c);
    await taken(c, id, 'decision', { fineCents: 50_000, reason: '情节轻微', ground: '第三十二条' });
    expect(await taken(c, id, 'approval', { agrees: false, text: '依据不足' }, c.second)).toMatchObject({ state: 'notified' });
    expect(await taken(c, id, 'decision', { fineCents: 100_000, reason: '情节轻微' })).toMatchObject({ state: 'decided' });
  });

  it('corrected in time it ends without a fine', async () => {
    const c = await county();
    const [lead] = await c.incomplete();
    const { id } = (await c.post('/v1/cases', { violationIds: [lead.id], officers })).json;
    await taken(c, id, 'order', { dueOn: '2026-11-20', text: '补录', service: {} });
    c.clock.set(shanghai('2026-11-20T23:00:00'));
    expect(await taken(c, id, 'correction', { text: '已补录' })).toMatchObject({ state: 'closed', inTime: true });
    expect((await c.get(`/v1/violations/${lead.id}`)).json.state).toBe('corrected');
    const late = await step(c, id, 'notice', { fineCents: 300_000, text: '拟处罚款' });
    expect(late.status).toBe(409);
    expect(late.json.article.zh).toBe('行政处罚法第四十四条');
  });

  it('corrected a day late the notice may follow', async () => {
    const c = await county();
    const id = await overdue(c);
    expect(await taken(c, id, 'correction', { text: '今日补录' })).toMatchObject({ state: 'corrected', inTime: false });
    expect(await taken(c, id, 'notice', { fineCents: 100_000, text: '逾期后补录' })).toMatchObject({ state: 'notified' });
  });
});

describe('what is no matter for a fine', () => {
  it('acts of 2023-12-31 and 2024-02-02 give nothing, one of 2024-02-03 a lead', async () => {
    const c = await county(shanghai('2023-12-31T09:00:00'));
    const soldOn = async (day: string) => {
      c.clock.set(shanghai(`${day}T09:00:00`));
      const leads = await c.sell({ ...incompletePork(), batchNumber: `B${day}`, productionDate: day });
      return leads.filter((lead) => lead.rule === 'record-incomplete' && lead.actOn === day).length;
    };
    expect(await soldOn('2023-12-31')).toBe(0);
    expect(await soldOn('2024-02-02')).toBe(0);
    expect(await soldOn('2024-02-03')).toBe(1);
  });

  it('an unbound food with gaps is a to-do of its maker and nothing to the authority', async () => {
    const c = await county();
    const { product, ...rest } = incompletePork();
    const { directoryItem: _, ...unbound } = product;
    const leads = await c.sell({ ...rest, product: { ...unbound, name: '示例酱油', category: 'food' } });
    expect(leads.filter((lead) => lead.rule === 'record-incomplete')).toEqual([]);
    const todos = (await c.get('/v1/todos', c.plant.key)).json.items as Answer['json'][];
    expect(new Set(todos.filter((one) => one.rule === 'record-incomplete').map((one) => one.weight))).toEqual(new Set(['todo']));
  });

  it('a buyer named by a stranger is in breach of nothing', async () => {
    const c = await county();
    const bystander = await c.party({ name: '示例路人商店', kinds: ['retailer'] });
    await c.sell(pork(), bystander);
    c.clock.set(shanghai('2026-12-05T09:00:00'));
    await c.sweep();
    await c.follower.catchUp();
    expect((await c.openLeads()).filter((lead) => lead.party.uscc === bystander.uscc)).toEqual([]);
  });
});

describe('one course of conduct', () => {
  it('fifty leads of one firm are one case with one fine', async () => {
    const c = await county();
    const ids: string[] = [];
    for (let n = 0; n < 50; n++) ids.push((await seedLead(c, c.plant, 'record-incomplete', { occasion: `sale ${n}` })).id);
    const opened = await c.post('/v1/cases', { violationIds: ids, officers });
    expect(opened.status, opened.text).toBe(201);
    expect(opened.json.violationIds).toHaveLength(50);
    const { id } = opened.json;
    await taken(c, id, 'order', { dueOn: '2026-11-20', text: '补录', service: {} });
    c.clock.set(shanghai('2026-11-23T09:00:00'));
    const fifty = await step(c, id, 'notice', { fineCents: 15_000_000, text: '五十批，每批3,000元' });
    expect(fifty.status).toBe(422);
    await taken(c, id, 'notice', { fineCents: 300_000, text: '拟处罚款3,000元', service: {} });
    c.clock.set(shanghai('2026-12-01T09:00:00'));
    await taken(c, id, 'decision', { fineCents: 300_000, reason: '持续未录入' });
    await taken(c, id, 'service', {});
    expect(await c.store.read.selectFrom('sanction').selectAll().execute()).toHaveLength(1);
    expect((await read(c, id)).violations).toHaveLength(50);
  });

  it('a further lead goes into the open case and not into a second one; once the party was told, only later acts are another', async () => {
    const c = await county();
    const first = await seedLead(c, c.plant, 'record-incomplete');
    const further = await seedLead(c, c.plant, 'record-incomplete', { occasion: 'another' });
    const third = await seedLead(c, c.plant, 'record-incomplete', { occasion: 'third' });
    const { id } = (await c.post('/v1/cases', { violationIds: [first.id], officers })).json;
    const again = await c.post('/v1/cases', { violationIds: [further.id], officers });
    expect(again.status).toBe(409);
    expect(again.json).toMatchObject({ code: 'out-of-order', case: id, article: { zh: '行政处罚法第二十九条' } });
    expect(await taken(c, id, 'leads', { violationIds: [further.id] })).toMatchObject({ state: 'opened', added: [further.id] });
    expect((await read(c, id)).violations).toHaveLength(2);
    await taken(c, id, 'order', { dueOn: '2026-11-06', text: '补录', service: {} });
    c.clock.set(shanghai('2026-11-09T09:00:00'));
    await taken(c, id, 'notice', { fineCents: 100_000, text: '拟处罚款' });
    expect((await step(c, id, 'leads', { violationIds: [third.id] })).status).toBe(409);
    expect((await c.post('/v1/cases', { violationIds: [third.id], officers })).status).toBe(409);
    const later = await seedLead(c, c.plant, 'record-incomplete', { occasion: 'later', actOn: '2026-11-08' });
    expect((await c.post('/v1/cases', { violationIds: [later.id], officers })).status).toBe(201);
  });

  it('two officers who open at the same time with different leads of one firm make one case', async () => {
    const c = await county();
    const [a, b] = [
      await seedLead(c, c.plant, 'record-incomplete'),
      await seedLead(c as never, c.plant, 'record-incomplete', { occasion: 'b' }),
    ];
    const answers = await Promise.all([
      c.post('/v1/cases', { violationIds: [a.id], officers }),
      c.post('/v1/cases', { violationIds: [b.id], officers }, c.second),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
    expect(await c.store.read.selectFrom('case_file').selectAll().execute()).toHaveLength(1);
  });
});

describe('what the procedure refuses, naming the article, and nothing changes', () => {
  it('an order due in the past; a decision before its notice; another department; a dismissal without reason', async () => {
    const c = await county();
    const [lead] = await c.incomplete();
    const bare = await c.post(`/v1/violations/${lead.id}/dismissal`, {});
    expect(bare.status).toBe(422);
    expect(bare.json.errors[0]).toMatchObject({ pointer: '/reason' });
    expect(bare.json.errors[0].expected).toContain('行政处罚法第五十四条');
    const { id } = (await c.post('/v1/cases', { violationIds: [lead.id], officers })).json;
    const before = await c.store.read.selectFrom('entry').select('hash').execute();

    const past = await step(c, id, 'order', { dueOn: '2026-11-04', text: '补录', service: {} });
    expect(past.status).toBe(422);
    expect(past.json.errors[0].expected).toContain('行政处罚法第二十八条');
    const noOrder = await step(c, id, 'notice', { fineCents: 300_000, text: '拟处罚款' });
    expect(noOrder.status).toBe(409);
    expect(noOrder.json.article.zh).toBe('行政处罚法第二十八条');
    const noNotice = await step(c, id, 'decision', { fineCents: 300_000, reason: '未改正' });
    expect(noNotice.status).toBe(409);
    expect(noNotice.json.article.zh).toBe('行政处罚法第四十四条');
    expect((await step(c, id, 'order', { dueOn: '2026-11-20', text: '补录', service: {} }, c.farming.key)).status).toBe(404);
    for (const name of ['noPenalty', 'withdrawal', 'referral', 'closing']) {
      const without = await step(c, id, name, name === 'noPenalty' ? { ground: 'no-fault' } : {});
      expect(without.status, name).toBe(422);
      expect(without.json.errors[0].expected, name).toContain('行政处罚法');
    }
    expect(await c.store.read.selectFrom('entry').select('hash').execute()).toEqual(before);
    expect(await read(c, id)).toMatchObject({ state: 'opened', dueOn: null });
  });

  it('a notice while the order still runs, on its last day', async () => {
    const c = await county();
    const [lead] = await c.incomplete();
    const { id } = (await c.post('/v1/cases', { violationIds: [lead.id], officers })).json;
    await taken(c, id, 'order', { dueOn: '2026-11-20', text: '补录', service: {} });
    c.clock.set(shanghai('2026-11-20T23:59:00'));
    const early = await step(c, id, 'notice', { fineCents: 300_000, text: '拟处罚款' });
    expect(early.status).toBe(409);
    expect(early.json).toMatchObject({ dueOn: '2026-11-20', article: { zh: '行政处罚法第二十八条' } });
    c.clock.set(shanghai('2026-11-21T00:00:00'));
    await taken(c, id, 'notice', { fineCents: 300_000, text: '拟处罚款' });
  });

  it('a decision for more than the party was told, because it answered', async () => {
    const c = await county();
    const id = await heard(c);
    const heavier = await step(c, id, 'decision', { fineCents: 500_000, reason: '态度不好' });
    expect(heavier.status).toBe(422);
    expect(heavier.json.errors[0].expected).toContain('行政处罚法第四十五条');
  });

  it('acts found more than two years after they ended', async () => {
    const c = await county(shanghai('2026-02-04T09:00:00'));
    const old = await seedLead(c, c.plant, 'record-incomplete', { actOn: '2024-02-03' });
    const { id } = (await c.post('/v1/cases', { violationIds: [old.id], officers })).json;
    await taken(c, id, 'order', { dueOn: '2026-02-04', text: '补录', service: {} });
    c.clock.set(shanghai('2026-02-05T09:00:00'));
    const over = await step(c, id, 'notice', { fineCents: 300_000, text: '拟处罚款' });
    expect(over.status).toBe(409);
    expect(over.json.article.zh).toBe('行政处罚法第三十六条');
    expect((await read(c, id)).warnings.map((one: { kind: string }) => one.kind)).toContain('limitation-over');
  });

  it('acts found on the last day of the two years are in time', async () => {
    const c = await county(shanghai('2026-02-03T09:00:00'));
    const old = await seedLead(c, c.plant, 'record-incomplete', { actOn: '2024-02-03' });
    const { id } = (await c.post('/v1/cases', { violationIds: [old.id], officers })).json;
    await taken(c, id, 'order', { dueOn: '2026-02-03', text: '补录', service: {} });
    c.clock.set(shanghai('2026-02-05T09:00:00'));
    await taken(c, id, 'notice', { fineCents: 300_000, text: '拟处罚款' });
  });

  it('service in a way the party did not agree to, by one officer, or before the document was made', async () => {
    const c = await county();
    const id = await overdue(c);
    await taken(c, id, 'notice', { fineCents: 300_000, text: '拟处罚款' });
    const refused = await step(c, id, 'service', { how: 'electronic', servedOn: '2026-11-20', officers: ['甲', '甲'] });
    expect(refused.status).toBe(422);
    expect(refused.json.errors.map((one: { pointer: string }) => one.pointer)).toEqual(['/servedOn', '/consent', '/officers/1']);
    await taken(c, id, 'service', { how: 'electronic', consent: true });
    expect((await step(c, id, 'service', { document: 'notice' })).status).toBe(409);
    const entries = await c.store.read.selectFrom('entry').select('bytes').where('kind', '=', 'case.served').execute();
    expect(entries.map((entry) => entry.bytes).join()).not.toMatch(/甲|乙/);
  });
});

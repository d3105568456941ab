import { describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../test/app.ts';
import { seedLead } from '../../test/leads.ts';
import { ADMIN_KEY, type Answer } from '../../test/world.ts';

const shanghai = (text: string) => Date.parse(`${text}+08:00`);
const unheard = '当事人在规定期限内未提出陈述、申辩意见。';
type Deadline = { kind: string; on: string; passed: boolean; text: string };

/** An office with a case whose order was served on 5 November and has run out; today is Tuesday 29 December. */
async function overdue(t: TestApp, { served = true, actOn = '2026-11-05' } = {}) {
  const plant = await t.party({ name: '示例肉品厂' });
  const desk = await t.authority({ name: '示例区市场监督管理局', regionCode: '330110' });
  const lead = await seedLead(t, plant, 'record-incomplete', { actOn });
  const post = (path: string, body: unknown, key = desk.key): Promise<Answer> => t.request('POST', path, { key, body });
  const opened = await post('/v1/cases', { violationIds: [lead.id], officers: ['甲', '乙'] });
  const path = `/v1/cases/${opened.json.id}`;
  const step = (name: string, body: object, key?: string) => post(`${path}/${name}`, body, key);
  const take = async (name: string, body: object) => {
    const answer = await step(name, body);
    expect(answer.status, `${name}: ${answer.text}`).toBe(201);
    return answer.json;
  };
  const read = async (key = desk.key) => (await t.request('GET', path, { key })).json;
  const days = async (key = desk.key) => (await read(key)).deadlines as Deadline[];
  const draft = async (kind: string) => (await t.request('GET', `${path}/documents/${kind}`, { key: desk.key })).text;
  const told = (fields: object = {}) => take('notice', { fineCents: 300_000, text: '逾期未补录', ...fields });
  const decide = () => step('decision', { fineCents: 300_000, reason: '逾期未改正' });
  await take('order', { dueOn: '2026-11-20', text: '补录', ...(served ? { service: {} } : {}) });
  t.clock.set(shanghai('2026-12-29T09:00:00'));
  return { plant, desk, post, path, step, take, read, days, draft, told, decide };
}

const enter = (t: TestApp, key: string, value: unknown, from: string) =>
  t.request('POST', '/v1/settings', {
    key: ADMIN_KEY,
    body: { key, value, from, source: '示例公告', publishedOn: '2026-11-20', reason: '公布' },
  });

describe('the days of a hearing', () => {
  it('leave out the holidays entered, alike for the office, the party, its request and the decision', async () => {
    const t = await testApp();
    const c = await overdue(t);
    const entered = await enter(t, 'working-calendar/holidays', { daysOff: ['2027-01-01'], workDays: [] }, '2027-01-01');
    expect(entered.status, entered.text).toBe(201);
    await c.told({ service: {} });
    const asked = ({ kind }: Deadline) => kind === 'hearing-request';
    expect((await c.days()).find(asked)?.on).toBe('2027-01-06');
    const own = (await t.request('GET', '/v1/todos', { key: c.plant.key })).json.deadlines as Deadline[];
    expect(own.find(asked)?.on).toBe('2027-01-06');
    t.clock.set(shanghai('2027-01-06T23:00:00'));
    expect((await c.decide()).json).toMatchObject({ statementDueOn: '2027-01-06', status: 409 });
    const request = await c.step('statements', { text: '要求听证', hearing: true }, c.plant.key);
    expect(request.status, request.text).toBe(201);
    expect((await c.read()).hearingAskedOn).toBe('2027-01-06');
  });

  it('do not run before the notice was served, and the page says so', async () => {
    const t = await testApp();
    const c = await overdue(t);
    await c.told();
    // Five working days from the notice itself, by weekends alone.
    const shown = (await c.days()).filter(({ kind }) => kind === 'statement' || kind === 'hearing-request');
    expect(shown.map(({ kind, on }) => [kind, on])).toEqual([
      ['statement', '2027-01-01'],
      ['hearing-request', '2027-01-05'],
    ]);
    t.clock.set(shanghai('2027-01-20T09:00:00'));
    for (const one of (await c.days(c.plant.key)).filter(({ kind }) => kind === 'statement' || kind === 'hearing-request'))
      expect([one.passed, one.text]).toEqual([false, expect.stringContaining('自送达之日起算，送达尚未登记')]);
    expect((await c.step('statements', { text: '要求听证', hearing: true }, c.plant.key)).status).toBe(201);
  });
});

describe('the right to a hearing', () => {
  it('is told unless said otherwise, and is not left out while nobody knows which fine is a larger one', async () => {
    const c = await overdue(await testApp());
    const refused = await c.step('notice', { fineCents: 300_000, text: '逾期未补录', hearing: false });
    expect(refused.status).toBe(422);
    expect(refused.json.errors).toMatchObject([{ pointer: '/hearing', found: 'false' }]);
    expect(refused.json.errors[0].expected).toMatch(/待核实.*行政处罚法第六十三条/);
    expect(await c.told()).toMatchObject({ hearing: true });
  });

  it('may be left out below the amount an administrator entered with its source, and not from it on', async () => {
    const t = await testApp();
    const c = await overdue(t);
    const entered = await enter(t, 'administrative-penalty-law/hearing-threshold', 300_000, '2026-12-01');
    expect(entered.status, entered.text).toBe(201);
    const refused = await c.step('notice', { fineCents: 300_000, text: '逾期未补录', hearing: false });
    expect(refused.json.errors[0].expected).toContain('300000');
    expect(await c.told({ fineCents: 299_999, hearing: false })).toMatchObject({ hearing: false });
  });
});

describe('what was never served', () => {
  it('is a notice no decision follows; recorded late with its real day the decision may come', async () => {
    const t = await testApp();
    const c = await overdue(t);
    await c.told();
    t.clock.set(shanghai('2027-01-20T09:00:00'));
    const refused = await c.decide();
    expect(refused.status).toBe(409);
    expect(refused.json).toMatchObject({ unserved: 'notice', article: { zh: '行政处罚法第六十二条' } });
    await c.take('service', { document: 'notice', servedOn: '2026-12-30', how: 'post' });
    expect((await c.decide()).status).toBe(201);
  });

  it('is an order nobody failed to obey: no notice rests on it until its service is recorded', async () => {
    const c = await overdue(await testApp(), { served: false });
    const refused = await c.step('notice', { fineCents: 300_000, text: '逾期未补录' });
    expect(refused.json).toMatchObject({ status: 409, unserved: 'order', article: { zh: '行政处罚法第二十八条' } });
    expect((await c.step('service', { document: 'order', servedOn: '2026-12-01' })).status).toBe(422);
    await c.take('service', { document: 'order', servedOn: '2026-11-06', how: 'post' });
    await c.told();
  });

  it('is ordered anew once its day has passed, but not while it runs or was served', async () => {
    const t = await testApp();
    const c = await overdue(t, { served: false });
    expect((await c.read()).next).toContain('order');
    await c.take('order', { dueOn: '2027-01-10', text: '补录', service: {} });
    expect(await c.read()).toMatchObject({ state: 'ordered', dueOn: '2027-01-10', overdue: false });
    t.clock.set(shanghai('2027-01-11T09:00:00'));
    expect((await c.read()).next).not.toContain('order');
    expect((await c.step('order', { dueOn: '2027-02-01', text: '补录' })).status).toBe(409);
    await c.told();
  });
});

describe('what the party says on paper or in person', () => {
  it('is entered by an officer and counts as its statement, with who received it and when', async () => {
    const t = await testApp();
    const c = await overdue(t);
    await c.told({ service: {} });
    const bare = await c.step('statementReceived', { how: 'paper' });
    expect(bare.json.errors).toMatchObject([{ pointer: '/text' }]);
    const early = await c.step('statementReceived', { how: 'paper', text: '放弃陈述', waives: true, receivedOn: '2026-12-28' });
    expect(early.json.errors).toMatchObject([{ pointer: '/receivedOn' }]);
    expect((await c.step('statementReceived', { how: 'paper', text: '代答' }, c.plant.key)).status).toBe(403);
    t.clock.set(shanghai('2026-12-31T09:00:00'));
    const text = '王某当面说明：系统故障';
    expect(await c.take('statementReceived', { how: 'spoken', text, receivedOn: '2026-12-30' })).toMatchObject({ state: 'notified' });
    const { statements, steps } = await c.read(c.plant.key);
    expect(statements).toMatchObject([{ kind: 'statement', text, how: 'spoken', receivedOn: '2026-12-30' }]);
    expect(statements[0].by).toMatch(new RegExp(`^authority:${c.desk.id}/`));
    expect(steps.at(-1)).toMatchObject({ kind: 'statement-received', statement: statements[0].id });
    expect(await c.draft('decision')).toMatch(/当事人于 .*2026-12-30.* 提出：王某当面说明/);
    const entries = await t.store.read.selectFrom('entry').select('bytes').where('chain', '=', `authority:${c.desk.id}`).execute();
    expect(entries.map(({ bytes }) => bytes).join()).not.toContain('王某');
    const pack = (await t.request('GET', `${c.path}/evidence`, { key: c.desk.key })).json;
    expect(pack.ledger.commitments).toMatchObject([{ value: text }]);
  });

  it('asks for a hearing by the day it was received, which must then be held', async () => {
    const t = await testApp();
    const c = await overdue(t);
    await c.told({ service: {} });
    t.clock.set(shanghai('2027-01-08T09:00:00'));
    // Five working days after 29 December, by weekends alone: 5 January.
    const late = await c.step('statementReceived', { how: 'paper', text: '要求听证', hearing: true, receivedOn: '2027-01-06' });
    expect(late.json.errors).toMatchObject([{ pointer: '/hearing' }]);
    await c.take('statementReceived', { how: 'paper', file: 'a'.repeat(64), hearing: true, receivedOn: '2027-01-05' });
    expect((await c.read()).hearingAskedOn).toBe('2027-01-05');
    expect((await c.decide()).json).toMatchObject({ article: { zh: '行政处罚法第六十三条' }, hearingAskedOn: '2027-01-05' });
    t.clock.set(shanghai('2027-02-01T09:00:00'));
    await c.take('hearing', { text: '笔录', heldOn: '2027-01-29', announcedOn: '2027-01-08', chair: '丙' });
  });

  it('holds against a decision below the minimum that waits for approval, where a hearing was asked for in time', async () => {
    const t = await testApp();
    const c = await overdue(t);
    await c.told({ service: {} });
    const security = await t.administrator('security');
    const second = (await t.request('POST', `/v1/authorities/${c.desk.id}/keys`, { key: security, body: { label: '乙' } })).json.key;
    t.clock.set(shanghai('2027-01-08T09:00:00'));
    await c.take('decision', { fineCents: 50_000, reason: '情节轻微', ground: '第三十二条' });
    await c.take('statementReceived', { how: 'paper', text: '要求听证', hearing: true, receivedOn: '2027-01-05' });
    expect((await c.step('approval', {}, second)).json).toMatchObject({ status: 409, article: { zh: '行政处罚法第六十三条' } });
    expect((await c.step('approval', { agrees: false }, second)).status).toBe(201);
  });

  it('gives further statement up, and the decision need not wait; after it nothing more is entered', async () => {
    const c = await overdue(await testApp());
    await c.told({ service: {} });
    expect((await c.decide()).status).toBe(409);
    await c.take('statementReceived', { how: 'paper', text: '认可，放弃陈述、申辩和听证', waives: true });
    expect((await c.decide()).status).toBe(201);
    expect((await c.step('statementReceived', { how: 'paper', text: '再说一句' })).status).toBe(409);
  });

  it('is called missing in the draft only once its time is over', async () => {
    const t = await testApp();
    const c = await overdue(t);
    expect(await c.draft('decision')).not.toContain(unheard);
    await c.told({ service: {} });
    t.clock.set(shanghai('2027-01-05T23:00:00'));
    expect(await c.draft('decision')).not.toContain(unheard);
    t.clock.set(shanghai('2027-01-06T00:00:00'));
    expect(await c.draft('decision')).toContain(unheard);
  });
});

describe('what an office is warned of', () => {
  it('leaves out the holidays entered too: the seven working days to serve a decision', async () => {
    const t = await testApp();
    const c = await overdue(t);
    await enter(t, 'working-calendar/holidays', { daysOff: ['2027-01-15'], workDays: [] }, '2027-01-01');
    await c.told({ service: {} });
    t.clock.set(shanghai('2027-01-08T09:00:00'));
    expect((await c.decide()).status).toBe(201);
    const late = async () => (await c.read()).warnings.map(({ kind }: { kind: string }) => kind);
    // Seven working days after Friday 8 January are the 19th, with Friday 15 January off the 20th.
    t.clock.set(shanghai('2027-01-20T23:00:00'));
    expect(await late()).toEqual([]);
    t.clock.set(shanghai('2027-01-21T00:00:00'));
    expect(await late()).toEqual(['service-late']);
  });
});

describe('acts found after the limitation', () => {
  it('may open a case, which says at once that no penalty may follow and ends without one', async () => {
    const t = await testApp();
    const c = await overdue(t, { actOn: '2024-02-03' });
    expect((await c.read()).warnings.map(({ kind }: { kind: string }) => kind)).toContain('limitation-over');
    expect((await c.step('notice', { fineCents: 300_000, text: '逾期' })).json.article.zh).toBe('行政处罚法第三十六条');
    expect(await c.take('noPenalty', { reason: '二年内未被发现', ground: 'limitation' })).toMatchObject({ state: 'no-penalty' });
  });
});

import { describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../test/app.ts';
import { seedLead } from '../../test/leads.ts';

const officers = ['甲', '乙'];

async function withLead(t: TestApp) {
  const desk = await t.authority({ regionCode: '330110' });
  const plant = await t.party();
  const lead = await seedLead(t, plant, 'record-incomplete');
  const post = (path: string, body: unknown, key = desk.key) => t.request('POST', path, { key, body });
  const open = () => post('/v1/cases', { violationIds: [lead.id], officers });
  const leadState = async () => (await t.request('GET', `/v1/violations/${lead.id}`, { key: desk.key })).json.state;
  return { desk, plant, lead, post, open, leadState };
}

async function ordered(t: TestApp) {
  const made = await withLead(t);
  const { id } = (await made.open()).json;
  const order = await made.post(`/v1/cases/${id}/order`, { dueOn: '2026-12-01', text: '补录保质期' });
  expect(order.status, order.text).toBe(201);
  return { ...made, id: id as string };
}

describe('a case', () => {
  it('is opened for leads of one party and one offence with two officers, and shows the band that waits for an overdue order', async () => {
    const t = await testApp();
    const { open, lead, leadState, desk } = await withLead(t);
    const opened = await open();
    expect(opened.status, opened.text).toBe(201);
    expect(opened.json).toMatchObject({
      state: 'opened',
      offence: 'trace-record',
      officers: ['甲', '乙'],
      dueOn: null,
      overdue: false,
      fineBand: { minCents: 100_000, maxCents: 1_000_000, after: 'order-overdue' },
      violationIds: [lead.id],
    });
    expect(await leadState()).toBe('in-case');
    const chain = await t.store.read.selectFrom('entry').select(['kind', 'bytes']).where('chain', '=', `authority:${desk.id}`).execute();
    expect(chain.map((entry) => entry.kind)).toEqual(['case.opened']);
    expect(chain[0]?.bytes).not.toContain('甲');
  });

  it('takes no second officer of the same name, no leads of two parties or offences, none that are taken', async () => {
    const t = await testApp();
    const { desk, plant, lead, post, open } = await withLead(t);
    const stranger = await seedLead(t, await t.party(), 'record-incomplete');
    const display = await seedLead(t, plant, 'code-not-displayed');
    const reminder = await seedLead(t, plant, 'receipt-unconfirmed', { weight: 'reminder' });
    const same = await post('/v1/cases', { violationIds: [lead.id], officers: ['甲', ' 甲'] });
    expect(same.status).toBe(422);
    expect(same.json.errors[0].pointer).toBe('/officers/1');
    expect((await post('/v1/cases', { violationIds: [lead.id], officers: ['甲'] })).status).toBe(422);
    const mixed = await post('/v1/cases', { violationIds: [lead.id, stranger.id, display.id, reminder.id], officers });
    expect(mixed.status).toBe(422);
    expect(mixed.json.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/violationIds/1',
      '/violationIds/2',
      '/violationIds/3',
    ]);
    expect((await post('/v1/cases', { violationIds: [lead.id, 'nobody'], officers })).status).toBe(404);
    const opened = await open();
    const again = await open();
    expect(again.status).toBe(409);
    expect(again.json.code).toBe('out-of-order');
    expect(again.json.violations).toEqual([{ id: lead.id, state: 'in-case', caseId: opened.json.id }]);
    expect((await post(`/v1/violations/${lead.id}/dismissal`, { reason: '不属实' })).status).toBe(409);
    expect((await t.request('GET', '/v1/cases', { key: desk.key })).json.items).toHaveLength(1);
  });

  it('orders correction by today or later, never by a day that has passed', async () => {
    const t = await testApp();
    const { post, open } = await withLead(t);
    const { id } = (await open()).json;
    const past = await post(`/v1/cases/${id}/order`, { dueOn: '2026-11-04', text: '补录' });
    expect(past.status).toBe(422);
    expect(past.json.errors[0].pointer).toBe('/dueOn');
    const today = await post(`/v1/cases/${id}/order`, { dueOn: '2026-11-05', text: '补录' });
    expect(today.json).toMatchObject({ id, state: 'ordered', dueOn: '2026-11-05' });
  });

  it('lets one of two officers order at the same time; the other is told what happened', async () => {
    const t = await testApp();
    const { post, open, desk } = await withLead(t);
    const second = await t.request('POST', `/v1/authorities/${desk.id}/keys`, {
      key: await t.administrator('security'),
      body: { label: 'desk 2' },
    });
    const { id } = (await open()).json;
    const orders = await Promise.all([
      post(`/v1/cases/${id}/order`, { dueOn: '2026-12-01', text: '补录' }),
      post(`/v1/cases/${id}/order`, { dueOn: '2026-12-05', text: '补录规格' }, second.json.key),
    ]);
    expect(orders.map((answer) => answer.status).sort()).toEqual([201, 409]);
    const lost = orders.find((answer) => answer.status === 409);
    expect(lost?.json).toMatchObject({ code: 'out-of-order', state: 'ordered', lastStep: { kind: 'order', at: '2026-11-05T01:00:00Z' } });
    const steps = (await t.request('GET', `/v1/cases/${id}`, { key: desk.key })).json.steps;
    expect(steps.map((step: { kind: string }) => step.kind)).toEqual(['opening', 'order']);
  });

  it('closes when the correction is seen on the last day, and its leads are corrected', async () => {
    const t = await testApp();
    const { id, post, leadState } = await ordered(t);
    t.clock.set(Date.parse('2026-12-01T15:59:59Z'));
    const corrected = await post(`/v1/cases/${id}/correction`, { text: '已补录' });
    expect(corrected.json).toMatchObject({ state: 'closed', inTime: true, seenOn: '2026-12-01' });
    expect(await leadState()).toBe('corrected');
    const late = await post(`/v1/cases/${id}/closing`, { reason: '已改正' });
    expect(late.status).toBe(409);
  });

  it('stays open when the correction is seen a day late, for the notice that may follow', async () => {
    const t = await testApp();
    const { id, post, leadState, desk } = await ordered(t);
    t.clock.set(Date.parse('2026-12-01T16:00:00Z'));
    expect((await t.request('GET', `/v1/cases/${id}`, { key: desk.key })).json.overdue).toBe(true);
    const corrected = await post(`/v1/cases/${id}/correction`, { text: '已补录' });
    expect(corrected.json).toMatchObject({ state: 'corrected', inTime: false });
    expect(await leadState()).toBe('in-case');
    expect((await post(`/v1/cases/${id}/correction`, { text: '再次' })).status).toBe(409);
    expect((await post(`/v1/cases/${id}/closing`, { reason: '情节轻微，已改正' })).json.state).toBe('closed');
    expect(await leadState()).toBe('closed');
  });

  it('counts a correction by the day it was seen, which is neither to come nor before the order', async () => {
    const t = await testApp();
    const { id, post } = await ordered(t);
    t.clock.set(Date.parse('2026-12-02T02:00:00Z'));
    const seen = (seenOn: string) => post(`/v1/cases/${id}/correction`, { text: '已补录', seenOn });
    expect((await seen('2026-12-03')).json.errors[0].pointer).toBe('/seenOn');
    expect((await seen('2026-11-04')).json.errors[0].pointer).toBe('/seenOn');
    expect((await seen('2026-12-01')).json).toMatchObject({ state: 'closed', inTime: true });
  });

  it('refuses steps out of order and steps of another department or region', async () => {
    const t = await testApp();
    const { post, open } = await withLead(t);
    const farming = await t.authority({ department: 'agriculture', regionCode: '330110' });
    const xihu = await t.authority({ regionCode: '330106' });
    const city = await t.authority({ regionCode: '330100' });
    const { id } = (await open()).json;
    expect((await post(`/v1/cases/${id}/correction`, { text: '已补录' })).status).toBe(409);
    for (const key of [farming.key, xihu.key]) {
      expect((await t.request('GET', `/v1/cases/${id}`, { key })).status).toBe(404);
      expect((await post(`/v1/cases/${id}/order`, { dueOn: '2026-12-01', text: '补录' }, key)).status).toBe(404);
    }
    expect((await t.request('GET', `/v1/cases/${id}`, { key: city.key })).status).toBe(200);
    expect((await post(`/v1/cases/${id}/order`, { dueOn: '2026-12-01', text: '补录' }, city.key)).status).toBe(403);
  });

  it('is read by its party, with the order first among its to-dos, and by no other party', async () => {
    const t = await testApp();
    const { id, plant, lead } = await ordered(t);
    const rival = await t.party();
    const own = await t.request('GET', `/v1/cases/${id}`, { key: plant.key });
    expect(own.json).toMatchObject({ state: 'ordered', dueOn: '2026-12-01', officers: ['甲', '乙'] });
    expect(own.json.steps[1]).toMatchObject({ n: 2, kind: 'order', dueOn: '2026-12-01', text: '补录保质期' });
    expect(own.json.violations.map((one: { id: string }) => one.id)).toEqual([lead.id]);
    expect((await t.request('GET', `/v1/cases/${id}`, { key: rival.key })).status).toBe(404);
    expect((await t.request('GET', '/v1/cases', { key: rival.key })).json.items).toEqual([]);
    t.clock.advance(60_000);
    const newer = await seedLead(t, plant, 'code-not-displayed');
    const todos = await t.request('GET', '/v1/todos', { key: plant.key });
    expect(todos.json.items.map((item: { id: string; dueOn?: string }) => [item.id, item.dueOn ?? null])).toEqual([
      [lead.id, '2026-12-01'],
      [newer.id, null],
    ]);
  });

  it('is opened once under one idempotency key', async () => {
    const t = await testApp();
    const { desk, lead } = await withLead(t);
    const body = { violationIds: [lead.id], officers };
    const send = () => t.request('POST', '/v1/cases', { key: desk.key, body, headers: { 'Idempotency-Key': 'case-1' } });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.text).toBe(first.text);
  });
});

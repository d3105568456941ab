import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type TestApp, testApp } from '../../test/app.ts';
import { seedLead } from '../../test/leads.ts';
import { fineBandList, ruleList } from './schemas.ts';

async function get(path: string, locale: 'zh' | 'en' = 'zh', t?: TestApp) {
  const reply = await (t ?? (await testApp())).request('GET', path, { headers: { 'Accept-Language': locale } });
  expect(reply.status, reply.text).toBe(200);
  return reply.json as { items: Record<string, unknown>[] };
}

const ruleIn = async (t: TestApp, id: string) => (await get('/v1/rules', 'zh', t)).items.find((item) => item.id === id);

describe('GET /v1/rules', () => {
  it('is public and lists every rule in the shape it documents', async () => {
    const reply = await get('/v1/rules');
    expect(ruleList.parse(reply).items).toHaveLength(37);
    expect(reply.items.find((item) => item.id === 'code-not-displayed')).toMatchObject({
      departments: ['market'],
      offence: 'code-display',
      fineBand: { minCents: 50_000, maxCents: 200_000, after: 'order-overdue' },
      weights: ['todo', 'lead'],
      startsOn: '2024-01-01',
      mode: 'live',
      shadowUntil: null,
      counts: { fired: 0, open: 0, corrected: 0, dismissed: 0, decided: 0, shadow: 0 },
    });
  });

  it('says which rules are new and only counted, and until when', async () => {
    const t = await testApp();
    expect(await ruleIn(t, 'date-label-differs')).toMatchObject({ mode: 'shadow', modeSince: null, shadowUntil: '2026-12-22' });
    t.clock.set(Date.parse('2026-12-21T15:59:59.999Z'));
    expect(await ruleIn(t, 'date-label-differs')).toMatchObject({ mode: 'shadow' });
    t.clock.set(Date.parse('2026-12-21T16:00:00Z'));
    expect(await ruleIn(t, 'date-label-differs')).toMatchObject({ mode: 'live' });
  });

  it('never shows a lead among the weights of receipt-unconfirmed', async () => {
    const reply = await get('/v1/rules');
    expect(reply.items.find((item) => item.id === 'receipt-unconfirmed')?.weights).toEqual(['todo', 'reminder']);
  });

  it('speaks English when asked', async () => {
    const reply = await get('/v1/rules', 'en');
    expect(reply.items[0]?.title).toBe('Trace information not entered as required');
  });
});

const sauce = { name: '酱油', category: 'food', shelfLife: { value: 10, unit: 'day' } };
/** Printed two days after the computed date. */
const differing = { product: sauce, productionDate: '2026-11-01', expiresOn: '2026-11-13', quantity: { amount: '10', unit: '瓶' } };

describe('a rule in shadow', () => {
  it('stores and counts what it finds and shows it to nobody, until an administrator sets it live', async () => {
    const t = await testApp();
    const plant = await t.party();
    const found = (json: { findings: { rule: string }[] }) => json.findings.map((one) => one.rule).includes('date-label-differs');
    const made = await t.request('POST', '/v1/batches', { key: plant.key, body: differing });
    expect([made.status, found(made.json)]).toEqual([201, false]);
    const checked = await t.request('POST', '/v1/batches/check', { key: plant.key, body: differing });
    expect([checked.status, found(checked.json)]).toEqual([200, false]);
    expect((await t.request('GET', `/v1/batches/${made.json.id}`, { key: plant.key })).text).not.toContain('date-label-differs');
    expect(await ruleIn(t, 'date-label-differs')).toMatchObject({ counts: { fired: 1, open: 0, shadow: 1 } });

    t.clock.set(t.clock.now() + 1);
    const body = { mode: 'live', reason: '试运行无误报' };
    const set = await t.request('POST', '/v1/rules/date-label-differs/mode', { key: ADMIN_KEY, body });
    expect([set.status, set.json]).toEqual([
      201,
      { rule: 'date-label-differs', mode: 'live', since: '2026-11-05T01:00:00.001Z', reason: '试运行无误报' },
    ]);
    expect(await ruleIn(t, 'date-label-differs')).toMatchObject({ mode: 'live', modeReason: '试运行无误报' });
    const revision = { reason: '更正规格', product: { ...sauce, specification: '500ml' } };
    const revised = await t.request('PATCH', `/v1/batches/${made.json.id}`, {
      key: plant.key,
      body: revision,
      headers: { 'If-Match': '"1"' },
    });
    expect([revised.status, found(revised.json)]).toEqual([200, true]);
    expect(await ruleIn(t, 'date-label-differs')).toMatchObject({ counts: { fired: 2, open: 1, shadow: 1 } });
  });

  it('is set by an administrator alone, with a reason, once at an instant', async () => {
    const t = await testApp();
    const office = await t.authority();
    const set = (key: string, body: unknown) => t.request('POST', '/v1/rules/past-shelf-life/mode', { key, body });
    expect((await set(office.key, { mode: 'shadow', reason: '误报' })).status).toBe(403);
    expect((await set(ADMIN_KEY, { mode: 'shadow' })).json.errors[0].pointer).toBe('/reason');
    expect((await set(ADMIN_KEY, { mode: 'shadow', reason: '误报' })).status).toBe(201);
    expect((await set(ADMIN_KEY, { mode: 'live', reason: '误报已修正' })).status).toBe(409);
    expect((await t.request('POST', '/v1/rules/no-rule/mode', { key: ADMIN_KEY, body: { mode: 'live', reason: 'x' } })).status).toBe(422);
  });

  it('takes the place of a rule with more than 30 of its last 100 leads dismissed, and says so', async () => {
    const t = await testApp();
    const office = await t.authority();
    const plant = await t.party();
    const leads = [];
    for (let n = 0; n < 31; n++) leads.push(await seedLead(t, plant, 'past-shelf-life'));
    await t.follower.catchUp();
    const dismiss = (id: string) =>
      t.request('POST', `/v1/violations/${id}/dismissal`, { key: office.key, body: { reason: '日期录入有误' } });
    for (const lead of leads.slice(0, 30)) expect((await dismiss(lead.id)).status).toBe(201);
    await t.follower.catchUp();
    expect(await ruleIn(t, 'past-shelf-life')).toMatchObject({ mode: 'live', counts: { fired: 31, dismissed: 30, open: 1 } });
    await dismiss(leads[30]?.id ?? '');
    await t.follower.catchUp();
    expect(await ruleIn(t, 'past-shelf-life')).toMatchObject({
      mode: 'shadow',
      modeReason: '最近 100 条线索中有 31 条被排除，超过 30 条，转为试运行',
    });
  });
});

describe('POST /v1/rules/replay', () => {
  const ask = (t: TestApp, body: unknown, key = ADMIN_KEY) => t.request('POST', '/v1/rules/replay', { key, body });

  it('answers what the rules would have found in a period, shadow or not, and stores nothing', async () => {
    const t = await testApp();
    const plant = await t.party();
    await t.request('POST', '/v1/batches', { key: plant.key, body: differing });
    const before = await t.store.read.selectFrom('finding').selectAll().execute();
    const reply = await ask(t, { rule: 'date-label-differs', from: '2026-11-05', to: '2026-11-05' });
    expect(reply.json).toMatchObject({
      stored: false,
      judged: { batches: 1, shipments: 0 },
      counts: [{ rule: 'date-label-differs', version: 1, findings: 1, todos: 1, leads: 0 }],
      findings: [{ rule: 'date-label-differs', weight: 'todo' }],
    });
    expect((await ask(t, { from: '2026-11-04', to: '2026-11-04' })).json).toMatchObject({ judged: { batches: 0 }, counts: [] });
    expect(await t.store.read.selectFrom('finding').selectAll().execute()).toEqual(before);
  });

  it('is held to the authority’s own region', async () => {
    const t = await testApp();
    const office = await t.authority({ regionCode: '330200' });
    const plant = await t.party();
    await t.request('POST', '/v1/batches', { key: plant.key, body: differing });
    const day = { rule: 'date-label-differs', from: '2026-11-05', to: '2026-11-05' };
    expect((await ask(t, day, office.key)).json.counts).toEqual([]);
    expect((await ask(t, { ...day, region: '3301' }, office.key)).json.errors[0].pointer).toBe('/region');
    expect((await ask(t, { ...day, region: '3301' })).json.counts).toMatchObject([{ findings: 1 }]);
    expect((await ask(t, day, plant.key)).status).toBe(403);
  });

  it('refuses more than a year, a day to come and a version that does not run, each by its place', async () => {
    const t = await testApp();
    const wrong = async (body: unknown) => {
      const reply = await ask(t, body);
      return [reply.status, ...reply.json.errors.map((error: { pointer: string }) => error.pointer)];
    };
    expect(await wrong({ from: '2016-11-05', to: '2026-11-05' })).toEqual([422, '/to']);
    expect((await ask(t, { from: '2025-11-05', to: '2026-11-05' })).status).toBe(200);
    expect(await wrong({ from: '2025-11-04', to: '2026-11-05' })).toEqual([422, '/to']);
    expect(await wrong({ from: '2026-11-02', to: '2026-11-01', asOf: '2026-11-06' })).toEqual([422, '/to', '/asOf']);
    expect(await wrong({ rule: 'past-shelf-life', version: 2, from: '2026-11-01', to: '2026-11-01' })).toEqual([422, '/version']);
    expect(await wrong({ version: 1, from: '2026-11-01', to: '2026-11-01' })).toEqual([422, '/rule']);
  });
});

describe('GET /v1/fine-bands', () => {
  it('lists the bands of the day in the shape it documents', async () => {
    const reply = await get('/v1/fine-bands');
    expect(fineBandList.parse(reply).items.length).toBeGreaterThan(5);
    expect(reply.items.find((item) => item.offence === 'trace-record')).toMatchObject({
      departments: ['market', 'agriculture', 'forestry'],
      minCents: 100_000,
      maxCents: 1_000_000,
      after: 'order-overdue',
      citation: { article: null },
    });
  });

  it('has no band of the regulation on 2023-12-31 and has it on 2024-01-01', async () => {
    const offences = async (asOf: string) => (await get(`/v1/fine-bands?asOf=${asOf}`)).items.map((item) => item.offence);
    expect(await offences('2023-12-31')).not.toContain('trace-record');
    expect(await offences('2024-01-01')).toContain('trace-record');
  });
});

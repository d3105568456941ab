import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, testApp, type World } from '../../test/app.ts';
import { custodyWorld } from '../../test/custody-world.ts';

const KEY = 'zhejiang-traceability/confirmation-deadline';
const setting = (change: Record<string, unknown> = {}) => ({
  key: KEY,
  from: '2026-12-01',
  value: 24,
  source: '示例公告（2026年）',
  publishedOn: '2026-11-01',
  reason: '主管部门公布了确认时限',
  ...change,
});
const post = (t: World, path: string, body: unknown, key: string = ADMIN_KEY) => t.request('POST', path, { key, body });
const pointers = (answer: { json: { errors: { pointer: string }[] } }) => answer.json.errors.map((error) => error.pointer).sort();
const entriesOf = (t: World, kind: string) =>
  t.store.read.selectFrom('entry').select(['chain', 'subject', 'bytes']).where('kind', '=', kind).execute();

describe('a setting of a value of the law', () => {
  it('is entered once, with its source and reason, in the chain of the service, and read by everybody known', async () => {
    const t = await testApp();
    const made = await post(t, '/v1/settings', setting());
    expect(made.status, made.text).toBe(201);
    expect(made.json).toMatchObject(setting());
    const [entry, ...more] = await entriesOf(t, 'law.set');
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ chain: 'system', subject: `law/${KEY}` });
    expect(JSON.parse(entry?.bytes ?? '').payload).toMatchObject({
      key: KEY,
      value: '24',
      source: '示例公告（2026年）',
      publishedOn: '2026-11-01',
    });
    const party = await t.party();
    for (const key of [party.key, (await t.authority()).key, ADMIN_KEY]) {
      const list = await t.request('GET', '/v1/settings', { key });
      expect(list.json.items.map((one: { id: string }) => one.id)).toEqual([made.json.id]);
    }
    expect((await t.request('GET', '/v1/settings?key=none', { key: ADMIN_KEY })).json.items).toEqual([]);
  });

  it('is never overwritten: the same day again is refused, also when two administrators are at it at once; another day is not', async () => {
    const t = await testApp();
    const both = await Promise.all([post(t, '/v1/settings', setting()), post(t, '/v1/settings', setting({ value: 48 }))]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    const again = await post(t, '/v1/settings', setting({ value: 72 }));
    expect(again.status).toBe(409);
    expect(again.json.code).toBe('conflict');
    expect((await post(t, '/v1/settings', setting({ from: '2027-01-01', value: 72 }))).status).toBe(201);
    expect(await entriesOf(t, 'law.set')).toHaveLength(2);
  });

  it('is refused without a source or reason, with a key that is none and with a value that is none of its unit', async () => {
    const t = await testApp();
    const refused = await post(t, '/v1/settings', { key: KEY, from: '2026-12-01', value: 24 });
    expect(refused.status).toBe(422);
    expect(pointers(refused)).toEqual(['/reason', '/source']);
    expect(pointers(await post(t, '/v1/settings', setting({ source: '  ' })))).toEqual(['/source']);
    expect(pointers(await post(t, '/v1/settings', setting({ key: 'zhejiang-traceability/none' })))).toEqual(['/key']);
    expect(pointers(await post(t, '/v1/settings', setting({ value: -1 })))).toEqual(['/value']);
    expect(pointers(await post(t, '/v1/settings', setting({ value: '二十四' })))).toEqual(['/value']);
    expect(pointers(await post(t, '/v1/settings', setting({ from: '2026-13-01' })))).toEqual(['/from']);
    expect(await entriesOf(t, 'law.set')).toEqual([]);
  });

  it('may begin on a day that has passed only where its source was published by then', async () => {
    const t = await testApp();
    const early = (change: Record<string, unknown>) => post(t, '/v1/settings', setting({ from: '2026-11-04', ...change }));
    expect(pointers(await early({ publishedOn: undefined }))).toEqual(['/from']);
    expect(pointers(await early({ publishedOn: '2026-11-05' }))).toEqual(['/from']);
    expect(pointers(await early({ publishedOn: '2026-11-06' }))).toEqual(['/publishedOn']);
    expect((await early({ publishedOn: '2026-11-04' })).status).toBe(201);
    expect((await post(t, '/v1/settings', setting({ from: '2026-11-05', publishedOn: undefined }))).status).toBe(201);
  });

  it('may give the source alone', async () => {
    const t = await testApp();
    const { value: _, ...source } = setting();
    const made = await post(t, '/v1/settings', source);
    expect(made.status, made.text).toBe(201);
    expect(made.json.value).toBeNull();
  });

  it('is the administrator’s to enter', async () => {
    const t = await testApp();
    const [party, desk] = [await t.party(), await t.authority()];
    for (const path of ['/v1/settings', '/v1/directory', '/v1/interruptions'])
      for (const { key } of [party, desk]) expect((await post(t, path, {}, key)).status).toBe(403);
  });
});

describe('a row of a directory', () => {
  const row = (change: Record<string, unknown> = {}) => ({
    kind: 'variety',
    value: '示例蜜饯',
    from: '2024-02-03',
    source: '示例目录第四行',
    reason: '目录公布',
    ...change,
  });

  it('binds what it names from its first day, which may have passed', async () => {
    const w = await custodyWorld();
    /** Rules that find something on a sale of bayberries without a specification, with their weight. */
    const found = async (batchNumber: string) => {
      const traceCode = await w.batch({ batchNumber }, { name: '示例蜜饯', directoryItem: '示例蜜饯', specification: undefined });
      await w.ship([{ traceCode, quantity: { amount: '24', unit: '袋' } }]);
      const { json } = await w.get('/v1/todos', w.producer.key);
      return json.items
        .filter((one: { subject: { id: string } }) => one.subject.id === traceCode)
        .map((one: { rule: string; weight: string }) => `${one.rule} ${one.weight}`)
        .sort();
    };
    expect(await found('A')).toEqual(['record-incomplete todo']);
    expect((await post(w, '/v1/directory', row())).status).toBe(201);
    expect(await found('B')).toEqual(['record-incomplete lead', 'record-incomplete todo']);
    expect((await entriesOf(w, 'directory.set'))[0]).toMatchObject({ chain: 'system' });
  });

  it('may say that the directory of subjects does not name a kind of party: its sale is no lead any more', async () => {
    const w = await custodyWorld();
    const leads = async (batchNumber: string) => {
      const traceCode = await w.batch({ batchNumber }, { directoryItem: '猪肉', specification: undefined });
      await w.ship([{ traceCode, quantity: { amount: '24', unit: '袋' } }]);
      const { json } = await w.get('/v1/todos', w.producer.key);
      const onBatch = json.items.filter((one: { subject: { id: string } }) => one.subject.id === traceCode);
      return onBatch.filter((one: { weight: string }) => one.weight === 'lead').map((one: { rule: string }) => one.rule);
    };
    expect(await leads('A')).toEqual(['record-incomplete']);
    expect((await post(w, '/v1/directory', row({ kind: 'subject', value: 'entry/producer/not-bound' }))).status).toBe(201);
    expect(await leads('B')).toEqual([]);
  });

  it('is ended from a day on with its source and reason, once, and may be entered anew from then on', async () => {
    const w = await custodyWorld();
    const variety = await post(w, '/v1/directory', row());
    const found = async (batchNumber: string) => {
      const traceCode = await w.batch({ batchNumber }, { name: '示例蜜饯', directoryItem: '示例蜜饯', specification: undefined });
      await w.ship([{ traceCode, quantity: { amount: '24', unit: '袋' } }]);
      const { json } = await w.get('/v1/todos', w.producer.key);
      const own = json.items.filter((one: { subject: { id: string } }) => one.subject.id === traceCode);
      return own.map((one: { weight: string }) => one.weight).sort();
    };
    expect(await found('A')).toEqual(['lead', 'todo']);
    const path = `/v1/directory/${variety.json.id}/end`;
    const end = { from: '2026-11-05', source: '新目录', reason: '不再列入' };
    expect((await post(w, path, end, w.producer.key)).status).toBe(403);
    expect((await post(w, '/v1/directory/nobody/end', end)).status).toBe(404);
    expect(pointers(await post(w, path, { ...end, from: '2024-02-02' }))).toEqual(['/from']);
    expect(pointers(await post(w, path, { ...end, source: '' }))).toEqual(['/source']);
    const both = await Promise.all([post(w, path, end), post(w, path, end)]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    const made = both.find((one) => one.status === 201);
    expect(made?.json).toMatchObject({
      id: variety.json.id,
      from: '2024-02-03',
      until: null,
      ended: { from: '2026-11-05', source: '新目录' },
    });
    expect(await found('B')).toEqual(['todo']);
    const entries = await entriesOf(w, 'directory.ended');
    expect(entries).toMatchObject([{ chain: 'system' }]);
    const list = (await w.get('/v1/directory', ADMIN_KEY)).json.items;
    expect(list).toMatchObject([{ id: variety.json.id, kind: 'variety', ended: { reason: '不再列入' } }]);
    expect((await post(w, '/v1/directory', row({ from: '2026-11-04' }))).status).toBe(409);
    expect((await post(w, '/v1/directory', row({ from: '2026-11-05', source: '再次公布' }))).status).toBe(201);
    expect(await found('C')).toEqual(['lead', 'todo']);
    await w.follower.catchUp();
  });

  it('has what was recorded before judged again when it is ended', async () => {
    const w = await custodyWorld();
    const variety = await post(w, '/v1/directory', row());
    const traceCode = await w.batch({}, { name: '示例蜜饯', directoryItem: '示例蜜饯', specification: undefined });
    await w.ship([{ traceCode, quantity: { amount: '24', unit: '袋' } }]);
    await post(w, `/v1/directory/${variety.json.id}/end`, { from: '2024-02-03', source: '勘误', reason: '录错' });
    await w.follower.catchUp();
    const due = await w.store.read.selectFrom('due').select('subjectType').where('rule', '=', 'rejudge').execute();
    expect(due.map((one) => one.subjectType).sort()).toEqual(['batch', 'disposition', 'shipment']);
  });

  it('is not entered twice for a day, nor with a subject nobody is, nor ending before it begins', async () => {
    const t = await testApp();
    expect((await post(t, '/v1/directory', row({ until: '2026-12-31' }))).status).toBe(201);
    expect((await post(t, '/v1/directory', row({ from: '2026-12-31' }))).status).toBe(409);
    expect((await post(t, '/v1/directory', row({ from: '2027-01-01' }))).status).toBe(201);
    expect(pointers(await post(t, '/v1/directory', row({ kind: 'subject', value: '超市' })))).toEqual(['/value']);
    expect(pointers(await post(t, '/v1/directory', row({ until: '2024-02-02' })))).toEqual(['/until']);
    const subject = await post(t, '/v1/directory', row({ kind: 'subject', value: 'confirm/retailer' }));
    expect(subject.json.subject).toEqual({ duty: 'confirm', kind: 'retailer', bound: true });
    const excluded = await post(t, '/v1/directory', row({ kind: 'subject', value: 'entry/farmer/not-bound' }));
    expect(excluded.json.subject).toEqual({ duty: 'entry', kind: 'farmer', bound: false });
    const list = await t.request('GET', '/v1/directory?kind=subject', { key: ADMIN_KEY });
    expect(list.json.items.map((one: { value: string }) => one.value).sort()).toEqual(['confirm/retailer', 'entry/farmer/not-bound']);
  });
});

describe('an interruption', () => {
  const times = (from: string, to: string) => ({
    from: `2026-11-04T${from}:00+08:00`,
    to: `2026-11-04T${to}:00+08:00`,
    reason: '机房停电',
  });

  it('is entered once it is over and never twice for the same moment', async () => {
    const t = await testApp();
    const made = await post(t, '/v1/interruptions', times('10:00', '11:00'));
    expect(made.status, made.text).toBe(201);
    expect(made.json).toMatchObject({ from: '2026-11-04T02:00:00Z', to: '2026-11-04T03:00:00Z', reason: '机房停电' });
    expect((await post(t, '/v1/interruptions', times('10:30', '12:00'))).status).toBe(409);
    const both = await Promise.all([
      post(t, '/v1/interruptions', times('11:00', '12:00')),
      post(t, '/v1/interruptions', times('11:30', '12:30')),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(pointers(await post(t, '/v1/interruptions', times('13:00', '13:00')))).toEqual(['/from']);
    const future = { from: '2026-11-05T08:00:00+08:00', to: '2026-11-05T09:00:01+08:00', reason: '停电' };
    expect(pointers(await post(t, '/v1/interruptions', future))).toEqual(['/to']);
    const list = await t.request('GET', '/v1/interruptions', { key: (await t.party()).key });
    expect(list.json.items).toHaveLength(2);
    expect(await entriesOf(t, 'interruption.recorded')).toHaveLength(2);
  });
});

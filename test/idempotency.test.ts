import { describe, expect, it } from 'vitest';
import { type Answer, testApp, type World } from './app.ts';
import { batchBody, custodyWorld } from './custody-world.ts';

const under = (key: string, more: Record<string, string> = {}) => ({ 'Idempotency-Key': key, ...more });
const record = (t: World, key: string, idempotencyKey: string, batchNumber = 'A', more: Record<string, string> = {}) =>
  t.request('POST', '/v1/batches', { key, body: batchBody({ batchNumber }), headers: under(idempotencyKey, more) });
const kept = (t: World) => t.store.read.selectFrom('idempotency').selectAll().execute();
const batches = async (t: World) => (await t.store.read.selectFrom('batch').select('traceCode').execute()).map((row) => row.traceCode);

function isReplayOf(again: Answer, first: Answer): void {
  expect(again.status).toBe(first.status);
  expect(again.text).toBe(first.text);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  for (const name of ['content-type', 'location', 'etag']) expect(again.headers.get(name), name).toBe(first.headers.get(name));
}

describe('a request repeated under its idempotency key', () => {
  it('is answered byte for byte as the first time and recorded once, whatever time it is', async () => {
    const w = await custodyWorld();
    const first = await record(w, w.producer.key, 'k1');
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(first.headers.get('location')).toBe(`/v1/batches/${first.json.traceCode}`);
    w.clock.advance(3_600_000);
    isReplayOf(await record(w, w.producer.key, 'k1'), first);
    expect(await batches(w)).toHaveLength(1);
  });

  it('is refused when its body, its address or its query is another', async () => {
    const w = await custodyWorld();
    await record(w, w.producer.key, 'k1');
    const others = [
      await record(w, w.producer.key, 'k1', 'B'),
      await w.request('POST', '/v1/batches?mode=each', {
        key: w.producer.key,
        body: batchBody({ batchNumber: 'A' }),
        headers: under('k1'),
      }),
      await w.request('POST', '/v1/codes/reserve', { key: w.producer.key, body: { count: 1, roll: '卷-07' }, headers: under('k1') }),
    ];
    expect(others.map((answer) => [answer.status, answer.json.code])).toEqual(others.map(() => [422, 'key-reused']));
    expect(await batches(w)).toHaveLength(1);
  });

  it('by callers without a key is a repeat only when it is the same request: strangers do not meet on a key', async () => {
    const t = await testApp();
    const register = (name: string) =>
      t.request('POST', '/v1/parties', { body: { name, kinds: ['farmer'], regionCode: '330110' }, headers: under('k1') });
    const first = await register('张三');
    const other = await register('李四');
    expect([first.status, other.status]).toEqual([201, 201]);
    expect(other.json.id).not.toBe(first.json.id);
    isReplayOf(await register('张三'), first);
  });

  it('at the same moment is recorded once, and both are answered alike', async () => {
    const w = await custodyWorld();
    const answers = await Promise.all(Array.from({ length: 8 }, () => record(w, w.producer.key, 'k1')));
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers.get('idempotent-replayed') === 'true')).toHaveLength(7);
    expect(await batches(w)).toHaveLength(1);
  });

  it('at the same moment with another body is refused for one of the two', async () => {
    const w = await custodyWorld();
    const answers = await Promise.all([record(w, w.producer.key, 'k1', 'A'), record(w, w.producer.key, 'k1', 'B')]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 422]);
    expect(await batches(w)).toHaveLength(1);
  });

  it('is read anew when it was refused before: a refusal is not kept', async () => {
    const w = await custodyWorld();
    const tomorrow = () =>
      w.post('/v1/batches', w.producer.key, batchBody({ productionDate: '2026-11-06', certificates: [] }), { headers: under('k1') });
    expect((await tomorrow()).status).toBe(422);
    expect(await kept(w)).toEqual([]);
    w.clock.advance(86_400_000);
    const made = await tomorrow();
    expect(made.status, made.text).toBe(201);
    expect(made.headers.get('idempotent-replayed')).toBeNull();
  });
});

describe('an idempotency key', () => {
  it('is its caller’s own: another party may use the same one', async () => {
    const w = await custodyWorld();
    const other = await w.party();
    const [first, second] = [await record(w, w.producer.key, 'k1'), await record(w, other.key, 'k1', 'B')];
    expect([first.status, second.status]).toEqual([201, 201]);
    isReplayOf(await record(w, other.key, 'k1', 'B'), second);
  });

  it('counts for each party apart that a delegate acts for', async () => {
    const w = await custodyWorld();
    const [head, one, two] = [await w.party(), await w.party(), await w.party()];
    for (const shop of [one, two])
      await w.post(`/v1/parties/${shop.id}/delegations`, shop.key, { to: head.id, rights: ['batches'], until: '2027-12-31' });
    const answers = [
      await record(w, head.key, 'k1', 'A', { 'X-Acting-For': one.id }),
      await record(w, head.key, 'k1', 'A', { 'X-Acting-For': two.id }),
      await record(w, head.key, 'k1', 'A'),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(answers.map((answer) => answer.json.ledger.chain)).toEqual([`party:${one.id}`, `party:${two.id}`, `party:${head.id}`]);
    isReplayOf(await record(w, head.key, 'k1', 'A', { 'X-Acting-For': `uscc:${one.uscc}` }), answers[0] as Answer);
  });

  it('has 1 to 255 characters', async () => {
    const w = await custodyWorld();
    expect((await record(w, w.producer.key, 'k'.repeat(255))).status).toBe(201);
    for (const key of ['', 'k'.repeat(256)]) {
      const answer = await record(w, w.producer.key, key);
      expect(answer.status).toBe(422);
      expect(answer.json.errors).toMatchObject([{ pointer: '/headers/Idempotency-Key', found: String(key.length) }]);
    }
  });
});

describe('a request of several writes', () => {
  it('is refused as a whole under the key of another body: its further items are not recorded', async () => {
    const w = await custodyWorld();
    const market = await w.party({ name: '示例农贸市场', kinds: ['marketOperator'] });
    const sites = [{ name: '一号摊', kind: 'stall', regionCode: '330110', stallNumber: 'A-1' }];
    const stall = await w.party({ name: '示例蔬菜摊店', kinds: ['retailer'], sites });
    await w.post(`/v1/parties/${stall.id}/delegations`, stall.key, { to: market.id, rights: ['custody', 'displays'] });
    const came = (name: string) => ({
      stall: 'A-1',
      from: { name: '示例批发行有限公司', address: '示例路 1 号' },
      lines: [{ product: { name, category: 'agricultural' }, productionDate: '2026-11-05', quantity: { amount: '60', unit: '千克' } }],
    });
    const enter = (...names: string[]) => w.post('/v1/gate-entries', market.key, { entries: names.map(came) }, { headers: under('k1') });
    const first = await enter('番茄');
    expect(first.json.results, first.text).toMatchObject([{ status: 201 }]);
    const other = await enter('番茄', '黄瓜');
    expect([other.status, other.json.code]).toEqual([422, 'key-reused']);
    expect(await batches(w)).toHaveLength(1);
    expect((await enter('番茄')).json.results).toEqual(first.json.results);
    expect(await batches(w)).toHaveLength(1);
  });
});

describe('a key that was made under an idempotency key', () => {
  it('is not shown again and stands nowhere in the database', async () => {
    const t = await testApp();
    const party = await t.party();
    const key = await t.administrator('security');
    const make = () => t.request('POST', `/v1/parties/${party.id}/keys`, { key, body: { label: 'ERP' }, headers: under('k1') });
    const made = await make();
    expect(made.status).toBe(201);
    const again = await make();
    expect([again.status, again.json.code]).toEqual([409, 'key-already-shown']);
    expect(again.text).not.toContain(made.json.key);
    const [row] = await kept(t);
    expect(row).toMatchObject({ key: 'k1', status: 201, body: null });
    const tables = await Promise.all([
      kept(t),
      t.store.read.selectFrom('entry').selectAll().execute(),
      t.store.read.selectFrom('api_key').selectAll().execute(),
    ]);
    expect(JSON.stringify(tables)).not.toContain(made.json.key);
    expect((await t.request('GET', '/v1/batches', { key: made.json.key })).status).toBe(200);
  });
});

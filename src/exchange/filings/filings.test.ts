import { describe, expect, it } from 'vitest';
import { ADMIN_KEY } from '../../../test/app.ts';
import { bags, type CustodyWorld, custodyWorld } from '../../../test/custody-world.ts';
import { answer, halfTheTime, type Message, platform, URL_OUT } from '../../../test/filing-platform.ts';
import type { Store } from '../../store/store.ts';
import type { Send } from '../send.ts';
import { fileDue } from './sending.ts';

const DAY = 24 * 60 * 60_000;
const KEY = `whsec_${Buffer.from('0123456789abcdef01234567').toString('base64')}`;

const target = (w: CustodyWorld, key: string, fields: Record<string, unknown> = {}) =>
  w.post('/v1/filing-targets', key, { name: '示例追溯平台', adapter: 'signed-json', url: URL_OUT, key: KEY, ...fields });

const filings = async (w: CustodyWorld, key: string, query = '') => (await w.get(`/v1/filings?limit=200${query}`, key)).json.items;

/** One of each kind of record by the producer and the shop. */
async function records(w: CustodyWorld, batches = 1): Promise<void> {
  for (let i = 0; i < batches; i++) {
    const code = await w.batch({ batchNumber: `2026110${i}` });
    const { id } = await w.ship([{ traceCode: code, quantity: bags('10') }]);
    await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' });
    await w.post('/v1/dispositions', w.shop.key, { kind: 'sold', lines: [{ traceCode: code, quantity: bags('2') }] });
    const made = await w.post('/v1/transformations', w.producer.key, {
      kind: 'repack',
      inputs: [{ traceCode: code, quantity: bags('5') }],
      outputs: [{ product: { name: '礼盒', category: 'food' }, quantity: bags('5') }],
    });
    expect(made.status, made.text).toBe(201);
    for (const drill of [true, false])
      await w.post('/v1/recalls', w.producer.key, { level: 3, reason: '标签更正', traceCodes: [code], drill });
  }
  await w.follower.catchUp();
}

/** A store that fails now and then, as if the process had ended there. */
const failing = (store: Store, every: number): Store => {
  let n = 0;
  return new Proxy(store, {
    get: (of, name) =>
      name === 'commit'
        ? (commit: Parameters<Store['commit']>[0]) => (++n % every === 0 ? Promise.reject(new Error('ended')) : of.commit(commit))
        : Reflect.get(of, name),
  });
};

describe('the filing outbox', () => {
  it('brings every record once and in order to a platform that fails half the time, over crashes of our own', {
    timeout: 60_000,
  }, async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    const { send, records: kept, heard } = await platform(KEY, halfTheTime(seed));
    const w = await custodyWorld();
    const seen = `seed ${seed}`;
    expect((await target(w, ADMIN_KEY)).status, seen).toBe(201);
    await records(w, 4);
    const deps = { ...w.deps, send };
    const crashing = { ...deps, store: failing(w.deps.store, 9) };
    for (let round = 0; round < 80; round++) {
      await fileDue(round % 3 === 2 ? crashing : deps).catch(() => {});
      w.clock.advance(DAY + 1);
    }
    const listed = await filings(w, ADMIN_KEY);
    const by = (state: string) => listed.filter((one: { state: string }) => one.state === state).length;
    expect([by('queued'), by('refused'), by('failed')], seen).toEqual([0, 0, 0]);
    const arrived = kept();
    const expected = await w.store.read
      .selectFrom('entry')
      .select(['chain', 'seq', 'kind'])
      .where('kind', 'in', [
        'batch.recorded',
        'shipment.recorded',
        'shipment.received',
        'disposition.recorded',
        'transformation.recorded',
        'recall.opened',
      ])
      .orderBy('chain')
      .orderBy('seq')
      .execute();
    const drills = 4;
    expect(arrived.length, seen).toBe(expected.length - drills);
    expect(new Set(arrived.map(({ chain, seq }) => `${chain}/${seq}`)).size, seen).toBe(arrived.length);
    for (const [chain, own] of Map.groupBy(arrived, (one) => one.chain)) {
      const seqs = own.map((one) => one.seq);
      expect(seqs, `${seen} ${chain}`).toEqual(seqs.toSorted((a, b) => a - b));
    }
    expect(Object.fromEntries([...Map.groupBy(arrived, (one) => one.record)].map(([kind, own]) => [kind, own.length])), seen).toEqual({
      batch: 8,
      shipment: 4,
      receipt: 4,
      disposition: 4,
      transformation: 4,
      recall: 4,
    });
    expect(heard.length, seen).toBeGreaterThan(arrived.length);
  });

  it('shows why a record was refused, goes on with the next one, and sends again under the same id', async () => {
    let isStrict = true;
    const { send, kept, heard } = await platform(KEY, (message, response, keep) => {
      if (isStrict && message.record === 'batch') return answer(response, 422, { reason: '缺少\n规格', id: 'W-9' });
      keep();
      answer(response, 200, { remoteId: 'R-1' });
    });
    const w = await custodyWorld();
    const made = await target(w, w.producer.key, { kinds: ['batch', 'shipment'] });
    expect(made.json).toMatchObject({ adapter: 'signed-json', kinds: ['batch', 'shipment'], scope: 'own' });
    expect(made.json.key).toBeUndefined();
    await records(w);
    const deps = { ...w.deps, send };
    expect(await fileDue(deps)).toBe(3);
    expect((await filings(w, w.producer.key)).map((one: Message & { state: string }) => [one.type, one.state])).toEqual(
      expect.arrayContaining([
        ['shipment.recorded', 'accepted'],
        ['batch.recorded', 'refused'],
      ]),
    );
    const refused = await filings(w, w.producer.key, '&state=refused');
    expect(refused[0]).toMatchObject({ reason: '缺少 规格', remoteId: 'W-9', attempts: 1, nextAt: null });
    expect(await fileDue(deps)).toBe(0);
    isStrict = false;
    const again = await w.post(`/v1/filings/${refused[0].id}/resend`, w.producer.key, undefined);
    expect(again.json).toMatchObject({ state: 'queued', attempts: 0, reason: '缺少 规格' });
    expect(await fileDue(deps)).toBe(1);
    expect(await filings(w, w.producer.key, '&state=accepted')).toHaveLength(2);
    expect(kept.get(refused[0].id)?.party).toEqual({ id: w.producer.id, uscc: w.producer.uscc, name: '示例肉联厂' });
    expect(heard.filter((id) => id === refused[0].id)).toHaveLength(2);
  });

  it('holds a chain back while its first record gets no answer, and gives up after ten tries with the reason', async () => {
    const w = await custodyWorld();
    await target(w, w.producer.key, { kinds: ['batch'] });
    await w.batch();
    await w.batch({ batchNumber: 'B2' });
    await w.follower.catchUp();
    const deps = { ...w.deps, send: (async () => ({ status: 401, body: '{"error":"unknown key"}' })) satisfies Send };
    for (let tries = 1; tries <= 9; tries++) {
      expect(await fileDue(deps)).toBe(1);
      w.clock.advance(DAY);
    }
    expect(await fileDue(deps)).toBe(2);
    const [second, first] = (await filings(w, w.producer.key)).sort((a: Message, b: Message) => b.seq - a.seq);
    expect(first).toMatchObject({ state: 'failed', attempts: 10, reason: 'HTTP 401: unknown key', nextAt: null });
    expect(second).toMatchObject({ state: 'queued', attempts: 1 });
  });

  it('files what was recorded since its creation, of its owner alone, and nothing any more once it was ended', async () => {
    const w = await custodyWorld();
    await w.batch({ batchNumber: 'EARLIER' });
    w.clock.advance(1);
    const { json } = await target(w, w.producer.key);
    await w.batch({ batchNumber: 'LATER' });
    await w.batch({ batchNumber: 'SHOP' }, {}, w.shop);
    await w.follower.catchUp();
    expect((await filings(w, w.producer.key)).map((one: Message) => one.type)).toEqual(['batch.recorded']);
    expect(await filings(w, w.shop.key)).toEqual([]);
    const [own] = await filings(w, w.producer.key);
    expect((await w.post(`/v1/filings/${own.id}/resend`, w.shop.key, undefined)).status).toBe(404);
    expect((await w.request('DELETE', `/v1/filing-targets/${json.id}`, { key: w.shop.key })).status).toBe(404);
    expect((await w.request('DELETE', `/v1/filing-targets/${json.id}`, { key: w.producer.key })).status).toBe(200);
    const deps = { ...w.deps, send: (async () => ({ status: 200 })) satisfies Send };
    expect(await fileDue(deps)).toBe(0);
    expect((await w.post(`/v1/filings/${own.id}/resend`, w.producer.key, undefined)).status).toBe(409);
  });

  it('of an administrator takes in what other chains recorded while the follower had passed them already', async () => {
    const w = await custodyWorld();
    await target(w, ADMIN_KEY, { kinds: ['batch'] });
    await w.batch();
    // Another process, that read the targets before this one was there, has passed the producer's chain.
    const { seq = 0 } =
      (await w.store.read.selectFrom('chain').select('seq').where('chain', '=', `party:${w.producer.id}`).executeTakeFirst()) ?? {};
    await w.store.commit({
      chain: 'system',
      at: w.clock.now(),
      entries: [],
      touch: [{ follow: { job: 'filings', chain: `party:${w.producer.id}`, from: 0, to: seq } }],
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    await w.follower.catchUp();
    expect(await filings(w, w.producer.key)).toHaveLength(1);
  });

  it('goes to https on the open internet only', async () => {
    const w = await custodyWorld();
    for (const url of ['http://filing.example.com/', 'https://127.0.0.1/', 'https://10.1.2.3/x', 'https://localhost/'])
      expect((await target(w, w.producer.key, { url })).json.errors[0].pointer, url).toBe('/url');
    const made = await target(w, w.producer.key, { key: undefined });
    expect(made.json.key).toMatch(/^whsec_/);
    expect((await w.get('/v1/filing-targets', w.producer.key)).text).not.toContain('whsec_');
    expect((await w.get('/v1/filing-targets', w.shop.key)).json.items).toEqual([]);
  });

  it('fills in the known fields of 浙食链 and says that their names are to be verified', async () => {
    const { send, records: kept } = await platform(KEY, (_, response, keep) => {
      keep();
      answer(response, 200, {});
    });
    const w = await custodyWorld();
    await target(w, w.producer.key, { adapter: 'zheshilian-fields', kinds: ['batch', 'shipment'] });
    const code = await w.batch();
    await w.ship([{ traceCode: code, quantity: bags('10') }], { to: { name: '王小明' } });
    await w.follower.catchUp();
    await fileDue({ ...w.deps, send });
    const sentFields = kept().map(
      (one) =>
        (one as unknown as { zheshilian: { confirmed: string; fields: { field: string; wireName: null; value: unknown }[] } }).zheshilian,
    );
    const valueOfField = (i: number, field: string) => sentFields[i]?.fields.find((one) => one.field === field)?.value;
    expect(sentFields[0]?.confirmed).toBe('no');
    expect([valueOfField(0, '产品名称'), valueOfField(0, '生产日期'), valueOfField(0, '检验合格证')]).toEqual([
      '冷鲜猪后腿肉',
      '2026-11-01',
      ['HZ-2026-11-0042'],
    ]);
    expect([valueOfField(1, '购买者名称'), valueOfField(1, '车牌号'), valueOfField(1, '数量')]).toEqual([
      null,
      null,
      [{ amount: '10', unit: '袋' }],
    ]);
    expect(JSON.stringify(kept())).not.toContain('王小明');
  });
});

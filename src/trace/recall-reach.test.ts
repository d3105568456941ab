import { describe, expect, it } from 'vitest';
import { bags, type CustodyWorld, custodyWorld } from '../../test/custody-world.ts';
import type { CommitResult, Store } from '../store/store.ts';
import { recallJob } from './recall-job.ts';
import { reachAll } from './recall-reach.ts';
import { countHolders, madeFrom } from './scope-queries.ts';

const SHOPS = 12;

/** A batch at a dozen shops, recalled by an authority in a service that stopped right after. */
async function stoppedWorld() {
  const w = await custodyWorld();
  const market = await w.authority();
  const traceCode = await w.batch();
  for (let n = 0; n < SHOPS; n++) {
    const shop = await w.party({ name: `示例第${n}店`, kinds: ['retailer'] });
    const sent = await w.ship([{ traceCode, quantity: bags('1') }], { to: { uscc: shop.uscc, name: '示例' } });
    expect((await w.post(`/v1/shipments/${sent.id}/receipt`, shop.key, { outcome: 'accepted' })).status).toBe(201);
  }
  const batch = await w.store.read.selectFrom('batch').selectAll().executeTakeFirstOrThrow();
  const [id = 0] = await w.store.ids(1);
  const at = w.clock.now();
  const recall = {
    id,
    publicId: 'recallrecall1234',
    partyId: null,
    authorityId: (await w.store.read.selectFrom('authority').select('id').executeTakeFirstOrThrow()).id,
    regionCode: '330100',
    level: 1,
    drill: 0,
    reason: '示例',
    affected: null,
    instructions: null,
    contact: null,
    state: 'open',
    startBy: null,
    completeBy: null,
    actedBy: 'test',
    openedAt: at,
    closedAt: null,
    report: null,
    revision: 1,
  };
  await w.store.commit({
    chain: `authority:${market.id}`,
    at,
    entries: [
      {
        kind: 'recall.opened',
        subject: `recall/${recall.publicId}`,
        payload: { authority: market.id, actedBy: 'test', traceCodes: [batch.traceCode] },
      },
    ],
    rows: { recall: [recall], recall_batch: [{ recallId: id, batchId: batch.id, derived: 0, at }] },
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  });
  return { ...w, makeBatch: w.batch, recall, batch };
}

async function reached({ store }: Pick<CustodyWorld, 'store'>) {
  const [holders, scope, notices] = await Promise.all([
    store.read.selectFrom('recall_holder').select('partyId').orderBy('partyId').execute(),
    store.read.selectFrom('recall_scope').select('holdingId').execute(),
    store.read.selectFrom('notice').select('id').where('kind', '=', 'recall.opened').execute(),
  ]);
  return [holders.length, scope.length, notices.length];
}

/** The shops, and the maker, which is a holder of an authority's recall too. */
const ALL = [SHOPS + 1, SHOPS + 1, SHOPS + 1];

/** A store whose n-th commit is cut before it is carried out. */
function cutting(store: Store, n: number): Store {
  let made = 0;
  const commit: Store['commit'] = async (one): Promise<CommitResult> => {
    made += 1;
    if (made === n) throw new Error('cut');
    return store.commit(one);
  };
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'commit') return commit;
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

describe('what a recall reaches', () => {
  it('is derived by the follower when the service stopped before it was, each holder once and told once', async () => {
    const w = await stoppedWorld();
    expect(await reached(w)).toEqual([0, 0, 0]);
    await w.follower.catchUp();
    expect(await reached(w)).toEqual(ALL);
    await reachAll(w.deps, w.recall);
    expect(await reached(w)).toEqual(ALL);
  });

  it('comes to the same when it is cut at any commit and begun again', async () => {
    const w = await stoppedWorld();
    for (let n = 1; n <= 3; n++) await reachAll({ ...w.deps, store: cutting(w.store, n) }, w.recall).catch(() => {});
    await reachAll(w.deps, w.recall);
    expect(await reached(w)).toEqual(ALL);
  });

  it('is not doubled by two that derive it at once', async () => {
    const w = await stoppedWorld();
    await Promise.all([reachAll(w.deps, w.recall), reachAll(w.deps, w.recall), w.follower.catchUp()]);
    expect(await reached(w)).toEqual(ALL);
  });

  it('is looked for in no entry while no recall is open', async () => {
    const w = await custodyWorld();
    await w.batch();
    expect(
      await recallJob(w.deps).handle([
        { chain: 'system', seq: 1, at: 0, kind: 'batch.recorded', subject: 'batch/x', hash: '', bytes: '', payload: {} },
      ]),
    ).toEqual({});
  });

  it('ends where goods were made from each other in a circle', async () => {
    const w = await stoppedWorld();
    const { id: a } = w.batch;
    const other = await w.makeBatch({ batchNumber: 'B' });
    const { id: second } = await w.store.read
      .selectFrom('batch')
      .select('id')
      .where('traceCode', '=', other.replaceAll('-', ''))
      .executeTakeFirstOrThrow();
    const transformation = (n: number) => ({
      id: n,
      publicId: `t${n}`,
      partyId: 1,
      siteId: 1,
      kind: 'pool',
      at: 0,
      loss: null,
      reason: null,
      actedBy: 'test',
      recordedAt: 0,
    });
    const used = (n: number, batchId: number) => ({
      transformationId: n,
      n: 1,
      batchId,
      batchRevision: 1,
      holdingId: 1,
      steps: 1,
      amount: '1',
      unit: '袋',
      unitCode: 'XBG',
    });
    const made = (n: number, batchId: number) => ({ transformationId: n, n: 1, batchId, holdingId: 1, steps: 1, pieces: null });
    await w.store.commit({
      chain: 'system',
      at: 0,
      entries: [],
      rows: {
        transformation: [transformation(901), transformation(902)],
        transformation_input: [used(901, a), used(902, second)],
        transformation_output: [made(901, second), made(902, a)],
      },
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    expect(await madeFrom(w.store.read, [a])).toEqual([second]);
    expect(await countHolders(w.store, [a], null)).toBe(SHOPS + 1);
    await reachAll(w.deps, w.recall);
    const batches = await w.store.read.selectFrom('recall_batch').select(['batchId', 'derived']).orderBy('derived').execute();
    expect(batches).toEqual([
      { batchId: a, derived: 0 },
      { batchId: second, derived: 1 },
    ]);
  });
});

describe('buyers without registration', () => {
  it('stand in the call list by the shipment to them, and can be marked as reached', async () => {
    const w = await custodyWorld();
    const traceCode = await w.batch();
    const sent = await w.ship([{ traceCode, quantity: bags('1') }], { to: { name: '示例面馆' } });
    const opened = (await w.post('/v1/recalls', w.producer.key, { level: 2, reason: '示例', traceCodes: [traceCode] })).json;
    expect(opened.holders).toBe(0);
    const list = async () => (await w.get(`/v1/recalls/${opened.id}/holders`, w.producer.key)).json.unregistered;
    expect(await list()).toMatchObject([{ shipment: sent.id, name: '示例面馆', state: 'not-reached', reachedBy: null }]);
    const reachedNow = await w.post(`/v1/recalls/${opened.id}/acknowledgements`, w.producer.key, { shipment: sent.id, reachedBy: 'visit' });
    expect(reachedNow.status, reachedNow.text).toBe(201);
    expect(await list()).toMatchObject([{ shipment: sent.id, state: 'reached', reachedBy: 'visit' }]);
    expect((await w.get(`/v1/recalls/${opened.id}/holders.csv`, w.producer.key)).text).toContain('示例面馆');
  });
});

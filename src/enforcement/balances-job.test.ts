import { describe, expect, it } from 'vitest';
import { bags, type CustodyWorld, custodyWorld, NOW } from '../../test/custody-world.ts';
import { Follower } from '../ledger/follower.ts';
import type { Commit, CommitResult, Store } from '../store/store.ts';
import { balancesJob } from './balances-job.ts';

/** What was found on balances, oldest first. */
const found = (w: CustodyWorld) =>
  w.store.read
    .selectFrom('finding')
    .select(['state', 'weight', 'subjectType'])
    .where('rule', '=', 'false-record-suspected')
    .where('occasion', 'like', 'balance/%')
    .orderBy('id')
    .execute();

/** A quantity typed a nought short, and more shipped than that. */
async function overdrawn(fields: Record<string, unknown> = {}) {
  const w = await custodyWorld();
  const code = await w.batch({ quantity: bags('100'), ...fields }, { directoryItem: '猪肉' });
  const { id } = await w.ship([{ traceCode: code, quantity: bags('500') }]);
  await w.follower.catchUp();
  expect(await found(w)).toMatchObject([{ state: 'open', weight: 'lead' }]);
  const revise = async (amount: string, revision = 1) => {
    const ask = { headers: { 'If-Match': `"${revision}"` } };
    const body = { quantity: bags(amount), reason: '数量录错' };
    const revised = await w.request('PATCH', `/v1/batches/${code}`, { key: w.producer.key, body, ...ask });
    expect(revised.status, revised.text).toBe(200);
    await w.follower.catchUp();
  };
  return { w, code, id, revise };
}

const states = async (w: CustodyWorld) => (await found(w)).map((row) => row.state);

describe('what was found on a balance', () => {
  it('ends when the quantity of the batch is put right, and not while it is still too little', async () => {
    const { w, revise } = await overdrawn();
    await revise('499');
    expect(await states(w)).toEqual(['open']);
    await revise('1000', 2);
    expect(await states(w)).toEqual(['corrected']);
    const told = await w.store.read.selectFrom('entry').select('chain').where('kind', '=', 'shipment.rejudged').execute();
    expect(told).toEqual([{ chain: 'system' }]);
  });

  it('ends when a shop confirms what it had sold already', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id } = await w.ship([{ traceCode: code, quantity: bags('50') }]);
    const sold = { kind: 'sold', at: NOW, lines: [{ traceCode: code, quantity: bags('5') }] };
    expect((await w.post('/v1/dispositions', w.shop.key, sold)).status).toBe(201);
    await w.follower.catchUp();
    expect(await found(w)).toEqual([{ state: 'open', weight: 'todo', subjectType: 'disposition' }]);
    const received = await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' });
    expect(received.status, received.text).toBe(201);
    await w.follower.catchUp();
    expect(await w.held(w.shop, code)).toBe('45');
    expect(await states(w)).toEqual(['corrected']);
    const unsourced = await w.store.read.selectFrom('finding').select('settledAt').where('rule', '=', 'sold-without-source').execute();
    expect(unsourced).toEqual([{ settledAt: w.clock.now() }]);
  });

  it('ends when the opening stock is recorded', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id } = await w.ship([{ traceCode: code, quantity: bags('1') }]);
    const sold = { kind: 'sold', at: NOW, lines: [{ traceCode: code, quantity: bags('5') }] };
    expect((await w.post('/v1/dispositions', w.shop.key, sold)).status).toBe(201);
    expect(id).toBeTruthy();
    const opening = { asOf: '2026-11-05', lines: [{ traceCode: code, quantity: bags('8') }] };
    const opened = await w.post('/v1/openings', w.shop.key, opening);
    expect(opened.status, opened.text).toBe(201);
    await w.follower.catchUp();
    expect(await states(w)).toEqual(['corrected']);
  });

  it('ends when goods come back by a void', async () => {
    const { w, code, id } = await overdrawn();
    await w.ship([{ traceCode: code, quantity: bags('1') }]);
    expect(await states(w)).toEqual(['open', 'open']);
    const voided = await w.post(`/v1/shipments/${id}/void`, w.producer.key, { reason: '录错' });
    expect(voided.status, voided.text).toBe(201);
    await w.follower.catchUp();
    expect(await states(w)).toEqual(['corrected', 'corrected']);
  });

  it('is left to its officers in a case', async () => {
    const { w, revise } = await overdrawn();
    const rows = await w.store.read.selectFrom('finding').select('id').where('rule', '=', 'false-record-suspected').execute();
    await w.store.commit({
      chain: 'system',
      at: w.clock.now(),
      entries: [],
      touch: rows.map(({ id }) => ({ set: 'finding' as const, id, to: { state: 'in-case' }, was: { state: 'open' } })),
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    await revise('1000');
    expect(await states(w)).toEqual(['in-case']);
  });
});

/** Two batches typed a nought short on one shipment, both put right, and the job has not looked yet. */
async function bothRight() {
  const w = await custodyWorld();
  const codes: string[] = [];
  for (const batchNumber of ['A1', 'A2']) codes.push(await w.batch({ quantity: bags('100'), batchNumber }, { directoryItem: '猪肉' }));
  await w.ship(codes.map((traceCode) => ({ traceCode, quantity: bags('500') })));
  await w.follower.catchUp();
  expect(await states(w)).toEqual(['open', 'open']);
  for (const code of codes) {
    const body = { quantity: bags('1000'), reason: '数量录错' };
    const revised = await w.request('PATCH', `/v1/batches/${code}`, { key: w.producer.key, body, headers: { 'If-Match': '"1"' } });
    expect(revised.status, revised.text).toBe(200);
  }
  const commits = { made: 0 };
  const follow = (commit: (made: Commit) => Promise<CommitResult>) => {
    const store = new Proxy(w.store, {
      get: (target, name) => {
        if (name === 'commit') return (made: Commit) => ++commits.made && commit(made);
        const value = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }) satisfies Store;
    return new Follower(w.deps, [balancesJob({ ...w.deps, store })]).catchUp();
  };
  return { w, follow, commits };
}

describe('findings on balances that change under the job', () => {
  it('end but for the one that an officer takes between reading and writing', async () => {
    const { w, follow, commits } = await bothRight();
    const taken = await w.store.read
      .selectFrom('finding')
      .select('id')
      .where('rule', '=', 'false-record-suspected')
      .orderBy('id')
      .execute();
    await follow(async (made) => {
      if (commits.made === 1)
        await w.store.commit({
          chain: 'system',
          at: w.clock.now(),
          entries: [],
          touch: [{ set: 'finding', id: taken[0]?.id ?? 0, to: { state: 'in-case' }, was: { state: 'open' } }],
          finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
        });
      return w.store.commit(made);
    });
    expect(await states(w)).toEqual(['in-case', 'corrected']);
    expect(commits.made).toBe(2);
  });

  it('leave the job where it stands when they keep changing, so that the next time ends them', async () => {
    const { w, follow, commits } = await bothRight();
    await expect(follow(async () => ({ committed: false, conflict: 'expect' }))).rejects.toThrow('kept changing');
    expect(commits.made).toBe(12);
    expect(await states(w)).toEqual(['open', 'open']);
    await w.follower.catchUp();
    expect(await states(w)).toEqual(['corrected', 'corrected']);
  });
});

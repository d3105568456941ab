import { describe, expect, it } from 'vitest';
import { bags, type CustodyWorld, custodyWorld, NOW } from '../../test/custody-world.ts';

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

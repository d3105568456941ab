import { afterEach, describe, expect, it } from 'vitest';
import { type CustodyWorld, custodyWorld } from '../../test/custody-world.ts';
import { takeSlot } from './slots.ts';
import { MOST_ROWS } from './walk.ts';

type Answer = Awaited<ReturnType<CustodyWorld['get']>>['json'];
type Party = Awaited<ReturnType<CustodyWorld['party']>>;

const kilos = (amount: string) => ({ amount, unit: '千克' });
const loose = { packaging: undefined, gtin: undefined };

/** Ten of the asked goods and ninety others mixed in one county, sent to another where a hundred more turned up, and a part of both sent back. */
async function mixed() {
  const w = await custodyWorld();
  const county = await w.authority({ regionCode: '330110', name: '示例县局' });
  const province = await w.authority({ regionCode: '330000', name: '示例省局' });
  const maker = await w.party({ name: '示例配料厂', regionCode: '330110' });
  const far = await w.party({ name: '示例外县批发部', kinds: ['distributor'], regionCode: '330206' });
  const shop = await w.party({ name: '示例本县店', kinds: ['retailer'], regionCode: '330110' });
  const asked = await w.batch({ batchNumber: 'A', quantity: kilos('10') }, { name: '料甲', ...loose }, maker);
  const other = await w.batch({ batchNumber: 'O', quantity: kilos('90') }, { name: '料乙', ...loose }, maker);
  const pooled = await w.post('/v1/transformations', maker.key, {
    kind: 'pool',
    inputs: [
      { traceCode: asked, quantity: kilos('10') },
      { traceCode: other, quantity: kilos('90') },
    ],
    outputs: [{ product: { name: '混料', category: 'food' }, batchNumber: 'M', productionDate: '2026-11-05', quantity: kilos('100') }],
  });
  expect(pooled.status, pooled.text).toBe(201);
  const mix: string = pooled.json.outputs[0].traceCode;
  const send = async (from: Party, to: Party, amount: string, purpose = 'sale') => {
    const lines = [{ traceCode: mix, quantity: kilos(amount) }];
    const sent = await w.post('/v1/shipments', from.key, { purpose, to: { uscc: to.uscc }, lines });
    expect((await w.post(`/v1/shipments/${sent.json.id}/receipt`, to.key, { outcome: 'accepted' })).status).toBe(201);
  };
  await send(maker, far, '100');
  await w.post('/v1/openings', far.key, { asOf: '2026-11-05', lines: [{ traceCode: mix, quantity: kilos('100') }] });
  await send(far, maker, '150', 'return');
  await send(far, shop, '50');
  const trace = async (key: string): Promise<Answer> => (await w.get(`/v1/trace?traceCode=${asked}&direction=forward`, key)).json;
  const bounds = (answer: Answer, party: Party): number[] => {
    const node = answer.nodes.find((one: Answer) => one.traceCode === mix && one.party.id === party.id);
    return node ? [Number(node.atLeast.amount), Number(node.atMost.amount)] : [];
  };
  return { ...w, county, province, maker, shop, asked, trace, bounds };
}

describe('a trace that sees a part of the books', () => {
  it('bounds what came back from holdings it does not read as anything, never more at least than at most', async () => {
    const w = await mixed();
    const whole = w.bounds(await w.trace(w.province.key), w.maker);
    const part = w.bounds(await w.trace(w.county.key), w.maker);
    expect(whole).toEqual([0, 110]);
    // The truth lies between the bounds of the province, so those of the county must hold them.
    expect(part).toEqual([0, 150]);
  });

  it('shows every holding of its region of what was made of the goods, whatever way it came there', async () => {
    const w = await mixed();
    const answer = await w.trace(w.county.key);
    expect(w.bounds(answer, w.shop)).toEqual([0, 50]);
    expect(answer.nodes.find((one: Answer) => one.party.id === w.shop.id).quantity.amount).toBe('50');
  });
});

describe('a trace too large for one answer', () => {
  const usual = { ...MOST_ROWS };
  afterEach(() => {
    Object.assign(MOST_ROWS, usual);
  });

  it.each([
    ['holdings', { holdings: 2 }],
    ['flows', { flows: 2 }],
  ])('is refused with what narrows it: too many %s', async (_, most) => {
    const w = await mixed();
    Object.assign(MOST_ROWS, most);
    for (const form of ['json', 'csv']) {
      const refused = await w.get(`/v1/trace?traceCode=${w.asked}&format=${form}`, w.province.key);
      expect([refused.status, refused.json.errors[0].pointer]).toEqual([422, '/query']);
      expect(refused.text).toContain('depth');
    }
    expect((await w.get(`/v1/trace?traceCode=${w.asked}&kinds=return`, w.province.key)).status).toBe(200);
  });

  it('is not asked many times at once by one caller, and is given back at its end', async () => {
    const w = await mixed();
    const caller = { kind: 'authority', authority: { id: await idOf(w, w.province.id) } } as Parameters<typeof takeSlot>[1];
    const deps = { store: w.store, clock: () => w.clock.now() };
    const backs = [takeSlot(deps, caller), takeSlot(deps, caller)];
    const refused = await w.get(`/v1/trace?traceCode=${w.asked}`, w.province.key);
    expect([refused.status, refused.json.code, refused.headers.get('retry-after')]).toEqual([429, 'too-many-requests', '2']);
    expect((await w.get(`/v1/trace?traceCode=${w.asked}`, w.county.key)).status).toBe(200);
    for (const back of backs) back();
    for (let i = 0; i < 5; i++) expect((await w.get(`/v1/trace?traceCode=${w.asked}`, w.province.key)).status).toBe(200);
    for (let i = 0; i < 3; i++) expect((await w.get('/v1/trace?traceCode=ABCD-EFGH-JKMN-PQRS-TUVM', w.province.key)).status).toBe(404);
    expect((await w.get(`/v1/trace?traceCode=${w.asked}`, w.province.key)).status).toBe(200);
  });
});

async function idOf(w: CustodyWorld, publicId: string): Promise<number> {
  const row = await w.store.read.selectFrom('authority').select('id').where('publicId', '=', publicId).executeTakeFirstOrThrow();
  return row.id;
}

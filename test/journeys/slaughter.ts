import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { type Answer, type TestParty, type World, worldOver } from '../world.ts';

interface Opened {
  store: Store;
  close(): Promise<void>;
}

const kilos = (amount: string, pieces?: number) => ({ amount, unit: '千克', ...(pieces === undefined ? {} : { pieces }) });
const goods = (name: string, quantity: unknown, more: Record<string, unknown> = {}) => ({
  product: { name, specification: '散装', category: 'agricultural' },
  productionDate: '2026-11-05',
  quantity,
  ...more,
});

/** A pig from the farm to parts in two shops, on whichever engine is opened: weights balance, the trace goes both ways. */
export function slaughterJourney(engine: string, open: () => Promise<Opened>): void {
  describe(`a pig cut up, on ${engine}`, () => {
    it('becomes parts by weight with pieces and loss that balance, and is found again in every shop', async () => {
      const { store, close } = await open();
      try {
        await walk(worldOver(store, { put: async () => {}, get: async () => null }));
      } finally {
        await close();
      }
    });
  });
}

async function walk(w: World): Promise<void> {
  const farm = await w.party({ name: '示例养殖场', kinds: ['farm'] });
  const house = await w.party({ name: '示例屠宰厂', kinds: ['slaughterhouse'] });
  const shop = await w.party({ name: '示例肉铺', kinds: ['retailer'] });
  const canteen = await w.party({ name: '示例食堂', kinds: ['canteen'] });
  const province = await w.authority({ name: '示例省市场监督管理局', regionCode: '330000' });
  const pig = await code(
    w,
    farm,
    goods('生猪', kilos('110', 1), { certificates: [{ kind: 'quarantine', number: 'DJ-1', conclusion: 'pass' }] }),
  );
  await deliver(w, farm, house, pig, kilos('110'));

  const cut = await w.request('POST', '/v1/transformations', {
    key: house.key,
    body: {
      kind: 'slaughter',
      inputs: [{ traceCode: pig, quantity: kilos('110') }],
      outputs: [goods('白条', kilos('83.6', 2)), goods('猪副产品', kilos('18', 5))],
      loss: [{ amount: '8.4', unit: '千克', reason: '放血、胃肠内容物' }],
    },
  });
  expect(cut.status, cut.text).toBe(201);
  expect(cut.json.balance).toEqual({
    state: 'balanced',
    in: { amount: '110', unit: '千克' },
    out: { amount: '101.6', unit: '千克' },
    loss: { amount: '8.4', unit: '千克' },
    difference: { amount: '0', unit: '千克' },
  });
  const [carcass, offal] = cut.json.outputs.map((output: { traceCode: string }) => output.traceCode);
  const parts = await w.request('POST', '/v1/transformations', {
    key: house.key,
    body: {
      kind: 'slaughter',
      inputs: [{ traceCode: carcass, quantity: kilos('83.6') }],
      outputs: [goods('后腿', kilos('26.2', 2)), goods('前腿', kilos('22', 2)), goods('五花', kilos('32.9', 4))],
      loss: [{ amount: '2.5', unit: '千克', reason: '修整' }],
    },
  });
  expect(parts.json.balance).toMatchObject({ state: 'balanced', difference: { amount: '0' } });
  const [leg, , belly] = parts.json.outputs.map((output: { traceCode: string }) => output.traceCode);
  const tooMuch = await w.request('POST', '/v1/transformations', {
    key: house.key,
    body: { kind: 'slaughter', inputs: [{ traceCode: offal, quantity: kilos('10') }], outputs: [goods('猪肝', kilos('11'))] },
  });
  expect(tooMuch.status).toBe(422);
  expect(tooMuch.json.errors).toMatchObject([{ pointer: '/outputs', found: '11 千克' }]);

  await deliver(w, house, shop, leg, kilos('26.2'));
  await deliver(w, house, canteen, belly, kilos('20'));
  expect(await held(w, house)).toEqual({
    [pig]: '0',
    [carcass]: '0',
    [offal]: '18',
    [leg]: '0',
    [parts.json.outputs[1].traceCode]: '22',
    [belly]: '12.9',
  });
  const read = await w.request('GET', `/v1/transformations/${cut.json.id}`, { key: house.key });
  expect(read.json).toMatchObject({
    kind: 'slaughter',
    outputs: [{ quantity: { amount: '83.6', pieces: 2 } }, {}],
    loss: [{ amount: '8.4' }],
    balance: { state: 'balanced' },
  });
  expect((await w.request('GET', '/v1/transformations', { key: house.key })).json.items).toHaveLength(2);
  expect((await w.request('GET', `/v1/transformations/${cut.json.id}`, { key: shop.key })).status).toBe(404);
  const city = await w.authority({ name: '示例杭州局', regionCode: '330100' });
  expect((await w.request('GET', `/v1/transformations/${cut.json.id}`, { key: city.key })).status).toBe(200);

  const forward = await w.request('GET', `/v1/trace?traceCode=${pig}`, { key: province.key });
  expect(forward.json.brokenLinks).toEqual([]);
  expect(onHand(forward)).toEqual(
    new Map([
      [`${offal} 示例屠宰厂`, '18–18'],
      [`${parts.json.outputs[1].traceCode} 示例屠宰厂`, '22–22'],
      [`${belly} 示例屠宰厂`, '12.9–12.9'],
      [`${leg} 示例肉铺`, '0–26.2'],
      [`${belly} 示例食堂`, '0–20'],
    ]),
  );
  const back = await w.request('GET', `/v1/trace?traceCode=${leg}&direction=back`, { key: province.key });
  expect(back.json.nodes.map((node: { traceCode: string; party: { name: string } }) => `${node.traceCode} ${node.party.name}`)).toEqual([
    `${leg} 示例屠宰厂`,
    `${carcass} 示例屠宰厂`,
    `${pig} 示例屠宰厂`,
    `${pig} 示例养殖场`,
  ]);
}

function onHand(answer: Answer): Map<string, string> {
  return new Map(
    answer.json.summary.onHand.map(
      (one: { traceCode: string; party: { name: string }; atLeast: { amount: string }; atMost: { amount: string } }) => [
        `${one.traceCode} ${one.party.name}`,
        `${one.atLeast.amount}–${one.atMost.amount}`,
      ],
    ),
  );
}

async function code(w: World, by: TestParty, body: unknown): Promise<string> {
  const made = await w.request('POST', '/v1/batches', { key: by.key, body });
  expect(made.status, made.text).toBe(201);
  return made.json.traceCode;
}

async function deliver(w: World, from: TestParty, to: TestParty, traceCode: string, quantity: unknown): Promise<void> {
  const sent = await w.request('POST', '/v1/shipments', {
    key: from.key,
    body: { purpose: 'sale', to: { uscc: to.uscc }, lines: [{ traceCode, quantity }] },
  });
  expect(sent.status, sent.text).toBe(201);
  const receipt = await w.request('POST', `/v1/shipments/${sent.json.id}/receipt`, { key: to.key, body: { outcome: 'accepted' } });
  expect(receipt.status, receipt.text).toBe(201);
}

async function held(w: World, by: TestParty): Promise<Record<string, string>> {
  const { json } = await w.request('GET', '/v1/holdings?limit=200', { key: by.key });
  return Object.fromEntries(
    json.items.map((item: { traceCode: string; quantity: { amount: string } }) => [item.traceCode, item.quantity.amount]),
  );
}

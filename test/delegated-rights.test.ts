import { describe, expect, it } from 'vitest';
import { bags, type CustodyWorld, custodyWorld } from './custody-world.ts';

type Party = Awaited<ReturnType<CustodyWorld['party']>>;

/** Parties with two places A and B that gave an agent one right for each. */
async function twoSites(kind: string, agentKind: string) {
  const w = await custodyWorld();
  const agent = await w.party({ name: '示例受托单位', kinds: [agentKind] });
  const place = (name: string) => ({ name, kind, regionCode: '330110', ...(kind === 'stall' ? { stallNumber: name } : {}) });
  const owner = await w.party({
    name: '示例委托单位',
    kinds: [kind === 'plant' ? 'producer' : 'retailer'],
    sites: [place('A'), place('B')],
  });
  const [a, b] = (owner.sites as { id: string }[]).map((site) => site.id) as [string, string];
  const give = async (rights: string[], sites?: string[], from: Party = owner) => {
    const given = await w.post(`/v1/parties/${from.id}/delegations`, from.key, { to: agent.id, rights, ...(sites ? { sites } : {}) });
    expect(given.status, given.text).toBe(201);
  };
  return { ...w, agent, owner, a, b, give, acting: { headers: { 'X-Acting-For': owner.id } } };
}

const vegetables = [
  {
    product: { name: '番茄', category: 'agricultural' },
    productionDate: '2026-11-05',
    quantity: { amount: '60', unit: '千克' },
  },
];

describe('several delegations of one party', () => {
  it('give at the gate each its rights for its own stalls', async () => {
    const w = await twoSites('stall', 'marketOperator');
    await w.give(['custody'], [w.a]);
    await w.give(['displays'], [w.b]);
    const entries = ['A', 'B'].flatMap((stall) =>
      [false, true].map((show) => ({ stall, show, from: { name: '示例批发行' }, lines: vegetables })),
    );
    const { results } = (await w.post('/v1/gate-entries', w.agent.key, { entries })).json;
    expect(results.map((one: { status: number }) => one.status)).toEqual([201, 403, 403, 403]);
  });

  it('give a head office the receipts of the branches it has custody for', async () => {
    const w = await twoSites('shop', 'retailer');
    await w.give(['custody'], [w.a]);
    await w.give(['displays'], [w.b]);
    const code = await w.batch();
    const ship = (site: string) => w.ship([{ traceCode: code, quantity: bags('10') }], { to: { uscc: w.owner.uscc, site } });
    const shipments = [(await ship(w.a)).id, (await ship(w.b)).id];
    const { results } = (await w.post('/v1/branch-receipts', w.agent.key, { shipments, outcome: 'accepted' })).json;
    expect(results.map((one: { status?: number; shipment?: string }) => one.status)).toEqual([201, 404]);
  });

  it('let a market sample where it keeps the goods, and not where it shows them', async () => {
    const w = await twoSites('stall', 'marketOperator');
    const bought = await w.post('/v1/receipts', w.owner.key, { from: { name: '示例批发行' }, lines: vegetables, site: w.b });
    const sample = (number: string, site: string) =>
      w.post('/v1/samples', w.agent.key, { number, kind: 'market', party: w.owner.id, site, traceCodes: [bought.json.lines[0].traceCode] });
    await w.give(['displays'], [w.b]);
    expect((await sample('M1', w.b)).status).toBe(422);
    const own = { number: 'C1', kind: 'client', traceCodes: [bought.json.lines[0].traceCode] };
    expect((await w.post('/v1/samples', w.agent.key, own, w.acting)).status).toBe(403);
    await w.give(['custody'], [w.a]);
    expect((await sample('M1', w.b)).status).toBe(422);
    await w.give(['custody'], [w.b]);
    expect((await sample('M1', w.b)).status).toBe(201);
  });
});

describe('who acts for one plant', () => {
  it('ends no recall and lifts no hold of goods of another, nor learns how they stand', async () => {
    const w = await twoSites('plant', 'distributor');
    await w.give(['batches'], [w.b]);
    const [here, there] = [await w.batch({ site: w.b }, {}, w.owner), await w.batch({ site: w.a, batchNumber: 'A2' }, {}, w.owner)];
    for (const [site, code] of [
      [w.b, here],
      [w.a, there],
    ] as const)
      await w.ship([{ traceCode: code, quantity: bags('10') }], { site }, w.owner);
    const open = async (path: string, body: Record<string, unknown>, codes: string[]): Promise<string> => {
      const opened = await w.post(path, w.owner.key, { ...body, traceCodes: codes });
      expect(opened.status, opened.text).toBe(201);
      return opened.json.id;
    };
    const recall = (codes: string[]) => open('/v1/recalls', { level: 1, reason: '示例' }, codes);
    const hold = (codes: string[]) => open('/v1/holds', { reason: '示例' }, codes);
    const both = { recall: await recall([here, there]), hold: await hold([here, there]) };
    const one = { recall: await recall([here]), hold: await hold([here]) };
    await w.follower.catchUp();
    const post = (path: string, body: unknown) => w.post(path, w.agent.key, body, w.acting);
    const seen = async (id: string) => (await w.get(`/v1/recalls/${id}`, w.agent.key, w.acting)).json;
    expect(await seen(both.recall)).not.toHaveProperty('quantities');
    expect(await seen(one.recall)).toHaveProperty('quantities');
    const holders = (await w.get(`/v1/recalls/${both.recall}/holders`, w.agent.key, w.acting)).json;
    expect(holders.items.map((holder: { party: { id?: string } }) => holder.party.id)).toEqual([w.shop.id]);
    expect((await post(`/v1/holds/${both.hold}/lifting`, { reason: '示例' })).status).toBe(403);
    expect((await post(`/v1/recalls/${both.recall}/closing`, { text: '示例' })).status).toBe(403);
    expect((await post(`/v1/holds/${one.hold}/lifting`, { reason: '示例' })).status).toBe(200);
    expect((await post(`/v1/recalls/${one.recall}/closing`, { text: '示例' })).status).toBe(200);
    expect((await w.post(`/v1/recalls/${both.recall}/closing`, w.owner.key, { text: '示例' })).status).toBe(200);
  });
});

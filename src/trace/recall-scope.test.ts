import { describe, expect, it } from 'vitest';
import type { TestParty } from '../../test/app.ts';
import { bags, custodyWorld } from '../../test/custody-world.ts';

const DAY = 86_400_000;

/** A producer, whose goods a wholesaler sold on to a shop two steps away. */
async function recallWorld() {
  const w = await custodyWorld();
  const wholesaler = await w.party({ name: '示例批发有限公司', kinds: ['distributor'] });
  const traceCode = await w.batch();
  const sell = async (from: TestParty, to: TestParty, fields: Record<string, unknown> = {}) => {
    const sent = await w.ship([{ traceCode, quantity: bags('10') }], { to: { uscc: to.uscc, name: '示例', ...fields } }, from);
    return sent.id;
  };
  const receive = async (id: string, by: TestParty, fields: Record<string, unknown> = {}) => {
    const answer = await w.post(`/v1/shipments/${id}/receipt`, by.key, { outcome: 'accepted', ...fields });
    expect(answer.status, answer.text).toBe(201);
  };
  const open = async (key: string, fields: Record<string, unknown> = {}) => {
    const opened = await w.post('/v1/recalls', key, { level: 2, reason: '示例', traceCodes: [traceCode], ...fields });
    expect(opened.status, opened.text).toBe(201);
    await w.follower.catchUp();
    return opened.json;
  };
  const ids = async (path: string, key: string, headers: Record<string, string> = {}) =>
    (await w.get(path, key, { headers })).json.items.map((one: { id: string }) => one.id);
  return { ...w, wholesaler, traceCode, sell, receive, open, ids };
}

/** A further site of a party, in another place. */
async function siteAt(w: Awaited<ReturnType<typeof recallWorld>>, of: TestParty, regionCode: string): Promise<string> {
  const made = await w.post(`/v1/parties/${of.id}/sites`, of.key, { name: '分店', kind: 'shop', regionCode });
  expect(made.status, made.text).toBe(201);
  return made.json.id;
}

describe('who sees a recall', () => {
  it('is also the office of a region where only a site of a holder lies, with that holder in its list; holds likewise', async () => {
    const w = await recallWorld();
    const branch = await siteAt(w, w.shop, '330203');
    const ningbo = await w.authority({ regionCode: '330200' });
    const wenzhou = await w.authority({ regionCode: '330300' });
    await w.receive(await w.sell(w.producer, w.shop), w.shop);
    await w.receive(await w.sell(w.producer, w.shop), w.shop, { site: branch });
    const hold = (await w.post('/v1/holds', w.producer.key, { reason: '复核', traceCodes: [w.traceCode] })).json;
    const opened = await w.open(w.producer.key);
    expect(await w.ids('/v1/recalls', ningbo.key)).toEqual([opened.id]);
    expect(await w.ids('/v1/recalls', wenzhou.key)).toEqual([]);
    expect(await w.ids('/v1/holds', ningbo.key)).toEqual([hold.id]);
    expect(await w.ids('/v1/holds', wenzhou.key)).toEqual([]);
    const holders = (await w.get(`/v1/recalls/${opened.id}/holders`, ningbo.key)).json.items;
    expect(holders.map((one: { party: { name: string } }) => one.party.name)).toEqual(['示例超市有限公司']);
    const said = { party: w.shop.id, reachedBy: 'phone' };
    expect((await w.post(`/v1/recalls/${opened.id}/acknowledgements`, ningbo.key, said)).status).toBe(201);
  });

  it('is a delegate for one site where goods were made, kept or are on their way to that site alone', async () => {
    const w = await recallWorld();
    const branch = await siteAt(w, w.shop, '330110');
    const [main = ''] = w.shop.sites.map((site) => site.id);
    const delegate = async (site: string) => {
      const agent = await w.party({ kinds: ['distributor'] });
      const body = { to: agent.id, rights: ['custody', 'batches'], sites: [site] };
      const granted = await w.post(`/v1/parties/${w.shop.id}/delegations`, w.shop.key, body);
      expect(granted.status, granted.text).toBe(201);
      return agent.key;
    };
    const [forMain, forBranch] = [await delegate(main), await delegate(branch)];
    await w.receive(await w.sell(w.producer, w.shop), w.shop, { site: main });
    const hold = (await w.post('/v1/holds', w.producer.key, { reason: '复核', traceCodes: [w.traceCode] })).json;
    const opened = await w.open(w.producer.key);
    const headers = { 'X-Acting-For': w.shop.id };
    expect(await w.ids('/v1/recalls', forMain, headers)).toEqual([opened.id]);
    expect(await w.ids('/v1/recalls', forBranch, headers)).toEqual([]);
    expect(await w.ids('/v1/holds', forMain, headers)).toEqual([hold.id]);
    expect(await w.ids('/v1/holds', forBranch, headers)).toEqual([]);
    expect((await w.get(`/v1/recalls/${opened.id}`, forBranch, { headers })).status).toBe(404);
    // The shop holds what it has itself: that too is the affair of the site where it lies.
    const own = (await w.post('/v1/holds', w.shop.key, { reason: '复核', traceCodes: [w.traceCode] })).json;
    expect(await w.ids('/v1/holds', forMain, headers)).toContain(own.id);
    expect(await w.ids('/v1/holds', forBranch, headers)).toEqual([]);
  });

  it('is not whoever asks by credit code: who recalls gets of a firm two steps away the answer it gets of a stranger', async () => {
    const w = await recallWorld();
    await w.receive(await w.sell(w.producer, w.wholesaler), w.wholesaler);
    await w.receive(await w.sell(w.wholesaler, w.shop), w.shop);
    const stranger = await w.party({ name: '示例粮油店' });
    const opened = await w.open(w.producer.key);
    const ask = async (of: TestParty) => {
      const answer = await w.post(`/v1/recalls/${opened.id}/acknowledgements`, w.producer.key, { party: `uscc:${of.uscc}` });
      return [answer.status, answer.text.replaceAll(String(of.uscc), 'x').replace(/"(instance|requestId)":"[^"]*"/g, '')];
    };
    expect((await ask(w.wholesaler))[0]).toBe(201);
    expect(await ask(w.shop)).toEqual(await ask(stranger));
    expect((await ask(w.shop))[0]).toBe(422);
  });

  it('sees the whole trace with a recall, and with a drill no more than before', async () => {
    const w = await recallWorld();
    await w.receive(await w.sell(w.producer, w.wholesaler), w.wholesaler);
    await w.receive(await w.sell(w.wholesaler, w.shop), w.shop);
    const far = await w.party({ name: '示例外地店', kinds: ['retailer'], regionCode: '330203' });
    const further = await w.party({ name: '示例更远店', kinds: ['retailer'], regionCode: '330203' });
    await w.receive(await w.sell(w.shop, far), far);
    await w.receive(await w.sell(far, further), further);
    const office = await w.authority({ regionCode: '330110' });
    const places = async () => (await w.get(`/v1/trace?traceCode=${w.traceCode}`, office.key)).text.includes('示例更远店');
    expect(await places()).toBe(false);
    await w.open(office.key, { drill: true });
    expect(await places()).toBe(false);
    await w.open(office.key);
    expect(await places()).toBe(true);
  });
});

describe('the call list', () => {
  it('has every buyer without registration once, on further pages and in the file, and the reply counts them', async () => {
    const w = await recallWorld();
    await w.receive(await w.sell(w.producer, w.shop), w.shop);
    const line = { traceCode: w.traceCode, quantity: bags('1') };
    const slips: string[] = [];
    for (let n = 0; n < 5; n++) slips.push((await w.ship([line, line], { to: { name: `示例面馆${n}` } })).id);
    const opened = await w.open(w.producer.key);
    expect(opened).toMatchObject({ holders: 1, unregistered: 5 });
    for (const reachedBy of ['phone', 'visit'])
      await w.post(`/v1/recalls/${opened.id}/acknowledgements`, w.producer.key, { shipment: slips[0], reachedBy });
    const pages: string[][] = [];
    const told: string[] = [];
    for (let path: string | null = `/v1/recalls/${opened.id}/holders?limit=2`; path; ) {
      const { json } = await w.get(path, w.producer.key);
      pages.push(json.unregistered.map((one: { shipment: string }) => one.shipment));
      told.push(...json.unregistered.map((one: { reachedBy: string | null }) => one.reachedBy));
      path = json.next && `/v1/recalls/${opened.id}/holders?limit=2&cursor=${json.next}`;
    }
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat()).toEqual(slips);
    expect(told).toEqual(['visit', null, null, null, null]);
    expect((await w.get(`/v1/recalls/${opened.id}`, w.producer.key)).json.unregistered).toBe(5);
    expect((await w.get(`/v1/recalls/${opened.id}/holders.csv`, w.producer.key)).text.split('未登记,').length - 1).toBe(5);
  });
});

describe('the file of the call list', () => {
  it('has every buyer without registration, however many', async () => {
    const w = await recallWorld();
    const { id } = await w.ship([{ traceCode: w.traceCode, quantity: bags('1') }], { to: { name: '示例面馆' } });
    const shipment = await w.store.read.selectFrom('shipment').selectAll().where('publicId', '=', id).executeTakeFirstOrThrow();
    const line = await w.store.read.selectFrom('shipment_line').selectAll().executeTakeFirstOrThrow();
    const copies = (await w.store.ids(1_100)).map((inner, i) => ({ ...shipment, id: inner, publicId: `copy${i}`, slip: `copy${i}` }));
    await w.store.commit({
      chain: 'system',
      at: w.clock.now(),
      entries: [],
      rows: { shipment: copies, shipment_line: copies.map((one) => ({ ...line, shipmentId: one.id })) },
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    const opened = await w.open(w.producer.key);
    expect(opened.unregistered).toBe(1_101);
    expect((await w.get(`/v1/recalls/${opened.id}/holders.csv`, w.producer.key)).text.split('示例面馆').length - 1).toBe(1_101);
  });
});

describe('the figures of a recall', () => {
  it('count goods that were refused or came short as shipped and in nobody’s books, until they are taken back', async () => {
    const w = await recallWorld();
    const refused = await w.sell(w.producer, w.shop);
    const reason = '外包装破损';
    await w.receive(refused, w.shop, { outcome: 'refused', reason });
    const short = await w.sell(w.producer, w.wholesaler);
    await w.receive(short, w.wholesaler, { outcome: 'short', lines: [{ line: 1, quantity: bags('7') }] });
    await w.sell(w.producer, w.shop);
    const opened = await w.open(w.producer.key);
    const figures = async () => {
      const [one] = (await w.get(`/v1/recalls/${opened.id}`, w.producer.key)).json.quantities;
      return [one.onHand.amount, one.inTransit.amount];
    };
    // 1,200 bags: 30 shipped, of which 7 came, 10 were refused, 3 are missing and 10 not answered yet.
    expect(await figures()).toEqual(['1177', '23']);
    expect((await w.post(`/v1/shipments/${refused}/takeback`, w.producer.key, { reason: '拒收退回' })).status).toBe(201);
    expect(await figures()).toEqual(['1187', '13']);
  });
});

describe('a report', () => {
  it('of more than the holder ever got is refused with what it got and what it reported before', async () => {
    const w = await recallWorld();
    await w.receive(await w.sell(w.producer, w.shop), w.shop);
    await w.post('/v1/dispositions', w.shop.key, { kind: 'sold', lines: [{ traceCode: w.traceCode, quantity: bags('4') }] });
    const opened = await w.open(w.producer.key);
    const report = (key: string, kind: string, ...amounts: string[]) =>
      w.post(`/v1/recalls/${opened.id}/reports`, key, {
        kind,
        lines: amounts.map((amount) => ({ traceCode: w.traceCode, quantity: bags(amount) })),
      });
    expect((await report(w.shop.key, 'stopped', '6')).status).toBe(201);
    expect((await report(w.shop.key, 'sold', '4')).status).toBe(201);
    expect((await report(w.shop.key, 'returned', '6')).status).toBe(201);
    expect((await report(w.shop.key, 'returned', '1')).json.errors).toMatchObject([
      { pointer: '/lines/0/quantity', found: '1 袋', expected: '本方一共收到 10 袋，此前已报告 10 袋' },
    ]);
    expect((await report(w.shop.key, 'stopped', '4', '1')).json.errors).toMatchObject([{ pointer: '/lines/1/quantity' }]);
    expect((await report(w.producer.key, 'stopped', '1201')).status).toBe(422);
    expect((await report(w.producer.key, 'stopped', '1190')).status).toBe(201);
  });
});

describe('what was stopped', () => {
  it('stays stopped when sales of before are booked after it, and falls by what leaves later', async () => {
    const w = await recallWorld();
    await w.receive(await w.sell(w.producer, w.shop), w.shop);
    const opened = await w.open(w.producer.key);
    const morning = new Date(w.clock.now()).toISOString();
    w.clock.advance(3 * 3_600_000);
    const report = { kind: 'stopped', lines: [{ traceCode: w.traceCode, quantity: bags('8') }] };
    expect((await w.post(`/v1/recalls/${opened.id}/reports`, w.shop.key, report)).status).toBe(201);
    w.clock.advance(3 * 3_600_000);
    const unaccounted = async () => {
      const [one] = (await w.get(`/v1/recalls/${opened.id}`, w.producer.key)).json.quantities;
      return Number(one.unaccounted.amount) - 1190;
    };
    const sold = (fields: object) =>
      w.post('/v1/dispositions', w.shop.key, { kind: 'sold', lines: [{ traceCode: w.traceCode, quantity: bags('2') }], ...fields });
    expect(await unaccounted()).toBe(2);
    expect((await sold({ at: morning })).status).toBe(201);
    expect(await unaccounted()).toBe(0);
    expect((await sold({})).status).toBe(201);
    expect(await unaccounted()).toBe(0);
  });
});

describe('the closing of a recall', () => {
  it('is told to every holder, also to more than one commit tells', async () => {
    const w = await recallWorld();
    await w.receive(await w.sell(w.producer, w.shop), w.shop);
    const opened = await w.open(w.producer.key);
    const holder = await w.store.read.selectFrom('recall_holder').selectAll().executeTakeFirstOrThrow();
    const party = await w.store.read.selectFrom('party').selectAll().executeTakeFirstOrThrow();
    const ids = await w.store.ids(2 * 1_100);
    const publicId = (i: number) => `holder${String(i).padStart(10, '0')}`;
    const parties = ids.slice(1_100).map((id, i) => ({ ...party, id, publicId: publicId(i), uscc: null }));
    await w.store.commit({
      chain: 'system',
      at: w.clock.now(),
      entries: [],
      rows: { party: parties, recall_holder: parties.map(({ id }, i) => ({ ...holder, id: ids[i] ?? 0, partyId: id })) },
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    expect((await w.post(`/v1/recalls/${opened.id}/closing`, w.producer.key, { text: '已全部召回。' })).status).toBe(200);
    await w.follower.catchUp();
    const told = w.store.read.selectFrom('notice').select('ownerId').where('kind', '=', 'recall.closed').where('ownerKind', '=', 'party');
    expect(await told.execute()).toHaveLength(1_101);
  });
});

describe('a drill', () => {
  it('that nobody closes ends by itself after seven days, with what stood recorded; a recall does not', async () => {
    const w = await recallWorld();
    await w.receive(await w.sell(w.producer, w.shop), w.shop);
    const drill = await w.open(w.producer.key, { drill: true });
    const recall = await w.open(w.producer.key);
    const state = async (id: string) => (await w.get(`/v1/recalls/${id}`, w.producer.key)).json;
    w.clock.advance(7 * DAY - 1);
    await w.sweep();
    expect((await state(drill.id)).state).toBe('open');
    w.clock.advance(1);
    await w.sweep();
    expect(await state(drill.id)).toMatchObject({
      state: 'closed',
      report: { text: '演练满 7 日，自动结束。', stood: { holders: 1, byState: { found: 1 } } },
    });
    expect((await state(recall.id)).state).toBe('open');
    await w.follower.catchUp();
    expect((await w.get('/v1/notices', w.shop.key)).json.items.map((one: { kind: string }) => one.kind)).toEqual(['recall.opened']);
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deliverDue } from '../../src/exchange/delivery.ts';
import type { Store } from '../../src/store/store.ts';
import { type Answer, type TestParty, worldOver } from '../world.ts';

/** A PNG of one pixel. */
const ONE_PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const HOUR = 3_600_000;
const ten = { amount: '10', unit: '袋' };
/** 2026-11-05 09:00 in Shanghai, when the test's clock starts. */
const NOW = '2026-11-05T09:00:00+08:00';

const batchBody = (name: string, unit: string, amount: string, fields: Record<string, unknown> = {}) => ({
  product: { name, specification: '20g×7', category: 'food', shelfLife: { value: 12, unit: 'month' } },
  batchNumber: 'A1',
  productionDate: '2026-11-01',
  quantity: { amount, unit },
  certificates: [{ kind: 'release', number: 'HZ-42', issuer: '示例检测有限公司', issuedOn: '2026-11-02', conclusion: 'pass' }],
  ...fields,
});

interface Opened {
  store: Store;
  close(): Promise<void>;
}

/** A producer, the distributor it sold 80 bags to, and the shop that has 30 of them; another shop, and the office of the city. */
async function recallWorld({ store }: Opened) {
  const kept = new Map<string, Uint8Array>();
  const files = {
    put: async (sha256: string, bytes: Uint8Array) => void kept.set(sha256, bytes),
    get: async (sha256: string) => kept.get(sha256) ?? null,
  };
  const world = worldOver(store, files);
  const { party, request } = world;
  const producer = await party({ name: '示例果冻厂', kinds: ['producer'] });
  const distributor = await party({
    name: '示例配送有限公司',
    kinds: ['distributor'],
    contact: { name: '联系人', phone: '0571-0000-0001' },
  });
  const shop = await party({ name: '示例超市有限公司', kinds: ['retailer'] });
  const corner = await party({ name: '示例便利店', kinds: ['retailer'] });
  const market = await world.authority();
  const post = (path: string, key: string, body: unknown): Promise<Answer> => request('POST', path, { key, body });
  const get = (path: string, key?: string) => request('GET', path, { key });
  const scan = async (code: string) => (await request('GET', `/t/${code}`, { headers: { accept: 'application/json' } })).json;

  async function batch(by: TestParty, body: unknown): Promise<string> {
    const made = await post('/v1/batches', by.key, body);
    expect(made.status, made.text).toBe(201);
    return made.json.traceCode;
  }

  async function ship(traceCode: string, quantity: unknown, from: TestParty, to: TestParty, more: Record<string, unknown> = {}) {
    const body = { purpose: 'sale', to: { uscc: to.uscc, name: '示例' }, shippedAt: NOW, lines: [{ traceCode, quantity }], ...more };
    const made = await post('/v1/shipments', from.key, body);
    expect(made.status, made.text).toBe(201);
    return made.json;
  }

  async function received(id: string, by: TestParty): Promise<void> {
    const answer = await post(`/v1/shipments/${id}/receipt`, by.key, { outcome: 'accepted' });
    expect(answer.status, answer.text).toBe(201);
  }

  const jam = await batch(producer, batchBody('示例西梅果冻', '袋', '1200'));
  await received((await ship(jam, { amount: '80', unit: '袋' }, producer, distributor)).id, distributor);
  await received((await ship(jam, { amount: '30', unit: '袋' }, distributor, shop)).id, shop);
  return { ...world, producer, distributor, shop, corner, market, jam, post, get, scan, batch, ship, received };
}

type RecallWorld = Awaited<ReturnType<typeof recallWorld>>;

const order = (traceCodes: string[], more: Record<string, unknown> = {}) => ({
  level: 1,
  reason: '检出不应含有的药物成分',
  traceCodes,
  instructions: '立即下架封存，七日内退回',
  contact: '客服 0571-0000-0000',
  affected: { note: '喷码时间 02:00 至 06:00 的袋装' },
  ...more,
});

/** Holds and recalls walked over HTTP, on whichever engine is opened. */
export function recallJourneys(engine: string, open: () => Promise<Opened>): void {
  async function walk(through: (world: RecallWorld) => Promise<void>): Promise<void> {
    const opened = await open();
    try {
      await through(await recallWorld(opened));
    } finally {
      await opened.close();
    }
  }

  describe(`a recall on ${engine}`, () => {
    it('runs from the finding to the closed report, with one holder that never answers', () =>
      walk(async (w) => {
        const { market, producer, distributor, shop, corner, jam } = w;

        // The finding: an official sample failed. The authority holds the goods first.
        const paper = {
          kind: 'officialSample',
          number: 'S-1',
          issuedOn: '2026-11-04',
          conclusion: 'fail',
          results: [{ item: '双醋酚丁', value: '152', unit: 'mg/kg' }],
        };
        const certificate = await w.post('/v1/certificates', producer.key, { ...paper, covers: { traceCodes: [jam] } });
        expect(certificate.status, certificate.text).toBe(201);
        const hold = await w.post('/v1/holds', market.key, { reason: '抽样不合格，待认定', traceCodes: [jam] });
        expect(hold.status, hold.text).toBe(201);
        expect(hold.json.told).toBe(3);
        expect((await w.get('/v1/holds', shop.key)).json.items).toMatchObject([
          { id: hold.json.id, by: { kind: 'authority' }, reason: '抽样不合格，待认定' },
        ]);
        expect((await w.get('/v1/holds', corner.key)).json.items).toEqual([]);
        expect((await w.scan(jam)).status).toBe('no-problem-recorded');

        // Shipping held goods is told in the reply, and nothing is refused.
        w.clock.advance(HOUR);
        const moved = await w.ship(jam, ten, distributor, shop, { shippedAt: '2026-11-05T10:00:00+08:00' });
        expect(moved.findings.map((finding: { rule: string }) => finding.rule)).toContain('moved-while-held');
        expect((await w.post(`/v1/shipments/${moved.id}/void`, distributor.key, { reason: '暂停销售' })).status).toBe(201);
        expect((await w.post(`/v1/holds/${hold.json.id}/lifting`, producer.key, { reason: '复检合格' })).status).toBe(403);
        expect((await w.post(`/v1/holds/${hold.json.id}/lifting`, market.key, { reason: '转为召回' })).json.liftedAt).toBe(
          '2026-11-05T02:00:00Z',
        );
        expect((await w.post(`/v1/holds/${hold.json.id}/lifting`, market.key, { reason: '转为召回' })).status).toBe(409);

        // The recall: the page says so at the very next scan, before any follower ran.
        const opened = await w.post('/v1/recalls', market.key, order([jam]));
        expect(opened.status, opened.text).toBe(201);
        expect(opened.json).toMatchObject({
          holders: 3,
          level: 1,
          drill: false,
          startBy: '2026-11-06T02:00:00Z',
          completeBy: '2026-11-19T15:59:59Z',
        });
        expect(opened.json.clocks.complete.citation.text).toContain('条号待核实');
        const scan = { json: await w.scan(jam) };
        expect(scan.json).toMatchObject({
          status: 'recalled',
          recall: {
            level: 1,
            on: '2026-11-05',
            howToTell: '喷码时间 02:00 至 06:00 的袋装',
            contact: '客服 0571-0000-0000',
            closedOn: null,
          },
        });
        const page = await w.get(`/t/${jam}`);
        expect(page.text).toContain('已召回 · 请勿食用');
        expect(page.text).toContain('立即下架封存，七日内退回');

        const recall = `/v1/recalls/${opened.json.id}`;
        for (const holder of [producer, distributor, shop]) {
          const inbox = await w.get('/v1/notices?unread=true', holder.key);
          expect(inbox.json.items[0]).toMatchObject({
            kind: 'recall.opened',
            subject: { type: 'recall', id: opened.json.id },
            body: { level: 1 },
          });
        }
        const [notice] = (await w.get('/v1/notices', shop.key)).json.items;
        expect((await w.post(`/v1/notices/${notice.id}/read`, shop.key, undefined)).json.readAt).toBe('2026-11-05T02:00:00Z');

        // Hop by hop: the producer and the distributor answer, the shop never does.
        expect((await w.post(`${recall}/acknowledgements`, producer.key, { text: '已停产' })).json.state).toBe('acknowledged');
        expect((await w.post(`${recall}/acknowledgements`, distributor.key, {})).json.state).toBe('acknowledged');
        expect(
          (await w.post(`${recall}/acknowledgements`, distributor.key, { party: `uscc:${shop.uscc}`, reachedBy: 'phone' })).status,
        ).toBe(403);
        const phoned = await w.post(`${recall}/acknowledgements`, market.key, { party: `uscc:${shop.uscc}`, reachedBy: 'phone' });
        expect(phoned.json).toMatchObject({ state: 'reached', reachedBy: 'phone', acknowledgedAt: null });

        // A later shipment grows the scope; it is a sale after the notice.
        w.clock.advance(HOUR);
        const sale = await w.ship(jam, ten, distributor, corner, { shippedAt: '2026-11-05T11:00:00+08:00' });
        const [found] = sale.findings.filter((finding: { rule: string }) => finding.rule === 'sold-after-recall');
        expect(found).toMatchObject({ weight: 'lead', certainty: 'suspected' });
        expect(found.citations.map((one: { article: string }) => one.article)).toContain('第一百二十四条第一款第（九）项');
        await w.follower.catchUp();
        await w.received(sale.id, corner);
        await w.follower.catchUp();
        expect((await w.get(recall, market.key)).json.holders).toBe(4);
        expect((await w.get('/v1/notices', corner.key)).json.items).toMatchObject([{ kind: 'recall.opened' }]);
        const leads = await w.get('/v1/violations?rule=sold-after-recall', market.key);
        expect(leads.json.items).toMatchObject([{ subject: { type: 'shipment', id: sale.id } }]);

        // What goes back is no sale.
        const back = await w.ship(jam, ten, corner, distributor, { purpose: 'return', shippedAt: '2026-11-05T11:00:00+08:00' });
        expect(back.findings).toEqual([]);

        // Quantities with proof; destruction without any is refused.
        const photo = Buffer.from(ONE_PIXEL, 'base64');
        const sha256 = createHash('sha256').update(photo).digest('hex');
        const destroyed = { kind: 'destroyed', lines: [{ traceCode: jam, quantity: { amount: '40', unit: '袋' } }] };
        const refused = await w.post(`${recall}/reports`, distributor.key, destroyed);
        expect(refused.json.errors).toMatchObject([{ pointer: '/files', found: '[]' }]);
        expect((await w.request('PUT', `/v1/files/${sha256}`, { key: distributor.key, raw: photo })).status).toBe(201);
        const reported = await w.post(`${recall}/reports`, distributor.key, { ...destroyed, files: [sha256] });
        expect(reported.status, reported.text).toBe(201);
        expect(
          (
            await w.post(`${recall}/reports`, producer.key, {
              kind: 'stopped',
              lines: [{ traceCode: jam, quantity: { amount: '1120', unit: '袋' } }],
            })
          ).status,
        ).toBe(201);

        const now = (await w.get(recall, market.key)).json;
        expect(now.byState).toEqual({ noticed: 1, reached: 1, acknowledged: 0, reported: 2 });
        expect(now.neverAnswered.map((one: { party: { name: string }; state: string }) => [one.party.name, one.state])).toEqual(
          expect.arrayContaining([
            ['示例超市有限公司', 'reached'],
            ['示例便利店', 'noticed'],
          ]),
        );
        expect(now.quantities).toMatchObject([
          {
            onHand: { amount: '1190' },
            inTransit: { amount: '10' },
            reported: { stopped: { amount: '1120' }, destroyed: { amount: '40' } },
            unaccounted: { amount: '30' },
          },
        ]);
        expect(now.clock).toMatchObject({ startedInTime: true, hoursRun: 1, late: false });

        // The call list, the notice for the door.
        const csv = await w.get(`${recall}/holders.csv`, market.key);
        expect(csv.text.split('\r\n')).toHaveLength(6);
        expect(csv.text).toContain('示例配送有限公司');
        expect(csv.text).toContain('0571-0000-0001');
        // In the words of the pages and the time of the place: told at ten, reached by telephone.
        expect(csv.text).toMatch(/示例超市有限公司,\w+,零售商,[^,]+,,,"?已联系到，未回应"?,2026-11-05T10:00:00\+08:00,,电话\r\n/);
        expect(csv.text).toContain('2026-11-05T10:00:00+08:00,2026-11-05T10:00:00+08:00,平台确认');
        const notices = await w.get(`/recalls/${opened.json.id}/announcement`);
        expect(notices.status).toBe(200);
        expect(notices.text).toContain('召回公告');
        expect(notices.text).toContain('示例西梅果冻');

        // Closing waits for every record that moves goods.
        const early = await w.post(`${recall}/closing`, market.key, { text: '应召回 80 袋' });
        expect(early.status).toBe(409);
        await w.follower.catchUp();
        expect((await w.post(`${recall}/closing`, producer.key, { text: '应召回 80 袋' })).status).toBe(403);
        const closed = await w.post(`${recall}/closing`, market.key, { text: '应召回 80 袋，一家始终未回应。' });
        expect(closed.status, closed.text).toBe(200);
        expect(closed.json.report).toMatchObject({
          text: '应召回 80 袋，一家始终未回应。',
          stood: { holders: 4, byState: { noticed: 1, reached: 1 } },
        });
        expect((await w.post(`${recall}/acknowledgements`, shop.key, {})).status).toBe(409);
        expect(await w.scan(jam)).toMatchObject({
          status: 'recalled',
          recall: { closedOn: '2026-11-05' },
        });
      }));

    it('answers for goods that were reported and also booked once, and asks after those with a canteen that has no account', () =>
      walk(async (w) => {
        const { producer, distributor, shop, jam } = w;
        const bags = (amount: string) => [{ traceCode: jam, quantity: { amount, unit: '袋' } }];
        const record = async (path: string, key: string, body: unknown) => {
          const answer = await w.post(path, key, body);
          expect(answer.status, answer.text).toBe(201);
          return answer.json;
        };
        // The till counted 15 of the shop's 30 before the recall, and 100 went to a canteen that signs the slip.
        await record('/v1/dispositions', shop.key, { kind: 'sold', lines: bags('15') });
        const canteen = { purpose: 'sale', to: { name: '示例食堂' }, shippedAt: NOW, lines: bags('100') };
        const slip = (await record('/v1/shipments', producer.key, canteen)).slipUrl.split('/s/')[1];
        const opened = await record('/v1/recalls', producer.key, order([jam]));
        await w.follower.catchUp();
        const recall = `/v1/recalls/${opened.id}`;
        const now = async () => {
          const [one] = (await w.get(recall, producer.key)).json.quantities;
          return [one.onHand, one.inTransit, one.withUnregistered, one.unaccounted].map(({ amount }) => amount);
        };
        const report = (kind: string, amount: string, key: string) => record(`${recall}/reports`, key, { kind, lines: bags(amount) });
        // Producer 1020, distributor 50, shop 15.
        expect(await now()).toEqual(['1085', '100', '0', '1085']);
        const taken = await w.request('POST', `/s/${slip}`, {
          body: { outcome: 'accepted', signedName: '签收人' },
          headers: { accept: 'application/json' },
        });
        expect(taken.status, taken.text).toBe(201);
        expect(await now()).toEqual(['1085', '0', '100', '1185']);
        const buyer = (await w.get(`${recall}/holders`, producer.key)).json.unregistered[0];
        await record(`${recall}/acknowledgements`, producer.key, { shipment: buyer.shipment });
        expect(await now()).toEqual(['1085', '0', '100', '1085']);

        w.clock.advance(HOUR);
        await report('stopped', '1020', producer.key);
        await report('stopped', '50', distributor.key);
        expect(await now()).toEqual(['1085', '0', '100', '15']);
        // What the till counted has left the books: 15 are on the shelf still.
        await report('sold', '15', shop.key);
        expect(await now()).toEqual(['1085', '0', '100', '15']);
        w.clock.advance(HOUR);
        await report('returned', '9', shop.key);
        expect(await now()).toEqual(['1085', '0', '100', '6']);
        const back = { purpose: 'return', to: { uscc: distributor.uscc, name: '示例' }, shippedAt: NOW, lines: bags('9') };
        await record('/v1/shipments', shop.key, back);
        expect(await now()).toEqual(['1076', '9', '100', '6']);
        // Of the 50 that were stopped 20 are destroyed; all of the distributor's are still answered for.
        await record('/v1/dispositions', distributor.key, { kind: 'destroyed', lines: bags('20') });
        expect(await now()).toEqual(['1056', '9', '100', '6']);
        // Sold out of what was stopped: no more is answered for than the rest.
        await record('/v1/dispositions', producer.key, { kind: 'sold', at: '2026-11-04T23:59:00+08:00', lines: bags('12') });
        await record('/v1/dispositions', producer.key, { kind: 'sold', lines: bags('8') });
        // A window of days has the sales of these days alone.
        const soldSince = async (day: string) =>
          (await w.get(`/v1/trace?traceCode=${jam}&since=${day}&kinds=sold`, producer.key)).json.edges.map(
            (edge: { quantity: { amount: string } }) => edge.quantity.amount,
          );
        expect([await soldSince('2026-11-04'), await soldSince('2026-11-05')]).toEqual([['12', '8'], ['8']]);
        expect(await now()).toEqual(['1036', '9', '100', '6']);
        const closed = await w.post(`${recall}/closing`, producer.key, { text: '食堂一批已联系。' }).then(async (early) => {
          expect(early.status).toBe(409);
          await w.follower.catchUp();
          return w.post(`${recall}/closing`, producer.key, { text: '食堂一批已联系。' });
        });
        expect(closed.json.report.stood.quantities).toMatchObject([{ withUnregistered: { amount: '100' }, unaccounted: { amount: '6' } }]);
      }));

    it('by the producer names to it those it sold to, and of the others the county alone', () =>
      walk(async (w) => {
        const opened = await w.post('/v1/recalls', w.producer.key, order([w.jam], { level: 2 }));
        expect(opened.json.holders).toBe(2);
        const list = await w.get(`/v1/recalls/${opened.json.id}/holders`, w.producer.key);
        expect(
          list.json.items.map((one: { party: { name: string } | null; role: string }) => [one.party?.name ?? null, one.role]).sort(),
        ).toEqual([
          [null, 'retailer'],
          ['示例配送有限公司', 'distributor'],
        ]);
        const hop = await w.get(`/v1/recalls/${opened.json.id}/holders`, w.distributor.key);
        expect(hop.json.items.map((one: { party: { name: string } }) => one.party.name)).toEqual(['示例超市有限公司']);
        expect((await w.get(`/v1/recalls/${opened.json.id}`, w.corner.key)).status).toBe(404);
        // Sold by a shop that was told, in a recall nobody ordered: no article is known for it.
        w.clock.advance(HOUR);
        const sold = await w.post('/v1/dispositions', w.shop.key, { kind: 'sold', lines: [{ traceCode: w.jam, quantity: ten }] });
        expect(sold.json.findings).toMatchObject([{ rule: 'sold-after-recall', weight: 'todo', certainty: 'advisory' }]);
      }));

    it('takes in what was made from the goods, also when it is made later', () =>
      walk(async (w) => {
        const cake = (batchNumber: string) =>
          batchBody('示例蛋糕', '盒', '5', { batchNumber, inputs: [{ traceCode: w.jam, quantity: ten }] });
        const before = await w.batch(w.shop, cake('C1'));
        const opened = await w.post('/v1/recalls', w.producer.key, order([w.jam]));
        const status = async (code: string) => (await w.scan(code)).status;
        expect(await status(before)).toBe('recalled');
        await w.follower.catchUp();
        const later = await w.batch(w.shop, cake('C2'));
        const sold = await w.ship(later, { amount: '2', unit: '盒' }, w.shop, w.corner);
        await w.received(sold.id, w.corner);
        expect(await status(later)).toBe('no-problem-recorded');
        await w.follower.catchUp();
        expect(await status(later)).toBe('recalled');
        const split = {
          kind: 'repack',
          inputs: [{ traceCode: later, quantity: { amount: '1', unit: '盒' } }],
          outputs: [batchBody('示例切块蛋糕', '盒', '1', { batchNumber: 'C3' })],
        };
        w.clock.advance(HOUR);
        const cut = await w.post('/v1/transformations', w.corner.key, split);
        expect(cut.status, cut.text).toBe(201);
        expect(cut.json.outputs[0].findings).toContainEqual(expect.objectContaining({ rule: 'sold-after-recall', weight: 'todo' }));
        await w.follower.catchUp();
        expect(await status(cut.json.outputs[0].traceCode)).toBe('recalled');
        const now = (await w.get(`/v1/recalls/${opened.json.id}`, w.producer.key)).json;
        expect(now).toMatchObject({ holders: 3, derivedBatches: 3 });
        const seen = (await w.get(`/v1/recalls/${opened.json.id}`, w.corner.key)).json;
        expect(seen.yours).toMatchObject([
          { traceCode: later, product: { name: '示例蛋糕' }, onHand: { amount: '1', unit: '盒' } },
          { product: { name: '示例切块蛋糕' } },
        ]);
        expect((await w.get('/v1/notices', w.corner.key)).json.items).toHaveLength(1);
      }));

    it('reaches the buyer whose receipt was recorded at the same time', () =>
      walk(async (w) => {
        const sent = await w.ship(w.jam, ten, w.distributor, w.corner);
        const [opened] = await Promise.all([
          w.post('/v1/recalls', w.producer.key, order([w.jam])),
          w.received(sent.id, w.corner),
          w.follower.catchUp(),
        ]);
        await w.follower.catchUp();
        const scope = await w.store.read
          .selectFrom('recall_scope')
          .innerJoin('party', 'party.id', 'recall_scope.partyId')
          .select('party.publicId')
          .execute();
        expect(scope.map((row) => row.publicId)).toContain(w.corner.id);
        expect((await w.get(`/v1/recalls/${opened.json.id}`, w.producer.key)).json.holders).toBe(3);
        expect(await w.follower.catchUp()).toBe(0);
      }));

    it('as a drill tells nobody and shows nowhere, but is timed and kept', () =>
      walk(async (w) => {
        const opened = await w.post('/v1/recalls', w.producer.key, order([w.jam], { drill: true }));
        expect(opened.json).toMatchObject({ drill: true, holders: 2 });
        await w.follower.catchUp();
        for (const key of [w.distributor.key, w.shop.key, w.market.key])
          expect((await w.get('/v1/notices', key)).json.items.filter((one: { kind: string }) => one.kind.startsWith('recall'))).toEqual([]);
        expect((await w.get('/v1/recalls', w.shop.key)).json.items).toEqual([]);
        expect((await w.scan(w.jam)).status).toBe('no-problem-recorded');
        expect((await w.get(`/recalls/${opened.json.id}/announcement`)).status).toBe(404);
        w.clock.advance(3 * HOUR);
        const sold = await w.post('/v1/dispositions', w.shop.key, { kind: 'sold', lines: [{ traceCode: w.jam, quantity: ten }] });
        expect(sold.json.findings).toEqual([]);
        await w.follower.catchUp();
        const closed = await w.post(`/v1/recalls/${opened.json.id}/closing`, w.producer.key, { text: '三小时内找到全部持有方。' });
        expect(closed.json.report.stood).toMatchObject({ holders: 2, byState: { found: 2 }, clock: { hoursRun: 3 } });
        expect((await w.get('/v1/recalls', w.producer.key)).json.items).toMatchObject([{ drill: true, state: 'closed' }]);
      }));

    it('of nothing, of what is not there, of another’s goods, at level 9 or with times reversed is refused with the place of each, and nothing changes', () =>
      walk(async (w) => {
        const unknown = 'ABCDEFGHJKMNPQRSTUVM';
        const wrong = async (body: unknown, key = w.producer.key) => {
          const answer = await w.post('/v1/recalls', key, body);
          expect(answer.status).toBe(422);
          return answer.json.errors.map((error: { pointer: string }) => error.pointer);
        };
        expect(await wrong(order([]))).toEqual(['/traceCodes']);
        expect(await wrong(order([w.jam, unknown]))).toEqual(['/traceCodes/1']);
        expect(await wrong(order([w.jam]), w.shop.key)).toEqual(['/traceCodes/0']);
        expect(await wrong(order([w.jam], { level: 9 }))).toEqual(['/level']);
        const reversed = { from: '2026-11-01T06:00:00+08:00', to: '2026-11-01T02:00:00+08:00' };
        expect(await wrong(order([w.jam], { affected: reversed }))).toEqual(['/affected/to']);
        expect(await wrong(order([w.jam], { knownAt: '2026-11-06T09:00:00+08:00' }))).toEqual(['/knownAt']);
        const elsewhere = await w.authority({ regionCode: '330200' });
        expect(await wrong(order([w.jam]), elsewhere.key)).toEqual(['/traceCodes/0']);
        expect((await w.get('/v1/recalls', w.producer.key)).json.items).toEqual([]);
        expect((await w.get('/v1/recalls/none', w.producer.key)).status).toBe(404);
        const opened = await w.post('/v1/recalls', w.producer.key, order([w.jam]));
        const other = await w.batch(w.producer, batchBody('示例果酱', '袋', '10', { batchNumber: 'Z' }));
        const report = { kind: 'stopped', lines: [{ traceCode: other, quantity: ten }] };
        expect((await w.post(`/v1/recalls/${opened.json.id}/reports`, w.shop.key, report)).json.errors).toMatchObject([
          { pointer: '/lines/0/traceCode' },
        ]);
        expect(
          (await w.post(`/v1/recalls/${opened.json.id}/acknowledgements`, w.producer.key, { party: w.corner.id })).json.errors,
        ).toMatchObject([{ pointer: '/party' }]);
      }));

    it('is told to programs by signed messages', () =>
      walk(async (w) => {
        expect((await w.post('/v1/webhooks', w.shop.key, { url: 'https://[fd00::1]/hook' })).json.errors).toMatchObject([
          { pointer: '/url' },
        ]);
        const hook = await w.post('/v1/webhooks', w.shop.key, { url: 'https://shop.example.com/hook' });
        expect(hook.json.secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
        await w.post('/v1/recalls', w.producer.key, order([w.jam]));
        const sent: { url: string; headers: Record<string, string>; body: string }[] = [];
        await deliverDue({ ...w.deps, send: async (url, headers, body) => ({ status: sent.push({ url, headers, body }) > 0 ? 204 : 0 }) });
        expect(sent).toMatchObject([{ url: 'https://shop.example.com/hook' }]);
        expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({ type: 'recall.opened', data: { body: { level: 1 } } });
        expect((await w.get(`/v1/webhooks/${hook.json.id}/deliveries`, w.shop.key)).json.items).toMatchObject([
          { state: 'done', attempts: 1, lastStatus: 204 },
        ]);
      }));
  });
}

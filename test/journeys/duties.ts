import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { type Answer, type TestParty, type World, worldOver } from '../world.ts';
import { incompletePork, jelly, pork } from './goods.ts';

const DAY = 86_400_000;
const at = (text: string) => Date.parse(text);

interface Opened {
  store: Store;
  close(): Promise<void>;
}

interface Cast extends World {
  plant: TestParty;
  shop: TestParty;
  market: { id: string; key: string };
}

/** The duties of the regulation walked over HTTP, on whichever engine is opened. */
export function dutyJourneys(engine: string, open: () => Promise<Opened>): void {
  async function cast(walk: (world: Cast) => Promise<void>): Promise<void> {
    const { store, close } = await open();
    try {
      const world = worldOver(store, { put: async () => {}, get: async () => null });
      const plant = await world.party({ name: '示例肉品厂', kinds: ['producer'] });
      const shop = await world.party({
        name: '示例超市',
        kinds: ['retailer'],
        sites: [{ name: '一店', kind: 'shop', regionCode: '330106' }],
      });
      const market = await world.authority({ name: '示例市市场监督管理局', department: 'market', regionCode: '330100' });
      await walk({ ...world, plant, shop, market });
    } finally {
      await close();
    }
  }

  describe(`the duties on ${engine}`, () => {
    it('a producer enters every field the regulation names, and the buyer by its credit code', () =>
      cast(async (w) => {
        const batch = await recorded(w, pork());
        expect(batch.json.findings).toEqual([]);
        const sent = await shipped(w, batch.json.traceCode, { amount: '24', unit: '箱' });
        expect(sent.json).toMatchObject({ state: 'in-transit', findings: [] });
        const read = await w.request('GET', `/v1/shipments/${sent.json.id}`, { key: w.plant.key });
        expect(read.json).toMatchObject({
          to: { uscc: w.shop.uscc, name: '示例超市' },
          lines: [{ quantity: { amount: '24', unit: '箱' } }],
        });
        expect(await held(w, w.plant, batch.json.traceCode)).toBe('960');
      }));

    it('a buyer receives and confirms, once; a stranger finds nothing', () =>
      cast(async (w) => {
        const batch = await recorded(w, pork());
        const sent = await shipped(w, batch.json.traceCode, { amount: '24', unit: '箱' });
        const stranger = await w.party({ name: '示例路人商店', kinds: ['retailer'] });
        expect((await confirm(w, sent.json.id, stranger.key)).status).toBe(404);
        const receipt = await confirm(w, sent.json.id, w.shop.key);
        expect(receipt.status, receipt.text).toBe(201);
        expect(receipt.json.state).toBe('received');
        expect((await confirm(w, sent.json.id, w.shop.key)).status).toBe(409);
        expect(await held(w, w.shop, batch.json.traceCode)).toBe('240');
      }));

    it('a delivery nobody confirmed is a reminder after a day, and closes itself when it is confirmed', () =>
      cast(async (w) => {
        const batch = await recorded(w, pork());
        const sent = await shipped(w, batch.json.traceCode, { amount: '24', unit: '箱' }, { deliveredAt: '2026-11-05T08:00:00+08:00' });
        w.clock.set(at('2026-11-06T07:59:00+08:00'));
        await w.sweep();
        expect(await reminders(w, w.shop)).toEqual([]);
        w.clock.set(at('2026-11-06T08:01:00+08:00'));
        await w.sweep();
        expect(await reminders(w, w.shop)).toEqual(['receipt-unconfirmed']);
        expect((await leads(w)).map((lead) => lead.rule)).not.toContain('receipt-unconfirmed');
        await confirm(w, sent.json.id, w.shop.key);
        expect(await reminders(w, w.shop)).toEqual([]);
      }));

    it('a buyer that says "not mine" is in breach of nothing; the shipper is asked', () =>
      cast(async (w) => {
        const batch = await recorded(w, pork());
        const sent = await shipped(w, batch.json.traceCode, { amount: '24', unit: '箱' });
        const answer = await w.request('POST', `/v1/shipments/${sent.json.id}/receipt`, {
          key: w.shop.key,
          body: { outcome: 'notMine', receivedAt: '2026-11-05T08:30:00+08:00', reason: '未订此货' },
        });
        expect(answer.json.state).toBe('disputed');
        await w.follower.catchUp();
        expect(await leads(w)).toEqual([]);
        expect(await reminders(w, w.shop)).toEqual([]);
        expect(await reminders(w, w.plant)).toContain('false-record-suspected');
        expect(await held(w, w.shop, batch.json.traceCode)).toBeUndefined();
      }));

    it('more shipped than was made is recorded, and a suspected false record of the shipper by its own entries', () =>
      cast(async (w) => {
        const { traceCode } = (await recorded(w, pork({ quantity: { amount: '100', unit: '袋' } }))).json;
        expect(rulesOf(await shipped(w, traceCode, { amount: '90', unit: '袋' }))).not.toContain('false-record-suspected');
        const second = await shipped(w, traceCode, { amount: '90', unit: '袋' });
        expect(second.json.findings.find((one: { rule: string }) => one.rule === 'false-record-suspected')).toMatchObject({
          weight: 'lead',
          certainty: 'suspected',
        });
        expect(await held(w, w.plant, traceCode)).toBe('-80');
      }));

    it('stock that was there on day one is counted in once, and leaves with its code', () =>
      cast(async (w) => {
        const body = { asOf: '2026-11-04', lines: [pork({ quantity: { amount: '100', unit: '袋' } })] };
        const counted = await w.request('POST', '/v1/openings', { key: w.plant.key, body });
        expect(counted.status, counted.text).toBe(201);
        const { traceCode } = counted.json.lines[0];
        await shipped(w, traceCode, { amount: '90', unit: '袋' });
        expect(await held(w, w.plant, traceCode)).toBe('10');
        expect((await w.request('POST', '/v1/openings', { key: w.plant.key, body })).status).toBe(409);
      }));

    it('an incomplete record of a bound food is a todo when recorded and a lead at its first sale; corrected in time it closes', () =>
      cast(async (w) => {
        const batch = await recorded(w, incompletePork());
        expect(new Set(weights(batch))).toEqual(new Set(['todo']));
        await shipped(w, batch.json.traceCode, { amount: '24', unit: '箱' });
        await w.follower.catchUp();
        const [lead] = (await leads(w)).filter((one) => one.rule === 'record-incomplete');
        expect(lead).toMatchObject({
          state: 'open',
          department: 'market',
          fineBand: { minCents: 100_000, maxCents: 1_000_000, after: 'order-overdue' },
        });
        expect(lead.citations.some((citation: { article: string | null }) => citation.article === null)).toBe(true);
        const corrected = await w.request('PATCH', `/v1/batches/${batch.json.traceCode}`, {
          key: w.plant.key,
          headers: { 'If-Match': '"1"' },
          body: { product: pork().product, expiresOn: '2026-11-08', certificates: pork().certificates, reason: '补录保质期与合格证明' },
        });
        expect(corrected.status, corrected.text).toBe(200);
        await w.follower.catchUp();
        expect((await leads(w)).filter((one) => one.rule === 'record-incomplete')).toEqual([]);
      }));

    it('a case is opened, ordered, and closed when the record is corrected in time', () =>
      cast(async (w) => {
        const batch = await recorded(w, incompletePork());
        await shipped(w, batch.json.traceCode, { amount: '24', unit: '箱' });
        await w.follower.catchUp();
        const [lead] = (await leads(w)).filter((one) => one.rule === 'record-incomplete');
        const opened = await w.request('POST', '/v1/cases', {
          key: w.market.key,
          body: { violationIds: [lead.id], officers: ['甲', '乙'] },
        });
        expect(opened.status, opened.text).toBe(201);
        const past = await w.request('POST', `/v1/cases/${opened.json.id}/order`, {
          key: w.market.key,
          body: { dueOn: '2026-11-04', text: '限期补录' },
        });
        expect(past.status).toBe(422);
        const ordered = await w.request('POST', `/v1/cases/${opened.json.id}/order`, {
          key: w.market.key,
          body: { dueOn: '2026-12-01', text: '限期补录' },
        });
        expect(ordered.json.state, ordered.text).toBe('ordered');
        w.clock.advance(3 * DAY);
        const seen = await w.request('POST', `/v1/cases/${opened.json.id}/correction`, {
          key: w.market.key,
          body: { text: '已补录，现场核对' },
        });
        expect(['corrected', 'closed']).toContain(seen.json.state);
      }));

    it('a code that is not displayed is an officer’s note with the band 500–2,000', () =>
      cast(async (w) => {
        const noted = await w.request('POST', '/v1/violations', {
          key: w.market.key,
          body: {
            rule: 'code-not-displayed',
            party: `uscc:${w.shop.uscc}`,
            seenAt: '2026-11-05T08:30:00+08:00',
            text: '入口货架未见追溯码',
          },
        });
        expect(noted.status, noted.text).toBe(201);
        const [lead] = (await leads(w)).filter((one) => one.rule === 'code-not-displayed');
        expect(lead).toMatchObject({ certainty: 'established', fineBand: { minCents: 50_000, maxCents: 200_000 } });
      }));

    it('goods that are displayed leave no todo at the shop', () =>
      cast(async (w) => {
        const batch = await recorded(w, pork());
        const sent = await shipped(w, batch.json.traceCode, { amount: '24', unit: '箱' });
        await confirm(w, sent.json.id, w.shop.key);
        expect(await todos(w, w.shop)).toContain('code-not-displayed');
        const shown = await w.request('POST', '/v1/displays', {
          key: w.shop.key,
          body: { place: '入口货架', traceCodes: [batch.json.traceCode], shownFrom: '2026-11-05' },
        });
        expect(shown.status, shown.text).toBe(201);
        expect(await todos(w, w.shop)).not.toContain('code-not-displayed');
      }));

    it('a banned substance found in a result is a lead under the notice; looked for and not found it is nothing', () =>
      cast(async (w) => {
        const clean = await recorded(w, jelly({ batchNumber: 'J1', certificates: [sample('酚酞', '未检出', 'pass')] }));
        const found = await recorded(w, jelly({ batchNumber: 'J2', certificates: [sample('双醋酚丁', '152', 'fail')] }));
        expect(rulesOf(clean)).not.toContain('banned-substance');
        expect(rulesOf(found)).toContain('banned-substance');
        await w.follower.catchUp();
        const [lead] = (await leads(w)).filter((one) => one.rule === 'banned-substance');
        expect(lead.citations.map((citation: { law: string }) => citation.law).join()).toMatch(/食品安全法/);
      }));

    it('a sale past the printed date is a lead, on the printed day itself it is none', () =>
      cast(async (w) => {
        const batch = await recorded(w, pork({ expiresOn: '2026-11-06' }));
        w.clock.set(at('2026-11-06T20:00:00+08:00'));
        const inTime = await shipped(w, batch.json.traceCode, { amount: '1', unit: '箱' }, { shippedAt: '2026-11-06T20:00:00+08:00' });
        expect(rulesOf(inTime)).not.toContain('past-shelf-life');
        w.clock.set(at('2026-11-07T09:00:00+08:00'));
        const late = await shipped(w, batch.json.traceCode, { amount: '1', unit: '箱' }, { shippedAt: '2026-11-07T09:00:00+08:00' });
        expect(rulesOf(late)).toContain('past-shelf-life');
      }));

    it('the gate: bound on 2024-02-03, not the day before; an unread variety and another province are no leads', () =>
      cast(async (w) => {
        const soldOn = async (day: string, product: Record<string, unknown>, maker = w.plant) => {
          w.clock.set(at(`${day}T09:00:00+08:00`));
          const made = { ...incompletePork(), productionDate: day, batchNumber: `${day}-${maker.id}-${Object.values(product).join()}` };
          const batch = await recorded({ ...w, plant: maker }, { ...made, product: { ...made.product, ...product } });
          await shipped({ ...w, plant: maker }, batch.json.traceCode, { amount: '1', unit: '箱' }, { shippedAt: `${day}T09:00:00+08:00` });
          await w.follower.catchUp();
          return (await leads(w)).some((lead) => lead.rule === 'record-incomplete' && lead.actOn === day);
        };
        const elsewhere = await w.party({ name: '示例外省肉品厂', kinds: ['producer'], regionCode: '310101' });
        expect(await soldOn('2024-02-02', { directoryItem: '猪肉' })).toBe(false);
        expect(await soldOn('2024-02-03', { directoryItem: '猪肉' })).toBe(true);
        expect(await soldOn('2024-02-04', { directoryItem: '酱油' })).toBe(false);
        expect(await soldOn('2024-02-05', { directoryItem: '猪肉' }, elsewhere)).toBe(false);
      }));

    it('a canteen confirms 28 lines with one scan and two exceptions, without an account', () =>
      cast(async (w) => {
        const codes: string[] = [];
        for (let n = 1; n <= 28; n++) codes.push((await recorded(w, pork({ batchNumber: `K${n}` }))).json.traceCode);
        const sent = await w.request('POST', '/v1/shipments', {
          key: w.plant.key,
          body: {
            purpose: 'sale',
            to: { uscc: '91330106MA0KANT06N', name: '示例学校食堂' },
            shippedAt: '2026-11-05T05:00:00+08:00',
            lines: codes.map((traceCode) => ({ traceCode, quantity: { amount: '3', unit: '袋' } })),
          },
        });
        expect(sent.status, sent.text).toBe(201);
        const slip = new URL(sent.json.slipUrl).pathname;
        const page = await w.request('GET', slip, { headers: { Accept: 'text/html' } });
        expect(page.status).toBe(200);
        const done = await w.request('POST', slip, {
          body: {
            outcome: 'accepted',
            signedName: '王师傅',
            lines: [
              { traceCode: codes[3], outcome: 'short', quantity: { amount: '2', unit: '袋' } },
              { traceCode: codes[9], outcome: 'refused' },
            ],
          },
          headers: { Accept: 'application/json' },
        });
        expect(done.status, done.text).toBe(201);
        const read = await w.request('GET', `/v1/shipments/${sent.json.id}`, { key: w.plant.key });
        expect(read.text).toContain('"by":"link"');
        expect(read.text).not.toContain('王师傅');
        expect((await w.request('POST', slip, { body: { outcome: 'accepted' }, headers: { Accept: 'application/json' } })).status).toBe(
          409,
        );
      }));

    it('a shopper scans: status first, then the product, maker and steps', () =>
      cast(async (w) => {
        const batch = await recorded(w, pork());
        const scan = await w.request('GET', `/t/${batch.json.traceCode}`, { headers: { Accept: 'application/json' } });
        expect(scan.json).toMatchObject({
          status: 'no-problem-recorded',
          product: { name: '冷鲜猪后腿肉' },
          producer: { name: '示例肉品厂' },
        });
        const page = await w.request('GET', `/t/${batch.json.traceCode}`, { headers: { Accept: 'text/html' } });
        expect(page.text.indexOf('未发现问题')).toBeGreaterThan(0);
        expect(page.text.indexOf('未发现问题')).toBeLessThan(page.text.indexOf('示例肉品厂'));
        expect((await w.request('GET', '/t/2222-2222-2222-2222-2223', { headers: { Accept: 'application/json' } })).status).toBe(404);
      }));
  });
}

const sample = (item: string, value: string, conclusion: 'pass' | 'fail') => ({
  kind: 'officialSample',
  number: `S-${value}`,
  issuedOn: '2026-10-30',
  conclusion,
  results: [{ item, value, unit: 'mg/kg' }],
});

async function recorded(w: Cast, body: object): Promise<Answer> {
  const made = await w.request('POST', '/v1/batches', { key: w.plant.key, body });
  expect(made.status, made.text).toBe(201);
  return made;
}

async function shipped(w: Cast, traceCode: string, quantity: object, fields: object = {}): Promise<Answer> {
  const sent = await w.request('POST', '/v1/shipments', {
    key: w.plant.key,
    body: {
      purpose: 'sale',
      to: { uscc: w.shop.uscc, name: '示例超市' },
      shippedAt: '2026-11-05T06:00:00+08:00',
      lines: [{ traceCode, quantity }],
      ...fields,
    },
  });
  expect(sent.status, sent.text).toBe(201);
  return sent;
}

function confirm(w: Cast, shipment: string, key: string): Promise<Answer> {
  return w.request('POST', `/v1/shipments/${shipment}/receipt`, {
    key,
    body: {
      outcome: 'accepted',
      receivedAt: new Date(w.clock.now()).toISOString(),
      checks: { licence: true, certificate: true, dates: true },
    },
  });
}

async function held(w: Cast, party: TestParty, traceCode: string): Promise<string | undefined> {
  const { json } = await w.request('GET', '/v1/holdings', { key: party.key });
  return json.items.find((item: { traceCode: string }) => item.traceCode === traceCode)?.quantity.amount;
}

async function leads(w: Cast): Promise<Answer['json'][]> {
  const answer = await w.request('GET', '/v1/violations?state=open', { key: w.market.key });
  expect(answer.status, answer.text).toBe(200);
  return answer.json.items;
}

const ofWeight = async (w: Cast, party: TestParty, weight: string): Promise<string[]> => {
  const answer = await w.request('GET', '/v1/todos', { key: party.key });
  expect(answer.status, answer.text).toBe(200);
  return answer.json.items.filter((item: { weight: string }) => item.weight === weight).map((item: { rule: string }) => item.rule);
};
const reminders = (w: Cast, party: TestParty) => ofWeight(w, party, 'reminder');
const todos = (w: Cast, party: TestParty) => ofWeight(w, party, 'todo');
const rulesOf = (answer: Answer): string[] => answer.json.findings.map((finding: { rule: string }) => finding.rule);
const weights = (answer: Answer): string[] => answer.json.findings.map((finding: { weight: string }) => finding.weight);

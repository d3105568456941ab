import { describe, expect, it } from 'vitest';
import type { LabelPress } from '../../src/codes/labels/press.ts';
import type { Files } from '../../src/platform/deps.ts';
import type { Store } from '../../src/store/store.ts';
import { dotPng, type SlipFields, slipRequest } from '../slip-form.ts';
import { worldOver } from '../world.ts';

interface Opened {
  store: Store;
  close(): Promise<void>;
}

const GTIN = '09521234543213';

/** What labels look like is for src/codes/labels; here a word stands for the file. */
const press: LabelPress = {
  open: async ({ labels }) => ({
    tooSmall: [],
    missing: [],
    pages: () => new Blob([`${labels.length} label`]).stream() as ReadableStream<Uint8Array>,
    cancel: () => {},
  }),
};

function memoryFiles(): Files {
  const kept = new Map<string, Uint8Array>();
  return {
    put: async (sha256, bytes) => {
      kept.set(sha256, bytes);
    },
    get: async (sha256) => kept.get(sha256) ?? null,
  };
}

function world(store: Store) {
  const w = worldOver(store, memoryFiles(), undefined, { labels: press });
  const post = (path: string, body: unknown, key?: string, headers: Record<string, string> = {}) =>
    w.request('POST', path, { key, body, headers });
  const get = (path: string, key?: string) => w.request('GET', path, { key, headers: { Accept: 'application/json' } });
  async function batch(key: string, more: Record<string, unknown> = {}): Promise<string> {
    const product = { name: '香菇黄豆酱', category: 'food', gtin: GTIN, shelfLife: { value: 1, unit: 'month' } };
    const made = await post(
      '/v1/batches',
      { product, batchNumber: 'A', productionDate: '2026-11-01', quantity: { amount: '100', unit: '瓶' }, ...more },
      key,
    );
    expect(made.status, made.text).toBe(201);
    return made.json.traceCode;
  }
  return { ...w, post, get, batch };
}

/** What people hold in their hands (labels, a report, a slip with photos, a barcode), over HTTP, on whichever engine is opened. */
export function handsJourneys(engine: string, open: () => Promise<Opened>): void {
  const on = (name: string, run: (w: ReturnType<typeof world>) => Promise<void>) =>
    it(name, async () => {
      const { store, close } = await open();
      try {
        await run(world(store));
      } finally {
        await close();
      }
    });

  describe(`what people hold in their hands, on ${engine}`, () => {
    on('labels are recorded with who and how many, once a key; told as a reprint; voided, never more than there are', async (w) => {
      const { key } = await w.party({ name: '示例酱品厂' });
      const code = await w.batch(key);
      const ask = { items: [{ traceCode: code, copies: 10 }], layout: '40x30' };
      const first = await w.post('/v1/labels', ask, key, { 'Idempotency-Key': 'labels-1' });
      expect([first.status, first.text]).toEqual([200, '1 label']);
      const path = `/v1/labels/${first.headers.get('label-print')}`;
      const again = await w.post('/v1/labels', ask, key, { 'Idempotency-Key': 'labels-1' });
      expect([again.status, again.headers.get('location')]).toEqual([303, `${path}/file`]);
      const spoil = (copies: number) => w.post(`${path}/voids`, { items: [{ traceCode: code, copies }], reason: '打印偏移' }, key);
      const both = await Promise.all([spoil(6), spoil(6)]);
      expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
      expect((await w.post('/v1/labels', { ...ask, reason: '受潮' }, key)).status).toBe(200);
      expect((await w.get(`/v1/labels?batch=${code}`, key)).json.items).toMatchObject([
        { reprint: true, reason: '受潮', labels: 10, items: [{ before: 4, voided: 0 }] },
        { reprint: false, reason: null, labels: 10, items: [{ before: 0, voided: 6 }] },
      ]);
      const stranger = await w.party({ name: '示例路人有限公司' });
      expect((await w.get(`${path}/file`, stranger.key)).status).toBe(404);
    });

    on('a consumer’s report reaches the authority of the place alone, five times a day, and never the ledger in words', async (w) => {
      const maker = await w.party({ name: '示例酱品厂', regionCode: '330602' });
      const traceCode = await w.batch(maker.key);
      const here = await w.authority({ regionCode: '330600' });
      const elsewhere = await w.authority({ regionCode: '330100' });
      const said = { traceCode, kind: 'spoiled', details: '开盖时已有霉斑', contact: '0571-00000000' };
      const sent = [];
      for (let n = 0; n < 6; n++) sent.push(await w.post('/v1/consumer-reports', said));
      expect(sent.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 429]);
      const { items, next } = (await w.get('/v1/consumer-reports?limit=2', here.key)).json;
      expect(items).toMatchObject([said, said]);
      expect((await w.get(`/v1/consumer-reports?limit=9&cursor=${next}`, here.key)).json.items).toHaveLength(3);
      expect((await w.get('/v1/consumer-reports', elsewhere.key)).json.items).toEqual([]);
      const entries = await w.store.read.selectFrom('entry').select('bytes').where('kind', '=', 'consumer.reported').execute();
      expect(entries).toHaveLength(5);
      for (const { bytes } of entries) for (const secret of [said.details, said.contact, traceCode]) expect(bytes).not.toContain(secret);
    });

    on('a slip is confirmed without account, with photos, once; both sides and their authority can open them', async (w) => {
      const maker = await w.party({ name: '示例酱品厂' });
      const shop = await w.party({ name: '示例超市有限公司', kinds: ['retailer'] });
      const stranger = await w.party({ name: '示例路人有限公司' });
      const office = await w.authority({ regionCode: '330000' });
      const lines = [{ traceCode: await w.batch(maker.key), quantity: { amount: '9', unit: '瓶' } }];
      const shipped = await w.post(
        '/v1/shipments',
        { purpose: 'sale', to: { uscc: shop.uscc, name: '示例超市有限公司' }, lines },
        maker.key,
      );
      const send = async (fields: SlipFields) => w.request('POST', new URL(shipped.json.slipUrl).pathname, await slipRequest(fields));
      const spoilt = await send({ outcome: 'accepted', 'line.1.outcome': 'short', photos: [dotPng('a')] });
      expect(spoilt.status).toBe(422);
      const [, photo = ''] = /name="photo" value="([0-9a-f]{64})"/.exec(spoilt.text) ?? [];
      const whole = { outcome: 'accepted', photo: [photo], photos: [dotPng('b')] };
      const answers = await Promise.all([send(whole), send(whole)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
      const { photos } = (await w.get(`/v1/shipments/${shipped.json.id}`, maker.key)).json.receipt;
      expect(photos).toMatchObject([{ sha256: photo }, { size: 68, mediaType: 'image/png' }]);
      for (const [key, status] of [
        [maker.key, 200],
        [shop.key, 200],
        [office.key, 200],
        [stranger.key, 404],
      ] as const)
        expect((await w.get(photos[0].href, key)).status).toBe(status);
    });

    on('a pack is found by its barcode and whichever date it shows; several are listed', async (w) => {
      const { key } = await w.party({ name: '示例酱品厂' });
      const code = await w.batch(key, { productionDate: '2026-10-01' });
      const find = (date: string) => w.get(`/find?gtin=${GTIN}&date=${date}`);
      for (const date of ['20261001', '2026-11-01']) expect((await find(date)).headers.get('location')).toBe(`/t/${code}`);
      const next = await w.batch(key, { batchNumber: 'B' });
      const listed = (await find('2026-11-01')).json.candidates.map((one: { traceCode: string }) => one.traceCode);
      expect(listed).toEqual([next, code]);
      expect((await find('2026-11-02')).status).toBe(404);
    });
  });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folderFiles } from '../src/platform/files-folder.ts';
import { migrateSqlite } from '../src/store/migrate.ts';
import { openSqliteOn } from '../src/store/sqlite.ts';
import type { Answer, Ask, World } from './app.ts';
import { batchBody, type CustodyWorld, custodyWorld } from './custody-world.ts';
import { freshPostgres } from './fresh-store.ts';
import { worldOver } from './world.ts';

type Wrong = { pointer: string; found: string; expected: string; fix: string };

const CHINESE = { 'Accept-Language': 'zh-CN' };
const ENGLISH = { 'Accept-Language': 'en' };
const isChinese = /[\u4e00-\u9fff]/;

async function stored(t: World): Promise<{ batches: number; entries: number }> {
  const count = async (table: 'batch' | 'entry') =>
    Number(
      (
        await t.store.read
          .selectFrom(table)
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    );
  return { batches: await count('batch'), entries: await count('entry') };
}

/** A problem document as every refusal must be one, in the language that was asked for. */
function aProblem(answer: Answer, status: number, code: string, language: 'zh-CN' | 'en'): Wrong[] {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers.get('content-language')).toBe(language);
  expect(answer.json).toMatchObject({ status, code, type: `/docs/problems#${code}` });
  expect(answer.json.requestId).toMatch(/^[0-9A-Za-z]{10,}$/);
  expect(answer.headers.get('x-request-id')).toBe(answer.json.requestId);
  expect(isChinese.test(answer.json.title)).toBe(language === 'zh-CN');
  for (const wrong of answer.json.errors as Wrong[]) {
    expect(Object.keys(wrong).sort()).toEqual(['expected', 'fix', 'found', 'pointer']);
    expect(wrong.expected.length * wrong.fix.length, wrong.pointer).toBeGreaterThan(0);
  }
  return answer.json.errors;
}

/** Refused in both languages alike, with the same fields named, and nothing of it stored. */
async function refusedTwice(t: World, method: string, path: string, ask: Ask, status: number, code: string): Promise<[Wrong[], Wrong[]]> {
  const before = await stored(t);
  const zh = aProblem(await t.request(method, path, { ...ask, headers: { ...ask.headers, ...CHINESE } }), status, code, 'zh-CN');
  const en = aProblem(await t.request(method, path, { ...ask, headers: { ...ask.headers, ...ENGLISH } }), status, code, 'en');
  expect(en.map((wrong) => wrong.pointer)).toEqual(zh.map((wrong) => wrong.pointer));
  for (const wrong of en) expect(isChinese.test(wrong.fix.replace(/["“'].*?["”']|箱|袋|瓶/g, '')), wrong.fix).toBe(false);
  expect(await stored(t)).toEqual(before);
  return [zh, en];
}

const foundAt = (wrong: Wrong[]) => Object.fromEntries(wrong.map(({ pointer, found }) => [pointer, found]));

async function refusedBatch(w: CustodyWorld, fields: Record<string, unknown>, product: Record<string, unknown> = {}) {
  const ask = { key: w.producer.key, body: batchBody(fields, product) };
  const [zh] = await refusedTwice(w, 'POST', '/v1/batches', ask, 422, 'invalid-input');
  return foundAt(zh);
}

describe('a batch with wrong fields', () => {
  it('is told of every one of them at once, those against the calendar too', async () => {
    const w = await custodyWorld();
    const wrong = await refusedBatch(
      w,
      {
        productionDate: '2026-11-06',
        expiresOn: '2026-02-30',
        quantity: { amount: '0', unit: '大包裹' },
        commissionedBy: { uscc: '91330110MA0DEM0130', name: '示例品牌有限公司' },
        colour: '红',
      },
      { gtin: '09521234543210', nmae: '示例' },
    );
    expect(wrong).toEqual({
      '/colour': 'colour',
      '/commissionedBy/uscc': '91330110MA0DEM0130',
      '/expiresOn': '2026-02-30',
      '/product/gtin': '09521234543210',
      '/product/nmae': 'nmae',
      '/productionDate': '2026-11-06',
      '/quantity/amount': '0',
      '/quantity/unit': '大包裹',
    });
  });

  it('is refused for a day the calendar does not have', async () => {
    const w = await custodyWorld();
    for (const day of ['2026-02-29', '2026-13-01', '2026-11-31', '2026-1-1', '20261101', '昨天', ''])
      expect(await refusedBatch(w, { productionDate: day }), day).toEqual({ '/productionDate': day });
    expect(await refusedBatch(w, { expiresOn: '2026-10-31' })).toEqual({ '/expiresOn': '2026-10-31' });
  });

  it('is refused for a quantity that is nothing, less than nothing, no number, or beyond all sense', async () => {
    const w = await custodyWorld();
    for (const amount of ['0', '0.000', '-1', '1e9', 'NaN', '', '1,000', '1.5', '9007199254740992', '9'.repeat(30)])
      expect(await refusedBatch(w, { quantity: { amount, unit: '袋' } }), amount).toEqual({ '/quantity/amount': amount });
    expect(await refusedBatch(w, { quantity: { amount: 5, unit: '袋' } })).toEqual({ '/quantity/amount': '5' });
  });

  it('is refused for a unit nobody knows', async () => {
    const w = await custodyWorld();
    for (const unit of ['大包裹', 'XYZ', ''])
      expect(await refusedBatch(w, { quantity: { amount: '1', unit } })).toEqual({ '/quantity/unit': unit });
  });

  it('is refused for a wrong check digit, whose right value is named', async () => {
    const w = await custodyWorld();
    const ask = { key: w.producer.key, body: batchBody({}, { gtin: '09521234543210' }) };
    const [zh, en] = await refusedTwice(w, 'POST', '/v1/batches', ask, 422, 'invalid-input');
    expect(foundAt(zh)).toEqual({ '/product/gtin': '09521234543210' });
    expect(zh[0]?.fix).toContain('3');
    expect(en[0]?.fix).toContain('3');
  });

  it('is refused beside others of an array alone, or all with it where all or none was asked', async () => {
    const w = await custodyWorld();
    const body = [batchBody({ batchNumber: 'A' }), batchBody({ productionDate: '2026-02-30' })];
    const [zh] = await refusedTwice(w, 'POST', '/v1/batches?mode=all-or-nothing', { key: w.producer.key, body }, 422, 'invalid-input');
    expect(foundAt(zh)).toEqual({ '/1/productionDate': '2026-02-30' });
    const each = await w.post('/v1/batches', w.producer.key, body, { headers: ENGLISH });
    expect(each.json.results.map((one: { status: number }) => one.status)).toEqual([201, 422]);
    expect(each.json.results[1].errors).toMatchObject([{ pointer: '/1/productionDate', found: '2026-02-30' }]);
    expect(await stored(w)).toMatchObject({ batches: 1 });
  });

  it('is refused as an empty array and as one of 1,001', async () => {
    const w = await custodyWorld();
    const one = { product: { name: '盐', category: 'food' } };
    for (const body of [[], Array.from({ length: 1_001 }, () => one)])
      await refusedTwice(w, 'POST', '/v1/batches', { key: w.producer.key, body }, 422, 'invalid-input');
  });
});

describe('a registration', () => {
  it('is refused for a wrong credit code, county and licence at once', async () => {
    const w = await custodyWorld();
    const body = {
      uscc: '91330110MA0DEM0130',
      name: '示例酱油厂',
      kinds: ['prodcer'],
      regionCode: '33011',
      licences: [{ kind: 'SC', number: '1', validUntil: '2029-02-29' }],
    };
    const [zh, en] = await refusedTwice(w, 'POST', '/v1/parties', { body }, 422, 'invalid-input');
    expect(Object.keys(foundAt(zh)).sort()).toEqual(['/kinds/0', '/licences/0/number', '/licences/0/validUntil', '/regionCode', '/uscc']);
    expect(en.find((wrong) => wrong.pointer === '/kinds/0')?.fix).toBe('write producer');
  });
});

describe('a body', () => {
  const sent = (raw: BodyInit, type = 'application/json') => ({ raw, headers: { 'Content-Type': type } });

  it('that is no JSON, nests 33 deep or is no UTF-8 is refused as a whole', async () => {
    const w = await custodyWorld();
    const { key } = w.producer;
    for (const raw of ['{"product":', '{"a":1}}', "{'a':1}", '['.repeat(33) + ']'.repeat(33), '{"a":"\\ud800"}', '{"a":"\\u0000"}']) {
      const [zh] = await refusedTwice(w, 'POST', '/v1/batches', { key, ...sent(raw) }, 400, 'malformed-body');
      expect(
        zh.map((wrong) => wrong.pointer),
        raw,
      ).toEqual(['']);
    }
    const gbk = new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xbd, 0xb4, 0x22, 0x7d]);
    await refusedTwice(w, 'POST', '/v1/batches', { key, ...sent(gbk) }, 400, 'malformed-body');
  });

  it('that is JSON but no object is refused with what it should be', async () => {
    const w = await custodyWorld();
    for (const raw of ['null', '"x"', '5', '{"__proto__":{"name":"x"},"product":{"name":"盐","category":"food"}}'])
      await refusedTwice(w, 'POST', '/v1/batches', { key: w.producer.key, ...sent(raw) }, 422, 'invalid-input');
  });

  it('of more than 1 MiB is refused, announced or not', async () => {
    const w = await custodyWorld();
    const huge = JSON.stringify({ product: { name: 'x'.repeat(1_048_576) } });
    const [zh] = await refusedTwice(w, 'POST', '/v1/batches', { key: w.producer.key, ...sent(huge) }, 413, 'too-large');
    expect(zh).toMatchObject([{ pointer: '', expected: '至多 1048576 字节' }]);
    const ask = { key: w.producer.key, raw: huge, headers: { 'Content-Type': 'application/json', 'Content-Length': String(huge.length) } };
    await refusedTwice(w, 'POST', '/v1/batches', ask, 413, 'too-large');
  });

  it('of another type is refused with the type that is taken', async () => {
    const w = await custodyWorld();
    const [, en] = await refusedTwice(
      w,
      'POST',
      '/v1/batches',
      { key: w.producer.key, ...sent('<a/>', 'application/xml') },
      415,
      'wrong-media-type',
    );
    expect(en).toEqual([
      { pointer: '/headers/Content-Type', found: 'application/xml', expected: 'application/json', fix: 'send it as application/json' },
    ]);
  });
});

describe('an address', () => {
  it('with wrong values in its query is told of each', async () => {
    const w = await custodyWorld();
    const [zh] = await refusedTwice(w, 'GET', '/v1/parties?limit=0&state=maybe', { key: 'adm_0123456789abcdef' }, 422, 'invalid-input');
    expect(foundAt(zh)).toEqual({ '/query/limit': '0', '/query/state': 'maybe' });
    const [mode] = await refusedTwice(w, 'POST', '/v1/batches?mode=some', { key: w.producer.key, body: [] }, 422, 'invalid-input');
    expect(foundAt(mode)).toEqual({ '/query/mode': 'some' });
  });

  it('with a wrong value in its path is refused, and one that names nothing is not found', async () => {
    const w = await custodyWorld();
    const { key } = w.producer;
    const [hash] = await refusedTwice(w, 'GET', '/v1/files/abc', { key }, 422, 'invalid-input');
    expect(foundAt(hash)).toEqual({ '/path/sha256': 'abc' });
    for (const path of ['/v1/batches/2222-2222-2222-2222-2223', '/v1/batches/%E0%A4%A', '/v1/shipments/nobody', '/v1/nowhere'])
      await refusedTwice(w, 'GET', path, { key }, 404, 'not-found');
  });

  it('that holds NUL is refused on every engine, on the pages of scans too', async () => {
    const { store, close } = await freshPostgres();
    onTestFinished(close);
    const w = worldOver(store, { put: async () => {}, get: async () => null });
    const { key } = await w.party();
    for (const path of ['/v1/shipments/%00', '/v1/parties/%00', '/01/09521234543213/10/%00', '/s/%00']) {
      const [zh] = await refusedTwice(w, 'GET', path, { key }, 422, 'invalid-input');
      expect(foundAt(zh), path).toEqual({ '/path': '%00' });
    }
    const [zh] = await refusedTwice(w, 'GET', '/find?gtin=09521234543213&batch=%00', {}, 422, 'invalid-input');
    expect(foundAt(zh)).toEqual({ '/query': '%00' });
    const form = { raw: 'key=a%00b', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
    await refusedTwice(w, 'POST', '/sign-in', form, 400, 'malformed-body');
  });
});

describe('what others have recorded', () => {
  const received = { outcome: 'accepted', receivedAt: '2026-11-05T09:30:00+08:00' };

  it('cannot be received by a stranger, nor twice by the buyer', async () => {
    const w = await custodyWorld();
    const traceCode = await w.batch();
    const sent = await w.ship([{ traceCode, quantity: { amount: '24', unit: '箱' } }]);
    const stranger = await w.party({ name: '示例路人商店', kinds: ['retailer'] });
    const path = `/v1/shipments/${sent.id}/receipt`;
    w.clock.advance(3_600_000);
    await refusedTwice(w, 'POST', path, { key: stranger.key, body: received }, 404, 'not-found');
    expect((await w.post(path, w.shop.key, received)).status).toBe(201);
    await refusedTwice(w, 'POST', path, { key: w.shop.key, body: received }, 409, 'already-ended');
  });

  it('must be named so that one batch is meant: the candidates are told', async () => {
    const w = await custodyWorld();
    const codes = [await w.batch({ batchNumber: 'A' }), await w.batch({ batchNumber: 'B' })];
    const body = {
      purpose: 'sale',
      to: { uscc: w.shop.uscc, name: '示例超市有限公司' },
      shippedAt: '2026-11-05T09:00:00+08:00',
      lines: [{ gtin: '09521234543213', productionDate: '2026-11-01', quantity: { amount: '1', unit: '袋' } }],
    };
    const [zh] = await refusedTwice(w, 'POST', '/v1/shipments', { key: w.producer.key, body }, 422, 'ambiguous-line');
    expect(foundAt(zh)).toEqual({ '/lines/0': '2' });
    const { json } = await w.post('/v1/shipments', w.producer.key, body);
    const [line] = json.candidates as { pointer: string; candidates: { traceCode: string; batchNumber: string }[] }[];
    expect(line?.pointer).toBe('/lines/0');
    expect(line?.candidates.map((one) => one.traceCode).sort()).toEqual(codes.sort());
    expect(line?.candidates.map((one) => one.batchNumber).sort()).toEqual(['A', 'B']);
  });

  it('must be the caller’s own site and product, or goods somebody recorded', async () => {
    const w = await custodyWorld();
    expect(await refusedBatch(w, { site: w.shop.sites[0]?.id })).toEqual({ '/site': w.shop.sites[0]?.id });
    expect(await refusedBatch(w, { product: undefined, productId: 'nobodys' })).toEqual({ '/productId': 'nobodys' });
    const line = { traceCode: '2222-2222-2222-2222-2222', quantity: { amount: '1', unit: '袋' } };
    const body = { purpose: 'sale', to: { name: '示例超市' }, shippedAt: '2026-11-05T09:00:00+08:00', lines: [line] };
    const [zh] = await refusedTwice(w, 'POST', '/v1/shipments', { key: w.producer.key, body }, 422, 'invalid-input');
    expect(zh).toHaveLength(1);
    expect(zh[0]?.pointer).toMatch(/^\/lines\/0/);
  });

  it('cannot be changed by another body under the same idempotency key', async () => {
    const w = await custodyWorld();
    const headers = { 'Idempotency-Key': 'order-7781' };
    expect((await w.post('/v1/batches', w.producer.key, batchBody(), { headers })).status).toBe(201);
    const ask = { key: w.producer.key, body: batchBody({ batchNumber: 'B' }), headers };
    await refusedTwice(w, 'POST', '/v1/batches', ask, 422, 'key-reused');
  });
});

describe('a full disk', () => {
  it('answers writes 503 with Retry-After, still answers reads, and takes writes again when there is room', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'suyuan-full-'));
    migrateSqlite(join(folder, 'test.db'));
    const db = new DatabaseSync(join(folder, 'test.db'));
    const store = openSqliteOn(db);
    onTestFinished(async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    });
    const w = worldOver(store, folderFiles(join(folder, 'files')));
    const { key } = await w.party();
    const first = await w.request('POST', '/v1/batches', { key, body: batchBody() });
    const { page_count: pages } = db.prepare('PRAGMA page_count').get() as { page_count: number };
    db.exec(`PRAGMA max_page_count=${pages}`);

    const large = batchBody({ batchNumber: 'B' }, { ingredients: Array.from({ length: 300 }, () => ({ name: '盐'.repeat(200) })) });
    const [zh] = await refusedTwice(
      w,
      'POST',
      '/v1/batches',
      { key, body: large, headers: { 'Idempotency-Key': 'k' } },
      503,
      'unavailable',
    );
    expect(zh).toEqual([]);
    const refused = await w.request('POST', '/v1/batches', { key, body: large, headers: { 'Idempotency-Key': 'k' } });
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await w.request('GET', `/v1/batches/${first.json.traceCode}`, { key })).status).toBe(200);
    expect((await w.request('GET', `/t/${first.json.traceCode}`)).status).toBe(200);
    expect((await w.request('GET', '/readyz')).status).toBe(200);

    db.exec('PRAGMA max_page_count=1000000');
    const later = await w.request('POST', '/v1/batches', { key, body: large, headers: { 'Idempotency-Key': 'k' } });
    expect(later.status, later.text).toBe(201);
    expect(await stored(w)).toMatchObject({ batches: 2 });
  });
});

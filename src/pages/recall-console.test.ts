import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';
import type { AuthorityCaller } from '../platform/caller.ts';
import { holdsCsv } from './hold-routes.ts';

/** A photo as a phone would send it, of one grey dot. */
const PHOTO = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64');
const FORM = { origin: 'http://localhost', host: 'localhost' };

/** Maker, shop and a second shop behind it; a buyer nobody registered; the recall is open, and everybody told. */
async function recalled() {
  const w = await custodyWorld();
  const behind = await w.party({ name: '示例便利店', kinds: ['retailer'], contact: { name: '示例店长', phone: '0571-0000 0001' } });
  const city = await w.authority({ name: '示例市场监管局' });
  const elsewhere = await w.authority({ name: '示例温州局', regionCode: '330300' });
  const traceCode = await w.batch();
  const first = await w.ship([{ traceCode, quantity: bags('100') }]);
  await w.post(`/v1/shipments/${first.id}/receipt`, w.shop.key, { outcome: 'accepted' });
  const second = await w.ship([{ traceCode, quantity: bags('30') }], { to: { uscc: behind.uscc } }, w.shop);
  await w.post(`/v1/shipments/${second.id}/receipt`, behind.key, { outcome: 'accepted' });
  await w.ship([{ traceCode, quantity: bags('5') }], { to: { name: '示例小吃摊' } });
  const opened = await w.post('/v1/recalls', w.producer.key, { level: 1, reason: '检出不应含有的成分', traceCodes: [traceCode] });
  expect(opened.status, opened.text).toBe(201);
  await w.follower.catchUp();
  const show = (path: string, key: string) => w.request('GET', path, { key });
  const send = (path: string, key: string, fields: Record<string, string>) =>
    w.request('POST', path, {
      key,
      raw: new URLSearchParams(fields),
      headers: { ...FORM, 'content-type': 'application/x-www-form-urlencoded' },
    });
  const sendFiles = async (path: string, key: string, fields: Record<string, string>, files: readonly Blob[]) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    for (const file of files) form.append('photos', file, 'a.png');
    const request = new Request('http://localhost', { method: 'POST', body: form });
    const headers = { ...FORM, 'content-type': request.headers.get('content-type') ?? '' };
    return w.request('POST', path, { key, raw: new Uint8Array(await request.arrayBuffer()), headers });
  };
  return { ...w, behind, city, elsewhere, traceCode, path: `/recalls/${opened.json.id}`, show, send, sendFiles };
}

const png = () => new Blob([PHOTO], { type: 'image/png' });

describe('the console of a recall', () => {
  it('shows the clock, how far it came hop by hop, and whom to call; who was reached is ticked off and still has not answered', async () => {
    const w = await recalled();
    const page = await w.show(w.path, w.city.key);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/完成期限已过去.*按时启动/s);
    expect(page.text).toContain('2 家中 0 家已回应');
    expect(page.text).toContain('2 家一直没有回应');
    expect(page.text).toContain('另有 1 单卖给了未登记的买方');
    expect(page.text).toMatch(/第 1 环<\/td><td[^>]*><b>1<\/b><\/td><td[^>]*>1</);
    expect(page.text).toMatch(/第 2 环<\/td><td[^>]*><b>1<\/b><\/td><td[^>]*>1</);
    expect(page.text).toContain('href="tel:057100000001" aria-label="打电话 示例便利店 0571-0000 0001">0571-0000 0001</a>');
    expect(page.text).toContain('示例小吃摊');

    expect(
      (await w.send(`${w.path}/reached`, w.city.key, { party: w.behind.id, reachedBy: 'phone', text: '下午下架', show: 'silent' })).status,
    ).toBe(303);
    const [buyer = ''] = /name="shipment" value="(\w+)"/.exec(page.text)?.slice(1) ?? [];
    expect((await w.send(`${w.path}/reached`, w.city.key, { shipment: buyer, reachedBy: 'visit', show: 'silent' })).status).toBe(303);
    const after = await w.show(w.path, w.city.key);
    expect(after.text).toMatch(/示例便利店<\/b> <span class="tag red">已联系到，未回应/);
    expect(after.text).toMatch(/示例小吃摊<\/b> <span class="tag ok">已联系到/);
    expect(after.text).toContain('2 家一直没有回应');

    const own = await w.show(w.path, w.producer.key);
    expect(own.text).toContain('非直接客户');
    expect(own.text).not.toContain('示例便利店');
    const wrong = await w.send(`${w.path}/reached`, w.producer.key, { party: w.behind.id, reachedBy: 'phone' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('role="alert"');
  });

  it('shows goods destroyed with their photo to those who oversee it, once, and takes them out of the stock', async () => {
    const w = await recalled();
    const without = await w.sendFiles(
      `${w.path}/report`,
      w.shop.key,
      { kind: 'destroyed', traceCode: w.traceCode, amount: '70', unit: '袋', book: 'yes', row: '0', once: 'abcdefgh0' },
      [],
    );
    expect(without.status).toBe(422);
    expect(without.text).toMatch(/aria-describedby="photos-w".*销毁的照片或者处置单据/s);
    expect(without.text).toContain('value="70"');
    expect(await w.held(w.shop, w.traceCode)).toBe('70');

    const said = {
      kind: 'destroyed',
      traceCode: w.traceCode,
      amount: '70',
      unit: '袋',
      book: 'yes',
      row: '0',
      once: 'abcdefgh0',
      text: '集中销毁',
    };
    for (let i = 0; i < 2; i++) {
      const sent = await w.sendFiles(`${w.path}/report`, w.shop.key, said, [png()]);
      expect(sent.status, sent.text).toBe(303);
    }
    expect(await w.held(w.shop, w.traceCode)).toBe('0');
    const other = await w.sendFiles(`${w.path}/report`, w.shop.key, { ...said, amount: '1' }, [png()]);
    expect(other.status).toBe(422);
    expect(other.text).toContain('同一份表单已经按另一内容记录过');
    const mine = await w.show(`${w.path}?done=1`, w.shop.key);
    expect(mine.text).toContain('已记录。');
    const proof = /\/v1\/recalls\/\w+\/files\/[0-9a-f]{64}/.exec(mine.text)?.[0] ?? '';

    const console = await w.show(w.path, w.city.key);
    expect(console.text.match(/<td role="cell" data-h="情况">已销毁/g)).toHaveLength(1);
    expect(console.text).toContain('集中销毁');
    for (const key of [w.shop.key, w.city.key, w.producer.key]) {
      const file = await w.request('GET', proof, { key });
      expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png']);
    }
    for (const key of [w.behind.key, w.elsewhere.key]) expect((await w.request('GET', proof, { key })).status).toBe(404);
    const csv = await w.request('GET', `/v1${w.path}/reports.csv`, { key: w.city.key });
    expect(csv.text).toContain('示例超市有限公司');
    expect(csv.text).toMatch(/已销毁,冷鲜猪后腿肉,[\w-]+,70,袋,1,集中销毁/);
    expect(csv.text).toMatch(/2026-11-05T\d\d:\d\d:\d\d(?:\.\d+)?\+08:00,示例超市有限公司,\w+,零售商,/);
  });

  it('keeps a report of strangers to their county, without name, words or papers', async () => {
    const w = await recalled();
    const said = { kind: 'destroyed', traceCode: w.traceCode, amount: '30', unit: '袋', row: '0', once: 'abcdefgh1', text: '本店自行销毁' };
    expect((await w.sendFiles(`${w.path}/report`, w.behind.key, said, [png()])).status).toBe(303);
    const own = await w.show(w.path, w.producer.key);
    expect(own.text).toMatch(/data-h="情况">已销毁/);
    expect(own.text).not.toContain('示例便利店');
    expect(own.text).not.toContain('本店自行销毁');
    expect(own.text).not.toContain('/files/');
    const all = await w.get(`/v1${w.path}/reports`, w.city.key);
    const [hash] = all.json.items[0].files;
    expect((await w.request('GET', `/v1${w.path}/files/${hash}`, { key: w.producer.key })).status).toBe(404);
    expect((await w.get(`/v1${w.path}/reports`, w.producer.key)).json.items[0]).toMatchObject({ party: null, files: [], text: null });
  });

  it('makes the slip of goods that go back to whoever delivered them', async () => {
    const w = await recalled();
    const said = { kind: 'returned', traceCode: w.traceCode, amount: '70', unit: '袋', book: 'yes', row: '0', once: 'abcdefgh2' };
    for (let i = 0; i < 2; i++) expect((await w.sendFiles(`${w.path}/report`, w.shop.key, said, [])).status).toBe(303);
    const { json } = await w.get('/v1/shipments?direction=in&state=in-transit', w.producer.key);
    expect(json.items.map((one: { purpose: string; from: { name: string } }) => one.purpose)).toEqual(['return']);
    expect(await w.held(w.shop, w.traceCode)).toBe('0');
  });

  it('refuses a file that is no photo beside its field and keeps the rest', async () => {
    const w = await recalled();
    const said = { kind: 'destroyed', traceCode: w.traceCode, amount: '7', unit: '袋', row: '0', once: 'abcdefgh3' };
    const sent = await w.sendFiles(`${w.path}/report`, w.shop.key, said, [png(), new Blob(['<html>'], { type: 'image/png' })]);
    expect(sent.status).toBe(422);
    expect(sent.text).toContain('id="photos-w"');
    expect(sent.text).toContain('value="7"');
  });
});

describe('goods on hold', () => {
  it('and goods recalled are recorded once however often a form is sent', async () => {
    const w = await recalled();
    const count = async (table: 'hold' | 'recall') => (await w.store.read.selectFrom(table).select('id').execute()).length;
    const onceOf = (page: string) => /name="once" value="(\w+)"/.exec(page)?.[1] ?? '';
    const hold = { traceCodes: w.traceCode, reason: '抽样待复核', once: onceOf((await w.show('/holds', w.city.key)).text) };
    const recall = {
      traceCodes: w.traceCode,
      level: '2',
      reason: '示例',
      step: 'open',
      once: onceOf((await w.show('/recalls/new', w.producer.key)).text),
    };
    const before = [await count('hold'), await count('recall')];
    const held = [await w.send('/holds', w.city.key, hold), await w.send('/holds', w.city.key, hold)];
    expect(held.map(({ status }) => status)).toEqual([303, 303]);
    const opened = [await w.send('/recalls', w.producer.key, recall), await w.send('/recalls', w.producer.key, recall)];
    expect(opened.map(({ status }) => status)).toEqual([303, 303]);
    expect(opened[1]?.headers.get('location')).toBe(opened[0]?.headers.get('location'));
    expect([await count('hold'), await count('recall')]).toEqual(before.map((n) => n + 1));
    const again = await w.send('/recalls', w.producer.key, { ...recall, reason: '另一原因' });
    expect([again.status, again.text.includes('已经按另一内容记录过')]).toEqual([422, true]);
  });

  it('with NUL among the words of a form with files are refused', async () => {
    const w = await recalled();
    const said = { kind: 'stopped', traceCode: w.traceCode, amount: '1', unit: '箱', text: 'a\0b' };
    expect((await w.sendFiles(`${w.path}/report`, w.shop.key, said, [png()])).status).toBe(400);
  });

  it('are held and let go from one page by officers and firms, and only by who held them', async () => {
    const w = await recalled();
    expect((await w.request('GET', '/holds')).headers.get('location')).toBe('/sign-in?next=%2Fholds');
    expect((await w.show(`/holds?batch=${w.traceCode}`, w.city.key)).text).toContain(w.traceCode);
    const wrong = await w.send('/holds', w.city.key, { traceCodes: '2222', reason: '待复核' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('待复核</textarea>');
    expect(wrong.text).toContain('href="#traceCodes"');
    expect((await w.send('/holds', w.city.key, { traceCodes: w.traceCode, reason: '抽样待复核' })).status).toBe(303);
    const held = await w.show('/holds', w.city.key);
    expect(held.text).toContain('抽样待复核');
    const [id = ''] = /holds\/(\w+)\/lifting/.exec(held.text)?.slice(1) ?? [];
    const shop = await w.show('/holds', w.shop.key);
    expect(shop.text).toContain('由决定方解除');
    expect((await w.send(`/holds/${id}/lifting`, w.producer.key, { reason: '无' })).status).toBe(403);
    expect((await w.send(`/holds/${id}/lifting`, w.city.key, { reason: '复检合格' })).status).toBe(303);
    expect((await w.show('/holds', w.city.key)).text).toContain('没有暂停销售的货');
    expect((await w.show('/holds?state=all', w.city.key)).text).toContain('复检合格');
    expect((await w.show('/holds.csv?state=all', w.city.key)).text).toContain('抽样待复核');
    expect((await w.send('/holds', w.city.key, { traceCodes: w.traceCode, reason: '再次待复核' })).status).toBe(303);
    const authority = await w.store.read.selectFrom('authority').selectAll().where('publicId', '=', w.city.id).executeTakeFirstOrThrow();
    const caller = { kind: 'authority', authority } as unknown as AuthorityCaller;
    const file = async (most: number) =>
      (await (await holdsCsv(w.deps, { caller, now: w.clock.now(), locale: 'zh', query: { state: 'all' } }, most)).text())
        .trim()
        .split('\r\n');
    const [cut, whole] = [await file(1), await file(2)];
    expect([cut.length, cut[0]?.endsWith('只含最近的 1 条')]).toEqual([3 + 1, true]);
    expect([whole.length, whole[0]?.includes('只含')]).toEqual([3 + 2, false]);
    expect((await w.show('/recalls.csv', w.city.key)).text).toContain('检出不应含有的成分');
  });
});

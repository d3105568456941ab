import { describe, expect, it } from 'vitest';
import { bags, type CustodyWorld, custodyWorld } from '../../test/custody-world.ts';
import { dotPng, type SlipFields, slipRequest } from '../../test/slip-form.ts';
import { sha256Hex } from '../ledger/entry.ts';
import { PHOTO_LIMIT } from './receipt-photos.ts';

const photo = dotPng;
const sha = (bytes: Uint8Array) => sha256Hex(bytes);

const send = async (w: CustodyWorld, slip: string, fields: SlipFields) => w.request('POST', `/s/${slip}`, await slipRequest(fields));

async function shipped(to?: Record<string, string>) {
  const w = await custodyWorld();
  const code = await w.batch();
  return { w, code, ...(await w.ship([{ traceCode: code, quantity: bags('100') }], to ? { to } : {})) };
}

describe('a slip confirmed with photos', () => {
  it('keeps them with the receipt, for both sides and their authority, and tells the bearer of the slip only how many', async () => {
    const { w, id, slip } = await shipped();
    const photos = [photo('a'), photo('b')];
    expect((await send(w, slip, { outcome: 'accepted', signedName: '王师傅', photos })).status).toBe(303);
    const kept = (await w.get(`/v1/shipments/${id}`, w.producer.key)).json.receipt.photos;
    expect(kept).toEqual(
      photos.map((bytes) => ({ sha256: sha(bytes), size: 68, mediaType: 'image/png', href: `/v1/files/${sha(bytes)}` })),
    );
    const office = await w.authority({ regionCode: '330000', department: 'market' });
    for (const key of [w.producer.key, w.shop.key, office.key]) {
      const read = await w.get(`/v1/files/${sha(photos[0] ?? photo())}`, key);
      expect([read.status, read.headers.get('content-type')]).toEqual([200, 'image/png']);
    }
    const stranger = await w.party({ name: '示例路人有限公司', kinds: ['retailer'] });
    expect((await w.get(`/v1/files/${sha(photos[0] ?? photo())}`, stranger.key)).status).toBe(404);
    const page = await w.get(`/s/${slip}`);
    expect([page.text.includes('照片 2 张'), page.text.includes('/v1/files/')]).toEqual([true, false]);
    expect((await w.get(`/s/${slip}`, w.producer.key)).text).toContain(`/v1/files/${sha(photos[1] ?? photo())}`);
    expect((await w.get(`/s/${slip}`, stranger.key)).text).not.toContain('/v1/files/');
    const entry = await w.store.read.selectFrom('entry').select('bytes').where('kind', '=', 'shipment.received').executeTakeFirstOrThrow();
    expect(JSON.parse(entry.bytes).payload.photos).toEqual(
      photos.map((bytes) => ({ sha256: sha(bytes), size: 68, mediaType: 'image/png' })),
    );
  });

  it('sent again is recorded once, and adds no photo', async () => {
    const { w, id, slip } = await shipped({ name: '示例小学食堂' });
    expect((await send(w, slip, { outcome: 'accepted', photos: [photo('a')] })).status).toBe(303);
    const again = await send(w, slip, { outcome: 'accepted', photos: [photo('a'), photo('b')] });
    expect([again.status, again.text.includes('已确认收货'), again.text.includes('<form')]).toEqual([409, true, false]);
    expect((await w.get(`/v1/shipments/${id}`, w.producer.key)).json.receipt.photos).toHaveLength(1);
    expect(await w.store.read.selectFrom('slip_photo').selectAll().execute()).toEqual([]);
  });

  it('twice at once is recorded once', async () => {
    const { w, slip } = await shipped();
    const answers = await Promise.all([1, 2].map(() => send(w, slip, { outcome: 'accepted', photos: [photo('a')] })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await w.store.read.selectFrom('receipt_photo').selectAll().execute()).toHaveLength(1);
  });
});

describe('a photo that cannot be taken', () => {
  it('is told beside its field, and nothing is recorded', async () => {
    const { w, slip } = await shipped();
    const cases = [
      [new TextEncoder().encode('%PDF-1.7 no photo'), '不是照片'],
      [new TextEncoder().encode('<svg onload="alert(1)"/>'), '不是照片'],
      [Buffer.concat([photo(), Buffer.alloc(PHOTO_LIMIT)]), '照片太大'],
      [photo().subarray(0, 20), '照片太大'],
    ] as const;
    for (const [bytes, said] of cases) {
      const reply = await send(w, slip, { outcome: 'accepted', signedName: '王师傅', photos: [bytes] });
      expect([reply.status, reply.text.includes(said), reply.text.includes('value="王师傅"')]).toEqual([422, true, true]);
    }
    const many = await send(w, slip, { outcome: 'accepted', photos: ['a', 'b', 'c', 'd'].map((one) => photo(one)) });
    expect([many.status, many.text.includes('照片太多')]).toEqual([422, true]);
    expect(await w.store.read.selectFrom('receipt').selectAll().execute()).toEqual([]);
  });

  it('does not fill the disk with what answers left behind, and keeps nobody from an answer with photos', async () => {
    const { w, id, slip } = await shipped();
    const spoilt = { outcome: 'accepted', 'line.1.outcome': 'short' };
    for (let n = 0; n < 4; n++) await send(w, slip, { ...spoilt, photos: [0, 1, 2].map((i) => photo(`${n}-${i}`)) });
    const more = await send(w, slip, { ...spoilt, photos: [photo('one more')] });
    expect([more.status, more.text.includes('照片没有存下'), more.text.includes('已收到照片')]).toEqual([422, true, false]);
    expect(await w.store.read.selectFrom('slip_photo').selectAll().execute()).toHaveLength(12);
    expect(await w.deps.files.get(sha(photo('one more')))).toBeNull();
    expect((await send(w, slip, { outcome: 'accepted', photos: [photo('one more')] })).status).toBe(303);
    expect((await w.get(`/v1/shipments/${id}`, w.producer.key)).json.receipt.photos).toMatchObject([{ sha256: sha(photo('one more')) }]);
    expect((await w.get(`/v1/files/${sha(photo('one more'))}`, w.producer.key)).status).toBe(200);
  });

  it('leaves the words as they were typed: whole characters, plain ends of lines, and no NUL', async () => {
    const { w, id, slip } = await shipped();
    const nul = await send(w, slip, { outcome: 'notMine', reason: 'a\0b' });
    expect([nul.status, nul.text.includes('不完整的字符')]).toEqual([400, true]);
    const typed = `一\r\n${'字'.repeat(497)}😀😀`;
    expect((await send(w, slip, { outcome: 'notMine', reason: typed })).status).toBe(303);
    const { receipt } = (await w.get(`/v1/shipments/${id}`, w.producer.key)).json;
    expect(receipt.reason).toBe(`一\n${'字'.repeat(497)}😀`);
  });

  it('opens the form again that was sent', async () => {
    const { w, slip } = await shipped();
    const page = await send(w, slip, { outcome: 'notMine', reason: '未订货', photos: [new TextEncoder().encode('no photo')] });
    expect([page.status, /<details class="alt" open><summary>不是我的货/.test(page.text)]).toEqual([422, true]);
    expect((await w.get(`/s/${slip}`)).text).toContain('<details class="alt"><summary>不是我的货');
  });

  it('cut on its way records nothing', async () => {
    const { w, slip } = await shipped();
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' };
    const cut = await w.request('POST', `/s/${slip}`, { raw: new TextEncoder().encode('--x\r\nContent-Dispo'), headers });
    expect([cut.status, cut.text.includes('没有收全')]).toEqual([422, true]);
  });
});

describe('photos of an answer that was not taken', () => {
  it('need not be sent twice', async () => {
    const { w, id, slip } = await shipped();
    const wrong = await send(w, slip, { outcome: 'accepted', 'line.1.outcome': 'short', photos: [photo('a')] });
    expect([wrong.status, wrong.text.includes('已收到照片 1 张')]).toEqual([422, true]);
    const [, hash = ''] = /name="photo" value="([0-9a-f]{64})"/.exec(wrong.text) ?? [];
    expect(hash).toBe(sha(photo('a')));
    const done = await send(w, slip, {
      outcome: 'accepted',
      'line.1.outcome': 'short',
      'line.1.amount': '9',
      photo: [hash],
      photos: [photo('b')],
    });
    expect(done.status).toBe(303);
    const { photos } = (await w.get(`/v1/shipments/${id}`, w.producer.key)).json.receipt;
    expect(photos.map((one: { sha256: string }) => one.sha256)).toEqual([hash, sha(photo('b'))]);
  });

  it('are those of this slip: the hash of another file opens nothing', async () => {
    const { w, id, slip } = await shipped();
    const secret = photo('a certificate of the maker');
    const put = await w.request('PUT', `/v1/files/${sha(secret)}`, {
      key: w.producer.key,
      raw: secret,
      headers: { 'Content-Type': 'image/png' },
    });
    expect(put.status).toBe(201);
    expect((await send(w, slip, { outcome: 'accepted', photo: [sha(secret)] })).status).toBe(303);
    expect((await w.get(`/v1/shipments/${id}`, w.shop.key)).json.receipt.photos).toEqual([]);
    expect((await w.get(`/v1/files/${sha(secret)}`, w.shop.key)).status).toBe(404);
  });
});

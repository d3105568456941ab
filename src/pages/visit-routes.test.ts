import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type TestApp, testApp } from '../../test/app.ts';

/** One grey dot, and one of another grey. */
const PHOTO = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64');
const HASH = createHash('sha256').update(PHOTO).digest('hex');

async function onSite(t: TestApp) {
  const office = await t.authority({ name: '余杭区市场监督管理局', regionCode: '330110' });
  const shop = await t.party({ name: '示例超市', kinds: ['retailer'] });
  const place = `${shop.id} ${shop.sites[0]?.id ?? ''}`;
  const send = (fields: Record<string, string> | [string, string][], photos: readonly Uint8Array[] = [], key = office.key) => {
    const form = new FormData();
    const usual = { code: shop.uscc ?? '', place, rule: 'code-not-displayed', seenAt: '2026-11-05T08:30', text: '入口货架未见追溯码' };
    const all = Array.isArray(fields) ? [...Object.entries(usual), ...fields] : Object.entries({ ...usual, ...fields });
    for (const [name, value] of all) form.append(name, value);
    for (const photo of photos) form.append('photos', new Blob([new Uint8Array(photo)], { type: 'image/png' }), 'a.png');
    return t.request('POST', '/regulator/visit', { key, raw: form });
  };
  const file = (key: string, hash = HASH) => t.request('GET', `/v1/files/${hash}`, { key }).then(({ status }) => status);
  const leads = async () => (await t.request('GET', '/v1/violations', { key: office.key })).json.items as { id: string }[];
  return { office, shop, send, file, leads };
}

const onceIn = (html: string) => /name="once" value="(\w+)"/.exec(html)?.[1] ?? '';

describe('the note on site', () => {
  it('is one note however often the same form is sent, and asks before it records another under the same key', async () => {
    const t = await testApp();
    const { shop, send, leads, office } = await onSite(t);
    const begun = await t.request('GET', `/regulator/visit?code=${shop.uscc}`, { key: office.key });
    const once = onceIn(begun.text);
    expect(once).toMatch(/^\w{16}$/);
    const sent = await Promise.all([send({ once }, [PHOTO]), send({ once }, [PHOTO])]);
    const again = await send({ once }, [PHOTO]);
    const to = sent[0]?.headers.get('location');
    expect(to).toMatch(/^\/regulator\/violations\/\w+$/);
    expect([...sent, again].map(({ status, headers }) => [status, headers.get('location')])).toEqual([
      [303, to],
      [303, to],
      [303, to],
    ]);
    expect(await leads()).toHaveLength(1);
    const other = await send({ once, text: '收银台旁也没有\r\n入口也没有' });
    expect([other.status, other.text.includes('已经记录过一次'), await leads()]).toMatchObject([422, true, [{}]]);
    const fresh = onceIn(other.text);
    expect(fresh).not.toBe(once);
    expect((await send({ once: fresh, text: '收银台旁也没有\r\n入口也没有' })).status).toBe(303);
    expect(await leads()).toHaveLength(2);
  });

  it('opens its photos to the office and the offices above, to the party once it was told of the facts, to nobody else', async () => {
    const t = await testApp();
    const { office, shop, send, file } = await onSite(t);
    const id = ((await send({}, [PHOTO])).headers.get('location') ?? '').split('/').at(-1) ?? '';
    const province = await t.authority({ regionCode: '330000' });
    const farming = await t.authority({ regionCode: '330110', department: 'agriculture' });
    const elsewhere = await t.authority({ regionCode: '330106' });
    const stranger = await t.party();
    expect(await Promise.all([office, province, farming, elsewhere, stranger, shop].map(({ key }) => file(key)))).toEqual([
      200, 200, 404, 404, 404, 404,
    ]);
    const lead = await t.request('GET', `/v1/violations/${id}`, { key: office.key });
    expect(lead.json.photos).toEqual([HASH]);
    const page = await t.request('GET', `/regulator/violations/${id}`, { key: office.key });
    expect(page.text).toContain(`<img src="/v1/files/${HASH}" alt="现场照片 1"`);
    expect((await t.request('GET', `/v1/violations/${id}`, { key: shop.key })).json.photos).toEqual([]);

    const opened = await t.request('POST', '/v1/cases', { key: office.key, body: { violationIds: [id], officers: ['甲', '乙'] } });
    const step = (name: string, body: unknown) => t.request('POST', `/v1/cases/${opened.json.id}/${name}`, { key: office.key, body });
    expect((await step('order', { dueOn: '2026-11-06', text: '展示追溯码', service: {} })).status).toBe(201);
    const pack = await t.request('GET', `/v1/cases/${opened.json.id}/evidence`, { key: office.key });
    expect(pack.json.files).toEqual([
      { sha256: HASH, of: expect.stringMatching(/^note\/\w+$/), size: PHOTO.byteLength, mediaType: 'image/png' },
    ]);
    expect(await file(shop.key)).toBe(404);
    t.clock.set(Date.parse('2026-11-09T01:00:00Z'));
    const told = await step('notice', { fineCents: 100_000, text: '逾期未改正，拟处罚款' });
    expect(told.status, told.text).toBe(201);
    expect([await file(shop.key), await file(stranger.key)]).toEqual([200, 404]);
    expect((await t.request('GET', `/v1/violations/${id}`, { key: shop.key })).json.photos).toEqual([HASH]);
  });

  it('tells an administrator how many photos there are, and shows none that would not open', async () => {
    const t = await testApp();
    const { office, send, file } = await onSite(t);
    const id = ((await send({}, [PHOTO])).headers.get('location') ?? '').split('/').at(-1) ?? '';
    const opened = await t.request('POST', '/v1/cases', { key: office.key, body: { violationIds: [id], officers: ['甲', '乙'] } });
    expect([await file(ADMIN_KEY), await file(office.key)]).toEqual([403, 200]);
    expect((await t.request('GET', `/v1/violations/${id}`, { key: ADMIN_KEY })).json.photos).toEqual([]);
    for (const path of [`/regulator/violations/${id}`, `/cases/${opened.json.id}`]) {
      const [read, own] = [await t.request('GET', path, { key: ADMIN_KEY }), await t.request('GET', path, { key: office.key })];
      expect([read.status, read.text.includes('照片 <span class="tag">1</span>'), read.text.includes(HASH)], path).toEqual([
        200,
        true,
        false,
      ]);
      expect([own.text.includes(`<img src="/v1/files/${HASH}"`), own.text.includes('照片由有管辖权的机关查看')], path).toEqual([
        true,
        false,
      ]);
    }
  });

  it('keeps the photos and words of a form that was refused or looks for another place, of this office alone', async () => {
    const t = await testApp();
    const { office, shop, send, file, leads } = await onSite(t);
    const refused = await send({ text: '' }, [PHOTO]);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('写明看到的情况');
    expect(refused.text).toContain(`name="photo" value="${HASH}"`);
    expect(await file(office.key)).toBe(200);
    const found = await send({ do: 'find', photo: HASH, code: '没有这家' });
    expect([found.status, found.text.includes('入口货架未见追溯码</textarea>'), found.text.includes(`value="${HASH}"`)]).toEqual([
      200,
      true,
      true,
    ]);
    expect(await leads()).toEqual([]);
    // A hash of somebody else's file, known from elsewhere, is no photo of this office.
    const other = await t.authority({ regionCode: '330110', department: 'agriculture' });
    expect((await send({ text: '', photo: HASH }, [], other.key)).text).not.toContain(`value="${HASH}"`);
    const wrong = await send({}, [Buffer.from('no picture')]);
    expect([wrong.status, wrong.text.includes('照片只收 JPEG 或 PNG')]).toEqual([422, true]);
    expect(await file(shop.key)).toBe(404);
  });

  it('takes ten photos at most, however many were put before', async () => {
    const t = await testApp();
    const { send } = await onSite(t);
    const photo = (n: number) => Buffer.concat([PHOTO, Buffer.from([n])]);
    const hashes = (html: string) => [...html.matchAll(/name="photo" value="(\w{64})"/g)].map(([, hash = '']) => hash);
    const first = hashes(
      (
        await send(
          { text: '' },
          Array.from({ length: 10 }, (_, n) => photo(n)),
        )
      ).text,
    );
    const [eleventh = ''] = hashes((await send({ text: '' }, [photo(10)])).text);
    expect(first).toHaveLength(10);
    const form = (names: string[]) => names.map((hash): [string, string] => ['photo', hash]);
    const many = await send([...form([...first, eleventh])], [photo(11), photo(12)]);
    expect([many.status, many.text.includes('照片最多 10 张')]).toEqual([422, true]);
    expect(hashes(many.text)).toEqual(first);
    expect((await send(form(first))).status).toBe(303);
  });

  it('says what all photos together may hold; past it the way back to what was typed', async () => {
    const t = await testApp();
    const { office, shop } = await onSite(t);
    const begun = await t.request('GET', `/regulator/visit?code=${shop.uscc}`, { key: office.key });
    expect(begun.text).toContain('最多 10 张，合计不超过 32 MB');
    const headers = {
      Accept: 'text/html',
      'Accept-Language': 'zh-CN',
      'Content-Type': 'multipart/form-data',
      'Content-Length': '34000000',
    };
    const large = await t.request('POST', '/regulator/visit', { key: office.key, raw: '-', headers });
    expect([large.status, large.headers.get('content-type')]).toEqual([413, 'text/html; charset=utf-8']);
    expect(large.text).toContain('请按浏览器的返回键：填过的内容还在');
    expect(large.text).not.toContain('字节');
  });
});

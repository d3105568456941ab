import { describe, expect, it, vi } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';
import { dotPng } from '../../test/slip-form.ts';

/** Credit code a return is to go to instead of the supplier's, so that its booking is refused. */
const wrong = vi.hoisted(() => ({ supplier: undefined as string | undefined }));
vi.mock('../trace/recall-supplier.ts', async (original) => {
  const { supplierOf } = await original<typeof import('../trace/recall-supplier.ts')>();
  return { supplierOf: async (...asked: Parameters<typeof supplierOf>) => wrong.supplier ?? supplierOf(...asked) };
});

const PAGE = { origin: 'http://localhost', host: 'localhost', accept: 'text/html' };

/** A shop that got goods, moved some to another site of its own, and a recall of them. */
async function recalled(regionCode = '330106') {
  const w = await custodyWorld();
  const shop = await w.party({
    name: '示例连锁',
    kinds: ['retailer'],
    sites: [
      { name: '仓库', kind: 'warehouse', regionCode: '330110' },
      { name: '一店', kind: 'shop', regionCode },
    ],
  });
  const [warehouse = '', store = ''] = shop.sites.map(({ id }) => id);
  const traceCode = await w.batch();
  const lines = (amount: string) => [{ traceCode, quantity: bags(amount) }];
  const take = (id: string) => w.post(`/v1/shipments/${id}/receipt`, shop.key, { outcome: 'accepted' });
  const came = await w.ship(lines('100'), { to: { uscc: shop.uscc, site: warehouse } });
  expect((await take(came.id)).status).toBe(201);
  const moved = await w.ship(lines('40'), { purpose: 'transfer', site: warehouse, to: { site: store } }, shop);
  expect((await take(moved.id)).status).toBe(201);
  const other = await w.ship(lines('20'));
  await w.post(`/v1/shipments/${other.id}/receipt`, w.shop.key, { outcome: 'accepted' });
  const opened = await w.post('/v1/recalls', w.producer.key, { level: 1, reason: '示例', traceCodes: [traceCode] });
  expect(opened.status, opened.text).toBe(201);
  await w.follower.catchUp();
  const path = `/recalls/${opened.json.id}`;
  const said = { traceCode, site: store, kind: 'returned', amount: '40', unit: '袋', book: 'yes', row: '0', once: 'abcdefgh0' };
  const send = async (fields: Record<string, string>, files: readonly Uint8Array[] = []) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    for (const file of files) form.append('photos', new Blob([file as Uint8Array<ArrayBuffer>]), 'a.png');
    const request = new Request('http://localhost', { method: 'POST', body: form });
    const headers = { ...PAGE, 'content-type': request.headers.get('content-type') ?? '' };
    return w.request('POST', `${path}/report`, { key: shop.key, raw: new Uint8Array(await request.arrayBuffer()), headers });
  };
  const reports = async () => (await w.get(`/v1${path}/reports`, shop.key)).json.items;
  const returns = async () =>
    (await w.get('/v1/shipments?direction=in&state=in-transit', w.producer.key)).json.items.map((one: { purpose: string }) => one.purpose);
  return { ...w, chain: shop, path, said, send, reports, returns };
}

const WHOLE = '<span class="tag">全部召回</span>';
const hidden = (page: string, name: string) => new RegExp(`name="${name}" value="(\\w+)"`).exec(page)?.[1] ?? '';

describe('the booking of a report on a recall', () => {
  it('sends goods back to who delivered them to the firm, not to its own other site', async () => {
    const w = await recalled();
    const sent = await w.send(w.said);
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${w.path}?done=1#own`]);
    expect(await w.returns()).toEqual(['return']);
  });

  it('where it is refused leaves the report recorded once, says so, and goes through when it is put right', async () => {
    const w = await recalled();
    wrong.supplier = w.chain.uscc ?? '';
    const refused = await w.send(w.said).finally(() => {
      wrong.supplier = undefined;
    });
    expect([refused.status, refused.text.includes('报告已记录，但没有记账')]).toEqual([422, true]);
    expect([await w.reports(), await w.returns()].map(({ length }) => length)).toEqual([1, 0]);
    const again = { once: hidden(refused.text, 'once'), booking: hidden(refused.text, 'booking') };
    expect(again).toEqual({ once: w.said.once, booking: 'only' });
    expect(refused.text).not.toContain('<option value="stopped" selected');
    const done = await w.send({ ...w.said, ...again, amount: '30' });
    expect(done.status, done.text).toBe(303);
    expect([await w.reports(), await w.returns()].map(({ length }) => length)).toEqual([1, 1]);
  });
});

describe('the files of a report', () => {
  it('that are good are kept where another is bad', async () => {
    const w = await recalled();
    const bad = new TextEncoder().encode('<html>');
    const refused = await w.send({ ...w.said, kind: 'destroyed' }, [dotPng('a'), bad, dotPng('b')]);
    expect([refused.status, refused.text.includes('已收到 2 个文件')]).toEqual([422, true]);
    expect(hidden(refused.text, 'once')).toBe(w.said.once);
  });

  it('that are too large together are answered by a page with the limit the form names', async () => {
    const w = await recalled();
    expect((await w.request('GET', w.path, { key: w.chain.key })).text).toContain('合计不超过 32 MB');
    const large = new Uint8Array(7_000_000);
    const refused = await w.send(w.said, [large, large, large, large, large]);
    expect([refused.status, refused.headers.get('content-type')]).toEqual([413, 'text/html; charset=utf-8']);
    expect(refused.text).toContain('所选文件合计超过 32 MB');
  });
});

describe('the console of a recall from another region', () => {
  it('counts on its tabs whom it lists, and says which figures are of the whole recall', async () => {
    const w = await recalled('330302');
    const elsewhere = await w.authority({ name: '示例温州局', regionCode: '330300' });
    const page = (await w.request('GET', w.path, { key: elsewhere.key })).text;
    expect(page).toContain('没有回应<span>1</span>');
    expect(page).toContain('全部<span>1</span>');
    expect(page.split(WHOLE).length - 1).toBe(4);
    const city = await w.authority({ name: '示例市场监管局' });
    const whole = (await w.request('GET', w.path, { key: city.key })).text;
    expect([whole.includes('全部<span>2</span>'), whole.includes(WHOLE)]).toEqual([true, false]);
  });
});

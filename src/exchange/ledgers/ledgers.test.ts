import { createHash } from 'node:crypto';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { bags, batchBody, type CustodyWorld, custodyWorld } from '../../../test/custody-world.ts';

const path = (kind: string, query = '') => `/v1/statutory-ledgers/${kind}?month=2026-11${query}`;

type Row = Record<string, never> & { missing: string[] };

async function rowsOf(w: CustodyWorld, key: string, kind = 'incoming', query = '', headers: Record<string, string> = {}): Promise<Row[]> {
  const answer = await w.get(path(kind, query), key, { headers });
  expect(answer.status, answer.text).toBe(200);
  return answer.json.sheets.flatMap((sheet: { rows: Row[] }) => sheet.rows);
}

/** A batch of the producer, shipped to the shop. */
async function shipped(w: CustodyWorld, amount = '10') {
  const code = await w.batch();
  return { code, ...(await w.ship([{ traceCode: code, quantity: bags(amount) }], { documentNumber: 'SH-1' })) };
}

const contact = (w: CustodyWorld, key: string, id: string) =>
  w.request('PATCH', `/v1/parties/${id}`, {
    key,
    body: { contact: { phone: '0571-00000001', address: '示例路1号' } },
    headers: { 'If-Match': '"1"' },
  });

describe('a statutory ledger', () => {
  it('holds what was received, with its checks and who made them, and not what was refused or came back', async () => {
    const w = await custodyWorld();
    const first = await shipped(w);
    await w.post(`/v1/shipments/${first.id}/receipt`, w.shop.key, {
      outcome: 'short',
      lines: [{ line: 1, outcome: 'short', quantity: bags('8') }],
      checks: { licence: true, dates: true, temperature: false },
    });
    const refused = await shipped(w);
    await w.post(`/v1/shipments/${refused.id}/receipt`, w.shop.key, { outcome: 'refused' });
    await shipped(w);
    const [row, ...others] = await rowsOf(w, w.shop.key);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      n: 1,
      on: '2026-11-05',
      name: '冷鲜猪后腿肉',
      quantity: { amount: '8', unit: '袋' },
      shelfLife: { value: 7, unit: 'day' },
      expiresOn: '2026-11-08',
      checks: ['licence', 'dates'],
      checkedBy: 'test',
      document: 'SH-1',
      certificates: [{ kind: 'release', number: 'HZ-2026-11-0042' }],
      keepUntil: '2027-05-08',
      missing: ['otherAddress', 'otherContact'],
    });
  });

  it('has goods the party made before its books began among what it made, and bought ones among what it sells on', async () => {
    const w = await custodyWorld();
    const [own, bought] = [
      { ...batchBody({ batchNumber: 'JIU-1', quantity: bags('50') }), ownMake: true },
      batchBody({ batchNumber: 'JIU-2', quantity: bags('50') }),
    ];
    const opening = await w.post('/v1/openings', w.producer.key, { asOf: '2026-11-02', lines: [own, bought] });
    expect(opening.status, opening.text).toBe(201);
    const [made, had] = opening.json.lines.map((line: { traceCode: string }) => line.traceCode);
    expect([await w.held(w.producer, made), await w.held(w.producer, had)]).toEqual(['50', '50']);
    for (const traceCode of [made, had]) await w.ship([{ traceCode, quantity: bags('10') }]);
    const sold = async (kind: string) =>
      (await rowsOf(w, w.producer.key, kind)).map(({ batchNumber, certificates }) => [
        batchNumber,
        (certificates as unknown as unknown[]).length,
      ]);
    expect(await sold('outgoing')).toEqual([['JIU-1', 1]]);
    expect(await sold('wholesale')).toEqual([['JIU-2', 1]]);
    const received = { ...batchBody({ batchNumber: 'X' }), ownMake: true };
    const refused = await w.post('/v1/receipts', w.producer.key, { from: { name: '示例农户' }, lines: [received] });
    expect([refused.status, refused.json.errors[0].pointer]).toEqual([422, '/lines/0/ownMake']);
  });

  it('follows what both sides agreed on later', async () => {
    const w = await custodyWorld();
    const { id } = await shipped(w);
    await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' });
    const made = await w.post(`/v1/shipments/${id}/amendments`, w.producer.key, {
      reason: '少装',
      lines: [{ line: 1, quantity: bags('9') }],
    });
    const step = (name: string, key: string) => w.post(`/v1/shipments/${id}/amendments/${made.json.id}/${name}`, key, undefined);
    expect((await step('acceptance', w.shop.key)).status).toBeLessThan(300);
    expect((await rowsOf(w, w.shop.key))[0]).toMatchObject({ quantity: { amount: '9', unit: '袋' } });
    expect((await rowsOf(w, w.producer.key, 'outgoing'))[0]).toMatchObject({ quantity: { amount: '9', unit: '袋' } });
  });

  it('keeps goods as they stood when they were shipped, whatever their maker corrects later', async () => {
    const w = await custodyWorld();
    const before = await shipped(w);
    await w.post(`/v1/shipments/${before.id}/receipt`, w.shop.key, { outcome: 'accepted' });
    const product = { name: '冻猪后腿肉', specification: '约1kg/袋' };
    const revised = await w.request('PATCH', `/v1/batches/${before.code}`, {
      key: w.producer.key,
      headers: { 'If-Match': '"1"' },
      body: { batchNumber: 'OTHER', productionDate: '2026-10-31', product: batchBody({}, product).product, reason: '录错' },
    });
    expect(revised.status, revised.text).toBe(200);
    const after = await w.ship([{ traceCode: before.code, quantity: bags('3') }]);
    await w.post(`/v1/shipments/${after.id}/receipt`, w.shop.key, { outcome: 'accepted' });
    const goods = ({ name, specification, batchNumber, productionDate, expiresOn }: Row) => [
      name,
      specification,
      batchNumber,
      productionDate,
      expiresOn,
    ];
    const told = [
      ['冷鲜猪后腿肉', '约2kg/袋', '20261101A', '2026-11-01', '2026-11-08'],
      ['冻猪后腿肉', '约1kg/袋', 'OTHER', '2026-10-31', '2026-11-07'],
    ];
    expect((await rowsOf(w, w.shop.key)).map(goods)).toEqual(told);
    expect((await rowsOf(w, w.producer.key, 'outgoing')).map(goods)).toEqual(told);
    await w.ship([{ traceCode: before.code, quantity: bags('2') }], { to: { name: '示例餐馆' } }, w.shop);
    expect((await rowsOf(w, w.shop.key, 'wholesale')).map(goods)).toEqual([told[1]]);
  });

  it('lists what was sold, without what was voided or refused; own make is outgoing, the rest wholesale', async () => {
    const w = await custodyWorld();
    const kept = await shipped(w);
    const voided = await shipped(w);
    await w.post(`/v1/shipments/${voided.id}/void`, w.producer.key, { reason: '开错单' });
    const refused = await shipped(w);
    await w.post(`/v1/shipments/${refused.id}/receipt`, w.shop.key, { outcome: 'refused' });
    expect((await rowsOf(w, w.producer.key, 'outgoing')).map((row) => row.source)).toEqual([{ type: 'shipment', id: kept.id, line: 1 }]);
    expect(await rowsOf(w, w.producer.key, 'wholesale')).toEqual([]);
    await w.post(`/v1/shipments/${kept.id}/receipt`, w.shop.key, { outcome: 'accepted' });
    await w.ship([{ traceCode: kept.code, quantity: bags('3') }], { to: { name: '王小明' } }, w.shop);
    const [sold] = await rowsOf(w, w.shop.key, 'wholesale');
    expect(sold).toMatchObject({ quantity: { amount: '3', unit: '袋' }, other: { name: '王小明', address: null, contact: null } });
    expect(await rowsOf(w, w.shop.key, 'outgoing')).toEqual([]);
  });

  it('opens a buyer’s address and telephone once it confirmed with its own key, not to whoever names it or holds the slip', async () => {
    const w = await custodyWorld();
    await contact(w, w.shop.key, w.shop.id);
    const known = { name: '示例超市有限公司', address: '示例路1号', contact: '0571-00000001' };
    const [byKey, byLink] = [await shipped(w), await shipped(w)];
    await w.request('POST', `/s/${byLink.slip}`, { body: { outcome: 'accepted' } });
    const others = async () => (await rowsOf(w, w.producer.key, 'outgoing')).map((row) => row.other);
    expect(await others()).toEqual([
      { ...known, address: null, contact: null },
      { ...known, address: null, contact: null },
    ]);
    await w.post(`/v1/shipments/${byKey.id}/receipt`, w.shop.key, { outcome: 'accepted' });
    expect(await others()).toContainEqual(known);
  });

  it('shows a person who supplied goods to the one who must record it, and to nobody else', async () => {
    const w = await custodyWorld();
    await w.post('/v1/receipts', w.shop.key, {
      from: { name: '张三', address: '示例村1号', contact: '13800000000' },
      lines: [{ product: { name: '番茄', category: 'agricultural' }, quantity: { amount: '6', unit: '千克' } }],
    });
    const [row] = await rowsOf(w, w.shop.key);
    expect(row).toMatchObject({
      other: { name: '张三', address: '示例村1号', contact: '13800000000' },
      missing: [],
      keepUntil: '2027-05-05',
    });
    expect(JSON.stringify(await rowsOf(w, w.producer.key))).not.toContain('张三');
  });

  it('is for the party, at its own sites, and for delegates at theirs', async () => {
    const w = await custodyWorld();
    const { id } = await shipped(w);
    await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' });
    const [site] = w.shop.sites;
    expect(await rowsOf(w, w.shop.key, 'incoming', `&site=${site?.id}`)).toHaveLength(1);
    expect((await w.get(path('incoming', `&site=${site?.id}`), w.producer.key)).status).toBe(404);
    expect((await w.get(path('incoming'), (await w.authority()).key)).status).toBe(403);
    const other = await w.post(`/v1/parties/${w.shop.id}/sites`, w.shop.key, { name: '二店', kind: 'shop', regionCode: '330110' });
    const helper = await w.party();
    const actingFor = { 'X-Acting-For': w.shop.id };
    const body = { to: helper.id, rights: ['custody'], sites: [other.json.id] };
    expect((await w.post(`/v1/parties/${w.shop.id}/delegations`, w.shop.key, body)).status).toBe(201);
    expect(await rowsOf(w, helper.key, 'incoming', '', actingFor)).toEqual([]);
    expect((await w.get(path('incoming', `&site=${site?.id}`), helper.key, { headers: actingFor })).status).toBe(404);
    await w.post(`/v1/parties/${w.shop.id}/delegations`, w.shop.key, { to: helper.id, rights: ['batches'] });
    expect(await rowsOf(w, helper.key, 'incoming', '&branches=true')).toEqual([]);
  });

  it('of a head office has a sheet for each of its 200 shops, in a workbook another program reads', { timeout: 60_000 }, async () => {
    const w = await custodyWorld();
    const office = await w.party({ name: '示例连锁总部', kinds: ['retailer'] });
    const code = await w.batch({ quantity: { amount: '100000', unit: '袋' } });
    for (let i = 0; i < 200; i++) {
      const shop = await w.party({
        name: `示例门店${String(i).padStart(3, '0')}`,
        kinds: ['retailer'],
        sites: [{ name: '门店', kind: 'shop', regionCode: '330110' }],
      });
      await w.post(`/v1/parties/${shop.id}/delegations`, shop.key, { to: office.id, rights: ['custody'] });
      const { id } = await w.ship([{ traceCode: code, quantity: bags('10') }], { to: { uscc: shop.uscc } });
      const asShop = { headers: { 'X-Acting-For': shop.id } };
      const done = await w.post(`/v1/shipments/${id}/receipt`, office.key, { outcome: 'accepted', checks: { licence: true } }, asShop);
      expect(done.status, done.text).toBe(201);
    }
    expect(await rowsOf(w, office.key)).toEqual([]);
    const { json } = await w.get(path('incoming', '&branches=true'), office.key);
    expect(json.sheets).toHaveLength(200);
    expect(json.sheets[7]).toMatchObject({
      party: { name: '示例门店007' },
      site: { name: '门店' },
      rows: [{ n: 1, checks: ['licence'], checkedBy: '示例连锁总部 test' }],
    });
    const answer = await w.app.request(`http://localhost${path('incoming', '&branches=true&format=xlsx')}`, {
      headers: { Authorization: `Bearer ${office.key}` },
    });
    const sheets = await readXlsxFile(Buffer.from(await answer.arrayBuffer()));
    expect(sheets.length).toBe(200);
    expect(sheets[7]?.sheet).toBe('示例门店007 门店');
    const [title, whose, heads, row] = sheets[7]?.data ?? [];
    expect(title?.[0]).toBe('进货查验记录 2026-11-01 至 2026-11-30');
    expect(whose?.[0]).toMatch(/^示例门店007 9133/);
    expect(heads?.slice(0, 5)).toEqual(['序号', '进货日期', '名称', '规格', '数量']);
    expect(row?.slice(0, 5)).toEqual(['1', '2026-11-05', '冷鲜猪后腿肉', '约2kg/袋', '10 袋']);
  });

  it('prints on A4 with its head on every page, without a script, whatever names say', async () => {
    const w = await custodyWorld();
    const code = await w.batch({}, { name: '<script>alert(1)</script>' });
    const { id } = await w.ship([{ traceCode: code, quantity: bags('1') }]);
    await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' });
    const { text, headers } = await w.get(path('incoming', '&format=html'), w.shop.key);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    const [, style = ''] = /<style>(.*)<\/style>/.exec(text) ?? [];
    expect(headers.get('content-security-policy')).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(style).toContain('size:A4 landscape');
    expect(style).toContain('thead{display:table-header-group}');
    expect(text).toContain('<b>进货查验记录</b>示例超市有限公司');
    expect(text).toContain('<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>');
    expect(text).toContain('<td class="lack">供货者地址、供货者联系方式</td>');
    const english = await w.get(path('incoming', '&format=html&lang=en'), w.shop.key);
    expect(english.text).toContain('Supplier’s address, Supplier’s contact');
    const none = await w.get('/v1/statutory-ledgers/wholesale?month=2026-01&format=html', w.shop.key);
    expect(none.text).toContain('本期无记录');
  });

  it('refuses a period that is none, and takes the last month there is', async () => {
    const w = await custodyWorld();
    const pointer = async (query: string) => (await w.get(`/v1/statutory-ledgers/incoming?${query}`, w.shop.key)).json.errors[0].pointer;
    expect(await pointer('month=2026-11&from=2026-11-01')).toBe('/query/month');
    expect(await pointer('month=2026-13')).toBe('/query/month');
    expect(await pointer('month=0001-01')).toBe('/query/month');
    expect(await pointer('from=2026-11-05&to=2026-11-04')).toBe('/query/to');
    expect(await pointer('from=2020-01-01&to=2026-11-05')).toBe('/query/from');
    expect((await w.get('/v1/statutory-ledgers/unknown', w.shop.key)).status).toBe(422);
    for (const month of ['1900-01', '2200-12', '2026-02']) {
      const { status, json } = await w.get(`/v1/statutory-ledgers/incoming?month=${month}`, w.shop.key);
      expect([status, json.sheets]).toEqual([200, []]);
    }
  });
});

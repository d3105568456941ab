import readSheet from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';
import { traceOf } from './trace.ts';
import { workbook } from './workbook.ts';

/** Goods on the way, taken by the slip of somebody unregistered with an awkward name, sold, and delivered to a shop. */
async function traced(thread: boolean) {
  const w = await custodyWorld({ thread });
  const province = await w.authority({ name: '示例省局', regionCode: '330000' });
  const code = await w.batch();
  const { id } = await w.ship([{ traceCode: code, quantity: bags('240') }]);
  await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' });
  await w.post('/v1/dispositions', w.shop.key, { kind: 'sold', lines: [{ traceCode: code, quantity: bags('40') }] });
  await w.ship([{ traceCode: code, quantity: bags('60') }]);
  const { slip } = await w.ship([{ traceCode: code, quantity: bags('12') }], { to: { name: '示例"小学"\\食堂' } });
  await w.post(`/s/${slip}`, undefined, { outcome: 'accepted' });
  return { ...w, province, code };
}

describe('a trace as text', () => {
  it('is the JSON that JSON.stringify makes of it', async () => {
    const { store, code, province, get, clock } = await traced(false);
    const text = (await get(`/v1/trace?traceCode=${code}`, province.key)).text;
    const batch = await store.read
      .selectFrom('batch')
      .selectAll()
      .where('traceCode', '=', code.replaceAll('-', ''))
      .executeTakeFirstOrThrow();
    const office = await store.read.selectFrom('authority').selectAll().where('publicId', '=', province.id).executeTakeFirstOrThrow();
    const caller = { kind: 'authority' as const, authority: { ...office }, role: 'officer' as const, keyId: 'desk' };
    const now = clock.now();
    const ask = { caller, asked: [batch], direction: 'forward' as const, at: {}, window: {}, openRecall: false, now };
    const answer = await traceOf(store, ask);
    if (!answer) throw new Error('The province sees every batch.');
    const { nodes, edges, summary, brokenLinks, ...head } = answer;
    expect([...edges].map((edge) => edge.kind)).toEqual(['sale', 'in-transit', 'sale', 'sold']);
    const lists = { received: [...summary.received], inTransit: [...summary.inTransit], onHand: [...summary.onHand] };
    const sheets = await readSheet(Buffer.from(await workbook(answer, 'zh')));
    const rowsOf = (name: string) => sheets.find(({ sheet }) => sheet === name)?.data.slice(1) ?? [];
    expect(rowsOf('流向').map((row) => row[2])).toEqual(['销售', '在途', '销售', '已售']);
    expect(rowsOf('流向')[0]?.[5]).toBe('2026-11-05T09:00:00+08:00');
    expect(rowsOf('持有者').map((row) => row.slice(-2))).toEqual([
      ['账面', '可通知'],
      ['账面', '可通知'],
      ['对方账目不可见', '未登记，只知名称'],
    ]);
    expect(rowsOf('在途').map((row) => row.slice(-2))).toEqual([['2026-11-05T09:00:00+08:00', '未签收']]);
    expect(text).toBe(JSON.stringify({ ...head, nodes: [...nodes], edges: [...edges], summary: lists, brokenLinks: [...brokenLinks] }));
  });

  it.each([
    ['json', 'application/json; charset=utf-8'],
    ['ndjson', 'application/x-ndjson; charset=utf-8'],
    ['csv', 'text/csv; charset=utf-8'],
    ['svg', 'image/svg+xml; charset=utf-8'],
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ])('is made in a thread of its own: %s', async (format, type) => {
    const { code, province, request } = await traced(true);
    const { status, headers, text } = await request('GET', `/v1/trace?traceCode=${code}&format=${format}`, { key: province.key });
    expect([status, headers.get('content-type')]).toEqual([200, type]);
    expect(text).toContain(format === 'xlsx' ? 'xl/worksheets/sheet1.xml' : '示例超市有限公司');
  });

  it('is not found in a thread either where it is out of scope', async () => {
    const { code, authority, get } = await traced(true);
    const elsewhere = await authority({ name: '示例温州局', regionCode: '330300' });
    expect((await get(`/v1/trace?traceCode=${code}`, elsewhere.key)).status).toBe(404);
  });
});

import { describe, expect, it } from 'vitest';
import { bags, type CustodyWorld, custodyWorld } from '../../test/custody-world.ts';

const asJson = { headers: { Accept: 'application/json' } };
const form = (w: CustodyWorld, slip: string, fields: Record<string, string>, ask: { key?: string } = {}) =>
  w.request('POST', `/s/${slip}`, {
    ...ask,
    raw: new URLSearchParams(fields),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });

async function canteenSlip(w: CustodyWorld, lineCount: number) {
  const codes: string[] = [];
  for (let i = 1; i <= lineCount; i++) codes.push(await w.batch({ batchNumber: `N${i}` }, { name: `食材${i}` }));
  const sent = await w.ship(
    codes.map((traceCode) => ({ traceCode, quantity: bags('20') })),
    { to: { name: '示例小学食堂' } },
  );
  return { codes, ...sent };
}

describe('a canteen without an account', () => {
  it('confirms 28 lines with two exceptions by the slip’s form, once', async () => {
    const w = await custodyWorld();
    const { codes, id, slip } = await canteenSlip(w, 28);
    const shown = await w.get(`/s/${slip}`);
    expect([shown.status, shown.headers.get('content-type'), shown.headers.get('cache-control')]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-store',
    ]);
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(shown.text).toContain('示例小学食堂');
    expect(shown.text).toContain('name="line.28.outcome"');
    expect(shown.text).toContain('data:image/svg+xml,');
    const fields = {
      outcome: 'accepted',
      'line.3.outcome': 'short',
      'line.3.amount': '18',
      'line.7.outcome': 'refused',
      'check.dates': '1',
      signedName: '王师傅',
    };
    const done = await form(w, slip, fields);
    expect([done.status, done.headers.get('location')]).toEqual([303, `/s/${slip}`]);
    const lines = await w.store.read.selectFrom('receipt_line').select(['lineN', 'outcome', 'steps', 'holdingId']).orderBy('n').execute();
    expect(lines).toHaveLength(28);
    expect(lines.filter((line) => line.outcome !== 'accepted')).toEqual([
      { lineN: 3, outcome: 'short', steps: 18, holdingId: null },
      { lineN: 7, outcome: 'refused', steps: 0, holdingId: null },
    ]);
    const receipt = await w.store.read.selectFrom('receipt').selectAll().executeTakeFirstOrThrow();
    expect(receipt).toMatchObject({ by: 'link', partyId: null, actedBy: 'link', signedName: expect.stringMatching(/^c:/) });
    const entry = await w.store.read
      .selectFrom('entry')
      .select(['chain', 'bytes'])
      .where('kind', '=', 'shipment.received')
      .executeTakeFirstOrThrow();
    expect(entry.chain).toBe('system');
    expect(entry.bytes).not.toContain('王师傅');
    expect(entry.bytes).not.toContain(slip);
    const again = await form(w, slip, { outcome: 'accepted' });
    expect([again.status, again.text.includes('有差异，待双方核对'), again.text.includes('<form')]).toEqual([409, true, false]);
    const seen = await w.get(`/v1/shipments/${id}`, w.producer.key);
    expect(seen.json.receipt).toMatchObject({ by: 'link', outcome: 'accepted', signedName: '王*', checks: { dates: true } });
    expect(seen.json.lines[2]).toMatchObject({ outcome: 'short', inTransit: { amount: '2', unit: '袋' } });
    const back = await w.post(`/v1/shipments/${id}/takeback`, w.producer.key, { reason: '带回' });
    expect([back.status, back.json.state]).toEqual([201, 'received']);
    expect([await w.held(w.producer, codes[2] ?? ''), await w.held(w.producer, codes[6] ?? '')]).toEqual(['1182', '1200']);
  });

  it('is told on the page which line lacks its quantity, and what it typed stays', async () => {
    const w = await custodyWorld();
    const { slip } = await canteenSlip(w, 2);
    const wrong = await form(w, slip, { outcome: 'accepted', 'line.2.outcome': 'short' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('请填写实收数量。');
    expect(wrong.text).toContain('<option value="short" selected>');
    const more = await form(w, slip, { outcome: 'accepted', 'line.2.outcome': 'short', 'line.2.amount': '25' });
    expect(more.status).toBe(422);
    expect(more.text).toContain('25 袋');
    expect((await w.get(`/s/${slip}`, undefined, asJson)).json.state).toBe('in-transit');
  });

  it('says that goods are not its own', async () => {
    const w = await custodyWorld();
    const { slip } = await canteenSlip(w, 1);
    expect((await form(w, slip, { outcome: 'notMine', reason: '未订货' })).status).toBe(303);
    const { json } = await w.get(`/s/${slip}`, undefined, asJson);
    expect([json.state, json.received]).toEqual(['disputed', { outcome: 'notMine', at: '2026-11-05T01:00:00Z', by: 'link', photos: 0 }]);
  });
});

describe('a slip as JSON', () => {
  it('shows the lines and takes the receipt of a registered buyer into its chain and holding', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { slip } = await w.ship([{ traceCode: code, quantity: bags('100') }]);
    const shown = await w.get(`/s/${slip}`, undefined, asJson);
    expect(shown.json).toMatchObject({
      slip,
      state: 'in-transit',
      received: null,
      supplier: { name: '示例肉联厂' },
      lines: [{ line: 1, traceCode: code, product: { name: '冷鲜猪后腿肉' } }],
    });
    const done = await w.post(`/s/${slip}`, undefined, { outcome: 'short', lines: [{ line: 1, quantity: bags('90') }] });
    expect([done.status, done.json.state, done.json.by]).toEqual([201, 'disputed', 'link']);
    expect(await w.held(w.shop, code)).toBe('90');
    const entry = await w.store.read.selectFrom('entry').select('chain').where('kind', '=', 'shipment.received').executeTakeFirstOrThrow();
    expect(entry.chain).toBe(`party:${w.shop.id}`);
    const second = await w.post(`/s/${slip}`, undefined, { outcome: 'accepted' });
    expect([second.status, second.json.code, second.json.received.outcome]).toEqual([409, 'already-ended', 'short']);
  });

  it('is marked by key when the buyer itself answers; its sender may not', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { slip } = await w.ship([{ traceCode: code, quantity: bags('100') }]);
    expect((await w.post(`/s/${slip}`, w.producer.key, { outcome: 'accepted' })).status).toBe(403);
    expect((await w.post(`/s/${slip}`, w.shop.key, { outcome: 'accepted' })).json.by).toBe('key');
  });

  it('is not found under another code, in either form', async () => {
    const w = await custodyWorld();
    expect((await w.get('/s/abcdefghjkmnpqrs', undefined, asJson)).status).toBe(404);
    const html = await w.get('/s/abcdefghjkmnpqrs');
    expect([html.status, html.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect((await form(w, 'abcdefghjkmnpqrs', { outcome: 'accepted' })).status).toBe(404);
    expect((await w.post('/s/abcdefghjkmnpqrs', undefined, { outcome: 'accepted' })).status).toBe(404);
  });

  it('takes one of two answers at once', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id, slip } = await w.ship([{ traceCode: code, quantity: bags('100') }]);
    const answers = await Promise.all([
      w.post(`/s/${slip}`, undefined, { outcome: 'accepted' }),
      w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
    expect(await w.held(w.shop, code)).toBe('100');
  });
});

describe('findings on a receipt', () => {
  it('are shown to the buyer, not to whoever holds the slip', async () => {
    const w = await custodyWorld();
    const code = await w.batch({}, { directoryItem: '猪肉', category: 'agricultural' });
    const [byLink, byKey] = [
      await w.ship([{ traceCode: code, quantity: bags('1') }]),
      await w.ship([{ traceCode: code, quantity: bags('1') }]),
    ];
    expect((await w.post(`/s/${byLink.slip}`, undefined, { outcome: 'accepted' })).json.findings).toEqual([]);
    const own = await w.post(`/s/${byKey.slip}`, w.shop.key, { outcome: 'accepted' });
    expect(own.json.findings.map((finding: { rule: string }) => finding.rule)).toEqual(['code-not-displayed']);
  });
});

describe('goods confirmed by link before their buyer registered', () => {
  it('become its holding when it does', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const uscc = '91330110MA0DEM013U';
    const { slip } = await w.ship([{ traceCode: code, quantity: bags('100') }], { to: { uscc, name: '示例新店有限公司' } });
    expect((await w.post(`/s/${slip}`, undefined, { outcome: 'accepted' })).status).toBe(201);
    const late = await w.party({ uscc, name: '示例新店有限公司', kinds: ['retailer'] });
    expect(await w.held(late, code)).toBe('100');
  });
});

describe('the printed slip', () => {
  it('carries what the buyer’s incoming record needs, for both sides', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id } = await w.ship([{ traceCode: code, quantity: bags('100') }]);
    for (const key of [w.producer.key, w.shop.key]) {
      const paper = await w.get(`/v1/shipments/${id}/slip`, key);
      expect(paper.status).toBe(200);
      for (const text of ['示例肉联厂', w.producer.uscc ?? '', '示例超市有限公司', code, '20261101A']) expect(paper.text).toContain(text);
    }
    expect((await w.get(`/v1/shipments/${id}/slip?lang=en`, w.producer.key)).text).toContain('Delivery slip');
  });
});

import { describe, expect, it } from 'vitest';
import { type CustodyWorld, custodyWorld } from '../../test/custody-world.ts';

const GTIN = '09521234543213';
const JSON_ONLY = { headers: { Accept: 'application/json' } };

const correct = (w: CustodyWorld, traceCode: string, revision: number, fields: Record<string, unknown>) =>
  w.request('PATCH', `/v1/batches/${traceCode}`, {
    key: w.producer.key,
    body: { reason: '录入更正', ...fields },
    headers: { 'If-Match': `"${revision}"` },
  });

async function secondSite(w: CustodyWorld): Promise<string> {
  const made = await w.post(`/v1/parties/${w.producer.id}/sites`, w.producer.key, { name: '二厂', kind: 'plant', regionCode: '330203' });
  expect(made.status, made.text).toBe(201);
  return made.json.id;
}

describe('a corrected batch', () => {
  it('stays at its site, with its one holding', async () => {
    const w = await custodyWorld();
    const traceCode = await w.batch();
    const moved = await correct(w, traceCode, 1, { site: await secondSite(w) });
    expect([moved.status, moved.json.code]).toEqual([409, 'conflict']);
    const kept = await correct(w, traceCode, 1, { site: w.producer.sites[0]?.id, quantity: { amount: '1000', unit: '袋' } });
    expect([kept.status, kept.json.revision]).toEqual([200, 2]);
    expect(await w.held(w.producer, traceCode)).toBe('1000');
  });

  it('takes no document whose file nobody has put', async () => {
    const w = await custodyWorld();
    const traceCode = await w.batch();
    const fileSha256 = '0'.repeat(64);
    const refused = await correct(w, traceCode, 1, { inspectionCertificate: { number: 'HZ-2', fileSha256 } });
    expect(refused.json.errors).toMatchObject([{ pointer: '/inspectionCertificate/fileSha256', found: fileSha256 }]);
    expect((await correct(w, traceCode, 1, { inspectionCertificate: { number: 'HZ-2' } })).status).toBe(200);
  });

  it('is still found by the Digital Link its packs were printed with, however often it comes back', async () => {
    const w = await custodyWorld();
    const traceCode = await w.batch();
    for (const [i, batchNumber] of ['20261101B', '20261101A', '20261101C'].entries())
      expect((await correct(w, traceCode, i + 1, { batchNumber })).status).toBe(200);
    for (const lot of ['20261101A', '20261101B', '20261101C']) {
      const { status, json } = await w.request('GET', `/01/${GTIN}/10/${lot}`, JSON_ONLY);
      expect([status, json.traceCode], lot).toEqual([200, traceCode]);
    }
    expect((await w.request('GET', `/01/${GTIN}/10/20261101D`, JSON_ONLY)).status).toBe(404);
  });

  it('is one of a choice where another batch has the number now', async () => {
    const w = await custodyWorld();
    const first = await w.batch();
    await correct(w, first, 1, { batchNumber: '20261101B' });
    const second = await w.batch();
    const { json } = await w.request('GET', `/01/${GTIN}/10/20261101A`, JSON_ONLY);
    expect(json.candidates.map((one: { traceCode: string }) => one.traceCode)).toEqual([second, first]);
  });

  it('has another QR code, which nobody takes from an old copy', async () => {
    const w = await custodyWorld();
    const traceCode = await w.batch();
    const before = await w.request('GET', `/t/${traceCode}/qr.svg`);
    expect(before.headers.get('cache-control')).toBe('public, no-cache');
    const headers = { 'If-None-Match': before.headers.get('etag') ?? '' };
    expect((await w.request('GET', `/t/${traceCode}/qr.svg`, { headers })).status).toBe(304);
    await correct(w, traceCode, 1, { batchNumber: '20261101B' });
    expect((await w.request('GET', `/t/${traceCode}/qr.svg`, { headers })).status).toBe(200);
  });

  it('shows every revision whole, one too large for its entry too', async () => {
    const w = await custodyWorld();
    const results = Array.from({ length: 300 }, (_, i) => ({ item: `项目${i}`, value: 'ND'.padEnd(120, '。') }));
    const traceCode = await w.batch({ certificates: [{ kind: 'release', results }] });
    await correct(w, traceCode, 1, { quantity: { amount: '1000', unit: '袋' } });
    const { json } = await w.get(`/v1/batches/${traceCode}/revisions`, w.producer.key);
    expect(json.items[0].record.certificates[0].results).toHaveLength(300);
    expect(json.items[0].record.sha256).toBeUndefined();
    expect(json.items[1].record.quantity.amount).toBe('1000');
  });
});

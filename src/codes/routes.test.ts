import { describe, expect, it } from 'vitest';
import { testApp } from '../../test/app.ts';
import { decodeQrPng, decodeQrSvg } from '../../test/decode-qr.ts';

const PLAIN = {
  product: { name: '豇豆', category: 'agricultural' },
  batchNumber: '7',
  productionDate: '2026-11-01',
  quantity: { amount: '30', unit: '千克' },
};
const BARCODED = { ...PLAIN, product: { ...PLAIN.product, gtin: '09521234543213' }, batchNumber: '20261101A' };

async function withBatch(body: Record<string, unknown>) {
  const t = await testApp();
  const party = await t.party();
  const made = await t.request('POST', '/v1/batches', { key: party.key, body });
  return { t, code: made.json.traceCode as string, ask: (path: string, headers = {}) => t.app.request(path, { headers }) };
}

describe('the QR code of a batch', () => {
  it('says the Digital Link where the goods have a GTIN', async () => {
    const { code, ask } = await withBatch(BARCODED);
    const svg = await ask(`/t/${code}/qr.svg`);
    expect(svg.headers.get('content-type')).toBe('image/svg+xml');
    expect(await decodeQrSvg(await svg.text())).toBe('https://trace.example/01/09521234543213/10/20261101A');
  });

  it('says the address of the page where they have none', async () => {
    const { code, ask } = await withBatch(PLAIN);
    const png = await ask(`/t/${code.replaceAll('-', '')}/qr.png?scale=4`);
    expect(png.headers.get('content-type')).toBe('image/png');
    expect(await decodeQrPng(new Uint8Array(await png.arrayBuffer()))).toBe(`https://trace.example/t/${code}`);
  });

  it('is asked after by its tag, since a correction changes it', async () => {
    const { code, ask } = await withBatch(PLAIN);
    const first = await ask(`/t/${code}/qr.svg`);
    expect(first.headers.get('cache-control')).toBe('public, no-cache');
    const again = await ask(`/t/${code}/qr.svg`, { 'If-None-Match': first.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    expect((await ask(`/t/${code}/qr.png`)).headers.get('etag')).not.toBe(first.headers.get('etag'));
  });

  it('is not there (404) for a code nothing is recorded under, and not of any size (422)', async () => {
    const { t, code } = await withBatch(PLAIN);
    const unknown = await t.request('GET', '/t/2222-2222-2222-2222-2222/qr.svg');
    expect([unknown.status, unknown.json.code]).toEqual([404, 'not-found']);
    for (const scale of ['0', '41', '1.5', 'big']) {
      const refused = await t.request('GET', `/t/${code}/qr.png?scale=${scale}`);
      expect([refused.status, refused.json.errors[0].pointer]).toEqual([422, '/query/scale']);
    }
  });
});

describe('what else is open to everybody', () => {
  it('has a front door in two languages with the form', async () => {
    const t = await testApp();
    const home = await t.request('GET', '/');
    expect([home.status, home.text.includes('action="/find"')]).toEqual([200, true]);
    expect((await t.request('GET', '/?lang=en')).headers.get('content-language')).toBe('en');
  });

  it('serves the stylesheet its pages link to, for ever', async () => {
    const t = await testApp();
    const path = /href="(\/assets\/[^"]+\.css)"/.exec((await t.request('GET', '/')).text)?.[1] ?? '';
    const sheet = await t.request('GET', path);
    expect([sheet.status, sheet.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    expect(sheet.headers.get('cache-control')).toContain('immutable');
    expect((await t.request('GET', '/favicon.svg')).headers.get('content-type')).toBe('image/svg+xml');
  });

  it('explains every problem code where its type points to', async () => {
    const t = await testApp();
    const page = await t.request('GET', '/docs/problems?lang=en');
    const refused = await t.request('GET', '/v1/batches');
    const [path, anchor] = String(refused.json.type).split('#');
    expect([path, anchor]).toEqual(['/docs/problems', 'unauthenticated']);
    for (const text of [`id="${anchor}"`, 'A valid key is needed', '需要有效的密钥', 'id="out-of-order"'])
      expect(page.text).toContain(text);
  });

  it('is described in the OpenAPI document and needs no key', async () => {
    const t = await testApp();
    const { paths } = (await t.request('GET', '/openapi.json')).json;
    for (const path of ['/t/{traceCode}', '/t/{traceCode}/qr.svg', '/01/{gtin}/10/{lot}', '/find']) {
      expect(paths[path].get.security).toBeUndefined();
      expect(paths[path].get.summary).toBeTruthy();
    }
  });
});

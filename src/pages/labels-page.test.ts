import { describe, expect, it } from 'vitest';
import { testApp } from '../../test/app.ts';
import { threadPress } from '../codes/labels/thread-press.ts';

async function desk() {
  const t = await testApp();
  t.deps.labels = threadPress();
  const producer = await t.party({ name: '示例肉品厂' });
  const made = await t.request('POST', '/v1/batches', {
    key: producer.key,
    body: {
      product: { name: '㐀肉<b>', category: 'food' },
      batchNumber: 'A1',
      productionDate: '2026-11-01',
      quantity: { amount: '10', unit: 'kg' },
    },
  });
  const opened = await t.request('POST', '/sign-in', {
    raw: new URLSearchParams({ key: producer.key }),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });
  const own = { cookie: (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '', 'sec-fetch-site': 'same-origin' };
  const page = (path: string) => t.request('GET', path, { headers: own });
  const press = (fields: Record<string, string>) =>
    t.request('POST', '/labels', {
      raw: new URLSearchParams({ layout: '60x40', format: 'pdf', dpi: '', startPosition: '1', ...fields }),
      headers: { ...own, 'Content-Type': 'application/x-www-form-urlencoded' },
    });
  return { ...t, code: made.json.traceCode as string, page, press };
}

describe('the page of labels', () => {
  it('shows the first label before anything is printed, and what of it the font has not', async () => {
    const t = await desk();
    expect((await t.page(`/labels?batch=${t.code}`)).text).toContain(`>${t.code} 1</textarea>`);
    const seen = await t.press({ items: `${t.code} 65`, step: 'preview' });
    expect(seen.status, seen.text).toBe(200);
    expect(seen.text).toContain('字库没有这些字，印成 〓：㐀');
    const [, source = ''] = /src="data:image\/svg\+xml,([^"]*)"/.exec(seen.text) ?? [];
    expect(decodeURIComponent(source)).toMatch(/^<svg [^>]*width="60mm" height="40mm"/);
    expect(decodeURIComponent(source)).toContain('〓肉&lt;b&gt;');
    expect((await t.page('/labels')).text).toContain('还没有打印过');
  });

  it('records a print and leads to its file', async () => {
    const t = await desk();
    const sent = await t.press({ items: `${t.code} 3\n\n${t.code}`, step: 'print' });
    expect(sent.status, sent.text).toBe(303);
    const done = await t.page(sent.headers.get('location') ?? '');
    expect(done.text).toContain('已记录 4 枚。');
    const [, file = ''] = /href="(\/v1\/labels\/\w+\/file)"/.exec(done.text) ?? [];
    const answer = await t.page(file);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  });

  it('says what is wrong and keeps what was typed', async () => {
    const t = await desk();
    const sent = await t.press({ items: `${t.code} 几`, layout: 'A4-65', format: 'zpl', step: 'print' });
    expect(sent.status).toBe(422);
    expect(sent.text).toContain('没有打印');
    expect(sent.text).toContain(`${t.code} 几</textarea>`);
    expect((await t.press({ items: '', step: 'print' })).text).toContain('共 1 至 10000 枚标签');
  });

  it('gives a test label alone at once', async () => {
    const t = await desk();
    const sent = await t.press({ items: '', test: 'yes', step: 'print' });
    expect([sent.status, sent.headers.get('content-disposition')]).toEqual([200, 'attachment; filename="labels-test.pdf"']);
    expect((await t.page('/labels')).text).toContain('还没有打印过');
  });
});

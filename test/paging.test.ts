import { describe, expect, it } from 'vitest';
import type { Answer, TestApp } from './app.ts';
import { testApp } from './app.ts';

const batch = (batchNumber: string) => ({ product: { name: '示例酱油', category: 'food' }, batchNumber, productionDate: '2026-11-01' });

/** Twelve requests of ten batches, two of them in the same millisecond, so that equal instants are split between pages. */
async function withBatches(t: TestApp, key: string): Promise<string[]> {
  const codes: string[] = [];
  for (let group = 0; group < 12; group++) {
    const made = await t.request('POST', '/v1/batches', { key, body: Array.from({ length: 10 }, (_, i) => batch(`${group}-${i}`)) });
    codes.push(...made.json.results.map((one: { traceCode: string }) => one.traceCode));
    if (group % 2 === 0) t.clock.advance(1_000);
  }
  return codes;
}

/** Every page from a first address on, as the Link header leads. */
async function pagesFrom(t: TestApp, key: string, path: string): Promise<Answer[]> {
  const pages: Answer[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const answer: Answer = await t.request('GET', next, { key });
    expect(answer.status, answer.text).toBe(200);
    pages.push(answer);
    next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
  }
  return pages;
}

describe('a list of 120 batches', () => {
  it('is read in pages of 50, each batch once, the newest first', async () => {
    const t = await testApp();
    const { key } = await t.party();
    const codes = await withBatches(t, key);
    const pages = await pagesFrom(t, key, '/v1/batches');
    expect(pages.map((page) => page.json.items.length)).toEqual([50, 50, 20]);
    const items = pages.flatMap((page) => page.json.items as { traceCode: string; recordedAt: string }[]);
    expect(items.map((item) => item.traceCode).sort()).toEqual(codes.sort());
    const instants = items.map((item) => Date.parse(item.recordedAt));
    expect(instants).toEqual([...instants].sort((a, b) => b - a));
  });

  it('keeps its filters and its page size in the Link header, whose cursor is `next`; the last page has neither', async () => {
    const t = await testApp();
    const { key } = await t.party();
    await withBatches(t, key);
    const pages = await pagesFrom(t, key, '/v1/batches?limit=45');
    expect(pages.map((page) => page.json.items.length)).toEqual([45, 45, 30]);
    const [first, , last] = pages;
    expect(first?.headers.get('link')).toBe(`</v1/batches?limit=45&cursor=${first?.json.next}>; rel="next"`);
    expect(last?.json.next).toBeNull();
    expect(last?.headers.get('link')).toBeNull();
  });

  it('shows what is recorded meanwhile on the first page only', async () => {
    const t = await testApp();
    const { key } = await t.party();
    const codes = await withBatches(t, key);
    const first = await t.request('GET', '/v1/batches', { key });
    t.clock.advance(1_000);
    await t.request('POST', '/v1/batches', { key, body: batch('late') });
    const rest = await pagesFrom(t, key, `/v1/batches?cursor=${first.json.next}`);
    const read = [first, ...rest].flatMap((page) => page.json.items.map((item: { traceCode: string }) => item.traceCode));
    expect(read.sort()).toEqual(codes.sort());
  });

  it('takes 1 to 200 a page and no cursor it did not give out', async () => {
    const t = await testApp();
    const { key } = await t.party();
    await withBatches(t, key);
    const sizes = await Promise.all(['1', '200'].map((limit) => t.request('GET', `/v1/batches?limit=${limit}`, { key })));
    expect(sizes.map((answer) => answer.json.items.length)).toEqual([1, 120]);
    for (const limit of ['0', '201', '-1', '1.5', 'all', '1e9']) {
      const answer = await t.request('GET', `/v1/batches?limit=${limit}`, { key });
      expect([answer.status, answer.json.errors[0].pointer, answer.json.errors[0].found], limit).toEqual([422, '/query/limit', limit]);
    }
    for (const cursor of ['nonsense', '', Buffer.from('1.2.3').toString('base64url'), Buffer.from('-1.2').toString('base64url')]) {
      const answer = await t.request('GET', `/v1/batches?cursor=${cursor}`, { key });
      expect([answer.status, answer.json.code], cursor).toEqual([422, 'invalid-input']);
      expect(answer.json.errors, cursor).toMatchObject([{ pointer: '/query/cursor', found: cursor }]);
    }
  });

  it('is not another party’s, whatever cursor that one has', async () => {
    const t = await testApp();
    const [owner, other] = [await t.party(), await t.party()];
    await withBatches(t, owner.key);
    const { json } = await t.request('GET', '/v1/batches', { key: owner.key });
    expect((await t.request('GET', `/v1/batches?cursor=${json.next}`, { key: other.key })).json).toEqual({ items: [], next: null });
  });
});

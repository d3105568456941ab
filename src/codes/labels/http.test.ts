import { describe, expect, it } from 'vitest';
import { type TestApp, type TestParty, testApp } from '../../../test/app.ts';
import { rasterised, textsOf, zxingTexts } from '../../../test/labels.ts';
import { createApp } from '../../app.ts';
import { threadPress } from './thread-press.ts';

const batch = (n: number, name = '冷鲜猪后腿肉') => ({
  product: { name, category: 'agricultural', directoryItem: '猪肉' },
  batchNumber: `20261101-${n}`,
  productionDate: '2026-11-01',
  expiresOn: '2026-11-08',
  quantity: { amount: '10', unit: 'kg' },
});

async function world() {
  const t = await testApp();
  const press = threadPress();
  t.deps.labels = press;
  const producer = await t.party({ name: '示例肉品厂' });
  return { ...t, press, producer };
}

async function recorded(t: Pick<TestApp, 'request'>, { key }: TestParty, n = 1, name?: string): Promise<string> {
  const made = await t.request('POST', '/v1/batches', { key, body: batch(n, name) });
  if (made.status !== 201) throw new Error(made.text);
  return made.json.traceCode;
}

/** The bytes of a reply. */
async function file(t: Pick<TestApp, 'app'>, path: string, key: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await t.app.request(`http://localhost${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}

describe('labels', () => {
  it('come as a PDF whose codes say what the batch’s code says, and are recorded with who, what and how many', async () => {
    const t = await world();
    const code = await recorded(t, t.producer);
    const printed = await file(t, '/v1/labels', t.producer.key, {
      items: [{ traceCode: code, copies: 3 }],
      layout: 'A4-24',
      startPosition: 2,
    });
    expect([printed.status, printed.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const codes: string[] = [];
    for await (const page of rasterised(printed.bytes, 300)) codes.push(...(await zxingTexts(page)));
    expect(codes).toEqual(Array(3).fill(`https://trace.example/t/${code}`));
    expect((await textsOf(printed.bytes))[0]).toContain('示例肉品厂');
    const list = await t.request('GET', `/v1/labels?batch=${code}`, { key: t.producer.key });
    expect(list.json.items).toMatchObject([
      {
        id: printed.headers.get('label-print'),
        layout: 'A4-24',
        dpi: 300,
        labels: 3,
        reprint: false,
        items: [{ traceCode: code, copies: 3, before: 0, voided: 0 }],
      },
    ]);
    const entries = await t.store.read.selectFrom('entry').select(['chain', 'bytes']).where('kind', '=', 'label.printed').execute();
    expect(entries.map(({ chain, bytes }) => [chain, JSON.parse(bytes).payload])).toMatchObject([
      [
        `party:${t.producer.id}`,
        { party: t.producer.id, layout: 'A4-24', labels: 3, items: [{ traceCode: code.replaceAll('-', ''), copies: 3 }] },
      ],
    ]);
  });

  it('are never voided more than there are, also by two at once of whom one comes between what the other reads', async () => {
    const t = await world();
    const code = await recorded(t, t.producer);
    const body = { items: [{ traceCode: code, copies: 10 }], layout: '40x30' };
    const print = await file(t, '/v1/labels', t.producer.key, body);
    const spoil = (of: Pick<TestApp, 'app'>) =>
      file(of, `/v1/labels/${print.headers.get('label-print')}/voids`, t.producer.key, {
        items: [{ traceCode: code, copies: 6 }],
        reason: '打印偏移',
      });
    const asked = new WeakSet<object>();
    let between: (() => Promise<unknown>) | undefined = async () => expect((await spoil(t)).status).toBe(201);
    const read = t.store.read.withPlugin({
      transformQuery: ({ node, queryId }) => {
        if (JSON.stringify(node).includes('"label_void"')) asked.add(queryId);
        return node;
      },
      transformResult: async ({ result, queryId }) => {
        const work = asked.has(queryId) ? between : undefined;
        if (work) between = undefined;
        await work?.();
        return result;
      },
    });
    const store = new Proxy(t.store, {
      get: (target, name) => {
        const value = name === 'read' ? read : Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    expect((await spoil({ app: createApp({ ...t.deps, store }) })).status).toBe(422);
    expect(between).toBeUndefined();
  });

  it('printed again are told as a reprint; spoiled ones are voided, never more than there are', async () => {
    const t = await world();
    const { key } = t.producer;
    const code = await recorded(t, t.producer);
    const ask = { items: [{ traceCode: code, copies: 10 }], layout: '40x30' };
    const first = await file(t, '/v1/labels', key, ask);
    const path = `/v1/labels/${first.headers.get('label-print')}/voids`;
    const spoil = (copies: number) => t.request('POST', path, { key, body: { items: [{ traceCode: code, copies }], reason: '打印偏移' } });
    expect((await spoil(4)).json.items).toMatchObject([{ copies: 10, voided: 4 }]);
    const over = await spoil(7);
    expect([over.status, over.json.errors[0].pointer, over.json.errors[0].expected]).toEqual([
      422,
      '/items/0/copies',
      '至多 6 枚：打印的减去已作废的',
    ]);
    await file(t, '/v1/labels', key, { ...ask, reason: '受潮' });
    const list = await t.request('GET', '/v1/labels', { key });
    expect(list.json.items).toMatchObject([
      { reprint: true, reason: '受潮', items: [{ before: 6, voided: 0 }] },
      { reprint: false, reason: null, items: [{ before: 0, voided: 4 }] },
    ]);
  });

  it('asked for twice under one key are recorded once; the repeat is sent to the file', async () => {
    const t = await world();
    const { key } = t.producer;
    const code = await recorded(t, t.producer);
    const ask = { items: [{ traceCode: code, copies: 1 }], layout: '40x30', format: 'zpl' };
    const headers = { 'Idempotency-Key': 'labels-1' };
    const first = await file(t, '/v1/labels', key, ask, headers);
    const again = await file(t, '/v1/labels', key, ask, headers);
    const path = `/v1/labels/${first.headers.get('label-print')}/file`;
    expect([again.status, again.headers.get('location')]).toEqual([303, path]);
    expect((await file(t, path, key)).bytes).toEqual(first.bytes);
    expect((await t.request('GET', '/v1/labels', { key })).json.items.length).toBe(1);
  });

  it('name the characters they cannot print', async () => {
    const t = await world();
    const code = await recorded(t, t.producer, 1, '㐀菜');
    const printed = await file(t, '/v1/labels', t.producer.key, { items: [{ traceCode: code, copies: 1 }], layout: '60x40' });
    expect(printed.headers.get('label-missing')).toBe('%E3%90%80');
    expect((await textsOf(printed.bytes))[0]).toContain('〓菜');
  });

  it('are refused with every mistake at once, and nothing is recorded', async () => {
    const t = await world();
    const code = await recorded(t, t.producer);
    const other = await t.party();
    const body = {
      items: [
        { traceCode: code, copies: 9_999 },
        { traceCode: code, copies: 2 },
      ],
      layout: 'A4-10',
      format: 'zpl',
      startPosition: 11,
    };
    const refused = await t.request('POST', '/v1/labels', { key: other.key, body });
    expect(refused.status).toBe(422);
    expect(refused.json.errors.map((one: { pointer: string }) => one.pointer)).toEqual([
      '/items',
      '/layout',
      '/startPosition',
      '/items/0/traceCode',
      '/items/1/traceCode',
    ]);
    expect((await t.request('GET', `/v1/labels?batch=${code}`, { key: other.key })).status).toBe(422);
  });

  it('of somebody else are not found', async () => {
    const t = await world();
    const code = await recorded(t, t.producer);
    const other = await t.party();
    const id = (await file(t, '/v1/labels', t.producer.key, { items: [{ traceCode: code, copies: 1 }], layout: '40x30' })).headers.get(
      'label-print',
    );
    const spoil = { items: [{ traceCode: code, copies: 1 }], reason: '无' };
    expect((await t.request('GET', `/v1/labels/${id}/file`, { key: other.key })).status).toBe(404);
    expect((await t.request('POST', `/v1/labels/${id}/voids`, { key: other.key, body: spoil })).status).toBe(404);
    expect((await t.request('GET', '/v1/labels', { key: other.key })).json.items).toEqual([]);
  });

  it('stop being made when nobody reads them any more', async () => {
    const t = await world();
    const code = await recorded(t, t.producer);
    const response = await t.app.request('http://localhost/v1/labels', {
      method: 'POST',
      headers: { Authorization: `Bearer ${t.producer.key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ items: [{ traceCode: code, copies: 10_000 }], layout: '40x30' }),
    });
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(1_000);
    expect(t.press.running()).toBe(1);
    await reader?.cancel();
    await expect.poll(() => t.press.running()).toBe(0);
  });

  it('answer 501 where there is no press, as at the edge', async () => {
    const t = await world();
    const code = await recorded(t, t.producer);
    delete t.deps.labels;
    const answer = await t.request('POST', '/v1/labels', {
      key: t.producer.key,
      body: { items: [{ traceCode: code, copies: 1 }], layout: '40x30' },
    });
    expect([answer.status, answer.json.code]).toEqual([501, 'not-on-edge']);
    expect((await t.request('GET', '/v1/labels', { key: t.producer.key })).json.items).toEqual([]);
  });
});

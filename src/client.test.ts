import { describe, expect, it } from 'vitest';
import { bags, batchBody, custodyWorld } from '../test/custody-world.ts';
import { type ClientOptions, connect, type OperationShape, Refusal } from './client.ts';
import { linesOf, recordsOf } from './client-records.ts';
import { type Document, operationTable } from './ops/client-types.ts';

/** Replies are looked into freely. */
type Loose = OperationShape & { path: Record<string, string>; query: Record<string, string>; reply: ReturnType<typeof JSON.parse> };
type Any = Record<'recordBatch' | 'readBatch' | 'exportRecords' | 'reviseBatch' | 'resolveCode', Loose> & {
  listBatches: Omit<Loose, 'query' | 'reply'> & {
    query: { limit: number; cursor?: string };
    reply: { items: { batchNumber: string }[]; next: string | null };
  };
};

/** Everything that comes, once all of it has come. */
async function all<T>(parts: AsyncIterable<T>): Promise<T[]> {
  const came: T[] = [];
  for await (const part of parts) came.push(part);
  return came;
}

/** The client over the whole service, in this process. */
async function served() {
  const w = await custodyWorld();
  const table = operationTable((await w.get('/openapi.json')).json as Document);
  const client = (key: string, more: Partial<ClientOptions> = {}) =>
    connect<Any>(table, { url: 'http://localhost', key, fetch: async (request) => w.app.fetch(request), ...more });
  return { ...w, client };
}

/** A line that answers what it is told to, and keeps what was sent. */
function line(answers: (() => Response)[]) {
  const sent: { method: string; url: string; headers: Headers; body: string }[] = [];
  const waited: number[] = [];
  const options: ClientOptions = {
    url: 'https://trace.example/',
    key: 'sy_x',
    fetch: async (request) => {
      sent.push({ method: request.method, url: request.url, headers: request.headers, body: await request.text() });
      const answer = answers.shift();
      if (!answer) throw new TypeError('nobody answers');
      return answer();
    },
    wait: async (ms) => {
      waited.push(ms);
    },
  };
  return {
    sent,
    waited,
    api: connect<Any>(
      { recordBatch: 'POST /v1/batches', readBatch: 'GET /v1/batches/{traceCode}', reviseBatch: 'PATCH /v1/batches/{traceCode}' },
      options,
    ),
  };
}

const busy =
  (headers: Record<string, string> = {}) =>
  () =>
    new Response('{}', { status: 503, headers });
const cut = () => {
  throw new TypeError('connection reset');
};
/** Its headers and a part of what it says come, and no more. */
const cutInside = () => {
  const parts = ['{"traceC'];
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const part = parts.shift();
      if (part === undefined) controller.error(new TypeError('terminated'));
      else controller.enqueue(new TextEncoder().encode(part));
    },
  });
  return new Response(body, { status: 201, headers: { 'Content-Type': 'application/json' } });
};
const done = () => Response.json({ traceCode: 'A' }, { status: 201 });
const input = (body: unknown) => ({ path: {}, query: {}, body });

describe('the client', () => {
  it('records, reads and resolves over the whole service', async () => {
    const w = await served();
    const api = w.client(w.producer.key);
    const made = await api.recordBatch(input(batchBody()));
    const read = await api.readBatch({ path: { traceCode: made.traceCode }, query: {}, body: undefined });
    expect([read.batchNumber, read.revision]).toEqual(['20261101A', 1]);
    const found = await api.resolveCode({ path: {}, query: { code: '(01)09521234543213(10)20261101A' }, body: undefined });
    expect(found.candidates[0].traceCode).toBe(made.traceCode);
    const revised = { path: { traceCode: made.traceCode }, query: {}, body: { quantity: bags('1190'), reason: '盘点更正' }, ifMatch: 1 };
    expect((await api.reviseBatch(revised)).revision).toBe(2);
    await expect(api.reviseBatch(revised)).rejects.toMatchObject({ status: 412, code: 'stale-revision' });
  });

  it('tells every wrong field of what was refused, in the language asked for', async () => {
    const w = await served();
    const api = w.client(w.producer.key, { language: 'en' });
    const refusal = await api.recordBatch(input({ product: { name: '', category: 'fod' } })).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    if (!(refusal instanceof Refusal)) throw refusal;
    expect([refusal.status, refusal.code, refusal.errors.map((error) => error.pointer)]).toEqual([
      422,
      'invalid-input',
      ['/product/name', '/product/category'],
    ]);
    expect(refusal.message).toContain('write food');
  });

  it('goes through a list to its end, page after page', async () => {
    const w = await served();
    const api = w.client(w.producer.key);
    const many = Array.from({ length: 5 }, (_, i) => batchBody({ batchNumber: `B${i}` }));
    await api.recordBatch(input(many));
    const seen = (await all(api.each('listBatches', { path: {}, query: { limit: 2 }, body: undefined }))).map((batch) => batch.batchNumber);
    expect(seen.sort()).toEqual(['B0', 'B1', 'B2', 'B3', 'B4']);
  });

  it('tries again while the service is busy or the line is cut, with the same idempotency key and the wait that was asked for', async () => {
    const { api, sent, waited } = line([busy({ 'Retry-After': '2' }), cut, busy(), done]);
    expect(await api.recordBatch(input({ batchNumber: 'B' }))).toEqual({ traceCode: 'A' });
    expect(waited).toEqual([2_000, 1_000, 2_000]);
    expect(sent.map((one) => one.body)).toEqual(Array(4).fill('{"batchNumber":"B"}'));
    const keys = new Set(sent.map((one) => one.headers.get('idempotency-key')));
    expect([keys.size, [...keys][0]?.length]).toEqual([1, 36]);
    expect([sent[0]?.url, sent[0]?.headers.get('authorization')]).toEqual(['https://trace.example/v1/batches', 'Bearer sy_x']);
  });

  it('tries again where the line is cut in the midst of the reply, and tells it after the last try', async () => {
    const { api, sent } = line([cutInside, done]);
    expect(await api.recordBatch(input({ batchNumber: 'B' }))).toEqual({ traceCode: 'A' });
    expect(new Set(sent.map((one) => one.headers.get('idempotency-key'))).size).toBe(1);
    const refused = line([() => new Response(cutInside().body, { status: 422 }), done]);
    expect(await refused.api.recordBatch(input({}))).toEqual({ traceCode: 'A' });
    const never = line(Array(9).fill(cutInside));
    await expect(never.api.recordBatch(input({}))).rejects.toThrow('terminated');
    expect(never.sent).toHaveLength(5);
  });

  it('gives up after the last try, never repeats what is not safe to repeat, and waits a minute at most', async () => {
    const often = line(Array(9).fill(busy({ 'Retry-After': '86400' })));
    await expect(often.api.recordBatch(input({}))).rejects.toMatchObject({ status: 503 });
    expect([often.sent.length, often.waited]).toEqual([5, [60_000, 60_000, 60_000, 60_000]]);
    const once = line([cut, done]);
    await expect(once.api.reviseBatch({ path: { traceCode: 'A' }, query: {}, body: {}, ifMatch: 1 })).rejects.toThrow('connection reset');
    expect(once.sent).toHaveLength(1);
  });

  it('puts parts of a path in as they must stand there, and says which is missing', async () => {
    const { api, sent } = line([() => Response.json({})]);
    await api.readBatch({ path: { traceCode: 'A/B?' }, query: {}, body: undefined });
    expect(sent[0]?.url).toBe('https://trace.example/v1/batches/A%2FB%3F');
    await expect(api.readBatch({ path: {}, query: {}, body: undefined })).rejects.toThrow('The path needs "traceCode"');
  });

  it('takes what is no JSON as the response itself: a proxy’s page is a refusal without a code', async () => {
    const { api } = line([() => new Response('<h1>bad gateway</h1>', { status: 502 })]);
    await expect(api.recordBatch(input({}))).rejects.toMatchObject({ status: 502, code: '', message: '502 : <h1>bad gateway</h1>' });
  });
});

describe('an export read by the client', () => {
  async function lines() {
    const w = await served();
    await w.batch();
    const response = await w.client(w.producer.key).exportRecords({ path: {}, query: {}, body: undefined });
    return all(linesOf(response));
  }
  async function* given(texts: readonly string[]) {
    yield* texts;
  }
  const kindsOf = async (texts: readonly string[]) => (await all(recordsOf(given(texts)))).map((record) => record.kind);

  it('gives every record with its payload', async () => {
    expect(await kindsOf(await lines())).toEqual(['party.registered', 'party.approved', 'key.made', 'batch.recorded', 'product.recorded']);
  });

  it('is refused where it was cut, a record is missing or was changed', async () => {
    const whole = await lines();
    await expect(kindsOf(whole.slice(0, -1))).rejects.toThrow('its end is missing');
    await expect(kindsOf(whole.toSpliced(2, 1))).rejects.toThrow('A record is missing after 1');
    const changed = whole.map((text) => text.replace('20261101A', '20261101B'));
    await expect(kindsOf(changed)).rejects.toThrow('Record 4 is not what its hash says');
    const [head = '', first = ''] = whole;
    const forged = JSON.parse(first) as { bytes: string; seq: number };
    await expect(kindsOf([head, first, JSON.stringify({ ...forged, seq: 2 })])).rejects.toThrow('Record 2 does not follow');
  });
});

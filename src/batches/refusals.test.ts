import { describe, expect, it } from 'vitest';
import { bags, batchBody, type CustodyWorld, custodyWorld } from '../../test/custody-world.ts';

const NO_FILE = '0'.repeat(64);

async function pointers(w: CustodyWorld, path: string, body: unknown): Promise<string[]> {
  const answer = await w.post(path, w.producer.key, body);
  expect(answer.status, answer.text).toBe(422);
  return answer.json.errors.map((one: { pointer: string }) => one.pointer).sort();
}

describe('what went into a batch', () => {
  it('came to the site before: goods of others that never came are refused beside every other wrong field', async () => {
    const w = await custodyWorld();
    const foreign = await w.batch({}, {}, w.shop);
    const wrong = batchBody({ inputs: [{ traceCode: foreign, quantity: bags('3') }], productionDate: '2026-11-06' });
    expect(await pointers(w, '/v1/batches', wrong)).toEqual(['/inputs/0', '/productionDate']);
    const own = await w.batch();
    const made = await w.post('/v1/batches', w.producer.key, batchBody({ inputs: [{ traceCode: own, quantity: bags('3') }] }));
    expect(made.status, made.text).toBe(201);
    expect(await w.held(w.producer, own)).toBe('1197');
  });

  it('that names nothing refuses its own place of an array alone', async () => {
    const w = await custodyWorld();
    const body = [batchBody(), batchBody({ inputs: [{ traceCode: '2222-2222-2222-2222-2222', quantity: bags('1') }] })];
    const { status, json } = await w.post('/v1/batches', w.producer.key, body);
    expect([status, json.results.map((one: { status: number }) => one.status)]).toEqual([200, [201, 422]]);
    expect(json.results[1].errors).toMatchObject([{ pointer: '/1/inputs/0' }]);
    expect(await pointers(w, '/v1/batches?mode=all-or-nothing', body)).toEqual(['/1/inputs/0']);
  });

  it('and could be one of several batches is answered with the candidates', async () => {
    const w = await custodyWorld();
    const codes = [await w.batch(), await w.batch()];
    const inputs = [{ gtin: '09521234543213', batchNumber: '20261101A', quantity: bags('1') }];
    const { status, json } = await w.post('/v1/batches', w.producer.key, batchBody({ inputs }));
    expect([status, json.code]).toEqual([422, 'ambiguous-line']);
    const offered = json.candidates[0].candidates.map((one: { traceCode: string }) => one.traceCode);
    expect([json.candidates[0].pointer, offered.sort()]).toEqual(['/inputs/0', codes.sort()]);
    const each = await w.post('/v1/batches', w.producer.key, [batchBody({ inputs })]);
    expect(each.json.results[0].candidates[0].pointer).toBe('/0/inputs/0');
  });
});

describe('a batch', () => {
  it('names a code of another system once, and none of the kind kept for former Digital Links', async () => {
    const w = await custodyWorld();
    const code = { scheme: 'zheshilian', value: 'ZSL-1' };
    expect(await pointers(w, '/v1/batches', batchBody({ externalCodes: [code, code] }))).toEqual(['/externalCodes/1']);
    const taken = { scheme: 'gs1:01/10', value: '09521234543213/20261101A' };
    expect(await pointers(w, '/v1/batches', batchBody({ externalCodes: [taken] }))).toEqual(['/externalCodes/0/scheme']);
    await w.batch({ externalCodes: [code, { ...code, value: 'ZSL-2' }] });
  });

  it('says how much a package contains by an amount above nothing', async () => {
    const w = await custodyWorld();
    const packed = (amount: string, unit = '袋') => batchBody({}, { packaging: [{ unit: '箱', contains: { amount, unit } }] });
    for (const amount of ['-5', 'abc', '0'])
      expect(await pointers(w, '/v1/batches', packed(amount)), amount).toEqual(['/product/packaging/0/contains/amount']);
    expect(await pointers(w, '/v1/batches', packed('-5', '大包裹'))).toEqual([
      '/product/packaging/0/contains/amount',
      '/product/packaging/0/contains/unit',
    ]);
    expect((await w.post('/v1/batches', w.producer.key, packed('1'))).status).toBe(201);
  });

  it('may publish its results and nothing else', async () => {
    const w = await custodyWorld();
    expect(await pointers(w, '/v1/batches', batchBody({ public: ['quantity'] }))).toEqual(['/public/0']);
    await w.batch({ public: ['results'] });
  });

  it('with a file nobody has put is told where it was named, under a reserved code too', async () => {
    const w = await custodyWorld();
    const body = batchBody({ certificates: [{ kind: 'typeTest', fileSha256: NO_FILE }], inspectionCertificate: { fileSha256: NO_FILE } });
    expect(await pointers(w, '/v1/batches', body)).toEqual(['/certificates/0/fileSha256', '/inspectionCertificate/fileSha256']);
    const reserved = await w.post('/v1/codes/reserve', w.producer.key, { count: 1, roll: '卷-07' });
    const bind = { traceCode: reserved.json.codes[0], batch: { ...body, productionDate: '2026-11-06' } };
    expect(await pointers(w, '/v1/codes/bind', bind)).toEqual([
      '/batch/certificates/0/fileSha256',
      '/batch/inspectionCertificate/fileSha256',
      '/batch/productionDate',
    ]);
    expect(await pointers(w, '/v1/codes/bind', { traceCode: '2222-2222-2222-2222-2222', batch: batchBody() })).toEqual(['/traceCode']);
    expect((await w.post('/v1/codes/bind', w.producer.key, { ...bind, batch: batchBody() })).status).toBe(201);
  });
});

describe('a document for several batches', () => {
  it('is refused for impossible dates, a file nobody has put and a code of others at once', async () => {
    const w = await custodyWorld();
    const foreign = await w.batch({}, {}, w.shop);
    const wrong = { kind: 'typeTest', issuedOn: '2026-11-06', validUntil: '2026-11-05', fileSha256: NO_FILE };
    expect(await pointers(w, '/v1/certificates', { ...wrong, covers: { traceCodes: [foreign] } })).toEqual([
      '/covers/traceCodes/0',
      '/fileSha256',
      '/issuedOn',
      '/validUntil',
    ]);
  });

  it('is taken on its own day, with the codes and findings it answers as they are printed', async () => {
    const w = await custodyWorld();
    const traceCode = await w.batch({}, { category: 'agricultural', directoryItem: '猪肉', specification: undefined });
    const body = { kind: 'typeTest', issuedOn: '2026-11-05', validUntil: '2026-11-05', covers: { traceCodes: [traceCode] } };
    const { status, json } = await w.post('/v1/certificates', w.producer.key, body);
    expect([status, json.traceCodes]).toEqual([201, [traceCode]]);
    expect(json.findings.length).toBeGreaterThan(0);
    for (const finding of json.findings) expect(finding.subject).toEqual({ type: 'batch', id: traceCode });
  });

  it('raises the version of the pages it covers, even where its entry holds only a hash', async () => {
    const w = await custodyWorld();
    const [covered, other] = [await w.batch(), await w.batch()];
    await w.follower.catchUp();
    const versions = async () => {
      const rows = await w.store.read
        .selectFrom('page_version')
        .innerJoin('batch', 'batch.id', 'page_version.batchId')
        .select(['batch.traceCode', 'page_version.version'])
        .execute();
      return new Map(rows.map((row) => [row.traceCode, row.version]));
    };
    const before = await versions();
    const results = Array.from({ length: 300 }, (_, i) => ({ item: `项目${i}`, value: 'ND'.padEnd(120, '。') }));
    expect(
      (await w.post('/v1/certificates', w.producer.key, { kind: 'typeTest', results, covers: { traceCodes: [covered] } })).status,
    ).toBe(201);
    await w.follower.catchUp();
    const after = await versions();
    const risen = (code: string) => (after.get(code.replaceAll('-', '')) ?? 0) - (before.get(code.replaceAll('-', '')) ?? 0);
    expect([risen(covered), risen(other)]).toEqual([1, 0]);
  });
});

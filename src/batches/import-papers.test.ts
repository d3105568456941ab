import { describe, expect, it } from 'vitest';
import { custodyWorld } from '../../test/custody-world.ts';

const kilos = (amount: string) => ({ amount, unit: '千克' });

async function importer() {
  const w = await custodyWorld();
  const party = await w.party({ name: '示例进口有限公司', kinds: ['importer'] });
  const whole = (batchNumber: string) =>
    w.batch(
      { batchNumber, certificates: [], quantity: kilos('100') },
      { name: `牛半胴体${batchNumber}`, packaging: undefined, gtin: undefined },
      party,
    );
  const part = async (code: string, batchNumber: string): Promise<string> => {
    const made = await w.post('/v1/transformations', party.key, {
      kind: 'split',
      inputs: [{ traceCode: code, quantity: kilos('50') }],
      outputs: [
        { product: { name: `牛腱${batchNumber}`, category: 'food' }, batchNumber, productionDate: '2026-11-05', quantity: kilos('50') },
      ],
    });
    expect(made.status, made.text).toBe(201);
    return made.json.outputs[0].traceCode;
  };
  const numbersOf = async (code: string): Promise<string[]> =>
    (await w.get(`/v1/batches/${code}`, party.key)).json.certificates.map((one: { number: string }) => one.number);
  const post = (path: string, body: object) => w.post(`/v1/import-papers${path}`, party.key, body);
  return { ...w, importer: party, whole, part, numbersOf, papers: post };
}

describe('import papers', () => {
  it('reach the parts that were made before they were recorded, and before a batch was added', async () => {
    const w = await importer();
    const [first, second] = [await w.whole('A'), await w.whole('B')];
    const [early, late] = [await w.part(first, 'A1'), await w.part(second, 'B1')];
    const body = { country: '挪威', declarationNumber: 'D1', inspectionCertificate: 'I1' };
    expect((await w.papers('', { ...body, traceCodes: [first] })).status).toBe(201);
    expect([await w.numbersOf(early), await w.numbersOf(late)]).toEqual([['I1'], []]);
    expect((await w.papers('/D1/batches', { traceCodes: [second, early] })).status).toBe(201);
    expect([await w.numbersOf(early), await w.numbersOf(late)]).toEqual([['I1'], ['I1']]);
  });

  it('are corrected with a reason; the declaration stays one of a kind', async () => {
    const w = await importer();
    for (const declarationNumber of ['D1', 'D2']) await w.papers('', { country: '智利', declarationNumber });
    const corrected = await w.papers('/D1/corrections', { reason: '录错国别', country: '挪威', port: '宁波舟山港' });
    expect([corrected.status, corrected.json.country, corrected.json.port]).toEqual([200, '挪威', '宁波舟山港']);
    expect((await w.papers('/D1/corrections', { reason: '示例', declarationNumber: 'D2' })).status).toBe(409);
    expect((await w.papers('/D1/corrections', { reason: '示例', country: '挪威' })).status).toBe(422);
    expect((await w.papers('/D1/corrections', { country: '智利' })).status).toBe(422);
    expect((await w.papers('/D1/corrections', { reason: '录错单号', declarationNumber: 'D3' })).json.declarationNumber).toBe('D3');
    expect((await w.papers('/D9/corrections', { reason: '示例', country: '智利' })).status).toBe(404);
    const entry = await w.store.read
      .selectFrom('entry')
      .select('bytes')
      .where('kind', '=', 'import-papers.corrected')
      .orderBy('seq')
      .executeTakeFirstOrThrow();
    expect(JSON.parse(entry.bytes).payload).toMatchObject({ reason: '录错国别', was: { country: '智利', port: null } });
  });
});

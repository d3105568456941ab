import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';
import { freshUscc } from '../../test/world.ts';

const kilos = (amount: string) => ({ amount, unit: '千克' });

/** After every rule has begun to be shown. */
async function world() {
  const w = await custodyWorld({ at: Date.parse('2027-01-05T01:00:00Z') });
  const found = async (rule: string, subjectType: string) => {
    await w.follower.catchUp();
    const rows = w.store.read
      .selectFrom('finding')
      .select('state')
      .where('rule', '=', rule as never);
    return (await rows.where('subjectType', '=', subjectType as never).execute()).map((row) => row.state);
  };
  return { ...w, found };
}

describe('what was recorded before the papers came', () => {
  it('a sale to consumers is judged again when the import papers are recorded', async () => {
    const w = await world();
    const importer = await w.party({ name: '示例进口有限公司', kinds: ['importer'] });
    const code = await w.batch({ certificates: [], productionDate: '2027-01-01' }, { shelfLife: { value: 2, unit: 'year' } }, importer);
    const sale = { kind: 'sold', at: '2027-01-05T09:00:00+08:00', lines: [{ traceCode: code, quantity: bags('10') }] };
    expect((await w.post('/v1/dispositions', importer.key, sale)).status).toBe(201);
    expect(await w.found('import-papers-missing', 'disposition')).toEqual(['open']);
    const papers = { country: '挪威', declarationNumber: 'D1', traceCodes: [code] };
    expect((await w.post('/v1/import-papers', importer.key, papers)).status).toBe(201);
    expect(await w.found('import-papers-missing', 'disposition')).toEqual(['corrected']);
  });

  it('goods bought from outside are judged again when their commitment certificate is', async () => {
    const w = await world();
    const buyer = await w.party({ name: '示例收购有限公司', kinds: ['distributor'] });
    const bought = await w.post('/v1/receipts', buyer.key, {
      from: { name: '示例合作社有限公司', uscc: freshUscc(), address: '示例村', contact: '示例' },
      lines: [
        { product: { name: '豇豆', category: 'agricultural', directoryItem: '豇豆' }, productionDate: '2027-01-05', quantity: kilos('60') },
      ],
    });
    expect(bought.status, bought.text).toBe(201);
    expect(await w.found('commitment-certificate-not-collected', 'receipt')).toEqual(['open']);
    const { traceCode } = bought.json.lines[0];
    const paper = {
      kind: 'commitment',
      number: 'C1',
      issuer: '示例合作社有限公司',
      issuedOn: '2027-01-05',
      covers: { traceCodes: [traceCode] },
    };
    expect((await w.post('/v1/certificates', buyer.key, paper)).status).toBe(201);
    expect(await w.found('commitment-certificate-not-collected', 'receipt')).toEqual(['corrected']);
  });

  it('a sale to consumers is judged again when the field record says the harvest was too early', async () => {
    const w = await world();
    const farm = await w.party({ name: '示例农场有限公司', kinds: ['farm'] });
    const beans = { name: '豇豆', category: 'agricultural', gtin: undefined, packaging: undefined, directoryItem: '豇豆' };
    const code = await w.batch({ productionDate: '2027-01-04', quantity: kilos('100'), certificates: [] }, beans, farm);
    const sale = { kind: 'sold', at: '2027-01-05T09:00:00+08:00', lines: [{ traceCode: code, quantity: kilos('10') }] };
    expect((await w.post('/v1/dispositions', farm.key, sale)).status).toBe(201);
    expect(await w.found('harvested-inside-interval', 'disposition')).toEqual([]);
    const record = {
      crop: '豇豆',
      agent: '示例药',
      appliedOn: '2027-01-01',
      intervalDays: 7,
      harvestedOn: '2027-01-04',
      traceCodes: [code],
    };
    expect((await w.post('/v1/field-records', farm.key, record)).status).toBe(201);
    expect(await w.found('harvested-inside-interval', 'disposition')).toEqual(['open']);
  });
});

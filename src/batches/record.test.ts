import { describe, expect, it } from 'vitest';
import { testApp } from '../../test/app.ts';

const pork = {
  product: {
    name: '冷鲜猪后腿肉',
    specification: '约2kg/袋',
    category: 'agricultural',
    directoryItem: '猪肉',
    gtin: '09521234543213',
    shelfLife: { value: 7, unit: 'day' },
    packaging: [{ unit: '箱', contains: { amount: '10', unit: '袋' } }],
    ingredients: [{ name: '猪肉' }],
  },
  batchNumber: '20261101A',
  productionDate: '2026-11-01',
  expiresOn: '2026-11-08',
  quantity: { amount: '1200', unit: '袋' },
  certificates: [{ kind: 'release', number: 'HZ-2026-11-0042', issuer: '杭州某检测有限公司', issuedOn: '2026-11-02', conclusion: 'pass' }],
};

describe('a producer records a batch', () => {
  it('with every field the regulation names, and gets a code, a link and its place in the ledger', async () => {
    const t = await testApp();
    const plant = await t.party();
    const made = await t.request('POST', '/v1/batches', { key: plant.key, body: pork });
    expect(made.status, made.text).toBe(201);
    expect(made.json.traceCode).toMatch(/^([2-9A-HJKMNP-Z]{4}-){4}[2-9A-HJKMNP-Z]{4}$/);
    expect(made.json).toMatchObject({
      lot: '20261101A',
      digitalLink: 'https://trace.example/01/09521234543213/10/20261101A',
      scanUrl: `https://trace.example/t/${made.json.traceCode}`,
      expiresOn: '2026-11-08',
      expiresBy: 'printed',
      revision: 1,
      findings: [],
    });
    expect(made.json.ledger.chain).toBe(`party:${plant.id}`);
    const read = await t.request('GET', `/v1/batches/${made.json.traceCode}`, { key: plant.key });
    expect(read.json).toMatchObject({ product: { name: '冷鲜猪后腿肉' }, quantity: { amount: '1200', unit: '袋' }, revision: 1 });
  });

  it('and every wrong field is told at once, nothing is stored', async () => {
    const t = await testApp();
    const plant = await t.party();
    const wrong = {
      product: { name: '酱油', category: 'fod', gtin: '09521234543214' },
      productionDate: '2026-02-30',
      quantity: { amount: '-5', unit: '筐子' },
      certficates: [],
    };
    const refused = await t.request('POST', '/v1/batches', { key: plant.key, body: wrong });
    expect(refused.status).toBe(422);
    expect(refused.json.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual(
      ['/certficates', '/product/category', '/product/gtin', '/productionDate', '/quantity/amount', '/quantity/unit'].sort(),
    );
    for (const error of refused.json.errors)
      for (const part of ['found', 'expected', 'fix']) expect(error[part], error.pointer).toBeTruthy();
    expect((await t.request('GET', '/v1/batches', { key: plant.key })).json.items).toEqual([]);
  });
});

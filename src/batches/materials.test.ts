import { describe, expect, it } from 'vitest';
import { custodyWorld } from '../../test/custody-world.ts';

const MATERIAL = { name: '魔芋粉', lot: 'MY-07', supplier: { name: '示例魔芋制品有限公司', uscc: '91330110MA0DEM013U' } };

describe('a batch with lots of material', () => {
  it('shows them, keeps them in the ledger, and replaces them as a whole when corrected', async () => {
    const w = await custodyWorld();
    const code = await w.batch({ materials: [MATERIAL] });
    expect((await w.get(`/v1/batches/${code}`, w.producer.key)).json.materials).toEqual([MATERIAL]);
    const patch = { materials: [{ name: '明胶', lot: 'G-1' }], reason: '原料批号录入有误' };
    const revised = await w.request('PATCH', `/v1/batches/${code}`, { key: w.producer.key, body: patch, headers: { 'If-Match': '"1"' } });
    expect(revised.status, revised.text).toBe(200);
    const { items } = (await w.get(`/v1/batches/${code}/revisions`, w.producer.key)).json;
    expect(items.map((item: { record: { materials: unknown } }) => item.record.materials)).toEqual([[MATERIAL], patch.materials]);
  });

  it('keeps the name of a person who supplied one out of the ledger and shows it to the party', async () => {
    const w = await custodyWorld();
    const code = await w.batch({ materials: [{ name: '魔芋', lot: '11-01', supplier: { name: '张三丰' } }] });
    const entries = await w.store.read.selectFrom('entry').select('bytes').where('kind', '=', 'batch.recorded').execute();
    expect(entries[0]?.bytes).toContain('11-01');
    expect(entries[0]?.bytes).not.toContain('张三丰');
    expect((await w.get(`/v1/batches/${code}`, w.producer.key)).json.materials[0].supplier.name).toBe('张三丰');
  });
});

describe('a product with claims and CAS numbers', () => {
  it('is shown with both, the number in its one form, and is another product without the claim', async () => {
    const w = await custodyWorld();
    const product = { ingredients: [{ name: '赤藓糖醇', cas: 'CAS：１４９–３２–６' }], claims: ['低脂'] };
    const code = await w.batch({}, product);
    await w.batch({ batchNumber: 'B' }, product);
    await w.batch({ batchNumber: 'C' }, { ...product, claims: undefined });
    expect((await w.get(`/v1/batches/${code}`, w.producer.key)).json.product).toMatchObject({
      ingredients: [{ name: '赤藓糖醇', cas: '149-32-6' }],
      claims: ['低脂'],
    });
    expect((await w.get('/v1/products', w.producer.key)).json.items).toHaveLength(2);
  });

  it('is refused with a wrong CAS digit, and told the right one', async () => {
    const w = await custodyWorld();
    const body = { product: { name: '示例果冻', category: 'food', ingredients: [{ name: '赤藓糖醇', cas: '149-32-7' }] } };
    const answer = await w.post('/v1/batches', w.producer.key, body);
    expect(answer.status).toBe(422);
    expect(answer.json.errors).toEqual([
      {
        pointer: '/product/ingredients/0/cas',
        found: '149-32-7',
        expected: 'CAS号：数字-2位数字-1位校验',
        fix: '核对：按前面的数字校验位应为 6',
      },
    ]);
  });

  it('writes its mentions once, however many batches are made of it', async () => {
    const w = await custodyWorld();
    const mentions = async () => (await w.store.read.selectFrom('mention').select('token').execute()).map((row) => row.token);
    await w.batch({}, { ingredients: [{ name: '魔芋粉' }] });
    expect(await mentions()).toEqual(['魔芋粉']);
    await w.batch({ batchNumber: 'B' }, { ingredients: [{ name: '魔芋粉' }] });
    expect(await mentions()).toEqual(['魔芋粉']);
  });
});

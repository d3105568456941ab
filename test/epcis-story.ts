import { expect } from 'vitest';
import { type CustodyWorld, custodyWorld } from './custody-world.ts';

const kilos = (amount: string) => ({ amount, unit: '千克' });

/** A producer and a shop with a story of every kind of record, over HTTP. */
export async function epcisStory() {
  const w = await custodyWorld();
  const { producer, shop } = w;
  const done = async (path: string, key: string, body: unknown, status = 201) => {
    const answer = await w.post(path, key, body);
    expect(answer.status, answer.text).toBe(status);
    return answer.json;
  };
  const ham = await w.batch();
  const plain = await w.batch(
    { quantity: kilos('80'), batchNumber: undefined, certificates: undefined },
    { name: '豇豆', specification: '散装', category: 'agricultural', gtin: undefined, packaging: undefined, shelfLife: undefined },
  );
  const pickled = await w.batch(
    { quantity: { amount: '300', unit: '瓶' }, batchNumber: 'P-1', inputs: [{ traceCode: plain, quantity: kilos('30') }] },
    { name: '腌豇豆', specification: '250g', gtin: '06901234567892', packaging: undefined },
  );
  const sorted = await done('/v1/transformations', producer.key, {
    kind: 'split',
    inputs: [{ traceCode: plain, quantity: kilos('50') }],
    outputs: [
      { product: { name: '豇豆一级', category: 'agricultural' }, productionDate: '2026-11-03', quantity: kilos('30') },
      { product: { name: '豇豆二级', category: 'agricultural' }, productionDate: '2026-11-03', quantity: kilos('19') },
    ],
    loss: [{ ...kilos('1'), reason: '拣选' }],
  });
  const first: string = sorted.outputs[0].traceCode;
  const bought = await done('/v1/receipts', producer.key, {
    from: { name: '示例农资有限公司', address: '示例路1号' },
    checks: { certificate: true },
    lines: [{ product: { name: '食盐', category: 'food' }, batchNumber: 'S1', quantity: kilos('25') }],
  });
  const revised = await w.request('PATCH', `/v1/batches/${ham}`, {
    key: producer.key,
    headers: { 'If-Match': '"1"' },
    body: { batchNumber: '20261101B', reason: '批号录错' },
  });
  expect(revised.status, revised.text).toBe(200);
  const lines = [
    { traceCode: ham, quantity: { amount: '24', unit: '箱' } },
    { traceCode: first, quantity: kilos('12.5') },
  ];
  const sold = await w.ship(lines, { documentNumber: 'SH-77' });
  const mistaken = await w.ship([{ traceCode: pickled, quantity: { amount: '20', unit: '瓶' } }]);
  await done(`/v1/shipments/${mistaken.id}/void`, producer.key, { reason: '客户取消' });
  const short = await w.ship([{ traceCode: pickled, quantity: { amount: '100', unit: '瓶' } }]);
  await done(`/v1/shipments/${sold.id}/receipt`, shop.key, { outcome: 'accepted', checks: { dates: true } });
  await done(`/v1/shipments/${short.id}/receipt`, shop.key, {
    outcome: 'short',
    lines: [{ line: 1, outcome: 'short', quantity: { amount: '96', unit: '瓶' } }],
  });
  await done(`/v1/shipments/${short.id}/takeback`, producer.key, { reason: '漏装' });
  await done('/v1/openings', shop.key, {
    asOf: '2026-11-04',
    lines: [
      { product: { name: '大米', category: 'food' }, productionDate: '2026-10-01', quantity: kilos('100') },
      { product: { name: '自制酱菜', category: 'food' }, productionDate: '2026-10-01', quantity: kilos('20'), ownMake: true },
    ],
  });
  await done('/v1/dispositions', shop.key, { kind: 'sold', lines: [{ traceCode: ham, quantity: { amount: '30', unit: '袋' } }] });
  await done('/v1/dispositions', shop.key, { kind: 'destroyed', lines: [{ traceCode: pickled, quantity: { amount: '2', unit: '瓶' } }] });
  return { ...w, codes: { ham, plain, pickled, first, salt: bought.lines[0].traceCode as string }, sold };
}

export type Story = CustodyWorld & { codes: Record<string, string> };

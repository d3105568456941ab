import { describe, expect, it } from 'vitest';
import { custodyWorld } from '../../test/custody-world.ts';

const kilos = (amount: string) => ({ amount, unit: '千克' });

async function farm() {
  const w = await custodyWorld({ at: Date.parse('2027-01-05T01:00:00Z') });
  const grower = await w.party({ name: '示例农场有限公司', kinds: ['farm'] });
  const beans = { name: '豇豆', category: 'agricultural', directoryItem: '豇豆', gtin: undefined, packaging: undefined };
  const goods = (fields: object = {}) =>
    w.batch({ productionDate: '2027-01-04', quantity: kilos('10'), certificates: [], ...fields }, beans, grower);
  const at = (code: string) => `/v1/batches/${code}/commitment-certificate`;
  const issue = (code: string, body: object = {}, key = grower.key) => w.post(at(code), key, { grounds: ['controlled'], ...body });
  const file = (code: string, body: object, key = grower.key) =>
    w.post('/v1/certificates', key, {
      kind: 'commitment',
      conclusion: 'pass',
      issuedOn: '2027-01-05',
      covers: { traceCodes: [code] },
      ...body,
    });
  return { ...w, grower, goods, issue, file, print: (code: string, key = grower.key) => w.get(at(code), key) };
}

describe('the commitment certificate', () => {
  it('is printed where it was issued here, and never what a supplier or anybody wrote', async () => {
    const w = await farm();
    const dealer = await w.party({ name: '示例收购有限公司', kinds: ['distributor'] });
    const bought = await w.post('/v1/receipts', dealer.key, {
      from: { name: '示例合作社', address: '示例路', contact: '示例' },
      lines: [
        { product: { name: '豇豆', category: 'agricultural', directoryItem: '豇豆' }, productionDate: '2027-01-05', quantity: kilos('60') },
      ],
    });
    const code: string = bought.json.lines[0].traceCode;
    const grounds = (value: string) => ({ results: [{ item: '承诺依据', value }] });
    await w.file(code, { number: 'S-1', issuer: '示例合作社', ...grounds('自行检测合格') }, dealer.key);
    expect((await w.print(code, dealer.key)).status).toBe(404);
    const own = await w.goods();
    await w.file(own, { number: 'S-2', issuer: '示例农场有限公司', ...grounds('专家推荐') });
    expect((await w.print(own)).status).toBe(404);
    await w.issue(own, { number: 'S-3' });
    await w.file(own, { number: 'S-4', issuer: '示例合作社', ...grounds('自行检测合格') });
    const sheet = await w.print(own);
    expect([sheet.status, sheet.text.includes('S-3'), sheet.text.includes('S-4')]).toEqual([200, true, false]);
  });

  it('has a number of its own, each time', async () => {
    const w = await farm();
    const [one, two] = [await w.goods(), await w.goods({ batchNumber: 'b2' })];
    const numbers = [];
    for (const code of [one, one]) numbers.push((await w.issue(code)).json.number);
    expect(numbers[0]).toMatch(/^CN-20270105-/);
    expect(new Set(numbers).size).toBe(2);
    expect((await w.issue(one, { number: 'N-1' })).status).toBe(201);
    const again = await w.issue(two, { number: 'N-1' });
    expect([again.status, again.json.code]).toEqual([409, 'conflict']);
    const atOnce = await Promise.all([one, two].map((code) => w.issue(code, { number: 'N-2' })));
    expect(atOnce.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('is of produce: on processed food it is not issued and stands for no paper', async () => {
    const w = await farm();
    const code = await w.batch({ certificates: [], batchNumber: 'F' });
    const refused = await w.issue(code, {}, w.producer.key);
    expect([refused.status, refused.json.errors[0].pointer]).toEqual([422, '/traceCode']);
    const missing = async (batch: string, key: string) =>
      (await w.get(`/v1/batches/${batch}`, key)).json.findings.some(
        (one: { rule: string; state: string }) => one.rule === 'certificate-missing' && one.state !== 'corrected',
      );
    expect((await w.file(code, { number: 'F-1' }, w.producer.key)).status).toBe(201);
    expect(await missing(code, w.producer.key)).toBe(true);
    const produce = await w.goods();
    expect(await missing(produce, w.grower.key)).toBe(true);
    await w.issue(produce);
    expect(await missing(produce, w.grower.key)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { custodyWorld } from '../../test/custody-world.ts';

const TOMATOES = {
  once: 'once12345',
  'from.name': '示例蔬菜批发行',
  'from.address': '示例路1号',
  'product.name': '番茄',
  'product.category': 'agricultural',
  'product.shelfLife.unit': 'day',
  productionDate: '2026-11-04',
  'quantity.amount': '60',
  'quantity.unit': '千克',
  'certificates.0.kind': 'commitment',
  'certificates.0.number': '示诺-01',
  'certificates.0.conclusion': 'pass',
  'check.licence': '1',
  'check.certificate': '1',
};

async function form() {
  const w = await custodyWorld();
  const send = (fields: Record<string, string>) => {
    const raw = new FormData();
    for (const [name, value] of Object.entries(fields)) raw.append(name, value);
    return w.request('POST', '/outside-receipts', { key: w.shop.key, raw, headers: { accept: 'text/html' } });
  };
  const receipts = () => w.store.read.selectFrom('receipt').select(['checks', 'receivedAt']).execute();
  return { ...w, send, receipts };
}

describe('the form of a purchase from outside', () => {
  it('records supplier, goods, paper and checks once however often it is sent, and says what code the goods have', async () => {
    const w = await form();
    const both = [await w.send(TOMATOES), await w.send(TOMATOES)];
    expect(
      both.map(({ status }) => status),
      both[0]?.text,
    ).toEqual([303, 303]);
    const there = both[0]?.headers.get('location') ?? '';
    expect(both[1]?.headers.get('location')).toBe(there);
    const code = decodeURIComponent(/recorded=([^&]+)/.exec(there)?.[1] ?? '');
    expect(await w.held(w.shop, code)).toBe('60');
    expect(await w.receipts()).toEqual([{ checks: '{"licence":true,"certificate":true}', receivedAt: w.clock.now() }]);
    expect((await w.get(there, w.shop.key)).text).toContain('已登记，货物已入库');
  });

  it('of an earlier day stands at its noon; what is wrong is named at its field, with all that was typed', async () => {
    const w = await form();
    expect((await w.send({ ...TOMATOES, receivedOn: '2026-11-03', productionDate: '2026-11-01' })).status).toBe(303);
    expect((await w.receipts())[0]?.receivedAt).toBe(Date.parse('2026-11-03T04:00:00Z'));
    const wrong = await w.send({ ...TOMATOES, once: 'once54321', 'from.name': '', 'quantity.amount': '六十', 'from.uscc': '123' });
    expect(wrong.status).toBe(422);
    for (const part of ['href="#from-name"', 'href="#from-uscc"', 'href="#quantity-amount"', 'value="六十"', 'value="示诺-01"'])
      expect(wrong.text).toContain(part);
    const nameless = await w.send({ ...TOMATOES, once: 'once99999', 'product.name': '' });
    expect([nameless.status, nameless.text.includes('href="#product-name"'), nameless.text.includes('拼写')]).toEqual([422, true, false]);
    expect(await w.receipts()).toHaveLength(1);
  });
});

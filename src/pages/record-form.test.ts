import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';
import { batchOf, buyerOf, fieldAt } from './record-form.ts';

describe('the form of a batch', () => {
  it('says what was typed in the words of the API, and nothing of what was left empty', () => {
    expect(
      batchOf({
        once: 'x',
        step: 'save',
        productId: '',
        'product.name': ' 豆瓣酱 ',
        'product.category': 'food',
        'product.shelfLife.value': '12',
        'product.shelfLife.unit': 'month',
        'product.ingredients': '蚕豆、辣椒，食盐',
        batchNumber: 'D-1',
        'quantity.amount': '300',
        'quantity.unit': '瓶',
        'certificates.0.kind': 'release',
        'certificates.1.kind': 'release',
        'certificates.1.number': 'HZ-1',
        'buyer.name': '示例超市',
        public: 'results',
      }),
    ).toEqual({
      product: {
        name: '豆瓣酱',
        category: 'food',
        shelfLife: { unit: 'month', value: 12 },
        ingredients: [{ name: '蚕豆' }, { name: '辣椒' }, { name: '食盐' }],
      },
      batchNumber: 'D-1',
      quantity: { amount: '300', unit: '瓶' },
      certificates: [{ kind: 'release', number: 'HZ-1' }],
      public: ['results'],
    });
  });

  it('takes a chosen product instead of a described one', () => {
    expect(batchOf({ productId: 'p1', 'product.name': '豆瓣酱', 'product.category': 'food' })).toEqual({ productId: 'p1' });
  });

  it('leads from a pointer of the API back to the field, past papers that were left empty', () => {
    const entered = { 'certificates.0.kind': 'release', 'certificates.1.kind': 'release', 'certificates.1.issuedOn': '2027-01-01' };
    expect(fieldAt('/certificates/0/issuedOn', entered)).toBe('certificates-1-issuedOn');
    expect(fieldAt('/product/ingredients/2/name', entered)).toBe('product-ingredients');
    expect(fieldAt('/quantity', entered)).toBe('quantity-amount');
    expect(fieldAt('/unknown', entered)).toBeUndefined();
  });

  it('names a buyer only where one was typed', () => {
    expect(buyerOf({ 'buyer.name': ' ', 'buyer.amount': '3' })).toBeNull();
    expect(buyerOf({ 'buyer.uscc': '91330106MA0DEM104T' })).toEqual({ uscc: '91330106MA0DEM104T' });
  });
});

describe('a form sent twice', () => {
  it('records one batch and one shipment', async () => {
    const w = await custodyWorld();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization: `Bearer ${w.producer.key}`, accept: 'text/html' };
    const before = (await w.request('GET', '/v1/batches', { key: w.producer.key })).json.items.length;
    const raw = new URLSearchParams({
      once: 'o1',
      step: 'save',
      'product.name': '豆瓣酱',
      'product.category': 'food',
      'quantity.amount': '300',
      'quantity.unit': '瓶',
      'buyer.uscc': w.shop.uscc ?? '',
    });
    const [first, again] = [
      await w.request('POST', '/producer/batches/new', { raw, headers }),
      await w.request('POST', '/producer/batches/new', { raw, headers }),
    ];
    expect(first.status, first.text).toBe(303);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect((await w.request('GET', '/v1/batches', { key: w.producer.key })).json.items.length).toBe(before + 1);
    expect((await w.request('GET', '/v1/shipments', { key: w.producer.key })).json.items.length).toBe(1);
  });
});

describe('a firm with more products than the form offers', () => {
  it('finds the one it asked for or copies chosen, however old', async () => {
    const w = await custodyWorld();
    const code = await w.batch({}, { name: '最早的产品', gtin: undefined });
    const batches = Array.from({ length: 100 }, (_, n) => ({
      product: { name: `产品 ${n}`, category: 'food' },
      batchNumber: `N${n}`,
      quantity: { amount: '1', unit: '袋' },
    }));
    const made = await w.post('/v1/batches', w.producer.key, batches);
    expect(made.status).toBe(200);
    const { product } = (await w.get(`/v1/batches/${code}`, w.producer.key)).json;
    for (const query of [`product=${product.id}`, `copy=${code}`]) {
      const { text } = await w.get(`/producer/batches/new?${query}`, w.producer.key);
      expect(text, query).toMatch(new RegExp(`<option value="${product.id}"[^>]* selected>最早的产品`));
      expect(text).toContain('href="/producer/goods"');
    }
  });
});

describe('a buyer', () => {
  it('is asked to confirm once, and not after it has answered', async () => {
    const w = await custodyWorld();
    const traceCode = await w.batch();
    const sent = await w.ship([{ traceCode, quantity: bags('10') }]);
    const remind = () => w.request('POST', `/v1/shipments/${sent.id}/reminder`, { key: w.producer.key, body: {} });
    expect((await remind()).status).toBe(201);
    expect((await remind()).json.code).toBe('conflict');
    const { items } = (await w.request('GET', '/v1/notices', { key: w.shop.key })).json;
    expect(items[0]).toMatchObject({ kind: 'shipment.reminder', subject: { type: 'shipment', id: sent.id } });
    await w.post(`/v1/shipments/${sent.id}/receipt`, w.shop.key, { outcome: 'accepted' });
    expect((await remind()).json.code).toBe('already-ended');
    const buyer = await w.request('POST', `/v1/shipments/${sent.id}/reminder`, { key: w.shop.key, body: {} });
    expect(buyer.status).toBe(403);
  });
});

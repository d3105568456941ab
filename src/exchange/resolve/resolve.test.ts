import { describe, expect, it } from 'vitest';
import { bags, type CustodyWorld, custodyWorld } from '../../../test/custody-world.ts';

const GTIN = '09521234543213';
const SSCC = '095212345000000018';

const ask = (w: CustodyWorld, key: string, code: string, more = '') => w.get(`/v1/resolve?code=${encodeURIComponent(code)}${more}`, key);

describe('a code on a pack', () => {
  it('names its batch for everybody with a key, with what the caller has of it', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const own = await ask(w, w.producer.key, code);
    expect(own.json).toEqual({
      code,
      form: 'traceCode',
      meanings: ['traceCode'],
      elements: [],
      is: 'batch',
      product: null,
      candidates: [
        {
          type: 'batch',
          by: 'traceCode',
          traceCode: code,
          scanUrl: `https://trace.example/t/${code}`,
          product: { name: '冷鲜猪后腿肉', specification: '约2kg/袋', gtin: GTIN },
          producer: '示例肉联厂',
          batchNumber: '20261101A',
          productionDate: '2026-11-01',
          expiresOn: '2026-11-08',
          own: true,
          held: [
            {
              site: { id: w.producer.sites[0]?.id, name: w.producer.sites[0]?.name },
              quantity: { amount: '1200', unit: '袋', unitCode: 'XBG' },
            },
          ],
        },
      ],
      more: false,
    });
    const stranger = await ask(w, w.shop.key, `https://trace.example/t/${code}`);
    expect(stranger.json.candidates[0]).toMatchObject({ traceCode: code, own: false, held: [] });
  });

  it('with GTIN and lot is found as Digital Link, as element string and as digits with the batch number', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    for (const [form, text, more] of [
      ['digitalLink', `https://id.gs1.org/01/${GTIN}/10/20261101A`, ''],
      ['elementString', `(01)${GTIN}(10)20261101A`, ''],
      ['elementString', `]d201${GTIN}1020261101A\u001d17261108`, ''],
      ['elementString', `(01)${GTIN}(11)261101`, ''],
      ['digits', '9521234543213', '&batch=20261101A'],
      ['digits', '9521234543213', '&date=2026-11-01'],
    ]) {
      const { json } = await ask(w, w.shop.key, text ?? '', more);
      expect([form, json.form, json.is, json.candidates[0]?.traceCode]).toEqual([form, form, 'batch', code]);
    }
  });

  it('that several batches carry is a choice, which the expiry on the same pack decides', async () => {
    const w = await custodyWorld();
    const codes = [await w.batch(), await w.batch({ productionDate: '2026-11-02' })];
    const choice = await ask(w, w.shop.key, `(01)${GTIN}(10)20261101A`);
    expect([choice.json.is, choice.json.candidates.map((one: { traceCode: string }) => one.traceCode)]).toEqual([
      'choice',
      codes.reverse(),
    ]);
    const decided = await ask(w, w.shop.key, `(01)${GTIN}(17)261109(10)20261101A`);
    expect([decided.json.is, decided.json.candidates[0].traceCode]).toEqual(['batch', codes[0]]);
  });

  it('before its batch was corrected still finds it', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const changed = await w.request('PATCH', `/v1/batches/${code}`, {
      key: w.producer.key,
      headers: { 'If-Match': '"1"' },
      body: { batchNumber: '20261101B', reason: '批号录入有误' },
    });
    expect(changed.status, changed.text).toBe(200);
    expect((await ask(w, w.shop.key, `(01)${GTIN}(10)20261101A`)).json.candidates[0].batchNumber).toBe('20261101B');
  });

  it('that is a barcode alone is the product, and the batches of it the caller has', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const shop = await ask(w, w.shop.key, '9521234543213');
    expect([shop.json.is, shop.json.product, shop.json.candidates]).toEqual(['product', { gtin: GTIN, name: '冷鲜猪后腿肉' }, []]);
    expect((await ask(w, w.producer.key, '9521234543213')).json).toMatchObject({ is: 'batch', candidates: [{ traceCode: code }] });
  });
});

describe('a code of another system', () => {
  it('names goods to their maker, to whoever has them or is sent them, and to the authority of the place', async () => {
    const w = await custodyWorld();
    const code = await w.batch({ externalCodes: [{ scheme: 'zheshilian', value: 'ZSL-1' }] });
    const here = await w.authority({ regionCode: '330110' });
    const elsewhere = await w.authority({ name: '示例市监局', regionCode: '330200' });
    const seen = async (key: string) => (await ask(w, key, 'ZSL-1', '&scheme=zheshilian')).json.candidates?.[0]?.traceCode;
    expect([await seen(w.producer.key), await seen(w.shop.key)]).toEqual([code, undefined]);
    expect([await seen(here.key), await seen(elsewhere.key)]).toEqual([code, undefined]);
    const { id } = await w.ship([{ traceCode: code, quantity: bags('10') }]);
    expect(await seen(w.shop.key)).toBe(code);
    await w.post(`/v1/shipments/${id}/void`, w.producer.key, { reason: '开错单' });
    expect(await seen(w.shop.key)).toBeUndefined();
    expect((await ask(w, w.producer.key, 'ZSL-1', '&scheme=other')).status).toBe(404);
  });

  it('on a shipment or its pallet names it to both sides and to nobody else', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const externalCodes = [
      { scheme: 'sscc', value: `(00)${SSCC}` },
      { scheme: 'erp', value: 'DN-77' },
    ];
    const { id } = await w.ship([{ traceCode: code, quantity: bags('10') }], { externalCodes });
    const stranger = await w.party({ name: '示例路人' });
    const seen = async (key: string, text: string, more = '') => {
      const { json } = await ask(w, key, text, more);
      return [json.is, json.candidates?.[0]?.id, json.candidates?.[0]?.direction];
    };
    expect(await seen(w.producer.key, SSCC)).toEqual(['shipment', id, 'out']);
    expect(await seen(w.shop.key, `(00)${SSCC}`)).toEqual(['shipment', id, 'in']);
    expect(await seen(w.shop.key, 'DN-77', '&scheme=erp')).toEqual(['shipment', id, 'in']);
    expect((await ask(w, stranger.key, SSCC)).status).toBe(404);
    expect((await w.get(`/v1/shipments/${id}`, w.shop.key)).json.externalCodes).toEqual([
      { scheme: 'erp', value: 'DN-77' },
      { scheme: 'sscc', value: SSCC },
    ]);
  });

  it('that is to be an SSCC must be one', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const body = { purpose: 'sale', to: { uscc: w.shop.uscc }, lines: [{ traceCode: code, quantity: bags('1') }] };
    const told = await w.post('/v1/shipments', w.producer.key, {
      ...body,
      externalCodes: [{ scheme: 'sscc', value: '095212345000000019' }],
    });
    expect([told.status, told.json.errors[0].pointer]).toEqual([422, '/externalCodes/0/value']);
  });
});

describe('a slip', () => {
  it('is the shipment to its two sides, and a page to whoever else holds the paper', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id, slip } = await w.ship([{ traceCode: code, quantity: bags('10') }]);
    const stranger = await w.party({ name: '示例路人' });
    expect((await ask(w, w.shop.key, `https://trace.example/s/${slip}`)).json.candidates[0].id).toBe(id);
    expect((await ask(w, stranger.key, slip)).json.candidates).toEqual([
      { type: 'slip', by: 'slip', slipUrl: `https://trace.example/s/${slip}` },
    ]);
  });
});

describe('a label of a shop’s scale', () => {
  it('is the batch it stands for now, in that shop alone', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const body = { code: '2012345012349', layout: 'PPIIIIIWWWWWC', batch: code };
    expect((await w.post('/v1/store-codes', w.producer.key, body)).status).toBe(201);
    expect((await ask(w, w.producer.key, '2012345678901'.replace('678901', '012349'))).json).toMatchObject({
      meanings: ['storeCode', 'goods'],
      is: 'batch',
      candidates: [{ by: 'storeCode', traceCode: code }],
    });
    expect((await ask(w, w.shop.key, '2012345012349')).status).toBe(404);
  });
});

describe('what cannot be resolved', () => {
  it('is 422 where it is no code, 404 with what was read where nothing is recorded, 401 without a key', async () => {
    const w = await custodyWorld();
    const none = await ask(w, w.shop.key, 'hello');
    expect([none.status, none.json.errors[0].pointer]).toEqual([422, '/query/code']);
    const unknown = await ask(w, w.shop.key, '(01)09521234543213(10)X');
    expect([unknown.status, unknown.json.code, unknown.json.elements]).toEqual([
      404,
      'not-found',
      [
        { ai: '01', title: 'GTIN', value: GTIN },
        { ai: '10', title: 'BATCH/LOT', value: 'X' },
      ],
    ]);
    expect((await w.get('/v1/resolve?code=hello')).status).toBe(401);
    expect((await w.get('/v1/resolve', w.shop.key)).json.errors[0].pointer).toBe('/query/code');
  });
});

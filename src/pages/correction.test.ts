import { describe, expect, it } from 'vitest';
import { custodyWorld } from '../../test/custody-world.ts';

/** A batch without specification, shelf life and paper, and the form that fills it in. */
async function gaps() {
  const w = await custodyWorld();
  const body = {
    product: {
      name: '示例豆瓣酱',
      category: 'food',
      ingredients: [{ name: '辣椒' }, { name: '山梨酸钾', cas: '24634-61-5' }],
      claims: ['低脂'],
    },
    batchNumber: 'B1',
    productionDate: '2026-11-01',
    quantity: { amount: '300', unit: '瓶' },
  };
  const made = await w.post('/v1/batches', w.producer.key, body);
  const code: string = made.json.traceCode;
  const path = `/producer/batches/${code}/correction`;
  const headers = { accept: 'text/html' };
  const shown = async () => {
    const { text } = await w.get(path, w.producer.key, { headers });
    const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
    const inputs = [...text.matchAll(/<input [^>]*>/g)].filter(([tag]) => !tag.includes('type="file"'));
    return Object.fromEntries(inputs.map(([tag]) => [attribute(tag, 'name'), attribute(tag, 'value')]));
  };
  const send = (fields: Record<string, string | Blob>) => {
    const raw = new FormData();
    for (const [name, value] of Object.entries(fields)) raw.append(name, value);
    return w.request('POST', path, { key: w.producer.key, raw, headers });
  };
  const batch = async () => (await w.get(`/v1/batches/${code}`, w.producer.key)).json;
  const missing = async () => (await batch()).findings.map((one: { rule: string }) => one.rule).sort();
  return { ...w, code, path, shown, send, batch, missing };
}

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('the form that fills a batch in', () => {
  it('adds what is missing with its paper, keeps what it has no field for, and the to-dos close', async () => {
    const w = await gaps();
    expect(await w.missing()).toEqual(['certificate-missing', 'record-incomplete']);
    const fields = await w.shown();
    expect(fields).toMatchObject({ batchNumber: 'B1', revision: '1', 'product.name': '示例豆瓣酱', 'quantity.amount': '300' });
    const done = await w.send({
      ...fields,
      'product.category': 'food',
      'product.specification': '300g/瓶',
      'product.shelfLife.value': '12',
      'product.shelfLife.unit': 'month',
      'product.ingredients': '辣椒、山梨酸钾',
      'certificates.0.kind': 'release',
      'certificates.0.number': 'HZ-1',
      'certificates.0.issuer': '示例检测有限公司',
      'certificates.0.issuedOn': '2026-11-02',
      'certificates.0.conclusion': 'pass',
      'certificates.0.file': new Blob([Buffer.from(PIXEL, 'base64')], { type: 'image/png' }),
      reason: '补录',
    });
    expect([done.status, done.headers.get('location')], done.text).toEqual([303, `/producer/batches/${w.code}`]);
    const batch = await w.batch();
    expect(batch).toMatchObject({ revision: 2, quantity: { amount: '300' }, expiresOn: '2027-11-01' });
    expect(batch.product).toMatchObject({
      specification: '300g/瓶',
      claims: ['低脂'],
      ingredients: [{ name: '辣椒' }, { name: '山梨酸钾', cas: '24634-61-5' }],
    });
    expect(batch.certificates).toMatchObject([{ number: 'HZ-1' }]);
    expect(await w.missing()).toEqual([]);
  });

  it('keeps the CAS numbers of what stays when an ingredient is added, and empties nothing in silence', async () => {
    const w = await gaps();
    const fields = { ...(await w.shown()), 'product.category': 'food', reason: '更正' };
    const done = await w.send({ ...fields, 'product.ingredients': '辣椒、山梨酸钾、食盐' });
    expect(done.status, done.text).toBe(303);
    expect((await w.batch()).product.ingredients).toEqual([{ name: '辣椒' }, { name: '山梨酸钾', cas: '24634-61-5' }, { name: '食盐' }]);
    const now = { ...(await w.shown()), 'product.category': 'food', 'product.ingredients': '辣椒、山梨酸钾、食盐', reason: '更正' };
    const emptied = await w.send({ ...now, batchNumber: '', 'quantity.amount': '' });
    expect([emptied.status, emptied.text.includes('href="#batchNumber"'), emptied.text.includes('href="#quantity-amount"')]).toEqual([
      422,
      true,
      true,
    ]);
    expect(await w.batch()).toMatchObject({ revision: 2, batchNumber: 'B1' });
  });

  it('sent twice corrects once; without a change, a reason or the latest revision it comes back with what was typed', async () => {
    const w = await gaps();
    const fields = { ...(await w.shown()), 'product.category': 'food', 'product.ingredients': '辣椒、山梨酸钾', reason: '录错' };
    const same = await w.send(fields);
    expect([same.status, same.text.includes('没有改动')]).toEqual([422, true]);
    const reasonless = await w.send({ ...fields, batchNumber: 'B2', reason: '' });
    expect([reasonless.status, reasonless.text.includes('value="B2"'), reasonless.text.includes('href="#reason"')]).toEqual([
      422,
      true,
      true,
    ]);
    const both = [await w.send({ ...fields, batchNumber: 'B2' }), await w.send({ ...fields, batchNumber: 'B2' })];
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(await w.batch()).toMatchObject({ batchNumber: 'B2', revision: 2 });
    const stale = await w.send({ ...fields, once: 'another1', batchNumber: 'B3' });
    expect([stale.status, stale.text.includes('value="B3"')]).toEqual([412, true]);
    expect(await w.batch()).toMatchObject({ batchNumber: 'B2', revision: 2 });
  });
});

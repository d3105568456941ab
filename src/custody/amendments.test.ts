import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';

/** A hundred bags shipped, and what the shop says of them. */
async function answered(body: Record<string, unknown>) {
  const w = await custodyWorld();
  const code = await w.batch();
  const { id } = await w.ship([{ traceCode: code, quantity: bags('100') }]);
  const done = await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, body);
  expect(done.status, done.text).toBe(201);
  const step = (path: string, key: string, fields: unknown = {}) => w.post(`/v1/shipments/${id}/${path}`, key, fields);
  const both = async () => [await w.held(w.producer, code), await w.held(w.shop, code)];
  const state = async () => (await w.get(`/v1/shipments/${id}`, w.producer.key)).json.state;
  return { ...w, code, id, step, both, atState: state };
}

const short = { outcome: 'short', lines: [{ line: 1, quantity: bags('90') }] };

describe('taking goods back', () => {
  it('brings what was refused home, and no more than that', async () => {
    const w = await answered({ outcome: 'refused' });
    expect(await w.both()).toEqual(['1100', undefined]);
    const back = await w.step('takeback', w.producer.key, { reason: '拒收带回' });
    expect([back.status, back.json.state, back.json.lines[0].traceCode, back.json.lines[0].quantity]).toEqual([
      201,
      'refused',
      w.code,
      { amount: '100', unit: '袋', unitCode: expect.any(String) },
    ]);
    expect(await w.both()).toEqual(['1200', undefined]);
    expect((await w.step('takeback', w.producer.key, { reason: '再来' })).status).toBe(409);
  });

  it('brings the rest of a short delivery home in parts, and then the shipment is settled', async () => {
    const w = await answered(short);
    const some = await w.step('takeback', w.producer.key, { lines: [{ line: 1, quantity: bags('4') }], reason: '司机带回' });
    expect([some.json.state, await w.both()]).toEqual(['disputed', ['1104', '90']]);
    const tooMuch = await w.step('takeback', w.producer.key, {
      lines: [{ line: 1, quantity: { amount: '1', unit: '箱' } }],
      reason: '司机带回',
    });
    expect([tooMuch.status, tooMuch.json.errors[0].pointer, tooMuch.json.errors[0].expected]).toEqual([
      422,
      '/lines/0/quantity',
      '至多 6 袋（尚在途）',
    ]);
    expect((await w.step('takeback', w.producer.key, { lines: [{ line: 1, quantity: bags('6') }], reason: '司机带回' })).json.state).toBe(
      'received',
    );
    expect(await w.both()).toEqual(['1110', '90']);
  });

  it('is not done twice by two requests at once', async () => {
    const w = await answered(short);
    const back = () => w.step('takeback', w.producer.key, { lines: [{ line: 1, quantity: bags('10') }], reason: '司机带回' });
    const answers = await Promise.all([back(), back()]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 422]);
    expect(await w.both()).toEqual(['1110', '90']);
  });

  it('ends the question the receipt had raised', async () => {
    const w = await answered(short);
    const findings = () => w.store.read.selectFrom('finding').select('state').where('subjectType', '=', 'receipt').execute();
    expect(await findings()).toEqual([{ state: 'open' }]);
    await w.step('takeback', w.producer.key, { reason: '司机带回' });
    expect(await findings()).toEqual([{ state: 'corrected' }]);
  });

  it('is the sender’s alone, and comes after the receipt', async () => {
    const w = await answered(short);
    const stranger = await w.party();
    expect((await w.step('takeback', w.shop.key, { reason: '带回' })).status).toBe(403);
    expect((await w.step('takeback', stranger.key, { reason: '带回' })).status).toBe(404);
    const { id } = await w.ship([{ traceCode: w.code, quantity: bags('1') }]);
    const early = await w.post(`/v1/shipments/${id}/takeback`, w.producer.key, { reason: '带回' });
    expect([early.status, early.json.code]).toEqual([409, 'out-of-order']);
  });
});

describe('an amendment', () => {
  it('by the sender moves the receiver’s goods at its acceptance and the sender’s own at the settlement', async () => {
    const w = await answered({ outcome: 'accepted' });
    const proposed = await w.step('amendments', w.producer.key, { lines: [{ line: 1, quantity: bags('95') }], reason: '复核实发95' });
    expect([proposed.status, proposed.json.state, await w.both()]).toEqual([201, 'proposed', ['1100', '100']]);
    const path = `amendments/${proposed.json.id}`;
    expect((await w.step(`${path}/acceptance`, w.producer.key)).status).toBe(403);
    expect((await w.step(`${path}/settlement`, w.producer.key)).json.code).toBe('out-of-order');
    const accepted = await w.step(`${path}/acceptance`, w.shop.key);
    expect([accepted.json.state, accepted.json.shipment.state, await w.both()]).toEqual(['accepted', 'disputed', ['1100', '95']]);
    expect((await w.step(`${path}/settlement`, w.shop.key)).status).toBe(403);
    const settled = await w.step(`${path}/settlement`, w.producer.key);
    expect([settled.json.state, settled.json.shipment.state, await w.both()]).toEqual(['settled', 'received', ['1105', '95']]);
    expect((await w.step(`${path}/settlement`, w.producer.key)).status).toBe(409);
  });

  it('by the receiver lets it take over what it had refused', async () => {
    const w = await answered({ outcome: 'refused' });
    const { json } = await w.step('amendments', w.shop.key, {
      lines: [{ traceCode: w.code, quantity: { amount: '10', unit: '箱' } }],
      reason: '误点拒收',
    });
    await w.step(`amendments/${json.id}/acceptance`, w.producer.key);
    expect(await w.both()).toEqual(['1100', undefined]);
    await w.step(`amendments/${json.id}/settlement`, w.shop.key);
    expect([await w.both(), await w.atState()]).toEqual([['1100', '100'], 'received']);
  });

  it('settles what came beyond the shipment', async () => {
    const w = await answered({ outcome: 'over', lines: [{ line: 1, quantity: bags('110') }] });
    const { json } = await w.step('amendments', w.shop.key, { lines: [{ line: 1, quantity: bags('110') }], reason: '多收10袋，同意入账' });
    await w.step(`amendments/${json.id}/acceptance`, w.producer.key);
    expect([await w.both(), await w.atState()]).toEqual([['1090', '110'], 'received']);
    await w.step(`amendments/${json.id}/settlement`, w.shop.key);
    expect([await w.both(), await w.atState()]).toEqual([['1090', '110'], 'received']);
  });

  it('undoes a delivery that never was', async () => {
    const w = await answered({ outcome: 'accepted' });
    const { json } = await w.step('amendments', w.shop.key, { lines: [{ line: 1, none: true }], reason: '误点收货' });
    await w.step(`amendments/${json.id}/acceptance`, w.producer.key);
    await w.step(`amendments/${json.id}/settlement`, w.shop.key);
    expect([await w.both(), await w.atState()]).toEqual([['1200', '0'], 'refused']);
  });

  it('moves nothing when it is refused or withdrawn, and holds back takebacks while it is open', async () => {
    const w = await answered(short);
    const propose = async () =>
      (await w.step('amendments', w.producer.key, { lines: [{ line: 1, quantity: bags('95') }], reason: '复核' })).json;
    const first = await propose();
    expect((await propose()).code).toBe('conflict');
    expect((await w.step('takeback', w.producer.key, { reason: '带回' })).status).toBe(409);
    expect((await w.step(`amendments/${first.id}/refusal`, w.shop.key)).json.state).toBe('refused');
    expect((await w.step(`amendments/${first.id}/acceptance`, w.shop.key)).status).toBe(409);
    const second = await propose();
    expect((await w.step(`amendments/${second.id}/refusal`, w.producer.key)).json.state).toBe('withdrawn');
    expect(await w.both()).toEqual(['1100', '90']);
    expect((await w.step('takeback', w.producer.key, { reason: '带回' })).status).toBe(201);
  });

  it('is accepted once of two at once', async () => {
    const w = await answered({ outcome: 'accepted' });
    const { json } = await w.step('amendments', w.producer.key, { lines: [{ line: 1, quantity: bags('95') }], reason: '复核' });
    const accept = () => w.step(`amendments/${json.id}/acceptance`, w.shop.key);
    expect((await Promise.all([accept(), accept()])).map((answer) => answer.status).sort()).toEqual([201, 409]);
    expect(await w.both()).toEqual(['1100', '95']);
  });

  it('is nobody else’s, needs a receipt, and a quantity or none on each line', async () => {
    const w = await answered({ outcome: 'accepted' });
    const stranger = await w.party();
    const body = { lines: [{ line: 1, quantity: bags('95') }], reason: '复核' };
    expect((await w.step('amendments', stranger.key, body)).status).toBe(404);
    const { id } = await w.ship([{ traceCode: w.code, quantity: bags('1') }]);
    expect((await w.post(`/v1/shipments/${id}/amendments`, w.producer.key, body)).json.code).toBe('out-of-order');
    expect((await w.step('amendments', w.producer.key, { lines: [{ line: 1 }], reason: '复核' })).json.errors[0].pointer).toBe(
      '/lines/0/quantity',
    );
    expect((await w.step('amendments/abcdefghjkmnpqrs/acceptance', w.shop.key)).status).toBe(404);
  });
});

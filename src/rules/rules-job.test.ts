import { describe, expect, it } from 'vitest';
import { type TestApp, type TestParty, testApp } from '../../test/app.ts';
import { newPublicId } from '../codes/ids.ts';
import type { DB } from '../store/schema.ts';
import type { Rows } from '../store/store.ts';

const HOUR = 3_600_000;
const milk = { name: '纯牛奶', category: 'food', gtin: '9521234543213', shelfLife: { value: 30, unit: 'day' } };
const quantity = { amount: '10', unit: '盒' };

const stored = (t: TestApp, rule: string) =>
  t.store.read
    .selectFrom('finding')
    .select(['subjectCode', 'occasion', 'weight', 'state', 'settledAt'])
    .where('rule', '=', rule)
    .orderBy('detectedAt')
    .execute();

async function record(t: TestApp, by: TestParty, fields: Record<string, unknown>): Promise<string> {
  const made = await t.request('POST', '/v1/batches', { key: by.key, body: { product: milk, quantity, ...fields } });
  expect(made.status, made.text).toBe(201);
  return made.json.id;
}

describe('batch numbers, compared by the follower', () => {
  it('tell the later of two days of production under one number, and no more once it is corrected', async () => {
    const t = await testApp();
    const [plant, other] = [await t.party(), await t.party()];
    await record(t, plant, { batchNumber: 'A1', productionDate: '2026-10-01' });
    await record(t, other, { batchNumber: 'A1', productionDate: '2026-10-09' });
    t.clock.set(t.clock.now() + 1);
    const later = await record(t, plant, { batchNumber: 'A1', productionDate: '2026-10-31' });
    await record(t, plant, { batchNumber: 'A2', productionDate: '2026-10-31' });
    await t.follower.catchUp();
    expect(await stored(t, 'batch-number-reused')).toMatchObject([
      { subjectCode: later, occasion: 'number', state: 'shadow', settledAt: null },
    ]);
    const body = { batchNumber: 'A3', reason: '批号录错' };
    const revised = await t.request('PATCH', `/v1/batches/${later}`, { key: plant.key, body, headers: { 'If-Match': '"1"' } });
    expect(revised.status, revised.text).toBe(200);
    await t.follower.catchUp();
    expect(await stored(t, 'batch-number-reused')).toMatchObject([{ state: 'shadow', settledAt: t.clock.now() }]);
  });

  it('may come again a shelf life later', async () => {
    const t = await testApp();
    const plant = await t.party();
    await record(t, plant, { batchNumber: 'A1', productionDate: '2026-10-01' });
    await record(t, plant, { batchNumber: 'A1', productionDate: '2026-11-01' });
    await t.follower.catchUp();
    expect(await stored(t, 'batch-number-reused')).toEqual([]);
  });
});

describe('a licence', () => {
  it('is asked for at the first sale of own food, once, and no more when it is recorded', async () => {
    const t = await testApp();
    const plant = await t.party();
    const code = await record(t, plant, { batchNumber: 'A1', productionDate: '2026-11-01' });
    const body = { purpose: 'sale', to: { name: '示例餐饮' }, lines: [{ traceCode: code, quantity: { amount: '1', unit: '盒' } }] };
    for (let n = 0; n < 2; n++) expect((await t.request('POST', '/v1/shipments', { key: plant.key, body })).status).toBe(201);
    expect(await stored(t, 'licence-missing-or-expired')).toMatchObject([
      { subjectCode: plant.id, occasion: 'SC', weight: 'todo', state: 'shadow', settledAt: null },
    ]);
    const seen = await t.request('GET', `/v1/parties/${plant.id}`, { key: plant.key });
    const licence = { kind: 'SC', number: 'SC10633019702613', validUntil: '2029-12-31' };
    const changed = await t.request('PATCH', `/v1/parties/${plant.id}`, {
      key: plant.key,
      body: { licences: { add: [licence] } },
      headers: { 'If-Match': seen.headers.get('etag') ?? '"1"' },
    });
    expect(changed.status, changed.text).toBe(200);
    await t.follower.catchUp();
    expect(await stored(t, 'licence-missing-or-expired')).toMatchObject([{ state: 'shadow', settledAt: t.clock.now() }]);
  });
});

describe('a supplier outside the system', () => {
  it('is asked for where the record of goods received does not name an address and a contact', async () => {
    const t = await testApp();
    const shop = await t.party({ kinds: ['retailer'] });
    const body = (more: object) => ({ from: { name: '示例农户', ...more }, lines: [{ product: milk, quantity }] });
    const receive = (more: object) => t.request('POST', '/v1/receipts', { key: shop.key, body: body(more) });
    const bare = await receive({});
    expect(bare.status, bare.text).toBe(201);
    expect((await receive({ address: '示例路1号', contact: '0571-00000000' })).status).toBe(201);
    expect(await stored(t, 'supplier-record-missing')).toMatchObject([
      { subjectCode: bare.json.id, occasion: 'supplier', weight: 'reminder', state: 'shadow' },
    ]);
  });
});

describe('ingredients corrected after a sale', () => {
  it('are told of when an allergen appears, against those of the revision first shipped', async () => {
    const t = await testApp();
    const plant = await t.party();
    const named = (...names: string[]) => ({ ...milk, ingredients: names.map((name) => ({ name })) });
    const code = await record(t, plant, { batchNumber: 'A1', productionDate: '2026-11-01', product: named('水', '白砂糖') });
    const line = { traceCode: code, quantity: { amount: '1', unit: '盒' } };
    await t.request('POST', '/v1/shipments', { key: plant.key, body: { purpose: 'sale', to: { name: '示例餐饮' }, lines: [line] } });
    const revise = (revision: number, ...names: string[]) =>
      t.request('PATCH', `/v1/batches/${code}`, {
        key: plant.key,
        body: { product: named(...names), reason: '更正配料' },
        headers: { 'If-Match': `"${revision}"` },
      });
    expect((await revise(1, '水', '砂糖')).status).toBe(200);
    expect(await stored(t, 'ingredients-changed-after-shipping')).toEqual([]);
    expect((await revise(2, '水', '砂糖', '花生碎')).status).toBe(200);
    expect(await stored(t, 'ingredients-changed-after-shipping')).toMatchObject([{ subjectCode: code, settledAt: null }]);
    expect((await revise(3, '水', '白砂糖')).status).toBe(200);
    expect(await stored(t, 'ingredients-changed-after-shipping')).toMatchObject([{ subjectCode: code, settledAt: t.clock.now() }]);
  });
});

describe('a directory row an administrator enters', () => {
  it('has every stored record judged again on the clock, in steps that can stop anywhere', async () => {
    const t = await testApp();
    const plant = await t.party();
    const product = { name: '示例糕点', category: 'food', directoryItem: '示例品种', shelfLife: { value: 30, unit: 'day' } };
    const code = await record(t, plant, { product, batchNumber: 'A1', productionDate: '2026-11-01' });
    const line = { traceCode: code, quantity: { amount: '1', unit: '盒' } };
    await t.request('POST', '/v1/shipments', { key: plant.key, body: { purpose: 'sale', to: { name: '示例餐饮' }, lines: [line] } });
    const leads = () =>
      t.store.read.selectFrom('finding').select(['rule']).where('weight', '=', 'lead').where('state', '=', 'open').execute();
    expect(await leads()).toEqual([]);
    const [id = 0] = await t.store.ids(1);
    const row = {
      id,
      publicId: 'row-1',
      kind: 'variety',
      value: '示例品种',
      from: '2024-02-03',
      until: null,
      source: 'https://example.org/1',
      reason: '公布',
      at: t.clock.now(),
    };
    await t.store.commit({
      chain: 'system',
      at: t.clock.now(),
      entries: [{ kind: 'directory.set', subject: 'directory/row-1', payload: { value: '示例品种' } }],
      rows: { directory_row: [row] },
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    await t.follower.catchUp();
    const due = await t.store.read.selectFrom('due').select(['rule', 'subjectType', 'subjectId']).orderBy('subjectType').execute();
    expect(due).toEqual(['batch', 'disposition', 'shipment'].map((subjectType) => ({ rule: 'rejudge', subjectType, subjectId: -1 })));
    await t.sweep();
    expect((await leads()).map((one) => one.rule).sort()).toEqual(['certificate-missing', 'record-incomplete']);
    expect(await t.store.read.selectFrom('due').selectAll().execute()).toEqual([]);
  });
});

describe('the clock of a confirmation', () => {
  it('stands still while the service did not answer', async () => {
    const t = await testApp();
    const [plant, shop] = [await t.party(), await t.party({ kinds: ['retailer'] })];
    const pork = { name: '猪肉', category: 'agricultural', directoryItem: '猪肉' };
    const code = await record(t, plant, { product: pork, batchNumber: 'A1', productionDate: '2026-11-01' });
    const delivered = new Date(t.clock.now()).toISOString();
    const line = { traceCode: code, quantity: { amount: '1', unit: '盒' } };
    const body = { purpose: 'sale', to: { uscc: shop.uscc }, shippedAt: delivered, deliveredAt: delivered, lines: [line] };
    const made = await t.request('POST', '/v1/shipments', { key: plant.key, body });
    expect(made.status, made.text).toBe(201);
    const start = t.clock.now();
    const [id = 0] = await t.store.ids(1);
    const down = { id, publicId: 'down-1', from: start + HOUR, to: start + 3 * HOUR, reason: '机房断电', by: 'admin/x', at: start };
    await t.store.commit({
      chain: 'system',
      at: start,
      entries: [{ kind: 'interruption.recorded', subject: 'interruption/down-1', payload: {} }],
      rows: { interruption: [down] },
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    t.clock.set(start + 26 * HOUR - 1);
    await t.sweep();
    expect(await stored(t, 'receipt-unconfirmed')).toEqual([]);
    expect(await t.store.read.selectFrom('due').select('at').execute()).toEqual([{ at: start + 26 * HOUR }]);
    t.clock.set(start + 26 * HOUR);
    await t.sweep();
    expect(await stored(t, 'receipt-unconfirmed')).toMatchObject([{ subjectCode: made.json.id, weight: 'reminder', state: 'open' }]);
  });
});

describe('a case', () => {
  it('whose order ran out reminds, the day after its last day, and no more once it moved on', async () => {
    const t = await testApp();
    const plant = await t.party();
    const office = await t.authority();
    const ids = await inner(t, plant.id, office.id);
    const file = await caseOf(t, ids, { state: 'ordered', dueOn: '2026-11-10' });
    await t.follower.catchUp();
    await t.follower.catchUp();
    expect(await t.store.read.selectFrom('due').select(['rule', 'at']).execute()).toEqual([
      { rule: 'order-overdue', at: Date.parse('2026-11-10T16:00:00Z') },
    ]);
    t.clock.set(Date.parse('2026-11-10T16:00:00Z'));
    await t.sweep();
    expect(await stored(t, 'order-overdue')).toMatchObject([{ subjectCode: file.publicId, occasion: 'due/2026-11-10', settledAt: null }]);
    await t.store.commit({
      chain: `authority:${office.id}`,
      at: t.clock.now(),
      entries: [{ kind: 'case.corrected', subject: `case/${file.publicId}`, payload: {} }],
      touch: [{ set: 'case_file', id: file.id, to: { state: 'corrected' } }],
      finish: done,
    });
    await t.follower.catchUp();
    expect(await stored(t, 'order-overdue')).toMatchObject([{ settledAt: t.clock.now() }]);
  });

  it('whose decision under the Food Safety Law is the third within a year is told to those who decide; a revoked one does not count', async () => {
    const t = await testApp();
    const plant = await t.party();
    const office = await t.authority();
    const ids = await inner(t, plant.id, office.id);
    const decide = async (n: number, decidedOn: string, revokedAt: number | null = null, offence = 'past-shelf-life') => {
      const [id = 0] = await t.store.ids(1);
      const file = await caseOf(t, ids, { state: 'served', decidedOn, offence }, (caseId) => ({
        sanction: [{ id, partyId: ids.partyId, n, caseId, offence, fineCents: 5_000_000, decidedOn, revokedAt }],
      }));
      await t.follower.catchUp();
      return file.publicId;
    };
    await decide(1, '2026-01-10');
    await decide(2, '2026-03-10', t.clock.now());
    await decide(3, '2026-05-10');
    expect(await stored(t, 'repeat-offender')).toEqual([]);
    // A fine for a code not displayed is none under the Food Safety Law.
    await decide(4, '2026-06-10', null, 'code-display');
    expect(await stored(t, 'repeat-offender')).toEqual([]);
    const last = await decide(5, '2026-11-05');
    expect(
      await t.store.read.selectFrom('finding').select('citations').where('rule', '=', 'repeat-offender').executeTakeFirst(),
    ).toMatchObject({
      citations: expect.stringContaining('fsl-134'),
    });
    expect(await stored(t, 'repeat-offender')).toMatchObject([
      { subjectCode: last, occasion: 'year', weight: 'reminder', state: 'shadow' },
    ]);
  });
});

const done = () => ({ reply: { status: 204, headers: {}, body: '' } });

async function inner(t: TestApp, party: string, authority: string) {
  const one = (table: 'party' | 'authority', publicId: string) =>
    t.store.read.selectFrom(table).select('id').where('publicId', '=', publicId).executeTakeFirstOrThrow();
  return { partyId: (await one('party', party)).id, authorityId: (await one('authority', authority)).id, authority };
}

async function caseOf(
  t: TestApp,
  { partyId, authorityId, authority }: Awaited<ReturnType<typeof inner>>,
  more: Partial<DB['case_file']>,
  rows: (caseId: number) => Rows = () => ({}),
): Promise<DB['case_file']> {
  const [id = 0] = await t.store.ids(1);
  const file: DB['case_file'] = {
    id,
    publicId: newPublicId(t.deps.random),
    authorityId,
    partyId,
    offence: 'past-shelf-life',
    officers: '[]',
    state: 'opened',
    steps: 1,
    occurredFrom: '2026-11-01',
    occurredTo: '2026-11-01',
    dueOn: null,
    servedOn: null,
    noticeServedOn: null,
    statementDueOn: null,
    hearingAskedOn: null,
    goodsValueCents: null,
    fineCents: null,
    decidedOn: null,
    openedAt: t.clock.now(),
    closedAt: null,
    ...more,
  };
  const result = await t.store.commit({
    chain: `authority:${authority}`,
    at: t.clock.now(),
    entries: [{ kind: 'case.ordered', subject: `case/${file.publicId}`, payload: {} }],
    rows: { case_file: [file], ...rows(id) },
    finish: done,
  });
  expect(result.committed).toBe(true);
  return file;
}

import { describe, expect, it } from 'vitest';
import { type TestApp, type TestParty, testApp } from '../../test/app.ts';
import { shipmentOf } from '../../test/leads.ts';
import { loadShipmentFacts } from '../custody/facts.ts';
import { Follower } from '../ledger/follower.ts';
import { partyByRef, siteOf } from '../parties/facts.ts';
import { rejudgeJob } from './rejudge-job.ts';

const follow = (t: TestApp) => new Follower(t.deps, [rejudgeJob(t.deps, loadShipmentFacts)]);

async function madeBatch(t: TestApp, plant: TestParty): Promise<string> {
  const body = {
    product: { name: '酱油', specification: '500ml/瓶', category: 'food', shelfLife: { value: 12, unit: 'month' } },
    batchNumber: '20261101A',
    productionDate: '2026-11-01',
    expiresOn: '2026-11-03',
    quantity: { amount: '100', unit: '瓶' },
    certificates: [{ kind: 'release', number: 'HZ-1', issuer: '示例检测', issuedOn: '2026-11-02', conclusion: 'pass' }],
  };
  const made = await t.request('POST', '/v1/batches', { key: plant.key, body });
  expect(made.status, made.text).toBe(201);
  return made.json.traceCode;
}

/** A sale of the batch, put into the store as it is, unjudged. */
async function soldBy(t: TestApp, seller: TestParty, traceCode: string, state: string): Promise<string> {
  const { store } = t.deps;
  const known = await partyByRef(store.read, seller.id);
  const site = known && (await siteOf(store.read, known.id));
  const code = traceCode.replaceAll('-', '');
  const batch = await store.read.selectFrom('batch').selectAll().where('traceCode', '=', code).executeTakeFirstOrThrow();
  if (!known || !site) throw new Error('The seller is not there.');
  const [id = 0, holdingId = 0] = await store.ids(2);
  const named = { id, publicId: `s${id}`, slip: `l${id}` };
  const line = { batchId: batch.id, batchRevision: 1, holdingId, steps: 1, amount: '1', unit: '瓶', unitCode: 'XBO', pieces: null };
  await store.commit({
    chain: `party:${seller.id}`,
    at: t.clock.now(),
    entries: [{ kind: 'shipment.recorded', subject: `shipment/s${id}`, payload: { party: seller.id, actedBy: 'test' } }],
    rows: {
      shipment: [{ ...shipmentOf(named, known, site, t.clock.now()), state }],
      shipment_line: [{ shipmentId: id, n: 1, ...line }],
    },
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  });
  return `s${id}`;
}

const findingsOn = (t: TestApp, shipment: string) =>
  t.store.read
    .selectFrom('finding')
    .select(['rule', 'weight', 'state'])
    .where('subjectCode', '=', shipment)
    .where('state', '!=', 'shadow')
    .orderBy('rule')
    .execute();

async function addFailing(t: TestApp, plant: TestParty, traceCode: string): Promise<string> {
  const body = {
    kind: 'typeTest',
    number: 'F-9',
    issuer: '示例检测',
    issuedOn: '2026-11-05',
    conclusion: 'fail',
    covers: { traceCodes: [traceCode] },
  };
  const added = await t.request('POST', '/v1/certificates', { key: plant.key, body });
  expect(added.status, added.text).toBe(201);
  return added.json.id;
}

describe('judging again when a batch changes', () => {
  it('finds another party’s sale of a batch whose maker added a failing paper, and closes it when the paper is withdrawn', async () => {
    const t = await testApp();
    const plant = await t.party();
    const seller = await t.party({ kinds: ['distributor'] });
    const traceCode = await madeBatch(t, plant);
    t.clock.set(Date.parse('2026-11-03T01:00:00Z'));
    const shipment = await soldBy(t, seller, traceCode, 'in-transit');
    t.clock.set(Date.parse('2026-11-05T01:00:00Z'));
    await follow(t).catchUp();
    expect(await findingsOn(t, shipment)).toEqual([]);
    const paper = await addFailing(t, plant, traceCode);
    await follow(t).catchUp();
    expect(await findingsOn(t, shipment)).toEqual([{ rule: 'certificate-failed', weight: 'reminder', state: 'open' }]);
    const withdrawal = await t.request('POST', `/v1/certificates/${paper}/withdrawal`, { key: plant.key, body: { reason: '报告有误' } });
    expect(withdrawal.json.withdrawn, withdrawal.text).toBe(true);
    await follow(t).catchUp();
    expect(await findingsOn(t, shipment)).toEqual([{ rule: 'certificate-failed', weight: 'reminder', state: 'corrected' }]);
    const entries = await t.store.read.selectFrom('entry').select('subject').where('kind', '=', 'shipment.rejudged').execute();
    expect(entries).toEqual([{ subject: `shipment/${shipment}` }, { subject: `shipment/${shipment}` }]);
  });

  it('finds a sale after the date the maker corrected, leaves void shipments alone, and changes nothing when it reads the entries again', async () => {
    const t = await testApp();
    const plant = await t.party();
    const seller = await t.party({ kinds: ['distributor'] });
    const traceCode = await madeBatch(t, plant);
    t.clock.set(Date.parse('2026-11-03T01:00:00Z'));
    const sold = await soldBy(t, seller, traceCode, 'received');
    const voided = await soldBy(t, seller, traceCode, 'void');
    const revised = await t.request('PATCH', `/v1/batches/${traceCode}`, {
      key: plant.key,
      body: { expiresOn: '2026-11-02', reason: '标签印刷为 11 月 2 日' },
      headers: { 'If-Match': '"1"' },
    });
    expect(revised.status, revised.text).toBe(200);
    await follow(t).catchUp();
    expect(await findingsOn(t, sold)).toEqual([{ rule: 'past-shelf-life', weight: 'lead', state: 'open' }]);
    expect(await findingsOn(t, voided)).toEqual([]);
    const job = rejudgeJob(t.deps, loadShipmentFacts);
    const again = new Follower(t.deps, [{ ...job, name: 'again' }]);
    await again.catchUp();
    expect(await findingsOn(t, sold)).toHaveLength(1);
    const entries = await t.store.read.selectFrom('entry').select('seq').where('kind', '=', 'shipment.rejudged').execute();
    expect(entries).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, freshUscc, type TestApp, type TestParty, testApp } from '../../test/app.ts';
import { Follower } from '../ledger/follower.ts';
import type { DB } from '../store/schema.ts';
import type { Rows } from '../store/store.ts';
import { joinShipmentsJob } from './joining-job.ts';
import { joinWaiting } from './usecases.ts';

interface Sent {
  uscc: string;
  state?: string;
  deliveredAt?: number;
  /** What a receipt by link says of the one line; none without it. */
  came?: { outcome: string; steps: number };
}

/** A batch of the sender, and the holding it lies in. */
async function goods(t: TestApp, sender: TestParty) {
  const body = {
    product: { name: '示例酱油', specification: '500毫升/瓶', category: 'food' },
    batchNumber: `B${sender.id}`,
    productionDate: '2026-11-01',
    quantity: { amount: '1000', unit: '瓶' },
  };
  const { json } = await t.request('POST', '/v1/batches', { key: sender.key, body });
  const batch = await t.store.read
    .selectFrom('batch')
    .selectAll()
    .where('traceCode', '=', json.traceCode.replaceAll('-', ''))
    .executeTakeFirstOrThrow();
  const holding = await t.store.read.selectFrom('holding').selectAll().where('batchId', '=', batch.id).executeTakeFirstOrThrow();
  return { batch, holding };
}

type Goods = Awaited<ReturnType<typeof goods>>;

/** The rows of shipments as custody records them, with one line each. */
async function ship(t: TestApp, { batch, holding }: Goods, shipments: Sent[], entered = false): Promise<number[]> {
  const ids = await t.store.ids(shipments.length * 2);
  const rows: Required<Pick<Rows, 'shipment' | 'shipment_line' | 'receipt' | 'receipt_line'>> = {
    shipment: [],
    shipment_line: [],
    receipt: [],
    receipt_line: [],
  };
  const at = t.clock.now();
  const goodsOfLine = { batchId: batch.id, steps: 24, amount: '24', unit: '瓶', unitCode: 'BO' };
  for (const [i, { uscc, state = 'in-transit', deliveredAt = null, came }] of shipments.entries()) {
    const [id = 0, receiptId = 0] = ids.slice(i * 2, i * 2 + 2);
    const shipment: DB['shipment'] = {
      id,
      publicId: `sh${id}`,
      slip: `slip${id}`,
      partyId: batch.partyId,
      siteId: batch.siteId,
      purpose: 'sale',
      toPartyId: null,
      toSiteId: null,
      toName: '示例超市',
      toUscc: uscc,
      toNatural: 0,
      documentNumber: null,
      shippedAt: at,
      deliveredAt,
      regionCode: '330110',
      state,
      actedBy: 'test',
      revision: 1,
      recordedAt: at,
    };
    rows.shipment.push(shipment);
    rows.shipment_line.push({ shipmentId: id, n: 1, batchRevision: batch.revision, holdingId: holding.id, pieces: null, ...goodsOfLine });
    if (!came) continue;
    rows.receipt.push({
      id: receiptId,
      publicId: `re${receiptId}`,
      shipmentId: id,
      partyId: null,
      siteId: null,
      by: 'link',
      outcome: came.outcome,
      receivedAt: at,
      signedName: null,
      reason: null,
      checks: null,
      fromName: null,
      fromUscc: null,
      fromAddress: null,
      fromContact: null,
      fromNatural: 0,
      actedBy: 'link',
      recordedAt: at,
    });
    rows.receipt_line.push({ receiptId, n: 1, lineN: 1, holdingId: null, outcome: came.outcome, ...goodsOfLine, steps: came.steps });
  }
  const entries = entered
    ? rows.shipment.map(({ publicId }) => ({ kind: 'shipment.recorded', subject: `shipment/${publicId}`, payload: {} }))
    : [];
  const reply = { status: 204, headers: {}, body: '' };
  const result = await t.store.commit({ chain: 'test', at, entries, rows, finish: () => ({ reply }) });
  expect(result.committed).toBe(true);
  return ids.filter((_, i) => i % 2 === 0);
}

const registration = (uscc: string) => ({ uscc, name: '示例超市公司', kinds: ['retailer'], regionCode: '330110' });

async function joined(t: TestApp, publicId: string) {
  const party = await t.store.read.selectFrom('party').select('id').where('publicId', '=', publicId).executeTakeFirstOrThrow();
  const shipments = await t.store.read
    .selectFrom('shipment')
    .select('id')
    .where('toPartyId', '=', party.id)
    .where('toSiteId', 'is not', null)
    .orderBy('id')
    .execute();
  const holdings = await t.store.read.selectFrom('holding').select(['batchId', 'steps']).where('partyId', '=', party.id).execute();
  return { shipments: shipments.map(({ id }) => id), holdings };
}

describe('shipments that waited for a firm to be registered', () => {
  it('become its own when it is approved, and what was received by link becomes its holding', async () => {
    const t = await testApp();
    const own = await goods(t, await t.party());
    const uscc = freshUscc();
    const sent = await ship(t, own, [
      { uscc },
      { uscc, state: 'received', came: { outcome: 'accepted', steps: 24 } },
      { uscc, state: 'received', came: { outcome: 'short', steps: 20 } },
      { uscc, state: 'refused', came: { outcome: 'refused', steps: 24 } },
      { uscc: freshUscc() },
      { uscc, state: 'void' },
    ]);
    const { id } = (await t.request('POST', '/v1/parties', { body: registration(uscc) })).json;
    expect((await joined(t, id)).shipments).toEqual([]);
    await t.request('POST', `/v1/parties/${id}/approval`, { key: ADMIN_KEY, body: { outcome: 'approved' } });
    expect(await joined(t, id)).toEqual({ shipments: sent.slice(0, 4), holdings: [{ batchId: own.batch.id, steps: 44 }] });
    const entry = await t.store.read.selectFrom('entry').select('bytes').where('kind', '=', 'shipments.joined').executeTakeFirstOrThrow();
    expect(JSON.parse(entry.bytes).payload).toMatchObject({
      party: id,
      traceCodes: [own.batch.traceCode],
      received: [{ n: 1, quantity: { amount: '24', unit: '瓶' } }, { n: 1 }],
    });
    const flows = await t.store.read
      .selectFrom('flow')
      .select(['src', 'steps', 'ref'])
      .where('src', '=', own.holding.id)
      .orderBy('ref')
      .execute();
    expect(flows).toEqual([
      { src: own.holding.id, steps: 24, ref: sent[1] },
      { src: own.holding.id, steps: 20, ref: sent[2] },
    ]);
    const receipts = await t.store.read.selectFrom('receipt').select('id').where('partyId', 'is not', null).execute();
    expect(receipts).toHaveLength(3);
  });

  it('are joined when the authority registers the firm itself', async () => {
    const t = await testApp();
    const own = await goods(t, await t.party());
    const uscc = freshUscc();
    const sent = await ship(t, own, [{ uscc }]);
    const buyer = await t.party(registration(uscc));
    expect((await joined(t, buyer.id)).shipments).toEqual(sent);
  });

  it('that were delivered and not confirmed get their clock, the others none', async () => {
    const t = await testApp();
    const own = await goods(t, await t.party());
    const uscc = freshUscc();
    const deliveredAt = Date.parse('2026-11-05T00:00:00Z');
    const [waits] = await ship(t, own, [
      { uscc, deliveredAt },
      { uscc },
      { uscc, deliveredAt, state: 'received', came: { outcome: 'accepted', steps: 24 } },
    ]);
    await t.party(registration(uscc));
    const due = await t.store.read.selectFrom('due').select(['at', 'rule', 'subjectId']).where('subjectType', '=', 'shipment').execute();
    expect(due).toEqual([{ at: Date.parse('2026-11-06T00:00:00Z'), rule: 'receipt-unconfirmed', subjectId: waits }]);
  });

  it('stay out where they would take a holding past what can be counted, and the firm is registered all the same', async () => {
    const t = await testApp();
    const own = await goods(t, await t.party());
    const uscc = freshUscc();
    const most = { uscc, state: 'received', came: { outcome: 'accepted', steps: 9_007_199_254_740_990 } };
    const sent = await ship(t, own, [most, { uscc, state: 'received', came: { outcome: 'accepted', steps: 2 } }, { uscc }]);
    const buyer = await t.party(registration(uscc));
    expect(await joined(t, buyer.id)).toEqual({
      shipments: [sent[0], sent[2]],
      holdings: [{ batchId: own.batch.id, steps: 9_007_199_254_740_990 }],
    });
  });

  it('are all joined, a thousand a commit, into one holding', async () => {
    const t = await testApp();
    const own = await goods(t, await t.party());
    const uscc = freshUscc();
    await ship(
      t,
      own,
      Array.from({ length: 2_001 }, () => ({ uscc, state: 'received', came: { outcome: 'accepted', steps: 2 } })),
    );
    const buyer = await t.party(registration(uscc));
    const { shipments, holdings } = await joined(t, buyer.id);
    expect(shipments).toHaveLength(2_001);
    expect(holdings).toEqual([{ batchId: own.batch.id, steps: 4_002 }]);
    expect(await t.store.read.selectFrom('entry').select('seq').where('kind', '=', 'shipments.joined').execute()).toHaveLength(3);
  });

  it('are joined by the follower when they were recorded while the approval was being written', async () => {
    const t = await testApp();
    const own = await goods(t, await t.party());
    const buyer = await t.party();
    const uscc = buyer.uscc ?? '';
    const sent = await ship(t, own, [{ uscc }, { uscc, state: 'received', came: { outcome: 'accepted', steps: 24 } }], true);
    const follower = new Follower(t.deps, [joinShipmentsJob(t.deps)]);
    await follower.catchUp();
    expect(await joined(t, buyer.id)).toEqual({ shipments: sent, holdings: [{ batchId: own.batch.id, steps: 24 }] });
    expect(await follower.catchUp()).toBe(0);
  });

  it('move a holding once when the approval and the follower join them at the same time', async () => {
    const t = await testApp();
    const own = await goods(t, await t.party());
    const buyer = await t.party();
    const party = await t.store.read.selectFrom('party').selectAll().where('publicId', '=', buyer.id).executeTakeFirstOrThrow();
    const received = { uscc: party.uscc ?? '', state: 'received', came: { outcome: 'accepted', steps: 24 } };
    await ship(t, own, [received]);
    await joinWaiting(t.deps, party, 'test');
    await ship(t, own, [received]);
    await Promise.all([joinWaiting(t.deps, party, 'test'), joinWaiting(t.deps, party, 'system')]);
    expect((await joined(t, buyer.id)).holdings).toEqual([{ batchId: own.batch.id, steps: 48 }]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../test/app.ts';
import { bags, type CustodyWorld, custodyWorld } from '../../../test/custody-world.ts';
import { bare } from './own-terms.ts';

type Json = Answer['json'];

async function events(w: CustodyWorld, key: string, query = ''): Promise<Json[]> {
  const answer = await w.get(`/epcis/events${query}`, key);
  expect(answer.status, answer.text).toBe(200);
  return answer.json.epcisBody.queryResults.resultsBody.eventList;
}

const LOT = 'https://id.gs1.org/01/09521234543213/10/20261101A';

describe('a record as an EPCIS event', () => {
  it('of a batch is its commissioning, with the lot as a Digital Link, the date it was made and where', async () => {
    const w = await custodyWorld();
    await w.batch();
    const [event] = await events(w, w.producer.key);
    const site = { id: `urn:suyuan:epcis:site:${w.producer.sites[0]?.id}` };
    const { eventID, 'suyuan:record': record, ...said } = event;
    expect(said).toEqual({
      type: 'ObjectEvent',
      eventTime: '2026-10-31T16:00:00Z',
      eventTimeZoneOffset: '+08:00',
      recordTime: '2026-11-05T01:00:00Z',
      action: 'ADD',
      bizStep: 'commissioning',
      disposition: 'active',
      quantityList: [{ epcClass: LOT, quantity: 1200 }],
      ilmd: { 'cbvmda:lotNumber': '20261101A', 'cbvmda:itemExpirationDate': '2026-11-08' },
      readPoint: site,
      bizLocation: site,
    });
    expect(eventID).toMatch(/^urn:uuid:/);
    expect(bare(record)).toMatchObject({ kind: 'batch', party: { uscc: w.producer.uscc }, body: { batchNumber: '20261101A' } });
  });

  it('of a shipment is counted in the unit of the lot, from the sender to the buyer', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id } = await w.ship([{ traceCode: code, quantity: { amount: '24', unit: '箱' } }]);
    const [event] = await events(w, w.producer.key, '?EQ_bizStep=shipping');
    expect(event).toMatchObject({
      action: 'OBSERVE',
      disposition: 'in_transit',
      eventTime: '2026-11-05T01:00:00Z',
      quantityList: [{ epcClass: LOT, quantity: 240 }],
      bizTransactionList: [{ type: 'desadv', bizTransaction: `urn:suyuan:epcis:shipment:${id}` }],
      sourceList: [{ type: 'possessing_party', source: `https://trace.example/v1/parties/uscc:${w.producer.uscc}` }],
    });
    expect(event.destinationList[0]).toEqual({
      type: 'possessing_party',
      destination: `https://trace.example/v1/parties/uscc:${w.shop.uscc}`,
    });
    // The buyer has an event of its own once it has confirmed, and not before.
    expect(await events(w, w.shop.key)).toEqual([]);
    const short = { outcome: 'short', lines: [{ line: 1, outcome: 'short', quantity: bags('236') }] };
    expect((await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, short)).status).toBe(201);
    expect(await events(w, w.shop.key)).toMatchObject([
      { bizStep: 'receiving', disposition: 'mismatch_quantity', quantityList: [{ epcClass: LOT, quantity: 236 }] },
    ]);
  });

  it('keeps the lot it was shipped as when the batch is corrected; the correction declares the earlier event wrong', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    await w.ship([{ traceCode: code, quantity: bags('10') }]);
    const [before] = await events(w, w.producer.key, '?EQ_bizStep=commissioning');
    const revised = await w.request('PATCH', `/v1/batches/${code}`, {
      key: w.producer.key,
      headers: { 'If-Match': '"1"' },
      body: { batchNumber: 'B2', quantity: bags('1150'), reason: '批号录错' },
    });
    expect(revised.status, revised.text).toBe(200);
    const now = await events(w, w.producer.key, '?EQ_bizStep=commissioning');
    const corrected = now.find((event) => event.eventID !== before.eventID);
    expect(corrected.quantityList).toEqual([{ epcClass: 'https://id.gs1.org/01/09521234543213/10/B2', quantity: 1150 }]);
    expect(now.filter((event) => event.eventID === before.eventID)).toHaveLength(2);
    expect(now).toContainEqual(before);
    const { json } = await w.get(`/epcis/events/${before.eventID}`, w.producer.key);
    expect(json.errorDeclaration).toEqual({
      declarationTime: '2026-11-05T01:00:00Z',
      reason: 'incorrect_data',
      correctiveEventIDs: [corrected.eventID],
    });
    expect((await events(w, w.producer.key, '?EQ_bizStep=shipping'))[0].quantityList).toEqual([{ epcClass: LOT, quantity: 10 }]);
    expect((await events(w, w.producer.key, '?EXISTS_errorDeclaration=false')).map((event) => event.bizStep).sort()).toEqual([
      'commissioning',
      'shipping',
    ]);
  });

  it('names no natural person', async () => {
    const w = await custodyWorld();
    const code = await w.batch({ certificates: [{ kind: 'commitment', issuer: '张三丰' }], commissionedBy: { name: '王小明' } });
    await w.ship([{ traceCode: code, quantity: bags('10') }], { to: { name: '李小龙' } });
    const text = (await w.get('/v1/exports/epcis', w.producer.key)).text;
    expect(text).toContain('"suyuan:to":{"suyuan:natural":true}');
    expect(text).not.toMatch(/张三丰|王小明|李小龙|c:[0-9a-f]{64}/);
  });

  it('is found by its trace code where the product has no GTIN', async () => {
    const w = await custodyWorld();
    const code = await w.batch({ quantity: { amount: '12.5', unit: '斤' } }, { gtin: undefined, packaging: undefined });
    const epcClass = `https://trace.example/t/${code}`;
    expect((await events(w, w.producer.key, `?MATCH_epcClass=${epcClass}`))[0].quantityList).toEqual([
      { epcClass, quantity: 6.25, uom: 'KGM' },
    ]);
  });

  it('stands once, however often and however late it is asked for', async () => {
    const w = await custodyWorld();
    for (let n = 0; n < 130; n++) await w.batch({ batchNumber: `N${n}` });
    const count = async () => (await w.get('/v1/exports/epcis', w.producer.key)).json.epcisBody.eventList.length;
    expect(await Promise.all([count(), count(), count()])).toEqual([130, 130, 130]);
    await w.batch({ batchNumber: 'late' });
    expect(await count()).toBe(131);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTraceCode } from '../../src/codes/trace-code.ts';
import type { Files } from '../../src/platform/deps.ts';
import type { Store } from '../../src/store/store.ts';
import { batchBody } from '../custody-world.ts';
import { type Answer, type World, worldOver } from '../world.ts';

type Json = Answer['json'];
interface Made {
  store: Store;
  close(): Promise<void>;
}

const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

function memoryFiles(): Files {
  const files = new Map<string, Uint8Array>();
  return {
    put: async (sha256, bytes) => {
      files.set(sha256, bytes);
    },
    get: async (sha256) => files.get(sha256) ?? null,
  };
}

const observed = (n: number): Json => ({
  type: 'ObjectEvent',
  eventID: `https://example.com/event/${n}`,
  action: 'OBSERVE',
  bizStep: n % 2 === 0 ? 'storing' : 'packing',
  epcList: [`urn:epc:id:sgtin:0614141.107346.${n}`],
  eventTime: `2026-11-04T${String(10 + (n % 10)).padStart(2, '0')}:00:00+08:00`,
  eventTimeZoneOffset: n === 33 ? 'Z' : '+08:00',
});

/** What EPCIS does to a store, the same on every engine: capture, query by every means, records as events and events as records. */
export function epcisJourneys(engine: string, open: () => Promise<Made>): void {
  describe(`EPCIS on ${engine}`, () => {
    let made: Made;
    let w: World;
    beforeEach(async () => {
      made = await open();
      w = worldOver(made.store, memoryFiles());
    });
    afterEach(() => made.close());

    const listOf = async (key: string, query: string): Promise<Json[]> => {
      const answer = await w.request('GET', `/epcis/events?perPage=200&${query}`, { key });
      expect(answer.status, answer.text).toBe(200);
      return answer.json.epcisBody.queryResults.resultsBody.eventList;
    };

    it('values no index and no column takes are refused with their place', async () => {
      const { key } = await w.party();
      // Of random characters, which no engine makes smaller before it looks at their length.
      const long = `https://example.com/${Buffer.from(w.deps.random(3_000)).toString('hex')}`;
      const bodyOf = (event: Json) => ({ '@context': [CONTEXT], ...observed(1), ...event });
      for (const [pointer, event] of [
        ['/epcList/0', { epcList: [long] }],
        ['/eventID', { eventID: long }],
        ['/readPoint/id', { readPoint: { id: long } }],
      ]) {
        const answer = await w.request('POST', '/epcis/events', { key, body: bodyOf(event) });
        expect([answer.status, answer.json.errors?.[0].pointer]).toEqual([422, pointer]);
      }
      const fits = long.slice(0, 2_000);
      expect((await w.request('POST', '/epcis/events', { key, body: bodyOf({ eventID: fits, epcList: [fits] }) })).status).toBe(201);
      const nul = await w.request('GET', '/epcis/bizSteps?nextPageToken=AA', { key });
      expect(nul.status, nul.text).toBe(422);
    });

    it('a document is captured but for the wrong event, and found by step, time, pattern and identifier', async () => {
      const { key } = await w.party();
      const epcisBody = { eventList: Array.from({ length: 60 }, (_, n) => observed(n)) };
      const body = { '@context': [CONTEXT], type: 'EPCISDocument', schemaVersion: '2.0', creationDate: '2026-11-05T09:00:00Z', epcisBody };
      const answer = await w.request('POST', '/epcis/capture', { key, body, headers: { 'GS1-Capture-Error-Behaviour': 'proceed' } });
      expect(answer.status, answer.text).toBe(202);
      expect(answer.json).toMatchObject({ success: false, events: { sent: 60, stored: 59 }, errors: [{ event: 33 }] });
      expect(await listOf(key, 'EQ_bizStep=packing')).toHaveLength(29);
      expect(await listOf(key, 'GE_eventTime=2026-11-04T18:00:00%2B08:00&LT_eventTime=2026-11-04T19:00:00%2B08:00')).toHaveLength(6);
      expect(await listOf(key, 'MATCH_epc=urn:epc:idpat:sgtin:0614141.107346.*')).toHaveLength(59);
      expect(await listOf(key, 'MATCH_anyEPC=https://id.gs1.org/01/10614141073464/21/7')).toEqual([
        { ...observed(7), recordTime: '2026-11-05T01:00:00Z' },
      ]);
      expect((await w.request('GET', '/epcis/bizSteps', { key })).json.member).toEqual(['packing', 'storing']);
      const errorDeclaration = { declarationTime: '2026-11-05T09:00:00+08:00', reason: 'did_not_occur' };
      const declared = { '@context': [CONTEXT], ...observed(7), errorDeclaration };
      expect((await w.request('POST', '/epcis/events', { key, body: declared })).status).toBe(201);
      expect(await listOf(key, 'EQ_eventID=https://example.com/event/7')).toHaveLength(2);
      expect(await listOf(key, 'EXISTS_errorDeclaration=true')).toHaveLength(2);
    });

    it('records are told as events, and events become records under their codes', async () => {
      const [maker, buyer, twin] = [await w.party(), await w.party({ kinds: ['retailer'] }), await w.party()];
      const post = async (path: string, body: Json) => {
        const answer = await w.request('POST', path, { key: maker.key, body });
        expect(answer.status, answer.text).toBe(201);
        return answer.json;
      };
      const { traceCode } = await post('/v1/batches', batchBody());
      const lines = [{ traceCode, quantity: { amount: '24', unit: '箱' } }];
      await post('/v1/shipments', { purpose: 'sale', to: { uscc: buyer.uscc }, lines });
      const { text } = await w.request('GET', '/v1/exports/epcis', { key: maker.key });
      const code = makeTraceCode(w.deps.random);
      const told = text
        .replaceAll(traceCode.replaceAll('-', ''), code)
        .replaceAll(maker.uscc ?? '', twin.uscc ?? '')
        .replaceAll(/urn:uuid:/g, 'urn:uuid:1');
      const headers = { 'Content-Type': 'application/ld+json' };
      const captured = await w.request('POST', '/epcis/capture', { key: twin.key, raw: told, headers });
      expect(captured.status, captured.text).toBe(202);
      await w.follower.catchUp();
      const job = (await w.request('GET', captured.headers.get('location') ?? '', { key: twin.key })).json;
      expect(job).toMatchObject({ running: false, records: [{ outcome: 'made', subject: `batch/${code}` }, { outcome: 'made' }] });
      expect(await listOf(twin.key, 'EQ_bizStep=commissioning')).toHaveLength(1);
      const [held] = (await w.request('GET', '/v1/holdings', { key: twin.key })).json.items;
      expect([held.traceCode.replaceAll('-', ''), held.quantity.amount]).toEqual([code, '960']);
    });
  });
}

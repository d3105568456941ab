import { describe, expect, it } from 'vitest';
import { type Answer, type TestParty, testApp } from '../../../test/app.ts';
import { bags, custodyWorld } from '../../../test/custody-world.ts';
import { Follower } from '../../ledger/follower.ts';
import { silentLog } from '../../platform/log.ts';
import type { Commit, Store } from '../../store/store.ts';
import { epcisRecordsJob } from './rebuild.ts';

type Json = Answer['json'];

/** What a producer that made a batch and shipped of it takes along, and an empty service. */
async function moved() {
  const old = await custodyWorld();
  const code = await old.batch();
  await old.ship([{ traceCode: code, quantity: bags('10') }]);
  const document = (await old.get('/v1/exports/epcis', old.producer.key)).json;
  const t = await testApp({ at: old.clock.now() });
  const own = (by: TestParty) => JSON.parse(JSON.stringify(document).replaceAll(old.producer.uscc ?? '', by.uscc ?? ''));
  const capture = async (by: TestParty, body: Json): Promise<string> => {
    const answer = await t.request('POST', '/epcis/capture', { key: by.key, body });
    expect(answer.status, answer.text).toBe(202);
    return answer.headers.get('location') ?? '';
  };
  const jobOf = async (by: TestParty, job: string): Promise<Json> => (await t.request('GET', job, { key: by.key })).json;
  return { ...t, code, document, uscc: old.producer.uscc, own, capture, jobOf };
}

/** Opening stock of a producer: what a batch event says of its goods, on as many lines as are asked for. */
function openingOf(document: Json, lines: number): Json {
  const [event] = document.epcisBody.eventList;
  const { 'suyuan:body': described, 'suyuan:id': id, 'suyuan:party': party } = event['suyuan:record'];
  const line = { 'suyuan:traceCode': id, 'suyuan:quantity': { 'suyuan:amount': '5', 'suyuan:unit': '袋' }, 'suyuan:described': described };
  const record = {
    'suyuan:kind': 'opening',
    'suyuan:id': 'there',
    'suyuan:party': party,
    'suyuan:body': { 'suyuan:asOf': '2026-11-04', 'suyuan:lines': Array(lines).fill(line) },
  };
  const opening = {
    ...event,
    eventID: `https://example.com/opening/${lines}`,
    action: 'OBSERVE',
    ilmd: undefined,
    'suyuan:record': record,
  };
  return { ...document, epcisBody: { eventList: [opening] } };
}

/** A store that does not take the records of one kind, whatever comes; `failed` counts. */
function refusing(store: Store, kind: string): { store: Store; failed: () => number } {
  let failed = 0;
  const proxy = new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name !== 'commit') return typeof value === 'function' ? value.bind(target) : value;
      return async (commit: Commit) => {
        if (!commit.entries.some((entry) => entry.kind === kind)) return target.commit(commit);
        failed += 1;
        throw new Error('unforeseen');
      };
    },
  });
  return { store: proxy, failed: () => failed };
}

describe('an event that cannot be made a record', () => {
  it('because one trace code stands there as two batches is left an event, and stops nobody', async () => {
    const w = await moved();
    const producer = await w.party({ uscc: w.uscc });
    const job = await w.capture(producer, openingOf(w.document, 2));
    await w.follower.catchUp();
    expect(await w.jobOf(producer, job)).toMatchObject({
      running: false,
      records: [{ outcome: 'kept', reason: expect.stringContaining('出现两次') }],
    });
    const once = await w.capture(producer, openingOf(w.document, 1));
    await w.follower.catchUp();
    expect((await w.jobOf(producer, once)).records).toMatchObject([{ outcome: 'made' }]);
  });

  it('time after time, for a reason nobody foresaw, is left an event; those behind it are made', async () => {
    const w = await moved();
    const producer = await w.party({ uscc: w.uscc, name: '示例肉联厂' });
    const job = await w.capture(producer, w.document);
    const broken = refusing(w.store, 'batch.recorded');
    const lines: string[] = [];
    const log = { ...silentLog, error: (event: string) => void lines.push(event) };
    const deps = { ...w.deps, store: broken.store, log };
    for (let time = 1; time <= 2; time++) {
      await expect(new Follower(deps, [epcisRecordsJob(deps)]).catchUp()).rejects.toThrow('unforeseen');
      expect(await w.jobOf(producer, job)).toMatchObject({ running: true, success: true, records: [] });
    }
    await new Follower(deps, [epcisRecordsJob(deps)]).catchUp();
    expect(broken.failed()).toBe(3);
    expect(lines).toEqual(['follower', 'follower', 'epcis-record']);
    const { running, records } = await w.jobOf(producer, job);
    expect(running).toBe(false);
    expect(records).toMatchObject([
      { event: 0, outcome: 'kept', reason: expect.stringContaining('多次尝试') },
      { event: 1, outcome: 'kept' },
    ]);
    // Once the reason is gone, the same document makes what was left.
    const again = await w.capture(producer, w.document);
    await w.follower.catchUp();
    expect((await w.jobOf(producer, again)).records.map((one: Json) => one.outcome)).toEqual(['made', 'made']);
  });
});

describe('a batch told as one’s own that is another’s here', () => {
  it('is not known but left an event, and so is all that names it, also in a later document', async () => {
    const w = await moved();
    const squatter = await w.party({ name: '别家' });
    await w.capture(squatter, w.own(squatter));
    await w.follower.catchUp();
    const producer = await w.party({ uscc: w.uscc, name: '示例肉联厂' });
    const [batch, shipment] = w.document.epcisBody.eventList;
    const documentOf = (event: Json) => ({ ...w.document, epcisBody: { eventList: [event] } });
    for (const event of [batch, shipment]) {
      const job = await w.capture(producer, documentOf(event));
      await w.follower.catchUp();
      expect((await w.jobOf(producer, job)).records).toMatchObject([{ outcome: 'kept', reason: expect.stringContaining(w.code) }]);
    }
    expect((await w.request('GET', '/v1/holdings', { key: producer.key })).json.items).toEqual([]);
    expect((await w.request('GET', '/v1/shipments', { key: producer.key })).json.items).toEqual([]);
    const opening = await w.capture(producer, openingOf(w.document, 1));
    await w.follower.catchUp();
    expect((await w.jobOf(producer, opening)).records).toMatchObject([{ outcome: 'kept', reason: expect.stringContaining(w.code) }]);
  });
});

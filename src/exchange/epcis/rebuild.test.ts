import { describe, expect, it } from 'vitest';
import { type Answer, testApp } from '../../../test/app.ts';
import { bags, custodyWorld } from '../../../test/custody-world.ts';
import type { Commit, Store } from '../../store/store.ts';
import { epcisRecordsJob } from './rebuild.ts';

type Json = Answer['json'];

/** A document of a producer that made and shipped to a shop, and an empty service where both are registered. */
async function moved() {
  const w = await custodyWorld();
  const code = await w.batch();
  await w.ship([{ traceCode: code, quantity: bags('100') }]);
  const document = (await w.get('/v1/exports/epcis', w.producer.key)).json;
  const t = await testApp({ at: w.clock.now() });
  const producer = await t.party({ name: '示例肉联厂', kinds: ['producer'], uscc: w.producer.uscc });
  const shop = await t.party({ name: '示例超市有限公司', kinds: ['retailer'], uscc: w.shop.uscc });
  const capture = async (key: string, body: Json = document): Promise<Json> => {
    const answer = await t.request('POST', '/epcis/capture', { key, body });
    expect(answer.status, answer.text).toBe(202);
    return answer;
  };
  const jobOf = async (key: string, answer: Answer): Promise<Json> =>
    (await t.request('GET', answer.headers.get('location') ?? '', { key })).json;
  const held = async (key: string) =>
    (await t.request('GET', '/v1/holdings', { key })).json.items.map((item: Json) => `${item.traceCode} ${item.quantity.amount}`);
  return { ...t, old: w, code, document, producer, shop, capture, jobOf, held };
}

/** A store that is cut as soon as somebody notes what was made. */
function failingAtNotes(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name !== 'commit') return typeof value === 'function' ? value.bind(target) : value;
      return (commit: Commit) => {
        if (commit.rows?.claim) throw new Error('cut');
        return target.commit(commit);
      };
    },
  });
}

describe('a captured event that tells a record of this service', () => {
  it('becomes that record, under the trace code it was printed with', async () => {
    const w = await moved();
    const answer = await w.capture(w.producer.key);
    expect(answer.json).toMatchObject({ running: true, finishedAt: null, records: [] });
    await w.follower.catchUp();
    expect((await w.jobOf(w.producer.key, answer)).records).toMatchObject([
      { event: 0, outcome: 'made', subject: `batch/${w.code.replaceAll('-', '')}` },
      { event: 1, outcome: 'made' },
    ]);
    expect(await w.held(w.producer.key)).toEqual([`${w.code} 1100`]);
    expect((await w.request('GET', `/t/${w.code}`, { headers: { Accept: 'application/json' } })).json.product.name).toBe('冷鲜猪后腿肉');
  });

  it('is made once, also when the making is cut after any record and begun again', async () => {
    const w = await moved();
    const answer = await w.capture(w.producer.key);
    const entry = await w.store.read.selectFrom('entry').selectAll().where('kind', '=', 'epcis.captured').executeTakeFirstOrThrow();
    const followed = { ...entry, payload: JSON.parse(entry.bytes).payload };
    // The commit that ends the job never came: everything is done again from the start.
    for (let time = 0; time < 2; time++) await epcisRecordsJob(w.deps).handle([followed]);
    await w.follower.catchUp();
    const job = await w.jobOf(w.producer.key, answer);
    expect(job.running).toBe(false);
    expect(job.records.map((one: Json) => one.outcome)).toEqual(['known', 'known']);
    expect(await w.held(w.producer.key)).toEqual([`${w.code} 1100`]);
    expect((await w.request('GET', '/v1/shipments', { key: w.producer.key })).json.items).toHaveLength(1);
  });

  it('goes on where it was cut between a record and the note of it', async () => {
    const w = await moved();
    const answer = await w.capture(w.producer.key);
    const entry = await w.store.read.selectFrom('entry').selectAll().where('kind', '=', 'epcis.captured').executeTakeFirstOrThrow();
    const cut = epcisRecordsJob({ ...w.deps, store: failingAtNotes(w.store) });
    await expect(cut.handle([{ ...entry, payload: JSON.parse(entry.bytes).payload }])).rejects.toThrow('cut');
    expect(await w.held(w.producer.key)).toEqual([`${w.code} 1200`]);
    await w.follower.catchUp();
    expect((await w.jobOf(w.producer.key, answer)).records).toMatchObject([{ outcome: 'made' }, { outcome: 'made' }]);
    expect(await w.held(w.producer.key)).toEqual([`${w.code} 1100`]);
    const own = (await w.request('GET', '/v1/exports/epcis', { key: w.producer.key })).json.epcisBody.eventList;
    expect(own).toHaveLength(2);
  });

  it('of another party stays an event: a buyer does not become the maker', async () => {
    const w = await moved();
    const answer = await w.capture(w.shop.key);
    await w.follower.catchUp();
    expect(await w.jobOf(w.shop.key, answer)).toMatchObject({ running: false, success: true, events: { stored: 2 }, records: [] });
    expect(await w.held(w.shop.key)).toEqual([]);
    expect((await w.request('GET', `/t/${w.code}`)).status).toBe(404);
  });

  it('of longer ago than a late entry may be stays an event, with the reason', async () => {
    const w = await moved();
    w.clock.set(Date.parse('2026-12-20T01:00:00Z'));
    const answer = await w.capture(w.producer.key);
    await w.follower.catchUp();
    const { records } = await w.jobOf(w.producer.key, answer);
    expect(records).toMatchObject([{ outcome: 'made' }, { outcome: 'kept', reason: expect.stringContaining('/shippedAt') }]);
  });

  it('is told back where it came from as known, and nothing is doubled', async () => {
    const w = await moved();
    const back = await w.old.request('POST', '/epcis/capture', { key: w.old.producer.key, body: w.document });
    expect(back.json).toMatchObject({ success: true, events: { sent: 2, stored: 0 } });
    await w.old.follower.catchUp();
    const job = (await w.old.get(back.headers.get('location') ?? '', w.old.producer.key)).json;
    expect(job.records.map((one: Json) => one.outcome)).toEqual(['known', 'known']);
    expect(await w.old.held(w.old.producer, w.code)).toBe('1100');
  });

  it('is left an event where a site of that name is not registered, and made once it is', async () => {
    const w = await moved();
    const renamed = JSON.parse(JSON.stringify(w.document).replaceAll('"suyuan:name":"经营场所"', '"suyuan:name":"二号车间"'));
    const first = await w.capture(w.producer.key, renamed);
    await w.follower.catchUp();
    expect((await w.jobOf(w.producer.key, first)).records[0]).toMatchObject({
      outcome: 'kept',
      reason: expect.stringContaining('二号车间'),
    });
    const added = await w.request('POST', `/v1/parties/${w.producer.id}/sites`, {
      key: w.producer.key,
      body: { name: '二号车间', kind: 'plant', regionCode: '330110' },
    });
    expect(added.status, added.text).toBe(201);
    const second = await w.capture(w.producer.key, renamed);
    await w.follower.catchUp();
    expect((await w.jobOf(w.producer.key, second)).records[0]).toMatchObject({ outcome: 'made' });
  });

  it('under a code of somebody else stays an event', async () => {
    const w = await moved();
    await w.capture(w.producer.key);
    await w.follower.catchUp();
    const stolen = JSON.parse(JSON.stringify(w.document).replaceAll(w.producer.uscc ?? '', w.shop.uscc ?? ''));
    const answer = await w.capture(w.shop.key, stolen);
    await w.follower.catchUp();
    expect((await w.jobOf(w.shop.key, answer)).records[0].outcome).not.toBe('made');
    expect(await w.held(w.shop.key)).toEqual([]);
  });
});

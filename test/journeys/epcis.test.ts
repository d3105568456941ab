import { expect, it } from 'vitest';
import { type Answer, type TestApp, type TestParty, testApp } from '../app.ts';
import { epcisStory } from '../epcis-story.ts';

type Json = Answer['json'];
type Firms = { producer: TestParty; shop: TestParty };

/** A trace without what a service numbers itself: ids of parties and sites read as the firm’s role. */
function withoutIds(trace: Json, { producer, shop }: Firms): Json {
  const roles = new Map([
    [producer.id, 'producer'],
    [shop.id, 'shop'],
    [producer.sites[0]?.id ?? '', 'producer’s site'],
    [shop.sites[0]?.id ?? '', 'shop’s site'],
  ]);
  return JSON.parse(
    JSON.stringify(trace, (_, value) =>
      typeof value === 'string' ? [...roles].reduce((text, [id, role]) => text.replaceAll(id, role), value) : value,
    ),
  );
}

async function emptyService(uscc: { producer: string | null; shop: string | null }) {
  const t = await testApp();
  const producer = await t.party({ name: '示例肉联厂', kinds: ['producer'], uscc: uscc.producer });
  const shop = await t.party({ name: '示例超市有限公司', kinds: ['retailer'], uscc: uscc.shop });
  const inspector = await t.authority({ name: '示例省市场监督管理局', regionCode: '330000' });
  return { ...t, producer, shop, inspector };
}

/** Captures a document and follows it to its end. */
async function brought(t: TestApp, by: TestParty, document: Json): Promise<Json> {
  const answer = await t.request('POST', '/epcis/capture', { key: by.key, body: document });
  expect(answer.status, answer.text).toBe(202);
  await t.follower.catchUp();
  return (await t.request('GET', answer.headers.get('location') ?? '', { key: by.key })).json;
}

const outcomes = (job: Json): string[] => job.records.map((one: Json) => one.outcome);

it('a chain leaves one service as EPCIS and is the same chain in an empty one', async () => {
  const old = await epcisStory();
  const inspector = await old.authority({ name: '示例省市场监督管理局', regionCode: '330000' });
  const exported = {
    producer: (await old.get('/v1/exports/epcis', old.producer.key)).json,
    shop: (await old.get('/v1/exports/epcis', old.shop.key)).json,
  };
  const fresh = await emptyService({ producer: old.producer.uscc, shop: old.shop.uscc });

  const first = await brought(fresh, fresh.producer, exported.producer);
  expect(first).toMatchObject({ running: false, success: true, errors: [], events: { sent: 15, stored: 15 } });
  // What the sender took back it can only once the buyer’s receipt is there.
  expect(first.records.filter((one: Json) => one.outcome === 'kept')).toMatchObject([
    { event: 14, reason: expect.stringContaining('尚无接收记录') },
  ]);
  expect(outcomes(await brought(fresh, fresh.shop, exported.shop))).toEqual(['made', 'made', 'made', 'made', 'made']);
  const again = await brought(fresh, fresh.producer, exported.producer);
  expect(again).toMatchObject({ success: true, events: { sent: 15, stored: 0 } });
  expect(outcomes(again)).toEqual([...Array(outcomes(again).length - 1).fill('known'), 'made']);

  for (const [name, code] of Object.entries(old.codes)) {
    const path = `/v1/trace?traceCode=${code}&direction=both`;
    const [before, after] = [await old.get(path, inspector.key), await fresh.request('GET', path, { key: fresh.inspector.key })];
    expect(before.status, before.text).toBe(200);
    expect(after.status, after.text).toBe(200);
    expect(withoutIds(after.json, fresh), name).toEqual(withoutIds(before.json, old));
  }
  for (const role of ['producer', 'shop'] as const) {
    const stock = async (answer: Promise<Answer>) =>
      (await answer).json.items.map((item: Json) => `${item.traceCode} ${item.quantity.amount} ${item.quantity.unit}`).sort();
    const [before, after] = [
      await stock(old.get('/v1/holdings?limit=200', old[role].key)),
      await stock(fresh.request('GET', '/v1/holdings?limit=200', { key: fresh[role].key })),
    ];
    expect(before.length).toBeGreaterThan(2);
    expect(after).toEqual(before);
  }
  // What was brought is told once: by the events that came, not again by the records made of them.
  const events = await fresh.request('GET', '/v1/exports/epcis', { key: fresh.producer.key });
  const ids = (document: Json) => document.epcisBody.eventList.map((event: Json) => event.eventID).sort();
  expect(ids(events.json)).toEqual(ids(exported.producer));
});

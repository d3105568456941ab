import { expect, it } from 'vitest';
import { type Answer, testApp } from '../../../test/app.ts';
import { bags, custodyWorld } from '../../../test/custody-world.ts';

type Json = Answer['json'];

const PRODUCTS = ['大米', '小米'];

/** A producer with twelve hundred batches. */
async function large() {
  const w = await custodyWorld();
  for (const name of PRODUCTS) {
    const batches = Array.from({ length: 600 }, (_, n) => ({
      product: { name, category: 'food' },
      batchNumber: `${name}-${n}`,
      productionDate: '2026-11-01',
      quantity: bags('1'),
    }));
    expect((await w.post('/v1/batches', w.producer.key, batches)).status).toBe(200);
  }
  return w;
}

it('a chain of more events than one capture takes goes along in parts, and is made again whole', async () => {
  const w = await large();
  const parts: Answer[] = [];
  for (let path: string | undefined = '/v1/exports/epcis?after=0'; path; ) {
    const part: Answer = await w.get(path, w.producer.key);
    expect(part.status, part.text).toBe(200);
    parts.push(part);
    path = /^<(.+)>; rel="next"$/.exec(part.headers.get('link') ?? '')?.[1];
  }
  expect(parts.map((part) => part.json.epcisBody.eventList.length)).toEqual([1_000, 200]);
  const whole = (await w.get('/v1/exports/epcis', w.producer.key)).json;
  expect(parts.flatMap((part) => part.json.epcisBody.eventList)).toEqual(whole.epcisBody.eventList);

  const t = await testApp({ at: w.clock.now() });
  const producer = await t.party({ name: '示例肉联厂', uscc: w.producer.uscc });
  for (const part of parts) {
    const answer = await t.request('POST', '/epcis/capture', {
      key: producer.key,
      raw: part.text,
      headers: { 'Content-Type': 'application/ld+json' },
    });
    expect(answer.status, answer.text).toBe(202);
    await t.follower.catchUp();
    const { records } = (await t.request('GET', answer.headers.get('location') ?? '', { key: producer.key })).json;
    expect(records.filter((one: Json) => one.outcome !== 'made')).toEqual([]);
  }
  const made = await t.store.read
    .selectFrom('batch')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  expect(Number(made.n)).toBe(1_200);
});

it('a part is no larger than what one capture takes', async () => {
  const w = await custodyWorld();
  // Fourteen events of a third of a megabyte.
  for (let n = 0; n < 14; n++) {
    const note = '食'.repeat(110_000);
    const event = {
      '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { example: 'https://example.com/' }],
      type: 'ObjectEvent',
      eventID: `https://example.com/e/${n}`,
      action: 'OBSERVE',
      epcList: [],
      eventTime: '2026-11-05T08:00:00+08:00',
      eventTimeZoneOffset: '+08:00',
      'example:note': note,
    };
    expect((await w.post('/epcis/events', w.producer.key, event)).status).toBe(201);
  }
  const first = await w.get('/v1/exports/epcis?after=0', w.producer.key);
  const next = /^<(.+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  const second = await w.get(next, w.producer.key);
  expect([first, second].map((part) => part.json.epcisBody.eventList.length)).toEqual([12, 2]);
  expect(Buffer.byteLength(first.text)).toBeLessThanOrEqual(4_194_304);
  expect(second.headers.get('link')).toBeNull();
  const wrong = await w.get('/v1/exports/epcis?after=x', w.producer.key);
  expect(wrong.status).toBe(422);
  expect(wrong.json.errors).toMatchObject([{ pointer: '/query/after', found: 'x' }]);
});

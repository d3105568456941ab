import { describe, expect, it } from 'vitest';
import { type Answer, testApp } from '../../../test/app.ts';
import { takenOut } from './contexts.ts';

type Json = Answer['json'];

const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

function carton(fields: Json = {}): Json {
  return {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    epcList: ['urn:epc:id:sgtin:0614141.107346.1'],
    eventTime: '2026-11-05T08:00:00+08:00',
    eventTimeZoneOffset: '+08:00',
    ...fields,
  };
}

async function world() {
  const t = await testApp();
  const { key } = await t.party();
  const capture = (eventList: Json[], context: Json = [CONTEXT]) =>
    t.request('POST', '/epcis/capture', {
      key,
      body: {
        '@context': context,
        type: 'EPCISDocument',
        schemaVersion: '2.0',
        creationDate: '2026-11-05T09:00:00+08:00',
        epcisBody: { eventList },
      },
    });
  const get = (path: string) => t.request('GET', path, { key });
  return { ...t, key, capture, get };
}

const many = <T>(count: number, one: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => one(n));

describe('the context of a document', () => {
  it.each([
    ['21 links', [CONTEXT, ...many(20, (n) => `https://example.com/${n}`)]],
    ['201 terms', [CONTEXT, Object.fromEntries(many(201, (n) => [`t${n}`, 'https://e.com/']))]],
    ['more than 8,192 characters of keywords', [CONTEXT, { '@vocab': `https://example.com/${'a'.repeat(8_192)}` }]],
  ])('of %s is refused: it would be kept with each event', async (_, context) => {
    const w = await world();
    const answer = await w.capture([carton()], context);
    expect(answer.status, answer.text).toBe(422);
    expect(answer.json.errors).toMatchObject([{ pointer: '/@context', expected: expect.stringContaining('8192') }]);
    const event = await w.request('POST', '/epcis/events', { key: w.key, body: carton({ '@context': context }) });
    expect(event.status).toBe(422);
  });

  it('within its limits goes with the events that use it, by name, by text and by prefix', () => {
    const terms = { a: 'https://a/', b: 'https://b/', c: 'https://c/', unused: 'https://u/', '@vocab': 'https://v/' };
    const { extras } = takenOut(carton({ 'a:field': { deep: ['b:value', 'unusedly:'] }, other: 'c' }), [
      CONTEXT,
      'https://example.com/',
      terms,
    ]);
    const { unused: _, ...used } = terms;
    expect(extras).toEqual(['https://example.com/', used]);
  });
});

describe('an event that is wrong in very many places', () => {
  it('is told of twenty of them, and that there are more', async () => {
    const w = await world();
    const answer = await w.capture([carton({ epcList: many(100_000, () => 1) })]);
    expect(answer.status, answer.text).toBe(202);
    expect(answer.json.success).toBe(false);
    const { errors } = answer.json;
    expect(errors).toHaveLength(21);
    expect(errors[0].pointer).toBe('/epcisBody/eventList/0/epcList/0');
    expect(errors[20]).toMatchObject({ pointer: '/epcisBody/eventList/0', found: '> 20' });
  });

  it('among a thousand like it leaves a reply that can be read, in which each event is named', async () => {
    const w = await world();
    const answer = await w.capture(many(1_000, () => carton({ epcList: many(400, () => 1) })));
    expect(answer.status).toBe(202);
    const { errors } = answer.json;
    expect(new Set(errors.map((error: Json) => error.event)).size).toBe(1_000);
    expect(errors.length).toBeLessThan(2_000);
    expect(answer.text.length).toBeLessThan(1_000_000);
  });

  it('does not fill the list of captures: what was wrong is read by the address of each', async () => {
    const w = await world();
    const wrong = await w.capture([carton({ eventTime: 'yesterday' })]);
    const right = await w.capture([carton()]);
    const { json } = await w.get('/epcis/capture');
    expect(json.map((job: Json) => [job.captureID, job.success, 'errors' in job])).toEqual([
      [right.json.captureID, true, false],
      [wrong.json.captureID, false, false],
    ]);
    expect((await w.get(`/epcis/capture/${wrong.json.captureID}`)).json.errors).toHaveLength(1);
  });
});

describe('a value longer than an index takes', () => {
  const long = `https://example.com/${'a'.repeat(2_000)}`;

  it.each([
    ['epcList/0', { epcList: [long] }],
    ['eventID', { eventID: long }],
    ['readPoint/id', { readPoint: { id: long } }],
    ['bizStep', { bizStep: long }],
  ])('is refused as %s, with its place', async (place, fields) => {
    const w = await world();
    const { json } = await w.capture([carton(fields)]);
    expect(json.errors.map((error: Json) => error.pointer)).toEqual([`/epcisBody/eventList/0/${place}`]);
  });

  it('stays in an event of somebody’s own type, and is not looked for', async () => {
    const w = await world();
    const fields = {
      type: 'https://example.com/OwnEvent',
      eventID: 'https://example.com/e/1',
      action: long,
      epcList: [`a${long}`, 'b'],
    };
    expect((await w.capture([carton(fields)])).json.success).toBe(true);
    const { epcList, action } = (await w.get(`/epcis/events/${encodeURIComponent(fields.eventID)}`)).json;
    expect({ epcList, action }).toEqual({ epcList: fields.epcList, action: long });
    expect((await w.get('/epcis/epcs')).json.member).toEqual(['b']);
  });
});

it.each(['AA', 'Cg', ''])('a place in a list of values that was not given out (%j) is refused', async (token) => {
  const w = await world();
  const answer = await w.get(`/epcis/bizSteps?nextPageToken=${token}`);
  expect(answer.status).toBe(422);
  expect(answer.json.errors).toMatchObject([{ pointer: '/query/nextPageToken', found: token }]);
});

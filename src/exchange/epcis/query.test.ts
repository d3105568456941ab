import { describe, expect, it } from 'vitest';
import { type Answer, testApp } from '../../../test/app.ts';

type Json = Answer['json'];

const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';
const at = (hour: number) => ({ eventTime: `2026-11-04T${String(hour).padStart(2, '0')}:00:00+08:00`, eventTimeZoneOffset: '+08:00' });

/** A day of a warehouse: made, packed, shipped, counted. */
const events: Json[] = [
  {
    type: 'ObjectEvent',
    eventID: 'https://example.com/e/made',
    ...at(8),
    action: 'ADD',
    bizStep: 'commissioning',
    disposition: 'active',
    epcList: ['urn:epc:id:sgtin:0614141.107346.2017', 'urn:epc:id:sgtin:0614141.107346.2018'],
    readPoint: { id: 'urn:epc:id:sgln:0614141.07346.1234' },
    bizLocation: { id: 'urn:epc:id:sgln:0614141.07346.0' },
  },
  {
    type: 'AggregationEvent',
    eventID: 'https://example.com/e/packed',
    ...at(9),
    action: 'ADD',
    bizStep: 'packing',
    parentID: 'urn:epc:id:sscc:0614141.1234567890',
    childEPCs: ['https://id.gs1.org/01/10614141073464/21/2017'],
    childQuantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.012345.998877', quantity: 10 }],
  },
  {
    type: 'TransformationEvent',
    eventID: 'https://example.com/e/mixed',
    ...at(10),
    inputQuantityList: [{ epcClass: 'https://id.gs1.org/01/04012345123456/10/998877', quantity: 5, uom: 'KGM' }],
    outputEPCList: ['urn:epc:id:sgtin:0614141.107346.3001'],
    bizStep: 'assembling',
  },
  {
    type: 'ObjectEvent',
    eventID: 'https://example.com/e/left',
    ...at(11),
    action: 'OBSERVE',
    bizStep: 'shipping',
    disposition: 'in_transit',
    epcList: ['urn:epc:id:sscc:0614141.1234567890'],
    readPoint: { id: 'https://example.org/414/0614141073467/254/1234' },
  },
];

async function world() {
  const t = await testApp();
  const { key } = await t.party();
  const body = {
    '@context': [CONTEXT],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-11-05T09:00:00+08:00',
    epcisBody: { eventList: events },
  };
  expect((await t.request('POST', '/epcis/capture', { key, body })).json.success).toBe(true);
  const get = (path: string) => t.request('GET', path, { key });
  const found = async (query: string, path = '/epcis/events'): Promise<string[]> => {
    const answer = await get(`${path}${query}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.json.epcisBody.queryResults.resultsBody.eventList.map((event: Json) => event.eventID.split('/').at(-1)).reverse();
  };
  return { ...t, key, get, found };
}

describe('a query of events', () => {
  it.each([
    ['', ['made', 'packed', 'mixed', 'left']],
    ['?eventType=ObjectEvent', ['made', 'left']],
    ['?eventType=AggregationEvent|TransformationEvent', ['packed', 'mixed']],
    ['?GE_eventTime=2026-11-04T09:00:00%2B08:00&LT_eventTime=2026-11-04T03:00:00Z', ['packed', 'mixed']],
    ['?GE_recordTime=2026-11-05T09:00:00%2B08:00', ['made', 'packed', 'mixed', 'left']],
    ['?LT_recordTime=2026-11-05T09:00:00%2B08:00', []],
    ['?EQ_bizStep=shipping|packing', ['packed', 'left']],
    ['?EQ_bizStep=urn:epcglobal:cbv:bizstep:shipping', ['left']],
    ['?EQ_disposition=https://ref.gs1.org/cbv/Disp-in_transit', ['left']],
    ['?EQ_action=ADD', ['made', 'packed']],
    ['?EQ_readPoint=urn:epc:id:sgln:0614141.07346.1234', ['made', 'left']],
    ['?EQ_bizLocation=https://id.gs1.org/414/0614141073467', ['made']],
    ['?EQ_eventID=https://example.com/e/made|https://example.com/e/left', ['made', 'left']],
    ['?EQ_action=ADD&EQ_bizStep=packing', ['packed']],
  ])('%s finds %j', async (query, expected) => {
    expect(await (await world()).found(query)).toEqual(expected);
  });

  it.each([
    ['MATCH_epc=urn:epc:id:sgtin:0614141.107346.2017', ['made', 'packed']],
    ['MATCH_epc=https://example.com/shop/01/10614141073464/21/2017', ['made', 'packed']],
    ['MATCH_epc=urn:epc:idpat:sgtin:0614141.107346.*', ['made', 'packed']],
    ['MATCH_anyEPC=urn:epc:idpat:sgtin:0614141.107346.*', ['made', 'packed', 'mixed']],
    ['MATCH_anyEPC=urn:epc:id:sscc:0614141.1234567890', ['packed', 'left']],
    ['MATCH_parentID=urn:epc:id:sscc:0614141.1234567890', ['packed']],
    ['MATCH_outputEPC=urn:epc:id:sgtin:0614141.107346.3001', ['mixed']],
    ['MATCH_epcClass=https://id.gs1.org/01/04012345123456/10/998877', ['packed']],
    ['MATCH_inputEPCClass=urn:epc:class:lgtin:4012345.012345.998877', ['mixed']],
    ['MATCH_anyEPCClass=urn:epc:class:lgtin:4012345.012345.998877', ['packed', 'mixed']],
    ['MATCH_epc=urn:epc:id:sgtin:0614141.107346.9999', []],
  ])('by identifier, %s finds %j', async (query, expected) => {
    expect(await (await world()).found(`?${query}`)).toEqual(expected);
  });

  it('finds kinds of goods that were told by a pattern, by that pattern', async () => {
    const w = await world();
    const pattern = 'urn:epc:idpat:sgtin:4012345.066666.*';
    const event = {
      '@context': [CONTEXT],
      type: 'ObjectEvent',
      eventID: 'https://example.com/e/counted',
      ...at(22),
      action: 'OBSERVE',
      quantityList: [{ epcClass: pattern, quantity: 3 }],
    };
    expect((await w.request('POST', '/epcis/events', { key: w.key, body: event })).status).toBe(201);
    for (const name of ['MATCH_epcClass', 'MATCH_anyEPCClass']) expect(await w.found(`?${name}=${pattern}`)).toEqual(['counted']);
    expect(await w.found('?MATCH_epcClass=https://id.gs1.org/01/04012345666663')).toEqual(['counted']);
    // Single goods of the pattern are none of its kind.
    expect(await w.found(`?MATCH_epc=${pattern}`)).toEqual([]);
  });

  it('is answered the time an event was recorded here, whatever its sender wrote there', async () => {
    const w = await world();
    const recordTime = '1999-01-01T00:00:00Z';
    const [event] = events;
    const sent = { '@context': [CONTEXT], ...event, eventID: 'https://example.com/e/old', recordTime };
    expect((await w.request('POST', '/epcis/events', { key: w.key, body: sent })).status).toBe(201);
    const reply = await w.get('/epcis/events?EQ_eventID=https://example.com/e/old&GE_recordTime=2026-11-05T00:00:00Z');
    expect(reply.json.epcisBody.queryResults.resultsBody.eventList).toMatchObject([{ recordTime: '2026-11-05T01:00:00Z' }]);
    const single = await w.get(`/epcis/events/${encodeURIComponent('https://example.com/e/old')}`);
    expect(single.json.recordTime).toBe('2026-11-05T01:00:00Z');
  });

  it('is told every parameter it does not know or cannot read', async () => {
    const w = await world();
    const unknown = await w.get('/epcis/events?EQ_colour=red&GE_time=1');
    expect(unknown.status).toBe(422);
    expect(unknown.json.errors.map((error: Json) => error.pointer)).toEqual(['/query/EQ_colour', '/query/GE_time']);
    const wrong = await w.get('/epcis/events?GE_eventTime=2026-11-04&MATCH_epc=urn:epc:idpat:sgtin:0614141.*.*&nextPageToken=x');
    expect(wrong.status).toBe(422);
    expect(wrong.json.errors.map((error: Json) => error.pointer)).toEqual(['/query/GE_eventTime', '/query/MATCH_epc']);
  });

  it('takes twenty values of a parameter and refuses more, and none', async () => {
    const w = await world();
    const ids = (count: number) => Array.from({ length: count }, (_, n) => `urn:epc:id:sgtin:0614141.107346.${2_000 + n}`).join('|');
    expect(await w.found(`?MATCH_epc=${ids(20)}`)).toEqual(['made', 'packed']);
    const many = await w.get(`/epcis/events?MATCH_epc=${ids(21)}&EQ_eventID=|`);
    expect(many.status).toBe(422);
    expect(many.json.errors).toMatchObject([
      { pointer: '/query/MATCH_epc', found: '21' },
      { pointer: '/query/EQ_eventID', found: '0' },
    ]);
  });

  it('goes page by page, by the Link header, without losing or repeating an event', async () => {
    const w = await world();
    const seen: string[] = [];
    let path: string | undefined = '/epcis/events?perPage=3';
    while (path) {
      const answer = await w.get(path);
      seen.push(...answer.json.epcisBody.queryResults.resultsBody.eventList.map((event: Json) => event.eventID.split('/').at(-1)));
      path = /^<(.+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(['left', 'mixed', 'packed', 'made']);
  });

  it('answers events of two documents that mean different things by one prefix with a context of their own', async () => {
    const w = await world();
    for (const n of [1, 2]) {
      const event = {
        '@context': [CONTEXT, { ours: `https://example.com/ns${n}/`, unused: `https://example.com/unused${n}/` }],
        type: 'ObjectEvent',
        eventID: `https://example.com/own/${n}`,
        ...at(20 + n),
        action: 'OBSERVE',
        epcList: [],
        'ours:field': `${n}`,
      };
      expect((await w.request('POST', '/epcis/events', { key: w.key, body: event })).status).toBe(201);
    }
    const { json } = await w.get('/epcis/events?GE_eventTime=2026-11-04T20:00:00%2B08:00');
    expect(json['@context']).toEqual([CONTEXT, { ours: 'https://example.com/ns2/' }]);
    const [second, first] = json.epcisBody.queryResults.resultsBody.eventList;
    expect(second['@context']).toBeUndefined();
    expect(first['@context']).toEqual([CONTEXT, { ours: 'https://example.com/ns1/' }]);
  });
});

describe('the ways into the events', () => {
  it.each([
    ['eventTypes', ['AggregationEvent', 'ObjectEvent', 'TransformationEvent']],
    ['bizSteps', ['assembling', 'commissioning', 'packing', 'shipping']],
    ['dispositions', ['active', 'in_transit']],
    ['bizLocations', ['https://id.gs1.org/414/0614141073467']],
    ['readPoints', ['https://id.gs1.org/414/0614141073467/254/1234']],
    [
      'epcs',
      [
        'https://id.gs1.org/00/106141412345678908',
        'https://id.gs1.org/01/04012345123456/10/998877',
        'https://id.gs1.org/01/10614141073464/21/2017',
        'https://id.gs1.org/01/10614141073464/21/2018',
        'https://id.gs1.org/01/10614141073464/21/3001',
      ],
    ],
  ])('list the %s there are', async (name, member) => {
    const { json } = await (await world()).get(`/epcis/${name}`);
    expect(json).toEqual({ '@context': CONTEXT, type: 'Collection', member });
  });

  it('lead from a value to its events', async () => {
    const w = await world();
    expect((await w.get('/epcis/bizSteps/shipping')).json.member).toEqual(['events']);
    expect((await w.get('/epcis/bizSteps/receiving')).status).toBe(404);
    expect(await w.found('', '/epcis/bizSteps/shipping/events')).toEqual(['left']);
    expect(await w.found('', '/epcis/eventTypes/ObjectEvent/events')).toEqual(['made', 'left']);
    const sscc = encodeURIComponent('urn:epc:id:sscc:0614141.1234567890');
    expect(await w.found('', `/epcis/epcs/${sscc}/events`)).toEqual(['packed', 'left']);
    expect(await w.found('?EQ_action=OBSERVE', `/epcis/epcs/${sscc}/events`)).toEqual(['left']);
    const gate = encodeURIComponent('https://id.gs1.org/414/0614141073467/254/1234');
    expect(await w.found('', `/epcis/readPoints/${gate}/events`)).toEqual(['made', 'left']);
  });

  it('go page by page', async () => {
    const w = await world();
    const first = await w.get('/epcis/bizSteps?perPage=3');
    expect(first.json.member).toEqual(['assembling', 'commissioning', 'packing']);
    const next = /^<(.+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await w.get(next);
    expect(second.json.member).toEqual(['shipping']);
    expect(second.headers.get('link')).toBeNull();
  });
});

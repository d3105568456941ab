import { describe, expect, it } from 'vitest';
import { type Answer, type TestParty, testApp } from '../../../test/app.ts';
import { sha256Hex } from '../../ledger/entry.ts';

type Json = Answer['json'];

const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

/** A carton that left at a minute of the fifth of November. */
function shipped(n: number, fields: Json = {}): Json {
  const minute = String(n % 60).padStart(2, '0');
  return {
    type: 'ObjectEvent',
    eventID: `https://example.com/event/${n}`,
    action: 'OBSERVE',
    bizStep: 'shipping',
    epcList: [`urn:epc:id:sgtin:0614141.107346.${n}`],
    eventTime: `2026-11-05T08:${minute}:00+08:00`,
    eventTimeZoneOffset: '+08:00',
    ...fields,
  };
}

function documentOf(eventList: Json[], fields: Json = {}): Json {
  return {
    '@context': [CONTEXT],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-11-05T09:00:00+08:00',
    epcisBody: { eventList },
    ...fields,
  };
}

async function world() {
  const t = await testApp();
  const [firm, other] = [await t.party(), await t.party()];
  const post = (path: string, body: Json, by: TestParty = firm, headers: Record<string, string> = {}) =>
    t.request('POST', path, { key: by.key, body, headers });
  const get = (path: string, by: TestParty = firm) => t.request('GET', path, { key: by.key });
  const capture = async (events: Json[], headers: Record<string, string> = {}) => {
    const answer = await post('/epcis/capture', documentOf(events), firm, headers);
    expect(answer.status, answer.text).toBe(202);
    return (await get(answer.headers.get('location') ?? '')).json;
  };
  const eventsNow = async (query = '', by: TestParty = firm): Promise<Json[]> => {
    const answer = await get(`/epcis/events${query}`, by);
    expect(answer.status, answer.text).toBe(200);
    return answer.json.epcisBody.queryResults.resultsBody.eventList;
  };
  const idsNow = async (query = '', by: TestParty = firm) => (await eventsNow(query, by)).map((event) => event.eventID.split('/').at(-1));
  return { ...t, firm, other, post, get, capture, eventsNow, idsNow };
}

const thousand = () => Array.from({ length: 1_000 }, (_, n) => shipped(n, n === 617 ? { eventTime: '2026-11-05T08:00:00' } : {}));
const noZone = {
  event: 617,
  eventID: 'https://example.com/event/617',
  pointer: '/epcisBody/eventList/617/eventTime',
  found: '2026-11-05T08:00:00',
};

describe('a capture of a thousand events with one wrong', () => {
  it('by rollback stores none of them and names the one', async () => {
    const w = await world();
    const job = await w.capture(thousand());
    expect(job).toMatchObject({
      running: false,
      success: false,
      captureErrorBehaviour: 'rollback',
      events: { sent: 1000, stored: 0 },
      errors: [{ ...noZone, type: 'epcisException:ValidationException', fix: '补上秒和时区（+08:00 或 Z）' }],
    });
    expect(await w.eventsNow()).toEqual([]);
    expect(await w.store.read.selectFrom('entry').select('kind').where('kind', '=', 'epcis.captured').execute()).toEqual([]);
  });

  it('by proceed stores the 999 others', async () => {
    const w = await world();
    const job = await w.capture(thousand(), { 'GS1-Capture-Error-Behaviour': 'proceed' });
    expect(job).toMatchObject({ success: false, captureErrorBehaviour: 'proceed', events: { sent: 1000, stored: 999 }, errors: [noZone] });
    expect((await w.get('/epcis/events/https%3A%2F%2Fexample.com%2Fevent%2F616')).status).toBe(200);
    expect((await w.get('/epcis/events/https%3A%2F%2Fexample.com%2Fevent%2F617')).status).toBe(404);
    const [entry] = await w.store.read.selectFrom('entry').select('bytes').where('kind', '=', 'epcis.captured').execute();
    expect(JSON.parse(entry?.bytes ?? '{}').payload).toMatchObject({ document: job.document, total: 1000, stored: 999 });
  });
});

describe('a capture', () => {
  it('keeps the document as it was sent, under its hash', async () => {
    const w = await world();
    const text = JSON.stringify(documentOf([shipped(1)]), null, 3);
    const answer = await w.request('POST', '/epcis/capture', {
      key: w.firm.key,
      raw: text,
      headers: { 'Content-Type': 'application/ld+json' },
    });
    expect(answer.status, answer.text).toBe(202);
    expect(answer.json.document).toBe(sha256Hex(text));
    expect((await w.get(`/v1/files/${answer.json.document}`)).text).toBe(text);
  });

  it('announces its limits and holds to them', async () => {
    const w = await world();
    const options = await w.request('OPTIONS', '/epcis/capture');
    expect(options.status).toBe(204);
    expect(Object.fromEntries(options.headers)).toMatchObject({
      allow: 'OPTIONS, GET, POST',
      'gs1-epcis-version': '2.0.0',
      'gs1-cbv-version': '2.0.0',
      'gs1-epcis-capture-limit': '1000',
      'gs1-epcis-capture-file-size-limit': '4194304',
      'gs1-capture-error-behaviour': 'all',
      'gs1-extensions': 'suyuan=urn:suyuan:epcis:',
    });
    expect((await w.request('OPTIONS', '/epcis/bizSteps')).headers.get('allow')).toBe('OPTIONS, GET');
    const many = await w.post('/epcis/capture', documentOf(Array.from({ length: 1_001 }, (_, n) => shipped(n))));
    expect(many.status).toBe(413);
    expect(many.json.errors).toMatchObject([{ pointer: '/epcisBody/eventList', found: '1001', expected: '至多 1000 个事件' }]);
    const large = await w.post('/epcis/capture', documentOf([shipped(1, { 'example:note': '食'.repeat(1_400_000) })]));
    expect(large.status).toBe(413);
    expect(await w.eventsNow()).toEqual([]);
  });

  it('that is no EPCIS document is refused at once, with every wrong place', async () => {
    const w = await world();
    const pointers = async (body: Json) => {
      const answer = await w.post('/epcis/capture', body);
      expect(answer.status).toBe(422);
      return answer.json.errors.map((error: Json) => error.pointer);
    };
    expect(await pointers({})).toEqual(['/type']);
    expect(await pointers([])).toEqual(['']);
    const { '@context': _, ...bare } = documentOf([]);
    expect(await pointers({ ...bare, schemaVersion: '1.2', creationDate: '2026-11-05', colour: 'red' })).toEqual([
      '/@context',
      '/schemaVersion',
      '/creationDate',
      '/colour',
    ]);
    expect(await pointers(documentOf([], { epcisBody: {} }))).toEqual(['/epcisBody/eventList']);
    const wrong = await w.post('/epcis/capture', documentOf([]), w.firm, { 'GS1-Capture-Error-Behaviour': 'maybe' });
    expect(wrong.json.errors).toMatchObject([{ pointer: '/headers/GS1-Capture-Error-Behaviour', found: 'maybe' }]);
    const xml = await w.request('POST', '/epcis/capture', { key: w.firm.key, raw: '<a/>', headers: { 'Content-Type': 'application/xml' } });
    expect(xml.status).toBe(415);
  });

  it('keeps words it does not know when they are URIs, and refuses bare ones', async () => {
    const w = await world();
    const own = await w.capture([shipped(1, { bizStep: 'https://example.com/steps/salting', disposition: 'example:salted' })]);
    expect(own.success).toBe(true);
    expect(await w.idsNow('?EQ_bizStep=https://example.com/steps/salting')).toEqual(['1']);
    const bare = await w.capture([shipped(2, { bizStep: 'salting' })]);
    expect(bare.errors).toMatchObject([{ pointer: '/epcisBody/eventList/0/bizStep', found: 'salting' }]);
  });

  it('takes events in any order and lists them by their own time', async () => {
    const w = await world();
    await w.capture([shipped(30), shipped(10), shipped(50)]);
    await w.capture([shipped(20)]);
    expect(await w.idsNow('?orderDirection=ASC')).toEqual(['10', '20', '30', '50']);
    expect(await w.idsNow()).toEqual(['50', '30', '20', '10']);
  });

  it('of an event without identifier gives it one made from what it says, the same each time', async () => {
    const w = await world();
    const { eventID: _, ...event } = shipped(1);
    expect((await w.capture([event])).events).toEqual({ sent: 1, stored: 1 });
    expect((await w.capture([{ ...event }, shipped(2)])).events).toEqual({ sent: 2, stored: 1 });
    const [first] = await w.eventsNow('?LT_eventTime=2026-11-05T08:02:00%2B08:00');
    expect(first.eventID).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('of another event under a known identifier is refused; the same event again is taken silently', async () => {
    const w = await world();
    await w.capture([shipped(1), shipped(2)]);
    const again = await w.capture([shipped(1), shipped(2)]);
    expect(again).toMatchObject({ success: true, events: { sent: 2, stored: 0 } });
    const other = await w.capture([shipped(1, { bizStep: 'receiving' }), shipped(3)]);
    expect(other).toMatchObject({ success: false, events: { stored: 0 } });
    expect(other.errors).toMatchObject([{ event: 0, pointer: '/epcisBody/eventList/0/eventID', found: 'https://example.com/event/1' }]);
    const single = await w.post('/epcis/events', { '@context': [CONTEXT], ...shipped(1, { bizStep: 'receiving' }) });
    expect(single.status).toBe(409);
    expect((await w.eventsNow()).map((event) => event.bizStep)).toEqual(['shipping', 'shipping']);
    // Another party may use the identifier for an event of its own.
    expect((await w.post('/epcis/capture', documentOf([shipped(1, { bizStep: 'receiving' })]), w.other)).json.success).toBe(true);
  });

  it('of an error declaration marks the earlier event and leaves it as it was', async () => {
    const w = await world();
    await w.capture([shipped(1)]);
    const errorDeclaration = {
      declarationTime: '2026-11-05T08:30:00+08:00',
      reason: 'incorrect_data',
      correctiveEventIDs: ['https://example.com/event/2'],
    };
    const declared = await w.capture([shipped(1, { errorDeclaration }), shipped(2)]);
    expect(declared).toMatchObject({ success: true, events: { stored: 2 } });
    const both = (await w.eventsNow('?EQ_eventID=https://example.com/event/1')).map((event) => event.errorDeclaration);
    expect(both).toHaveLength(2);
    expect(both).toContainEqual(errorDeclaration);
    expect(both).toContain(undefined);
    expect((await w.get('/epcis/events/https%3A%2F%2Fexample.com%2Fevent%2F1')).json.errorDeclaration).toEqual(errorDeclaration);
    expect(await w.idsNow('?EXISTS_errorDeclaration=false')).toEqual(['2']);
    expect((await w.capture([shipped(1, { errorDeclaration })])).events.stored).toBe(0);
    const changed = await w.capture([shipped(1, { errorDeclaration, bizStep: 'receiving' })]);
    expect(changed.errors).toMatchObject([{ pointer: '/epcisBody/eventList/0/eventID' }]);
  });

  it('of one event answers 201 with its address', async () => {
    const w = await world();
    const made = await w.post('/epcis/events', {
      '@context': [CONTEXT, { example: 'http://ns.example.com/epcis/' }],
      ...shipped(7, { 'example:field': 'x' }),
    });
    expect(made.status, made.text).toBe(201);
    expect(made.headers.get('location')).toBe('/epcis/events/https%3A%2F%2Fexample.com%2Fevent%2F7');
    const { recordTime, ...event } = (await w.get(made.headers.get('location') ?? '')).json;
    expect(recordTime).toBe('2026-11-05T01:00:00Z');
    expect(event).toEqual({
      '@context': [CONTEXT, { example: 'http://ns.example.com/epcis/' }],
      ...shipped(7, { 'example:field': 'x' }),
    });
    const bare = await w.post('/epcis/events', shipped(8, { eventTimeZoneOffset: 'Z' }));
    expect(bare.status).toBe(422);
    expect(bare.json.errors.map((error: Json) => error.pointer)).toEqual(['/eventTimeZoneOffset', '/@context']);
  });

  it('is repeated byte for byte under its idempotency key', async () => {
    const w = await world();
    const once = () => w.post('/epcis/capture', documentOf([shipped(1)]), w.firm, { 'Idempotency-Key': 'k1' });
    const [first, second] = [await once(), await once()];
    expect(second.text).toBe(first.text);
    expect((await w.get('/epcis/capture')).json).toHaveLength(1);
  });
});

describe('the scope of events', () => {
  it('is the party alone: events and jobs of another are not found', async () => {
    const w = await world();
    const job = await w.capture([shipped(1)]);
    expect(await w.eventsNow('', w.other)).toEqual([]);
    expect((await w.get('/epcis/events/https%3A%2F%2Fexample.com%2Fevent%2F1', w.other)).status).toBe(404);
    expect((await w.get(`/epcis/capture/${job.captureID}`, w.other)).status).toBe(404);
    expect((await w.get('/epcis/capture', w.other)).json).toEqual([]);
    expect((await w.get('/epcis/bizSteps', w.other)).json.member).toEqual([]);
    expect((await w.get('/epcis/bizSteps/shipping', w.other)).status).toBe(404);
    expect((await w.get('/v1/exports/epcis', w.other)).json.epcisBody.eventList).toEqual([]);
  });

  it.each([
    ['custody alone', { rights: ['custody'] }, 403],
    ['one site', { rights: ['party'], sites: 'first' }, 403],
    ['the party as a whole', { rights: ['party'] }, 200],
  ])('of a delegate for %s', async (_, { rights, sites }: { rights: string[]; sites?: string }, status) => {
    const w = await world();
    const body = { to: `uscc:${w.other.uscc}`, rights, ...(sites ? { sites: [w.firm.sites[0]?.id] } : {}) };
    const granted = await w.post(`/v1/parties/${w.firm.id}/delegations`, body);
    expect(granted.status, granted.text).toBe(201);
    const asked = await w.request('GET', '/epcis/events', { key: w.other.key, headers: { 'X-Acting-For': w.firm.id } });
    expect(asked.status, asked.text).toBe(status);
  });
});

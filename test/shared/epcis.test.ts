import { globSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Ajv } from 'ajv';
import * as formats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventProblems, readDocument } from '../../src/exchange/epcis/document.ts';
import { type Answer, testApp } from '../app.ts';
import { epcisStory } from '../epcis-story.ts';
import { sharedFolder, sharedText } from './source.ts';

type Json = Answer['json'];

const DATA = 'data/epcis';
const STANDARD = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';
const files = globSync('JSON/**/*.jsonld', { cwd: join(sharedFolder, DATA) }).sort();
const documents = files.map((file) => ({ file, document: JSON.parse(sharedText(join(DATA, file))) as Json }));
const events = documents.filter(({ document }) => document.type === 'EPCISDocument');

const ajv = new Ajv({ strict: false, allErrors: false });
formats.default.default(ajv);
const isValid = ajv.compile(JSON.parse(sharedText(join(DATA, 'EPCIS-JSON-Schema.json'))));

/** The official schema’s word on a document. */
function official(document: unknown): string {
  return isValid(document) ? 'valid' : ajv.errorsText(isValid.errors);
}

/** The meaning of each prefix a context gives, the standard’s own left out. */
function terms(context: Json): Json {
  return Object.assign({}, ...[context].flat().filter((one: Json) => typeof one === 'object'));
}

/** An event with every prefix in a name or value written out, so that documents with different contexts compare. */
function writtenOut(value: Json, known: Json): Json {
  const full = (text: string) => {
    const [prefix = '', ...rest] = text.split(':');
    return rest.length > 0 && typeof known[prefix] === 'string' ? known[prefix] + rest.join(':') : text;
  };
  if (typeof value === 'string') return full(value);
  if (Array.isArray(value)) return value.map((one) => writtenOut(one, known));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [full(name), writtenOut(one, known)]));
}

/** Without what the repository sets: the identifier where the event brought none, and the time of record always. */
function asSent(event: Json, sent: Json): Json {
  const { '@context': _, recordTime: _at, ...kept } = event;
  if (sent.eventID === undefined) delete kept.eventID;
  return kept;
}

/** Captures a document by a party of its own and reads its events back. */
async function roundTrip(document: Json): Promise<{ job: Json; reply: Json; singles: Json[] }> {
  const t = await testApp();
  const { key } = await t.party();
  const ask = (method: string, path: string, body?: unknown) => t.request(method, path, { key, ...(body === undefined ? {} : { body }) });
  const captured = await ask('POST', '/epcis/capture', document);
  expect(captured.status, captured.text).toBe(202);
  const reply = (await ask('GET', '/epcis/events?perPage=200&orderDirection=ASC')).json;
  const list: Json[] = reply.epcisBody.queryResults.resultsBody.eventList;
  const singles = await Promise.all(
    list.map(async ({ eventID }) => (await ask('GET', `/epcis/events/${encodeURIComponent(eventID)}`)).json),
  );
  return { job: captured.json, reply, singles };
}

describe('the official EPCIS documents', () => {
  it('are 46 documents of events and one query document', () => {
    expect(events).toHaveLength(46);
    expect(documents).toHaveLength(47);
  });

  it.each(events.map(({ file, document }) => [file, document] as const))('%s comes back as it was sent', async (_, document) => {
    const sent: Json[] = document.epcisBody.eventList;
    const { job, reply, singles } = await roundTrip(document);
    expect(job).toMatchObject({ success: true, running: false, events: { sent: sent.length, stored: sent.length } });
    expect(official(reply)).toBe('valid');
    const came: Json[] = reply.epcisBody.queryResults.resultsBody.eventList;
    expect(came).toHaveLength(sent.length);
    for (const event of sent) {
      const { recordTime: _, ...said } = event;
      const wanted = writtenOut(said, terms(document['@context']));
      const same = (one: Json, context: Json) => isDeepStrictEqual(writtenOut(asSent(one, event), terms(context)), wanted);
      expect(came.some((one) => same(one, [reply['@context'], one['@context'] ?? []].flat()))).toBe(true);
      expect(singles.some((one) => same(one, one['@context']))).toBe(true);
    }
    for (const single of singles) {
      expect(single['@context'][0]).toBe(STANDARD);
      expect(official(single)).toBe('valid');
    }
  });

  it('the query document has the shape of our replies, and is taken as a document too', async () => {
    const example = documents.find(({ document }) => document.type === 'EPCISQueryDocument')?.document;
    const { reply } = await roundTrip(example);
    const shape = (value: Json): Json => ({
      type: value.type,
      fields: Object.keys(value)
        .filter((name) => name !== 'id')
        .sort(),
      results: Object.keys(value.epcisBody.queryResults)
        .filter((name) => name !== 'subscriptionID')
        .sort(),
      queryName: value.epcisBody.queryResults.queryName,
      events: value.epcisBody.queryResults.resultsBody.eventList.length,
    });
    expect(shape(reply)).toEqual(shape(example));
    expect(official(example)).toBe('valid');
    expect(official(reply)).toBe('valid');
  });
});

const SEED = Number(process.env.SEED ?? 20261105);

/** A way to break an event, and the place that must be told; undefined where it does not apply. */
type Break = (event: Json) => string | undefined;

const firstSensor = (event: Json) => event.sensorElementList?.[0]?.sensorReport?.[0];
const anyList = (event: Json) => ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList'].find((name) => event[name]?.length > 0);
const anyQuantities = (event: Json) =>
  ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'].find((name) => event[name]?.length > 0);

const breaks: Record<string, Break> = {
  'a time without its zone': (event) => {
    event.eventTime = event.eventTime.replace(/(Z|[+-]\d\d:\d\d)$/, '');
    return '/eventTime';
  },
  'a day that does not exist': (event) => {
    event.eventTime = '2026-02-30T10:00:00+08:00';
    return '/eventTime';
  },
  'no time': (event) => {
    delete event.eventTime;
    return '/eventTime';
  },
  'no offset': (event) => {
    delete event.eventTimeZoneOffset;
    return '/eventTimeZoneOffset';
  },
  'an offset written Z': (event) => {
    event.eventTimeZoneOffset = 'Z';
    return '/eventTimeZoneOffset';
  },
  'an unknown type': (event) => {
    event.type = 'ObjectEvents';
    return '/type';
  },
  'an unknown business step': (event) => {
    event.bizStep = 'selling_somehow';
    return '/bizStep';
  },
  'a business step under the name of the standard': (event) => {
    event.bizStep = 'urn:epcglobal:cbv:bizstep:shipping';
    return '/bizStep';
  },
  'an unknown disposition': (event) => {
    event.disposition = 'fresh';
    return '/disposition';
  },
  'an unknown action': (event) => {
    if (event.action === undefined) return undefined;
    event.action = 'CREATE';
    return '/action';
  },
  'an identifier that is no URI': (event) => {
    const name = anyList(event);
    if (name === undefined) return undefined;
    event[name][0] = 'sgtin 0614141';
    return `/${name}/0`;
  },
  'a quantity in quotes': (event) => {
    const name = anyQuantities(event);
    if (name === undefined) return undefined;
    event[name][0].quantity = '20';
    return `/${name}/0/quantity`;
  },
  'a unit that is no code': (event) => {
    const name = anyQuantities(event);
    if (name === undefined) return undefined;
    event[name][0].uom = 'kilograms';
    return `/${name}/0/uom`;
  },
  'a quantity of nothing': (event) => {
    const name = anyQuantities(event);
    if (name === undefined) return undefined;
    delete event[name][0].epcClass;
    return `/${name}/0/epcClass`;
  },
  'a read point without id': (event) => {
    event.readPoint = { name: 'gate 1' };
    return '/readPoint/id';
  },
  'a field without namespace': (event) => {
    event.colour = 'red';
    return '/colour';
  },
  'a transaction without its number': (event) => {
    if (!event.bizTransactionList?.length) return undefined;
    delete event.bizTransactionList[0].bizTransaction;
    return '/bizTransactionList/0/bizTransaction';
  },
  'a source of an unknown kind': (event) => {
    event.sourceList = [{ type: 'seller', source: 'urn:epc:id:pgln:4012345.00225' }];
    return '/sourceList/0/type';
  },
  'an unknown measurement': (event) => {
    const report = firstSensor(event);
    if (!report) return undefined;
    report.type = 'Warmth';
    return '/sensorElementList/0/sensorReport/0/type';
  },
  'a measured value in quotes': (event) => {
    const report = firstSensor(event);
    if (!report) return undefined;
    report.maxValue = '12.3';
    return '/sensorElementList/0/sensorReport/0/maxValue';
  },
  'an error declaration without its time': (event) => {
    event.errorDeclaration = { reason: 'incorrect_data' };
    return '/errorDeclaration/declarationTime';
  },
};

/** Extended events know no fields of their own: what is theirs is not refused. */
const isStandard = (event: Json) => /^[A-Z][a-z]+Event$/.test(event.type);

describe('a broken variant of an official document', () => {
  const pointersOf = (document: Json): string[] => {
    const read = readDocument(document);
    if ('errors' in read) return read.errors.map((error) => error.pointer);
    return read.document.events.flatMap((event, i) => eventProblems(event, `/epcisBody/eventList/${i}`)).map((error) => error.pointer);
  };

  it.each(events.map(({ file, document }) => [file, document] as const))('of %s is refused at its place', (file, document) => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(breaks)), fc.nat(), (name, which) => {
        const broken = structuredClone(document);
        const at = which % broken.epcisBody.eventList.length;
        const event = broken.epcisBody.eventList[at];
        fc.pre(isStandard(event));
        const pointer = breaks[name]?.(event);
        fc.pre(pointer !== undefined);
        expect(official(broken), `${file}: ${name}`).not.toBe('valid');
        expect(pointersOf(broken), `${file}: ${name}`).toContain(`/epcisBody/eventList/${at}${pointer}`);
      }),
      { seed: SEED, numRuns: 60, verbose: true },
    );
    console.log(`${file}: seed ${SEED}`);
  });

  it('any change at all is judged as the official schema judges it', () => {
    const odd = fc.constantFrom<Json>(
      null,
      true,
      0,
      1.5,
      '',
      'x',
      'a:b',
      'shipping',
      '2026-11-05T09:00:00Z',
      [],
      {},
      [1],
      ['a:b'],
      { id: 'a:b' },
      { x: 1 },
    );
    fc.assert(
      fc.property(fc.nat(events.length - 1), fc.nat(), odd, fc.constantFrom('set', 'delete', 'add'), (which, place, value, how) => {
        const broken = structuredClone(events[which]?.document);
        const path = change(broken.epcisBody.eventList, place, value, how);
        const ours = pointersOf(broken).length === 0;
        expect(ours, `${events[which]?.file} ${how} ${path} ${JSON.stringify(value)} — ${official(broken)} — ${pointersOf(broken)}`).toBe(
          official(broken) === 'valid',
        );
      }),
      { seed: SEED, numRuns: 20_000 },
    );
    console.log(`seed ${SEED}`);
  });
});

/** Changes one place somewhere below a list, and says which. */
function change(list: Json, place: number, value: Json, how: string): string {
  const places: { parent: Json; name: string; path: string }[] = [];
  const walk = (parent: Json, path: string) => {
    for (const [name, one] of Object.entries(parent)) {
      places.push({ parent, name, path: `${path}/${name}` });
      if (one !== null && typeof one === 'object') walk(one, `${path}/${name}`);
    }
  };
  walk(list, '');
  const { parent, name, path } = places[place % places.length] as (typeof places)[number];
  if (how === 'set') parent[name] = value;
  else if (how === 'delete') Array.isArray(parent) ? parent.splice(Number(name), 1) : delete parent[name];
  else if (Array.isArray(parent)) parent.push(value);
  else parent.extra = value;
  return path;
}

describe('our own chain', () => {
  it('leaves as a document that the official schema calls valid, and comes as query replies that it calls valid', async () => {
    const w = await epcisStory();
    for (const { key } of [w.producer, w.shop]) {
      const exported = (await w.get('/v1/exports/epcis', key)).json;
      expect(exported.epcisBody.eventList.length).toBeGreaterThan(4);
      expect(official(exported)).toBe('valid');
      expect(official((await w.get('/epcis/events?perPage=200', key)).json)).toBe('valid');
    }
  });
});

import type { PartyCaller } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import type { Reply } from '../../store/store.ts';
import { EPCIS_CONTEXT } from './contexts.ts';
import { epcisHeaders } from './headers.ts';
import { canonicalId, canonicalWord } from './identifiers.ts';
import { epcisLink, type Paged } from './jobs.ts';
import { type Column, epcisRepository } from './repository.ts';
import type { EventQuery } from './schemas.ts';

/** A way into the events: by a value they share. */
export interface Collection {
  /** Path under /epcis. */
  name: string;
  /** Name of the value in a path. */
  value: string;
  example: string;
  title: string;
  column: Column | 'epc';
  /** The query that means this value. */
  query(value: string): Partial<EventQuery>;
}

export const collections: readonly Collection[] = [
  {
    name: 'eventTypes',
    value: 'eventType',
    example: 'ObjectEvent',
    title: 'types of events',
    column: 'type',
    query: (eventType) => ({ eventType }),
  },
  {
    name: 'epcs',
    value: 'epc',
    example: 'urn:epc:id:sgtin:0614141.107346.2017',
    title: 'identifiers of goods',
    column: 'epc',
    query: () => ({}),
  },
  {
    name: 'bizSteps',
    value: 'bizStep',
    example: 'shipping',
    title: 'business steps',
    column: 'bizStep',
    query: (value) => ({ EQ_bizStep: value }),
  },
  {
    name: 'bizLocations',
    value: 'bizLocation',
    example: 'urn:epc:id:sgln:0012345.11111.0',
    title: 'business locations',
    column: 'bizLocation',
    query: (value) => ({ EQ_bizLocation: value }),
  },
  {
    name: 'readPoints',
    value: 'readPoint',
    example: 'urn:epc:id:sgln:0614141.07346.1234',
    title: 'read points',
    column: 'readPoint',
    query: (value) => ({ EQ_readPoint: value }),
  },
  {
    name: 'dispositions',
    value: 'disposition',
    example: 'in_transit',
    title: 'dispositions',
    column: 'disposition',
    query: (value) => ({ EQ_disposition: value }),
  },
];

const LD = { 'Content-Type': 'application/ld+json; charset=utf-8' };
const collection = (member: readonly string[]) => ({ '@context': EPCIS_CONTEXT, type: 'Collection', member });

function read(deps: Deps, caller: PartyCaller, { column }: Collection, after: string, limit: number): Promise<string[]> {
  const repository = epcisRepository(deps.store.read, caller);
  return column === 'epc' ? repository.epcs(after, limit) : repository.values(column, after, limit);
}

/** GET /epcis/bizSteps and its like: the values the party’s events have, in their order. */
export async function listValues(deps: Deps, call: Call<unknown, Paged>, caller: PartyCaller, one: Collection): Promise<Reply> {
  const limit = call.query.perPage ?? 30;
  const after = Buffer.from(call.query.nextPageToken ?? '', 'base64url').toString();
  const values = await read(deps, caller, one, after, limit + 1);
  const member = values.slice(0, limit);
  const next = values.length > limit ? Buffer.from(member.at(-1) ?? '').toString('base64url') : null;
  return json(200, collection(member), { ...epcisHeaders, ...epcisLink(call, next), ...LD });
}

/** GET /epcis/bizSteps/{bizStep} and its like: what there is under a value, which is its events. */
export async function readValue(deps: Deps, caller: PartyCaller, one: Collection, value: string): Promise<Reply> {
  const wanted = one.column === 'bizStep' || one.column === 'disposition' ? canonicalWord(value) : canonicalId(value);
  const [found] = await read(deps, caller, one, wanted.slice(0, -1), 1_000).then((all) => all.filter((each) => each === wanted));
  if (found === undefined) throw notFound({ zh: '带有该值的事件', en: 'event with that value' });
  return json(200, collection(['events']), { ...epcisHeaders, ...LD });
}

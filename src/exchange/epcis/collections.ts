import type { PartyCaller } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import type { Reply } from '../../store/store.ts';
import { EPCIS_CONTEXT } from './contexts.ts';
import { epcisHeaders, LINKED_DATA } from './headers.ts';
import { canonicalId, canonicalWord, roles } from './identifiers.ts';
import { epcisLink, type Paged } from './jobs.ts';
import { type Asked, type Column, epcisRepository } from './repository.ts';
import { valueIn } from './token.ts';

/** A way into the events: by a value they share. */
export interface Collection {
  /** Path under /epcis. */
  name: string;
  /** Name of the value in a path. */
  value: string;
  example: string;
  title: string;
  column: Column | 'epc';
}

export const collections: readonly Collection[] = [
  { name: 'eventTypes', value: 'eventType', example: 'ObjectEvent', title: 'types of events', column: 'type' },
  { name: 'epcs', value: 'epc', example: 'urn:epc:id:sgtin:0614141.107346.2017', title: 'identifiers of goods', column: 'epc' },
  { name: 'bizSteps', value: 'bizStep', example: 'shipping', title: 'business steps', column: 'bizStep' },
  {
    name: 'bizLocations',
    value: 'bizLocation',
    example: 'urn:epc:id:sgln:0012345.11111.0',
    title: 'business locations',
    column: 'bizLocation',
  },
  { name: 'readPoints', value: 'readPoint', example: 'urn:epc:id:sgln:0614141.07346.1234', title: 'read points', column: 'readPoint' },
  { name: 'dispositions', value: 'disposition', example: 'in_transit', title: 'dispositions', column: 'disposition' },
];

/** The events that have a value of a collection. */
export function askedUnder({ column }: Collection, value: string): Pick<Asked, 'columns' | 'matches'> {
  if (column === 'epc') return { columns: [], matches: [{ roles, wanted: [{ exactly: canonicalId(value) }] }] };
  const isPlace = column === 'readPoint' || column === 'bizLocation';
  return { columns: [{ column, values: [isPlace ? canonicalId(value) : canonicalWord(value)] }], matches: [] };
}

const collection = (member: readonly string[]) => ({ '@context': EPCIS_CONTEXT, type: 'Collection', member });

/** GET /epcis/bizSteps and its like: the values the party’s events have, in their order. */
export async function listValues(deps: Deps, call: Call<unknown, Paged>, caller: PartyCaller, { column }: Collection): Promise<Reply> {
  const limit = call.query.perPage ?? 30;
  const after = valueIn(call.query.nextPageToken);
  const repository = epcisRepository(deps.store.read, caller);
  const values = await (column === 'epc' ? repository.epcs(after, limit + 1) : repository.values(column, after, limit + 1));
  const member = values.slice(0, limit);
  const next = values.length > limit ? Buffer.from(member.at(-1) ?? '').toString('base64url') : null;
  return json(200, collection(member), { ...epcisHeaders, ...epcisLink(call, next), ...LINKED_DATA });
}

/** GET /epcis/bizSteps/{bizStep} and its like: what there is under a value, which is its events. */
export async function readValue(deps: Deps, caller: PartyCaller, one: Collection, value: string): Promise<Reply> {
  const asked: Asked = { ...askedUnder(one, value), times: [], direction: 'desc' };
  const [found] = await epcisRepository(deps.store.read, caller).page(asked, 0, null);
  if (!found) throw notFound({ zh: '带有该值的事件', en: 'event with that value' });
  return json(200, collection(['events']), { ...epcisHeaders, ...LINKED_DATA });
}

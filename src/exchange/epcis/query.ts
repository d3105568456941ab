import type { PartyCaller } from '../../platform/caller.ts';
import { formatInstant, parseInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { pageOf } from '../../platform/paging.ts';
import type { ProblemDetail } from '../../platform/problem-detail.ts';
import { invalidInput, notFound } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import type { DB } from '../../store/schema.ts';
import type { Reply } from '../../store/store.ts';
import { joined, standing } from './contexts.ts';
import type { EpcisEvent } from './document.ts';
import { epcisHeaders, LINKED_DATA } from './headers.ts';
import { canonicalId, canonicalWord, classRoles, type Role, type Wanted, wantedId } from './identifiers.ts';
import { epcisLink } from './jobs.ts';
import { type Asked, type Column, epcisRepository } from './repository.ts';
import { bodyOf } from './rows.ts';
import type { EventQuery } from './schemas.ts';
import { placeOf } from './token.ts';

/** Parameters that compare a column, several values parted by `|`. */
const columns: readonly [name: keyof EventQuery, column: Column, canonical: (text: string) => string][] = [
  ['eventType', 'type', (text) => text],
  ['EQ_action', 'action', (text) => text],
  ['EQ_bizStep', 'bizStep', canonicalWord],
  ['EQ_disposition', 'disposition', canonicalWord],
  ['EQ_readPoint', 'readPoint', canonicalId],
  ['EQ_bizLocation', 'bizLocation', canonicalId],
];

/** Parameters that look for identifiers, by the role they play. */
const matches: readonly [name: keyof EventQuery, roles: readonly Role[]][] = [
  ['MATCH_epc', ['epc']],
  ['MATCH_parentID', ['parent']],
  ['MATCH_inputEPC', ['input']],
  ['MATCH_outputEPC', ['output']],
  ['MATCH_anyEPC', ['epc', 'parent', 'input', 'output']],
  ['MATCH_epcClass', ['class']],
  ['MATCH_inputEPCClass', ['inputClass']],
  ['MATCH_outputEPCClass', ['outputClass']],
  ['MATCH_anyEPCClass', ['class', 'inputClass', 'outputClass']],
];

/** Values of one parameter, and patterns of all of them: an engine takes a hundred parts of a condition. */
const MOST_VALUES = 20;

function valuesOf(text: string, name: string, errors: ProblemDetail[]): string[] {
  const values = [...new Set(text.split('|').filter((one) => one !== ''))];
  if (values.length > 0 && values.length <= MOST_VALUES) return values;
  errors.push({
    pointer: `/query/${name}`,
    found: `${values.length}`,
    expected: { zh: `1 至 ${MOST_VALUES} 个值，以 | 隔开`, en: `1 to ${MOST_VALUES} values, parted by |` },
    fix: { zh: '分几次查询', en: 'ask in several queries' },
  });
  return [];
}

/** @throws {Problem} invalid-input with every parameter that cannot be read */
export function askedBy(query: EventQuery): Asked {
  const errors: ProblemDetail[] = [];
  const asked: Asked = {
    columns: columns.flatMap(([name, column, canonical]) => {
      const given = query[name];
      return typeof given === 'string' ? [{ column, values: valuesOf(given, name, errors).map(canonical) }] : [];
    }),
    times: (['eventTime', 'recordTime'] as const).map((column) => ({ column, ...spanOf(query, column, errors) })),
    matches: matches.flatMap(([name, roles]) => {
      const given = query[name];
      return typeof given === 'string'
        ? [{ roles, wanted: valuesOf(given, name, errors).flatMap((one) => wantedOr(one, { name, roles, errors })) }]
        : [];
    }),
    ...(query.EQ_eventID === undefined ? {} : { eventIds: valuesOf(query.EQ_eventID, 'EQ_eventID', errors) }),
    ...(query.EXISTS_errorDeclaration === undefined ? {} : { declared: query.EXISTS_errorDeclaration === 'true' }),
    direction: query.orderDirection === 'ASC' ? 'asc' : 'desc',
  };
  if (patternsIn(asked) > MOST_VALUES) errors.push(tooManyPatterns(patternsIn(asked)));
  if (errors.length > 0) throw invalidInput(errors);
  return asked;
}

const patternsIn = ({ matches: all }: Asked): number => all.flatMap(({ wanted }) => wanted.filter((one) => 'beginning' in one)).length;

function tooManyPatterns(found: number): ProblemDetail {
  return {
    pointer: '/query',
    found: `${found}`,
    expected: { zh: `至多 ${MOST_VALUES} 个模式`, en: `at most ${MOST_VALUES} patterns` },
    fix: { zh: '分几次查询', en: 'ask in several queries' },
  };
}

function spanOf(query: EventQuery, column: 'eventTime' | 'recordTime', errors: ProblemDetail[]): { from?: number; before?: number } {
  const [from, before] = [instantOr(query, `GE_${column}`, errors), instantOr(query, `LT_${column}`, errors)];
  return { ...(from === null ? {} : { from }), ...(before === null ? {} : { before }) };
}

function instantOr(query: EventQuery, name: 'GE_eventTime' | 'LT_eventTime' | 'GE_recordTime' | 'LT_recordTime', errors: ProblemDetail[]) {
  const given = query[name];
  if (given === undefined) return null;
  // A plus sign that was not encoded arrives as a blank.
  const at = parseInstant(given.replace(' ', '+'));
  if (at === null)
    errors.push({
      pointer: `/query/${name}`,
      found: given,
      expected: { zh: '带时区的时间，如 2026-11-05T09:00:00+08:00', en: 'a time with its zone, such as 2026-11-05T09:00:00+08:00' },
      fix: { zh: '补上秒和时区', en: 'add the seconds and the zone' },
    });
  return at;
}

interface Asking {
  name: string;
  roles: readonly Role[];
  errors: ProblemDetail[];
}

function wantedOr(text: string, { name, roles, errors }: Asking): Wanted[] {
  const wanted = wantedId(text);
  // A class may be told by a pattern, and is then kept as what the pattern says of all: its own query finds it.
  const isOfClass = roles.some((role) => classRoles.includes(role));
  if (wanted) return isOfClass && 'beginning' in wanted ? [wanted, { exactly: canonicalId(text) }] : [wanted];
  errors.push({
    pointer: `/query/${name}`,
    found: text,
    expected: { zh: '标识符，或末位为 * 的 EPC 模式', en: 'an identifier, or an EPC pattern with its star at the end' },
    fix: { zh: '例如 urn:epc:idpat:sgtin:0614141.107346.*', en: 'for example urn:epc:idpat:sgtin:0614141.107346.*' },
  });
  return [];
}

/** GET /epcis/events and its like: an EPCISQueryDocument. `also` is what the path asks for. */
export async function queryEvents(
  deps: Deps,
  call: Call<unknown, EventQuery>,
  caller: PartyCaller,
  also?: Pick<Asked, 'columns' | 'matches'>,
): Promise<Reply> {
  const limit = call.query.perPage ?? 30;
  const asked = askedBy(call.query);
  const both: Asked = {
    ...asked,
    columns: [...asked.columns, ...(also?.columns ?? [])],
    matches: [...asked.matches, ...(also?.matches ?? [])],
  };
  const rows = await epcisRepository(deps.store.read, caller).page(both, limit, placeOf(call.query.nextPageToken));
  const page = pageOf(
    rows,
    limit,
    (row) => ({ at: row.eventTime, id: row.id }),
    (row) => row,
  );
  return json(200, queryDocument(page.items, call.now), { ...epcisHeaders, ...epcisLink(call, page.next), ...LINKED_DATA });
}

/** The reply to a query of events. */
export function queryDocument(rows: readonly DB['epcis_event'][], now: number) {
  const { context, events } = joined(rows.map(placed));
  return {
    '@context': context,
    type: 'EPCISQueryDocument',
    schemaVersion: '2.0',
    creationDate: formatInstant(now),
    epcisBody: { queryResults: { queryName: 'SimpleEventQuery', resultsBody: { eventList: events } } },
  };
}

/**
 * A stored event as a reply shows it: as it was sent, with an identifier where it had none, and the time it was recorded here. The standard leaves that time to the
 * repository (EPCIS 2.0, 7.4.1): what another one wrote there stays in the document that was sent.
 */
export function placed(row: DB['epcis_event']): { event: EpcisEvent; extras: unknown[] } {
  const { event, extras } = bodyOf(row);
  return {
    event: {
      ...event,
      ...(event.eventID === undefined ? { eventID: row.eventId.split(' ', 1)[0] } : {}),
      recordTime: formatInstant(row.recordTime),
    },
    extras,
  };
}

/** GET /epcis/events/{eventID}: the event, or the last declaration that it was wrong, which repeats it whole. */
export async function readEvent(deps: Deps, call: Call<{ eventID: string }>, caller: PartyCaller): Promise<Reply> {
  const rows = await epcisRepository(deps.store.read, caller).byId(call.params.eventID);
  const row = rows.at(-1);
  if (!row) throw notFound({ zh: '该事件', en: 'such event' });
  return json(200, standing(placed(row)), { ...epcisHeaders, ...LINKED_DATA });
}

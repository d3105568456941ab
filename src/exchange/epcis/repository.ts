import type { ExpressionBuilder } from 'kysely';
import type { PartyCaller } from '../../platform/caller.ts';
import type { Cursor } from '../../platform/paging.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import type { Role, Wanted } from './identifiers.ts';

/** Columns a query compares with a list of values. */
export type Column = 'type' | 'action' | 'bizStep' | 'disposition' | 'readPoint' | 'bizLocation';

/** What is asked for; every part must hold. */
export interface Asked {
  columns: { column: Column; values: string[] }[];
  times: { column: 'eventTime' | 'recordTime'; from?: number; before?: number }[];
  matches: { roles: readonly Role[]; wanted: Wanted[] }[];
  eventIds?: string[];
  declared?: boolean;
  direction: 'asc' | 'desc';
}

/** Sorts after every character of an identifier. */
const LAST = '\uffff';

/** What a party reads of its EPCIS events and captures: its own alone. */
export function epcisRepository(read: Store['read'], caller: PartyCaller) {
  const partyId = caller.party.id;

  const own = () => read.selectFrom('epcis_event').selectAll().where('partyId', '=', partyId);

  function events(asked: Asked) {
    let query = own();
    for (const { column, values } of asked.columns) query = query.where(column, 'in', values);
    for (const match of asked.matches) query = query.where('id', 'in', (eb) => namedIn(eb, match));
    for (const { column, from, before } of asked.times)
      query = query
        .$if(from !== undefined, (q) => q.where(column, '>=', from ?? 0))
        .$if(before !== undefined, (q) => q.where(column, '<', before ?? 0));
    const { eventIds, declared } = asked;
    return query
      .$if(eventIds !== undefined, (q) => q.where((eb) => eb.or((eventIds ?? []).map((id) => underId(eb, id)))))
      .$if(declared !== undefined, (q) => q.where('declaredAt', declared ? 'is not' : 'is', null));
  }

  return {
    page: (asked: Asked, limit: number, after: Cursor | null) => {
      const way = asked.direction === 'asc' ? '>' : '<';
      let query = events(asked);
      if (after) query = query.where((eb) => eb(eb.refTuple('eventTime', 'id'), way, eb.tuple(after.at, after.id)));
      return query
        .orderBy('eventTime', asked.direction)
        .orderBy('id', asked.direction)
        .limit(limit + 1)
        .execute();
    },
    /** The event of an identifier with the declarations of it. */
    byId: (eventId: string) =>
      own()
        .where((eb) => underId(eb, eventId))
        .orderBy('seq')
        .orderBy('n')
        .execute(),
    /** In the order of the party's chain. */
    inChain: (after: { seq: number; n: number }, limit: number) =>
      own()
        .where((eb) => eb(eb.refTuple('seq', 'n'), '>', eb.tuple(after.seq, after.n)))
        .orderBy('seq')
        .orderBy('n')
        .limit(limit)
        .execute(),
    /** The different values of a column, in their order. */
    values: async (column: Column, after: string, limit: number): Promise<string[]> => {
      const rows = await read
        .selectFrom('epcis_event')
        .select(`${column} as value`)
        .distinct()
        .where('partyId', '=', partyId)
        .where(column, '>', after)
        .orderBy('value')
        .limit(limit)
        .execute();
      return rows.flatMap(({ value }) => value ?? []);
    },
    /** The different identifiers of goods. */
    epcs: async (after: string, limit: number): Promise<string[]> => {
      const rows = await read
        .selectFrom('epcis_epc')
        .innerJoin('epcis_event', 'epcis_event.id', 'epcis_epc.eventId')
        .select('epcis_epc.epc')
        .distinct()
        .where('epcis_event.partyId', '=', partyId)
        .where('epcis_epc.epc', '>', after)
        .orderBy('epcis_epc.epc')
        .limit(limit)
        .execute();
      return rows.map(({ epc }) => epc);
    },
    job: (publicId: string) =>
      read.selectFrom('epcis_capture').selectAll().where('partyId', '=', partyId).where('publicId', '=', publicId).executeTakeFirst(),
    jobs: (limit: number, after: Cursor | null) => {
      let query = read
        .selectFrom('epcis_capture')
        .select(['id', 'publicId', 'partyId', 'behaviour', 'sha256', 'state', 'total', 'stored', 'actedBy', 'at', 'finishedAt'])
        // The outcome of a capture may be a megabyte; a list asks only whether it has faults.
        .select((eb) => eb('errors', 'like', '{"faults":[],%').as('isRight'))
        .where('partyId', '=', partyId);
      if (after) query = query.where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(after.at, after.id)));
      return query
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
    },
  };
}

type Builder = ExpressionBuilder<DB, 'epcis_event'>;

function namedIn(eb: Builder, { roles, wanted }: Asked['matches'][number]) {
  const exact = wanted.flatMap((one) => ('exactly' in one ? [one.exactly] : []));
  const beginnings = wanted.flatMap((one) => ('beginning' in one ? [one.beginning] : []));
  return eb
    .selectFrom('epcis_epc')
    .select('epcis_epc.eventId')
    .where('epcis_epc.role', 'in', [...roles])
    .where((inner) =>
      inner.or([
        ...(exact.length > 0 ? [inner('epcis_epc.epc', 'in', exact)] : []),
        ...beginnings.map((text) => inner.and([inner('epcis_epc.epc', '>=', text), inner('epcis_epc.epc', '<', text + LAST)])),
      ]),
    );
}

/** The event itself, and the declarations that repeat its identifier. */
function underId(eb: Builder, id: string) {
  const declared = `${id} declared `;
  return eb.or([eb('eventId', '=', id), eb.and([eb('eventId', '>=', declared), eb('eventId', '<', declared + LAST)])]);
}

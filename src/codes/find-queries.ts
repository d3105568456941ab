import { sql } from 'kysely';
import { FORMER_LINK_SCHEME } from '../batches/model.ts';
import { maskName } from '../parties/model.ts';
import type { Store } from '../store/store.ts';

/** A batch as a list to choose from shows it. */
export interface Candidate {
  traceCode: string;
  productName: string;
  specification: string | null;
  producer: string;
  batchNumber: string | null;
  productionDate: string | null;
  expiresOn: string | null;
}

/** What is known of a pack; empty text where it is not. */
export interface PackAsked {
  gtin: string;
  batch: string;
  /** The date of production, or one of its days where they were several. */
  made: string;
  /** The date of expiry; alone or instead of `made`, where it is not known which of the two a date is. */
  expires: string;
}

interface Row extends Candidate {
  natural: number;
  clearName: string | null;
}

/** More batches of one barcode than a person can choose from need the date or the batch number. */
const MOST = 20;

function candidates(read: Store['read']) {
  return read
    .selectFrom('batch')
    .innerJoin('product', 'product.id', 'batch.productId')
    .innerJoin('party', 'party.id', 'batch.partyId')
    .leftJoin('personal', (join) => join.onRef('personal.commitment', '=', 'party.name').on('party.natural', '=', 1))
    .select([
      'batch.traceCode',
      'product.name as productName',
      'product.specification',
      'party.name as producer',
      'batch.batchNumber',
      'batch.productionDate',
      'batch.expiresOn',
      'party.natural',
      'personal.value as clearName',
    ]);
}

function candidateOf({ natural, clearName, ...row }: Row): Candidate {
  return { ...row, producer: natural === 1 ? maskName(clearName ?? row.producer) : row.producer };
}

/** Batches by what is printed on a pack. */
export function findQueries(store: Store) {
  /* Empty text stands for what was not asked: `''` is no lot and no date. */
  const find = store.prepare<{ gtin: string; batch: string; made: string; expires: string }, Row>((read, param) =>
    candidates(read)
      .where('batch.gtin', '=', param('gtin'))
      .where((eb) =>
        eb.or([eb(given(param('batch')), '=', ''), eb('batch.lot', '=', param('batch')), eb('batch.batchNumber', '=', param('batch'))]),
      )
      .where((eb) =>
        eb.or([
          eb.and([eb(given(param('made')), '=', ''), eb(given(param('expires')), '=', '')]),
          eb.and([
            eb('batch.productionDate', '<=', param('made')),
            eb(eb.fn.coalesce('batch.productionDateTo', 'batch.productionDate'), '>=', param('made')),
          ]),
          eb('batch.expiresOn', '=', param('expires')),
        ]),
      )
      .orderBy('batch.productionDate', 'desc')
      .orderBy('batch.id', 'desc')
      .limit(sql.lit(MOST)),
  );
  const byLot = store.prepare<{ gtin: string; lot: string }, { traceCode: string }>((read, param) =>
    read.selectFrom('batch').select('traceCode').where('gtin', '=', param('gtin')).where('lot', '=', param('lot')).limit(sql.lit(2)),
  );
  const formerly = store.prepare<{ link: string }, Row>((read, param) =>
    candidates(read)
      .innerJoin('external_code as former', 'former.batchId', 'batch.id')
      .where('former.scheme', '=', sql.lit(FORMER_LINK_SCHEME))
      .where('former.value', '=', param('link'))
      .orderBy('batch.id', 'desc')
      .limit(sql.lit(MOST)),
  );
  const link = store.prepare<{ code: string }, { gtin: string | null; lot: string }>((read, param) =>
    read.selectFrom('batch').select(['gtin', 'lot']).where('traceCode', '=', param('code')),
  );
  return {
    /** The newest batches of a barcode that fit what else is known; empty text where it is not. */
    find: async ({ gtin, batch = '', made = '', expires = '' }: Pick<PackAsked, 'gtin'> & Partial<PackAsked>): Promise<Candidate[]> =>
      (await find({ gtin, batch, made, expires })).map(candidateOf),
    /** Batches whose packs were printed with this GTIN and lot before they were corrected. */
    formerly: async (asked: { gtin: string; lot: string }): Promise<Candidate[]> =>
      (await formerly({ link: `${asked.gtin}/${asked.lot}` })).map(candidateOf),
    /** One or two codes of a Digital Link's batch; two are as good as many. */
    byLot: async (asked: { gtin: string; lot: string }): Promise<string[]> => (await byLot(asked)).map((row) => row.traceCode),
    /** What a batch's Digital Link is made of; undefined where there is no such batch. */
    linkOf: async (code: string) => (await link({ code }))[0],
  };
}

export type FindQueries = ReturnType<typeof findQueries>;

/** PostgreSQL cannot tell the type of a parameter that is compared with a constant. */
const given = (value: string) => sql<string>`cast(${value} as text)`;

import { sql } from 'kysely';
import type { Store } from '../store/store.ts';

/** What decides whether a kept page still holds. */
export interface PageState {
  batchId: number;
  revision: number;
  partyRevision: number;
  /** Null until the first change. */
  version: number | null;
}

export interface BatchRow {
  batchNumber: string | null;
  productionDate: string | null;
  productionDateTo: string | null;
  expiresOn: string | null;
  expiresBy: string | null;
  origin: string;
  publicFields: string | null;
  regionCode: string;
  ledgerChain: string;
  ledgerSeq: number;
  ledgerHash: string;
  productName: string;
  specification: string | null;
  category: string;
  gtin: string | null;
  shelfLifeValue: number | null;
  shelfLifeUnit: string | null;
  partyId: number;
  partyName: string;
  /** The name behind the commitment of a natural person. */
  clearName: string | null;
  kinds: string;
  natural: number;
  /** The valid licence, its kind (two letters) before its number. */
  licence: string | null;
}

export interface StepRow {
  kind: 'shipped' | 'received' | 'displayed';
  /** Null where the one who received has no registration. */
  partyId: number | null;
  kinds: string | null;
  regionCode: string | null;
  /** An instant or a civil date, one of them. */
  at: number | null;
  day: string | null;
}

export interface CertificateRow {
  kind: string;
  number: string | null;
  issuer: string | null;
  issuedOn: string | null;
  conclusion: string | null;
  results: string | null;
}

export interface RecallRow {
  level: number;
  reason: string;
  affected: string | null;
  instructions: string | null;
  contact: string | null;
  openedAt: number;
  closedAt: number | null;
}

export interface ShopRow {
  siteId: number;
  siteName: string;
  regionCode: string;
  partyName: string;
  natural: number;
  kinds: string;
  heldAt: number;
  shownFrom: string | null;
}

/** Where the batch's entry stands in the Merkle log, and the first checkpoint that covers it: once there it never changes. */
export interface LogRow {
  leafIndex: number;
  treeSize: number;
  root: string;
}

/** Rows of one kind of step a page is made from: the first ones, since a batch may have gone to a thousand shops. */
const STEPS_READ = 24;

/** Outcomes of a line that brought nothing to the receiver. Compared singly: SQLite builds a table for each list it is given. */
const NOT_RECEIVED = ['refused', 'notArrived', 'notMine'];

/**
 * A limit that stands in the text. As a parameter it would cost more than the query: SQLite plans a statement anew whenever a value bound to
 * its LIMIT is set (sqlite3ExprIsInteger reads it).
 */
const first = (rows: number) => sql.lit(rows);

/**
 * Whether goods of a holding came, shipment by shipment, from the batch's own party. Anybody may write down a code it has read somewhere;
 * only what hangs together with the maker's own records is told on the maker's page.
 */
const fromMaker = (holding: string) => sql<boolean>`exists (
  with recursive up(id) as (
    select ${sql.ref(holding)}
    union
    select flow.src from up inner join flow on flow.dst = up.id where flow.kind <> 'made' and flow.steps > 0
  )
  select 1 from up
  inner join holding as source on source.id = up.id
  inner join batch as made on made.id = source.${sql.ref('batchId')}
  where source.${sql.ref('partyId')} = made.${sql.ref('partyId')}
)`;

const noInstant = sql<number | null>`cast(null as bigint)`;
const noDay = sql<string | null>`cast(null as text)`;

/** The queries of a scan, each compiled once. */
export function scanQueries(store: Store) {
  return {
    // A code that many scan at once is looked at once between two writes.
    state: store.prepare<{ code: string }, PageState>(
      (read, param) =>
        read
          .selectFrom('batch')
          .innerJoin('party', 'party.id', 'batch.partyId')
          .leftJoin('page_version', 'page_version.batchId', 'batch.id')
          .select(['batch.id as batchId', 'batch.revision', 'party.revision as partyRevision', 'page_version.version'])
          .where('batch.traceCode', '=', param('code')),
      { shared: true },
    ),
    batch: store.prepare<{ batchId: number; today: string }, BatchRow>((read, param) =>
      read
        .selectFrom('batch')
        .innerJoin('product', 'product.id', 'batch.productId')
        .innerJoin('party', 'party.id', 'batch.partyId')
        .leftJoin('personal', (join) => join.onRef('personal.commitment', '=', 'party.name').on('party.natural', '=', 1))
        .select([
          'batch.batchNumber',
          'batch.productionDate',
          'batch.productionDateTo',
          'batch.expiresOn',
          'batch.expiresBy',
          'batch.origin',
          'batch.publicFields',
          'batch.regionCode',
          'batch.ledgerChain',
          'batch.ledgerSeq',
          'batch.ledgerHash',
          'product.name as productName',
          'product.specification',
          'product.category',
          'product.gtin',
          'product.shelfLifeValue',
          'product.shelfLifeUnit',
          'batch.partyId',
          'party.name as partyName',
          'personal.value as clearName',
          'party.kinds',
          'party.natural',
        ])
        // One aggregate instead of an order: it needs no sorter. SC, the licence to produce, comes after JY.
        .select((eb) =>
          eb
            .selectFrom('licence')
            .select(sql<string | null>`max(licence.kind || licence.number)`.as('number'))
            .whereRef('licence.partyId', '=', 'batch.partyId')
            .where((or) => or.or([or('licence.kind', '=', 'SC'), or('licence.kind', '=', 'JY')]))
            .where('licence.endedAt', 'is', null)
            .where((or) => or.or([or('licence.validUntil', 'is', null), or('licence.validUntil', '>=', param('today'))]))
            .as('licence'),
        )
        .where('batch.id', '=', param('batchId')),
    ),
    steps: store.prepare<{ batchId: number; today: string }, StepRow>((read, param) => {
      const shipped = read
        .selectFrom('shipment_line as line')
        .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
        .innerJoin('party', 'party.id', 'shipment.partyId')
        .select([
          sql<StepRow['kind']>`'shipped'`.as('kind'),
          'shipment.partyId as partyId',
          'party.kinds as kinds',
          'shipment.regionCode as regionCode',
          'shipment.shippedAt as at',
          noDay.as('day'),
        ])
        .where('line.batchId', '=', param('batchId'))
        .where('shipment.state', '<>', 'void')
        .where(fromMaker('line.holdingId'))
        .orderBy('line.shipmentId')
        .limit(first(STEPS_READ))
        .as('shipped');
      const received = read
        .selectFrom('receipt_line as line')
        .innerJoin('receipt', 'receipt.id', 'line.receiptId')
        .innerJoin('batch', 'batch.id', 'line.batchId')
        .leftJoin('shipment_line as sent', (join) =>
          join.onRef('sent.shipmentId', '=', 'receipt.shipmentId').onRef('sent.n', '=', 'line.lineN'),
        )
        .leftJoin('party', 'party.id', 'receipt.partyId')
        .leftJoin('site', 'site.id', 'receipt.siteId')
        .select([
          sql<StepRow['kind']>`'received'`.as('kind'),
          'receipt.partyId as partyId',
          'party.kinds as kinds',
          'site.regionCode as regionCode',
          'receipt.receivedAt as at',
          noDay.as('day'),
        ])
        .where('line.batchId', '=', param('batchId'))
        .where((and) => and.and(NOT_RECEIVED.map((outcome) => and('line.outcome', '<>', outcome))))
        .where((either) =>
          either.or([
            either.and([either('receipt.shipmentId', 'is', null), either('receipt.partyId', '=', either.ref('batch.partyId'))]),
            fromMaker('sent.holdingId'),
          ]),
        )
        .orderBy('line.receiptId')
        .limit(first(STEPS_READ))
        .as('received');
      const displayed = read
        .selectFrom('display')
        .innerJoin('party', 'party.id', 'display.partyId')
        .innerJoin('site', 'site.id', 'display.siteId')
        .innerJoin('holding as kept', (join) =>
          join
            .onRef('kept.batchId', '=', 'display.batchId')
            .onRef('kept.partyId', '=', 'display.partyId')
            .onRef('kept.siteId', '=', 'display.siteId'),
        )
        .select([
          sql<StepRow['kind']>`'displayed'`.as('kind'),
          'display.partyId as partyId',
          'party.kinds as kinds',
          'site.regionCode as regionCode',
          noInstant.as('at'),
          'display.shownFrom as day',
        ])
        .where('display.batchId', '=', param('batchId'))
        .where('display.shownFrom', '<=', param('today'))
        .where((or) => or.or([or('display.shownTo', 'is', null), or('display.shownTo', '>', param('today'))]))
        .where(fromMaker('kept.id'))
        .orderBy('display.id')
        .limit(first(STEPS_READ))
        .as('displayed');
      const all = (from: typeof shipped | typeof received | typeof displayed) => read.selectFrom(from as typeof received).selectAll();
      return all(shipped).unionAll(all(received)).unionAll(all(displayed));
    }),
    certificates: store.prepare<{ batchId: number }, CertificateRow>((read, param) =>
      read
        .selectFrom('batch_certificate as covers')
        .innerJoin('certificate', 'certificate.id', 'covers.certificateId')
        .leftJoin('personal', 'personal.commitment', 'certificate.issuer')
        .select((eb) => [
          'certificate.kind',
          'certificate.number',
          eb.fn.coalesce('personal.value', 'certificate.issuer').as('issuer'),
          'certificate.issuedOn',
          'certificate.conclusion',
          'certificate.results',
        ])
        .where('covers.batchId', '=', param('batchId'))
        .where('certificate.withdrawnAt', 'is', null)
        // What others sampled is theirs to publish; a party's own commission is a paper like its others.
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('lab_report as report')
                .innerJoin('sample', 'sample.id', 'report.sampleId')
                .select('report.id')
                .whereRef('report.certificateId', '=', 'covers.certificateId')
                .where('sample.kind', '<>', 'client'),
            ),
          ),
        )
        .orderBy('covers.certificateId')
        .limit(first(STEPS_READ)),
    ),
    /** The recall in force, else the latest; a drill is nobody's business. */
    recall: store.prepare<{ batchId: number }, RecallRow>((read, param) =>
      read
        .selectFrom('recall_batch as named')
        .innerJoin('recall', 'recall.id', 'named.recallId')
        .select(['level', 'reason', 'affected', 'instructions', 'contact', 'openedAt', 'closedAt'])
        .where('named.batchId', '=', param('batchId'))
        .where('recall.drill', '=', 0)
        .orderBy('recall.state', 'desc')
        .orderBy('recall.level')
        .orderBy('recall.openedAt', 'desc')
        .limit(first(1)),
    ),
    log: store.prepare<{ batchId: number }, LogRow>((read, param) =>
      read
        .selectFrom('batch')
        .innerJoin('log_leaf', 'log_leaf.hash', 'batch.ledgerHash')
        .innerJoin('log_checkpoint', (join) => join.onRef('log_checkpoint.size', '>', 'log_leaf.leafIndex'))
        .select(['log_leaf.leafIndex', 'log_checkpoint.size as treeSize', 'log_checkpoint.root'])
        .where('batch.id', '=', param('batchId'))
        .orderBy('log_checkpoint.size')
        .limit(first(1)),
    ),
    /** The shop a link names, where the batch came to it; with the display in force there. */
    shop: store.prepare<{ batchId: number; site: string; today: string }, ShopRow>((read, param) =>
      read
        .selectFrom('site')
        .innerJoin('holding', (join) => join.onRef('holding.siteId', '=', 'site.id').on('holding.batchId', '=', param('batchId')))
        .innerJoin('party', 'party.id', 'site.partyId')
        .leftJoin('display', (join) =>
          join
            .onRef('display.siteId', '=', 'site.id')
            .onRef('display.batchId', '=', 'holding.batchId')
            .on('display.shownFrom', '<=', param('today'))
            .on((or) => or.or([or('display.shownTo', 'is', null), or('display.shownTo', '>', param('today'))])),
        )
        .select([
          'site.id as siteId',
          'site.name as siteName',
          'site.regionCode',
          'party.name as partyName',
          'party.natural',
          'party.kinds',
          'holding.createdAt as heldAt',
          'display.shownFrom',
        ])
        .where('site.publicId', '=', param('site'))
        .where(fromMaker('holding.id'))
        .orderBy('display.shownFrom', 'desc')
        .limit(first(1)),
    ),
  };
}

export type ScanQueries = ReturnType<typeof scanQueries>;

/** Those of some codes that stand for a batch. */
export async function recordedCodes(read: Store['read'], codes: readonly string[]): Promise<string[]> {
  if (codes.length === 0) return [];
  const found = await read.selectFrom('batch').select('traceCode').where('traceCode', 'in', codes).execute();
  return found.map((row) => row.traceCode);
}

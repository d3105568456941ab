import { isCommitment } from '../ledger/personal.ts';
import { looksPersonal, maskName } from '../parties/model.ts';
import { regionName } from '../parties/regions.ts';
import { type CivilDate, civilDateOf } from '../platform/civil-date.ts';
import type { BatchRow, CertificateRow, RecallRow, ScanQueries, ShopRow, StepRow } from './scan-queries.ts';
import { formatTraceCode } from './trace-code.ts';

/** Steps a page shows; after these the first county says no more than the tenth. */
const STEPS_SHOWN = 16;

export interface Step {
  kind: 'made' | 'shipped' | 'received' | 'displayed';
  /** A kind of party, or `buyer` for one without registration. */
  role: string;
  /** Null where the firm has not agreed to be named. */
  party: string | null;
  place: string | null;
  on: CivilDate;
}

export interface ScannedCertificate {
  kind: string;
  number: string | null;
  issuer: string | null;
  issuedOn: string | null;
  conclusion: 'pass' | 'fail' | null;
  results?: { item: string; value: string; unit?: string; limit?: string; method?: string }[];
}

/** A recall of the batch, as who recalls made it known. */
export interface ScannedRecall {
  level: 1 | 2 | 3;
  reason: string;
  on: CivilDate;
  howToTell: string | null;
  instructions: string | null;
  contact: string | null;
  /** The day it was closed; the goods stay recalled. */
  closedOn: CivilDate | null;
}

/** What everybody may know of a batch: the reply of a scan, without the instant it was asked at. */
export interface Scanned {
  status: 'no-problem-recorded' | 'recalled' | 'expired';
  traceCode: string;
  product: {
    name: string;
    specification: string | null;
    category: string;
    gtin: string | null;
    shelfLife: { value: number; unit: 'hour' | 'day' | 'month' | 'year' } | null;
  };
  /** All null where the goods came from outside the service and only their receiver is known. */
  producer: { name: string | null; licence: string | null; place: string | null };
  batchNumber: string | null;
  productionDate: string | null;
  productionDateTo: string | null;
  expiresOn: string | null;
  expiresBy: 'printed' | 'computed' | null;
  certificates: ScannedCertificate[];
  steps: Step[];
  /** What is not recorded or not public: keys, each with a sentence on the page. */
  unknowns: string[];
  ledger: { hash: string; chain: string; seq: number };
  /** Only of a recalled batch. */
  recall?: ScannedRecall;
}

/** The batch's own party made it, unless it only took the goods in (from a supplier outside the service, or as opening stock). */
const madeByParty = (batch: BatchRow) => batch.origin === 'own' || batch.origin === 'transformation';

/**
 * Reads what a scan shows: the batch, its steps, its certificates, and the shop where the link names one.
 * Never a finding, a band or an open case; of firms down the line only role and county; of natural persons nothing but a masked name.
 */
export async function readScanned(
  queries: ScanQueries,
  asked: { batchId: number; code: string; today: CivilDate; shop: ShopRow | undefined },
): Promise<Scanned> {
  const { batchId, today, shop } = asked;
  const [[batch], [recall], steps, papers] = await Promise.all([
    queries.batch({ batchId, today }),
    queries.recall({ batchId }),
    queries.steps({ batchId, today }),
    queries.certificates({ batchId }),
  ]);
  if (batch === undefined) throw new Error(`Batch ${asked.code} was there a moment ago; batches are never removed.`);
  return scannedOf(asked.code, today, { batch, recall, steps, papers, shop });
}

interface Read {
  batch: BatchRow;
  recall: RecallRow | undefined;
  steps: readonly StepRow[];
  papers: readonly CertificateRow[];
  shop: ShopRow | undefined;
}

function scannedOf(code: string, today: CivilDate, read: Read): Scanned {
  const { batch } = read;
  const showsResults = batch.publicFields !== null && (JSON.parse(batch.publicFields) as string[]).includes('results');
  const producer = producerOf(batch);
  return {
    status: statusOf(read, today),
    traceCode: formatTraceCode(code),
    product: {
      name: batch.productName,
      specification: batch.specification,
      category: batch.category,
      gtin: batch.gtin,
      shelfLife: shelfLifeOf(batch),
    },
    producer,
    batchNumber: batch.batchNumber,
    productionDate: batch.productionDate,
    productionDateTo: batch.productionDateTo,
    expiresOn: batch.expiresOn,
    expiresBy: batch.expiresBy as Scanned['expiresBy'],
    certificates: read.papers.map((paper) => certificateOf(paper, showsResults)),
    steps: stepsOf(read, producer.name),
    unknowns: unknownsOf(read, producer, showsResults),
    ledger: { hash: batch.ledgerHash, chain: batch.ledgerChain, seq: batch.ledgerSeq },
    ...(read.recall ? { recall: recallOf(read.recall) } : {}),
  };
}

/** A recall goes before the date: it says more, and it does not end. */
function statusOf({ batch, recall }: Read, today: CivilDate): Scanned['status'] {
  if (recall) return 'recalled';
  return batch.expiresOn !== null && batch.expiresOn < today ? 'expired' : 'no-problem-recorded';
}

function recallOf(row: RecallRow): ScannedRecall {
  return {
    level: row.level as ScannedRecall['level'],
    reason: row.reason,
    on: civilDateOf(row.openedAt),
    howToTell: row.affected === null ? null : howToTell(JSON.parse(row.affected) as Parameters<typeof howToTell>[0]),
    instructions: row.instructions,
    contact: row.contact,
    closedOn: row.closedAt === null ? null : civilDateOf(row.closedAt),
  };
}

/** The part of the batch in a line of text, as it was given; what was not given is the whole batch. */
export function howToTell(affected: {
  from?: string | undefined;
  to?: string | undefined;
  line?: string | undefined;
  serials?: string[] | undefined;
  note?: string | undefined;
}): string | null {
  const { from, to, line, serials, note } = affected;
  const time = from === undefined && to === undefined ? [] : [`${from ?? ''} – ${to ?? ''}`];
  const parts = [...(note === undefined ? [] : [note]), ...time, ...(line === undefined ? [] : [line]), ...(serials ?? [])];
  return parts.length === 0 ? null : parts.join(' · ');
}

function shelfLifeOf(batch: BatchRow): Scanned['product']['shelfLife'] {
  return batch.shelfLifeValue === null ? null : { value: batch.shelfLifeValue, unit: batch.shelfLifeUnit as 'day' };
}

function producerOf(batch: BatchRow): Scanned['producer'] {
  if (!madeByParty(batch)) return { name: null, licence: null, place: null };
  const natural = batch.natural === 1;
  return {
    name: natural ? maskName(batch.clearName ?? batch.partyName) : batch.partyName,
    licence: natural ? null : (batch.licence?.slice(2) ?? null),
    place: regionName(batch.regionCode),
  };
}

/** A farmer signs the commitment certificate with his own name (承诺达标合格证), so an issuer may be a person. */
function certificateOf(paper: CertificateRow, showsResults: boolean): ScannedCertificate {
  return {
    kind: paper.kind,
    number: paper.number,
    issuer: paper.issuer === null ? null : issuerOf(paper.issuer),
    issuedOn: paper.issuedOn,
    conclusion: paper.conclusion as ScannedCertificate['conclusion'],
    ...(showsResults && paper.results !== null ? { results: JSON.parse(paper.results) as NonNullable<ScannedCertificate['results']> } : {}),
  };
}

/** A person's name is masked; one that was erased is gone. */
function issuerOf(issuer: string): string | null {
  if (isCommitment(issuer)) return null;
  return looksPersonal(issuer) ? maskName(issuer) : issuer;
}

const roleOf = (kinds: string | null) => (kinds === null ? 'buyer' : ((JSON.parse(kinds) as string[])[0] ?? 'buyer'));

const ORDER: Record<Step['kind'], number> = { made: 0, shipped: 1, received: 2, displayed: 3 };

/** Steps in the order of days; the same kind of step by the same role in the same county on one day is told once. */
function stepsOf({ batch, steps: rows, shop }: Read, producerName: string | null): Step[] {
  const steps: Step[] = rows.map((row) => ({
    kind: row.kind,
    role: roleOf(row.kinds),
    party: row.partyId === batch.partyId ? producerName : null,
    place: row.regionCode === null ? null : regionName(row.regionCode),
    on: row.day ?? civilDateOf(row.at ?? 0),
  }));
  if (madeByParty(batch) && batch.productionDate !== null)
    steps.push({
      kind: 'made',
      role: roleOf(batch.kinds),
      party: producerName,
      place: regionName(batch.regionCode),
      on: batch.productionDate,
    });
  steps.sort((a, b) => (a.on === b.on ? ORDER[a.kind] - ORDER[b.kind] : a.on < b.on ? -1 : 1));
  const told = new Set<string>();
  const once = steps.filter((step) => {
    const key = `${step.kind}|${step.role}|${step.party}|${step.place}|${step.on}`;
    return !told.has(key) && told.add(key);
  });
  return [...once.slice(0, STEPS_SHOWN), ...(shop === undefined ? [] : [stepAt(shop)])];
}

function stepAt(shop: ShopRow): Step {
  return {
    kind: shop.shownFrom === null ? 'received' : 'displayed',
    role: roleOf(shop.kinds),
    party: shop.natural === 1 ? null : `${shop.partyName} · ${shop.siteName}`,
    place: regionName(shop.regionCode),
    on: shop.shownFrom ?? civilDateOf(shop.heldAt),
  };
}

function unknownsOf({ batch, steps, papers, shop }: Read, producer: Scanned['producer'], showsResults: boolean): string[] {
  const has = (kind: StepRow['kind']) => steps.some((step) => step.kind === kind);
  const gaps: [key: string, missing: boolean][] = [
    ['producer', producer.name === null],
    ['licence', producer.name !== null && batch.natural === 0 && producer.licence === null],
    ['batchNumber', batch.batchNumber === null],
    ['productionDate', batch.productionDate === null],
    ['expiresOn', batch.expiresOn === null],
    ['certificates', papers.length === 0],
    ['results', !showsResults && papers.some((paper) => paper.results !== null)],
    ['shipped', !has('shipped')],
    ['received', !has('received')],
    ['displayed', !has('displayed')],
    ['shop', shop === undefined],
  ];
  return gaps.flatMap(([key, missing]) => (missing ? [key] : []));
}

import { rowsOf } from '../store/parts.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { standingOfLines } from './recall-open-goods.ts';
import type { ReportedLine } from './recall-quantities.ts';
import { type ReportKind, reportKinds } from './recall-schemas.ts';

type Read = Store['read'];
type Recall = Pick<DB['recall'], 'id' | 'openedAt'>;

/** What one holder reported of one batch of a recall. */
export interface Reported {
  partyId: number;
  batchId: number;
  unit: string;
  unitCode: string | null;
  reported: Record<ReportKind, number>;
  /** What it took off sale, in order. */
  stops: { at: number; steps: number }[];
}

/** Goods of a batch that left a holder's books for good or for somebody else. */
interface Gone {
  partyId: number;
  batchId: number;
  /** What a report of it would say; `other` is in no report: used up or sent on otherwise. */
  as: Exclude<ReportKind, 'stopped'> | 'other';
  /** When it was booked, and when it happened: books of the morning may come in the evening. */
  at: number;
  happenedAt: number;
  steps: number;
}

export const noReports = (): Record<ReportKind, number> => ({ stopped: 0, returned: 0, destroyed: 0, sold: 0 });
export const keyOf = ({ partyId, batchId }: { partyId: number; batchId: number }) => `${partyId}/${batchId}`;

/**
 * How much of what is in its books each holder's reports answer for, by holder and batch. Goods that were reported and also booked have left the books already
 * and answer for none that are left. What is left of the larger of both counts: what it stopped, or what it sent back, destroyed and sold, since stopped goods are
 * usually the ones destroyed later.
 */
export async function coveredOf(store: Store, recall: Recall, reports: readonly Reported[]): Promise<(one: Reported) => number> {
  const parties = [...new Set(reports.map((one) => one.partyId))];
  const books = await balancesOf(store.read, recall.id, parties);
  const gone = Map.groupBy(await goneOf(store, recall.id, parties), keyOf);
  return (one) => Math.min(books.get(keyOf(one)) ?? 0, stillCovering(one, gone.get(keyOf(one)) ?? [], recall.openedAt));
}

/**
 * What reports still say of goods in stock. A return or a destruction answers the recall, so one booked before it was opened is another; a sale before the notice
 * was booked whenever it was.
 */
function stillCovering({ reported, stops }: Reported, gone: readonly Gone[], openedAt: number): number {
  const booked = (as: Gone['as'], since: number) =>
    gone.reduce((sum, one) => (one.as === as && one.at >= since ? sum + one.steps : sum), 0);
  const unbooked = (steps: number, as: Gone['as'], since: number) => Math.max(0, steps - booked(as, since));
  const away =
    unbooked(reported.returned, 'returned', openedAt) +
    unbooked(reported.destroyed, 'destroyed', openedAt) +
    unbooked(reported.sold, 'sold', Number.NEGATIVE_INFINITY);
  return Math.max(stillStopped(stops, gone), away);
}

/** What was stopped less what left after it, whenever that was booked; of the same instant the goods are taken to leave after the report. */
function stillStopped(stops: Reported['stops'], gone: readonly Gone[]): number {
  const moves = [...stops, ...gone.map(({ happenedAt, steps }) => ({ at: happenedAt, steps: -steps }))];
  moves.sort((a, b) => a.at - b.at || b.steps - a.steps);
  return moves.reduce((stopped, { steps }) => Math.max(0, stopped + steps), 0);
}

/** What each holder reported of each batch; costs what was reported. */
export async function reportedBy(read: Read, recallId: number): Promise<Reported[]> {
  const rows = await read
    .selectFrom('recall_report')
    .select(['partyId', 'kind', 'lines', 'at'])
    .where('recallId', '=', recallId)
    .where('kind', 'in', [...reportKinds])
    .execute();
  const lines = rows.flatMap((row) =>
    (JSON.parse(row.lines) as ReportedLine[]).map((line) => ({
      ...line,
      partyId: row.partyId,
      kind: row.kind as ReportKind,
      at: Number(row.at),
    })),
  );
  const units = new Map(
    (
      await rowsOf(
        lines.map((line) => line.batchId),
        (part) => read.selectFrom('batch').select(['id', 'unit', 'unitCode']).where('id', 'in', part).execute(),
      )
    ).map((row) => [row.id, row]),
  );
  const all = new Map<string, Reported>();
  for (const { partyId, batchId, kind, steps, at } of lines) {
    const unit = units.get(batchId);
    const key = keyOf({ partyId, batchId });
    const one = all.get(key) ?? {
      ...{ partyId, batchId, unit: unit?.unit ?? '', unitCode: unit?.unitCode ?? null },
      ...{ reported: noReports(), stops: [] },
    };
    one.reported[kind] += steps;
    if (kind === 'stopped') one.stops.push({ at, steps });
    all.set(key, one);
  }
  return [...all.values()];
}

/** What those who reported have in their books, by party and batch. */
async function balancesOf(read: Read, recallId: number, parties: readonly number[]): Promise<Map<string, number>> {
  const rows = await rowsOf(parties, (part) =>
    read
      .selectFrom('recall_scope as scope')
      .innerJoin('holding', 'holding.id', 'scope.holdingId')
      .select((eb) => ['scope.partyId', 'scope.batchId', eb.fn.sum<number>('holding.steps').as('steps')])
      .where('scope.recallId', '=', recallId)
      .where('scope.partyId', 'in', part)
      .where('holding.steps', '>', 0)
      .groupBy(['scope.partyId', 'scope.batchId'])
      .execute(),
  );
  return new Map(rows.map((row) => [keyOf(row), Number(row.steps)]));
}

/** Everything that left the holdings of some holders; by holding, so that it costs what they moved themselves. */
async function goneOf(store: Store, recallId: number, parties: readonly number[]): Promise<Gone[]> {
  const { read } = store;
  const disposed = await rowsOf(parties, (part) => disposedBy(read, recallId, part));
  const used = await rowsOf(parties, (part) => usedBy(read, recallId, part));
  return [
    ...(await sentBy(store, recallId, parties)),
    ...disposed.map(({ kind, ...row }): Gone => ({ ...row, as: kind === 'destroyed' ? 'destroyed' : 'sold' })),
    ...used.map((row): Gone => ({ ...row, as: 'other' })),
  ];
}

/** What the purpose of a shipment says became of the goods. A transfer stays with the holder. */
const SENT_AS: Readonly<Record<string, Gone['as']>> = { return: 'returned', disposal: 'destroyed', sale: 'sold', donation: 'sold' };

async function sentBy(store: Store, recallId: number, parties: readonly number[]): Promise<Gone[]> {
  const lines = await rowsOf(parties, (part) =>
    store.read
      .selectFrom('recall_scope as scope')
      .innerJoin('shipment_line as line', 'line.holdingId', 'scope.holdingId')
      .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
      .select(['line.shipmentId', 'line.n', 'line.batchId', 'line.steps', 'scope.partyId'])
      .select(['shipment.purpose', 'shipment.state', 'shipment.revision', 'shipment.recordedAt as at', 'shipment.shippedAt as happenedAt'])
      .where('scope.recallId', '=', recallId)
      .where('scope.partyId', 'in', part)
      .where('shipment.purpose', '<>', 'transfer')
      .where('shipment.state', '<>', 'void')
      .execute(),
  );
  // Only an answered shipment is taken back or amended, and then it has more than the revision of its answer.
  const isPlain = (line: (typeof lines)[number]) => line.state === 'in-transit' || line.revision <= 2;
  const standing = await standingOfLines(
    store,
    lines.filter((line) => !isPlain(line)),
  );
  return lines.map((line) => ({
    partyId: line.partyId,
    batchId: line.batchId,
    as: SENT_AS[line.purpose] ?? 'other',
    at: line.at,
    happenedAt: line.happenedAt,
    steps: isPlain(line) ? line.steps : standing(line).out,
  }));
}

function disposedBy(read: Read, recallId: number, parties: number[]) {
  return read
    .selectFrom('recall_scope as scope')
    .innerJoin('disposition_line as line', 'line.holdingId', 'scope.holdingId')
    .innerJoin('disposition', 'disposition.id', 'line.dispositionId')
    .select([
      'scope.partyId',
      'line.batchId',
      'disposition.kind',
      'disposition.recordedAt as at',
      'disposition.at as happenedAt',
      'line.steps',
    ])
    .where('scope.recallId', '=', recallId)
    .where('scope.partyId', 'in', parties)
    .execute();
}

function usedBy(read: Read, recallId: number, parties: number[]) {
  return read
    .selectFrom('recall_scope as scope')
    .innerJoin('transformation_input as line', 'line.holdingId', 'scope.holdingId')
    .innerJoin('transformation', 'transformation.id', 'line.transformationId')
    .select(['scope.partyId', 'line.batchId', 'transformation.recordedAt as at', 'transformation.at as happenedAt', 'line.steps'])
    .where('scope.recallId', '=', recallId)
    .where('scope.partyId', 'in', parties)
    .execute();
}

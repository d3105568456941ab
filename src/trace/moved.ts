import { parseTraceCode } from '../codes/trace-code.ts';
import type { FollowedEntry } from '../ledger/follower.ts';
import type { Deps } from '../platform/deps.ts';
import { rowsOf } from '../store/parts.ts';

/* What entries say of goods that moved: which batches, and between whom. */

/** Entries by which goods come to a place or become other goods; closing a recall waits for them. */
export const MOVES: readonly string[] = [
  'recall.opened',
  'batch.recorded',
  'transformation.recorded',
  'shipment.recorded',
  'shipment.received',
  'shipments.joined',
  'amendment.accepted',
  'amendment.settled',
  'receipt.recorded',
  'opening.recorded',
  'disposition.recorded',
];

/** Batches the entries name, and those that came out of transformations they name. */
export async function batchesIn(deps: Deps, entries: readonly FollowedEntry[]): Promise<number[]> {
  const { read } = deps.store;
  const codes = [...new Set(entries.flatMap(codesIn))];
  const named = await rowsOf(codes, (part) => read.selectFrom('batch').select('id').where('traceCode', 'in', part).execute());
  const out = await rowsOf(subjects(entries, 'transformation'), (part) =>
    read
      .selectFrom('transformation')
      .innerJoin('transformation_output as made', 'made.transformationId', 'transformation.id')
      .select('made.batchId as id')
      .where('transformation.publicId', 'in', part)
      .execute(),
  );
  return [...new Set([...named, ...out].map((row) => row.id))];
}

function codesIn(entry: FollowedEntry): string[] {
  const listed = entry.payload.traceCodes;
  const subject = entry.subject.startsWith('batch/') ? [entry.subject.slice('batch/'.length)] : [];
  return [...subject, ...(Array.isArray(listed) ? listed.map(String) : [])].flatMap((code) => {
    const parsed = parseTraceCode(code);
    return parsed.ok ? [parsed.code] : [];
  });
}

export interface Moved {
  partyId: number;
  regionCode: string;
  /** Batches that are on their way to it; of others it has a holding or nothing. */
  batchIds: number[];
}

/** The parties whose records the entries are, and those they sent goods to. */
export async function partiesIn(deps: Deps, entries: readonly FollowedEntry[]): Promise<Moved[]> {
  const { read } = deps.store;
  const publicIds = entries.flatMap(({ chain, payload }) => [
    ...(chain.startsWith('party:') ? [chain.slice('party:'.length)] : []),
    ...(typeof payload.party === 'string' ? [payload.party] : []),
  ]);
  const own = await rowsOf(publicIds, (part) =>
    read.selectFrom('party').select(['id as partyId', 'regionCode']).where('publicId', 'in', part).execute(),
  );
  const sent = await rowsOf(subjects(entries, 'shipment'), (part) =>
    read
      .selectFrom('shipment')
      .innerJoin('shipment_line as line', 'line.shipmentId', 'shipment.id')
      .innerJoin('party', 'party.id', 'shipment.toPartyId')
      .select(['party.id as partyId', 'party.regionCode', 'line.batchId'])
      .where('shipment.publicId', 'in', part)
      .where('shipment.state', '<>', 'void')
      .execute(),
  );
  const moved = new Map<number, Moved>(own.map((row) => [row.partyId, { ...row, batchIds: [] }]));
  for (const { batchId, ...row } of sent) {
    const party = moved.get(row.partyId) ?? { ...row, batchIds: [] };
    party.batchIds.push(batchId);
    moved.set(row.partyId, party);
  }
  return [...moved.values()];
}

const subjects = (entries: readonly FollowedEntry[], type: string) =>
  entries.flatMap(({ subject }) => (subject.startsWith(`${type}/`) ? [subject.slice(type.length + 1)] : []));

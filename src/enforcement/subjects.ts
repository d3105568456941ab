import { parseTraceCode } from '../codes/trace-code.ts';
import type { FollowedEntry } from '../ledger/follower.ts';
import type { Store } from '../store/store.ts';

type Read = Store['read'];

/** Inner ids of what entries are about, by type of subject; batches include those on the lines. */
export type SubjectIds = Record<'batch' | 'shipment' | 'receipt' | 'disposition', number[]>;

/**
 * Reads from the tables what entries are about, not from their payloads: a large payload stands in its entry by hash alone.
 * A sale may find something on its batches, a receipt on its shipment: they belong to the entry too.
 */
export async function subjectsOf(read: Read, entries: readonly FollowedEntry[]): Promise<SubjectIds> {
  const receipts = await has(named(entries, 'receipt'), (codes) =>
    read.selectFrom('receipt').select(['id', 'shipmentId']).where('publicId', 'in', codes).execute(),
  );
  const shipments = await has(named(entries, 'shipment'), (codes) =>
    read.selectFrom('shipment').select('id').where('publicId', 'in', codes).execute(),
  );
  const dispositions = await has(named(entries, 'disposition'), (codes) =>
    read.selectFrom('disposition').select('id').where('publicId', 'in', codes).execute(),
  );
  const shipment = unique([...shipments.map((row) => row.id), ...receipts.flatMap((row) => row.shipmentId ?? [])]);
  const receipt = unique(receipts.map((row) => row.id));
  const disposition = unique(dispositions.map((row) => row.id));
  const onLines = [
    ...(await has(shipment, (ids) => read.selectFrom('shipment_line').select('batchId').where('shipmentId', 'in', ids).execute())),
    ...(await has(receipt, (ids) => read.selectFrom('receipt_line').select('batchId').where('receiptId', 'in', ids).execute())),
    ...(await has(disposition, (ids) => read.selectFrom('disposition_line').select('batchId').where('dispositionId', 'in', ids).execute())),
  ];
  const batch = unique([...onLines.map((row) => row.batchId), ...(await batchesOf(read, entries))]);
  return { batch, shipment, receipt, disposition };
}

/** Batches that entries name: as their subject, in `traceCodes`, or through a certificate or display. */
export async function batchesOf(read: Read, entries: readonly FollowedEntry[]): Promise<number[]> {
  const batches = await has(unique(entries.flatMap(traceCodesIn)), (codes) =>
    read.selectFrom('batch').select('id').where('traceCode', 'in', codes).execute(),
  );
  const certified = await has(named(entries, 'certificate'), (codes) =>
    read
      .selectFrom('certificate')
      .innerJoin('batch_certificate', 'batch_certificate.certificateId', 'certificate.id')
      .select('batch_certificate.batchId as id')
      .where('certificate.publicId', 'in', codes)
      .execute(),
  );
  const displayed = await has(named(entries, 'display'), (codes) =>
    read.selectFrom('display').select('batchId as id').where('publicId', 'in', codes).execute(),
  );
  return unique([...batches, ...certified, ...displayed].map((row) => row.id));
}

function traceCodesIn(entry: FollowedEntry): string[] {
  const listed = entry.payload.traceCodes;
  return [...nameIn(entry, 'batch'), ...(Array.isArray(listed) ? listed.map(String) : [])].flatMap((code) => {
    const parsed = parseTraceCode(code);
    return parsed.ok ? [parsed.code] : [];
  });
}

function nameIn(entry: FollowedEntry, type: string): string[] {
  return entry.subject.startsWith(`${type}/`) ? [entry.subject.slice(type.length + 1)] : [];
}

const named = (entries: readonly FollowedEntry[], type: string) => unique(entries.flatMap((entry) => nameIn(entry, type)));

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** How many values one query takes along, below every engine's limit on parameters. */
const VALUES_A_QUERY = 500;

/** Rows that a query with a list of values finds, however long the list. */
export async function has<V, R>(values: readonly V[], query: (some: V[]) => Promise<R[]>): Promise<R[]> {
  const rows: R[] = [];
  for (let from = 0; from < values.length; from += VALUES_A_QUERY) rows.push(...(await query(values.slice(from, from + VALUES_A_QUERY))));
  return rows;
}

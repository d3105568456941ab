/** What is filed, and the ledger entries that are it: the record itself and what later changed it. */
export const recordKinds = {
  batch: ['batch.recorded', 'batch.revised', 'certificate.added', 'certificate.withdrawn'],
  shipment: ['shipment.recorded', 'shipment.voided', 'shipment.delivered', 'shipment.takenBack', 'amendment.accepted', 'amendment.settled'],
  receipt: ['receipt.recorded', 'shipment.received', 'shipments.joined'],
  transformation: ['transformation.recorded'],
  disposition: ['disposition.recorded'],
  recall: ['recall.opened', 'recall.closed'],
} as const satisfies Record<string, readonly string[]>;

export type RecordKind = keyof typeof recordKinds;
export const allRecordKinds = Object.keys(recordKinds) as RecordKind[];

const kindByEntry = new Map<string, RecordKind>(allRecordKinds.flatMap((kind) => recordKinds[kind].map((entry) => [entry, kind] as const)));

/** The record an entry belongs to; undefined for entries that are not filed. */
export const recordKindOf = (entryKind: string): RecordKind | undefined => kindByEntry.get(entryKind);

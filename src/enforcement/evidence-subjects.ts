import type { StoredEntry } from '../ledger/verify.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { entriesAt, type Window } from './evidence-entries.ts';
import type { CaseRow, FindingRow } from './repository.ts';

type Read = Store['read'];

/** What a case rests on: where its entries are, the papers of its batches, and entries already known by their place. */
export interface Sources {
  /** Subjects of entries: `batch/CODE`, `shipment/ID`. */
  subjects: Set<string>;
  windows: Window[];
  entries: StoredEntry[];
  certificates: (DB['certificate'] & { traceCode: string })[];
}

const at = (chain: string, instant: number): Window => ({ chain, from: instant, to: instant });

/** Follows every lead of a case to the records it was found in, and the case to its own steps. */
export async function sourcesOf(read: Read, file: CaseRow, findings: readonly FindingRow[], now: number): Promise<Sources> {
  const sources: Sources = { subjects: new Set(), windows: [], entries: [], certificates: [] };
  const ids = (type: string) => findings.flatMap((row) => (row.subjectType === type ? [row.subjectId] : []));
  const receipts = await rowsIn(ids('receipt'), (some) => read.selectFrom('receipt').selectAll().where('id', 'in', some).execute());
  const shipments = [...ids('shipment'), ...receipts.flatMap((row) => row.shipmentId ?? [])];
  await addBatches(read, sources, [...ids('batch'), ...findings.flatMap((row) => row.batchId ?? [])]);
  await addShipments(read, sources, shipments, now);
  await addOwn(read, sources, 'receipt', receipts);
  await addOwn(read, sources, 'disposition', await dispositionsOf(read, ids('disposition')));
  await addOwn(read, sources, 'display', await displaysOf(read, ids('display')));
  await addCase(read, sources, file, findings, now);
  return sources;
}

async function rowsIn<R>(ids: readonly number[], query: (some: number[]) => Promise<R[]>): Promise<R[]> {
  const all = [...new Set(ids)];
  const rows: R[] = [];
  for (let from = 0; from < all.length; from += 400) rows.push(...(await query(all.slice(from, from + 400))));
  return rows;
}

/** Every revision stands by its place in the maker's chain; papers that came later are entries of their own. */
async function addBatches(read: Read, sources: Sources, ids: readonly number[]): Promise<void> {
  const batches = await rowsIn(ids, (some) =>
    read
      .selectFrom('batch')
      .innerJoin('product', 'product.id', 'batch.productId')
      .select(['batch.id', 'traceCode', 'ledgerChain', 'ledgerSeq', 'product.publicId as product', 'product.createdAt as productAt'])
      .where('batch.id', 'in', some)
      .execute(),
  );
  for (const batch of batches) {
    sources.subjects.add(`product/${batch.product}`);
    sources.windows.push(at(batch.ledgerChain, batch.productAt));
    const revisions = await read.selectFrom('batch_revision').select('ledgerSeq').where('batchId', '=', batch.id).execute();
    const seqs = [...revisions.map((row) => row.ledgerSeq), batch.ledgerSeq];
    sources.entries.push(...(await entriesAt(read, batch.ledgerChain, seqs)));
    const papers = await read
      .selectFrom('batch_certificate')
      .innerJoin('certificate', 'certificate.id', 'batch_certificate.certificateId')
      .selectAll('certificate')
      .where('batch_certificate.batchId', '=', batch.id)
      .execute();
    for (const paper of papers) {
      sources.certificates.push({ ...paper, traceCode: batch.traceCode });
      sources.subjects.add(`certificate/${paper.publicId}`);
      sources.windows.push(at(batch.ledgerChain, paper.recordedAt));
      if (paper.withdrawnAt !== null) sources.windows.push(at(batch.ledgerChain, paper.withdrawnAt));
    }
  }
}

/** Sent, delivered, received, amended: in the sender's chain from its record to its end, and in the chain that ended it. */
async function addShipments(read: Read, sources: Sources, ids: readonly number[], now: number): Promise<void> {
  const rows = await rowsIn(ids, (some) =>
    read
      .selectFrom('shipment')
      .innerJoin('party', 'party.id', 'shipment.partyId')
      .leftJoin('shipment_end', 'shipment_end.shipmentId', 'shipment.id')
      .select(['shipment.id', 'shipment.publicId', 'shipment.recordedAt', 'party.publicId as sender'])
      .select(['shipment_end.chain as endChain', 'shipment_end.at as endedAt'])
      .where('shipment.id', 'in', some)
      .execute(),
  );
  for (const row of rows) {
    sources.subjects.add(`shipment/${row.publicId}`);
    sources.windows.push({ chain: `party:${row.sender}`, from: row.recordedAt, to: row.endedAt ?? now });
    if (row.endChain !== null && row.endedAt !== null) sources.windows.push(at(row.endChain, row.endedAt));
    const amendments = await read
      .selectFrom('amendment')
      .innerJoin('party', 'party.id', 'amendment.byPartyId')
      .select(['recordedAt', 'settledAt', 'party.publicId as by'])
      .where('shipmentId', '=', row.id)
      .execute();
    for (const { by, recordedAt, settledAt } of amendments) {
      sources.windows.push(at(`party:${by}`, recordedAt));
      // The other side settles it: the sender, or whoever received.
      if (settledAt !== null)
        for (const chain of [`party:${row.sender}`, row.endChain ?? `party:${by}`]) sources.windows.push(at(chain, settledAt));
    }
  }
}

interface Own {
  publicId: string;
  partyId: number | null;
  recordedAt: number;
}

/** What one party records in its own chain. */
async function addOwn(read: Read, sources: Sources, type: string, rows: readonly Own[]): Promise<void> {
  const parties = await rowsIn(
    rows.flatMap((row) => row.partyId ?? []),
    (some) => read.selectFrom('party').select(['id', 'publicId']).where('id', 'in', some).execute(),
  );
  const chainOf = new Map(parties.map((party) => [party.id, `party:${party.publicId}`]));
  for (const row of rows) {
    sources.subjects.add(`${type}/${row.publicId}`);
    sources.windows.push(at((row.partyId !== null && chainOf.get(row.partyId)) || 'system', row.recordedAt));
  }
}

const dispositionsOf = (read: Read, ids: readonly number[]) =>
  rowsIn(ids, (some) => read.selectFrom('disposition').select(['publicId', 'partyId', 'recordedAt']).where('id', 'in', some).execute());
const displaysOf = (read: Read, ids: readonly number[]) =>
  rowsIn(ids, (some) => read.selectFrom('display').select(['publicId', 'partyId', 'recordedAt']).where('id', 'in', some).execute());

/** The leads as they were opened, what an officer noted, every step and statement, and the registration of the party. */
async function addCase(read: Read, sources: Sources, file: CaseRow, findings: readonly FindingRow[], now: number): Promise<void> {
  const offices = await read
    .selectFrom('authority')
    .select('publicId')
    .where('id', 'in', [...new Set([file.authorityId, ...findings.flatMap((row) => row.authorityId ?? [])])])
    .execute();
  sources.subjects.add(`case/${file.publicId}`);
  for (const row of findings) {
    sources.subjects.add(`violation/${row.publicId}`);
    if (row.subjectType === 'note') sources.subjects.add(`note/${row.subjectCode}`);
    // What fell due is judged in the service's own chain.
    sources.windows.push(at('system', row.detectedAt));
  }
  const first = Math.min(file.openedAt, ...findings.map((row) => row.detectedAt));
  for (const { publicId } of offices) sources.windows.push({ chain: `authority:${publicId}`, from: first, to: file.closedAt ?? now });
  const party = await read.selectFrom('party').select(['publicId', 'createdAt']).where('id', '=', file.partyId).executeTakeFirst();
  if (!party) return;
  const chain = `party:${party.publicId}`;
  sources.subjects.add(`party/${party.publicId}`);
  sources.windows.push(at(chain, party.createdAt));
  for (const said of await statementsOf(read, file, findings)) {
    sources.subjects.add(`statement/${said.publicId}`);
    sources.windows.push(at(chain, said.at));
  }
}

/** What the party said to the case and to its leads, in order. */
export async function statementsOf(read: Read, file: CaseRow, findings: readonly FindingRow[]): Promise<DB['statement'][]> {
  const toCase = await read.selectFrom('statement').selectAll().where('caseId', '=', file.id).execute();
  const toLeads = await rowsIn(
    findings.map((row) => row.id),
    (some) => read.selectFrom('statement').selectAll().where('findingId', 'in', some).execute(),
  );
  return [...new Map([...toCase, ...toLeads].map((row) => [row.id, row])).values()].sort((a, b) => a.at - b.at || a.id - b.id);
}

import { writeLink } from '../../codes/gs1/link.ts';
import { checkGtin } from '../../codes/gtin.ts';
import { formatTraceCode } from '../../codes/trace-code.ts';
import type { Json } from '../../ledger/entry.ts';
import type { FollowedEntry } from '../../ledger/follower.ts';
import { payloadsOf } from '../../ledger/payload.ts';
import type { Deps } from '../../platform/deps.ts';
import { rowsOf } from '../../store/parts.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';

type Read = Store['read'];
type Payload = { [key: string]: Json };

/** One revision of a batch, with where it stands in its chain. */
export interface LotRevision {
  traceCode: string;
  revision: number;
  entry: FollowedEntry;
  /** What the batch is by this revision: the first record with what was corrected up to it. */
  record: Payload;
  product: DB['product'] | undefined;
  publicFields: string | null;
  /** Of the goods of this lot: a Digital Link where the product has a GTIN, else the address of its trace code. */
  epcClass: string;
  /** The record is the party's own. */
  isOwn: boolean;
}

export interface SiteRef {
  id: string;
  name: string;
  gln: string | null;
}

export interface PartyRef {
  id: string;
  uscc: string | null;
  natural: boolean;
  name: string;
}

export interface ShippedRef {
  row: DB['shipment'];
  from: PartyRef | undefined;
  site: SiteRef | undefined;
  lines: { n: number; traceCode: string; revision: number; amount: string; unit: string }[];
}

/** What the entries of a party name by code or id, as its events need it. */
export interface OwnFacts {
  publicUrl: string;
  party: PartyRef;
  site(id: Json | undefined): SiteRef | undefined;
  partyOf(id: Json | undefined): PartyRef | undefined;
  shipment(id: string): ShippedRef | undefined;
  /** The revision of a batch that is named, or the last one of a time. */
  lot(traceCode: string, wanted: { revision: number } | { at: number }): LotRevision | undefined;
}

const textsIn = (value: Json | undefined): string[] => (typeof value === 'string' ? [value] : []);
const listIn = (value: Json | undefined): Payload[] => (Array.isArray(value) ? (value as Payload[]) : []);

/** Reads all that some entries of one party name, in a few queries. */
export async function ownFacts(deps: Deps, party: PartyRef & { innerId: number }, entries: readonly FollowedEntry[]): Promise<OwnFacts> {
  const { read } = deps.store;
  const shipments = await shipmentsOf(
    read,
    entries.flatMap(({ subject }) => (subject.startsWith('shipment/') ? [subject.slice('shipment/'.length)] : [])),
  );
  const codes = [
    ...entries.flatMap(({ subject, payload }) => [
      ...(subject.startsWith('batch/') ? [subject.slice('batch/'.length)] : []),
      ...(Array.isArray(payload.traceCodes) ? payload.traceCodes.flatMap(textsIn) : []),
      ...listIn(payload.inputs).flatMap((input) => textsIn(input.traceCode)),
    ]),
    ...[...shipments.values()].flatMap(({ lines }) => lines.map((line) => line.traceCode)),
  ];
  const lots = await lotsOf(deps, party.innerId, codes);
  const sites = await sitesOf(read, [
    ...entries.flatMap(({ payload }) => [...textsIn(payload.site), ...textsIn((payload.to as Payload | undefined)?.site)]),
  ]);
  const parties = await partiesOf(
    read,
    entries.flatMap(({ payload }) => textsIn((payload.to as Payload | undefined)?.party)),
  );
  return {
    publicUrl: deps.publicUrl,
    party,
    site: (id) => (typeof id === 'string' ? sites.get(id) : undefined),
    partyOf: (id) => (typeof id === 'string' ? parties.get(id) : undefined),
    shipment: (id) => shipments.get(id),
    lot: (traceCode, wanted) => {
      const all = lots.get(traceCode) ?? [];
      if ('revision' in wanted) return all.find((one) => one.revision === wanted.revision);
      return all.findLast((one) => one.entry.at <= wanted.at) ?? all[0];
    },
  };
}

async function lotsOf(deps: Deps, partyId: number, codes: readonly string[]): Promise<Map<string, LotRevision[]>> {
  const { read } = deps.store;
  const rows = await rowsOf(codes, (part) =>
    read
      .selectFrom('batch')
      .innerJoin('batch_revision', 'batch_revision.batchId', 'batch.id')
      .innerJoin('entry', (join) => join.onRef('entry.chain', '=', 'batch.ledgerChain').onRef('entry.seq', '=', 'batch_revision.ledgerSeq'))
      .select(['batch.traceCode', 'batch.partyId', 'batch.publicFields', 'batch_revision.revision'])
      .select(['entry.chain', 'entry.seq', 'entry.at', 'entry.kind', 'entry.subject', 'entry.hash', 'entry.bytes'])
      .where('batch.traceCode', 'in', part)
      .orderBy('batch.traceCode')
      .orderBy('batch_revision.revision')
      .execute(),
  );
  const payloads = await payloadsOf(read, rows);
  const products = await productsOf(
    read,
    payloads.map((payload) => payload.product as Payload | undefined),
  );
  const lots = new Map<string, LotRevision[]>();
  rows.forEach((row, i) => {
    const { chain, seq, at, kind, subject, hash, bytes, traceCode, revision, publicFields } = row;
    const payload = payloads[i] ?? {};
    const before = lots.get(traceCode) ?? [];
    const record = { ...before.at(-1)?.record, ...payload };
    const product = products.get(`${row.partyId} ${String((record.product as Payload | undefined)?.digest)}`);
    const entry = { chain, seq, at, kind, subject, hash, bytes, payload };
    const epcClass = epcClassOf(deps.publicUrl, traceCode, record.lot, product);
    lots.set(traceCode, [
      ...before,
      { traceCode, revision, entry, record, product, publicFields, epcClass, isOwn: row.partyId === partyId },
    ]);
  });
  return lots;
}

function epcClassOf(publicUrl: string, traceCode: string, lot: Json | undefined, product: DB['product'] | undefined): string {
  const gtin = product?.gtin ? checkGtin(product.gtin) : null;
  if (!gtin?.ok || typeof lot !== 'string') return `${publicUrl}/t/${formatTraceCode(traceCode)}`;
  return writeLink({ stem: 'https://id.gs1.org', key: { ai: '01', value: gtin.gtin }, qualifiers: [{ ai: '10', value: lot }] });
}

async function productsOf(read: Read, named: readonly (Payload | undefined)[]): Promise<Map<string, DB['product']>> {
  const digests = named.flatMap((product) => textsIn(product?.digest));
  const rows = await rowsOf(digests, (part) => read.selectFrom('product').selectAll().where('digest', 'in', part).execute());
  return new Map(rows.map((row) => [`${row.partyId} ${row.digest}`, row]));
}

async function sitesOf(read: Read, ids: readonly string[]): Promise<Map<string, SiteRef>> {
  const rows = await rowsOf(ids, (part) =>
    read.selectFrom('site').select(['publicId as id', 'name', 'gln']).where('publicId', 'in', part).execute(),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function partiesOf(read: Read, ids: readonly string[]): Promise<Map<string, PartyRef>> {
  const rows = await rowsOf(ids, (part) =>
    read.selectFrom('party').select(['publicId as id', 'uscc', 'name', 'natural']).where('publicId', 'in', part).execute(),
  );
  return new Map(rows.map((row) => [row.id, { ...row, natural: row.natural === 1 }]));
}

async function shipmentsOf(read: Read, ids: readonly string[]): Promise<Map<string, ShippedRef>> {
  const rows = await rowsOf(ids, (part) =>
    read
      .selectFrom('shipment')
      .innerJoin('party', 'party.id', 'shipment.partyId')
      .innerJoin('site', 'site.id', 'shipment.siteId')
      .selectAll('shipment')
      .select(['party.publicId as fromId', 'party.uscc as fromUscc', 'party.name as fromName', 'party.natural as fromNatural'])
      .select(['site.publicId as sitePublicId', 'site.name as siteName', 'site.gln as siteGln'])
      .where('shipment.publicId', 'in', part)
      .execute(),
  );
  const lines = await rowsOf(
    rows.map((row) => row.id),
    (part) =>
      read
        .selectFrom('shipment_line')
        .innerJoin('batch', 'batch.id', 'shipment_line.batchId')
        .select(['shipmentId', 'n', 'batch.traceCode', 'batchRevision as revision', 'amount', 'shipment_line.unit'])
        .where('shipmentId', 'in', part)
        .orderBy('n')
        .execute(),
  );
  const byShipment = Map.groupBy(lines, (line) => line.shipmentId);
  return new Map(
    rows.map(({ fromId, fromUscc, fromName, fromNatural, sitePublicId, siteName, siteGln, ...row }) => [
      row.publicId,
      {
        row,
        from: { id: fromId, uscc: fromUscc, name: fromName, natural: fromNatural === 1 },
        site: { id: sitePublicId, name: siteName, gln: siteGln },
        lines: byShipment.get(row.id) ?? [],
      },
    ]),
  );
}

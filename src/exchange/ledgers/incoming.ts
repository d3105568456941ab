import { civilDateOf } from '../../platform/civil-date.ts';
import { rowsOf } from '../../store/parts.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { type Counterparts, counterparts, opener } from './counterparts.ts';
import { amountOf, type Stock as Goods, goodsOf, toldOf } from './goods.ts';
import type { BareRow, OtherSide, Paper } from './model.ts';
import { type Standing, standingsOfShipments } from './standings.ts';

type Read = Store['read'];

/** Everything the rows of some receipts are made of. */
interface Stock {
  receipts: ReadonlyMap<number, DB['receipt']>;
  lines: ReadonlyMap<number, DB['receipt_line'][]>;
  standings: ReadonlyMap<number, Standing>;
  goods: Goods;
  others: Counterparts;
  open: (value: string | null) => string | null;
  signers: ReadonlyMap<string, string>;
}

/** 进货查验记录: what came by some receipts, a row a line, in the order of the ids. Lines by which nothing came are none. */
export async function incomingRows(read: Read, receiptIds: readonly number[]): Promise<BareRow[]> {
  const stock = await stockOf(read, receiptIds);
  return receiptIds.flatMap((id) => {
    const receipt = stock.receipts.get(id);
    return receipt ? (stock.lines.get(id) ?? []).flatMap((line) => rowOf(stock, receipt, line)) : [];
  });
}

async function stockOf(read: Read, ids: readonly number[]): Promise<Stock> {
  const receipts = await rowsOf(ids, (part) => read.selectFrom('receipt').selectAll().where('id', 'in', part).execute());
  const lines = await rowsOf(ids, (part) =>
    read.selectFrom('receipt_line').selectAll().where('receiptId', 'in', part).orderBy('receiptId').orderBy('n').execute(),
  );
  const standings = await standingsOfShipments(
    read,
    receipts.flatMap((receipt) => receipt.shipmentId ?? []),
  );
  const shipments = [...standings.values()].map(({ shipment }) => shipment);
  return {
    receipts: new Map(receipts.map((receipt) => [receipt.id, receipt])),
    lines: Map.groupBy(lines, (line) => line.receiptId),
    standings,
    goods: await goodsOf(read, [...lines, ...[...standings.values()].flatMap((standing) => standing.lines)]),
    others: await counterparts(
      read,
      shipments.map((shipment) => shipment.partyId),
      shipments.map((shipment) => shipment.siteId),
    ),
    open: await opener(
      read,
      receipts.flatMap((receipt) => [receipt.fromName, receipt.fromAddress, receipt.fromContact, receipt.signedName]),
    ),
    signers: await signersOf(read, receipts),
  };
}

function rowOf(stock: Stock, receipt: DB['receipt'], line: DB['receipt_line']): BareRow[] {
  const standing = receipt.shipmentId === null ? undefined : stock.standings.get(receipt.shipmentId);
  const sent = standing?.lines.find(({ n }) => n === line.lineN);
  const goods = stock.goods.of(line.batchId, sent?.batchRevision);
  const steps = standing === undefined ? line.steps : (standing.byLine.get(line.lineN ?? 0)?.in ?? 0);
  if (!goods || steps === 0) return [];
  const on = civilDateOf(receipt.receivedAt);
  return [
    {
      ...toldOf(goods),
      on,
      quantity: amountOf(line, steps, goods.unit),
      ...supplierOf(stock, receipt, standing, on),
      ...checkedIn(stock, receipt),
      document: standing?.shipment.documentNumber ?? null,
      source: { type: 'receipt', id: receipt.publicId, line: line.n },
    },
  ];
}

function supplierOf(
  { others, open }: Stock,
  receipt: DB['receipt'],
  standing: Standing | undefined,
  on: string,
): { other: OtherSide; licences: Paper[] } {
  if (standing === undefined)
    return {
      other: { name: open(receipt.fromName), address: open(receipt.fromAddress), contact: open(receipt.fromContact) },
      licences: [],
    };
  const { partyId, siteId } = standing.shipment;
  return { other: others.of(partyId, siteId), licences: others.licencesOn(partyId, receipt.receivedAt, on) };
}

function checkedIn({ open, signers }: Stock, receipt: DB['receipt']): { checks: string[] | null; checkedBy: string | null } {
  const checks = receipt.checks === null ? null : (JSON.parse(receipt.checks) as Record<string, boolean>);
  const done = checks === null ? [] : Object.entries(checks).flatMap(([check, isDone]) => (isDone ? [check] : []));
  return { checks: done.length === 0 ? null : done, checkedBy: open(receipt.signedName) ?? signers.get(receipt.actedBy) ?? null };
}

/** Who entered receipts: the label of the key, and the party where it is another’s (a head office, an agent). */
async function signersOf(read: Read, receipts: readonly DB['receipt'][]): Promise<ReadonlyMap<string, string>> {
  const acted = receipts.flatMap(({ actedBy, partyId }) => {
    const [, actor = '', key = ''] = /^party:([^/]+)\/(.+)$/.exec(actedBy) ?? [];
    return actor === '' ? [] : [{ actedBy, partyId, actor, key }];
  });
  const keys = await rowsOf(
    acted.map(({ key }) => key),
    (part) => read.selectFrom('api_key').select(['publicId', 'label']).where('publicId', 'in', part).execute(),
  );
  const actors = await rowsOf(
    acted.map(({ actor }) => actor),
    (part) => read.selectFrom('party').select(['id', 'publicId', 'name', 'natural']).where('publicId', 'in', part).execute(),
  );
  const labels = new Map(keys.map(({ publicId, label }) => [publicId, label]));
  const names = new Map(actors.map((actor) => [actor.publicId, actor]));
  return new Map(
    acted.flatMap(({ actedBy, partyId, actor, key }) => {
      const by = names.get(actor);
      const other = by && by.id !== partyId && by.natural === 0 ? by.name : null;
      const told = [other, labels.get(key) ?? null].filter((part) => part !== null).join(' ');
      return told === '' ? [] : [[actedBy, told] as const];
    }),
  );
}

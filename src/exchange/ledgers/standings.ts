import type { LineStanding } from '../../custody/model.ts';
import { standingsOf } from '../../custody/standing.ts';
import { rowsOf } from '../../store/parts.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';

type Read = Store['read'];

/** Shipments with their lines and where these stand by the books of both sides: what was taken back or amended is not counted twice. */
export interface Standing {
  shipment: DB['shipment'];
  lines: DB['shipment_line'][];
  receipt: DB['receipt'] | undefined;
  receiptLines: DB['receipt_line'][];
  byLine: ReadonlyMap<number, LineStanding>;
}

export async function standingsOfShipments(read: Read, ids: readonly number[]): Promise<ReadonlyMap<number, Standing>> {
  const shipments = await rowsOf(ids, (part) => read.selectFrom('shipment').selectAll().where('id', 'in', part).execute());
  const lines = await rowsOf(ids, (part) =>
    read.selectFrom('shipment_line').selectAll().where('shipmentId', 'in', part).orderBy('shipmentId').orderBy('n').execute(),
  );
  const receipts = await rowsOf(ids, (part) => read.selectFrom('receipt').selectAll().where('shipmentId', 'in', part).execute());
  const receiptLines = await rowsOf(
    receipts.map((receipt) => receipt.id),
    (part) => read.selectFrom('receipt_line').selectAll().where('receiptId', 'in', part).orderBy('receiptId').orderBy('n').execute(),
  );
  const takebacks = await rowsOf(ids, (part) =>
    read.selectFrom('takeback').selectAll().where('shipmentId', 'in', part).orderBy('n').execute(),
  );
  const amendments = await rowsOf(ids, (part) =>
    read.selectFrom('amendment').selectAll().where('shipmentId', 'in', part).orderBy('n').execute(),
  );
  const linesOf = Map.groupBy(lines, (line) => line.shipmentId);
  const receiptOf = new Map(receipts.map((receipt) => [receipt.shipmentId ?? 0, receipt]));
  const answered = Map.groupBy(receiptLines, (line) => line.receiptId);
  const backOf = Map.groupBy(takebacks, (one) => one.shipmentId);
  const amendedOf = Map.groupBy(amendments, (one) => one.shipmentId);
  return new Map(
    shipments.map((shipment): [number, Standing] => {
      const own = linesOf.get(shipment.id) ?? [];
      const receipt = receiptOf.get(shipment.id);
      const after = {
        receiptLines: answered.get(receipt?.id ?? -1) ?? [],
        takebacks: backOf.get(shipment.id) ?? [],
        amendments: amendedOf.get(shipment.id) ?? [],
      };
      return [shipment.id, { shipment, lines: own, receipt, receiptLines: after.receiptLines, byLine: standingsOf(shipment, own, after) }];
    }),
  );
}

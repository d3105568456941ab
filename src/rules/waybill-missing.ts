import { offenceCitations } from './citations.ts';
import { draft, NOT_RECORDED, saleOf, shipmentSubject } from './draft.ts';
import type { ShipmentFacts } from './facts.ts';
import type { FindingDraft, Rule } from './model.ts';

function missing(shipment: ShipmentFacts): FindingDraft[] {
  const transports = shipment.transport ?? [];
  const first = transports.find((one) => one.bulk);
  // Whoever of the two sides or the carrier told it.
  if (!first || transports.some((one) => one.waybill !== null) || shipment.lines.every((line) => line.batch.product.category !== 'food'))
    return [];
  return [
    draft(waybillMissing, saleOf(shipment, 'food'), {
      subject: shipmentSubject(shipment),
      batchId: null,
      occasion: 'waybill',
      weight: 'reminder',
      certainty: 'advisory',
      offence: 'bulk-liquid-check',
      message: {
        zh: '散装液态食品运输未记录联单号；属于重点液态食品目录的请补录（自有车辆同样记录；目录品种待核实）。',
        en: 'Bulk liquid food travelled with no waybill number on record; add it where the goods are in the directory (own vehicles too; its items are to be verified).',
      },
      evidence: [
        {
          fact: { zh: '联单号', en: 'Waybill' },
          value: NOT_RECORDED,
          expected: { zh: '发货方、承运方、收货方统一记录', en: 'one record of sender, carrier and receiver' },
          enteredBy: first.enteredBy,
        },
      ],
      citations: [...offenceCitations('bulk-liquid-check'), 'blq-waybill'],
    }),
  ];
}

/**
 * Liquid food carried in bulk without the number of its waybill (食品安全法 41 as of 2025-12-01, 132（四）; waybill rules of 2026-02-06, known at second hand). The
 * items of the directory were not read: a reminder. Occasion `waybill` on the shipment.
 */
export const waybillMissing: Rule = {
  id: 'waybill-missing',
  version: 1,
  title: { zh: '散装液态食品运输无联单', en: 'Bulk liquid food without a waybill' },
  startsOn: '2026-02-06',
  shadowUntil: '2026-12-22',
  watches: ['shipment'],
  weights: ['reminder'],
  offences: ['bulk-liquid-check'],
  leadEnds: 'when-corrected',
  judge: (event) => (event.kind === 'shipment' ? missing(event.shipment) : []),
};

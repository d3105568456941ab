import { offenceCitations } from './citations.ts';
import { draft, NOT_RECORDED, saleOf, shipmentSubject } from './draft.ts';
import type { ShipmentFacts } from './facts.ts';
import type { FindingDraft, Rule } from './model.ts';

function missing(shipment: ShipmentFacts): FindingDraft[] {
  const transports = shipment.transport ?? [];
  // Whether own vehicles need a permit is not known, and without a carrier nobody says whose vehicle it was.
  const first = transports.find((one) => one.bulk && one.byOther);
  const isTold = transports.some((one) => (one.permit ?? null) !== null);
  if (!first || isTold || shipment.lines.every((line) => line.batch.product.category !== 'food')) return [];
  return [
    draft(bulkPermitMissing, saleOf(shipment, 'food'), {
      subject: shipmentSubject(shipment),
      batchId: null,
      occasion: 'permit',
      weight: 'reminder',
      certainty: 'advisory',
      // The carrier needs the permit; the sender, whose record this is, checks it.
      offence: 'bulk-liquid-check',
      message: {
        zh: '委托他人散装运输液态食品，未记录承运方准运证号；属于重点液态食品目录的，发货方应当查验准运证，请补录（目录品种待核实）。',
        en: 'Bulk liquid food was carried by another with no permit number of the carrier on record; where the goods are in the directory the sender checks it: add it (the items of the directory are to be verified).',
      },
      evidence: [
        {
          fact: { zh: '承运方准运证号', en: 'Permit of the carrier' },
          value: NOT_RECORDED,
          expected: { zh: '发货前查验并记录', en: 'checked before shipping, and recorded' },
          enteredBy: first.enteredBy,
        },
      ],
      citations: [...offenceCitations('bulk-liquid-check'), 'fsl-41-2', 'blq-carriers'],
    }),
  ];
}

/**
 * Liquid food carried in bulk by somebody else with no number of the carrier's permit on record (食品安全法 41, 132（三）（四） as of 2025-12-01; carriers licensed by
 * 2026-07-01, known at second hand). No record is no missing permit and the items of the directory were not read: a reminder of the sender's own duty to check. That
 * the carrier has none is for an officer to note. Occasion `permit` on the shipment.
 */
export const bulkPermitMissing: Rule = {
  id: 'bulk-permit-missing',
  version: 1,
  title: { zh: '散装液态食品运输未记录准运证', en: 'Bulk liquid food without a permit on record' },
  // bulk-liquid-rules/carriers-licensed-by
  startsOn: '2026-07-01',
  shadowUntil: '2026-12-22',
  watches: ['shipment'],
  weights: ['reminder'],
  offences: ['bulk-liquid-permit', 'bulk-liquid-check'],
  leadEnds: 'when-corrected',
  judge: (event) => (event.kind === 'shipment' ? missing(event.shipment) : []),
};

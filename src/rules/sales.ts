import { civilDateOf } from '../platform/civil-date.ts';
import { type Act, saleOf, shipmentSubject } from './draft.ts';
import type { BatchFacts, LineFacts, RuleEvent } from './facts.ts';
import type { Evidence, Subject } from './model.ts';

/** One batch that a record says was sold: by a shipment with purpose sale, or to consumers. */
export interface Sale {
  batch: BatchFacts;
  lines: LineFacts[];
  act: Act;
  subject: Subject;
  enteredBy: string;
}

/** The sales in an event, each batch once; returns, transfers, samples, disposal and what was consumed are none. */
export function salesIn(event: RuleEvent): Sale[] {
  if (event.kind === 'shipment' && event.shipment.purpose === 'sale') {
    const { shipment } = event;
    return each(shipment.lines, (batch) => ({
      act: saleOf(shipment, batch.product.category),
      subject: shipmentSubject(shipment),
      enteredBy: shipment.enteredBy,
    }));
  }
  if (event.kind !== 'disposition' || event.disposition.kind !== 'sold') return [];
  const { party, site, at, id, publicId, lines, enteredBy } = event.disposition;
  return each(lines, (batch) => ({
    act: { party, site, regionCode: site.regionCode, category: batch.product.category, on: civilDateOf(at) },
    subject: { type: 'disposition', id, code: publicId },
    enteredBy,
  }));
}

function each(lines: readonly LineFacts[], of: (batch: BatchFacts) => Omit<Sale, 'batch' | 'lines'>): Sale[] {
  const byBatch = Map.groupBy(lines, (line) => line.batch.id);
  return [...byBatch.values()].flatMap((own) => {
    const [first] = own;
    return first ? [{ batch: first.batch, lines: own, ...of(first.batch) }] : [];
  });
}

/** The sale as one condition of a finding. */
export function soldOn(sale: Sale): Evidence {
  return {
    fact: { zh: '销售日期', en: 'Day of sale' },
    value: sale.act.on,
    expected: { zh: '此前应当完成', en: 'to be done before' },
    enteredBy: sale.enteredBy,
  };
}

/** The occasion of a batch on a sale. */
export const ofBatch = (batch: BatchFacts) => `batch/${batch.traceCode}`;

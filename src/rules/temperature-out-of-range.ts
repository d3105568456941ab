import { localTime } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import { draft, saleOf, shipmentSubject, stageOf } from './draft.ts';
import type { ShipmentFacts } from './facts.ts';
import type { Evidence, FindingDraft, Rule } from './model.ts';
import type { TransportFacts } from './role-facts.ts';

/** Readings told; the first says what the tenth would. */
const TOLD = 5;

const degrees = (c10: number | null) => (c10 === null ? '…' : `${c10 / 10} °C`);

function readings({ outOfRange, minC10, maxC10, enteredBy }: TransportFacts): Evidence[] {
  return outOfRange.slice(0, TOLD).map(({ at, c10 }) => ({
    fact: { zh: `运输温度（${localTime(at)}）`, en: `Temperature at ${localTime(at)}` },
    value: degrees(c10),
    expected: { zh: `${degrees(minC10)} 至 ${degrees(maxC10)}`, en: `${degrees(minC10)} to ${degrees(maxC10)}` },
    enteredBy,
  }));
}

function outside(shipment: ShipmentFacts): FindingDraft[] {
  const trips = (shipment.transport ?? []).filter((one) => one.outOfRange.length > 0);
  if (trips.length === 0) return [];
  const act = saleOf(shipment, shipment.lines[0]?.batch.product.category ?? 'food');
  const offence = stageOf(act) === 'before-market' ? null : 'storage';
  return [
    draft(temperatureOutOfRange, act, {
      subject: shipmentSubject(shipment),
      batchId: null,
      occasion: 'temperature',
      weight: offence === null ? 'todo' : 'reminder',
      certainty: 'suspected',
      offence,
      message: {
        zh: '运输温度记录超出本单要求的范围；请核对货物状况和记录仪，必要时停止销售。',
        en: 'The temperature on the way left the range this shipment asks for; check the goods and the logger, and stop the sale where needed.',
      },
      evidence: trips.flatMap(readings),
      citations: offence === null ? [] : offenceCitations(offence),
    }),
  ];
}

/**
 * Temperatures outside the range the shipper itself asked for (食品安全法 54, 132（一）). The range is no standard's and loggers err: a reminder to the sender.
 * Occasion `temperature` on the shipment.
 */
export const temperatureOutOfRange: Rule = {
  id: 'temperature-out-of-range',
  version: 1,
  title: { zh: '运输温度超出要求', en: 'Temperature out of range on the way' },
  startsOn: '2021-04-29',
  shadowUntil: '2026-12-22',
  watches: ['shipment'],
  weights: ['todo', 'reminder'],
  offences: ['storage'],
  leadEnds: 'when-corrected',
  judge: (event) => (event.kind === 'shipment' ? outside(event.shipment) : []),
};

import { civilDateOf, localTime } from '../platform/civil-date.ts';
import { type Act, batchesOf, draft, saleOf, shipmentSubject } from './draft.ts';
import type { BatchFacts, HoldFacts, RuleEvent } from './facts.ts';
import type { FindingDraft, Rule, Subject } from './model.ts';
import { ofBatch } from './sales.ts';

/** Purposes by which goods go on towards people; to send back, to dispose of or to test what is held is what a hold is for. */
const GOES_ON: ReadonlySet<string> = new Set(['sale', 'transfer', 'processing', 'donation']);

interface Moved {
  at: number;
  batches: BatchFacts[];
  holds: readonly HoldFacts[];
  subject: Subject;
  enteredBy: string;
  actOf(batch: BatchFacts): Act;
}

function movedIn(event: RuleEvent): Moved | null {
  if (event.kind === 'shipment' && GOES_ON.has(event.shipment.purpose)) {
    const { shipment } = event;
    return {
      at: shipment.shippedAt,
      batches: batchesOf(shipment.lines),
      holds: shipment.holds ?? [],
      subject: shipmentSubject(shipment),
      enteredBy: shipment.enteredBy,
      actOf: (batch) => saleOf(shipment, batch.product.category),
    };
  }
  if (event.kind !== 'disposition' || event.disposition.kind === 'destroyed') return null;
  const { party, site, at, id, publicId, lines, enteredBy, holds = [] } = event.disposition;
  return {
    at,
    batches: batchesOf(lines),
    holds,
    subject: { type: 'disposition', id, code: publicId },
    enteredBy,
    actOf: (batch) => ({ party, site, regionCode: site.regionCode, category: batch.product.category, on: civilDateOf(at) }),
  };
}

function held(moved: Moved, batch: BatchFacts, hold: HoldFacts): FindingDraft {
  return draft(movedWhileHeld, moved.actOf(batch), {
    subject: moved.subject,
    batchId: batch.id,
    occasion: ofBatch(batch),
    weight: 'todo',
    certainty: hold.ordered ? 'suspected' : 'advisory',
    // No article about goods moved under a hold stands in the data: 待核实.
    offence: null,
    message: hold.ordered
      ? {
          zh: `该批次被监管部门暂停销售：${hold.reason}。对应条文待核实。`,
          en: `An authority holds this batch: ${hold.reason}. The article is to be verified.`,
        }
      : { zh: `该批次已暂停销售：${hold.reason}。`, en: `This batch is on hold: ${hold.reason}.` },
    evidence: [
      {
        fact: { zh: '暂停销售', en: 'Hold' },
        value: hold.publicId,
        expected: {
          zh: `自 ${localTime(hold.at)} 起，解除之前不销售、不使用`,
          en: `since ${localTime(hold.at)}, not sold or used until lifted`,
        },
        enteredBy: hold.enteredBy,
      },
      {
        fact: { zh: '发出时间', en: 'Moved at' },
        value: localTime(moved.at),
        expected: { zh: '不在暂停期间', en: 'outside the hold' },
        enteredBy: moved.enteredBy,
      },
    ],
    citations: [],
  });
}

/**
 * Goods on hold that went on: sold, transferred, processed or given away; consumed or sold to people. Told in the reply and kept as a todo until the hold or the record
 * is settled; whether an authority's hold was broken is for its officers. Occasion `batch/{traceCode}` on the shipment or disposition.
 */
export const movedWhileHeld: Rule = {
  id: 'moved-while-held',
  version: 1,
  title: { zh: '暂停销售期间发出货物', en: 'Goods moved while on hold' },
  startsOn: '2021-04-29',
  watches: ['shipment', 'disposition'],
  weights: ['todo'],
  offences: ['recall-refused'],
  leadEnds: 'by-officer',
  judge(event) {
    const moved = movedIn(event);
    if (!moved || moved.holds.length === 0) return [];
    const inForce = moved.holds.filter((hold) => hold.at <= moved.at && (hold.liftedAt === null || moved.at < hold.liftedAt));
    return moved.batches.flatMap((batch) => {
      const own = inForce.filter((hold) => hold.batchId === batch.id);
      const first = own.find((hold) => hold.ordered) ?? own[0];
      return first ? [held(moved, batch, first)] : [];
    });
  },
};

import { law } from '../law/index.ts';
import { civilDateOf, formatInstant, localTime } from '../platform/civil-date.ts';
import { runsOutAt } from './clocks.ts';
import { type Act, draft, gateOf, scopeCitations, shipmentSubject } from './draft.ts';
import type { PartyFacts, ShipmentFacts } from './facts.ts';
import type { FindingDraft, Rule, RuleContext } from './model.ts';

const HOUR = 3_600_000;

/**
 * When the buyer is to have confirmed, epoch ms; null where no clock runs: not delivered by any proof, not a sale, buyer not registered here,
 * ended already. The clock stands still while the service did not answer. The number of hours is a setting without a published source and grounds reminders only.
 */
export function confirmationDueAt(
  shipment: Pick<ShipmentFacts, 'purpose' | 'state' | 'deliveredAt'> & { buyer: object | null },
  context: Pick<RuleContext, 'interruptions' | 'lawSettings'> = {},
): number | null {
  const { purpose, state, buyer, deliveredAt } = shipment;
  if (purpose !== 'sale' || state !== 'in-transit' || buyer === null || deliveredAt === null) return null;
  const hours = law.number(law.confirmationDeadline.id, civilDateOf(deliveredAt), context.lawSettings);
  return hours ? runsOutAt(deliveredAt, hours.value * HOUR, context.interruptions ?? []) : null;
}

/** Bound for any of the goods is bound for the slip; null when the duty reaches none of them. */
function scopeOf(shipment: ShipmentFacts, act: Act, context: RuleContext): 'bound' | 'unknown' | null {
  const answers = shipment.lines.map(
    (line) => gateOf('confirm', line.batch, { ...act, category: line.batch.product.category }, context).answer,
  );
  if (answers.includes('bound')) return 'bound';
  return answers.includes('unknown') ? 'unknown' : null;
}

function unconfirmed(shipment: ShipmentFacts, buyer: PartyFacts, dueAt: number, context: RuleContext): FindingDraft[] {
  const regionCode = shipment.buyerSite?.regionCode ?? buyer.regionCode;
  const category = shipment.lines[0]?.batch.product.category ?? 'food';
  const act: Act = { party: buyer, site: shipment.buyerSite, regionCode, category, on: civilDateOf(dueAt) };
  const scope = scopeOf(shipment, act, context);
  if (scope === null || shipment.deliveredAt === null) return [];
  const isBound = scope === 'bound';
  return [
    draft(receiptUnconfirmed, act, {
      subject: shipmentSubject(shipment),
      batchId: null,
      occasion: `due/${formatInstant(dueAt)}`,
      weight: isBound ? 'reminder' : 'todo',
      certainty: 'advisory',
      offence: isBound ? 'trace-record' : null,
      message: {
        zh: '货物已送达，尚未接收确认；请确认收货，或者说明未收到、非本方货物。（提醒时间为系统设置，法定期限待核实）',
        en: 'Delivered and not confirmed yet; confirm, or say that it never came or is not yours. (The time of this reminder is a setting; the statutory deadline is to be verified.)',
      },
      evidence: [
        {
          fact: { zh: '送达时间', en: 'Delivered at' },
          value: localTime(shipment.deliveredAt),
          expected: { zh: '接收确认', en: 'received and confirmed' },
          enteredBy: shipment.enteredBy,
        },
        {
          fact: { zh: '接收确认', en: 'Confirmation' },
          value: { zh: '无', en: 'none' },
          expected: { zh: `${localTime(dueAt)} 前（提醒）`, en: `by ${localTime(dueAt)} (reminder)` },
          enteredBy: 'system',
        },
      ],
      citations: ['zj-record-fine', 'zhejiang-traceability/confirmation-deadline', ...(isBound ? scopeCitations : [])],
    }),
  ];
}

/**
 * Goods delivered and not received-and-confirmed. The clock starts at delivery, never at shipping, and only for a buyer registered here. The deadline
 * is not published, so this is a reminder at most and grounds no order. Occasion `due/{instant}` on the shipment; any receipt or void ends it.
 */
export const receiptUnconfirmed: Rule = {
  id: 'receipt-unconfirmed',
  version: 2,
  title: { zh: '送达后未接收确认', en: 'Delivered and not received and confirmed' },
  startsOn: '2024-01-01',
  watches: ['due'],
  weights: ['todo', 'reminder'],
  offences: ['trace-record'],
  leadEnds: 'when-corrected',
  judge(event, context) {
    if (event.kind !== 'due' || event.rule !== 'receipt-unconfirmed') return [];
    const { shipment } = event;
    // Judged on what stands now: a delivery time that was corrected meanwhile has its own, later deadline.
    const dueAt = confirmationDueAt(shipment, context);
    if (dueAt === null || dueAt > context.now || shipment.buyer === null) return [];
    return unconfirmed(shipment, shipment.buyer, dueAt, context);
  },
};

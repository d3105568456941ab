import { type LawSettingRow, law } from '../law/index.ts';
import { civilDateOf, formatInstant, localTime } from '../platform/civil-date.ts';
import { runsOutAt } from './clocks.ts';
import { type Act, draft, gateOf, scopeCitations, shipmentSubject } from './draft.ts';
import type { PartyFacts, ShipmentFacts } from './facts.ts';
import type { Bilingual, CitationRef, Evidence, FindingDraft, Rule, RuleContext } from './model.ts';

const HOUR = 3_600_000;

/**
 * When the buyer is to have confirmed, epoch ms; null where no clock runs: not delivered by any proof, not a sale, buyer not registered here,
 * ended already. The clock stands still while the service did not answer. The number of hours is that of the day of delivery: without a published source it is a
 * setting of the service, until an administrator enters one.
 */
export function confirmationDueAt(
  shipment: Pick<ShipmentFacts, 'purpose' | 'state' | 'deliveredAt'> & { buyer: object | null },
  context: Pick<RuleContext, 'interruptions' | 'lawSettings'> = {},
): number | null {
  const { purpose, state, buyer, deliveredAt } = shipment;
  if (purpose !== 'sale' || state !== 'in-transit' || buyer === null || deliveredAt === null) return null;
  const hours = confirmationHours(deliveredAt, context.lawSettings);
  return hours ? runsOutAt(deliveredAt, hours.value * HOUR, context.interruptions ?? []) : null;
}

/** Hours to receive and confirm what was delivered at an instant, with their source. */
export function confirmationHours(deliveredAt: number, settings: readonly LawSettingRow[] = []) {
  return law.number(law.confirmationDeadline.id, civilDateOf(deliveredAt), settings);
}

const ASKED: Bilingual = {
  zh: '货物已送达，尚未接收确认；请确认收货，或者说明未收到、非本方货物。',
  en: 'Delivered and not confirmed yet; confirm, or say that it never came or is not yours.',
};

/** The words, the condition and the citation of the deadline: of the published source where one was entered, else that it is to be verified. */
function deadlineOf(deliveredAt: number, context: RuleContext): { message: Bilingual; evidence: Evidence[]; citations: CitationRef[] } {
  const hours = confirmationHours(deliveredAt, context.lawSettings);
  if (!hours || !law.mayGroundLead(hours.citation))
    return {
      message: {
        zh: `${ASKED.zh}（提醒时间为系统设置，法定期限待核实）`,
        en: `${ASKED.en} (The time of this reminder is a setting; the statutory deadline is to be verified.)`,
      },
      evidence: [],
      citations: ['zhejiang-traceability/confirmation-deadline'],
    };
  const { source, publishedOn, effectiveFrom } = hours.citation;
  return {
    message: {
      zh: `${ASKED.zh}（期限：送达后 ${hours.value} 小时）`,
      en: `${ASKED.en} (The deadline: ${hours.value} hours from delivery.)`,
    },
    evidence: [
      {
        fact: { zh: '接收确认期限的来源（管理员录入）', en: 'Source of the deadline, entered by an administrator' },
        value: source,
        expected: {
          zh: `送达后 ${hours.value} 小时；${publishedOn ?? ''} 公布，自 ${effectiveFrom} 起`,
          en: `${hours.value} hours from delivery; published ${publishedOn ?? ''}, from ${effectiveFrom} on`,
        },
        enteredBy: 'law',
      },
    ],
    citations: [],
  };
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
  const deadline = deadlineOf(shipment.deliveredAt, context);
  return [
    draft(receiptUnconfirmed, act, {
      subject: shipmentSubject(shipment),
      batchId: null,
      occasion: `due/${formatInstant(dueAt)}`,
      weight: isBound ? 'reminder' : 'todo',
      certainty: 'advisory',
      offence: isBound ? 'trace-record' : null,
      message: deadline.message,
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
          expected: { zh: `${localTime(dueAt)} 前`, en: `by ${localTime(dueAt)}` },
          enteredBy: 'system',
        },
        ...deadline.evidence,
      ],
      citations: ['zj-record-fine', ...deadline.citations, ...(isBound ? scopeCitations : [])],
    }),
  ];
}

/**
 * Goods delivered and not received-and-confirmed. The clock starts at delivery, never at shipping, and only for a buyer registered here. Without
 * a published source the deadline grounds nothing; with one its words and source are those of the dated value. A reminder at most either way: delivery is the
 * shipper's word, and the rate and the number from which a month's deliveries of one buyer would be one lead are nowhere given. Occasion `due/{instant}` on the shipment; any receipt or void ends it.
 */
export const receiptUnconfirmed: Rule = {
  id: 'receipt-unconfirmed',
  version: 3,
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

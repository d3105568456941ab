import type { OffenceId } from '../law/index.ts';
import { offenceCitations } from './citations.ts';
import { batchesOf, draft, gateOf, NOT_RECORDED, saleOf, shipmentSubject } from './draft.ts';
import type { ShipmentFacts } from './facts.ts';
import type { FindingDraft, Rule, RuleContext } from './model.ts';

/** Whose record of sales the law asks for: producers (食品安全法 51) and wholesalers (53（四）); sole traders are no enterprise. */
function dutyOf({ sender }: ShipmentFacts): OffenceId | null {
  if (sender.natural) return null;
  if (sender.kinds.includes('producer')) return 'outgoing-record';
  return sender.kinds.includes('distributor') ? 'wholesale-record' : null;
}

/** A person buys for itself or cannot be told from a consumer; a buyer registered here is known with address and contact. */
const isKnown = ({ buyer, to }: ShipmentFacts) => to.natural || buyer !== null || (to.uscc !== null && to.uscc.trim() !== '');

/** Where the Zhejiang regulation binds the producer, record-incomplete says the same under its heavier words. */
function isToldOtherwise(shipment: ShipmentFacts, context: RuleContext): boolean {
  return (
    shipment.sender.kinds.includes('producer') &&
    batchesOf(shipment.lines).some((batch) => gateOf('entry', batch, saleOf(shipment, batch.product.category), context).answer === 'bound')
  );
}

function judge(shipment: ShipmentFacts, context: RuleContext): FindingDraft[] {
  const [first] = batchesOf(shipment.lines).filter((batch) => batch.product.category === 'food');
  const offence = dutyOf(shipment);
  if (shipment.purpose !== 'sale' || !first || offence === null || isKnown(shipment) || isToldOtherwise(shipment, context)) return [];
  return [
    draft(buyerMissing, saleOf(shipment, 'food'), {
      subject: shipmentSubject(shipment),
      batchId: null,
      occasion: 'buyer',
      weight: 'reminder',
      certainty: 'advisory',
      offence,
      message: {
        zh: '销售记录中的购货者只有名称，没有地址和联系方式；本方另有记录的，请留存备查，或者补录其统一社会信用代码。',
        en: 'Of the buyer only a name stands recorded, no address or contact; keep your own record if there is one, or add the buyer’s credit code.',
      },
      evidence: [
        {
          fact: { zh: '购货者的统一社会信用代码、地址、联系方式', en: 'Credit code, address and contact of the buyer' },
          value: NOT_RECORDED,
          expected: { zh: '名称、地址、联系方式', en: 'name, address and contact' },
          enteredBy: shipment.enteredBy,
        },
      ],
      citations: offenceCitations(offence),
    }),
  ];
}

/**
 * Food sold by a producer or wholesaler to a firm it did not identify (食品安全法 51, 53（四）). The law asks for a record, not for one kept here, so a
 * reminder at most. Sales to persons and consumers never. Occasion `buyer` on the shipment.
 */
export const buyerMissing: Rule = {
  id: 'buyer-missing',
  version: 1,
  title: { zh: '销售记录缺购货者信息', en: 'Buyer not identified in the record of sale' },
  startsOn: '2021-04-29',
  shadowUntil: '2026-12-22',
  watches: ['shipment'],
  weights: ['reminder'],
  offences: ['wholesale-record', 'outgoing-record'],
  leadEnds: 'when-corrected',
  judge: (event, context) => (event.kind === 'shipment' ? judge(event.shipment, context) : []),
};

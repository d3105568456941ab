import { civilDateOf, daysBetween } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import { type Act, batchesOf, draft, saleOf, shipmentSubject, stageOf } from './draft.ts';
import type { BatchFacts } from './facts.ts';
import type { Bilingual, FindingDraft, Rule, Subject } from './model.ts';

/** Both ways of counting (production day in or out) are met on packs: a computed date is silent about one day. */
const COMPUTED_TOLERANCE_DAYS = 1;

function pastDate(batch: BatchFacts, act: Act, subject: Subject, enteredBy: string): FindingDraft[] {
  if (batch.expiresOn === null || act.on <= batch.expiresOn) return [];
  const days = daysBetween(batch.expiresOn, act.on);
  const isPrinted = batch.expiresBy === 'printed';
  const isDoubtful = !isPrinted && days <= COMPUTED_TOLERANCE_DAYS;
  // Before the market the Food Safety Law does not reach produce, and the Agricultural Products Law sets no shelf life.
  const offence = stageOf(act) === 'before-market' ? null : 'past-shelf-life';
  const isLead = offence !== null && !isDoubtful;
  const source: Bilingual = isPrinted ? { zh: '包装所印', en: 'printed' } : { zh: '按保质期推算', en: 'computed from the shelf life' };
  return [
    draft(pastShelfLife, act, {
      subject,
      batchId: batch.id,
      occasion: `batch/${batch.traceCode}`,
      weight: isLead ? 'lead' : 'todo',
      certainty: isLead ? (isPrinted ? 'established' : 'suspected') : 'advisory',
      offence,
      message: isDoubtful
        ? {
            zh: '按推算已过保质期1天，请以包装所印到期日为准并补录。',
            en: 'By computation one day past its shelf life; the date printed on the pack decides, please record it.',
          }
        : { zh: `销售时已过到期日${days}天（到期日为${source.zh}）。`, en: `Sold ${days} day(s) past the expiry date (${source.en}).` },
      evidence: [
        {
          fact: { zh: '销售日期', en: 'Day of sale' },
          value: act.on,
          expected: { zh: `不晚于 ${batch.expiresOn}`, en: `not after ${batch.expiresOn}` },
          enteredBy,
        },
        { fact: { zh: '到期日', en: 'Expiry date' }, value: batch.expiresOn, expected: source, enteredBy: batch.enteredBy },
      ],
      citations: offence === null ? [] : offenceCitations(offence),
    }),
  ];
}

/**
 * Food sold past its shelf life (食品安全法 34（十）, 124). Sales only: returns, disposal and unsold stock are no offence. The printed date wins and its
 * own day still counts. Occasion `batch/{traceCode}` on the shipment or the sale.
 */
export const pastShelfLife: Rule = {
  id: 'past-shelf-life',
  version: 1,
  title: { zh: '销售超过保质期的食品', en: 'Food sold past its shelf life' },
  startsOn: '2021-04-29',
  watches: ['shipment', 'disposition'],
  weights: ['todo', 'lead'],
  offences: ['past-shelf-life'],
  leadEnds: 'by-officer',
  judge(event) {
    if (event.kind === 'shipment' && event.shipment.purpose === 'sale') {
      const { shipment } = event;
      return batchesOf(shipment.lines).flatMap((batch) =>
        pastDate(batch, saleOf(shipment, batch.product.category), shipmentSubject(shipment), shipment.enteredBy),
      );
    }
    if (event.kind !== 'disposition' || event.disposition.kind !== 'sold') return [];
    const { party, site, at, id, publicId, lines, enteredBy } = event.disposition;
    const subject: Subject = { type: 'disposition', id, code: publicId };
    return batchesOf(lines).flatMap((batch) =>
      pastDate(
        batch,
        { party, site, regionCode: site.regionCode, category: batch.product.category, on: civilDateOf(at) },
        subject,
        enteredBy,
      ),
    );
  },
};

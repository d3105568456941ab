import { withoutCommitment } from './commitment.ts';
import { isOwn, NOT_RECORDED } from './draft.ts';
import type { FindingDraft, Rule } from './model.ts';
import { type Sale, salesIn } from './sales.ts';

function withoutOwn(sale: Sale): FindingDraft[] {
  const { batch, act } = sale;
  const certified = (batch.inputs ?? []).filter((input) => input.certificates.some((one) => one.kind === 'commitment'));
  const isHousehold = act.party.natural || act.party.kinds.includes('farmer');
  if (certified.length === 0 || isHousehold || batch.product.category !== 'agricultural' || !isOwn(batch, act.party)) return [];
  if (batch.certificates.some((one) => one.kind === 'commitment')) return [];
  return [
    withoutCommitment(lotSplitOrMerged, sale, {
      message: {
        zh: '混装或者分装后的批次未录入新的承诺达标合格证；已开具的请补录。',
        en: 'After mixing or splitting no new commitment certificate is on record; add it where one was issued.',
      },
      evidence: [
        ...certified.map((input) => ({
          fact: { zh: `投入批次 ${input.traceCode}`, en: `Input ${input.traceCode}` },
          value: { zh: '有承诺达标合格证', en: 'has a commitment certificate' },
          expected: { zh: '不及于混装、分装后的批次', en: 'does not reach what was mixed or split' },
          enteredBy: input.enteredBy,
        })),
        {
          fact: { zh: '本批次承诺达标合格证', en: 'Commitment certificate of this batch' },
          value: NOT_RECORDED,
          expected: { zh: '重新开具', en: 'issued anew' },
          enteredBy: batch.enteredBy,
        },
      ],
    }),
  ];
}

/**
 * Produce mixed or split out of batches that had commitment certificates and sold without a new one (农产品质量安全法 39; rules of 2026-02-01, known at second
 * hand). A reminder, since it may have been issued on paper. Households never. Occasion `batch/{traceCode}` on the shipment or sale.
 */
export const lotSplitOrMerged: Rule = {
  id: 'lot-split-or-merged',
  version: 1,
  title: { zh: '混装或者分装后未重新开具承诺达标合格证', en: 'Mixed or split without a new commitment certificate' },
  startsOn: '2026-02-01',
  shadowUntil: '2026-12-22',
  watches: ['shipment', 'disposition'],
  weights: ['reminder'],
  offences: ['commitment-certificate'],
  leadEnds: 'when-corrected',
  judge: (event) => salesIn(event).flatMap(withoutOwn),
};

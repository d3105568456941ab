import { withoutCommitment } from './commitment.ts';
import { gateOf, isOwn, NOT_RECORDED } from './draft.ts';
import type { FindingDraft, Rule, RuleContext } from './model.ts';
import { type Sale, salesIn } from './sales.ts';

/** Enterprises, cooperatives and those who buy up produce; households are only encouraged (农产品质量安全法 39). */
const BOUND = ['farm', 'cooperative', 'distributor'];
/** Livestock and meat go with their quarantine and meat quality papers instead; imports with theirs. */
const OTHER_PAPERS = ['commitment', 'quarantine', 'meatQuality', 'importInspection'];

function missing(sale: Sale, context: RuleContext): FindingDraft[] {
  const { batch, act } = sale;
  if (batch.product.category !== 'agricultural' || act.party.natural || act.party.kinds.includes('farmer')) return [];
  if (!act.party.kinds.some((kind) => BOUND.includes(kind)) || !(isOwn(batch, act.party) || batch.origin === 'outside')) return [];
  if (batch.certificates.some((one) => OTHER_PAPERS.includes(one.kind))) return [];
  const [variety] = gateOf('entry', batch, act, context).because;
  if (variety?.check !== 'variety' || variety.answer !== 'bound') return [];
  return [
    withoutCommitment(commitmentCertificateMissing, sale, {
      message: {
        zh: '销售食用农产品未录入承诺达标合格证；已开具的请补录。',
        en: 'Produce was sold with no commitment certificate on record; add it where one was issued.',
      },
      evidence: [
        {
          fact: { zh: '承诺达标合格证', en: 'Commitment certificate' },
          value: NOT_RECORDED,
          expected: { zh: '按生产批次开具', en: 'issued by production batch' },
          enteredBy: batch.enteredBy,
        },
      ],
    }),
  ];
}

/**
 * Listed produce sold by an enterprise, cooperative or buyer-up without a commitment certificate on record (农产品质量安全法 39, 73; the rules in force from
 * 2026-02-01, known at second hand). It may have been handed over on paper: a reminder. Households and livestock with quarantine papers never.
 * Occasion `batch/{traceCode}` on the shipment or sale.
 */
export const commitmentCertificateMissing: Rule = {
  id: 'commitment-certificate-missing',
  version: 1,
  title: { zh: '未开具承诺达标合格证', en: 'No commitment certificate' },
  startsOn: '2026-02-01',
  shadowUntil: '2026-12-22',
  watches: ['shipment', 'disposition'],
  weights: ['reminder'],
  offences: ['commitment-certificate'],
  leadEnds: 'when-corrected',
  judge: (event, context) => salesIn(event).flatMap((sale) => missing(sale, context)),
};

import { civilDateOf } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import { type Act, draft, gateOf, NOT_RECORDED } from './draft.ts';
import type { BatchFacts, OutsideReceiptFacts } from './facts.ts';
import type { FindingDraft, Rule, RuleContext } from './model.ts';

/** Those who buy up produce (收购者). */
const BUYERS = ['distributor', 'cooperative'];
/** Livestock and meat come with their own papers, imports with theirs. */
const PAPERS = ['commitment', 'quarantine', 'meatQuality', 'importInspection'];

function missing(receipt: OutsideReceiptFacts, batch: BatchFacts, context: RuleContext): FindingDraft[] {
  const { party, site, receivedAt, enteredBy } = receipt;
  if (batch.product.category !== 'agricultural' || batch.certificates.some((one) => PAPERS.includes(one.kind))) return [];
  const act: Act = { party, site, regionCode: site.regionCode, category: batch.product.category, on: civilDateOf(receivedAt) };
  const [variety] = gateOf('entry', batch, act, context).because;
  if (variety?.check !== 'variety' || variety.answer !== 'bound') return [];
  return [
    draft(commitmentCertificateNotCollected, act, {
      subject: { type: 'receipt', id: receipt.id, code: receipt.publicId },
      batchId: batch.id,
      occasion: `batch/${batch.traceCode}`,
      weight: 'reminder',
      certainty: 'advisory',
      offence: 'certificate-not-collected',
      message: {
        zh: '收购的农产品未录入承诺达标合格证；已收取的请补录，尚未收取的请向供货者索取。',
        en: 'Produce was bought with no commitment certificate on record; record it, or ask the supplier for it.',
      },
      evidence: [
        {
          fact: { zh: '承诺达标合格证', en: 'Commitment certificate' },
          value: NOT_RECORDED,
          expected: { zh: '收取并保存', en: 'collected and kept' },
          enteredBy,
        },
      ],
      citations: offenceCitations('certificate-not-collected'),
    }),
  ];
}

/**
 * Listed produce bought up from an enterprise or cooperative without its commitment certificate on record (农产品质量安全法 39（二）, 73（二）; rules of 2026-02-01,
 * known at second hand). From a person there may be none to collect. A reminder. Occasion `batch/{traceCode}` on the receipt.
 */
export const commitmentCertificateNotCollected: Rule = {
  id: 'commitment-certificate-not-collected',
  version: 1,
  title: { zh: '未收取承诺达标合格证', en: 'Commitment certificate not collected' },
  startsOn: '2026-02-01',
  shadowUntil: '2026-12-22',
  watches: ['outside-receipt'],
  weights: ['reminder'],
  offences: ['certificate-not-collected'],
  leadEnds: 'when-corrected',
  judge(event, context) {
    if (event.kind !== 'outside-receipt') return [];
    const { receipt } = event;
    if (receipt.from.natural || !receipt.party.kinds.some((kind) => BUYERS.includes(kind))) return [];
    return receipt.batches.flatMap((batch) => missing(receipt, batch, context));
  },
};

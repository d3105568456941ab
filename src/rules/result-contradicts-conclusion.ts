import { civilDateOf } from '../platform/civil-date.ts';
import { batchSubject, draft, entryOf } from './draft.ts';
import type { BatchFacts, CertificateFacts } from './facts.ts';
import type { FindingDraft, Rule } from './model.ts';
import { overEvidence, resultsOver } from './over-limit.ts';

/** A passing paper with a number over its own limit: units, detection limits or a limit of another standard may explain it, so a person looks. */
function review(batch: BatchFacts, certificate: CertificateFacts): FindingDraft[] {
  const results = resultsOver(certificate);
  if (certificate.conclusion !== 'pass' || results.length === 0) return [];
  return [
    draft(resultContradictsConclusion, entryOf(batch, civilDateOf(batch.recordedAt)), {
      subject: batchSubject(batch),
      batchId: batch.id,
      occasion: `review/${certificate.publicId}`,
      weight: 'todo',
      certainty: 'advisory',
      offence: null,
      message: {
        zh: `结论为合格，但“${results.map((one) => one.item).join('、')}”的结果超出所附限量，请核对单位和限量。`,
        en: `The conclusion is pass, yet the result of ${results.map((one) => one.item).join(', ')} exceeds the limit beside it; check units and limit.`,
      },
      evidence: overEvidence(
        batch,
        results.map((result) => ({ report: certificate, result })),
      ),
      citations: ['fsl-52'],
    }),
  ];
}

/** A report that passes what its own numbers fail: a question to the maker, never more. Occasion `review/{certificate}` on the batch. */
export const resultContradictsConclusion: Rule = {
  id: 'result-contradicts-conclusion',
  version: 1,
  title: { zh: '检验结果与合格结论不一致', en: 'Results contradict the conclusion' },
  startsOn: '2021-04-29',
  watches: ['batch'],
  weights: ['todo'],
  offences: ['nonconforming'],
  leadEnds: 'when-corrected',
  judge: (event) => (event.kind === 'batch' ? event.batch.certificates.flatMap((one) => review(event.batch, one)) : []),
};

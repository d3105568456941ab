import { law } from '../law/index.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import { batchSubject, draft, entryOf, isOwn, kindsOf, stageOf } from './draft.ts';
import type { BatchFacts, CertificateFacts } from './facts.ts';
import type { Evidence, FindingDraft, Rule } from './model.ts';
import { papersOf } from './papers.ts';
import { ofBatch, salesIn, soldOn } from './sales.ts';

const normal = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[\s\-_.]/g, '')
    .toUpperCase();

/** Only a release certificate is of one batch; type tests, quarantine and import papers cover many. */
const namesAnother = (paper: CertificateFacts, batchNumber: string) =>
  paper.kind === 'release' && paper.batchNumber !== null && normal(paper.batchNumber) !== normal(batchNumber);

/** The papers that name another batch, where no other paper is left. */
function foreign(batch: BatchFacts): CertificateFacts[] {
  const { batchNumber } = batch;
  if (batchNumber === null || batchNumber.trim() === '') return [];
  const papers = papersOf(batch);
  const others = papers.filter((paper) => namesAnother(paper, batchNumber));
  return others.length === papers.length ? others : [];
}

function evidenceOf(batch: BatchFacts, papers: readonly CertificateFacts[]): Evidence[] {
  return papers.map((paper) => ({
    fact: {
      zh: `检验合格证 ${paper.number ?? paper.publicId} 所载批号`,
      en: `Batch number on certificate ${paper.number ?? paper.publicId}`,
    },
    value: paper.batchNumber ?? '',
    expected: batch.batchNumber ?? '',
    enteredBy: batch.enteredBy,
  }));
}

function atRecord(batch: BatchFacts): FindingDraft[] {
  const papers = foreign(batch);
  if (papers.length === 0) return [];
  return [
    draft(certificateReused, entryOf(batch, civilDateOf(batch.recordedAt)), {
      subject: batchSubject(batch),
      batchId: batch.id,
      occasion: 'record',
      weight: 'todo',
      certainty: 'advisory',
      offence: null,
      message: {
        zh: '检验合格证所载批号与本批次不同，请核对或者补录本批次的合格证。',
        en: 'The release certificate names another batch number; check it or record the certificate of this batch.',
      },
      evidence: evidenceOf(batch, papers),
      citations: ['fsl-52'],
    }),
  ];
}

/**
 * A release certificate that itself names another batch than the one it is recorded for (食品安全法 52). Asked when recorded, a reminder when the maker sells on
 * it alone; several batches may be of one test, so never a lead. Occasions: `record` on the batch, `batch/{traceCode}` on the shipment or sale.
 */
export const certificateReused: Rule = {
  id: 'certificate-reused',
  version: 1,
  title: { zh: '检验合格证属于其他批次', en: 'Release certificate of another batch' },
  startsOn: '2021-04-29',
  shadowUntil: '2026-12-22',
  watches: ['batch', 'shipment', 'disposition'],
  weights: ['todo', 'reminder'],
  offences: ['not-inspected'],
  leadEnds: 'when-corrected',
  judge(event) {
    if (event.kind === 'batch') return atRecord(event.batch);
    return salesIn(event).flatMap((sale) => {
      const { batch, act, subject } = sale;
      const papers = isOwn(batch, act.party) ? foreign(batch) : [];
      const matter = { stage: stageOf(act), category: act.category, partyKinds: kindsOf(act.party) };
      const offence = papers.length === 0 ? null : law.offenceOf('certificate-missing-at-release', matter);
      if (offence === null) return [];
      return [
        draft(certificateReused, act, {
          subject,
          batchId: batch.id,
          occasion: ofBatch(batch),
          weight: 'reminder',
          certainty: 'suspected',
          offence,
          message: {
            zh: '销售的批次只有载明其他批号的检验合格证。',
            en: 'The batch sold has only a release certificate that names another batch number.',
          },
          evidence: [...evidenceOf(batch, papers), soldOn(sale)],
          citations: offenceCitations(offence),
        }),
      ];
    });
  },
};

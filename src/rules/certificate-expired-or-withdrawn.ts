import { law } from '../law/index.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import { batchSubject, draft, entryOf, isOwn, kindsOf, stageOf } from './draft.ts';
import type { BatchFacts, CertificateFacts } from './facts.ts';
import type { Evidence, FindingDraft, Rule } from './model.ts';
import { papersOf } from './papers.ts';
import { ofBatch, type Sale, salesIn, soldOn } from './sales.ts';

const numberOf = (paper: { number: string | null; publicId: string }) => paper.number ?? paper.publicId;

function withdrawnTodo(batch: BatchFacts): FindingDraft[] {
  const withdrawn = batch.withdrawn ?? [];
  if (withdrawn.length === 0 || papersOf(batch).length > 0) return [];
  return [
    draft(certificateExpiredOrWithdrawn, entryOf(batch, civilDateOf(batch.recordedAt)), {
      subject: batchSubject(batch),
      batchId: batch.id,
      occasion: 'withdrawn',
      weight: 'todo',
      certainty: 'established',
      offence: null,
      message: {
        zh: '合格证明文件已撤回，批次已无有效文件；请停止销售并补录，已售出的请核实。',
        en: 'The certificate was withdrawn and none is left: stop selling, record another, and check what was sold.',
      },
      evidence: withdrawn.map((paper) => ({
        fact: { zh: `合格证明文件 ${numberOf(paper)}`, en: `Certificate ${numberOf(paper)}` },
        value: { zh: `${paper.withdrawnOn} 撤回`, en: `withdrawn on ${paper.withdrawnOn}` },
        expected: { zh: '有效', en: 'valid' },
        enteredBy: batch.enteredBy,
      })),
      citations: [],
    }),
  ];
}

function expiry(paper: CertificateFacts, enteredBy: string): Evidence {
  return {
    fact: { zh: `合格证明文件 ${numberOf(paper)} 有效期至`, en: `Certificate ${numberOf(paper)} valid until` },
    value: paper.validUntil ?? '',
    expected: { zh: '不早于销售日期', en: 'not before the day of sale' },
    enteredBy,
  };
}

/** Every paper had run out by its own words; one that still held, or that names no end, is enough. */
function expiredAtSale(sale: Sale): FindingDraft[] {
  const { batch, act, subject } = sale;
  const papers = papersOf(batch);
  const isOver = (paper: CertificateFacts) => paper.validUntil !== null && paper.validUntil < act.on;
  if (!isOwn(batch, act.party) || papers.length === 0 || !papers.every(isOver)) return [];
  const offence = law.offenceOf('certificate-missing-at-release', {
    stage: stageOf(act),
    category: act.category,
    partyKinds: kindsOf(act.party),
  });
  return [
    draft(certificateExpiredOrWithdrawn, act, {
      subject,
      batchId: batch.id,
      occasion: ofBatch(batch),
      weight: offence === null ? 'todo' : 'reminder',
      certainty: 'suspected',
      offence,
      message: {
        zh: '销售时所录合格证明文件均已过有效期；另有文件的请补录。',
        en: 'At the sale every certificate on record had run out; record the other one if there is one.',
      },
      evidence: [...papers.map((paper) => expiry(paper, batch.enteredBy)), soldOn(sale)],
      citations: offence === null ? [] : offenceCitations(offence),
    }),
  ];
}

/**
 * Papers that no longer count: withdrawn (todo on the batch, occasion `withdrawn`), or past the last day they themselves name at a sale of the maker
 * (reminder, occasion `batch/{traceCode}`). The inspection may have been done all the same, so never a lead; no paper at all: certificate-missing.
 */
export const certificateExpiredOrWithdrawn: Rule = {
  id: 'certificate-expired-or-withdrawn',
  version: 2,
  title: { zh: '合格证明文件过期或者已撤回', en: 'Certificate expired or withdrawn' },
  startsOn: '2021-04-29',
  shadowUntil: '2026-12-22',
  watches: ['batch', 'shipment', 'disposition'],
  weights: ['todo', 'reminder'],
  offences: ['not-inspected', 'commitment-certificate'],
  leadEnds: 'when-corrected',
  judge: (event) => (event.kind === 'batch' ? withdrawnTodo(event.batch) : salesIn(event).flatMap(expiredAtSale)),
};

import type { Bilingual } from '../platform/problem-detail.ts';
import { offenceCitations } from './citations.ts';
import { draft } from './draft.ts';
import type { Evidence, FindingDraft, Rule } from './model.ts';
import { ofBatch, type Sale, soldOn } from './sales.ts';

/** A sale without the commitment certificate it needs: a reminder, since the paper may have gone with the goods unrecorded. */
export function withoutCommitment(rule: Rule, sale: Sale, found: { message: Bilingual; evidence: Evidence[] }): FindingDraft {
  return draft(rule, sale.act, {
    subject: sale.subject,
    batchId: sale.batch.id,
    occasion: ofBatch(sale.batch),
    weight: 'reminder',
    certainty: 'advisory',
    offence: 'commitment-certificate',
    message: found.message,
    evidence: [...found.evidence, soldOn(sale)],
    citations: offenceCitations('commitment-certificate'),
  });
}

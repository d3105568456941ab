import { computeExpiry } from '../batches/shelf-life.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import { batchSubject, draft, entryOf, gateOf } from './draft.ts';
import type { BatchFacts } from './facts.ts';
import type { FindingDraft, Rule, RuleContext } from './model.ts';

/** The last day of the batch's shelf life; null where it is not known, and then nothing is said. */
function lastDay(batch: BatchFacts): string | null {
  if (batch.expiresOn !== null) return batch.expiresOn;
  const { shelfLife } = batch.product;
  return batch.productionDate === null || shelfLife === null
    ? null
    : (computeExpiry({ productionDate: batch.productionDate, shelfLife })?.expiresOn ?? null);
}

/** Another production day, while goods of the earlier one could still be about. */
function meets(batch: BatchFacts, other: BatchFacts): boolean {
  if (batch.party.id !== other.party.id || batch.batchNumber !== other.batchNumber || batch.product.gtin !== other.product.gtin)
    return false;
  const [a, b] = [batch.productionDate, other.productionDate];
  if (a === null || b === null || a === b || a === other.productionDateTo || b === batch.productionDateTo) return false;
  const until = lastDay(a < b ? batch : other);
  return until !== null && (a < b ? b : a) <= until;
}

function reused(batch: BatchFacts, others: readonly BatchFacts[], context: RuleContext): FindingDraft[] {
  const [other] = others.filter((one) => meets(batch, one));
  if (!other || batch.batchNumber === null) return [];
  const act = entryOf(batch, civilDateOf(batch.recordedAt));
  const isBound = gateOf('entry', batch, act, context).answer === 'bound';
  return [
    draft(batchNumberReused, act, {
      subject: batchSubject(batch),
      batchId: batch.id,
      occasion: 'number',
      weight: isBound ? 'reminder' : 'todo',
      certainty: 'suspected',
      offence: isBound ? 'trace-record' : null,
      message: {
        zh: `同一产品的批号 ${batch.batchNumber} 已用于生产日期 ${other.productionDate} 的批次，保质期内不能区分；请核对。`,
        en: `Batch number ${batch.batchNumber} of the same product already stands for the batch made on ${other.productionDate}; within its shelf life the two cannot be told apart.`,
      },
      evidence: [batch, other].map((one) => ({
        fact: { zh: `生产日期（${one.traceCode}）`, en: `Production date (${one.traceCode})` },
        value: one.productionDate ?? '',
        expected: { zh: '一个批号一个生产日期', en: 'one date for one number' },
        enteredBy: one.enteredBy,
      })),
      citations: isBound ? ['zj-record-fine'] : [],
    }),
  ];
}

/**
 * One producer, one product by its GTIN, one batch number, different production days within one shelf life: what is on the pack names two batches. Products
 * without a GTIN are not compared; another product, or a number used again years later, is daily practice. Occasion `number` on the later recorded batch.
 */
export const batchNumberReused: Rule = {
  id: 'batch-number-reused',
  version: 1,
  title: { zh: '批号重复使用', en: 'Batch number used for several days of production' },
  startsOn: '2024-01-01',
  shadowUntil: '2026-12-22',
  watches: ['same-number'],
  weights: ['todo', 'reminder'],
  offences: ['trace-record'],
  leadEnds: 'when-corrected',
  judge: (event, context) => (event.kind === 'same-number' ? reused(event.batch, event.others, context) : []),
};

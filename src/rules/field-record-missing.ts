import { offenceCitations } from './citations.ts';
import { draft, gateOf, NOT_RECORDED } from './draft.ts';
import type { FindingDraft, Rule, RuleContext } from './model.ts';
import { ofBatch, type Sale, salesIn, soldOn } from './sales.ts';

/** Who must keep production records (农产品质量安全法 27); households are only encouraged. */
const BOUND = ['farm', 'cooperative'];

function missing(sale: Sale, context: RuleContext): FindingDraft[] {
  const { batch, act, subject } = sale;
  const { party } = act;
  if (batch.party.id !== party.id || batch.origin !== 'own' || batch.product.category !== 'agricultural') return [];
  if (party.natural || party.kinds.includes('farmer') || !party.kinds.some((kind) => BOUND.includes(kind))) return [];
  if (batch.fieldRecords === undefined || batch.fieldRecords.length > 0) return [];
  const [variety] = gateOf('entry', batch, act, context).because;
  if (variety?.check !== 'variety' || variety.answer !== 'bound') return [];
  return [
    draft(fieldRecordMissing, act, {
      subject,
      batchId: batch.id,
      occasion: ofBatch(batch),
      weight: 'reminder',
      certainty: 'advisory',
      offence: 'production-record',
      message: {
        zh: '销售的农产品没有关联生产（用药）记录；另有记录的请补录或者关联。',
        en: 'Produce was sold with no production record linked; record or link it where one is kept elsewhere.',
      },
      evidence: [
        {
          fact: { zh: '农产品生产记录', en: 'Production record' },
          value: NOT_RECORDED,
          expected: { zh: '投入品、用药和停用日期，收获日期', en: 'inputs, when they were used and stopped, day of harvest' },
          enteredBy: batch.enteredBy,
        },
        soldOn(sale),
      ],
      citations: offenceCitations('production-record'),
    }),
  ];
}

/**
 * Listed produce sold by an agricultural enterprise or cooperative without a field record linked to it (农产品质量安全法 27, 69). It may be kept on paper: a
 * reminder. Households never. Occasion `batch/{traceCode}` on the shipment or sale.
 */
export const fieldRecordMissing: Rule = {
  id: 'field-record-missing',
  version: 1,
  title: { zh: '未关联农产品生产记录', en: 'No production record linked' },
  startsOn: '2023-01-01',
  shadowUntil: '2026-12-22',
  watches: ['shipment', 'disposition'],
  weights: ['reminder'],
  offences: ['production-record'],
  leadEnds: 'when-corrected',
  judge: (event, context) => salesIn(event).flatMap((sale) => missing(sale, context)),
};

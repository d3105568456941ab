import { formatInstant } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import { draft, stageOf } from './draft.ts';
import type { RecallFacts, RuleEvent } from './facts.ts';
import type { FindingDraft, Rule } from './model.ts';
import { ofBatch, type Sale, salesIn } from './sales.ts';

/** When the goods were sold, and the recalls the seller had been told of by then. */
function toldOf(event: RuleEvent): { at: number; recalls: readonly RecallFacts[] } {
  if (event.kind === 'shipment') return { at: event.shipment.shippedAt, recalls: event.shipment.recalls ?? [] };
  if (event.kind === 'disposition') return { at: event.disposition.at, recalls: event.disposition.recalls ?? [] };
  return { at: 0, recalls: [] };
}

function soldRecalled(sale: Sale, at: number, recall: RecallFacts): FindingDraft {
  const { batch, act, subject, enteredBy } = sale;
  // Before the market the Food Safety Law does not reach produce.
  const offence = stageOf(act) === 'before-market' ? null : 'recall-refused';
  const noticed = formatInstant(recall.noticedAt);
  return draft(soldAfterRecall, act, {
    subject,
    batchId: batch.id,
    occasion: ofBatch(batch),
    weight: offence === null ? 'todo' : 'lead',
    certainty: offence !== null && recall.ordered ? 'suspected' : 'advisory',
    offence,
    message: recall.ordered
      ? { zh: '收到监管部门的召回通知之后仍有销售记录。', en: 'Sold after the notice of a recall by an authority.' }
      : {
          zh: '收到召回通知之后仍有销售记录；罚则以责令停止经营后仍不停止为前提，先由执法人员认定是否责令。',
          en: 'Sold after the notice of a recall; the penalty presupposes an order to stop that is refused, which is for officers to give first.',
        },
    evidence: [
      {
        fact: { zh: '销售时间', en: 'Time of sale' },
        value: formatInstant(at),
        expected: { zh: `${noticed} 收到召回通知后停止销售`, en: `no sale after the notice of recall at ${noticed}` },
        enteredBy,
      },
      {
        fact: { zh: '召回', en: 'Recall' },
        value: recall.publicId,
        expected: { zh: `${recall.level} 级，退货、处置除外`, en: `level ${recall.level}; returns and disposal excepted` },
        enteredBy: recall.enteredBy,
      },
      {
        fact: { zh: '责令停止经营', en: 'Order to stop' },
        value: recall.ordered
          ? { zh: '监管部门发起的召回', en: 'the recall is an authority’s' }
          : { zh: '没有责令记录', en: 'none recorded' },
        expected: { zh: '第六十三条：接到通知立即停止经营', en: 'article 63: stop at once' },
        enteredBy: recall.enteredBy,
      },
    ],
    citations: offence === null ? [] : offenceCitations(offence),
  });
}

/**
 * Recalled goods sold after the seller was told (食品安全法 63; 124（一）9 once an order to stop is refused). Returns, disposal and samples are no sale; a drill is no
 * recall. Occasion `batch/{traceCode}` on the shipment or sale.
 */
export const soldAfterRecall: Rule = {
  id: 'sold-after-recall',
  version: 1,
  title: { zh: '收到召回通知后销售', en: 'Sold after a notice of recall' },
  startsOn: '2021-04-29',
  watches: ['shipment', 'disposition'],
  weights: ['todo', 'lead'],
  offences: ['recall-refused'],
  leadEnds: 'by-officer',
  judge(event) {
    const { at, recalls } = toldOf(event);
    if (recalls.length === 0) return [];
    return salesIn(event).flatMap((sale) => {
      const told = recalls.filter((recall) => recall.batchId === sale.batch.id && at > recall.noticedAt);
      const worst = told.find((recall) => recall.ordered) ?? told[0];
      return worst ? [soldRecalled(sale, at, worst)] : [];
    });
  },
};

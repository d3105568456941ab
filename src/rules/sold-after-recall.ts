import { civilDateOf, localTime } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import { type Act, batchSubject, draft, entryOf, stageOf } from './draft.ts';
import type { BatchFacts, RecallFacts, RuleEvent } from './facts.ts';
import type { Bilingual, FindingDraft, Rule, Subject } from './model.ts';
import { ofBatch, type Sale, salesIn } from './sales.ts';

/** Goods of a recall that somebody who had been told of it sold, or made into something else. */
interface Gone {
  act: Act;
  subject: Subject;
  batchId: number;
  occasion: string;
  at: number;
  enteredBy: string;
  recall: RecallFacts;
  words: { message: Bilingual; fact: Bilingual; none: Bilingual };
}

const SOLD = {
  message: { zh: '收到召回通知之后仍有销售记录。', en: 'Sold after a notice of recall.' },
  fact: { zh: '销售时间', en: 'Time of sale' },
  none: { zh: '收到召回通知后停止销售', en: 'no sale after the notice of recall' },
};
const USED = {
  message: { zh: '收到召回通知之后仍将该货物用作原料。', en: 'Used as an input after a notice of recall.' },
  fact: { zh: '使用时间', en: 'Time of use' },
  none: { zh: '收到召回通知后停止使用', en: 'no use after the notice of recall' },
};

/** The recall that weighs most among those told of before; an authority’s before a firm’s own. */
function toldBefore(recalls: readonly RecallFacts[], batchId: number, at: number): RecallFacts | undefined {
  const told = recalls.filter((recall) => recall.batchId === batchId && at > recall.noticedAt);
  return told.find((recall) => recall.ordered) ?? told[0];
}

function soldIn(event: RuleEvent): Gone[] {
  const [at, recalls = []] =
    event.kind === 'shipment'
      ? [event.shipment.shippedAt, event.shipment.recalls]
      : event.kind === 'disposition'
        ? [event.disposition.at, event.disposition.recalls]
        : [0];
  if (recalls.length === 0) return [];
  return salesIn(event).flatMap(({ batch, act, subject, enteredBy }: Sale) => {
    const recall = toldBefore(recalls, batch.id, at);
    return recall ? [{ act, subject, batchId: batch.id, occasion: ofBatch(batch), at, enteredBy, recall, words: SOLD }] : [];
  });
}

function usedIn(batch: BatchFacts): Gone[] {
  return (batch.inputs ?? []).flatMap(({ traceCode, usedAt: at, recalls = [] }) => {
    const recall = at === undefined ? undefined : toldBefore(recalls, recalls[0]?.batchId ?? 0, at);
    if (at === undefined || !recall) return [];
    const act = entryOf(batch, civilDateOf(at));
    const { enteredBy } = batch;
    return [{ act, subject: batchSubject(batch), batchId: batch.id, occasion: `input/${traceCode}`, at, enteredBy, recall, words: USED }];
  });
}

function found({ act, subject, batchId, occasion, at, enteredBy, recall, words }: Gone): FindingDraft {
  // 124（一）9 is refusing what was ordered. Before the market the Food Safety Law does not reach produce.
  const offence = recall.ordered && stageOf(act) !== 'before-market' ? 'recall-refused' : null;
  const noticed = localTime(recall.noticedAt);
  const { message, fact, none } = words;
  return draft(soldAfterRecall, act, {
    subject,
    batchId,
    occasion,
    weight: offence === null ? 'todo' : 'lead',
    certainty: offence === null ? 'advisory' : 'suspected',
    offence,
    message:
      offence === null
        ? {
            zh: `${message.zh}未见监管部门责令召回或者停止经营，对应条文待核实。`,
            en: `${message.en} No order of an authority to recall or to stop is on record; the article is to be verified.`,
          }
        : { zh: `${message.zh}该召回由监管部门发起。`, en: `${message.en} The recall is an authority’s.` },
    evidence: [
      {
        fact,
        value: localTime(at),
        expected: { zh: `${noticed} ${none.zh}`, en: `${none.en} at ${noticed}` },
        enteredBy,
      },
      {
        fact: { zh: '召回', en: 'Recall' },
        value: recall.publicId,
        expected: { zh: `${recall.level} 级，退货、处置除外`, en: `level ${recall.level}; returns and disposal excepted` },
        enteredBy: recall.enteredBy,
      },
      {
        fact: { zh: '责令召回或者停止经营', en: 'Order to recall or to stop' },
        value: recall.ordered
          ? { zh: '监管部门发起的召回', en: 'the recall is an authority’s' }
          : { zh: '没有责令记录', en: 'none recorded' },
        expected: { zh: '责令之后不再销售、使用', en: 'no sale or use after it' },
        enteredBy: recall.enteredBy,
      },
    ],
    citations: offence === null ? [] : offenceCitations(offence),
  });
}

/**
 * Recalled goods sold, or made into something else, after whoever did it was told. In an authority's recall a lead under 食品安全法 124（一）9 (ordered to recall or
 * to stop, and refusing; 63); in a firm's own, of which the data has no article for third parties, a todo that says 待核实. Returns, disposal and samples are no
 * sale; a drill is no recall. Occasions: `batch/{traceCode}` on the shipment or sale, `input/{traceCode}` on the batch made.
 */
export const soldAfterRecall: Rule = {
  id: 'sold-after-recall',
  version: 1,
  title: { zh: '收到召回通知后销售或使用', en: 'Sold or used after a notice of recall' },
  startsOn: '2021-04-29',
  watches: ['batch', 'shipment', 'disposition'],
  weights: ['todo', 'lead'],
  offences: ['recall-refused'],
  leadEnds: 'by-officer',
  judge: (event) => (event.kind === 'batch' ? usedIn(event.batch) : soldIn(event)).map(found),
};

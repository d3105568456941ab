import { law } from '../law/index.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import { batchesOf, batchSubject, draft, entryOf, isOwn, kindsOf, saleEvidence, saleOf, stageOf } from './draft.ts';
import type { BatchFacts, ShipmentFacts } from './facts.ts';
import type { FindingDraft, Rule } from './model.ts';
import { type Over, overEvidence, resultsOver } from './over-limit.ts';
import { isOfficial, isPresumptive, isRetestUnknown } from './papers.ts';

/** A pass beside such a number is a contradiction of its own; a quick test only presumes. A retest that no longer exceeds lifts the item. */
function standing(batch: BatchFacts): Over[] {
  const reports = batch.certificates.filter((one) => !isPresumptive(one) && !isOfficial(one));
  return reports
    .filter((one) => one.conclusion !== 'pass')
    .flatMap((report) =>
      resultsOver(report)
        .filter(
          ({ item }) =>
            !reports.some(
              (later) =>
                later.conclusion === 'pass' &&
                (later.issuedOn ?? '') > (report.issuedOn ?? '9') &&
                later.results.some((result) => result.item === item) &&
                !resultsOver(later).some((result) => result.item === item),
            ),
        )
        .map((result) => ({ report, result })),
    );
}

const named = (over: readonly Over[]) => over.map(({ result }) => result.item).join('、');

function atRecord(batch: BatchFacts): FindingDraft[] {
  const results = standing(batch);
  if (results.length === 0) return [];
  return [
    draft(resultOverLimit, entryOf(batch, civilDateOf(batch.recordedAt)), {
      subject: batchSubject(batch),
      batchId: batch.id,
      occasion: 'record',
      weight: 'todo',
      certainty: 'established',
      offence: null,
      message: {
        zh: `“${named(results)}”的结果超出报告所附限量：请勿销售；可申请复检，或者按处置记录销毁、退回。`,
        en: `The result of ${named(results)} is over the limit printed beside it: do not sell; ask for a retest, or record destruction or return.`,
      },
      evidence: overEvidence(batch, results),
      citations: ['fsl-34-2'],
    }),
  ];
}

function atSale(batch: BatchFacts, shipment: ShipmentFacts): FindingDraft[] {
  // Of a sampling report that may still be disputed the todo stands; certificate-failed reminds.
  const results = standing(batch).filter(({ report }) => !isRetestUnknown(report));
  if (results.length === 0) return [];
  const act = saleOf(shipment, batch.product.category);
  const offence = law.offenceOf('over-limit', { stage: stageOf(act), category: act.category, partyKinds: kindsOf(act.party) });
  return [
    draft(resultOverLimit, act, {
      subject: batchSubject(batch),
      batchId: batch.id,
      occasion: 'sale',
      weight: offence === null ? 'todo' : 'lead',
      certainty: 'suspected',
      offence,
      message: {
        zh: `本方报告中“${named(results)}”的结果超出所附限量，批次已销售；是否属于食品安全标准的限量由执法人员核对。`,
        en: `By the seller’s own report ${named(results)} is over the limit beside it and the batch was sold; whether that is the limit of a food safety standard is for the officer.`,
      },
      evidence: [...overEvidence(batch, results), saleEvidence(shipment)],
      citations: offence === null ? [] : offenceCitations(offence),
    }),
  ];
}

/**
 * A result over the limit the maker's own report prints, without a pass (食品安全法 34（二）, 124（一）; 农产品质量安全法 36, 71). No number of ours: the limit is
 * that of the report. Todo when recorded, a lead once the maker sold it. Occasions on the batch: `record`, `sale`.
 */
export const resultOverLimit: Rule = {
  id: 'result-over-limit',
  version: 2,
  title: { zh: '检验结果超出限量', en: 'Test result over its limit' },
  startsOn: '2021-04-29',
  shadowUntil: '2026-12-22',
  watches: ['batch', 'shipment'],
  weights: ['todo', 'lead'],
  offences: ['over-limit', 'produce-nonconforming'],
  leadEnds: 'by-officer',
  judge(event) {
    if (event.kind === 'batch') return atRecord(event.batch);
    if (event.kind !== 'shipment' || event.shipment.purpose !== 'sale') return [];
    const { shipment } = event;
    return batchesOf(shipment.lines)
      .filter((batch) => isOwn(batch, shipment.sender))
      .flatMap((batch) => atSale(batch, shipment));
  },
};

import { law } from '../law/index.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import {
  type Act,
  batchesOf,
  batchSubject,
  draft,
  entryOf,
  gateEvidence,
  gateOf,
  isOwn,
  kindsOf,
  NOT_RECORDED,
  saleEvidence,
  scopeCitations,
  stageOf,
} from './draft.ts';
import type { BatchFacts, ShipmentFacts } from './facts.ts';
import type { Evidence, FindingDraft, Rule, RuleContext } from './model.ts';
import { papersOf } from './papers.ts';

function noPaper(batch: BatchFacts): Evidence {
  return {
    fact: { zh: '合格证明文件', en: 'Certificate' },
    value: NOT_RECORDED,
    expected: { zh: '检验合格证、检疫证明或者承诺达标合格证等之一', en: 'a release, quarantine, commitment or other certificate' },
    enteredBy: batch.enteredBy,
  };
}

function offenceOf(matter: 'certificate-missing-at-release' | 'certificate-missing-at-purchase', act: Act) {
  return law.offenceOf(matter, { stage: stageOf(act), category: act.category, partyKinds: kindsOf(act.party) });
}

function pendingTodo(batch: BatchFacts, act: Act): FindingDraft {
  const offence = offenceOf('certificate-missing-at-release', act);
  return draft(certificateMissing, act, {
    subject: batchSubject(batch),
    batchId: batch.id,
    occasion: 'record',
    weight: 'todo',
    certainty: 'advisory',
    offence: null,
    message: {
      zh: '尚无合格证明文件；检验合格后方可出厂或者销售，请在首次销售发货前补录。',
      en: 'No certificate yet; goods leave or are sold once inspected and passed: record it before the first sale.',
    },
    evidence: [noPaper(batch)],
    citations: offence === null ? [] : offenceCitations(offence),
  });
}

/** Goods taken over from a supplier outside the system: the buyer is asked for the supplier's paper, no more. */
function purchaseTodo(batch: BatchFacts): FindingDraft {
  const act = entryOf(batch, civilDateOf(batch.recordedAt));
  const offence = offenceOf('certificate-missing-at-purchase', act);
  return draft(certificateMissing, act, {
    subject: batchSubject(batch),
    batchId: batch.id,
    occasion: 'purchase',
    weight: 'todo',
    certainty: 'advisory',
    offence: null,
    message: {
      zh: '进货未录入供货者的合格证明文件；请向供货者索取后补录。',
      en: 'Goods were taken over without the supplier’s certificate on record; ask the supplier and record it.',
    },
    evidence: [noPaper(batch)],
    citations: offence === null ? [] : offenceCitations(offence),
  });
}

function atRecord(batch: BatchFacts): FindingDraft[] {
  if (papersOf(batch).length > 0) return [];
  if (batch.origin === 'outside') return [purchaseTodo(batch)];
  return isOwn(batch, batch.party) ? [pendingTodo(batch, entryOf(batch, civilDateOf(batch.recordedAt)))] : [];
}

function atSaleOf(batch: BatchFacts, shipment: ShipmentFacts, context: RuleContext): FindingDraft[] {
  if (papersOf(batch).length > 0) return [];
  const act = entryOf(batch, civilDateOf(shipment.shippedAt));
  const offence = offenceOf('certificate-missing-at-release', act);
  const gate = gateOf('entry', batch, act, context);
  if (gate.answer !== 'bound' || offence === null) return [pendingTodo(batch, act)];
  return [
    draft(certificateMissing, act, {
      subject: batchSubject(batch),
      batchId: batch.id,
      occasion: 'sale',
      weight: 'lead',
      // No record here is no proof that nothing was inspected or issued.
      certainty: 'suspected',
      offence,
      message: {
        zh: '销售发货时没有合格证明文件的记录；没有记录不等于没有检验，由执法人员核实（与“追溯信息未录入”为同一事实的，择一从重处理）。',
        en: 'Sold with no certificate on record. No record is not no inspection: that is for the officer to find out (where it is the same fact as an incomplete record, one of the two applies).',
      },
      evidence: [noPaper(batch), saleEvidence(shipment), ...gateEvidence(gate)],
      citations: [...offenceCitations(offence), ...scopeCitations],
    }),
  ];
}

function atSale(shipment: ShipmentFacts, context: RuleContext): FindingDraft[] {
  if (shipment.purpose !== 'sale') return [];
  return batchesOf(shipment.lines)
    .filter((batch) => isOwn(batch, shipment.sender))
    .flatMap((batch) => atSaleOf(batch, shipment, context));
}

/**
 * Inspected and passed before leaving (食品安全法 52, 53; 农产品质量安全法 39). A release test takes days: a todo when recorded, a lead at the first
 * sale where the regulation binds, suspected alone, since a paper may be held that is not recorded. Produce that is in the market already, as a plant's own
 * meat, has no provision of its own here: its gap is told by record-incomplete. Any paper counts, so that meat with its quarantine papers is never asked for a commitment certificate.
 * Occasions on the batch: `record`, `purchase`, `sale`.
 */
export const certificateMissing: Rule = {
  id: 'certificate-missing',
  version: 2,
  title: { zh: '销售时无合格证明文件', en: 'No certificate at the sale' },
  startsOn: '2021-04-29',
  watches: ['batch', 'shipment'],
  weights: ['todo', 'lead'],
  offences: ['not-inspected', 'commitment-certificate'],
  leadEnds: 'when-corrected',
  judge(event, context) {
    if (event.kind === 'batch') return atRecord(event.batch);
    return event.kind === 'shipment' ? atSale(event.shipment, context) : [];
  },
};

import { civilDateOf } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import { batchSubject, draft, entryOf, isOwn } from './draft.ts';
import type { BatchFacts, InputFacts } from './facts.ts';
import type { Evidence, FindingDraft, Rule } from './model.ts';
import { ofBatch, salesIn, soldOn } from './sales.ts';

/** Only a printed date past on the first day of production; a pass issued after that date and by then is the re-test. */
function pastInputs(batch: BatchFacts): InputFacts[] {
  const made = batch.productionDate;
  if (made === null || !isOwn(batch, batch.party)) return [];
  return (batch.inputs ?? []).filter((input) => {
    const until = input.expiresOn;
    if (input.expiresBy !== 'printed' || until === null || until >= made) return false;
    return !input.certificates.some(
      (one) => one.conclusion === 'pass' && one.issuedOn !== null && one.issuedOn > until && one.issuedOn <= made,
    );
  });
}

function evidenceOf(batch: BatchFacts, inputs: readonly InputFacts[]): Evidence[] {
  return inputs.map((input) => ({
    fact: {
      zh: `投入 ${input.productName}（${input.traceCode}）所印到期日`,
      en: `Printed date of the input ${input.productName} (${input.traceCode})`,
    },
    value: input.expiresOn ?? '',
    expected: {
      zh: `不早于生产日期 ${batch.productionDate}，或者有复检合格记录`,
      en: `not before production on ${batch.productionDate}, or a re-test that passed`,
    },
    enteredBy: input.enteredBy,
  }));
}

function atRecord(batch: BatchFacts): FindingDraft[] {
  const inputs = pastInputs(batch);
  if (inputs.length === 0) return [];
  return [
    draft(inputPastDate, entryOf(batch, civilDateOf(batch.recordedAt)), {
      subject: batchSubject(batch),
      batchId: batch.id,
      occasion: 'inputs',
      weight: 'todo',
      certainty: 'advisory',
      offence: null,
      message: {
        zh: '所用原料在生产之日已过所印到期日；经复检的请补录复检合格证明，否则请勿销售。',
        en: 'An input was past its printed date on the day of production; record its re-test if there was one, else do not sell.',
      },
      evidence: evidenceOf(batch, inputs),
      citations: offenceCitations('expired-input'),
    }),
  ];
}

/**
 * Raw material used after the date printed on it (食品安全法 34（三）, 124). The maker is asked for the re-test first; a reminder when it sells without one, and
 * only for food: the law sets no shelf life for produce. Occasions: `inputs` on the batch, `batch/{traceCode}` on its shipment or sale.
 */
export const inputPastDate: Rule = {
  id: 'input-past-date',
  version: 1,
  title: { zh: '使用超过到期日的原料', en: 'Raw material used past its date' },
  startsOn: '2021-04-29',
  shadowUntil: '2026-12-22',
  watches: ['batch', 'shipment', 'disposition'],
  weights: ['todo', 'reminder'],
  offences: ['expired-input'],
  leadEnds: 'when-corrected',
  judge(event) {
    if (event.kind === 'batch') return atRecord(event.batch);
    return salesIn(event).flatMap((sale) => {
      const { batch, act, subject } = sale;
      const inputs = isOwn(batch, act.party) ? pastInputs(batch).filter((input) => input.category === 'food') : [];
      if (inputs.length === 0 || act.category !== 'food') return [];
      return [
        draft(inputPastDate, act, {
          subject,
          batchId: batch.id,
          occasion: ofBatch(batch),
          weight: 'reminder',
          certainty: 'suspected',
          offence: 'expired-input',
          message: {
            zh: '销售的批次使用了已过所印到期日的原料，未录入复检合格证明。',
            en: 'The batch sold was made of an input past its printed date, with no re-test on record.',
          },
          evidence: [...evidenceOf(batch, inputs), soldOn(sale)],
          citations: offenceCitations('expired-input'),
        }),
      ];
    });
  },
};

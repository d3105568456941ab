import { offenceCitations } from './citations.ts';
import { draft, isOwn, NOT_RECORDED } from './draft.ts';
import { daysOf, licenceState, type State } from './licence-missing-or-expired.ts';
import type { Bilingual, FindingDraft, Rule } from './model.ts';
import { ofBatch, type Sale, salesIn } from './sales.ts';

function messageOf(state: State): Bilingual {
  if (state.kind === 'missing')
    return {
      zh: '受委托生产食品，未登记食品生产许可证；持有的请补录。',
      en: 'Food was made on commission with no production licence on record; add it if held.',
    };
  if (state.kind === 'not-begun')
    return {
      zh: `受托生产者所登记的食品生产许可证自 ${state.from} 起有效；此前持有的许可请补录。`,
      en: `The production licence on record of who made it on commission is valid from ${state.from} on; add the one held before it.`,
    };
  return {
    zh: `受托生产者的食品生产许可证已于 ${state.until} 到期；已延续的请补录。`,
    en: `The production licence of who made it on commission ended on ${state.until}; record the renewal if there is one.`,
  };
}

function found(sale: Sale): FindingDraft[] {
  const { batch, act, subject } = sale;
  const { party } = act;
  if (!batch.commissioned || batch.product.category !== 'food' || !isOwn(batch, party) || !party.kinds.includes('producer')) return [];
  const state = party.licences && licenceState(party.licences, ['SC'], act.on);
  if (!state || state.kind === 'ending') return [];
  const isExpired = state.kind === 'expired';
  return [
    draft(commissionedWithoutLicence, act, {
      subject,
      batchId: batch.id,
      occasion: ofBatch(batch),
      weight: isExpired ? 'reminder' : 'todo',
      certainty: isExpired ? 'suspected' : 'advisory',
      offence: isExpired ? 'no-licence' : null,
      message: messageOf(state),
      evidence: [
        {
          fact: { zh: '受托生产者的食品生产许可证', en: 'Production licence of who made it' },
          value: state.kind === 'missing' ? NOT_RECORDED : `${state.licence.number} (${daysOf(state)})`,
          expected: { zh: `${act.on} 有效`, en: `valid on ${act.on}` },
          enteredBy: 'system',
        },
      ],
      citations: isExpired ? offenceCitations('no-licence') : [],
    }),
  ];
}

/**
 * Food made on commission (委托加工) by a producer whose licence is not on record, had not begun or ran out by the dates it entered itself (食品安全法 35, 122): the one who makes needs it,
 * whoever's brand it is. A reminder at most. Occasion `batch/{traceCode}` on the shipment or sale.
 */
export const commissionedWithoutLicence: Rule = {
  id: 'commissioned-without-licence',
  version: 2,
  title: { zh: '受托生产者许可证未登记或者已到期', en: 'Made on commission without a licence on record' },
  startsOn: '2021-04-29',
  shadowUntil: '2026-12-22',
  watches: ['shipment', 'disposition'],
  weights: ['todo', 'reminder'],
  offences: ['no-licence'],
  leadEnds: 'when-corrected',
  judge: (event) => salesIn(event).flatMap(found),
};

import { computeExpiry } from '../batches/shelf-life.ts';
import { civilDateOf, daysBetween } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import { batchSubject, draft, entryOf, isOwn } from './draft.ts';
import type { BatchFacts } from './facts.ts';
import type { FindingDraft, Rule } from './model.ts';

/** Both ways of counting the production day are met on packs. */
const TOLERANCE_DAYS = 1;

function differs(batch: BatchFacts): FindingDraft[] {
  const { productionDate, expiresOn, expiresBy, product } = batch;
  if (expiresBy !== 'printed' || expiresOn === null || productionDate === null || product.shelfLife === null) return [];
  const computed = computeExpiry({ productionDate, shelfLife: product.shelfLife })?.expiresOn;
  if (computed === undefined || !isOwn(batch, batch.party)) return [];
  const latest = batch.productionDateTo
    ? (computeExpiry({ productionDate: batch.productionDateTo, shelfLife: product.shelfLife })?.expiresOn ?? computed)
    : computed;
  if (daysBetween(computed, expiresOn) >= -TOLERANCE_DAYS && daysBetween(latest, expiresOn) <= TOLERANCE_DAYS) return [];
  return [
    draft(dateLabelDiffers, entryOf(batch, civilDateOf(batch.recordedAt)), {
      subject: batchSubject(batch),
      batchId: batch.id,
      occasion: 'date',
      weight: 'todo',
      certainty: 'advisory',
      offence: null,
      message: {
        zh: `所印到期日 ${expiresOn} 与按保质期推算的 ${computed} 相差超过1天，请核对生产日期、保质期和所印日期。`,
        en: `The printed date ${expiresOn} and the computed ${computed} are more than a day apart; check production date, shelf life and print.`,
      },
      evidence: [
        {
          fact: { zh: '所印到期日', en: 'Printed expiry date' },
          value: expiresOn,
          expected: { zh: `${computed} 前后1天`, en: `within a day of ${computed}` },
          enteredBy: batch.enteredBy,
        },
        {
          fact: { zh: '生产日期', en: 'Production date' },
          value: productionDate,
          expected: { zh: '与所印到期日相符', en: 'in keeping with the printed date' },
          enteredBy: batch.enteredBy,
        },
      ],
      citations: offenceCitations('label-flaw'),
    }),
  ];
}

/**
 * A printed expiry date more than a day from the one computed of production date and shelf life, all entered by the maker. Shelf lives by storage
 * condition and ways of counting explain many, so it asks and shows the provision on label flaws (食品安全法 125), never the one on false dates. Nothing is said
 * where one of the three is not recorded. Occasion `date` on the batch.
 */
export const dateLabelDiffers: Rule = {
  id: 'date-label-differs',
  version: 1,
  title: { zh: '所印到期日与推算不一致', en: 'Printed date differs from the computed one' },
  startsOn: '2021-04-29',
  shadowUntil: '2026-12-22',
  watches: ['batch'],
  weights: ['todo'],
  offences: ['label-flaw'],
  leadEnds: 'when-corrected',
  judge: (event) => (event.kind === 'batch' ? differs(event.batch) : []),
};

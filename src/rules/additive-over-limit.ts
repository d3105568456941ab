import { type CitationId, law } from '../law/index.ts';
import { type CivilDate, civilDateOf } from '../platform/civil-date.ts';
import { readResult } from '../substances/reading/results.ts';
import { batchSubject, draft, entryOf, isOwn } from './draft.ts';
import type { BatchFacts, CertificateFacts, ResultFacts } from './facts.ts';
import type { FindingDraft, Rule } from './model.ts';
import { sourceOf } from './papers.ts';

interface Limit {
  name: string;
  names: readonly string[];
  foods: readonly { food: string; mgPerKg: number }[];
}

/** The rows of GB 2760 known for a day. */
function limitsOn(on: CivilDate): Limit[] {
  return law.entries.flatMap((entry) => {
    const held = entry.unit === 'additiveLimit' ? law.valueOn(entry.values, on) : undefined;
    return held ? [{ name: entry.title.zh, names: held.value.names, foods: held.value.foods }] : [];
  });
}

const normal = (text: string) => text.normalize('NFKC').replace(/\s/g, '');
/** `12.04 酱油` is the food 酱油; a bare number names no row, since the numbers of the classes are not in the data. */
const foodOf = (foodClass: string) => normal(foodClass).replace(/^[\d.]+/, '');

/** A measured amount in mg/kg; null for other units, which are not converted, and for what is only known to lie below. */
function milligrams(result: ResultFacts): number | null {
  const { quantity } = readResult(result);
  if (!quantity || quantity.bound === 'below') return null;
  const unit = (quantity.unit ?? result.unit ?? '').toLowerCase().replace(/\s/g, '');
  if (unit === 'mg/kg') return quantity.value;
  return unit === 'g/kg' ? quantity.value * 1_000 : null;
}

interface Excess {
  report: CertificateFacts;
  result: ResultFacts;
  limit: Limit;
  mgPerKg: number;
}

function excessesOf(batch: BatchFacts, food: string, on: CivilDate): Excess[] {
  const limits = limitsOn(on);
  return batch.certificates.flatMap((report) =>
    report.results.flatMap((result) => {
      const item = normal(result.item);
      const limit = limits.find((one) => one.names.some((name) => normal(name) === item));
      const row = limit?.foods.find((one) => one.food === food);
      const measured = milligrams(result);
      return limit && row && measured !== null && measured > row.mgPerKg ? [{ report, result, limit, mgPerKg: row.mgPerKg }] : [];
    }),
  );
}

function review(batch: BatchFacts): FindingDraft[] {
  const { foodClass, category } = batch.product;
  const act = entryOf(batch, civilDateOf(batch.recordedAt));
  const food = foodClass === null ? '' : foodOf(foodClass);
  if (food === '' || category !== 'food' || !isOwn(batch, batch.party)) return [];
  const excesses = excessesOf(batch, food, act.on);
  const byAdditive = new Map(excesses.map((one) => [one.limit.name, one]));
  const citations: CitationId[] = ['gb2760-a1', 'fsl-34-4'];
  return [...byAdditive.values()].map(({ report, result, limit, mgPerKg }) =>
    draft(additiveOverLimit, act, {
      subject: batchSubject(batch),
      batchId: batch.id,
      occasion: `additive/${limit.name}`,
      weight: 'todo',
      certainty: 'advisory',
      offence: null,
      message: {
        zh: `“${limit.name}”的结果高于该食品类别的最大使用量（转录的行，待复核）；请核对食品类别、带入和本底。`,
        en: `${limit.name} was measured above the greatest amount for the stated food (a transcribed row, to be checked); check class, carry-over and natural content.`,
      },
      evidence: [
        {
          fact: { zh: result.item, en: result.item },
          value: `${result.value} ${result.unit ?? ''}`.trim(),
          expected: `≤ ${mgPerKg} mg/kg（${food}）`,
          ...sourceOf(batch, report),
        },
      ],
      citations,
    }),
  );
}

/**
 * An additive measured above the row of GB 2760-2024 for the food the producer stated. Rows are known at second hand and only some; a food that is not in
 * them is not judged, nor one without a stated class and a measured amount. Review only, never more than a todo. Occasion `additive/{name}` on the batch.
 */
export const additiveOverLimit: Rule = {
  id: 'additive-over-limit',
  version: 1,
  title: { zh: '食品添加剂高于最大使用量', en: 'Additive over its greatest amount' },
  startsOn: '2025-02-08',
  shadowUntil: '2026-12-22',
  watches: ['batch'],
  weights: ['todo'],
  offences: ['additive-misuse'],
  leadEnds: 'when-corrected',
  judge: (event) => (event.kind === 'batch' ? review(event.batch) : []),
};

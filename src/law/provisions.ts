import { penaltyLawCitations as apl } from './administrative-penalty-law/citations.ts';
import { citationText, type PublicCitation, publicCitation } from './fine-bands.ts';
import type { CivilDate, Lang, PartyKind } from './model.ts';
import { type OffenceId, offences } from './offences.ts';
import { penaltyFor } from './penalty.ts';
import type { Penalty, PenaltyCircumstances, PenaltyQuestion } from './penalty-model.ts';

export type Provision = {
  offence: OffenceId;
  title: string;
  citation: PublicCitation;
  minCents: number | null;
  maxCents: number | null;
  fineText: string;
  ordersFirst: boolean;
  heavier: boolean;
};
export type Provisions = { provisions: Provision[]; heavier: OffenceId | null; text: string; citation: PublicCitation };

/**
 * Several provisions for one act: one fine, by the provision with the higher amount (行政处罚法 29). Provisions that do not reach the party or were
 * not in force are left out; `heavier` is null when none is left. While the goods value is not established a provision that counts in it is compared
 * by its multiples, which have no upper end. Whether a fine may be set at all still depends on the order that comes first.
 */
export function provisionsForAct(
  ids: readonly OffenceId[],
  at: {
    actOn: CivilDate;
    partyKinds: readonly PartyKind[];
    goodsValueCents: number | null;
    circumstances?: PenaltyCircumstances | undefined;
    settings?: PenaltyQuestion['settings'];
  },
  lang: Lang = 'zh',
): Provisions {
  const penalties = [...new Set(ids)].flatMap((offence) => penaltyFor({ offence, ...at }, lang) ?? []);
  const [first] = [...penalties].sort(heavierFirst);
  const provisions = penalties.map((one) => ({
    offence: one.offence,
    title: one.title,
    citation: publicCitation(offences[one.offence].citation, lang),
    minCents: one.minCents,
    maxCents: one.maxCents,
    fineText: one.fineText,
    ordersFirst: one.ordersFirst,
    heavier: one === first,
  }));
  return {
    provisions,
    heavier: first?.offence ?? null,
    text: textOf(penalties, first, lang),
    citation: publicCitation(apl['apl-29'], lang),
  };
}

function rank(penalty: Penalty): [number, number, number, number] {
  const max = penalty.maxCents ?? Number.POSITIVE_INFINITY;
  return [
    max,
    penalty.maxCents === null ? (penalty.multiple?.maxTimes ?? 0) : 0,
    penalty.fixed.maxCents,
    penalty.minCents ?? penalty.fixed.minCents,
  ];
}

function heavierFirst(a: Penalty, b: Penalty): number {
  const [left, right] = [rank(a), rank(b)];
  const at = left.findIndex((value, i) => value !== right[i]);
  return at === -1 ? 0 : (right[at] ?? 0) > (left[at] ?? 0) ? 1 : -1;
}

function textOf(penalties: readonly Penalty[], heavier: Penalty | undefined, lang: Lang): string {
  if (!heavier) return { zh: '没有可以适用的条款', en: 'No provision reaches it' }[lang];
  if (penalties.length === 1) return citationText(offences[heavier.offence].citation, lang);
  const all = penalties.map((one) => citationText(offences[one.offence].citation, lang));
  const one = citationText(offences[heavier.offence].citation, lang);
  return {
    zh: `同一行为涉及${all.join('、')}，只能择一处以罚款，按罚款数额高的${one}（行政处罚法第二十九条）`,
    en: `One act meets ${all.join('; ')}: one of them, by the higher fine: ${one} (Administrative Penalty Law, art. 29)`,
  }[lang];
}

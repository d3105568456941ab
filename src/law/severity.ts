import { yuan } from './bands.ts';
import { publicCitation } from './fine-bands.ts';
import { regulationCitations as reg } from './food-safety-regulations/citations.ts';
import type { Citation, Lang, Text } from './model.ts';
import { numberOn } from './numbers.ts';
import { type OffenceId, offences } from './offences.ts';
import type { PenaltyQuestion, PenaltyStep } from './penalty-model.ts';

/** Bands of arts. 123 to 126 and 132, which art. 67 of the Implementing Regulations speaks of. */
const REACHED: readonly string[] = ['123', '124', '125', '126', '132-1', '132-2'].map((n) => `food-safety-law/fine-${n}`);

type Asked = Omit<PenaltyQuestion, 'partyKinds'>;

/** True when the serious cases of 条例 67 are those of the offence's article. */
export function underArticle67(offence: OffenceId): boolean {
  return REACHED.includes(offences[offence].band.id);
}

/**
 * Why a case is serious (情节严重) by 条例 67(1): goods of 20,000 yuan or more, three months or longer, false information, refused inspection, again
 * within a year (effective decisions only), grave illness, or an officer's own ground. Empty where none is established or the article does not reach.
 */
export function severityOf(at: Asked, lang: Lang): PenaltyStep[] {
  if (!underArticle67(at.offence)) return [];
  const { circumstances: c = {} } = at;
  const found: [boolean | undefined, Text, Citation, string | null][] = [
    goodsGround(at),
    durationGround(at),
    [c.seriousIllness, reg['reg-67-1-2'].title, reg['reg-67-1-2'], null],
    [c.falseInformation, reg['reg-67-1-3'].title, reg['reg-67-1-3'], null],
    [c.refusedInspection, reg['reg-67-1-4'].title, reg['reg-67-1-4'], null],
    [(c.repeatCount ?? 0) > 0, repeatText(c.repeatCount ?? 0), reg['reg-67-1-5'], null],
    [c.severe, reg['reg-67-1-6'].title, reg['reg-67-1-6'], null],
  ];
  return found
    .filter(([holds]) => holds === true)
    .map(([, text, citation, arithmetic]) => ({ text: text[lang], arithmetic, citation: publicCitation(citation, lang) }));
}

function goodsGround({ goodsValueCents: goods, actOn, settings }: Asked): [boolean, Text, Citation, string | null] {
  const limit = numberOn('food-safety-regulations/severe-goods-value', actOn, settings);
  const holds = limit !== undefined && goods !== null && goods >= limit.value;
  const arithmetic = holds ? `${yuan(goods)} ≥ ${yuan(limit.value)}` : null;
  return [holds, { zh: '货值金额2万元以上', en: 'Goods of 20,000 yuan or more' }, reg['reg-67-1-1'], arithmetic];
}

function durationGround({ circumstances, actOn, settings }: Asked): [boolean, Text, Citation, string | null] {
  const months = circumstances?.durationMonths;
  const limit = numberOn('food-safety-regulations/severe-duration', actOn, settings);
  const holds = limit !== undefined && months !== undefined && months >= limit.value;
  const text = { zh: '违法行为持续时间3个月以上', en: 'Went on for three months or longer' };
  return [holds, text, reg['reg-67-1-1'], holds ? `${months} ≥ ${limit.value}` : null];
}

function repeatText(count: number): Text {
  return {
    zh: `受到行政处罚后1年内又实施同一性质的违法行为（已生效处罚决定${count}件）`,
    en: `The same kind of act again within a year of a penalty (${count} effective decisions)`,
  };
}

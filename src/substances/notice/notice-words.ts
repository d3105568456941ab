import type { Substance } from '../knowledge.ts';
import { type Bilingual, bestBan, MARKS } from '../verdict.ts';
import type { NoticeTarget } from './notice-target.ts';

/** Why a batch is on the sampling list, the strongest first. */
export const reasons = ['unreadable-result', 'withdrawn-result', 'same-material', 'same-formula', 'same-maker', 'form-and-claim'] as const;
export type Reason = (typeof reasons)[number];

/** What each reason weighs in the order of sampling: one of them outweighs all weaker ones together. */
export const WEIGHTS: Readonly<Record<Reason, number>> = {
  'unreadable-result': 32,
  'withdrawn-result': 16,
  'same-material': 8,
  'same-formula': 4,
  'same-maker': 2,
  'form-and-claim': 1,
};

export const reasonText: Readonly<Record<Reason, Bilingual>> = {
  'unreadable-result': { zh: '检验结果无法识读', en: 'a result of it cannot be read' },
  'withdrawn-result': { zh: '已撤回的报告曾检出', en: 'a report that was withdrawn had found it' },
  'same-material': { zh: '与检出批次使用同批原料', en: 'shares a lot of material with a positive batch' },
  'same-formula': { zh: '与检出批次配料相同', en: 'has the ingredients of a positive batch' },
  'same-maker': { zh: '与检出批次同一生产者', en: 'is of the maker of a positive batch' },
  'form-and-claim': { zh: '产品形态或宣称为文件所指', en: 'has a form or claim the text names' },
};

/** The title of the text a row rests on, with its mark where nobody here has read it; null where none bans it. */
export function bansOf(row: Substance): Bilingual | null {
  const ban = bestBan(row);
  if (!ban) return row.entered?.title ?? null;
  const mark = MARKS[ban.confirmed];
  return { zh: ban.title.zh + mark.zh, en: ban.title.en + mark.en };
}

/** The reason a draft of a hold gives: what is recorded, never that an act is illegal. */
export function holdReason({ name, title }: Pick<NoticeTarget, 'name' | 'title'>): Bilingual {
  return {
    zh: `记录显示检出或申报含${name.zh}${title ? `（${title.zh}）` : ''}，查清前暂停销售`,
    en: `Records show ${name.en} found or declared${title ? ` (${title.en})` : ''}; sale stops until it is settled`,
  };
}

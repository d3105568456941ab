import type { Citation, Text } from '../model.ts';

export const ADDITIVE_SOURCE = 'GB 2760-2024官方PDF表A.1的公开转录（标注“待复核”）';
export const additiveStandardName: Text = {
  zh: '食品安全国家标准 食品添加剂使用标准（GB 2760-2024）',
  en: 'National standard GB 2760-2024, use of food additives',
};

function cite(article: string | null, title: Text): Citation {
  return {
    regulation: 'gb-2760',
    law: additiveStandardName,
    article,
    title,
    source: ADDITIVE_SOURCE,
    effectiveFrom: '2025-02-08',
    publishedOn: '2024-02-08',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'secondary',
    doubt: {
      zh: '转录的行，逐行待复核；只收录下列食品，未列不等于不允许',
      en: 'Transcribed rows to be checked one by one; only these foods are here, absence does not mean not allowed',
    },
  };
}

export const additiveCitations = {
  'gb2760-a1': cite('表A.1', {
    zh: '表A.1 食品添加剂的允许使用品种、使用范围以及最大使用量或残留量',
    en: 'Table A.1: additives, foods and greatest amounts',
  }),
} as const satisfies Record<string, Citation>;

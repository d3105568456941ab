import type { Citation, Text } from '../model.ts';

export const foodSafetyName: Text = { zh: '中华人民共和国食品安全法', en: 'Food Safety Law' };
export const TEXT_2021 = 'https://github.com/LawRefBook/Laws（行政法/食品安全法）';
export const TEXT_2025 = 'https://github.com/Theonefkguy/Chinese-Laws（行政法/食品安全法(2025-09-12)）';

/** A citation of an article read in the text of 2021-04-29 and found unchanged in the text of 2025-09-12. */
export function cite(article: string, title: Text): Citation {
  return {
    regulation: 'food-safety-law',
    law: foodSafetyName,
    article,
    title,
    source: TEXT_2021,
    effectiveFrom: '2021-04-29',
    publishedOn: '2021-04-29',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'yes',
  };
}

/** A citation of an article or paragraph that came with the amendment of 2025-09-12, in force from 2025-12-01. */
export function cite2025(article: string, title: Text): Citation {
  return {
    regulation: 'food-safety-law',
    law: foodSafetyName,
    article,
    title,
    source: TEXT_2025,
    effectiveFrom: '2025-12-01',
    publishedOn: '2025-09-12',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'yes',
  };
}

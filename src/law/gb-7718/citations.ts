import type { Citation, Text } from '../model.ts';

export const LABEL_SOURCE = 'http://wap.csres.com/detail/424613.html';
export const labelStandardName: Text = {
  zh: '食品安全国家标准 预包装食品标签通则（GB 7718）',
  en: 'National standard GB 7718, labelling of pre-packaged food',
};

function cite(article: string | null, title: Text): Citation {
  return {
    regulation: 'gb-7718',
    law: labelStandardName,
    article,
    title,
    source: LABEL_SOURCE,
    effectiveFrom: '2025-03-16',
    publishedOn: '2025-03-16',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'yes',
    doubt: { zh: '条款编号和内容为转述', en: 'Clauses and contents are second-hand' },
  };
}

export const labelCitations = {
  'gb7718-2025': cite(null, {
    zh: 'GB 7718-2025，2027年3月16日起实施，代替GB 7718-2011',
    en: 'GB 7718-2025, in force 16 March 2027, replaces GB 7718-2011',
  }),
} as const satisfies Record<string, Citation>;

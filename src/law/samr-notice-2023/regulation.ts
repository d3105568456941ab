import type { Citation, Regulation, Text } from '../model.ts';

const SOURCE = 'http://ptcsfa.com/zjwj/2023-10/15/238463.html';
const name: Text = {
  zh: '市场监管总局办公厅关于打击食品中非法添加酚汀（酚丁）、酚酞及其酯类衍生物或类似物违法行为的通知',
  en: 'SAMR notice against adding oxyphenisatin, phenolphthalein and their esters, derivatives or analogues to food',
};

export const samrCitations = {
  'samr-2023': {
    regulation: 'samr-notice-2023',
    law: name,
    article: null,
    title: {
      zh: '在食品中检出酚汀（酚丁）、双醋酚汀、双丙酚汀、酚酞及其酯类衍生物或类似物，属于非法添加；认定意见供办案参考',
      en: 'Oxyphenisatin, its diacetate and dipropionate, phenolphthalein and their esters, derivatives or analogues found in food are illegal addition; the expert opinion is a reference for cases',
    },
    source: SOURCE,
    effectiveFrom: '2023-10-08',
    publishedOn: '2023-10-08',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'yes',
    doubt: { zh: '文号和附件全文未取得', en: 'Document number and full annex not obtained' },
  },
} as const satisfies Record<string, Citation>;

export const samrNotice: Regulation = {
  id: 'samr-notice-2023',
  name,
  sources: [SOURCE],
  publishedOn: '2023-10-08',
  effectiveFrom: '2023-10-08',
  note: {
    zh: '本通知不设罚款；处罚依据为食品安全法第一百二十三条。通知按类别适用，名单不限于四个物质。',
    en: 'The notice sets no fine; art. 123 of the Food Safety Law does. It works by class and is not limited to four names.',
  },
  accounts: [
    {
      article: null,
      says: { zh: '物质类别：见物质知识库', en: 'Classes of substances: see the substances knowledge base' },
      treatment: 'encoded',
    },
    {
      article: null,
      says: { zh: '从快从严办案、移送公安', en: 'Fast and strict handling, transfer to the police' },
      treatment: 'nothing-to-check',
    },
  ],
};

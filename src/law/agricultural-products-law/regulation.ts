import type { Citation, Regulation, Text } from '../model.ts';

const SOURCE = 'https://github.com/LawRefBook/Laws（经济法/农产品质量安全法(2022-09-02)）';
const name: Text = { zh: '中华人民共和国农产品质量安全法', en: 'Agricultural Products Quality and Safety Law' };

function cite(article: string, title: Text): Citation {
  return {
    regulation: 'agricultural-products-law',
    law: name,
    article,
    title,
    source: SOURCE,
    effectiveFrom: '2023-01-01',
    publishedOn: '2022-09-02',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'yes',
  };
}

export const agriculturalCitations = {
  'apq-29-2': cite('第二十九条第二款', {
    zh: '禁止在农产品生产经营过程中使用国家禁止使用的农业投入品以及其他有毒有害物质',
    en: 'No banned inputs or other toxic and harmful substances in making or trading agricultural products',
  }),
  'apq-36-1': cite('第三十六条第一款', { zh: '不得销售的农产品', en: 'Agricultural products that may not be sold' }),
  'apq-39-1': cite('第三十九条第一款', {
    zh: '农产品生产企业、农民专业合作社开具承诺达标合格证；鼓励和支持农户开具',
    en: 'Agricultural enterprises and cooperatives issue a commitment certificate; households are encouraged to',
  }),
  'apq-60': cite('第六十条', {
    zh: '农产品进入批发、零售市场或者生产加工企业后，由市场监督管理部门监督检查',
    en: 'After entry into wholesale or retail markets or processing, market regulation supervises',
  }),
  'apq-70-1': cite('第七十条第一款', {
    zh: '使用国家禁止使用的农业投入品或者其他有毒有害物质，或者销售含有禁用农药、兽药或者其他化合物的农产品',
    en: 'Using banned inputs or toxic substances, or selling products that contain banned pesticides, veterinary drugs or other compounds',
  }),
  'apq-71': cite('第七十一条', {
    zh: '销售农药、兽药残留等不符合农产品质量安全标准的农产品',
    en: 'Selling agricultural products that do not meet the quality and safety standards',
  }),
  'apq-73-1': cite('第七十三条第（一）项', { zh: '未按照规定开具承诺达标合格证', en: 'Commitment certificate not issued as required' }),
  'apq-77': cite('第七十七条', {
    zh: '进入批发、零售市场或者生产加工企业后的违法行为，食品安全法有规定的，由市场监督管理部门依照其规定处罚',
    en: 'After entry into the market, market regulation punishes under the Food Safety Law where that law provides',
  }),
} as const satisfies Record<string, Citation>;

export const agriculturalLaw: Regulation = {
  id: 'agricultural-products-law',
  name,
  sources: [SOURCE],
  publishedOn: '2022-09-02',
  effectiveFrom: '2023-01-01',
  note: {
    zh: '农产品进入批发、零售市场或者生产加工企业前适用；对农户另有罚款幅度。',
    en: 'Applies before the product enters a wholesale or retail market or processing; farm households have bands of their own.',
  },
  accounts: [
    {
      article: '第二十九条第二款、第三十六条第一款',
      says: { zh: '禁用投入品；不得销售的农产品', en: 'Banned inputs; products that may not be sold' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-70', 'agricultural-products-law/fine-71'],
    },
    {
      article: '第三十九条第一款',
      says: { zh: '承诺达标合格证', en: 'Commitment certificate' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-73'],
    },
    { article: '第六十条、第七十七条', says: { zh: '按环节划分部门', en: 'Departments divided by stage' }, treatment: 'encoded' },
    {
      article: '第七十条第一款',
      says: { zh: '罚款，含农户', en: 'Fine, with households' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-70'],
    },
    {
      article: '第七十一条',
      says: { zh: '罚款，含农户', en: 'Fine, with households' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-71'],
    },
    {
      article: '第七十三条',
      says: { zh: '批评教育，责令限期改正，逾期罚款', en: 'Criticism, order, then a fine' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-73'],
    },
  ],
};

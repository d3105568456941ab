import type { Citation, Text } from '../model.ts';

export const AGRICULTURAL_TEXT = 'https://github.com/LawRefBook/Laws（经济法/农产品质量安全法(2022-09-02)）';
export const agriculturalName: Text = { zh: '中华人民共和国农产品质量安全法', en: 'Agricultural Products Quality and Safety Law' };

function cite(article: string, title: Text): Citation {
  return {
    regulation: 'agricultural-products-law',
    law: agriculturalName,
    article,
    title,
    source: AGRICULTURAL_TEXT,
    effectiveFrom: '2023-01-01',
    publishedOn: '2022-09-02',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'yes',
  };
}

export const agriculturalCitations = {
  'apq-27-1': cite('第二十七条第一款', {
    zh: '农产品生产企业、农民专业合作社、农业社会化服务组织应当建立农产品生产记录',
    en: 'Agricultural enterprises, cooperatives and services keep production records',
  }),
  'apq-27-2': cite('第二十七条第二款', {
    zh: '农产品生产记录应当至少保存二年，禁止伪造、变造',
    en: 'Production records are kept two years and not forged',
  }),
  'apq-29-1': cite('第二十九条第一款', {
    zh: '严格执行农业投入品使用安全间隔期或者休药期的规定',
    en: 'Safety intervals and withdrawal periods of inputs are kept',
  }),
  'apq-29-2': cite('第二十九条第二款', {
    zh: '禁止在农产品生产经营过程中使用国家禁止使用的农业投入品以及其他有毒有害物质',
    en: 'No banned inputs or other toxic and harmful substances in making or trading agricultural products',
  }),
  'apq-36-1': cite('第三十六条第一款', { zh: '不得销售的农产品', en: 'Agricultural products that may not be sold' }),
  'apq-37-2': cite('第三十七条第二款', {
    zh: '农产品销售企业应当建立健全进货检查验收制度',
    en: 'A selling enterprise examines what it takes in',
  }),
  'apq-39-1': cite('第三十九条第一款', {
    zh: '农产品生产企业、农民专业合作社开具承诺达标合格证；鼓励和支持农户开具',
    en: 'Agricultural enterprises and cooperatives issue a commitment certificate; households are encouraged to',
  }),
  'apq-39-2': cite('第三十九条第二款', {
    zh: '收购者应当收取、保存承诺达标合格证；混装或者分装后销售的，应当按照规定开具',
    en: 'Buyers collect and keep the certificate and issue a new one after mixing or splitting',
  }),
  'apq-39-3': cite('第三十九条第三款', {
    zh: '农产品批发市场应当建立健全承诺达标合格证查验等制度',
    en: 'Wholesale markets check the certificate',
  }),
  'apq-41-1': cite('第四十一条第一款', { zh: '对列入追溯目录的农产品实施追溯管理', en: 'Products in the tracing directory are traced' }),
  'apq-51-1': cite('第五十一条第一款', {
    zh: '对监督抽查结果有异议的，可以自收到之日起五个工作日内申请复检',
    en: 'A result of a supervisory sample may be disputed within five working days',
  }),
  'apq-51-2': cite('第五十一条第二款', { zh: '快速检测的，可以自收到时起四小时内申请复检', en: 'A quick test within four hours' }),
  'apq-60': cite('第六十条', {
    zh: '农产品进入批发、零售市场或者生产加工企业后，由市场监督管理部门监督检查',
    en: 'After entry into wholesale or retail markets or processing, market regulation supervises',
  }),
  'apq-69': cite('第六十九条', { zh: '未建立、保存农产品生产记录，或者伪造、变造', en: 'Production records not kept, or forged' }),
  'apq-70-1': cite('第七十条第一款', {
    zh: '使用国家禁止使用的农业投入品或者其他有毒有害物质，或者销售含有禁用农药、兽药或者其他化合物的农产品',
    en: 'Using banned inputs or toxic substances, or selling products that contain banned pesticides, veterinary drugs or other compounds',
  }),
  'apq-70-2': cite('第七十条第二款', {
    zh: '明知而提供场所或者其他条件的，处十万元以上二十万元以下罚款',
    en: 'Knowingly giving premises or other conditions: 100,000 to 200,000 yuan',
  }),
  'apq-71': cite('第七十一条', {
    zh: '销售农药、兽药残留等不符合农产品质量安全标准的农产品',
    en: 'Selling agricultural products that do not meet the quality and safety standards',
  }),
  'apq-72': cite('第七十二条', {
    zh: '未按照规定使用保鲜剂、防腐剂、添加剂、包装材料，或者与有毒有害物质一同储存、运输等',
    en: 'Preservatives, additives or packing not as required, or stored or carried with toxic substances',
  }),
  'apq-73-1': cite('第七十三条第（一）项', { zh: '未按照规定开具承诺达标合格证', en: 'Commitment certificate not issued as required' }),
  'apq-73-2': cite('第七十三条第（二）项', {
    zh: '收购者未按照规定收取、保存承诺达标合格证或者其他合格证明',
    en: 'A buyer did not collect or keep the commitment certificate',
  }),
  'apq-74': cite('第七十四条', {
    zh: '冒用农产品质量标志，或者销售冒用标志的农产品',
    en: 'Misusing the quality mark, or selling products with it',
  }),
  'apq-75': cite('第七十五条', { zh: '违反农产品质量安全追溯规定', en: 'In breach of the tracing rules' }),
  'apq-77': cite('第七十七条', {
    zh: '进入批发、零售市场或者生产加工企业后的违法行为，食品安全法有规定的，由市场监督管理部门依照其规定处罚',
    en: 'After entry into the market, market regulation punishes under the Food Safety Law where that law provides',
  }),
} as const satisfies Record<string, Citation>;

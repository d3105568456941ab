import type { Regulation } from '../model.ts';
import { REGULATIONS_TEXT, regulationsName } from './citations.ts';

export const foodSafetyRegulations: Regulation = {
  id: 'food-safety-regulations',
  name: regulationsName,
  sources: [REGULATIONS_TEXT],
  publishedOn: '2019-10-11',
  effectiveFrom: '2019-12-01',
  note: {
    zh: '2019年国务院令第721号公布。2025年食品安全法修改后条例是否随之修改，未查到。',
    en: 'State Council order 721 of 2019. Whether it was amended after the law changed in 2025 was not found.',
  },
  accounts: [
    {
      article: '第一条至第二十一条',
      says: {
        zh: '总则、监测、标准、许可、追溯、委托生产',
        en: 'General part, monitoring, standards, licences, tracing, commissioned production',
      },
      treatment: 'nothing-to-check',
    },
    {
      article: '第二十二条',
      says: { zh: '不得贮存名录物质', en: 'Listed substances not stored' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-125'],
    },
    {
      article: '第二十三条至第二十八条',
      says: { zh: '辐照、冷链、委托贮运、餐具、食堂', en: 'Irradiation, cold chain, entrusted storage, tableware, canteens' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第二十九条',
      says: { zh: '变质、过期、回收食品的处理', en: 'Spoilt, expired and returned food' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-126'],
    },
    {
      article: '第三十条至第三十七条',
      says: { zh: '处理设施、市场、平台、转基因、特殊食品', en: 'Facilities, markets, platforms, GM food, special food' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第三十八条',
      says: { zh: '保健功能声称', en: 'Health claims' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-125'],
    },
    {
      article: '第三十九条至第六十二条',
      says: { zh: '特殊食品、检验、进出口、事故、监督', en: 'Special food, testing, trade, incidents, supervision' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第六十三条',
      says: { zh: '非食用物质名录：见物质知识库', en: 'Directory of non-food substances: see the substances knowledge base' },
      treatment: 'encoded',
    },
    {
      article: '第六十四条至第六十六条',
      says: { zh: '消毒单位、举报奖励、信用', en: 'Tableware services, rewards, credit' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第六十七条',
      says: { zh: '情节严重', en: 'Serious cases' },
      treatment: 'encoded',
      entries: [
        'food-safety-regulations/severe-goods-value',
        'food-safety-regulations/severe-duration',
        'food-safety-regulations/repeat-within',
        'food-safety-regulations/severe-illness',
      ],
    },
    {
      article: '第六十八条',
      says: { zh: '依照第一百二十五条第一款处罚（第一、二项）', en: 'Punished under art. 125(1) (items 1 and 2)' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-125'],
    },
    {
      article: '第六十九条',
      says: { zh: '依照第一百二十六条第一款处罚（第三项）', en: 'Punished under art. 126(1) (item 3)' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-126'],
    },
    {
      article: '第七十条至第七十四条',
      says: { zh: '生产过程、消毒、报告、宣传、企业标准', en: 'Process, tableware, filings, advertising, enterprise standards' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第七十五条',
      says: { zh: '对责任人员的罚款', en: 'Fines of persons responsible' },
      treatment: 'encoded',
      entries: ['food-safety-regulations/personal-fine'],
    },
    { article: '第七十六条', says: { zh: '从轻或者减轻', en: 'Lighter or below the band' }, treatment: 'encoded' },
    {
      article: '第七十七条至第八十条',
      says: { zh: '移送公安、复检机构、检验信息', en: 'Police, retest laboratories, test information' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第八十一条',
      says: { zh: '30万元以上罚款的决定权限', en: 'Who decides fines of 300,000 yuan or more' },
      treatment: 'encoded',
      entries: ['food-safety-regulations/city-level-fine'],
    },
    {
      article: '第八十二条至第八十六条',
      says: { zh: '治安、保密、犯罪、施行', en: 'Public order, secrecy, crime, commencement' },
      treatment: 'nothing-to-check',
    },
  ],
};

import type { Regulation } from '../model.ts';
import { AGRICULTURAL_TEXT, agriculturalName } from './citations.ts';

export const agriculturalLaw: Regulation = {
  id: 'agricultural-products-law',
  name: agriculturalName,
  sources: [AGRICULTURAL_TEXT],
  publishedOn: '2022-09-02',
  effectiveFrom: '2023-01-01',
  note: {
    zh: '农产品进入批发、零售市场或者生产加工企业前适用；对农户另有罚款幅度。',
    en: 'Applies before the product enters a wholesale or retail market or processing; farm households have bands of their own.',
  },
  accounts: [
    {
      article: '第一条至第二十六条',
      says: { zh: '总则、风险管理、标准、产地、生产管理', en: 'General part, risk, standards, places of production, management' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第二十七条',
      says: { zh: '生产记录，保存二年', en: 'Production records, kept two years' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-69', 'agricultural-products-law/record-retention'],
    },
    { article: '第二十八条', says: { zh: '投入品许可', en: 'Licensing of inputs' }, treatment: 'nothing-to-check' },
    {
      article: '第二十九条',
      says: { zh: '安全间隔期；禁用投入品', en: 'Safety interval; banned inputs' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-70', 'pesticide-regulations/fine-60'],
    },
    {
      article: '第三十条至第三十五条',
      says: { zh: '场所、绿色生产、冷链、检测、包装', en: 'Places, green production, cold chain, testing, packing' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第三十六条',
      says: { zh: '不得销售的农产品', en: 'Products that may not be sold' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-70', 'agricultural-products-law/fine-71'],
    },
    {
      article: '第三十七条',
      says: { zh: '批发市场抽检；销售企业进货验收', en: 'Wholesale markets sample; sellers examine' },
      treatment: 'encoded',
    },
    { article: '第三十八条', says: { zh: '包装标识', en: 'Packing and marking' }, treatment: 'nothing-to-check' },
    {
      article: '第三十九条',
      says: { zh: '承诺达标合格证：开具、收取、混装分装', en: 'Commitment certificate: issued, collected, mixed and split' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-73'],
    },
    { article: '第四十条', says: { zh: '网络销售', en: 'Online sale' }, treatment: 'nothing-to-check' },
    {
      article: '第四十一条',
      says: { zh: '追溯目录；目录未读到', en: 'Tracing directory; the directory was not read' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-75'],
    },
    {
      article: '第四十二条至第五十条',
      says: { zh: '质量标志、检疫、抽查、检测机构', en: 'Quality marks, quarantine, sampling, laboratories' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第五十一条',
      says: { zh: '复检：五个工作日；快速检测四小时', en: 'Retest: five working days; quick tests four hours' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/retest-days', 'agricultural-products-law/quick-retest-hours'],
    },
    {
      article: '第五十二条至第五十九条',
      says: { zh: '监督检查、信用、举报、应急', en: 'Supervision, credit, reports, emergencies' },
      treatment: 'nothing-to-check',
    },
    { article: '第六十条、第七十七条', says: { zh: '按环节划分部门', en: 'Departments divided by stage' }, treatment: 'encoded' },
    {
      article: '第六十一条至第六十八条',
      says: { zh: '移送、政府责任、检测机构、禁止生产区、管理制度', en: 'Transfer, government, laboratories, banned areas, management' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第六十九条',
      says: { zh: '生产记录的罚款', en: 'Fine for production records' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-69'],
    },
    {
      article: '第七十条',
      says: { zh: '罚款，含农户；提供条件者', en: 'Fine, with households; giving conditions' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-70', 'agricultural-products-law/fine-70-2'],
    },
    {
      article: '第七十一条',
      says: { zh: '罚款，含农户', en: 'Fine, with households' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-71'],
    },
    {
      article: '第七十二条',
      says: { zh: '罚款，含农户', en: 'Fine, with households' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-72'],
    },
    {
      article: '第七十三条',
      says: { zh: '批评教育，责令限期改正，逾期罚款', en: 'Criticism, order, then a fine' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-73'],
    },
    {
      article: '第七十四条',
      says: { zh: '冒用质量标志的罚款', en: 'Fine for misused quality marks' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-74'],
    },
    {
      article: '第七十五条',
      says: { zh: '追溯规定的罚款', en: 'Fine under the tracing rules' },
      treatment: 'encoded',
      entries: ['agricultural-products-law/fine-75'],
    },
    {
      article: '第七十六条、第七十八条至第八十一条',
      says: { zh: '阻挠、犯罪、赔偿、粮食、施行', en: 'Obstruction, crime, damages, grain, commencement' },
      treatment: 'nothing-to-check',
    },
  ],
};

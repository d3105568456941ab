import type { Regulation } from '../model.ts';
import { PENALTY_LAW_TEXT, penaltyLawName } from './citations.ts';

export const penaltyLaw: Regulation = {
  id: 'administrative-penalty-law',
  name: penaltyLawName,
  sources: [PENALTY_LAW_TEXT],
  publishedOn: '2021-01-22',
  effectiveFrom: '2021-07-15',
  note: {
    zh: '案件程序的依据。浙江省听证的数额标准和裁量基准未读到，为待核实。',
    en: 'The procedure of cases. Zhejiang’s threshold for hearings and its benchmarks were not read and are to be verified.',
  },
  accounts: [
    { article: '第一条至第四条', says: { zh: '目的、定义、法定', en: 'Purpose, terms, legality' }, treatment: 'nothing-to-check' },
    {
      article: '第五条',
      says: { zh: '公正、公开、相当；未公布的不得作为依据', en: 'Fair, open, in proportion; the unpublished grounds nothing' },
      treatment: 'encoded',
    },
    {
      article: '第六条至第二十一条',
      says: { zh: '种类、设定、实施机关', en: 'Kinds, who may set them, who carries them out' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第二十二条、第二十四条、第二十五条',
      says: { zh: '管辖：行为地；交由乡镇；最先立案', en: 'Place of the act; townships; first to open' },
      treatment: 'encoded',
    },
    { article: '第二十三条、第二十六条', says: { zh: '级别管辖、协助', en: 'Level, assistance' }, treatment: 'nothing-to-check' },
    { article: '第二十七条', says: { zh: '移送', en: 'Transfer' }, treatment: 'encoded' },
    { article: '第二十八条', says: { zh: '责令改正、没收违法所得', en: 'Order to correct, confiscation of gains' }, treatment: 'encoded' },
    { article: '第二十九条', says: { zh: '一事不二罚，从高', en: 'One act one fine, the higher' }, treatment: 'encoded' },
    { article: '第三十条、第三十一条', says: { zh: '未成年人、精神病人', en: 'Minors, mental illness' }, treatment: 'nothing-to-check' },
    {
      article: '第三十二条、第三十三条',
      says: { zh: '从轻、减轻、不予处罚', en: 'Lighter, below the band, no penalty' },
      treatment: 'encoded',
    },
    { article: '第三十四条、第三十五条', says: { zh: '裁量基准、折抵', en: 'Benchmarks, set-off' }, treatment: 'nothing-to-check' },
    {
      article: '第三十六条',
      says: { zh: '追责期限', en: 'Limitation' },
      treatment: 'encoded',
      entries: ['administrative-penalty-law/limitation', 'administrative-penalty-law/limitation-health'],
    },
    { article: '第三十七条', says: { zh: '从旧兼从轻', en: 'Law of the day of the act, or the lighter later law' }, treatment: 'encoded' },
    { article: '第三十八条、第三十九条', says: { zh: '处罚无效、公示', en: 'Void penalties, publicity' }, treatment: 'nothing-to-check' },
    {
      article: '第四十条至第四十五条',
      says: { zh: '证据、监控设备、两人、回避、告知、陈述申辩', en: 'Evidence, monitoring, two officers, withdrawal, notice, defence' },
      treatment: 'encoded',
      entries: ['administrative-penalty-law/officers'],
    },
    {
      article: '第四十六条、第四十七条',
      says: { zh: '证据种类、全过程记录', en: 'Kinds of evidence, full record' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第四十八条',
      says: { zh: '公开；三日内撤回', en: 'Publication; withdrawn within three days' },
      treatment: 'encoded',
      entries: ['administrative-penalty-law/withdraw-publication'],
    },
    { article: '第四十九条、第五十条', says: { zh: '突发事件、保密', en: 'Emergencies, secrecy' }, treatment: 'nothing-to-check' },
    {
      article: '第五十一条至第五十三条',
      says: { zh: '当场处罚', en: 'On the spot' },
      treatment: 'encoded',
      entries: ['administrative-penalty-law/on-the-spot-citizen', 'administrative-penalty-law/on-the-spot-unit'],
    },
    {
      article: '第五十四条、第五十七条、第五十八条、第五十九条',
      says: { zh: '立案、决定、法制审核、决定书', en: 'Opening, decision, legal review, the paper' },
      treatment: 'encoded',
    },
    {
      article: '第五十五条、第五十六条',
      says: { zh: '检查、登记保存', en: 'Inspection, keeping of evidence' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第六十条',
      says: { zh: '九十日', en: 'Ninety days' },
      treatment: 'encoded',
      entries: ['administrative-penalty-law/decision-days'],
    },
    {
      article: '第六十一条',
      says: { zh: '送达：七日；电子送达', en: 'Service: seven days; electronic' },
      treatment: 'encoded',
      entries: ['administrative-penalty-law/service-days'],
    },
    { article: '第六十二条', says: { zh: '未告知、未听取的不得决定', en: 'No decision without notice and hearing' }, treatment: 'encoded' },
    {
      article: '第六十三条至第六十五条',
      says: { zh: '听证；“较大数额”的界限待核实', en: 'Hearing; what a larger fine is, is to be verified' },
      treatment: 'encoded',
      entries: [
        'administrative-penalty-law/hearing-request',
        'administrative-penalty-law/hearing-notice',
        'administrative-penalty-law/hearing-threshold',
      ],
    },
    {
      article: '第六十六条、第六十八条至第七十一条',
      says: { zh: '延期分期、当场收缴', en: 'Deferred payment, collection on the spot' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第六十七条',
      says: { zh: '十五日内缴纳', en: 'Paid within fifteen days' },
      treatment: 'encoded',
      entries: ['administrative-penalty-law/payment-days'],
    },
    {
      article: '第七十二条、第七十三条',
      says: { zh: '加处罚款；复议、诉讼期间不计', en: 'Surcharge; not during review or suit' },
      treatment: 'encoded',
      entries: ['administrative-penalty-law/surcharge'],
    },
    {
      article: '第七十四条至第八十四条',
      says: { zh: '罚缴分离、监督、责任', en: 'Collection, supervision, liability' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第八十五条',
      says: { zh: '二、三、五、七日为工作日', en: 'Two, three, five and seven days are working days' },
      treatment: 'encoded',
    },
    { article: '第八十六条', says: { zh: '施行', en: 'Commencement' }, treatment: 'nothing-to-check' },
  ],
};

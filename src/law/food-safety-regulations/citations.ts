import type { Citation, Text } from '../model.ts';

export const REGULATIONS_TEXT = 'https://github.com/LawRefBook/Laws（行政法规/食品安全法实施条例(2019-10-11)）';
export const regulationsName: Text = { zh: '中华人民共和国食品安全法实施条例', en: 'Implementing Regulations of the Food Safety Law' };

function cite(article: string, title: Text): Citation {
  return {
    regulation: 'food-safety-regulations',
    law: regulationsName,
    article,
    title,
    source: REGULATIONS_TEXT,
    effectiveFrom: '2019-12-01',
    publishedOn: '2019-10-11',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'yes',
  };
}

export const regulationCitations = {
  'reg-22': cite('第二十二条', {
    zh: '不得在食品生产、加工场所贮存名录中的物质（第六十三条）',
    en: 'Listed substances (art. 63) are not stored at places of production',
  }),
  'reg-29-1': cite('第二十九条第一款', {
    zh: '变质、超过保质期或者回收的食品应当显著标示或者单独存放，及时无害化处理、销毁并如实记录',
    en: 'Spoilt, expired or returned food is marked or set apart, made harmless or destroyed, and recorded',
  }),
  'reg-38-1': cite('第三十八条第一款', {
    zh: '对保健食品之外的其他食品，不得声称具有保健功能',
    en: 'No health claims for food other than health food',
  }),
  'reg-63': cite('第六十三条', { zh: '非食品用化学物质名录及检测方法', en: 'Directory of non-food substances and their methods' }),
  'reg-67': cite('第六十七条', { zh: '情节严重的情形', en: 'Serious cases' }),
  'reg-67-1-1': cite('第六十七条第一款第（一）项', {
    zh: '货值金额2万元以上或者持续时间3个月以上',
    en: 'Goods of 20,000 yuan or more, or three months or longer',
  }),
  'reg-67-1-2': cite('第六十七条第一款第（二）项', {
    zh: '造成食源性疾病并出现死亡病例，或者造成30人以上食源性疾病',
    en: 'Illness with death, or of 30 persons or more',
  }),
  'reg-67-1-3': cite('第六十七条第一款第（三）项', {
    zh: '故意提供虚假信息或者隐瞒真实情况',
    en: 'False information given or facts hidden on purpose',
  }),
  'reg-67-1-4': cite('第六十七条第一款第（四）项', { zh: '拒绝、逃避监督检查', en: 'Refusing or evading inspection' }),
  'reg-67-1-5': cite('第六十七条第一款第（五）项', {
    zh: '受到行政处罚后1年内又实施同一性质的违法行为',
    en: 'The same kind of act again within a year of a penalty',
  }),
  'reg-67-1-6': cite('第六十七条第一款第（六）项', { zh: '其他情节严重的情形', en: 'Other serious cases' }),
  'reg-67-2': cite('第六十七条第二款', {
    zh: '对情节严重的违法行为处以罚款时，应当依法从重从严',
    en: 'Fines in serious cases are set in the upper part',
  }),
  'reg-68-1': cite('第六十八条第（一）项', {
    zh: '在食品生产、加工场所贮存名录中的物质，依照食品安全法第一百二十五条第一款处罚',
    en: 'Storing listed substances at places of production: punished under art. 125(1) of the law',
  }),
  'reg-68-2': cite('第六十八条第（二）项', {
    zh: '保健食品之外的食品的标签、说明书声称具有保健功能，依照食品安全法第一百二十五条第一款处罚',
    en: 'Health claims on labels of other food: punished under art. 125(1) of the law',
  }),
  'reg-69-3': cite('第六十九条第（三）项', {
    zh: '未按照规定对变质、超过保质期或者回收的食品进行标示、存放、处理并记录，依照食品安全法第一百二十六条第一款处罚',
    en: 'Spoilt, expired or returned food not marked, set apart, dealt with or recorded: punished under art. 126(1) of the law',
  }),
  'reg-75-1': cite('第七十五条第一款', {
    zh: '故意、性质恶劣或者造成严重后果的，对法定代表人等责任人员处上一年度从本单位取得收入的1倍以上10倍以下罚款',
    en: 'On purpose, of a vile nature or with grave consequences: the persons responsible are fined 1 to 10 times last year’s income from the unit',
  }),
  'reg-76': cite('第七十六条', {
    zh: '停止生产经营、实施召回或者采取其他有效措施，未造成危害后果的，可以从轻或者减轻处罚',
    en: 'Stopped, recalled or otherwise removed the risk, no harm done: the penalty may be lighter or below the band',
  }),
  'reg-81': cite('第八十一条', {
    zh: '处以30万元以上罚款的，由设区的市级以上人民政府食品安全监督管理部门决定',
    en: 'Fines of 300,000 yuan or more are decided at city level or above',
  }),
} as const satisfies Record<string, Citation>;

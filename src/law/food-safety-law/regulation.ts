import type { Citation, Regulation, Text } from '../model.ts';

export const TEXT_2021 = 'https://github.com/LawRefBook/Laws（行政法/食品安全法）';
export const TEXT_2025 = 'https://github.com/Theonefkguy/Chinese-Laws（行政法/食品安全法(2025-09-12)）';
const name: Text = { zh: '中华人民共和国食品安全法', en: 'Food Safety Law' };

/** A citation of an article read in the text of 2021-04-29 and found unchanged in the text of 2025-09-12. */
function cite(article: string, title: Text): Citation {
  return {
    regulation: 'food-safety-law',
    law: name,
    article,
    title,
    source: TEXT_2021,
    effectiveFrom: '2021-04-29',
    publishedOn: '2021-04-29',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'yes',
  };
}

export const foodSafetyCitations = {
  'fsl-34-1': cite('第三十四条第（一）项', {
    zh: '禁止生产经营用非食品原料生产的食品或者添加食品添加剂以外的化学物质的食品',
    en: 'No food made with non-food raw material or with chemicals other than food additives',
  }),
  'fsl-34-2': cite('第三十四条第（二）项', {
    zh: '禁止生产经营污染物质以及其他危害人体健康的物质含量超过食品安全标准限量的食品',
    en: 'No food with contaminants or other harmful substances above the limit of a food safety standard',
  }),
  'fsl-34-10': cite('第三十四条第（十）项', {
    zh: '禁止生产经营标注虚假生产日期、保质期或者超过保质期的食品',
    en: 'No food with a false production date or shelf life, or past its shelf life',
  }),
  'fsl-34-13': cite('第三十四条第（十三）项', {
    zh: '禁止生产经营其他不符合法律、法规或者食品安全标准的食品',
    en: 'No other food that does not meet laws, regulations or food safety standards',
  }),
  'fsl-38': cite('第三十八条', { zh: '生产经营的食品中不得添加药品', en: 'No drugs may be added to food' }),
  'fsl-42': cite('第四十二条', {
    zh: '食品生产经营者应当建立食品安全追溯体系，保证食品可追溯',
    en: 'Producers and operators keep a traceability system',
  }),
  'fsl-51': cite('第五十一条', {
    zh: '食品生产企业应当建立食品出厂检验记录制度，如实记录名称、规格、数量、生产日期或者生产批号、保质期、检验合格证号、销售日期以及购货者名称、地址、联系方式',
    en: 'A food producer keeps an outgoing inspection record: name, specification, quantity, production date or batch number, shelf life, certificate number, date of sale, the buyer’s name, address and contact',
  }),
  'fsl-52': cite('第五十二条', { zh: '检验合格后方可出厂或者销售', en: 'Inspected and passed before leaving the factory or being sold' }),
  'fsl-53-1': cite('第五十三条第一款', {
    zh: '食品经营者采购食品，应当查验供货者的许可证和合格证明文件',
    en: 'An operator buying food checks the supplier’s licence and the certificate',
  }),
  'fsl-53-2': cite('第五十三条第二款', {
    zh: '食品经营企业应当建立食品进货查验记录制度（适用于企业）',
    en: 'An operating enterprise keeps an incoming record (enterprises only)',
  }),
  'fsl-65': cite('第六十五条', {
    zh: '食用农产品销售者应当建立进货查验记录制度，如实记录名称、数量、进货日期以及供货者名称、地址、联系方式',
    en: 'A seller of edible agricultural products records name, quantity, date, and the supplier’s name, address and contact',
  }),
  'fsl-98': cite('第九十八条', { zh: '进口商应当建立进口和销售记录制度', en: 'An importer keeps import and sales records' }),
  'fsl-123-1': cite('第一百二十三条第一款', { zh: '罚款、没收、吊销、拘留', en: 'Fine, confiscation, revocation, detention' }),
  'fsl-124-1': cite('第一百二十四条第一款', { zh: '罚款、没收、吊销', en: 'Fine, confiscation, revocation' }),
  'fsl-126-1': cite('第一百二十六条第一款', { zh: '责令改正、警告、罚款、停产停业', en: 'Order, warning, fine, stop of business' }),
  'fsl-123-1-1': cite('第一百二十三条第一款第（一）项', {
    zh: '用非食品原料生产食品、在食品中添加食品添加剂以外的化学物质，或者经营上述食品',
    en: 'Non-food raw material or chemicals other than additives in food, or trading such food',
  }),
  'fsl-123-1-6': cite('第一百二十三条第一款第（六）项', { zh: '生产经营添加药品的食品', en: 'Making or trading food with added drugs' }),
  'fsl-124-1-1': cite('第一百二十四条第一款第（一）项', {
    zh: '生产经营污染物质以及其他危害人体健康的物质含量超过食品安全标准限量的食品',
    en: 'Making or trading food above the limit of a food safety standard',
  }),
  'fsl-124-1-5': cite('第一百二十四条第一款第（五）项', {
    zh: '生产经营标注虚假生产日期、保质期或者超过保质期的食品',
    en: 'Making or trading food with a false date or past its shelf life',
  }),
  'fsl-124-2': cite('第一百二十四条第二款', {
    zh: '生产经营其他不符合法律、法规或者食品安全标准的食品',
    en: 'Making or trading other food that does not meet laws, regulations or standards',
  }),
  'fsl-126-1-1': cite('第一百二十六条第一款第（一）项', {
    zh: '生产者未按规定对采购的食品原料和生产的食品进行检验',
    en: 'A producer did not inspect raw material or product as required',
  }),
  'fsl-126-1-3': cite('第一百二十六条第一款第（三）项', {
    zh: '进货时未查验许可证和相关证明文件，或者未按规定建立并遵守进货查验记录、出厂检验记录和销售记录制度',
    en: 'Licence and papers not checked on buying, or incoming, outgoing or sales records not kept as required',
  }),
  'fsl-126-4': cite('第一百二十六条第四款', {
    zh: '食用农产品销售者违反第六十五条',
    en: 'A seller of edible agricultural products in breach of art. 65',
  }),
  'fsl-127': cite('第一百二十七条', {
    zh: '对食品生产加工小作坊、食品摊贩等的处罚，依照省级具体管理办法执行',
    en: 'Small workshops and vendors are punished under the provincial rules',
  }),
  'fsl-129-2': cite('第一百二十九条第二款', {
    zh: '进口商未建立并遵守进口和销售记录制度，由出入境检验检疫机构依照第一百二十六条处罚',
    en: 'An importer without import and sales records is punished by entry-exit inspection under art. 126',
  }),
  'fsl-136': cite('第一百三十六条', {
    zh: '食品经营者履行进货查验等义务，有充分证据证明不知道，并能如实说明进货来源的，可以免予处罚，但应当依法没收',
    en: 'An operator who did the incoming checks, proves it did not know and names the source may be exempted from penalty; the goods are confiscated',
  }),
} as const satisfies Record<string, Citation>;

export const foodSafetyLaw: Regulation = {
  id: 'food-safety-law',
  name,
  sources: [TEXT_2021, TEXT_2025],
  publishedOn: '2021-04-29',
  effectiveFrom: '2021-04-29',
  note: {
    zh: '所读文本为2021年4月29日修正本；2025年9月12日修正本（2025年12月1日起施行）中下列各条未变。更早的行为不在本数据范围内。',
    en: 'The text read is that of 29 April 2021; in the text of 12 September 2025 (in force 1 December 2025) the articles below are unchanged. Earlier acts are outside this data.',
  },
  accounts: [
    {
      article: '第三十四条',
      says: { zh: '禁止生产经营的食品（第一、二、十、十三项）', en: 'Prohibited food (items 1, 2, 10, 13)' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-123', 'food-safety-law/fine-124'],
    },
    {
      article: '第三十八条',
      says: { zh: '不得添加药品', en: 'No drugs in food' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-123'],
    },
    { article: '第四十二条', says: { zh: '追溯体系', en: 'Traceability system' }, treatment: 'nothing-to-check' },
    {
      article: '第五十一条、第五十二条、第五十三条、第六十五条',
      says: { zh: '检验、查验和记录义务', en: 'Duties to inspect, check and record' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-126'],
    },
    {
      article: '第九十八条',
      says: { zh: '进口商记录', en: 'Importers’ records' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-126'],
    },
    {
      article: '第一百二十三条第一款',
      says: { zh: '罚款：第一、六项', en: 'Fine: items 1 and 6' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-123'],
    },
    {
      article: '第一百二十四条第一款、第二款',
      says: { zh: '罚款：第一、五项和第二款', en: 'Fine: items 1 and 5 and paragraph 2' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-124'],
    },
    {
      article: '第一百二十六条第一款、第四款',
      says: { zh: '罚款：第一、三项和第四款', en: 'Fine: items 1 and 3 and paragraph 4' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-126'],
    },
    {
      article: '第一百二十七条',
      says: { zh: '小作坊、摊贩：不适用上列罚款', en: 'Workshops and vendors: the bands above do not apply' },
      treatment: 'encoded',
    },
    {
      article: '第一百二十九条第二款',
      says: { zh: '进口商记录由海关处罚', en: 'Importers’ records: customs' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-126'],
    },
    {
      article: '第一百三十六条',
      says: {
        zh: '免予处罚：由办案人员判断，系统只列出记录',
        en: 'Exemption from penalty: for the officer to judge, the service only lists the records',
      },
      treatment: 'nothing-to-check',
    },
  ],
};

import type { Regulation } from '../model.ts';
import { foodSafetyName, TEXT_2021, TEXT_2025 } from './text.ts';

export const foodSafetyLaw: Regulation = {
  id: 'food-safety-law',
  name: foodSafetyName,
  sources: [TEXT_2021, TEXT_2025],
  publishedOn: '2021-04-29',
  effectiveFrom: '2021-04-29',
  note: {
    zh: '所读文本为2021年4月29日修正本和2025年9月12日修正本（2025年12月1日起施行）；除第四十一条、第一百三十二条等修改的条款外，所列各条两本一致。更早的行为不在本数据范围内。',
    en: 'Read in the texts of 29 April 2021 and of 12 September 2025 (in force 1 December 2025); apart from arts. 41 and 132 and other amended places the articles below are the same in both. Earlier acts are outside this data.',
  },
  accounts: [
    {
      article: '第一条至第三十三条',
      says: { zh: '总则、风险监测、标准、生产经营的一般要求', en: 'General part, risk monitoring, standards, general requirements' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第三十四条',
      says: {
        zh: '禁止生产经营的食品（第一至四、八、十、十一、十三项；其余各项没有可以检查的记录）',
        en: 'Prohibited food (items 1–4, 8, 10, 11, 13; no record shows the other items)',
      },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-123', 'food-safety-law/fine-124', 'food-safety-law/fine-125'],
    },
    {
      article: '第三十五条',
      says: { zh: '许可；食用农产品和仅销售预包装食品除外', en: 'Licence; produce and pre-packaged food only are excepted' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-122'],
    },
    {
      article: '第三十六条、第三十七条',
      says: { zh: '小作坊、摊贩；新食品原料', en: 'Workshops and vendors; new raw material' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第三十八条',
      says: { zh: '不得添加药品', en: 'No drugs in food' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-123'],
    },
    {
      article: '第三十九条、第四十条',
      says: { zh: '食品添加剂的生产许可和标准', en: 'Licensing and standards of additives' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第四十一条第二款至第五款',
      says: { zh: '重点液态食品道路散装运输（2025年12月1日起）', en: 'Bulk road transport of listed liquid food (from 1 December 2025)' },
      treatment: 'encoded',
      entries: [
        'food-safety-law/bulk-liquid-effective',
        'food-safety-law/fine-132-1',
        'food-safety-law/fine-132-2',
        'food-safety-law/fine-132-3',
        'food-safety-law/fine-132-4',
      ],
    },
    { article: '第四十二条', says: { zh: '追溯体系', en: 'Traceability system' }, treatment: 'nothing-to-check' },
    {
      article: '第四十三条至第四十九条',
      says: { zh: '规模经营、管理制度、从业人员、自查、投入品', en: 'Scale, management, staff, self-inspection, inputs' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第五十条',
      says: {
        zh: '生产者查验；生产企业进货记录及保存期限',
        en: 'A producer’s checks; a producing enterprise’s incoming record and its retention',
      },
      treatment: 'encoded',
      entries: [
        'food-safety-law/fine-125',
        'food-safety-law/fine-126',
        'food-safety-law/retention-after-shelf-life',
        'food-safety-law/retention-without-shelf-life',
      ],
    },
    {
      article: '第五十一条、第五十二条',
      says: { zh: '出厂检验记录；检验合格后出厂', en: 'Outgoing record; inspected before leaving' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-126'],
    },
    {
      article: '第五十三条',
      says: {
        zh: '经营者查验；经营企业进货记录；总部统一查验；批发销售记录',
        en: 'An operator’s checks; incoming record; head office; wholesale record',
      },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-126'],
    },
    {
      article: '第五十四条',
      says: { zh: '贮存和清理', en: 'Storage and clearing' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-132-1'],
    },
    {
      article: '第五十五条',
      says: { zh: '餐饮原料控制', en: 'Caterers’ raw material' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-126'],
    },
    { article: '第五十六条', says: { zh: '餐饮设施和餐具', en: 'Catering equipment and tableware' }, treatment: 'nothing-to-check' },
    {
      article: '第五十七条',
      says: { zh: '集中用餐单位食堂', en: 'Canteens' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-126'],
    },
    {
      article: '第五十八条至第六十条',
      says: { zh: '餐具消毒单位；添加剂记录', en: 'Tableware services; records of additives' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第六十一条、第六十二条、第六十四条',
      says: { zh: '市场开办者、平台、批发市场', en: 'Market operators, platforms, wholesale markets' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-130'],
    },
    { article: '第六十三条', says: { zh: '召回', en: 'Recall' }, treatment: 'encoded', entries: ['food-safety-law/fine-124'] },
    {
      article: '第六十五条',
      says: { zh: '食用农产品进货记录，保存六个月', en: 'Incoming record of produce, kept six months' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-126', 'food-safety-law/retention-produce'],
    },
    { article: '第六十六条', says: { zh: '食用农产品包装、保鲜', en: 'Packing and preserving of produce' }, treatment: 'nothing-to-check' },
    {
      article: '第六十七条',
      says: { zh: '标签九项', en: 'Nine items of the label' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-125', 'food-safety-law/fine-125-2'],
    },
    {
      article: '第六十八条至第八十七条',
      says: { zh: '散装食品标示、广告、特殊食品、检验机构和抽样', en: 'Loose food, advertising, special food, laboratories and sampling' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第八十八条',
      says: { zh: '复检：七个工作日；快速检测四小时', en: 'Retest: seven working days; quick tests four hours' },
      treatment: 'encoded',
      entries: ['food-safety-law/retest-days', 'food-safety-law/quick-retest-hours'],
    },
    {
      article: '第八十九条至第九十一条',
      says: { zh: '自行检验；添加剂检验；进出口监管', en: 'Own testing; testing of additives; who supervises trade' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第九十二条第三款、第九十四条第二款、第九十七条、第九十八条',
      says: { zh: '进口食品的证明、审核、中文标签、记录', en: 'Papers, examination, Chinese label and records of imported food' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-124', 'food-safety-law/fine-126'],
    },
    {
      article: '第九十三条、第九十五条、第九十六条、第九十九条至第一百一十七条',
      says: { zh: '进出口其他规定、事故处置、监督管理', en: 'Other rules of trade, incidents, supervision' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第一百一十八条、第一百二十条',
      says: {
        zh: '信息公布：准确，不误导，未经授权不得发布风险警示',
        en: 'Publication: accurate, not misleading, no unauthorised risk warnings',
      },
      treatment: 'nothing-to-check',
    },
    {
      article: '第一百一十九条、第一百二十一条',
      says: { zh: '通报、移送', en: 'Reporting, transfer to the police' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第一百二十二条第一款',
      says: { zh: '无证生产经营的罚款', en: 'Fine for no licence' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-122'],
    },
    {
      article: '第一百二十三条第一款、第二款',
      says: { zh: '罚款（第一、四、六项）；提供条件者的罚款', en: 'Fine (items 1, 4, 6); fine for giving conditions' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-123', 'food-safety-law/fine-123-2'],
    },
    {
      article: '第一百二十四条第一款、第二款',
      says: { zh: '罚款（第一、二、三、五、九项和第二款）', en: 'Fine (items 1, 2, 3, 5, 9 and paragraph 2)' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-124'],
    },
    {
      article: '第一百二十五条',
      says: { zh: '罚款（第二、四项）；标签瑕疵', en: 'Fine (items 2 and 4); label flaws' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-125', 'food-safety-law/fine-125-2'],
    },
    {
      article: '第一百二十六条第一款、第四款',
      says: { zh: '罚款（第一、三、十二、十三项和第四款）', en: 'Fine (items 1, 3, 12, 13 and paragraph 4)' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-126'],
    },
    {
      article: '第一百二十六条第二款、第三款',
      says: { zh: '餐具消毒单位；食品相关产品', en: 'Tableware services; contact material' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第一百二十七条',
      says: { zh: '小作坊、摊贩：不适用上列罚款', en: 'Workshops and vendors: the bands above do not apply' },
      treatment: 'encoded',
    },
    { article: '第一百二十八条', says: { zh: '事故处置的罚款', en: 'Fine for handling of incidents' }, treatment: 'nothing-to-check' },
    {
      article: '第一百二十九条',
      says: { zh: '进口：由海关处罚', en: 'Imports: punished by customs' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-124', 'food-safety-law/fine-126'],
    },
    {
      article: '第一百三十条、第一百三十一条',
      says: { zh: '市场开办者、批发市场、平台的罚款', en: 'Fine of market operators, wholesale markets and platforms' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-130'],
    },
    {
      article: '第一百三十二条',
      says: { zh: '贮存运输；重点液态食品', en: 'Storage and transport; bulk liquid food' },
      treatment: 'encoded',
      entries: ['food-safety-law/fine-132-1', 'food-safety-law/fine-132-2', 'food-safety-law/fine-132-3', 'food-safety-law/fine-132-4'],
    },
    { article: '第一百三十三条', says: { zh: '拒绝、阻挠检查', en: 'Refusing inspection' }, treatment: 'nothing-to-check' },
    {
      article: '第一百三十四条',
      says: { zh: '一年内三次处罚', en: 'Three penalties within a year' },
      treatment: 'encoded',
      entries: ['food-safety-law/three-penalties'],
    },
    {
      article: '第一百三十五条',
      says: { zh: '从业限制五年', en: 'Five years’ ban' },
      treatment: 'encoded',
      entries: ['food-safety-law/management-ban'],
    },
    {
      article: '第一百三十六条',
      says: {
        zh: '经营者免予处罚：系统列出查验和来源记录，由办案人员判断',
        en: 'Exemption of operators: the service lists checks and source, the officer judges',
      },
      treatment: 'encoded',
    },
    {
      article: '第一百三十七条至第一百四十七条',
      says: { zh: '检验、认证、广告、政府责任', en: 'Testing, certification, advertising, government' },
      treatment: 'nothing-to-check',
    },
    {
      article: '第一百四十八条',
      says: { zh: '惩罚性赔偿（民事）', en: 'Punitive damages (civil)' },
      treatment: 'encoded',
      entries: ['food-safety-law/damages-minimum'],
    },
    {
      article: '第一百四十九条至第一百五十四条',
      says: { zh: '犯罪、用语、施行', en: 'Crime, terms, commencement' },
      treatment: 'nothing-to-check',
    },
  ],
};

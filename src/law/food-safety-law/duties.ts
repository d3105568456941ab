import type { Citation } from '../model.ts';
import { cite, cite2025 } from './text.ts';

/** What the law asks and forbids, and what it gives the party (chapters 4 to 8). */
export const foodSafetyDuties = {
  'fsl-34-1': cite('第三十四条第（一）项', {
    zh: '禁止生产经营用非食品原料生产的食品或者添加食品添加剂以外的化学物质的食品',
    en: 'No food made with non-food raw material or with chemicals other than food additives',
  }),
  'fsl-34-2': cite('第三十四条第（二）项', {
    zh: '禁止生产经营污染物质以及其他危害人体健康的物质含量超过食品安全标准限量的食品',
    en: 'No food with contaminants or other harmful substances above the limit of a food safety standard',
  }),
  'fsl-34-3': cite('第三十四条第（三）项', {
    zh: '禁止用超过保质期的食品原料、食品添加剂生产食品',
    en: 'No food made with raw material or additives past their shelf life',
  }),
  'fsl-34-4': cite('第三十四条第（四）项', {
    zh: '禁止生产经营超范围、超限量使用食品添加剂的食品',
    en: 'No food with additives outside their scope or above their limit',
  }),
  'fsl-34-8': cite('第三十四条第（八）项', {
    zh: '禁止生产经营未按规定进行检疫或者检疫不合格的肉类，或者未经检验或者检验不合格的肉类制品',
    en: 'No meat without quarantine, no meat products without inspection',
  }),
  'fsl-34-10': cite('第三十四条第（十）项', {
    zh: '禁止生产经营标注虚假生产日期、保质期或者超过保质期的食品',
    en: 'No food with a false production date or shelf life, or past its shelf life',
  }),
  'fsl-34-11': cite('第三十四条第（十一）项', { zh: '禁止生产经营无标签的预包装食品', en: 'No pre-packaged food without a label' }),
  'fsl-34-13': cite('第三十四条第（十三）项', {
    zh: '禁止生产经营其他不符合法律、法规或者食品安全标准的食品',
    en: 'No other food that does not meet laws, regulations or food safety standards',
  }),
  'fsl-35-1': cite('第三十五条第一款', {
    zh: '食品生产经营实行许可；销售食用农产品和仅销售预包装食品的，不需要取得许可，后者应当备案',
    en: 'Making and trading food needs a licence; selling agricultural products, or only pre-packaged food (with a filing), does not',
  }),
  'fsl-38': cite('第三十八条', { zh: '生产经营的食品中不得添加药品', en: 'No drugs may be added to food' }),
  'fsl-41-2': cite2025('第四十一条第二款', {
    zh: '道路运输经营者从事重点液态食品散装运输，应当取得准运证',
    en: 'A road carrier of listed bulk liquid food needs a transport permit',
  }),
  'fsl-41-3': cite2025('第四十一条第三款', {
    zh: '发货方查验准运证和容器，收货方查验准运证、运输记录和铅封，承运方标识、清洗容器，不得装运其他物质',
    en: 'The sender checks permit and container, the receiver permit, record and seal; the carrier marks and cleans the container and loads nothing else',
  }),
  'fsl-41-4': cite2025('第四十一条第四款', {
    zh: '不得伪造、变造或者使用伪造、变造的运输记录、清洗凭证',
    en: 'No forged transport records or cleaning certificates',
  }),
  'fsl-42': cite('第四十二条', {
    zh: '食品生产经营者应当建立食品安全追溯体系，保证食品可追溯',
    en: 'Producers and operators keep a traceability system',
  }),
  'fsl-50-1': cite('第五十条第一款', {
    zh: '食品生产者采购原料应当查验许可证和产品合格证明；无合格证明的应当检验；不得采购或者使用不符合标准的原料',
    en: 'A food producer checks licence and certificate of raw material, tests what has none, and buys or uses none below the standard',
  }),
  'fsl-50-2': cite('第五十条第二款', {
    zh: '食品生产企业的进货查验记录；保存至保质期满后六个月，没有明确保质期的二年',
    en: 'A producing enterprise keeps incoming records until six months after the shelf life, two years where there is none',
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
  'fsl-53-3': cite('第五十三条第三款', {
    zh: '统一配送的，可以由企业总部统一查验和记录',
    en: 'In a chain with central delivery the head office may check and record for all',
  }),
  'fsl-53-4': cite('第五十三条第四款', {
    zh: '从事食品批发的经营企业应当建立食品销售记录制度',
    en: 'A wholesaling enterprise keeps a sales record',
  }),
  'fsl-54-1': cite('第五十四条第一款', {
    zh: '按照要求贮存食品，定期检查库存，及时清理变质或者超过保质期的食品',
    en: 'Store food as required, check the stock, clear what is spoilt or past its shelf life',
  }),
  'fsl-55': cite('第五十五条', {
    zh: '餐饮服务提供者制定并实施原料控制要求',
    en: 'Caterers set and carry out requirements for raw material',
  }),
  'fsl-57-1': cite('第五十七条第一款', {
    zh: '集中用餐单位的食堂遵守法律、法规和标准；订餐应当从取得许可的企业订购并查验',
    en: 'Canteens follow laws and standards; meals are ordered from licensed enterprises and checked',
  }),
  'fsl-61': cite('第六十一条', {
    zh: '集中交易市场开办者审查许可证、定期检查、制止并报告',
    en: 'A market operator examines licences, inspects, stops and reports',
  }),
  'fsl-62': cite('第六十二条', {
    zh: '网络食品交易第三方平台实名登记、审查许可证、制止并报告',
    en: 'A trading platform registers by real name, examines licences, stops and reports',
  }),
  'fsl-63-1': cite('第六十三条第一款', {
    zh: '食品生产者发现不符合标准的，立即停止生产，召回，通知，并记录',
    en: 'A producer that finds food below the standard stops, recalls, notifies and records',
  }),
  'fsl-63-2': cite('第六十三条第二款', {
    zh: '食品经营者立即停止经营，通知，并记录；因经营者原因的由其召回',
    en: 'An operator stops, notifies and records; it recalls where it was the cause',
  }),
  'fsl-63-3': cite('第六十三条第三款', {
    zh: '召回的食品无害化处理、销毁；因标签召回的，采取补救措施后可以继续销售并明示',
    en: 'Recalled food is made harmless or destroyed; label recalls may be sold again after remedy, told to the consumer',
  }),
  'fsl-64': cite('第六十四条', {
    zh: '食用农产品批发市场抽样检验，不合格的要求停止销售并报告',
    en: 'A wholesale market for produce samples, has sales stopped and reports',
  }),
  'fsl-65': cite('第六十五条', {
    zh: '食用农产品销售者应当建立进货查验记录制度，如实记录名称、数量、进货日期以及供货者名称、地址、联系方式；保存不少于六个月',
    en: 'A seller of edible agricultural products records name, quantity, date, and the supplier’s name, address and contact, kept for six months',
  }),
  'fsl-67-1': cite('第六十七条第一款', {
    zh: '预包装食品的标签应当标明名称、生产日期、配料、生产者、保质期、许可证编号等九项',
    en: 'The label of pre-packaged food states nine items',
  }),
  'fsl-88-1': cite('第八十八条第一款', {
    zh: '对检验结论有异议的，可以自收到之日起七个工作日内申请复检',
    en: 'Whoever disputes a result may ask for a retest within seven working days of receiving it',
  }),
  'fsl-88-2': cite('第八十八条第二款', {
    zh: '对食用农产品快速检测结果有异议的，可以自收到时起四小时内申请复检',
    en: 'A quick test of produce may be disputed within four hours of receiving it',
  }),
  'fsl-92-3': cite('第九十二条第三款', { zh: '进口的食品应当按照要求随附合格证明材料', en: 'Imported food comes with its papers' }),
  'fsl-94-2': cite('第九十四条第二款', {
    zh: '进口商应当建立境外出口商、境外生产企业审核制度',
    en: 'An importer examines exporters and producers abroad',
  }),
  'fsl-97': cite('第九十七条', {
    zh: '进口的预包装食品应当有中文标签，载明原产地和境内代理商',
    en: 'Imported pre-packaged food has a Chinese label with origin and agent',
  }),
  'fsl-98': cite('第九十八条', { zh: '进口商应当建立进口和销售记录制度', en: 'An importer keeps import and sales records' }),
  'fsl-118-1': cite('第一百一十八条第一款', {
    zh: '食品安全风险警示信息未经授权不得发布',
    en: 'Risk warnings are not published without authority',
  }),
  'fsl-118-3': cite('第一百一十八条第三款', {
    zh: '公布食品安全信息应当准确、及时，避免误导',
    en: 'Published food safety information is accurate and timely and does not mislead',
  }),
  'fsl-120-1': cite('第一百二十条第一款', {
    zh: '不得编造、散布虚假食品安全信息',
    en: 'Nobody makes up or spreads false food safety information',
  }),
} as const satisfies Record<string, Citation>;

import type { Citation } from '../model.ts';
import { cite, cite2025 } from './text.ts';

/** Legal liability (chapter 9). */
export const foodSafetyPenalties = {
  'fsl-122-1': cite('第一百二十二条第一款', {
    zh: '未取得食品生产经营许可从事食品生产经营活动',
    en: 'Making or trading food without a licence',
  }),
  'fsl-123-1': cite('第一百二十三条第一款', { zh: '罚款、没收、吊销、拘留', en: 'Fine, confiscation, revocation, detention' }),
  'fsl-123-1-1': cite('第一百二十三条第一款第（一）项', {
    zh: '用非食品原料生产食品、在食品中添加食品添加剂以外的化学物质，或者经营上述食品',
    en: 'Non-food raw material or chemicals other than additives in food, or trading such food',
  }),
  'fsl-123-1-4': cite('第一百二十三条第一款第（四）项', {
    zh: '经营未按规定进行检疫或者检疫不合格的肉类，或者生产经营未经检验或者检验不合格的肉类制品',
    en: 'Trading meat without quarantine, or making or trading meat products without inspection',
  }),
  'fsl-123-1-6': cite('第一百二十三条第一款第（六）项', { zh: '生产经营添加药品的食品', en: 'Making or trading food with added drugs' }),
  'fsl-123-2': cite('第一百二十三条第二款', {
    zh: '明知而提供场所或者其他条件的，处十万元以上二十万元以下罚款',
    en: 'Knowingly giving premises or other conditions: 100,000 to 200,000 yuan',
  }),
  'fsl-124-1': cite('第一百二十四条第一款', { zh: '罚款、没收、吊销', en: 'Fine, confiscation, revocation' }),
  'fsl-124-1-1': cite('第一百二十四条第一款第（一）项', {
    zh: '生产经营污染物质以及其他危害人体健康的物质含量超过食品安全标准限量的食品',
    en: 'Making or trading food above the limit of a food safety standard',
  }),
  'fsl-124-1-2': cite('第一百二十四条第一款第（二）项', {
    zh: '用超过保质期的食品原料、食品添加剂生产食品，或者经营上述食品',
    en: 'Making food with raw material or additives past their shelf life, or trading it',
  }),
  'fsl-124-1-3': cite('第一百二十四条第一款第（三）项', {
    zh: '生产经营超范围、超限量使用食品添加剂的食品',
    en: 'Making or trading food with additives outside their scope or above their limit',
  }),
  'fsl-124-1-5': cite('第一百二十四条第一款第（五）项', {
    zh: '生产经营标注虚假生产日期、保质期或者超过保质期的食品',
    en: 'Making or trading food with a false date or past its shelf life',
  }),
  'fsl-124-1-9': cite('第一百二十四条第一款第（九）项', {
    zh: '责令召回或者停止经营后，仍拒不召回或者停止经营',
    en: 'Ordered to recall or stop and refusing',
  }),
  'fsl-124-2': cite('第一百二十四条第二款', {
    zh: '生产经营其他不符合法律、法规或者食品安全标准的食品',
    en: 'Making or trading other food that does not meet laws, regulations or standards',
  }),
  'fsl-125-1': cite('第一百二十五条第一款', { zh: '罚款、没收、停产停业、吊销', en: 'Fine, confiscation, stop of business, revocation' }),
  'fsl-125-1-2': cite('第一百二十五条第一款第（二）项', {
    zh: '生产经营无标签的预包装食品，或者标签、说明书不符合本法规定的食品',
    en: 'Making or trading pre-packaged food without a label, or with one that does not meet the law',
  }),
  'fsl-125-1-4': cite('第一百二十五条第一款第（四）项', {
    zh: '采购或者使用不符合食品安全标准的食品原料、食品添加剂、食品相关产品',
    en: 'Buying or using raw material, additives or contact material below the standard',
  }),
  'fsl-125-2': cite('第一百二十五条第二款', {
    zh: '标签、说明书存在瑕疵但不影响食品安全且不会造成误导的，责令改正；拒不改正的，处二千元以下罚款',
    en: 'A label flaw that neither affects safety nor misleads: order, and if refused up to 2,000 yuan',
  }),
  'fsl-126-1': cite('第一百二十六条第一款', { zh: '责令改正、警告、罚款、停产停业', en: 'Order, warning, fine, stop of business' }),
  'fsl-126-1-1': cite('第一百二十六条第一款第（一）项', {
    zh: '生产者未按规定对采购的食品原料和生产的食品进行检验',
    en: 'A producer did not inspect raw material or product as required',
  }),
  'fsl-126-1-3': cite('第一百二十六条第一款第（三）项', {
    zh: '进货时未查验许可证和相关证明文件，或者未按规定建立并遵守进货查验记录、出厂检验记录和销售记录制度',
    en: 'Licence and papers not checked on buying, or incoming, outgoing or sales records not kept as required',
  }),
  'fsl-126-1-12': cite('第一百二十六条第一款第（十二）项', {
    zh: '学校、托幼机构等集中用餐单位未按规定履行食品安全管理责任',
    en: 'A school or other canteen did not carry out its food safety duties',
  }),
  'fsl-126-1-13': cite('第一百二十六条第一款第（十三）项', {
    zh: '食品生产企业、餐饮服务提供者未按规定制定、实施生产经营过程控制要求',
    en: 'A producer or caterer did not set or carry out process controls',
  }),
  'fsl-126-4': cite('第一百二十六条第四款', {
    zh: '食用农产品销售者违反第六十五条',
    en: 'A seller of edible agricultural products in breach of art. 65',
  }),
  'fsl-127': cite('第一百二十七条', {
    zh: '对食品生产加工小作坊、食品摊贩等的处罚，依照省级具体管理办法执行',
    en: 'Small workshops and vendors are punished under the provincial rules',
  }),
  'fsl-129-1-1': cite('第一百二十九条第一款第（一）项', {
    zh: '提供虚假材料，进口不符合我国食品安全国家标准的食品，依照第一百二十四条处罚',
    en: 'Importing food below the national standard with false material: punished under art. 124',
  }),
  'fsl-129-1-4': cite('第一百二十九条第一款第（四）项', {
    zh: '进口商在责令召回后仍拒不召回',
    en: 'An importer ordered to recall and refusing',
  }),
  'fsl-129-2': cite('第一百二十九条第二款', {
    zh: '进口商未建立并遵守进口和销售记录制度、境外出口商或者生产企业审核制度，由出入境检验检疫机构依照第一百二十六条处罚',
    en: 'An importer without import and sales records or without examining exporters is punished by entry-exit inspection under art. 126',
  }),
  'fsl-130-1': cite('第一百三十条第一款', {
    zh: '市场开办者等允许未取得许可的经营者入场，或者未履行检查、报告等义务',
    en: 'A market operator let in the unlicensed, or did not inspect and report',
  }),
  'fsl-130-2': cite('第一百三十条第二款', {
    zh: '食用农产品批发市场违反第六十四条',
    en: 'A wholesale market for produce in breach of art. 64',
  }),
  'fsl-131-1': cite('第一百三十一条第一款', {
    zh: '平台未实名登记、审查许可证，或者未履行报告、停止服务等义务',
    en: 'A platform did not register, examine, report or stop',
  }),
  'fsl-132-1': cite('第一百三十二条第一款', {
    zh: '未按要求进行食品贮存、运输和装卸',
    en: 'Food not stored, carried or loaded as required',
  }),
  'fsl-132-2': cite2025('第一百三十二条第二款', {
    zh: '道路运输经营者未按要求进行重点液态食品散装运输',
    en: 'A carrier did not carry listed bulk liquid food as required',
  }),
  'fsl-132-3': cite2025('第一百三十二条第三款', {
    zh: '未取得准运证从事重点液态食品道路散装运输',
    en: 'Carrying listed bulk liquid food without a permit',
  }),
  'fsl-132-4': cite2025('第一百三十二条第四款', {
    zh: '伪造单据，或者未履行重点液态食品运输查验、核验义务',
    en: 'Forged papers, or permit, record, container or seal of bulk liquid food not checked',
  }),
  'fsl-134': cite('第一百三十四条', {
    zh: '一年内累计三次受到责令停产停业、吊销许可证以外处罚的，责令停产停业，直至吊销许可证',
    en: 'Three penalties within a year other than stop and revocation: business is stopped, up to revocation',
  }),
  'fsl-135-1': cite('第一百三十五条第一款', {
    zh: '被吊销许可证的，五年内不得申请许可或者从事食品生产经营管理',
    en: 'After revocation: five years without licence or management in the food business',
  }),
  'fsl-136': cite('第一百三十六条', {
    zh: '食品经营者履行进货查验等义务，有充分证据证明不知道，并能如实说明进货来源的，可以免予处罚，但应当依法没收',
    en: 'An operator who did the incoming checks, proves it did not know and names the source may be exempted from penalty; the goods are confiscated',
  }),
  'fsl-148-2': cite('第一百四十八条第二款', {
    zh: '价款十倍或者损失三倍的赔偿金，不足一千元的为一千元；标签瑕疵除外',
    en: 'Ten times the price or three times the loss, at least 1,000 yuan; label flaws excepted',
  }),
} as const satisfies Record<string, Citation>;

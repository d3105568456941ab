import type { Column } from '../columns.ts';

const categories = { 食品: 'food', 食用农产品: 'agricultural', 农产品: 'agricultural' };
const lifeUnits = { 天: 'day', 日: 'day', 小时: 'hour', 时: 'hour', 月: 'month', 个月: 'month', 年: 'year' };

export const certificateWords = {
  检验合格证: 'release',
  出厂检验: 'release',
  型式检验: 'typeTest',
  快检: 'quickTest',
  监督抽检: 'officialSample',
  检疫证明: 'quarantine',
  肉品品质检验: 'meatQuality',
  承诺达标合格证: 'commitment',
  入境检验检疫证明: 'importInspection',
  其他: 'other',
};
const conclusions = { 合格: 'pass', 不合格: 'fail' };

/** What the goods are. @param at where `product` stands in the body: `/product`, or the empty text where it is the body */
export function productColumns(at: string, isRequired: boolean): Column[] {
  const required = isRequired ? { required: true } : {};
  return [
    {
      pointer: `${at}/name`,
      header: '产品名称',
      type: 'text',
      ...required,
      aliases: ['品名', '食品名称', '名称'],
      example: '冷鲜猪后腿肉',
      about: '食品或食用农产品的名称',
    },
    { pointer: `${at}/specification`, header: '规格', type: 'text', aliases: ['规格型号'], example: '约2kg/袋', about: '可不填' },
    {
      pointer: `${at}/category`,
      header: '类别',
      type: 'choice',
      words: categories,
      ...required,
      aliases: ['产品类别'],
      example: '食品',
      about: '食品 或 食用农产品',
    },
    {
      pointer: `${at}/directoryItem`,
      header: '目录品种',
      type: 'text',
      aliases: ['重点品种'],
      example: '猪肉',
      about: '重点品种目录中的名称，一字不差；不在目录内不填',
    },
    { pointer: `${at}/foodClass`, header: '食品分类号', type: 'label', example: '08.01', about: 'GB 2760 的食品分类号；可不填' },
    {
      pointer: `${at}/gtin`,
      header: '商品条码',
      type: 'gtin',
      aliases: ['条码', '商品条形码', '69码', 'gtin'],
      example: '9521234543213',
      about: '条码下方的数字，单元格设为文本，以免前面的 0 丢失',
    },
    { pointer: `${at}/shelfLife/value`, header: '保质期', type: 'whole', example: '7', about: '只写数字' },
    { pointer: `${at}/shelfLife/unit`, header: '保质期单位', type: 'choice', words: lifeUnits, example: '天', about: '小时、天、月、年' },
    { pointer: `${at}/packaging/0/unit`, header: '包装单位', type: 'text', example: '箱', about: '外包装的单位；没有外包装不填' },
    { pointer: `${at}/packaging/0/contains/amount`, header: '每包装含量', type: 'amount', example: '10', about: '一个外包装里有多少' },
    { pointer: `${at}/packaging/0/contains/unit`, header: '内装单位', type: 'text', example: '袋', about: '外包装里的单位' },
    { pointer: `${at}/packaging/0/gtin`, header: '外箱条码', type: 'gtin', example: '', about: '外包装自己的条码；可不填' },
    { pointer: `${at}/ingredients`, header: '配料', type: 'names', example: '猪肉', about: '用顿号分开' },
  ];
}

/** One document that goes with the goods. */
export function certificateColumns(at: string): Column[] {
  const paper = `${at}/certificates/0`;
  return [
    {
      pointer: `${paper}/kind`,
      header: '证明种类',
      type: 'choice',
      words: certificateWords,
      example: '检验合格证',
      about: '检验合格证、检疫证明、承诺达标合格证等；没有证明不填',
    },
    {
      pointer: `${paper}/number`,
      header: '证明编号',
      type: 'label',
      aliases: ['检验报告编号', '合格证号'],
      example: 'HZ-2026-11-0042',
      about: '证明上的编号',
    },
    { pointer: `${paper}/issuer`, header: '出具单位', type: 'text', example: '杭州某检测有限公司', about: '谁出具的' },
    { pointer: `${paper}/issuedOn`, header: '出具日期', type: 'date', aliases: ['签发日期'], example: '2026-11-02', about: '年-月-日' },
    { pointer: `${paper}/conclusion`, header: '检验结论', type: 'choice', words: conclusions, example: '合格', about: '合格 或 不合格' },
  ];
}

export function quantityColumns(at: string, isRequired: boolean): Column[] {
  const required = isRequired ? { required: true } : {};
  return [
    { pointer: `${at}/quantity/amount`, header: '数量', type: 'amount', ...required, example: '1200', about: '只写数字，不带单位和千分位' },
    {
      pointer: `${at}/quantity/unit`,
      header: '单位',
      type: 'unit',
      ...required,
      aliases: ['计量单位'],
      example: '袋',
      about: '千克、克、吨、斤、升、袋、箱、瓶、盒等',
    },
    { pointer: `${at}/quantity/pieces`, header: '件数', type: 'whole', example: '', about: '按重量计时的件数；可不填' },
  ];
}

/** How a line names goods that are recorded already. */
export function goodsColumns(at: string): Column[] {
  return [
    {
      pointer: `${at}/traceCode`,
      header: '追溯码',
      type: 'traceCode',
      example: 'ABCD-EFGH-JKMN-PQRS-TUVM',
      about: '20 位追溯码；或填商品条码加批号（或生产日期）',
    },
    {
      pointer: `${at}/gtin`,
      header: '商品条码',
      type: 'gtin',
      aliases: ['条码', '商品条形码', '69码', 'gtin'],
      example: '',
      about: '与批号或生产日期一起指明货物',
    },
    { pointer: `${at}/batchNumber`, header: '批号', type: 'label', aliases: ['生产批号'], example: '', about: '包装上印的批号' },
    { pointer: `${at}/productionDate`, header: '生产日期', type: 'date', example: '', about: '年-月-日' },
    { pointer: `${at}/externalCode/scheme`, header: '外部编码体系', type: 'label', example: '', about: '其他系统的名称，如 zheshilian' },
    { pointer: `${at}/externalCode/value`, header: '外部编码', type: 'label', example: '', about: '其他系统的编码' },
  ];
}

export function siteColumn(header: string): Column {
  return { pointer: '/site', header, type: 'site', example: '', about: '本单位场所的名称或编号；不填指首个场所' };
}

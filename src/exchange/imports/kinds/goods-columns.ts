import type { Column } from '../columns.ts';
import { certificateColumns, goodsColumns, productColumns, quantityColumns, siteColumn } from './shared-columns.ts';

export const productsColumns: Column[] = productColumns('', true);

/** Columns that batches and goods from outside share, beside product, quantity and papers. */
function packColumns(at: string): Column[] {
  return [
    {
      pointer: `${at}/batchNumber`,
      header: '批号',
      type: 'label',
      aliases: ['生产批号', '批次号'],
      example: '20261101A',
      about: '包装上印的批号，单元格设为文本',
    },
    { pointer: `${at}/productionDate`, header: '生产日期', type: 'date', example: '2026-11-01', about: '年-月-日' },
    { pointer: `${at}/productionTime`, header: '生产时间', type: 'time', example: '', about: '保质期按小时计时填写，如 05:30' },
    {
      pointer: `${at}/expiresOn`,
      header: '到期日',
      type: 'date',
      aliases: ['保质期至', '有效期至'],
      example: '2026-11-08',
      about: '包装上印的到期日；不填则由保质期推算',
    },
  ];
}

export const batchesColumns: Column[] = [
  { pointer: '/productId', header: '产品编号', type: 'label', example: '', about: '已记录的产品的编号；填了就不填产品各列' },
  ...productColumns('/product', false),
  ...packColumns(''),
  ...quantityColumns('', false),
  siteColumn('场所'),
  { pointer: '/commissionedBy/name', header: '委托方名称', type: 'text', example: '', about: '委托加工时的品牌方' },
  { pointer: '/commissionedBy/uscc', header: '委托方信用代码', type: 'uscc', example: '', about: '可不填' },
  ...certificateColumns(''),
  { pointer: '/inputs/0/traceCode', header: '原料追溯码', type: 'traceCode', example: '', about: '用了本系统内的哪一批；可不填' },
  { pointer: '/inputs/0/quantity/amount', header: '原料数量', type: 'amount', example: '', about: '用了多少' },
  { pointer: '/inputs/0/quantity/unit', header: '原料单位', type: 'unit', example: '', about: '千克、袋等' },
  { pointer: '/externalCodes/0/scheme', header: '外部编码体系', type: 'label', example: '', about: '其他系统的名称，如 zheshilian' },
  { pointer: '/externalCodes/0/value', header: '外部编码', type: 'label', example: '', about: '其他系统的编码' },
];

const purposeWords = {
  销售: 'sale',
  调拨: 'transfer',
  退货: 'return',
  处置: 'disposal',
  送检: 'sample',
  委托加工: 'processing',
  捐赠: 'donation',
};

export const shipmentsColumns: Column[] = [
  {
    pointer: '/documentNumber',
    header: '单号',
    type: 'label',
    aliases: ['发货单号', '单据号', '送货单号'],
    example: 'SH-77',
    about: '同一单号的各行合为一张发货单，须前后相连',
  },
  {
    pointer: '/purpose',
    header: '用途',
    type: 'choice',
    words: purposeWords,
    required: true,
    example: '销售',
    about: '销售、调拨、退货、处置、送检、委托加工、捐赠',
  },
  siteColumn('发出场所'),
  {
    pointer: '/to/uscc',
    header: '收货方信用代码',
    type: 'uscc',
    aliases: ['客户信用代码', '购货者信用代码'],
    example: '91330110MA0DEM013U',
    about: '自然人不填',
  },
  {
    pointer: '/to/name',
    header: '收货方名称',
    type: 'text',
    aliases: ['客户名称', '购货者名称', '收货方'],
    example: '示例超市有限公司',
    about: '信用代码已在本系统登记的可不填',
  },
  { pointer: '/to/site', header: '收货场所', type: 'label', example: '', about: '收货方场所的编号；调拨时填本单位场所的编号' },
  {
    pointer: '/shippedAt',
    header: '发货时间',
    type: 'instant',
    aliases: ['发货日期'],
    example: '2026-11-05 09:00',
    about: '不填指导入之时；至多 31 天前',
  },
  { pointer: '/deliveredAt', header: '送达时间', type: 'instant', example: '', about: '有签收凭据时填写' },
  ...goodsColumns('/lines/*'),
  ...quantityColumns('/lines/*', true),
];

const outcomeWords = {
  已收: 'accepted',
  接收: 'accepted',
  少收: 'short',
  多收: 'over',
  拒收: 'refused',
  未到: 'notArrived',
  非我单位: 'notMine',
};

/** Answers to shipments of the system, and goods from suppliers outside it: the column 发货单编号 decides. */
export const receiptsColumns: Column[] = [
  {
    pointer: '/document',
    header: '进货单号',
    type: 'label',
    aliases: ['单号', '单据号'],
    example: 'JH-12',
    about: '同一单号的各行合为一张进货单，须前后相连；只用来分单',
  },
  {
    pointer: '/shipment',
    header: '发货单编号',
    type: 'label',
    aliases: ['随货单号', '随货单'],
    example: '',
    about: '确认本系统内的发货时填写其编号或随货单码；向系统外供货者进货不填',
  },
  {
    pointer: '/from/name',
    header: '供货者名称',
    type: 'text',
    aliases: ['供应商', '供货者', '供应商名称'],
    example: '示例农户',
    about: '系统外的供货者',
  },
  { pointer: '/from/uscc', header: '供货者信用代码', type: 'uscc', example: '', about: '没有不填' },
  { pointer: '/from/address', header: '供货者地址', type: 'text', example: '', about: '可不填' },
  { pointer: '/from/contact', header: '供货者联系方式', type: 'label', example: '', about: '不进入存证' },
  siteColumn('接收场所'),
  {
    pointer: '/receivedAt',
    header: '接收时间',
    type: 'instant',
    aliases: ['进货日期', '接收日期'],
    example: '2026-11-05 09:00',
    about: '不填指导入之时',
  },
  { pointer: '/checks/licence', header: '查验许可证', type: 'yesNo', example: '是', about: '是 或 否' },
  { pointer: '/checks/certificate', header: '查验合格证明', type: 'yesNo', example: '是', about: '是 或 否' },
  { pointer: '/checks/dates', header: '查验日期', type: 'yesNo', example: '是', about: '是 或 否' },
  { pointer: '/checks/temperature', header: '查验温度', type: 'yesNo', example: '', about: '是 或 否；冷藏冷冻货物' },
  {
    pointer: '/lines/*/outcome',
    header: '接收结果',
    type: 'choice',
    words: outcomeWords,
    example: '',
    about: '确认发货时填写：已收、少收、多收、拒收、未到、非我单位',
  },
  { pointer: '/reason', header: '未收原因', type: 'text', example: '', about: '没有全收时的原因' },
  { pointer: '/lines/*/line', header: '随货单行号', type: 'whole', example: '', about: '确认发货的某一行时填写' },
  ...goodsColumns('/lines/*').filter(({ header }) => header === '追溯码'),
  ...productColumns('/lines/*/product', false),
  ...packColumns('/lines/*'),
  ...quantityColumns('/lines/*', false),
  ...certificateColumns('/lines/*'),
];

const dispositionWords = { 售出: 'sold', 销售: 'sold', 食用: 'consumed', 加工使用: 'consumed', 销毁: 'destroyed' };

export const dispositionsColumns: Column[] = [
  {
    pointer: '/document',
    header: '单号',
    type: 'label',
    aliases: ['单据号', '小票号'],
    example: 'XS-3',
    about: '同一单号的各行合为一单，须前后相连；只用来分单',
  },
  { pointer: '/kind', header: '去向', type: 'choice', words: dispositionWords, required: true, example: '售出', about: '售出、食用、销毁' },
  {
    pointer: '/at',
    header: '时间',
    type: 'instant',
    aliases: ['日期', '销售日期'],
    example: '2026-11-05 09:00',
    about: '不填指导入之时；至多 31 天前',
  },
  siteColumn('场所'),
  ...goodsColumns('/lines/*'),
  // An in-store code with a weight says how much itself; without either the use case asks for the amount.
  ...quantityColumns('/lines/*', false),
  {
    pointer: '/lines/*/storeCode',
    header: '店内码',
    type: 'label',
    aliases: ['电子秤码', '店内条码'],
    example: '',
    about: '本店电子秤打印的条码，代替追溯码、商品条码和批号；码内有重量的，数量可不填',
  },
];

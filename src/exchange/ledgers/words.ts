import type { Locale } from '../../platform/problems.ts';
import { basisText } from './basis.ts';
import type { LedgerField, LedgerKind, LedgerRow, Paper } from './model.ts';

const zh = {
  titles: { incoming: '进货查验记录', outgoing: '出厂检验记录', wholesale: '批发销售记录' } as Record<LedgerKind, string>,
  period: (from: string, to: string) => `${from} 至 ${to}`,
  to: '至',
  days: { incoming: '进货日期', outgoing: '销售日期', wholesale: '销售日期' } as Record<LedgerKind, string>,
  fields: {
    name: '名称',
    specification: '规格',
    quantity: '数量',
    madeOrBatch: '生产日期或者生产批号',
    shelfLife: '保质期',
    certificate: '检验合格证号',
    date: '日期',
  } as Partial<Record<LedgerField, string>>,
  supplier: { otherName: '供货者名称', otherAddress: '供货者地址', otherContact: '供货者联系方式' } as Partial<Record<LedgerField, string>>,
  buyer: { otherName: '购货者名称', otherAddress: '购货者地址', otherContact: '购货者联系方式' } as Partial<Record<LedgerField, string>>,
  made: '生产日期',
  batch: '生产批号',
  licences: '供货者许可证',
  papers: '合格证明',
  checks: '查验情况',
  checkedBy: '查验人',
  document: '凭证',
  basis: '依据',
  keepUntil: '保存至',
  missing: '缺项',
  party: '经营主体',
  site: '场所',
  number: '序号',
  checkNames: { licence: '许可证', certificate: '合格证明', dates: '生产日期和保质期', temperature: '温度' } as Record<string, string>,
  lifeUnits: { hour: '小时', day: '天', month: '个月', year: '年' } as Record<string, string>,
  until: (date: string) => `至${date}`,
  kinds: {
    release: '出厂检验',
    typeTest: '型式检验',
    quickTest: '快检',
    officialSample: '监督抽检',
    quarantine: '检疫证明',
    meatQuality: '肉品品质检验',
    commitment: '承诺达标合格证',
    importInspection: '入境检验检疫',
    other: '其他证明',
    SC: 'SC',
    JY: 'JY',
    filing: '备案',
    business: '营业执照',
    quarantineCode: '检疫代码',
  } as Record<string, string>,
  open: '待核实',
  comma: '、',
  none: '本期无记录',
  signs: ['记录人', '核对人', '日期'],
  limit: '只有主管部门运行本服务或者与其对接时，在此录入才履行法定义务；本表按已录入的内容生成，缺项如实列出。',
};

const en: typeof zh = {
  titles: { incoming: 'Record of goods received', outgoing: 'Outgoing inspection record', wholesale: 'Wholesale sales record' },
  period: (from, to) => `${from} to ${to}`,
  to: ' to ',
  days: { incoming: 'Received on', outgoing: 'Sold on', wholesale: 'Sold on' },
  fields: {
    name: 'Name',
    specification: 'Specification',
    quantity: 'Quantity',
    madeOrBatch: 'production date or batch number',
    shelfLife: 'Shelf life',
    certificate: 'Inspection certificate',
    date: 'Date',
  },
  supplier: { otherName: 'Supplier', otherAddress: 'Supplier’s address', otherContact: 'Supplier’s contact' },
  buyer: { otherName: 'Buyer', otherAddress: 'Buyer’s address', otherContact: 'Buyer’s contact' },
  made: 'Production date',
  batch: 'Batch number',
  licences: 'Supplier’s licence',
  papers: 'Certificates',
  checks: 'Checked',
  checkedBy: 'Checked by',
  document: 'Document',
  basis: 'Under',
  keepUntil: 'Keep until',
  missing: 'Missing',
  party: 'Party',
  site: 'Site',
  number: 'No.',
  checkNames: { licence: 'licence', certificate: 'certificate', dates: 'dates', temperature: 'temperature' },
  lifeUnits: { hour: ' h', day: ' days', month: ' months', year: ' years' },
  until: (date) => `until ${date}`,
  kinds: {
    release: 'release inspection',
    typeTest: 'type test',
    quickTest: 'quick test',
    officialSample: 'official sample',
    quarantine: 'quarantine',
    meatQuality: 'meat quality',
    commitment: 'commitment certificate',
    importInspection: 'import inspection',
    other: 'other paper',
    SC: 'SC',
    JY: 'JY',
    filing: 'filing',
    business: 'business licence',
    quarantineCode: 'quarantine code',
  },
  open: 'to be verified',
  comma: ', ',
  none: 'No records in this period',
  signs: ['Recorded by', 'Checked by', 'Date'],
  limit:
    'Recording here fulfils the statutory duty only where the authority runs this service or is connected to it. The sheet shows what was recorded; what is missing is told.',
};

export type LedgerWords = typeof zh;
export const ledgerWords: Record<Locale, LedgerWords> = { zh, en };

/** What a field is called in a ledger of this kind. */
export function fieldName(field: LedgerField, kind: LedgerKind, words: LedgerWords): string {
  if (field === 'date') return words.days[kind];
  return words.fields[field] ?? (kind === 'incoming' ? words.supplier : words.buyer)[field] ?? field;
}

/** One column of a printed ledger. `width` in characters. */
export interface Column {
  head: string;
  width: number;
  value(row: LedgerRow): string;
}

const paperText = (words: LedgerWords) => (paper: Paper) => [words.kinds[paper.kind] ?? paper.kind, paper.number ?? ''].join(' ').trim();

/** SC and JY stand in their numbers. */
const licenceText = (words: LedgerWords) => (licence: Paper) =>
  licence.number?.startsWith(licence.kind) ? licence.number : paperText(words)(licence);

function lifeText({ shelfLife, expiresOn }: LedgerRow, words: LedgerWords): string {
  const life = shelfLife === null ? '' : `${shelfLife.value}${words.lifeUnits[shelfLife.unit] ?? shelfLife.unit}`;
  return [life, expiresOn === null ? '' : words.until(expiresOn)].filter((part) => part !== '').join(' ');
}

function madeText({ productionDate, productionDateTo }: LedgerRow, words: LedgerWords): string {
  if (productionDate === null) return '';
  return productionDateTo === null || productionDateTo === productionDate
    ? productionDate
    : `${productionDate}${words.to}${productionDateTo}`;
}

/** The numbers of release inspection; where goods have none (meat, produce), of what they have instead. */
function certificateText({ certificates }: LedgerRow, words: LedgerWords): string {
  const release = certificates.filter(({ kind }) => kind === 'release');
  return (release.length > 0 ? release : certificates).map(paperText(words)).join(words.comma);
}

/** The columns of a ledger: the fields of its articles in their order, then what shows that they were kept. */
export function columnsOf(kind: LedgerKind, locale: Locale): Column[] {
  const words = ledgerWords[locale];
  const name = (field: LedgerField) => fieldName(field, kind, words);
  const goods: Column[] = [
    { head: name('date'), width: 12, value: (row) => row.on },
    { head: name('name'), width: 20, value: (row) => row.name },
    { head: name('specification'), width: 16, value: (row) => row.specification ?? '' },
    { head: name('quantity'), width: 12, value: ({ quantity }) => `${quantity.amount} ${quantity.unit}` },
    { head: words.made, width: 12, value: (row) => madeText(row, words) },
    { head: words.batch, width: 14, value: (row) => row.batchNumber ?? '' },
    { head: name('shelfLife'), width: 18, value: (row) => lifeText(row, words) },
  ];
  const other: Column[] = [
    { head: name('otherName'), width: 22, value: ({ other: { name: called } }) => called ?? '' },
    { head: name('otherAddress'), width: 28, value: ({ other: { address } }) => address ?? '' },
    { head: name('otherContact'), width: 16, value: ({ other: { contact } }) => contact ?? '' },
  ];
  const certificate: Column = { head: name('certificate'), width: 24, value: (row) => certificateText(row, words) };
  const checked: Column[] = [
    { head: words.licences, width: 20, value: ({ licences }) => licences.map(licenceText(words)).join(words.comma) },
    { head: words.papers, width: 28, value: ({ certificates }) => certificates.map(paperText(words)).join(words.comma) },
    { head: words.checks, width: 20, value: ({ checks }) => (checks ?? []).map((one) => words.checkNames[one] ?? one).join(words.comma) },
    { head: words.checkedBy, width: 12, value: (row) => row.checkedBy ?? '' },
  ];
  const kept: Column[] = [
    { head: words.document, width: 14, value: (row) => row.document ?? '' },
    { head: words.basis, width: 28, value: ({ basis }) => basisText(basis, locale) },
    { head: words.keepUntil, width: 12, value: ({ keepUntil }) => keepUntil ?? words.open },
    { head: words.missing, width: 24, value: ({ missing }) => missing.map((field) => fieldName(field, kind, words)).join(words.comma) },
  ];
  if (kind === 'incoming') return [...goods, ...other, ...checked, ...kept];
  return kind === 'outgoing' ? [...goods, certificate, ...other, ...kept] : [...goods, ...other, ...kept];
}

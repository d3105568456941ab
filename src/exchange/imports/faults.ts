import type { Bilingual } from '../../platform/problem-detail.ts';

/**
 * Every kind of mistake an import tells apart. `scope`: what it is about, the file as a whole, a row, or one cell.
 * The list is closed: a test makes a sheet with each of them.
 */
const registry = {
  'empty-file': { scope: 'file', zh: '空文件', en: 'The file is empty' },
  'not-a-sheet': { scope: 'file', zh: '不是表格文件', en: 'Not a sheet' },
  'old-excel': { scope: 'file', zh: '旧版 .xls 或加密的工作簿', en: 'An old .xls or an encrypted workbook' },
  'broken-file': { scope: 'file', zh: '文件损坏', en: 'The file is damaged' },
  'unpacks-too-large': { scope: 'file', zh: '解压后过大', en: 'It unpacks to too much' },
  'not-read-to-its-end': { scope: 'file', zh: '服务没能读完这个文件', en: 'The service could not read it to its end' },
  'unknown-encoding': { scope: 'file', zh: '无法识别的文字编码', en: 'Unknown character encoding' },
  'too-many-rows': { scope: 'file', zh: '行数过多', en: 'Too many rows' },
  'too-many-columns': { scope: 'file', zh: '列数过多', en: 'Too many columns' },
  'too-many-faults': { scope: 'file', zh: '有误的行过多', en: 'Too many faulty rows' },
  'no-rows': { scope: 'file', zh: '没有数据行', en: 'No rows below the header' },
  'wrong-header': { scope: 'file', zh: '表头不是模板的表头', en: 'The header is not the template’s' },
  'unknown-column': { scope: 'file', zh: '模板中没有的列', en: 'A column the template does not have' },
  'missing-column': { scope: 'file', zh: '缺少必填的列', en: 'A needed column is not there' },
  'column-twice': { scope: 'file', zh: '同一列出现两次', en: 'The same column twice' },
  'merged-header': { scope: 'file', zh: '表头有合并单元格', en: 'Merged cells in the header' },

  'missing-value': { scope: 'cell', zh: '必填项为空', en: 'A needed value is missing' },
  'zeros-lost': { scope: 'cell', zh: '前导零丢失', en: 'Leading zeros were lost' },
  'scientific-notation': { scope: 'cell', zh: '被显示为科学计数法', en: 'Written in scientific notation' },
  'digits-lost': { scope: 'cell', zh: '长数字的末几位已丢失', en: 'The last digits of a long number are lost' },
  'code-became-date': { scope: 'cell', zh: '编号被表格软件变成日期', en: 'A spreadsheet made a date of a number' },
  'full-width': { scope: 'cell', zh: '全角字符', en: 'Full-width characters' },
  'invisible-character': { scope: 'cell', zh: '夹有看不见的字符', en: 'Invisible characters inside' },
  'control-character': { scope: 'cell', zh: '含有控制字符', en: 'Control characters' },
  'too-long': { scope: 'cell', zh: '过长', en: 'Too long' },
  'serial-date': { scope: 'cell', zh: '日期成了序列号', en: 'A date became a serial number' },
  'ambiguous-date': { scope: 'cell', zh: '日月顺序不明', en: 'Day and month cannot be told apart' },
  'short-year': { scope: 'cell', zh: '年份只有两位', en: 'A year of two digits' },
  'not-a-date': { scope: 'cell', zh: '不是真实日期', en: 'Not a day of the calendar' },
  'not-a-time': { scope: 'cell', zh: '不是时间', en: 'Not a time' },
  'date-ahead': { scope: 'cell', zh: '日期在将来', en: 'A date that lies ahead' },
  'date-long-ago': { scope: 'cell', zh: '时间过早', en: 'Too long ago' },
  'expiry-before-production': { scope: 'cell', zh: '到期日早于生产日期', en: 'Expiry before production' },
  'dates-contradict': { scope: 'cell', zh: '日期前后矛盾', en: 'Dates contradict each other' },
  'thousands-separator': { scope: 'cell', zh: '数字带千分位', en: 'A number with thousands separators' },
  'unit-in-amount': { scope: 'cell', zh: '数量里写了单位', en: 'The unit stands in the amount' },
  'not-a-number': { scope: 'cell', zh: '不是数字', en: 'Not a number' },
  'not-above-zero': { scope: 'cell', zh: '数量不大于 0', en: 'An amount not above zero' },
  'amount-too-fine': { scope: 'cell', zh: '数量小数位过细', en: 'An amount finer than its unit allows' },
  'amount-too-large': { scope: 'cell', zh: '数量过大', en: 'An amount too large' },
  'not-a-whole-number': { scope: 'cell', zh: '不是整数', en: 'Not a whole number' },
  'unknown-unit': { scope: 'cell', zh: '未知单位', en: 'Unknown unit' },
  'unit-does-not-convert': { scope: 'cell', zh: '单位不能换算', en: 'A unit that does not convert' },
  'unknown-choice': { scope: 'cell', zh: '不在可选项之内', en: 'Not one of the choices' },
  'not-yes-or-no': { scope: 'cell', zh: '不是“是”或“否”', en: 'Neither yes nor no' },
  'gtin-check': { scope: 'cell', zh: '商品条码校验不符', en: 'The GTIN does not check' },
  'credit-code-check': { scope: 'cell', zh: '统一社会信用代码校验不符', en: 'The credit code does not check' },
  'trace-code-check': { scope: 'cell', zh: '追溯码校验不符', en: 'The trace code does not check' },
  'licence-number': { scope: 'cell', zh: '许可证编号不符', en: 'The licence number does not fit' },
  'region-code': { scope: 'cell', zh: '行政区划代码不符', en: 'Not a division code' },
  'unknown-goods': { scope: 'cell', zh: '没有这批货物', en: 'No such goods' },
  'ambiguous-goods': { scope: 'cell', zh: '对应多个批次', en: 'Goods of several batches' },
  'unknown-site': { scope: 'cell', zh: '没有这个场所', en: 'No such site' },
  'unknown-record': { scope: 'cell', zh: '没有这条记录', en: 'No such record' },
  'recorded-already': { scope: 'cell', zh: '已登记过', en: 'Recorded already' },
  'error-value': { scope: 'cell', zh: '单元格是错误值', en: 'The cell holds an error' },
  'formula-without-value': { scope: 'cell', zh: '公式没有算出的值', en: 'A formula without its value' },
  'merged-cell': { scope: 'cell', zh: '合并单元格', en: 'Merged cells' },
  'key-twice': { scope: 'cell', zh: '与前面的行重复', en: 'The same as in an earlier row' },
  'document-differs': { scope: 'cell', zh: '同一单据前后不一致', en: 'Rows of one document differ' },
  'value-without-header': { scope: 'cell', zh: '表头之外还有内容', en: 'A value beyond the header' },
  refused: { scope: 'cell', zh: '与规定不符', en: 'Refused' },

  'row-twice': { scope: 'row', zh: '整行重复', en: 'The same row twice' },
  'document-faulty': { scope: 'row', zh: '同一单据的其他行有误', en: 'Another row of the document is faulty' },
  'not-json': { scope: 'row', zh: '不是 JSON 对象', en: 'Not a JSON object' },
} as const satisfies Record<string, { scope: 'file' | 'row' | 'cell' } & Bilingual>;

export type FaultCode = keyof typeof registry;
export type FaultKind = { code: FaultCode; scope: 'file' | 'row' | 'cell' } & Bilingual;

/** Every kind, in the order of the guide. */
export const faultKinds: readonly FaultKind[] = Object.entries(registry).map(([code, kind]) => ({ code: code as FaultCode, ...kind }));

export function faultName(code: FaultCode): Bilingual {
  const { zh, en } = registry[code];
  return { zh, en };
}

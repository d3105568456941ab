import { sharedTable } from './source.ts';

export const inspections = sharedTable('data/real/inspections.csv', [
  'row_id',
  'food_name',
  'food_category',
  'specification',
  'production_date_or_batch',
  'failed_item',
  'test_result',
  'standard_value',
  'verdict',
  'inspection_agency',
  'notice_issuer',
  'publish_date',
]);
export type Inspection = (typeof inspections)[number];

/** Foods of the sampling plan that are sold as they grow or are caught (食用农产品). */
const AGRICULTURAL = ['蛋及蛋制品-->鲜蛋', '水产及其制品-->生鲜（冻）水产品', '豆及豆制品-->豆类'];

export interface Line {
  item: string;
  value: string;
  limit?: string;
}

/** 2016年8月2日, 2023/10/27, 20190118 and 2024-11-24 as a civil date; anything else (购进日期为…) is no date. */
export function dateIn(text: string): string | null {
  const parts = /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))$/.exec(text);
  if (!parts) return null;
  const [year = '', ...rest] = parts.slice(1).filter((part) => part !== undefined);
  return [year, ...rest.map((part) => part.padStart(2, '0'))].join('-');
}

/** Cuts at ; and 、 outside brackets, as the notices join several items of one sample. */
const cut = (text: string) => text.split(/[;；、](?![^(（]*[)）])/u);

/** A line an item; values and limits go with their items where there are as many, else each item has the whole text. */
export function linesOf(row: Inspection): Line[] {
  const items = cut(row.failed_item);
  const each = (text: string) => {
    const parts = cut(text);
    return items.map((_, i) => (items.length > 1 && parts.length === items.length ? (parts[i] ?? text) : text));
  };
  const [values, limits] = [each(row.test_result), each(row.standard_value)];
  return items.map((item, i) => ({ item, value: values[i] ?? '', ...(limits[i] ? { limit: limits[i] } : {}) }));
}

const filled = <Name extends string>(name: Name, text: string | null) => (text ? { [name]: text } : {});

function paperOf(row: Inspection) {
  return {
    kind: 'officialSample',
    number: row.row_id,
    ...filled('issuer', row.inspection_agency || row.notice_issuer),
    ...filled('issuedOn', dateIn(row.publish_date)),
    conclusion: 'fail',
    results: linesOf(row),
  };
}

export const isFailed = (row: Inspection) => row.verdict === '不合格';
export const categoryOf = (row: Inspection) => (AGRICULTURAL.includes(row.food_category) ? 'agricultural' : 'food');

/** The sample as an ERP would send it that drops blank cells and knows a date from other text. */
export function batchOf(row: Inspection) {
  const date = dateIn(row.production_date_or_batch);
  return {
    product: { name: row.food_name, category: categoryOf(row), ...filled('specification', row.specification) },
    ...(date ? { productionDate: date } : filled('batchNumber', row.production_date_or_batch)),
    ...(isFailed(row) ? { certificates: [paperOf(row)] } : {}),
  };
}

/** The sample with every cell as it stands, blanks and foreign category words included. */
export function verbatimOf(row: Inspection) {
  return {
    product: { name: row.food_name, category: row.food_category, specification: row.specification },
    productionDate: row.production_date_or_batch,
    certificates: isFailed(row)
      ? [
          {
            kind: 'officialSample',
            conclusion: 'fail',
            results: [{ item: row.failed_item, value: row.test_result, limit: row.standard_value }],
          },
        ]
      : [],
  };
}

import type { Confirmed } from '../../law/index.ts';
import type { Json } from '../../ledger/entry.ts';
import type { FilingAdapter, FilingRecord } from './adapter.ts';
import type { RecordKind } from './kinds.ts';
import { bodyOf, signedPost } from './signed-json.ts';

/** One field of 浙食链 as far as it is known. */
export interface ZheshilianField {
  zh: string;
  /** Name of the field in its interface; null: 待核实, the interface is not published. */
  wireName: string | null;
  records: readonly RecordKind[];
  /** Where our record has it, as a path of names; `[]` takes each of a list. Null: we do not record it. */
  from: string | null;
  /** How sure it is that the field is asked for. */
  confirmed: Confirmed;
  source: string;
}

const REGULATION = '浙江省食品安全数字化追溯规定，2023-10 新闻所述录入内容；条文待核实';
const FILING_CODE = '向浙食链报送的公开代码，只见字段，未见接口文档';

const entered = (zh: string, records: readonly RecordKind[], from: string): ZheshilianField => ({
  zh,
  wireName: null,
  records,
  from,
  confirmed: 'secondary',
  source: REGULATION,
});
const seen = (zh: string, records: readonly RecordKind[], from: string | null): ZheshilianField => ({
  zh,
  wireName: null,
  records,
  from,
  confirmed: 'no',
  source: FILING_CODE,
});

/**
 * The fields of 浙食链 we know of: what the regulation has producers enter, and what public code that files to it sends. Neither the names on
 * the wire nor which are mandatory were read anywhere: 待核实.
 */
export const zheshilianFields: readonly ZheshilianField[] = [
  entered('产品名称', ['batch'], 'product.name'),
  entered('规格', ['batch'], 'product.specification'),
  entered('数量', ['batch'], 'quantity'),
  entered('生产日期', ['batch'], 'productionDate'),
  entered('生产批号', ['batch'], 'batchNumber'),
  entered('保质期', ['batch'], 'product.shelfLife'),
  entered('检验合格证', ['batch'], 'certificates[].number'),
  entered('购买者名称', ['shipment'], 'to.name'),
  entered('购买者统一社会信用代码', ['shipment'], 'to.uscc'),
  entered('数量', ['shipment'], 'lines[].quantity'),
  seen('上游名称', ['receipt'], 'from.name'),
  seen('上游统一社会信用代码或者身份证号', ['receipt'], 'from.uscc'),
  seen('车牌号', ['shipment', 'receipt'], 'transport.plate'),
  seen('摊位号', ['receipt', 'disposition'], null),
  seen('检验报告编号', ['batch'], 'certificates[].number'),
  seen('经度、纬度', ['receipt', 'disposition'], null),
];

/** The known fields of a record with their values; null where the record lacks it or the value is a person’s. */
export function zheshilianValues(record: FilingRecord) {
  return zheshilianFields
    .filter((field) => field.records.includes(record.record))
    .map(({ zh, wireName, from, confirmed }) => ({
      field: zh,
      wireName,
      confirmed,
      value: from === null ? null : valueAt(record.data, from),
    }));
}

const COMMITMENT = /^c:[0-9a-f]{64}$/;

function valueAt(data: Json, path: string): Json {
  let values: Json[] = [data];
  for (const step of path.split('.')) {
    const isList = step.endsWith('[]');
    values = values.map((value) => childOf(value, isList ? step.slice(0, -2) : step));
    if (isList) values = values.flatMap((value) => (Array.isArray(value) ? value : []));
  }
  const found = values.filter((value) => value !== null && !(typeof value === 'string' && COMMITMENT.test(value)));
  return path.includes('[]') ? found : (found[0] ?? null);
}

function childOf(value: Json, name: string): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, name)) return null;
  return value[name] ?? null;
}

/**
 * For whoever stands between us and 浙食链 and knows its interface: the signed message with the known fields filled in. It cannot file to 浙食链
 * itself, whose addresses and field names are not published.
 */
export const zheshilian: FilingAdapter = {
  id: 'zheshilian-fields',
  says: {
    zh: '签名的 HTTPS JSON，另附已知的浙食链字段（接口未公开，字段名待核实），供中间系统转报',
    en: 'signed HTTPS JSON with the known fields of 浙食链 (its interface is not published, names to be verified), for a system that files on',
  },
  file: (send, address, record, at) =>
    signedPost(send, address, record, { ...bodyOf(record), zheshilian: { confirmed: 'no', fields: zheshilianValues(record) } }, at),
};

import { foldFullWidth } from './result.ts';

export type Dimension = 'mass' | 'volume' | 'count';

/**
 * A unit people write. `name` is its one name in this service; two spellings with the same name are the same unit.
 * `stepsPerUnit` is how many steps one unit holds: mass is kept in mg (10^-6 kg), volume in µL (10^-6 L), counted goods in whole ones.
 * `code` is the UN/CEFACT code (Recommendation 20; packages Recommendation 21, written with a leading X); null where neither has one:
 * 斤 and 两 are measures, so calling them C62 ("one") would make a false statement of weight.
 */
export type Unit = { name: string; code: string | null; dimension: Dimension; stepsPerUnit: number };

type Row = [name: string, code: string | null, stepsPerUnit: number, spellings: string];

const MASS: Row[] = [
  ['千克', 'KGM', 1_000_000, '公斤 kg kgs ㎏ kilogram kilograms'],
  ['克', 'GRM', 1_000, 'g gram grams'],
  ['毫克', 'MGM', 1, 'mg ㎎'],
  ['吨', 'TNE', 1_000_000_000, '公吨 t tonne tonnes'],
  ['斤', null, 500_000, '市斤'],
  ['两', null, 50_000, '市两'],
];

const VOLUME: Row[] = [
  ['升', 'LTR', 1_000_000, '公升 l ℓ litre litres liter liters'],
  ['毫升', 'MLT', 1_000, 'ml ㎖'],
  ['立方米', 'MTQ', 1_000_000_000, 'm3 m³'],
];

/* Codes as read in Recommendation 21 and 20; C62 ("one") where they have no unit of that meaning. */
const COUNTED: [name: string, code: string, spellings: string][] = [
  ['个', 'H87', 'C62 pc pcs piece pieces'],
  ['袋', 'XBG', 'bag bags'],
  ['箱', 'XCT', 'XCS carton cartons case cases'],
  ['瓶', 'XBO', 'XBQ bottle bottles'],
  ['盒', 'XBX', 'box boxes'],
  ['包', 'XPA', 'packet packets'],
  ['件', 'XPK', 'package packages'],
  ['桶', 'XBJ', 'bucket buckets'],
  ['罐', 'XCX', 'can cans'],
  ['听', 'XTN', 'tin tins'],
  ['杯', 'XCU', 'cup cups'],
  ['坛', 'XJR', 'jar jars'],
  ['壶', 'XJG', 'jug jugs'],
  ['管', 'XTU', 'tube tubes'],
  ['盘', 'XPU', 'tray trays'],
  ['筐', 'XBK', '框 篮 basket baskets'],
  ['周转箱', 'XCR', 'crate crates'],
  ['托', 'XPX', '托盘 栈板 卡板 pallet pallets'],
  ['捆', 'XBE', 'bundle bundles'],
  ['把', 'XBH', '扎 bunch bunches'],
  ['卷', 'XRO', 'roll rolls'],
  ['份', 'C62', ''],
  ['头', 'HEA', 'head'],
  ['羽', 'HEA', ''],
  ['尾', 'HEA', ''],
  ['匹', 'HEA', ''],
  ['只', 'C62', ''],
  ['条', 'C62', ''],
  ['片', 'C62', ''],
  ['支', 'C62', '枝'],
  ['板', 'C62', ''],
  ['枚', 'C62', ''],
  ['粒', 'C62', '颗'],
  ['块', 'C62', ''],
  ['根', 'C62', ''],
  ['串', 'C62', ''],
  ['套', 'C62', ''],
  ['提', 'C62', ''],
  ['组', 'C62', ''],
  ['排', 'C62', ''],
  ['棵', 'C62', '株'],
  ['张', 'C62', ''],
  ['篓', 'C62', ''],
];

const UNITS = buildUnits();

function buildUnits(): Map<string, Unit> {
  const units = new Map<string, Unit>();
  const measures = (rows: Row[], dimension: Dimension) => {
    for (const [name, code, stepsPerUnit, spellings] of rows) enter(units, { name, code, dimension, stepsPerUnit }, spellings);
  };
  measures(MASS, 'mass');
  measures(VOLUME, 'volume');
  for (const [name, code, spellings] of COUNTED) enter(units, { name, code, dimension: 'count', stepsPerUnit: 1 }, spellings);
  return units;
}

function enter(units: Map<string, Unit>, unit: Unit, spellings: string): void {
  units.set(unit.name, unit);
  for (const spelling of spellings.split(' ').filter(Boolean)) {
    const isCode = /^(X[A-Z]{2}|C62)$/.test(spelling);
    units.set(spelling.toLowerCase(), isCode ? { ...unit, code: spelling } : unit);
  }
  // Where several units share a code (HEA, C62), the code by itself means the first of them.
  const code = unit.code?.toLowerCase();
  if (code && !units.has(code)) units.set(code, unit);
}

/** The unit meant by a text (any case, full-width letters folded), or null. A UN/CEFACT code given as the text is kept as `code`. */
export function unitOf(text: string): Unit | null {
  return UNITS.get(foldFullWidth(text).toLowerCase()) ?? null;
}

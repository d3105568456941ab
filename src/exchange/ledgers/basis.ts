import { type CivilDate, type LawSettingRow, law } from '../../law/index.ts';
import { entityKindOf } from '../../parties/uscc.ts';
import { addMonths, addYears } from '../../platform/civil-date.ts';
import type { Bilingual } from '../../platform/problem-detail.ts';
import { type BareRow, type Basis, type LedgerField, type LedgerKind, type LedgerRow, missingIn } from './model.ts';

/** Whose ledger it is. */
export interface Keeper {
  kinds: readonly string[];
  uscc: string | null;
  natural: boolean;
}

const { citations } = law;
const LAST_COUNTED: CivilDate = '2190-01-01';

/** 食用农产品: 65 asks for neither specification nor batch nor shelf life. */
const PRODUCE: readonly LedgerField[] = ['name', 'quantity', 'date', 'otherName', 'otherAddress', 'otherContact'];
/** 50(2), 53(2), 53(4), and by the same words 98. */
const FOOD: readonly LedgerField[] = [
  'name',
  'specification',
  'quantity',
  'madeOrBatch',
  'shelfLife',
  'date',
  'otherName',
  'otherAddress',
  'otherContact',
];
/** 51 adds the number of the inspection certificate. */
const MADE: readonly LedgerField[] = [...FOOD, 'certificate'];

const PRODUCERS = ['producer', 'slaughterhouse', 'workshop'];
const TRADERS = ['retailer', 'distributor'];
const IMPORTERS = ['importer'];
/** Who sells 食用农产品; the operator of a market lets others sell. */
const SELLERS = [...TRADERS, ...IMPORTERS, 'cooperative', 'farm', 'farmer'];
const KITCHENS = ['canteen', 'caterer'];

const isAny = (keeper: Keeper, kinds: readonly string[]) => keeper.kinds.some((kind) => kinds.includes(kind));
/** Sole traders (个体工商户) are no enterprises: 50(2), 53(2) and 53(4) do not name them. */
const isEnterprise = ({ uscc, natural }: Keeper) => !natural && uscc !== null && entityKindOf(uscc) !== 'individual';

/** Read in the text of 2020-09-24 (reference of the law data); whether it was changed since is to be verified. */
const ZHEJIANG_20: Bilingual = {
  zh: '《浙江省农产品质量安全规定》第二十条',
  en: 'Zhejiang Rules on the Quality and Safety of Agricultural Products, article 20',
};

/** The article a row of a party’s ledger is kept under. */
export function basisOf(kind: LedgerKind, keeper: Keeper, category: string): Basis {
  const isProduce = category === 'agricultural';
  if (kind === 'incoming') return isProduce ? produceIn(keeper) : foodIn(keeper);
  if (kind === 'outgoing') return made(keeper, isProduce);
  const isImporters = isAny(keeper, IMPORTERS) && !isAny(keeper, TRADERS);
  return {
    citation: isImporters ? citations['fsl-98'] : citations['fsl-53-4'],
    isSettled: !isProduce && isSettledFor(keeper, isImporters ? IMPORTERS : TRADERS),
    required: isProduce ? PRODUCE : FOOD,
    retention: 'food',
  };
}

/**
 * Whether an article that names some kinds of enterprise reaches the keeper for certain. It is open for who is of two such kinds: which of both the
 * goods of a row are for is not recorded. Canteens of schools and firms are named by 57, which asks them to check and does not list what to write down.
 */
function isSettledFor(keeper: Keeper, named: readonly string[]): boolean {
  const bound = [PRODUCERS, TRADERS, IMPORTERS, KITCHENS].filter((kinds) => isAny(keeper, kinds));
  return isEnterprise(keeper) && bound.length === 1 && bound[0] === named;
}

/** 50(2) binds producers, 98 importers, 53(2) traders; other kinds (cold stores, carriers, laboratories, markets) are shown 53(2) as open. */
function foodIn(keeper: Keeper): Basis {
  const food = { required: FOOD, retention: 'food' } as const;
  if (isAny(keeper, PRODUCERS)) return { ...food, citation: citations['fsl-50-2'], isSettled: isSettledFor(keeper, PRODUCERS) };
  if (isAny(keeper, IMPORTERS) && !isAny(keeper, TRADERS))
    return { ...food, citation: citations['fsl-98'], isSettled: isSettledFor(keeper, IMPORTERS) };
  return { ...food, citation: citations['fsl-53-2'], isSettled: isSettledFor(keeper, TRADERS) };
}

function produceIn(keeper: Keeper): Basis {
  if (isAny(keeper, SELLERS)) return { citation: citations['fsl-65'], isSettled: true, required: PRODUCE, retention: 'produce' };
  if (isAny(keeper, PRODUCERS))
    return { citation: citations['fsl-50-2'], isSettled: isSettledFor(keeper, PRODUCERS), required: PRODUCE, retention: 'food' };
  return { citation: null, text: ZHEJIANG_20, isSettled: false, required: PRODUCE, retention: null };
}

function made(keeper: Keeper, isProduce: boolean): Basis {
  if (!isAny(keeper, PRODUCERS)) return { citation: null, isSettled: false, required: PRODUCE, retention: null };
  return {
    citation: citations['fsl-51'],
    isSettled: !isProduce && isEnterprise(keeper),
    required: isProduce ? [...PRODUCE, 'certificate'] : MADE,
    retention: 'food',
  };
}

/** The article in words, with 待核实 where it is open whether it reaches the row. */
export function basisText({ citation, text, isSettled }: Basis, lang: 'zh' | 'en'): string {
  const named = citation ? law.citationText(citation, lang) : (text?.[lang] ?? '');
  if (isSettled) return named;
  const open = lang === 'en' ? 'to be verified' : '待核实';
  if (named === '') return open;
  return lang === 'en' ? `${named} (whether it applies: ${open})` : `${named}（是否适用${open}）`;
}

/** The last day a record must be kept to, by the law of its day; null where that is not known. */
export function keepUntil(row: BareRow, basis: Basis, settings: readonly LawSettingRow[]): CivilDate | null {
  const lawValue = (id: string) => law.number(`food-safety-law/${id}`, row.on, settings)?.value;
  if (basis.retention === null) return null;
  if (basis.retention === 'produce') return later(row.on, lawValue('retention-produce'), addMonths);
  if (row.expiresOn !== null) return later(row.expiresOn, lawValue('retention-after-shelf-life'), addMonths);
  return later(row.on, lawValue('retention-without-shelf-life'), addYears);
}

/** Null also where the calendar of the service ends: such a date is no date of goods. */
function later(from: CivilDate, by: number | undefined, add: (date: CivilDate, by: number) => CivilDate): CivilDate | null {
  return by === undefined || from >= LAST_COUNTED ? null : add(from, by);
}

/** The row with what the law says of it. */
export function judged(kind: LedgerKind, keeper: Keeper, { category, ...row }: BareRow, settings: readonly LawSettingRow[]): LedgerRow {
  const bare = { ...row, category };
  const basis = basisOf(kind, keeper, category);
  return { ...row, basis, keepUntil: keepUntil(bare, basis, settings), missing: missingIn(bare, basis.required) };
}

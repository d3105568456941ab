import { law } from '../../law/index.ts';
import { type CivilDate, civilDateOf } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { Problem } from '../../platform/problems.ts';
import type { Store } from '../../store/store.ts';
import type { Knowledge, Substance } from '../knowledge.ts';
import { mentionRepository } from '../notice/mention-repository.ts';
import { nameKey } from '../reading/normalise.ts';
import { LAWFUL_CONTEXTS } from '../registers.ts';
import { loadKnowledgeBase } from './current.ts';
import { type EntryBody, EVER, knowledgeOn, ownKnowledge } from './entries.ts';
import { bodyOf } from './entry-checks.ts';
import type { EntryInput } from './entry-schemas.ts';
import type { StruckStructures } from './struck-structures.ts';

/** A drug is declared by nobody: a word that more products declare than this may be an ordinary food. */
export const MOST_PRODUCTS = 20;
/** Products are counted up to this, and parts of names are sought in so many of the newest. */
const MOST_COUNTED = 1_000;

/** What an entry would strike on the day it is made, beside what it is meant for. */
export interface Struck {
  /** Names of what has a lawful place in food: rows with a lawful context, additives of GB 2760 known here, molecules of everyday food. */
  readonly lawful: readonly string[];
  /** Other rows known already. */
  readonly known: number;
  /** Stored products that declare it, counted up to a thousand. */
  readonly products: number;
}

/**
 * Refuses an entry that would strike what is lawful, or more products than a drug is found in, until it is sent again with `confirm`: a wrong word here
 * opens leads against ordinary food in all of the province.
 * @throws {Problem} conflict with what it would strike
 */
export async function guardEntry({ store }: Deps, input: EntryInput, now: number): Promise<void> {
  if (input.confirm) return;
  const { entries } = await loadKnowledgeBase(store);
  const struck = await struckBy(store, bodyOf(input), knowledgeOn(entries, EVER), civilDateOf(now));
  if (!isStriking(struck)) return;
  const { lawful, known, products } = struck;
  throw new Problem(
    'conflict',
    {
      zh: `此条目会命中：有合法情形的物质${lawful.length}项${lawful.length > 0 ? `（${lawful.slice(0, 5).join('、')}）` : ''}，已存产品${products}个。确认无误后，加 confirm: true 再提交。`,
      en: `This entry would strike ${lawful.length} substance(s) with a lawful context${lawful.length > 0 ? ` (${lawful.slice(0, 5).join(', ')})` : ''} and ${products} stored product(s). Where that is meant, send it again with confirm: true.`,
    },
    { extra: { strikes: { lawful, known, products } } },
  );
}

/** Whether a person must say that this is meant. */
export const isStriking = ({ lawful, products }: Struck): boolean => lawful.length > 0 || products > MOST_PRODUCTS;

/** What an entry would strike; nothing where it finds nothing itself (a lawful use). */
export async function struckBy(store: Pick<Store, 'read'>, body: EntryBody, known: Knowledge, on: CivilDate): Promise<Struck> {
  const own = ownKnowledge(body, known);
  if (own === null) return { lawful: [], known: 0, products: 0 };
  const isMeant = new Set(own.rows.map((row) => row.id));
  const byStructure = await structureHits(own);
  const rows = known.rows.filter((row) => !isMeant.has(row.id) && (byStructure.rows.has(row.id) || isNamed(row, own)));
  const lawful = rows.filter(isLawful);
  const additives = law.additiveLimits(on).flatMap(({ value }) => value.names.filter((name) => strikes(name, own)));
  return {
    lawful: [...new Set([...lawful.map((row) => row.zh[0] ?? row.en[0] ?? row.id), ...additives, ...byStructure.ordinary])],
    known: rows.length - lawful.length,
    products: await productsStruck(store.read, own),
  };
}

const isLawful = (row: Substance) => (row.lawful !== null && row.lawful in LAWFUL_CONTEXTS) || row.entered?.standing === 'lawful';

const namesOf = (row: Substance) => [...row.zh, ...row.en, ...row.aliases.map((alias) => alias.name)];

/** A known row keeps its own names: only the same name or number turns against it, parts of names do not. */
function isNamed(row: Substance, own: Knowledge): boolean {
  return (row.cas !== null && own.byCas.has(row.cas)) || namesOf(row).some((name) => own.byName.has(nameKey(name)));
}

function strikes(name: string, own: Knowledge): boolean {
  const key = nameKey(name);
  return own.byName.has(key) || own.rules.some((rule) => rule.stems.some((stem) => key.includes(stem)));
}

async function structureHits(own: Knowledge): Promise<StruckStructures> {
  if (own.structures.length === 0 && own.rules.every((rule) => rule.smarts.length === 0)) return { rows: new Set(), ordinary: [] };
  const { struckStructures } = await import('./struck-structures.ts');
  return struckStructures(own);
}

async function productsStruck(read: Store['read'], own: Knowledge): Promise<number> {
  const tokens = [...own.byName.keys(), ...own.byCas.keys()];
  const mentioned = await mentionRepository(read).mentioned('ingredient', tokens, MOST_COUNTED);
  const products = new Set(mentioned.map((row) => row.subjectId));
  if (own.rules.some((rule) => rule.stems.length > 0))
    for (const { id, ingredients } of await newestProducts(read)) {
      const names = (JSON.parse(ingredients ?? '[]') as { name: string }[]).map((one) => one.name);
      if (names.some((name) => strikes(name, own))) products.add(id);
    }
  return Math.min(products.size, MOST_COUNTED);
}

/** Parts of names stand in no index. */
function newestProducts(read: Store['read']) {
  return read
    .selectFrom('product')
    .select(['id', 'ingredients'])
    .where('ingredients', 'is not', null)
    .orderBy('id', 'desc')
    .limit(MOST_COUNTED)
    .execute();
}

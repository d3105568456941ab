import type { Deps } from '../../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../../platform/paging.ts';
import type { Locale } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import type { DB } from '../../store/schema.ts';
import type { Reply } from '../../store/store.ts';
import { bans, type Substance, sourceText } from '../knowledge.ts';
import { FAMILIES, LAWFUL_CONTEXTS } from '../registers.ts';
import { type StructureText, tableStructures } from '../table-structures.ts';
import { judge } from '../verdict.ts';
import { loadKnowledgeBase } from './current.ts';
import { entryView, unknownSubstance } from './entering.ts';
import { type EntryBody, EVER, knowledgeOn } from './entries.ts';
import { type SubstanceQuestion, searchKnowledge } from './search.ts';

type ListQuery = SubstanceQuestion & { limit?: number | undefined; cursor?: string | undefined };

/** What is known and answers a question, the best match first. A page goes on by its place in the list. */
export async function substanceList(deps: Pick<Deps, 'store'>, query: ListQuery, locale: Locale) {
  const { entries } = await loadKnowledgeBase(deps.store);
  const found = searchKnowledge(knowledgeOn(entries, EVER), query);
  const limit = query.limit ?? PAGE_SIZE;
  const start = decodeCursor(query.cursor)?.id ?? 0;
  const rows = found.slice(start, start + limit + 1).map((row, i) => ({ row, at: 0, id: start + i + 1 }));
  const entered = await entryRows(
    deps,
    rows.flatMap(({ row }) => row.entered?.id ?? []),
  );
  const page = pageOf(
    rows,
    limit,
    ({ at, id }) => ({ at, id }),
    ({ row }) => substanceView(row, entered.get(row.entered?.id ?? ''), locale),
  );
  return { ...page, total: found.length };
}

/** GET /v1/substances as JSON. */
export async function listSubstances(deps: Deps, call: Call<unknown, ListQuery>): Promise<Reply> {
  const page = await substanceList(deps, call.query, call.locale);
  return json(200, page, nextLink(call, page.next));
}

async function entryRows({ store }: Pick<Deps, 'store'>, ids: readonly string[]): Promise<Map<string, DB['substance_entry']>> {
  if (ids.length === 0) return new Map();
  const rows = await store.read
    .selectFrom('substance_entry')
    .selectAll()
    .where('publicId', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.publicId, row]));
}

/**
 * A row of the table, an entry, or a member of an entered class (`entry.1`). What was revoked stays readable.
 * @throws {Problem} not-found
 */
export async function oneSubstance(deps: Pick<Deps, 'store'>, id: string, locale: Locale) {
  const [entryId = ''] = id.split('.');
  const { entries } = await loadKnowledgeBase(deps.store);
  const entered = (await entryRows(deps, [entryId])).get(entryId);
  const { rows } = knowledgeOn(entered ? entries.map((entry) => ({ ...entry, revokedAt: null })) : entries, EVER);
  const alias = entered && entries.find((entry) => entry.id === entered.publicId)?.body;
  const wanted = alias?.kind === 'alias' ? alias.of : id;
  const row = rows.find((one) => one.id === wanted);
  if (!row) throw unknownSubstance();
  const view = substanceView(row, entered, locale);
  return alias?.kind === 'alias' ? { ...view, id: entryId, kind: 'alias' as const, of: alias.of } : view;
}

export type SubstanceShown = Awaited<ReturnType<typeof oneSubstance>>;

/** GET /v1/substances/{id}. */
export async function readSubstance(deps: Deps, call: Call<{ id: string }>): Promise<Reply> {
  return json(200, await oneSubstance(deps, call.params.id, call.locale));
}

/** A row as replies show it. */
function substanceView(row: Substance, entry: DB['substance_entry'] | undefined, locale: Locale) {
  const { verdict, reason } = judge(row, 'name');
  return {
    id: row.id,
    kind: row.kind,
    names: { zh: row.zh, en: row.en },
    aliases: row.aliases.map((alias) => alias.name),
    cas: row.cas,
    formula: row.formula,
    family: { id: row.family, ...(FAMILIES[row.family] ?? { zh: row.family, en: row.family }) },
    verdict,
    reason: reason[locale],
    texts: bans(row).map(({ title, as, source, confirmed }) => ({ title: title[locale], as, confirmed, source: sourceText(source) })),
    methods: row.methods,
    lawful: row.lawful === null ? null : (LAWFUL_CONTEXTS[row.lawful]?.[locale] ?? row.lawful),
    limitApplies: row.limitApplies,
    drug: row.drug,
    relation: row.relation,
    sources: row.sources.map(sourceText),
    confidence: row.confidence,
    structures: structuresOf(row, entry),
    entry: entry ? entryView(entry) : null,
  };
}

function structuresOf(row: Substance, entry: DB['substance_entry'] | undefined): StructureText[] {
  if (!row.entered) return tableStructures(row.id);
  const body = entry ? (JSON.parse(entry.body) as EntryBody) : null;
  return body?.kind === 'substance' ? body.smiles.map((smiles) => ({ smiles, inchikey: null })) : [];
}

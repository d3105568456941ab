import type { Deps } from '../../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../../platform/paging.ts';
import type { Locale } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import type { DB } from '../../store/schema.ts';
import type { Reply } from '../../store/store.ts';
import { bans, type Substance, sourceText } from '../knowledge.ts';
import { FAMILIES, LAWFUL_CONTEXTS } from '../registers.ts';
import { judge } from '../verdict.ts';
import { loadKnowledgeBase } from './current.ts';
import { entryView, unknownSubstance } from './entering.ts';
import { EVER, knowledgeOn } from './entries.ts';
import { type SubstanceQuestion, searchKnowledge } from './search.ts';

type ListQuery = SubstanceQuestion & { limit?: number | undefined; cursor?: string | undefined };

/** GET /v1/substances: the best match first. A page goes on by its place in the list. */
export async function listSubstances(deps: Deps, call: Call<unknown, ListQuery>): Promise<Reply> {
  const { entries } = await loadKnowledgeBase(deps.store);
  const found = searchKnowledge(knowledgeOn(entries, EVER), call.query);
  const limit = call.query.limit ?? PAGE_SIZE;
  const start = decodeCursor(call.query.cursor)?.id ?? 0;
  const rows = found.slice(start, start + limit + 1).map((row, i) => ({ row, at: 0, id: start + i + 1 }));
  const entered = await entryRows(
    deps,
    rows.flatMap(({ row }) => row.entered?.id ?? []),
  );
  const page = pageOf(
    rows,
    limit,
    ({ at, id }) => ({ at, id }),
    ({ row }) => substanceView(row, entered.get(row.entered?.id ?? ''), call.locale),
  );
  return json(200, page, nextLink(call, page.next));
}

async function entryRows({ store }: Deps, ids: readonly string[]): Promise<Map<string, DB['substance_entry']>> {
  if (ids.length === 0) return new Map();
  const rows = await store.read
    .selectFrom('substance_entry')
    .selectAll()
    .where('publicId', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.publicId, row]));
}

/** GET /v1/substances/{id}: a row of the table, an entry, or a member of an entered class (`entry.1`). What was revoked stays readable. */
export async function readSubstance(deps: Deps, call: Call<{ id: string }>): Promise<Reply> {
  const [entryId = ''] = call.params.id.split('.');
  const { entries } = await loadKnowledgeBase(deps.store);
  const entered = (await entryRows(deps, [entryId])).get(entryId);
  const { rows } = knowledgeOn(entered ? entries.map((entry) => ({ ...entry, revokedAt: null })) : entries, EVER);
  const alias = entered && entries.find((entry) => entry.id === entered.publicId)?.body;
  const wanted = alias?.kind === 'alias' ? alias.of : call.params.id;
  const row = rows.find((one) => one.id === wanted);
  if (!row) throw unknownSubstance();
  const view = substanceView(row, entered, call.locale);
  return json(200, alias?.kind === 'alias' ? { ...view, id: entryId, kind: 'alias', of: alias.of } : view);
}

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
    entry: entry ? entryView(entry) : null,
  };
}

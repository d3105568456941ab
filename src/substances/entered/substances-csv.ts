import { type CsvValue, csvLine, csvReply } from '../../enforcement/csv.ts';
import { filterCells } from '../../enforcement/csv-leads.ts';
import { namesOf } from '../../enforcement/entered-by.ts';
import { civilDateOf, formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { PAGE_LIMIT } from '../../platform/paging.ts';
import type { Locale } from '../../platform/problems.ts';
import { type EntryListQuery, entryList } from './entry-list.ts';
import { substanceList } from './listing.ts';
import type { SubstanceQuestion } from './search.ts';

interface Asking {
  now: number;
  locale: Locale;
}

const words = {
  zh: {
    substances: '物质和类别（文件写了什么，不是违法认定）',
    entries: '录入的物质、类别和写法',
    made: '生成时间',
    filter: '筛选条件',
    all: '无',
    heads: '编号,种类,中文名称,外文名称,其他写法,CAS号,分子式,类别,命中时,理由,文件,来源,录入编号,起始日,公布日,录入机关,录入时间',
    entryHeads: '编号,种类,名称,所指物质,起始日,公布日,来源,理由,录入机关,录入时间,撤销时间,撤销理由',
  },
  en: {
    substances: 'Substances and classes (what texts say, no verdict on anybody)',
    entries: 'Substances, classes and spellings people entered',
    made: 'made',
    filter: 'filter',
    all: 'none',
    heads:
      'id,kind,Chinese names,other names,further spellings,CAS,formula,family,when met,why,texts,sources,entry,from,published on,entered by,entered at',
    entryHeads: 'id,kind,name,means,from,published on,source,why,entered by,entered at,revoked at,revoked because',
  },
} satisfies Record<Locale, unknown>;

const joined = (texts: readonly string[]) => texts.join('；');

function head(title: string, heads: string, { now, locale }: Asking, query: object): string {
  const text = words[locale];
  return [
    csvLine([title, text.made, formatInstant(now)]),
    csvLine([text.filter, ...filterCells({ ...query }, text.all)]),
    csvLine(heads.split(',')),
  ].join('');
}

/** All substances and classes under a filter, a line each. */
export async function substancesAsCsv(deps: Pick<Deps, 'store'>, asking: Asking, query: SubstanceQuestion): Promise<Response> {
  return csvReply('substances', civilDateOf(asking.now), substanceBlocks(deps, asking, query));
}

async function* substanceBlocks(deps: Pick<Deps, 'store'>, asking: Asking, query: SubstanceQuestion): AsyncGenerator<string, void> {
  const { locale } = asking;
  const text = words[locale];
  yield head(text.substances, text.heads, asking, query);
  let cursor: string | undefined;
  do {
    const { items, next } = await substanceList(deps, { ...query, limit: PAGE_LIMIT, cursor }, locale);
    const names = await namesOf(
      deps.store.read,
      items.flatMap((item) => item.entry?.by ?? []),
    );
    const lines = items.map(({ entry, ...row }): CsvValue[] => [
      row.id,
      row.kind,
      joined(row.names.zh),
      joined(row.names.en),
      joined(row.aliases),
      row.cas,
      row.formula,
      row.family[locale],
      row.verdict,
      row.reason,
      joined(row.texts.map((one) => one.title)),
      joined(row.sources),
      entry?.id ?? null,
      entry?.from ?? null,
      entry?.publishedOn ?? null,
      entry ? (names.get(entry.by) ?? entry.by) : null,
      entry?.at ?? null,
    ]);
    yield lines.map(csvLine).join('');
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

/** Everything people entered under a filter, a line each. */
export async function entriesAsCsv(deps: Pick<Deps, 'store'>, asking: Asking, query: EntryListQuery): Promise<Response> {
  return csvReply('substance-entries', civilDateOf(asking.now), entryBlocks(deps, asking, query));
}

async function* entryBlocks(deps: Pick<Deps, 'store'>, asking: Asking, query: EntryListQuery): AsyncGenerator<string, void> {
  const text = words[asking.locale];
  yield head(text.entries, text.entryHeads, asking, query);
  let cursor: string | undefined;
  do {
    const { items, next } = await entryList(deps, { ...query, limit: PAGE_LIMIT, cursor });
    const names = await namesOf(
      deps.store.read,
      items.map((item) => item.by),
    );
    const lines = items.map((item): CsvValue[] => [
      item.id,
      item.kind,
      item.kind === 'alias' ? item.name : joined([...item.names.zh, ...item.names.en]),
      item.kind === 'alias' ? item.of : null,
      item.from,
      item.publishedOn,
      item.source,
      item.reason,
      names.get(item.by) ?? item.by,
      item.at,
      item.revoked?.at ?? null,
      item.revoked?.reason ?? null,
    ]);
    yield lines.map(csvLine).join('');
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

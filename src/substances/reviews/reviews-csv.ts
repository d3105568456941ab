import { type CsvValue, csvLine, csvReply } from '../../enforcement/csv.ts';
import { filterCells } from '../../enforcement/csv-leads.ts';
import { namesOf, ownerOf } from '../../enforcement/entered-by.ts';
import { civilDateOf, formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { PAGE_LIMIT } from '../../platform/paging.ts';
import type { Locale } from '../../platform/problems.ts';
import type { Call } from '../../platform/route.ts';
import { type ReviewListQuery, reviewList } from './deciding.ts';
import { type Outcome, outcomeWords } from './reviews.ts';

type Asking = Pick<Call<unknown, ReviewListQuery>, 'caller' | 'now' | 'locale' | 'query'>;

const words = {
  zh: {
    title: '筛查待判断事项',
    made: '生成时间',
    filter: '筛选条件',
    all: '无',
    heads: '编号,种类,内容,类别,为什么要人判断,首次出现的批次,地区代码,地区,状态,提出时间,判断,判断理由,录入编号,判断机关,判断时间',
  },
  en: {
    title: 'Questions screening leaves to people',
    made: 'made',
    filter: 'filter',
    all: 'none',
    heads:
      'id,kind,as written,family,why a person must look,first met in,region code,region,state,at,outcome,reason,entry,decided by,decided at',
  },
} satisfies Record<Locale, unknown>;

/** The queue under its filter as a file, a line a question; read and sent a page at a time. */
export async function reviewsAsCsv(deps: Pick<Deps, 'store'>, asking: Asking): Promise<Response> {
  return csvReply('reviews', civilDateOf(asking.now), blocksOf(deps, asking));
}

async function* blocksOf(deps: Pick<Deps, 'store'>, asking: Asking): AsyncGenerator<string, void> {
  const text = words[asking.locale];
  const { state } = asking.query;
  yield [
    csvLine([text.title, text.made, formatInstant(asking.now)]),
    csvLine([text.filter, ...filterCells({ state }, text.all)]),
    csvLine(text.heads.split(',')),
  ].join('');
  let cursor: string | undefined;
  do {
    const { items, next } = await reviewList(deps, asking, { state, limit: PAGE_LIMIT, cursor });
    const names = await namesOf(
      deps.store.read,
      items.flatMap((item) => item.decision?.by ?? []),
    );
    const lines = items.map((item): CsvValue[] => [
      item.id,
      item.kind,
      item.input,
      item.family,
      item.reason,
      item.about?.id ?? null,
      item.regionCode,
      item.region,
      item.state,
      item.at,
      item.decision ? (outcomeWords[item.decision.outcome as Outcome]?.[asking.locale] ?? item.decision.outcome) : null,
      item.decision?.reason ?? null,
      item.decision?.entry ?? null,
      item.decision?.by ? (names.get(ownerOf(item.decision.by)) ?? ownerOf(item.decision.by)) : null,
      item.decision?.at ?? null,
    ]);
    yield lines.map(csvLine).join('');
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

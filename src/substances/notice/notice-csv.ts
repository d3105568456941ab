import { type CsvValue, csvLine, csvReply } from '../../enforcement/csv.ts';
import { filterCells } from '../../enforcement/csv-leads.ts';
import { civilDateOf, formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { PAGE_LIMIT } from '../../platform/paging.ts';
import type { Locale } from '../../platform/problems.ts';
import { type Notice, type NoticeAsking, type NoticeListName, type NoticeQuery, noticeLists, readNotice } from './notice.ts';
import { lineViews, type NoticeLineView } from './notice-views.ts';

/** Words of the file, as CSV and as workbook. */
export const noticeWords = {
  zh: {
    title: '通知所涉批次（线索和抽样依据，不是违法认定）',
    made: '生成时间',
    filter: '筛选条件',
    all: '无',
    cut: (shown: number, total: number) => `共${total}批，只列前${shown}批；全部见CSV`,
    lists: { found: '检出', declared: '申报', sampling: '建议抽样' },
    heads:
      '清单,次序,追溯码,产品,规格,批号,生产日期,生产者,统一社会信用代码,生产地代码,生产地,检出或申报,原因,持有人,持有人统一社会信用代码,场所,场所地代码,场所地,在库数量,单位',
  },
  en: {
    title: 'Batches a notice concerns (leads and grounds to sample, no verdict)',
    made: 'made',
    filter: 'filter',
    all: 'none',
    cut: (shown: number, total: number) => `${total} batches, the first ${shown} listed; the CSV has all`,
    lists: { found: 'found', declared: 'declared', sampling: 'to sample' },
    heads:
      'list,rank,trace code,product,specification,batch number,produced on,maker,uscc,region of making code,region of making,found or declared,why,holder,holder uscc,site,site region code,site region,on hand,unit',
  },
} satisfies Record<Locale, unknown>;

/** Every list as a file for a spreadsheet, one line a batch and holder; read and sent a page at a time. */
export async function noticeAsCsv(deps: Deps, asking: NoticeAsking, id: string, query: NoticeQuery): Promise<Response> {
  const notice = await readNotice(deps, asking, id, query);
  return csvReply('notice', civilDateOf(asking.now), blocksOf(deps, asking, notice, query));
}

async function* blocksOf(deps: Deps, { now, locale }: NoticeAsking, notice: Notice, query: NoticeQuery): AsyncGenerator<string, void> {
  const text = noticeWords[locale];
  yield [
    csvLine([text.title, notice.target.name[locale], text.made, formatInstant(now)]),
    csvLine([text.filter, ...filterCells({ ...query }, text.all)]),
    csvLine(text.heads.split(',')),
  ].join('');
  for (const name of query.list === undefined ? noticeLists : [query.list]) {
    const lines = notice.lists[name];
    for (let from = 0; from < lines.length; from += PAGE_LIMIT) {
      const views = await lineViews(deps.store.read, lines.slice(from, from + PAGE_LIMIT), notice.codes, locale);
      yield views.flatMap((view) => cellsOf(view, name, locale).map(csvLine)).join('');
    }
  }
}

/** A batch nobody holds any more has one line without a holder. */
export function cellsOf(view: NoticeLineView, name: NoticeListName, locale: Locale): CsvValue[][] {
  const batch: CsvValue[] = [
    noticeWords[locale].lists[name],
    view.rank ?? null,
    view.traceCode,
    view.product.name,
    view.product.specification,
    view.batchNumber,
    view.productionDate,
    view.maker.name,
    view.maker.uscc,
    view.regionCode,
    view.regionName,
    view.matched.map(({ input, certificate }) => (certificate ? `${input} ${certificate.value}` : input)).join('；'),
    view.why.map((why) => (why.because === null ? why.text : `${why.text} ${why.because}`)).join('；'),
  ];
  if (view.holders.length === 0) return [[...batch, null, null, null, null, null, null, null]];
  return view.holders.map((holder) => [
    ...batch,
    holder.party.name,
    holder.party.uscc,
    holder.site?.name ?? null,
    holder.regionCode,
    holder.regionName,
    holder.quantity?.amount ?? null,
    holder.quantity?.unit ?? null,
  ]);
}

import type { CsvValue } from '../../enforcement/csv.ts';
import { filterCells } from '../../enforcement/csv-leads.ts';
import { civilDateOf, formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { PAGE_LIMIT } from '../../platform/paging.ts';
import { type Notice, type NoticeAsking, type NoticeListName, type NoticeQuery, noticeLists, readNotice } from './notice.ts';
import { cellsOf, noticeWords } from './notice-csv.ts';
import { lineViews } from './notice-views.ts';

/** Batches one sheet holds: it is made in memory. The CSV has all of them. */
const MOST_BATCHES = 5_000;
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const WIDTHS = [10, 8, 28, 24, 18, 16, 12, 28, 22, 12, 16, 28, 40, 28, 22, 20, 12, 16, 12, 8];

/** Every list as a sheet of a workbook, the same columns as the CSV; a sheet that was cut says so in its first line. */
export async function noticeAsWorkbook(deps: Deps, asking: NoticeAsking, id: string, query: NoticeQuery): Promise<Response> {
  const notice = await readNotice(deps, asking, id, query);
  const { default: write } = await import('write-excel-file/universal');
  const sheets = [];
  for (const name of query.list === undefined ? noticeLists : [query.list]) sheets.push(await sheetOf(deps, asking, notice, name, query));
  const blob = await write(sheets).toBlob();
  return new Response(await blob.arrayBuffer(), {
    status: 200,
    headers: {
      'Content-Type': TYPE,
      'Content-Disposition': `attachment; filename="notice-${civilDateOf(asking.now)}.xlsx"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

async function sheetOf(deps: Deps, { now, locale }: NoticeAsking, notice: Notice, name: NoticeListName, query: NoticeQuery) {
  const text = noticeWords[locale];
  const lines = notice.lists[name].slice(0, MOST_BATCHES);
  const rows: CsvValue[][] = [];
  for (let from = 0; from < lines.length; from += PAGE_LIMIT) {
    const views = await lineViews(deps.store.read, lines.slice(from, from + PAGE_LIMIT), notice.codes, locale);
    rows.push(...views.flatMap((view) => cellsOf(view, name, locale)));
  }
  const total = notice.lists[name].length;
  const isCut = total > lines.length ? [text.cut(lines.length, total)] : [];
  return {
    sheet: text.lists[name],
    data: [
      [text.title, notice.target.name[locale], text.made, formatInstant(now), ...isCut],
      [text.filter, ...filterCells({ ...query }, text.all)],
      text.heads.split(',').map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
      ...rows,
    ],
    columns: WIDTHS.map((width) => ({ width })),
    stickyRowsCount: 3,
  };
}

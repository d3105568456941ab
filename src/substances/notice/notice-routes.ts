import { wantsCsv } from '../../enforcement/csv.ts';
import type { Deps } from '../../platform/deps.ts';
import { invalidInput } from '../../platform/problems.ts';
import { json, type Route, route } from '../../platform/route.ts';
import { noticeAnswer } from './notice.ts';
import { noticeAsCsv } from './notice-csv.ts';
import { noticeParams, noticeQuery, noticeReply } from './notice-schemas.ts';
import { noticeAsWorkbook } from './notice-workbook.ts';

/** What an authority asks on the day a notice appears. */
export function noticeDayRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/substances/{id}/notice',
      id: 'readNoticeDay',
      tag: 'judging',
      summary: 'The day a notice appears: what is found, declared, and whom to sample',
      description:
        'For a substance or class, shipped or entered: batches in whose results it was found; batches that declare it; and, since nobody declares a drug, the sampling list: what shares maker, lot of material or formula with a positive batch, or has the forms and claims the text names, each with its reasons, in order. ' +
        'Every line with product, maker, and who still has how much of it where; totals of each list; `draftHold` and `recallScope` are bodies for POST /v1/holds and POST /v1/recalls. Of an authority: what was made or is held in its regions. An administrator sees all. ' +
        'Nothing is stored and nobody is told: leads come from the rules, by the law of the day of each act. Goods on the way are with nobody until they are received. Stems and structures of a class screen new records; stored ones are found by names and CAS numbers. ' +
        'As CSV (`Accept: text/csv` or `format=csv`): a line a batch and holder; with `format=xlsx` the same as a workbook, a sheet a list.',
      access: { who: ['authority', 'admin'] },
      params: noticeParams,
      query: noticeQuery,
      replies: { 200: { description: 'The lists; `next` of a list leads on with `list` and `cursor`', schema: noticeReply } },
      handle: async (call) => {
        const { query } = call;
        if (query.cursor !== undefined && query.list === undefined) throw noList(query.cursor);
        if (query.format === 'xlsx') return noticeAsWorkbook(deps, call, call.params.id, query);
        if (wantsCsv(call.request, query.format)) return noticeAsCsv(deps, call, call.params.id, query);
        return json(200, await noticeAnswer(deps, call, call.params.id, query));
      },
    }),
  ];
}

function noList(found: string) {
  return invalidInput([
    {
      pointer: '/query/list',
      found: `cursor=${found}`,
      expected: {
        zh: '与 cursor 同用的 list：found、declared 或 sampling',
        en: 'with cursor, the list it belongs to: found, declared or sampling',
      },
      fix: { zh: '补上 list', en: 'add list' },
    },
  ]);
}

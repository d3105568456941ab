import { type PartyCaller, partyCaller } from '../../platform/caller.ts';
import { type CivilDate, civilDateOf, daysBetween, parseCivilDate } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import type { ProblemDetail } from '../../platform/problem-detail.ts';
import { invalidInput } from '../../platform/problems.ts';
import { type Call, type Route, route } from '../../platform/route.ts';
import { XLSX_TYPE } from '../imports/template.ts';
import type { Period } from './books.ts';
import { ledgerAsCsv, ledgerAsJson, ledgerAsXlsx } from './formats.ts';
import type { LedgerKind } from './model.ts';
import { ledgerOf } from './pages.ts';
import { ledgerAsPage } from './print.ts';
import { type LedgerFormat, type LedgerQuery, ledgerParams, ledgerQuery, ledgerReply } from './schemas.ts';
import { placesOf } from './sheets.ts';

/** A period holds at most so many days: what the law has kept longest, two years after the sale. */
const MOST_DAYS = 1_100;

/** The ledgers the law has firms keep, from what is recorded already. */
export function ledgerBookRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/statutory-ledgers/{kind}',
      id: 'readStatutoryLedger',
      tag: 'exchange',
      summary: 'Statutory ledgers (台账)',
      description:
        'What the Food Safety Law has written down, from what is recorded already: goods received (50, 53, 65) with the supplier, the papers, the checks and who made them; goods a producer sold (51); goods sold on (53). ' +
        'A sheet a site, for a month or a period; `branches=true` adds the sites of every party that delegated custody to the caller. Each row says the article, until when it is kept, and which of the article’s fields it lacks; where it is open whether an article applies, 待核实. ' +
        'Quantities are what changed hands: voided shipments and what was taken back or refused are left out. A buyer’s address and contact are shown once it confirmed receipt with its own key. ' +
        '`format=html` is a page to print (A4, head repeated), `xlsx` a workbook with a sheet a site (50,000 rows), `csv` one table.',
      access: { who: ['party'], delegateRight: 'custody' },
      params: ledgerParams,
      query: ledgerQuery,
      replies: {
        200: { description: 'The ledger; text/html, text/csv or a workbook by `format`', schema: ledgerReply },
      },
      handle: (call) => readLedger(deps, call, partyCaller(call)),
    }),
  ];
}

/** @throws {Problem} invalid-input for a period that is none; not-found for a site out of scope; too-large for a workbook */
async function readLedger(deps: Deps, call: Call<{ kind: LedgerKind }, LedgerQuery>, caller: PartyCaller): Promise<Response> {
  const { read } = deps.store;
  const { site, branches, format, lang } = call.query;
  const period = periodOf(call.query, civilDateOf(call.now));
  const places = await placesOf(read, caller, { site, branches: branches === 'true' }, call.now);
  const ledger = await ledgerOf(read, call.params.kind, places, period, site !== undefined);
  const locale = lang ?? call.locale;
  const answer = { json: ledgerAsJson, csv: ledgerAsCsv, xlsx: ledgerAsXlsx, html: ledgerAsPage }[formatOf(call.request, format)];
  return answer(ledger, locale);
}

const TYPES: Record<LedgerFormat, string> = { json: 'application/json', xlsx: XLSX_TYPE, html: 'text/html', csv: 'text/csv' };

/** `?format=` first, then the type that Accept names first. */
function formatOf(request: Request, asked: LedgerFormat | undefined): LedgerFormat {
  if (asked !== undefined) return asked;
  const accept = (request.headers.get('accept') ?? '').toLowerCase();
  const named = (Object.keys(TYPES) as LedgerFormat[]).filter((format) => accept.includes(TYPES[format]));
  return named.sort((a, b) => accept.indexOf(TYPES[a]) - accept.indexOf(TYPES[b]))[0] ?? 'json';
}

/** The days asked for: a month, or from and to. */
export function periodOf({ month, from, to }: Pick<LedgerQuery, 'month' | 'from' | 'to'>, today: CivilDate): Period {
  if (month !== undefined && (from !== undefined || to !== undefined)) throw invalidInput([twoPeriods(month)]);
  if (month !== undefined && parseCivilDate(`${month}-01`) === null) throw invalidInput([noMonth(month)]);
  if (from === undefined && to === undefined) return monthOf(month ?? today.slice(0, 7));
  const period = { from: from ?? `${(to ?? today).slice(0, 7)}-01`, to: to ?? today };
  const errors = wrongPeriod(period);
  if (errors.length > 0) throw invalidInput(errors);
  return period;
}

function monthOf(month: string): Period {
  const [year, n] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return { from: `${month}-01`, to: `${month}-${new Date(Date.UTC(year, n, 0)).getUTCDate()}` };
}

function noMonth(found: string): ProblemDetail {
  return {
    pointer: '/query/month',
    found,
    expected: { zh: '1900 至 2200 年的月份，YYYY-MM', en: 'a month of the years 1900 to 2200 as YYYY-MM' },
    fix: { zh: '例如 2026-11', en: 'for example 2026-11' },
  };
}

function twoPeriods(found: string): ProblemDetail {
  return {
    pointer: '/query/month',
    found,
    expected: { zh: 'month，或者 from 和 to，二者居其一', en: 'either month, or from and to' },
    fix: { zh: '去掉其中一个', en: 'leave one of them out' },
  };
}

function wrongPeriod({ from, to }: Period): ProblemDetail[] {
  if (to < from)
    return [
      {
        pointer: '/query/to',
        found: to,
        expected: { zh: `不早于 ${from}`, en: `not before ${from}` },
        fix: { zh: '更正起止日期', en: 'correct the days' },
      },
    ];
  if (daysBetween(from, to) < MOST_DAYS) return [];
  return [
    {
      pointer: '/query/from',
      found: `${from} … ${to}`,
      expected: { zh: `不超过 ${MOST_DAYS} 天`, en: `at most ${MOST_DAYS} days` },
      fix: { zh: '分段查询', en: 'ask in parts' },
    },
  ];
}

import { z } from '@hono/zod-openapi';
import { regionName } from '../parties/regions.ts';
import { addYears, civilDateOf, endOfDay, formatInstant, startOfDay } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { civilDate } from '../platform/fields.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, type Locale } from '../platform/problems.ts';
import { ruleOf } from '../rules/engine.ts';
import { csvLine, csvReply, yuan } from './csv.ts';
import { filterCells } from './csv-leads.ts';
import type { Asking } from './lists.ts';
import { scopeOf } from './repository.ts';
import { format } from './schemas.ts';
import {
  confirmationMedian,
  confirmationsByMonth,
  correctionMedians,
  countsBy,
  type Grouping,
  groupings,
  type Median,
  type Period,
} from './statistics-queries.ts';

const MOST_YEARS = 10;

export const statisticsQuery = z.strictObject({
  by: z.enum(groupings).openapi({
    description: 'rule, region (county of the act), month (of finding), department, state, value (the band, in cents)',
    example: 'rule',
  }),
  since: civilDate('Found on this day or later; a year back when left out').optional(),
  until: civilDate('Found on this day or earlier; today when left out', '2026-11-30').optional(),
  weight: z.enum(['lead', 'reminder']).optional().openapi({ description: 'Leads unless `reminder` is asked for', example: 'lead' }),
  format,
});
export type StatisticsQuery = z.output<typeof statisticsQuery>;

const median = z
  .object({
    count: z.number().int().openapi({ description: 'Of how many', example: 12 }),
    medianHours: z.number().openapi({ description: 'The middle one, in hours, to a tenth', example: 26.5 }),
  })
  .nullable();

export const statisticsReply = z
  .object({
    by: z.enum(groupings).openapi({ description: 'How it is grouped', example: 'rule' }),
    since: z.string().openapi({ description: 'First day', example: '2025-11-05' }),
    until: z.string().openapi({ description: 'Last day', example: '2026-11-05' }),
    items: z
      .array(
        z.object({
          key: z.string().openapi({ description: 'The group; empty where a lead has none', example: 'past-shelf-life' }),
          name: z.string().openapi({ description: 'In words', example: '超过保质期' }),
          total: z.number().int().openapi({ description: 'Leads found', example: 14 }),
          byState: z.record(z.string(), z.number().int()).openapi({ description: 'By state', example: { open: 2, corrected: 12 } }),
          timeToCorrect: median.openapi({ description: 'From finding to correction', example: { count: 12, medianHours: 26.5 } }),
        }),
      )
      .openapi({ description: 'Most leads first; months in order', example: [] }),
    total: z.number().int().openapi({ description: 'Leads in all', example: 14 }),
    timeToCorrect: median.openapi({ description: 'Over all groups', example: { count: 12, medianHours: 26.5 } }),
    timeToConfirm: median.openapi({
      description: 'From a proven delivery to its receipt, of receivers registered in the region; null without any',
      example: { count: 40, medianHours: 3.2 },
    }),
    confirmations: z
      .array(
        z.object({
          month: z.string().openapi({ description: 'Month of delivery', example: '2026-11' }),
          delivered: z.number().int().openapi({ description: 'Proven deliveries', example: 40 }),
          confirmed: z.number().int().openapi({ description: 'Of them confirmed by the receiver', example: 38 }),
        }),
      )
      .openapi({ description: 'Deliveries to receivers registered in the region, by month', example: [] }),
  })
  .openapi('Statistics', { description: 'Counts and times in the caller’s scope' });

/**
 * Leads in the caller's scope by a group, with the time until they were corrected, and the time until deliveries were confirmed.
 * @throws {Problem} invalid-input for days in the wrong order, or more than ten years
 */
export async function statistics(deps: Deps, asking: Asking, query: StatisticsQuery) {
  const { read } = deps.store;
  const { by } = query;
  const period = periodOf(query, asking.now);
  const scope = await scopeOf(read, asking.caller);
  const [counts, medians, all, timeToConfirm, confirmations] = await Promise.all([
    countsBy(read, scope, by, period),
    correctionMedians(read, scope, by, period),
    correctionMedians(read, scope, 'all', period),
    confirmationMedian(read, scope, period),
    confirmationsByMonth(read, scope, period),
  ]);
  const items = [...Map.groupBy(counts, (row) => row.key)].map(([key, rows]) => ({
    key,
    name: nameOf(by, key, asking.locale),
    total: rows.reduce((sum, row) => sum + row.count, 0),
    byState: Object.fromEntries(rows.map((row) => [row.state, row.count])),
    timeToCorrect: medianView(medians.get(key)),
  }));
  return {
    by,
    since: period.since,
    until: civilDateOf(period.untilAt - 1),
    items: items.sort((a, b) => (by === 'month' ? compare(a.key, b.key) : b.total - a.total || compare(a.key, b.key))),
    total: items.reduce((sum, item) => sum + item.total, 0),
    timeToCorrect: medianView(all.get('')),
    timeToConfirm: medianView(timeToConfirm ?? undefined),
    confirmations,
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function periodOf(query: StatisticsQuery, now: number): Period {
  const until = query.until ?? civilDateOf(now);
  const since = query.since ?? addYears(until, -1);
  const errors: ProblemDetail[] = [];
  if (since > until)
    errors.push({
      pointer: '/query/since',
      found: since,
      expected: { zh: `不晚于 ${until}`, en: `not after ${until}` },
      fix: { zh: '对调两个日期', en: 'change the two days round' },
    });
  else if (since < addYears(until, -MOST_YEARS))
    errors.push({
      pointer: '/query/since',
      found: since,
      expected: { zh: `至多${MOST_YEARS}年`, en: `at most ${MOST_YEARS} years` },
      fix: { zh: `从 ${addYears(until, -MOST_YEARS)} 开始`, en: `begin on ${addYears(until, -MOST_YEARS)}` },
    });
  if (errors.length > 0) throw invalidInput(errors);
  return { weight: query.weight ?? 'lead', since, sinceAt: startOfDay(since), untilAt: endOfDay(until) };
}

function medianView(found: Median | undefined) {
  return found === undefined ? null : { count: found.count, medianHours: Math.round(found.medianMs / 360_000) / 10 };
}

function nameOf(by: Grouping, key: string, locale: Locale): string {
  if (key === '') return { zh: '无', en: 'none' }[locale];
  if (by === 'rule') return ruleOf(key)?.title[locale] ?? key;
  if (by === 'region') return regionName(key);
  if (by === 'value') return bandName(key, locale);
  return by === 'department' ? (departmentNames[key]?.[locale] ?? key) : key;
}

function bandName(key: string, locale: Locale): string {
  const [from, to] = key.split('-').map((cents) => yuan(Number(cents)));
  return { zh: `${from}—${to}元`, en: `${from} to ${to} yuan` }[locale];
}

const departmentNames: Record<string, Record<Locale, string>> = {
  market: { zh: '市场监督管理', en: 'market regulation' },
  agriculture: { zh: '农业农村', en: 'agriculture' },
  forestry: { zh: '林业', en: 'forestry' },
  customs: { zh: '海关', en: 'customs' },
  comprehensive: { zh: '综合行政执法', en: 'comprehensive enforcement' },
  township: { zh: '乡镇（街道）', en: 'township' },
};

const heads = {
  zh: '分组,名称,合计,待处理,已立案,已改正,已排除,已结案,改正条数,改正时间中位数（小时）',
  en: 'key,name,total,open,in case,corrected,dismissed,closed,corrections,median hours to correct',
};
const words = {
  zh: {
    title: '线索统计',
    made: '生成时间',
    filter: '筛选条件',
    confirm: '送达到接收确认中位数（小时）',
    none: '无',
    confirmations: '接收确认',
    months: '月份,送达,已确认',
  },
  en: {
    title: 'Leads counted',
    made: 'made',
    filter: 'filter',
    confirm: 'median hours from delivery to receipt',
    none: 'none',
    confirmations: 'Deliveries confirmed',
    months: 'month,delivered,confirmed',
  },
};

/** The same as a file: what was asked and the time to confirm first, then a line a group. */
export async function statisticsAsCsv(deps: Deps, asking: Asking, query: StatisticsQuery): Promise<Response> {
  const { since, until, items, timeToConfirm } = await statistics(deps, asking, query);
  const text = words[asking.locale];
  const confirm = timeToConfirm ? [String(timeToConfirm.medianHours), String(timeToConfirm.count)] : [text.none];
  const lines = [
    csvLine([text.title, text.made, formatInstant(asking.now)]),
    csvLine([text.filter, ...filterCells({ ...query, since, until }, text.none)]),
    csvLine([text.confirm, ...confirm]),
    csvLine(heads[asking.locale].split(',')),
    ...items.map(({ key, name, total, byState, timeToCorrect }) =>
      csvLine([
        key,
        name,
        total,
        ...['open', 'in-case', 'corrected', 'dismissed', 'closed'].map((state) => byState[state] ?? 0),
        timeToCorrect?.count ?? 0,
        timeToCorrect?.medianHours ?? null,
      ]),
    ),
  ];
  return csvReply('statistics', civilDateOf(asking.now), oneBlock(lines.join('')));
}

async function* oneBlock(text: string): AsyncGenerator<string, void> {
  yield text;
}

/** Deliveries and confirmations by month as a file, with the period that was asked for. */
export async function confirmationsAsCsv(deps: Deps, asking: Asking, query: Omit<StatisticsQuery, 'by'>): Promise<Response> {
  const { since, until, confirmations } = await statistics(deps, asking, { ...query, by: 'month' });
  const text = words[asking.locale];
  const lines = [
    csvLine([text.confirmations, text.made, formatInstant(asking.now)]),
    csvLine([text.filter, ...filterCells({ since, until }, text.none)]),
    csvLine(text.months.split(',')),
    ...confirmations.map(({ month, delivered, confirmed }) => csvLine([month, delivered, confirmed])),
  ];
  return csvReply('confirmations', civilDateOf(asking.now), oneBlock(lines.join('')));
}

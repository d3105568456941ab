import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely';
import { addMonths, type CivilDate, startOfDay } from '../platform/civil-date.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { regionRange } from './model.ts';
import { inScope, type Scope } from './repository.ts';

type Read = Store['read'];

export const groupings = ['rule', 'region', 'month', 'department', 'state', 'value'] as const;
export type Grouping = (typeof groupings)[number];

/** What is counted: leads or reminders found from `sinceAt` (epoch ms, inclusive) to `untilAt` (exclusive). */
export interface Period {
  weight: 'lead' | 'reminder';
  since: CivilDate;
  sinceAt: number;
  untilAt: number;
}

/** The median of times in milliseconds, and of how many. */
export interface Median {
  count: number;
  medianMs: number;
}

/** Leads by a group and its state, in scope; `key` is '' where a lead has none. */
export async function countsBy(read: Read, scope: Scope, by: Grouping, period: Period) {
  const rows = await read
    .selectFrom(
      read
        .selectFrom('finding')
        .select([keyOf(by, period).as('key'), 'finding.state as state'])
        .where(inScope(scope))
        .where(inPeriod(period))
        .as('found'),
    )
    .select((eb) => ['key', 'state', eb.fn.countAll<number>().as('count')])
    .groupBy(['key', 'state'])
    .execute();
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** From the finding of a lead to its correction, the median by group; of all together under ''. */
export async function correctionMedians(read: Read, scope: Scope, by: Grouping | 'all', period: Period): Promise<Map<string, Median>> {
  const times = read
    .selectFrom('finding')
    .select([keyOf(by, period).as('key'), sql<number>`finding."settledAt" - finding."detectedAt"`.as('ms')])
    .where(inScope(scope))
    .where(inPeriod(period))
    .where('finding.state', '=', 'corrected')
    .where('finding.settledAt', 'is not', null);
  return mediansOf(read, times);
}

/**
 * From a proven delivery to its receipt, the median over receivers in scope: a party itself, an authority those registered in its region. By
 * region, then by a receiver's receipts of the period, so that it costs what the period holds.
 */
export async function confirmationMedian(read: Read, scope: Scope, period: Period): Promise<Median | null> {
  const times = read
    .selectFrom('party')
    .innerJoin('receipt', 'receipt.partyId', 'party.id')
    .innerJoin('shipment', 'shipment.id', 'receipt.shipmentId')
    .select([sql<string>`''`.as('key'), sql<number>`receipt."recordedAt" - shipment."deliveredAt"`.as('ms')])
    .where(receiversIn(scope))
    .where('receipt.recordedAt', '>=', period.sinceAt)
    .where('receipt.recordedAt', '<', period.untilAt)
    .where('shipment.purpose', '=', 'sale')
    .where('shipment.deliveredAt', 'is not', null)
    .whereRef('receipt.recordedAt', '>=', 'shipment.deliveredAt');
  return (await mediansOf(read, times)).get('') ?? null;
}

/** Deliveries of a month that were proven, and how many of them their receivers confirmed. */
export interface Confirmations {
  month: string;
  delivered: number;
  confirmed: number;
}

/** Proven deliveries to receivers in scope by month of delivery (Shanghai), months in order; what was never delivered is not counted. */
export async function confirmationsByMonth(read: Read, scope: Scope, period: Period): Promise<Confirmations[]> {
  const rows = await read
    .selectFrom('party')
    .innerJoin('shipment', 'shipment.toPartyId', 'party.id')
    .leftJoin('receipt', 'receipt.shipmentId', 'shipment.id')
    .select([
      monthOf(period, sql`shipment."deliveredAt"`).as('month'),
      sql<number>`count(DISTINCT shipment.id)`.as('delivered'),
      sql<number>`count(DISTINCT receipt."shipmentId")`.as('confirmed'),
    ])
    .where(receiversIn(scope))
    .where('shipment.purpose', '=', 'sale')
    .where('shipment.state', '!=', 'void')
    .where('shipment.deliveredAt', '>=', period.sinceAt)
    .where('shipment.deliveredAt', '<', period.untilAt)
    .groupBy(sql`1`)
    .orderBy(sql`1`)
    .execute();
  return rows.map(({ month, delivered, confirmed }) => ({ month, delivered: Number(delivered), confirmed: Number(confirmed) }));
}

const on = expressionBuilder<DB, 'finding'>();
const onParty = expressionBuilder<DB, 'party'>();

function receiversIn(scope: Scope): Expression<SqlBool> {
  if (scope.kind === 'all') return sql<SqlBool>`1 = 1`;
  if (scope.kind === 'none') return sql<SqlBool>`1 = 0`;
  if (scope.kind === 'party') return onParty('party.id', '=', scope.partyId);
  const { from, to } = regionRange(scope.authority.regionCode);
  return onParty.and([onParty('party.regionCode', '>=', from), onParty('party.regionCode', '<=', to)]);
}

function inPeriod({ weight, sinceAt, untilAt }: Period): Expression<SqlBool> {
  return on.and([
    on('finding.state', 'in', ['open', 'in-case', 'corrected', 'dismissed', 'closed']),
    on('finding.weight', '=', weight),
    on('finding.detectedAt', '>=', sinceAt),
    on('finding.detectedAt', '<', untilAt),
  ]);
}

/** What a lead is grouped by, as text; the band as `100000-1000000`, in cents. */
function keyOf(by: Grouping | 'all', period: Period) {
  if (by === 'all') return sql<string>`''`;
  if (by === 'rule') return sql<string>`finding.rule`;
  if (by === 'region') return sql<string>`finding."regionCode"`;
  if (by === 'department') return sql<string>`coalesce(finding.department, '')`;
  if (by === 'state') return sql<string>`finding.state`;
  if (by === 'month') return monthOf(period);
  return sql<string>`CASE WHEN finding."minCents" IS NULL THEN ''
    ELSE cast(finding."minCents" AS text) || '-' || cast(finding."maxCents" AS text) END`;
}

/** Months in Shanghai, by their first instants: no engine's time zones are asked. */
function monthOf({ since, untilAt }: Period, at = sql`finding."detectedAt"`) {
  const branches = [];
  for (let first = `${since.slice(0, 7)}-01`; startOfDay(first) < untilAt; first = addMonths(first, 1))
    branches.push(sql`WHEN ${at} < ${sql.lit(startOfDay(addMonths(first, 1)))} THEN ${sql.lit(first.slice(0, 7))}`);
  return sql<string>`CASE ${sql.join(branches, sql` `)} ELSE '' END`;
}

type Times = Expression<{ key: string; ms: number }>;

/** The middle of an odd number, the mean of the two in the middle of an even one. */
async function mediansOf(read: Read, times: Times): Promise<Map<string, Median>> {
  const rows = await sql<{ key: string; ms: number; count: number }>`
    SELECT "key", avg(ms) AS ms, max(c) AS "count" FROM (
      SELECT "key", ms, row_number() OVER (PARTITION BY "key" ORDER BY ms) AS n, count(*) OVER (PARTITION BY "key") AS c FROM ${times} AS times
    ) AS ranked WHERE 2 * n BETWEEN c AND c + 2 GROUP BY "key"`.execute(read);
  return new Map(rows.rows.map(({ key, ms, count }) => [key, { count: Number(count), medianMs: Number(ms) }]));
}

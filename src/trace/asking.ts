import { noBatch } from '../batches/views.ts';
import { parseTraceCode } from '../codes/trace-code.ts';
import { partyByRef } from '../parties/facts.ts';
import type { Caller } from '../platform/caller.ts';
import { addDays, civilDateRefusal, parseCivilDate, parseInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, notFound } from '../platform/problems.ts';
import type { Call } from '../platform/route.ts';
import { type AskedBatch, hasOpenRecall, type StartAt, type TraceCaller } from './scope.ts';
import type { TraceAsk } from './trace.ts';
import { edgeKinds, type TraceQuery } from './trace-schemas.ts';
import type { Window } from './walk.ts';

/** Batches one trace may be asked of. */
const MOST_CODES = 50;

export type TraceCall = Pick<Call<unknown, TraceQuery>, 'query' | 'request' | 'now'> & { caller: Caller };

/**
 * Reads what is asked.
 * @throws {Problem} not-found for a code nobody recorded; invalid-input for a filter that cannot be read
 */
export async function askOf(deps: Pick<Deps, 'store'>, call: TraceCall): Promise<TraceAsk> {
  const caller = tracer(call.caller);
  const window = windowOf(call.query);
  const asked = await askedBatches(deps, call.request);
  const ids = asked.map((batch) => batch.id);
  const openRecall = await hasOpenRecall(deps.store, caller, ids);
  const at = await startAt(deps, call.query);
  return { caller, asked, direction: call.query.direction ?? 'forward', at, window, openRecall, now: call.now };
}

function tracer(caller: Caller): TraceCaller {
  if (caller.kind === 'party' || caller.kind === 'authority') return caller;
  throw new Error('A trace is for parties and authorities; its access says otherwise.');
}

/** The codes of the address, each once; a code may be repeated as a parameter or joined with commas. */
async function askedBatches({ store }: Pick<Deps, 'store'>, request: Request): Promise<AskedBatch[]> {
  const given = new URL(request.url).searchParams.getAll('traceCode').flatMap((text) => text.split(','));
  const codes = new Set<string>();
  for (const text of given) {
    const parsed = parseTraceCode(text);
    if (!parsed.ok) throw noBatch();
    codes.add(parsed.code);
  }
  if (codes.size > MOST_CODES)
    throw invalidInput([
      {
        pointer: '/query/traceCode',
        found: `${codes.size}`,
        expected: { zh: `一次至多 ${MOST_CODES} 个追溯码`, en: `at most ${MOST_CODES} codes at once` },
        fix: { zh: '分几次查询', en: 'ask in several requests' },
      },
    ]);
  const rows = await store.read
    .selectFrom('batch')
    .select(['id', 'traceCode', 'partyId', 'siteId', 'regionCode', 'commissionerUscc'])
    .where('traceCode', 'in', [...codes])
    .execute();
  if (rows.length < codes.size) throw noBatch();
  return rows;
}

async function startAt({ store }: Pick<Deps, 'store'>, { party, site }: TraceQuery): Promise<StartAt> {
  if (party === undefined) return { site };
  const known = await partyByRef(store.read, party);
  if (!known) throw notFound({ zh: '该经营主体', en: 'such party' });
  return { partyId: known.id, site };
}

function windowOf({ since, until, depth, kinds }: TraceQuery): Window {
  const errors: ProblemDetail[] = [];
  const from = timeOf(since, 0, '/query/since', errors);
  const to = timeOf(until, 1, '/query/until', errors);
  if (from !== undefined && to !== undefined && from > to)
    errors.push({
      pointer: '/query/until',
      found: until ?? '',
      expected: { zh: `不早于 since（${since}）`, en: `not before since (${since})` },
      fix: { zh: '交换两个日期', en: 'exchange the two' },
    });
  const wanted = kinds?.split(',').map((kind) => kind.trim());
  const unknown = wanted?.filter((kind) => !edgeKinds.some((known) => known === kind)) ?? [];
  for (const kind of unknown)
    errors.push({
      pointer: '/query/kinds',
      found: kind,
      expected: { zh: edgeKinds.join('、'), en: edgeKinds.join(', ') },
      fix: { zh: '去掉 kinds 即全部', en: 'leave kinds out for all' },
    });
  if (errors.length > 0) throw invalidInput(errors);
  return { since: from, until: to, depth, kinds: wanted && new Set(wanted) };
}

/** A day in Shanghai stands for its first instant, or with `days` 1 for its last. */
function timeOf(text: string | undefined, days: 0 | 1, pointer: string, errors: ProblemDetail[]): number | undefined {
  if (text === undefined || text === '') return undefined;
  const day = parseCivilDate(text);
  const instant = day === null ? parseInstant(text) : parseInstant(`${addDays(day, days)}T00:00:00+08:00`);
  if (instant !== null) return day === null ? instant : instant - days;
  errors.push({ pointer, ...civilDateRefusal(text) });
  return undefined;
}

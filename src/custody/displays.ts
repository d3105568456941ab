import { loadBatchFacts } from '../batches/facts.ts';
import { newPublicId } from '../codes/ids.ts';
import { formatTraceCode, parseTraceCode } from '../codes/trace-code.ts';
import { loadPartyFacts, loadSiteFacts } from '../parties/facts.ts';
import { chainOf, type PartyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { SiteFacts } from '../rules/facts.ts';
import { type Judging, judgeRecords } from '../rules/judging.ts';
import type { DB } from '../store/schema.ts';
import type { EntryDraft, Reply } from '../store/store.ts';
import { forSale } from './facts.ts';
import { siteFor } from './incoming.ts';
import { stockRepository } from './repository.ts';
import type { DisplayInput } from './schemas.ts';
import { signed } from './scope.ts';

type ListQuery = { limit?: number | undefined; cursor?: string | undefined; site?: string | undefined };

/** POST /v1/displays: codes shown at a place of sale; the todo to show them ends with it. */
export function recordDisplay(deps: Deps, call: Call<unknown, unknown, DisplayInput>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const site = await siteFor(deps, caller, call.body.site);
    const today = civilDateOf(call.now);
    const shownFrom = call.body.shownFrom ?? today;
    const batches = await batchesToShow(deps, caller, site, call.body.traceCodes, notAhead(shownFrom, today, '/shownFrom'));
    const ids = await deps.store.ids(batches.length);
    const place = call.body.place.trim();
    const rows = batches.map((batch, i): DB['display'] => ({
      id: ids[i] ?? 0,
      publicId: newPublicId(deps.random),
      partyId: caller.party.id,
      siteId: site.id,
      batchId: batch.id,
      place,
      shownFrom,
      shownTo: null,
      actedBy: signed(caller).actedBy,
      recordedAt: call.now,
    }));
    const also = batches.map((batch) => batch.id);
    const judging = await judgedAgain(deps, call.now, caller, site, also, { also });
    const entries = rows.map((row, i): EntryDraft => {
      const code = batches[i]?.traceCode ?? '';
      return {
        kind: 'display.shown',
        subject: `display/${row.publicId}`,
        payload: { ...signed(caller), site: site.publicId, place, shownFrom, traceCodes: [code] },
      };
    });
    return {
      chain: chainOf(caller),
      at: call.now,
      entries,
      rows: { display: rows },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => {
        const judged = judging.settle();
        const items = rows.map((row, i) => ({ id: row.publicId, traceCode: formatTraceCode(batches[i]?.traceCode ?? '') }));
        const body = {
          site: { id: site.publicId, name: site.name },
          place,
          shownFrom,
          items,
          findings: judging.found(call.locale, caller.party.id),
        };
        return { ...judged, reply: json(201, body) };
      },
    };
  });
}

/**
 * The batches of some codes, each in stock at the site: a code read elsewhere is not to be told as shown there.
 * @throws {Problem} invalid-input naming every code nobody has recorded or the site does not have, beside what else is wrong
 */
async function batchesToShow(
  deps: Deps,
  caller: PartyCaller,
  site: SiteFacts,
  texts: readonly string[],
  others: readonly ProblemDetail[],
): Promise<{ id: number; traceCode: string }[]> {
  const parsed = texts.map((text) => parseTraceCode(text));
  const codes = [...new Set(parsed.flatMap((code) => (code.ok ? [code.code] : [])))];
  const rows =
    codes.length === 0
      ? []
      : await deps.store.read.selectFrom('batch').select(['id', 'traceCode']).where('traceCode', 'in', codes).execute();
  const known = new Map(rows.map((row) => [row.traceCode, row]));
  const here = await stockRepository(deps.store.read, caller.party).inStock(
    site.id,
    rows.map((row) => row.id),
  );
  const errors = parsed.flatMap((code, i): ProblemDetail[] => {
    const [batch, pointer, found] = [code.ok ? known.get(code.code) : undefined, `/traceCodes/${i}`, texts[i] ?? ''];
    if (batch && here.includes(batch.id)) return [];
    return [batch ? notHere(pointer, found, site) : notRecorded(pointer, found)];
  });
  if (errors.length + others.length > 0) throw invalidInput([...others, ...errors]);
  return codes.flatMap((code) => known.get(code) ?? []);
}

function notRecorded(pointer: string, found: string): ProblemDetail {
  return {
    pointer,
    found,
    expected: { zh: '已记录批次的追溯码', en: 'the trace code of a recorded batch' },
    fix: { zh: '核对后重新输入或扫码', en: 'check it and type or scan it again' },
  };
}

function notHere(pointer: string, found: string, site: SiteFacts): ProblemDetail {
  return {
    pointer,
    found,
    expected: { zh: `“${site.name}”有结存的批次`, en: `a batch in stock at ${site.name}` },
    fix: {
      zh: '先确认收货（或记录进货、期初库存），再公示',
      en: 'confirm the receipt first (or record the goods that came), then show the code',
    },
  };
}

/** Only what is or was shown is recorded: a date ahead would end the duty before it is done. */
function notAhead(day: string, today: string, pointer: string): ProblemDetail[] {
  if (day <= today) return [];
  return [
    {
      pointer,
      found: day,
      expected: { zh: `不晚于今天 ${today}`, en: `not after today, ${today}` },
      fix: { zh: '当天再记录，或更正日期', en: 'record it on the day, or correct the date' },
    },
  ];
}

/** What is to be shown at the site, judged by what is shown there after the change. */
async function judgedAgain(
  deps: Deps,
  now: number,
  caller: PartyCaller,
  site: SiteFacts,
  batchIds: readonly number[],
  change: { also?: readonly number[]; endedDisplay?: number },
): Promise<Judging> {
  const { read } = deps.store;
  const batches = [...(await loadBatchFacts(read, batchIds)).values()];
  const party = (await loadPartyFacts(read, [caller.party.id])).get(caller.party.id);
  const events = party
    ? await forSale(read, party, site, batches, { receiptPublicId: '', at: now, today: civilDateOf(now), ...change })
    : [];
  return judgeRecords(
    deps,
    now,
    events,
    batchIds.map((id) => ({ type: 'batch', id })),
  );
}

/** GET /v1/displays: what the party shows where, newest first; ended ones too. */
export async function listDisplays(deps: Deps, call: Call<unknown, ListQuery>, caller: PartyCaller): Promise<Reply> {
  const limit = call.query.limit ?? PAGE_SIZE;
  const asked = { limit, after: decodeCursor(call.query.cursor), site: call.query.site };
  const rows = await stockRepository(deps.store.read, caller.party, caller.siteIds).displays(asked);
  const list = pageOf(
    rows,
    limit,
    (row) => ({ at: row.recordedAt, id: row.id }),
    (row) => ({
      id: row.publicId,
      traceCode: formatTraceCode(row.traceCode),
      product: { name: row.productName },
      site: { id: row.sitePublicId, name: row.siteName },
      place: row.place,
      shownFrom: row.shownFrom,
      shownTo: row.shownTo,
    }),
  );
  return json(200, list, nextLink(call, list.next));
}

/**
 * POST /v1/displays/{id}/end.
 * @throws {Problem} not-found, already-ended, invalid-input for an end before the beginning or ahead
 */
export function endDisplay(
  deps: Deps,
  call: Call<{ id: string }, unknown, { shownTo?: string | undefined }>,
  caller: PartyCaller,
): Promise<Reply> {
  return write(deps.store, async () => {
    const { read } = deps.store;
    const row = await stockRepository(read, caller.party, caller.siteIds).display(call.params.id);
    if (!row) throw notFound({ zh: '该公示记录', en: 'such display' });
    if (row.shownTo !== null)
      throw new Problem('already-ended', { zh: `公示已于 ${row.shownTo} 结束。`, en: `The display ended on ${row.shownTo}.` });
    const shownTo = call.body.shownTo ?? civilDateOf(call.now);
    const errors = shownTo < row.shownFrom ? [endsTooEarly(shownTo, row.shownFrom)] : notAhead(shownTo, civilDateOf(call.now), '/shownTo');
    if (errors.length > 0) throw invalidInput(errors);
    const site = (await loadSiteFacts(read, [row.siteId])).get(row.siteId);
    if (!site) throw new Error('A display is at a site.');
    const left = await stockRepository(read, caller.party).inStock(row.siteId, [row.batchId]);
    const judging = await judgedAgain(deps, call.now, caller, site, left, { endedDisplay: row.id });
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        { kind: 'display.ended', subject: `display/${row.publicId}`, payload: { ...signed(caller), shownTo, traceCodes: [row.traceCode] } },
      ],
      touch: [{ set: 'display', id: row.id, to: { shownTo } }],
      expect: [{ table: 'display', id: row.id, column: 'shownTo', is: null }],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => {
        const { rows, touch } = judging.settle();
        return { rows, touch, reply: json(201, { id: row.publicId, shownTo, findings: judging.found(call.locale, caller.party.id) }) };
      },
    };
  });
}

function endsTooEarly(found: string, shownFrom: string): ProblemDetail {
  return {
    pointer: '/shownTo',
    found,
    expected: { zh: `不早于 ${shownFrom}`, en: `not before ${shownFrom}` },
    fix: { zh: '更正结束日期', en: 'correct the end' },
  };
}

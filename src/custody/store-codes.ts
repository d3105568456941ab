import { newPublicId } from '../codes/ids.ts';
import { itemOf, readInStoreCode } from '../codes/in-store.ts';
import { formatTraceCode, parseTraceCode } from '../codes/trace-code.ts';
import { chainOf, type PartyCaller } from '../platform/caller.ts';
import { formatInstant, parseInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { SiteFacts } from '../rules/facts.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { siteFor } from './incoming.ts';
import { signed } from './scope.ts';
import { heldAt, type StoreCodeRow, storeCodeRepository } from './store-code-repository.ts';
import type { StoreCodeInput } from './store-code-schemas.ts';
import { instantOrNow } from './times.ts';

type ListQuery = {
  limit?: number | undefined;
  cursor?: string | undefined;
  site?: string | undefined;
  code?: string | undefined;
  inForce?: 'true' | 'false' | undefined;
};

/** POST /v1/store-codes: what the labels of an item stand for at a shop from now on. Two batches at once are kept, and told when a line names them. */
export function recordStoreCode(deps: Deps, call: Call<unknown, unknown, StoreCodeInput>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const { body, now } = call;
    const site = await siteFor(deps, caller, body.site);
    const { from, until, digits, batch } = await checked(deps, caller, site, body, now);
    const item = itemOf(body.layout, digits);
    const replaced = body.replace ? await storeCodeRepository(deps.store.read, caller.party).notEndedBy(site.id, item, from) : [];
    const [id = 0] = await deps.store.ids(1);
    const row: DB['store_code'] = {
      id,
      publicId: newPublicId(deps.random),
      partyId: caller.party.id,
      siteId: site.id,
      item,
      layout: body.layout,
      batchId: batch.id,
      from,
      endedAt: until,
      actedBy: signed(caller).actedBy,
    };
    const payload = {
      ...signed(caller),
      site: site.publicId,
      item,
      layout: body.layout,
      traceCode: batch.traceCode,
      from,
      until,
      replaced: replaced.map((one) => one.publicId),
    };
    const shown: StoreCodeRow = { ...row, ...batch, sitePublicId: site.publicId, siteName: site.name, id };
    return {
      chain: chainOf(caller),
      at: now,
      entries: [{ kind: 'store-code.set', subject: `store-code/${row.publicId}`, payload }],
      rows: { store_code: [row] },
      // One that was to begin later never begins.
      touch: replaced.map((one) => ({
        set: 'store_code' as const,
        id: one.id,
        to: { endedAt: Math.max(from, one.from) },
        was: { endedAt: one.endedAt },
      })),
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, viewOf(shown, now)) }),
    };
  });
}

/** @throws {Problem} invalid-input with every wrong field */
async function checked(deps: Deps, caller: PartyCaller, site: SiteFacts, body: StoreCodeInput, now: number) {
  const errors: ProblemDetail[] = [];
  const label = readInStoreCode(body.code);
  if (!label.ok) errors.push({ pointer: '/code', found: label.found, expected: label.expected, fix: label.fix });
  const from = body.from === undefined ? now : (parseInstant(body.from) ?? now);
  const until = body.until === undefined ? null : parseInstant(body.until);
  if (until !== null && until <= from) errors.push(notAfter(until, from));
  if (label.ok) errors.push(...(await mistaken(deps, caller, site, itemOf(body.layout, label.digits), { from, until })));
  const batch = await batchAt(deps, caller, site, body.batch);
  if ('pointer' in batch) errors.push(batch);
  if (errors.length > 0 || !label.ok || 'pointer' in batch) throw invalidInput(errors);
  return { from, until, digits: label.digits, batch };
}

/** A label that begins with two items names the longer one; a shop whose labels have both would sell the one for the other once a mapping ends. */
async function mistaken(deps: Deps, caller: PartyCaller, site: SiteFacts, item: string, period: { from: number; until: number | null }) {
  const other = await storeCodeRepository(deps.store.read, caller.party).mistakable(site.id, item, period);
  if (!other) return [];
  return [
    {
      pointer: '/layout',
      found: item,
      expected: {
        zh: `与“${site.name}”在用的商品号 ${other.item}（${other.productName}）一样长，或者开头不同`,
        en: `an item as long as ${other.item} (${other.productName}), which is in use at ${site.name}, or one that begins otherwise`,
      },
      fix: {
        zh: '核对 layout 中 I 的位数；原来的布局不再使用的，先结束其对应关系',
        en: 'check how many I the layout has; end the mapping of a layout no longer used first',
      },
    },
  ];
}

function notAfter(until: number, from: number): ProblemDetail {
  return {
    pointer: '/until',
    found: formatInstant(until),
    expected: { zh: `晚于 ${formatInstant(from)}`, en: `after ${formatInstant(from)}` },
    fix: { zh: '核对起止时间', en: 'check both times' },
  };
}

/** The batch of a code, if the shop ever had of it. */
async function batchAt(deps: Deps, caller: PartyCaller, site: SiteFacts, text: string) {
  const code = parseTraceCode(text);
  const { read } = deps.store;
  const batch = code.ok
    ? await read
        .selectFrom('batch')
        .innerJoin('product', 'product.id', 'batch.productId')
        .select(['batch.id', 'batch.traceCode', 'batch.batchNumber', 'batch.productionDate', 'product.name as productName'])
        .where('batch.traceCode', '=', code.code)
        .executeTakeFirst()
    : undefined;
  if (batch && (await storeCodeRepository(read, caller.party).wasAt(site.id, batch.id))) return batch;
  return {
    pointer: '/batch',
    found: text,
    expected: { zh: `“${site.name}”收过货的批次的追溯码`, en: `the trace code of a batch that came to ${site.name}` },
    fix: { zh: '核对追溯码；先确认收货，再对应店内码', en: 'check the code; confirm the receipt first, then map the in-store code' },
  };
}

function viewOf(row: StoreCodeRow, now: number) {
  return {
    id: row.publicId,
    site: { id: row.sitePublicId, name: row.siteName },
    item: row.item,
    layout: row.layout,
    traceCode: formatTraceCode(row.traceCode),
    product: { name: row.productName },
    batchNumber: row.batchNumber,
    from: formatInstant(row.from),
    until: row.endedAt === null ? null : formatInstant(row.endedAt),
    inForce: heldAt(row, now),
  };
}

/** GET /v1/store-codes: newest first, ended ones too. */
export async function listStoreCodes(deps: Deps, call: Call<unknown, ListQuery>, caller: PartyCaller): Promise<Reply> {
  const { query, now } = call;
  const limit = query.limit ?? PAGE_SIZE;
  const label = query.code === undefined ? null : readInStoreCode(query.code);
  if (label && !label.ok) throw invalidInput([{ pointer: '/query/code', found: label.found, expected: label.expected, fix: label.fix }]);
  const rows = await storeCodeRepository(deps.store.read, caller.party, caller.siteIds).list({
    limit,
    after: decodeCursor(query.cursor),
    site: query.site,
    digits: label?.digits,
    inForce: query.inForce === undefined ? undefined : query.inForce === 'true',
    now,
  });
  const list = pageOf(
    rows,
    limit,
    (row) => ({ at: row.from, id: row.id }),
    (row) => viewOf(row, now),
  );
  return json(200, list, nextLink(call, list.next));
}

/** POST /v1/store-codes/{id}/end: the tray is empty, or filled with something else. */
export function endStoreCode(
  deps: Deps,
  call: Call<{ id: string }, unknown, { at?: string | undefined }>,
  caller: PartyCaller,
): Promise<Reply> {
  return write(deps.store, async () => {
    const row = await storeCodeRepository(deps.store.read, caller.party, caller.siteIds).one(call.params.id);
    if (!row) throw notFound({ zh: '该店内码对应关系', en: 'such in-store code' });
    const at = Math.max(instantOrNow(call.body.at, call.now, '/at'), row.from);
    if (row.endedAt !== null && row.endedAt <= at)
      throw new Problem('already-ended', {
        zh: `此对应关系已于 ${formatInstant(row.endedAt)} 结束。`,
        en: `It ended at ${formatInstant(row.endedAt)}.`,
      });
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        { kind: 'store-code.ended', subject: `store-code/${row.publicId}`, payload: { ...signed(caller), traceCode: row.traceCode, at } },
      ],
      touch: [{ set: 'store_code', id: row.id, to: { endedAt: at }, was: { endedAt: row.endedAt } }],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, viewOf({ ...row, endedAt: at }, call.now)) }),
    };
  });
}

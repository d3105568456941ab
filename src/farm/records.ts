import { loadBatchFacts } from '../batches/facts.ts';
import { type OwnBatch, ownBatches } from '../batches/own-batches.ts';
import { newPublicId } from '../codes/ids.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { siteFor } from '../custody/incoming.ts';
import { actedBy, chainOf, type PartyCaller } from '../platform/caller.ts';
import { addDays, type CivilDate, civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import { type Judging, judgeRecords } from '../rules/judging.ts';
import type { FieldRecordFacts } from '../rules/role-facts.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { fieldRepository } from './repository.ts';
import type { FieldLinkInput, FieldRecordInput } from './schemas.ts';

/** POST /v1/field-records. */
export function recordField(deps: Deps, call: Call<unknown, unknown, FieldRecordInput>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const { body, now } = call;
    const today = civilDateOf(now);
    const site = await siteFor(deps, caller, body.site);
    const appliedOn = body.appliedOn ?? (body.agent === undefined ? null : today);
    const { batches, errors } = await ownBatches(deps.store.read, caller, body.traceCodes ?? [], '/traceCodes');
    const wrong = [
      ...errors,
      ...notAhead(body.appliedOn, today, '/appliedOn'),
      ...notAhead(body.harvestedOn, today, '/harvestedOn'),
      ...notBefore(body.harvestedOn, appliedOn),
    ];
    if (wrong.length > 0) throw invalidInput(wrong);
    const [id = 0] = await deps.store.ids(1);
    const row: DB['field_record'] = {
      id,
      publicId: newPublicId(deps.random),
      partyId: caller.party.id,
      siteId: site.id,
      plot: body.plot?.trim() ?? null,
      crop: body.crop.trim(),
      agent: body.agent?.trim() ?? null,
      registrationNumber: body.registrationNumber?.trim() ?? null,
      dose: body.dose?.trim() ?? null,
      appliedOn,
      intervalDays: body.intervalDays ?? null,
      harvestedOn: body.harvestedOn ?? null,
      note: body.note?.trim() ?? null,
      actedBy: actedBy(caller),
      at: now,
    };
    const judging = await judgedWith(deps, now, row, batches);
    const { id: _, publicId, partyId: __, siteId: ___, at: ____, ...columns } = row;
    return {
      chain: chainOf(caller),
      at: now,
      entries: [
        {
          kind: 'field-record.recorded',
          subject: `field-record/${publicId}`,
          payload: { party: caller.party.publicId, ...columns, site: site.publicId, traceCodes: codesOf(batches) },
        },
      ],
      rows: { field_record: [row], field_record_batch: linksOf(id, batches) },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => {
        const { rows, touch } = judging.settle();
        const findings = judging.found(call.locale, caller.party.id);
        return { rows, touch, reply: json(201, { ...fieldView(row, batches), findings }, { Location: `/v1/field-records/${publicId}` }) };
      },
    };
  });
}

/**
 * POST /v1/field-records/{id}/links: the day of harvest, said once, and further batches it became.
 * @throws {Problem} not-found; already-ended for a second day of harvest
 */
export function linkField(deps: Deps, call: Call<{ id: string }, unknown, FieldLinkInput>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const { body, now } = call;
    const repository = fieldRepository(deps.store.read, caller);
    const before = await repository.one(call.params.id);
    if (!before) throw notFound({ zh: '该田间记录', en: 'such field record' });
    if (body.harvestedOn !== undefined && before.harvestedOn !== null)
      throw new Problem('already-ended', {
        zh: `采收日期已记录为 ${before.harvestedOn}；录错的用 POST /v1/field-records/{id}/corrections 更正。`,
        en: `The harvest is recorded as ${before.harvestedOn}; correct it with POST /v1/field-records/{id}/corrections if it was wrong.`,
      });
    const { batches, errors } = await ownBatches(deps.store.read, caller, body.traceCodes ?? [], '/traceCodes');
    const wrong = [
      ...errors,
      ...(body.harvestedOn === undefined && batches.length === 0 && errors.length === 0 ? [nothingSaid()] : []),
      ...notAhead(body.harvestedOn, civilDateOf(now), '/harvestedOn'),
      ...notBefore(body.harvestedOn, before.appliedOn),
    ];
    if (wrong.length > 0) throw invalidInput(wrong);
    const row = { ...before, harvestedOn: body.harvestedOn ?? before.harvestedOn };
    const linked = (await repository.batches([row.id])).get(row.id) ?? [];
    const fresh = batches.filter((batch) => !linked.some((one) => one.id === batch.id));
    const all = [...linked, ...fresh];
    const judging = await judgedWith(deps, now, row, all);
    return {
      chain: chainOf(caller),
      at: now,
      entries: [
        {
          kind: 'field-record.linked',
          subject: `field-record/${row.publicId}`,
          payload: { party: caller.party.publicId, actedBy: actedBy(caller), harvestedOn: row.harvestedOn, traceCodes: codesOf(all) },
        },
      ],
      rows: { field_record_batch: linksOf(row.id, fresh) },
      touch: [{ set: 'field_record', id: row.id, to: { harvestedOn: row.harvestedOn }, was: { harvestedOn: before.harvestedOn } }],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => {
        const { rows, touch } = judging.settle();
        return { rows, touch, reply: json(201, { ...fieldView(row, all), findings: judging.found(call.locale, caller.party.id) }) };
      },
    };
  });
}

export const codesOf = (batches: readonly OwnBatch[]) => batches.map((batch) => batch.traceCode);
const linksOf = (fieldRecordId: number, batches: readonly OwnBatch[]) => batches.map((batch) => ({ fieldRecordId, batchId: batch.id }));

/** The batches judged with the record as it stands after the commit. */
export async function judgedWith(deps: Deps, now: number, row: DB['field_record'], batches: readonly OwnBatch[]): Promise<Judging> {
  const facts = await loadBatchFacts(
    deps.store.read,
    batches.map((batch) => batch.id),
  );
  const record: FieldRecordFacts = { ...row, enteredBy: row.actedBy };
  return judgeRecords(
    deps,
    now,
    [...facts.values()].map((batch) => {
      const others = (batch.fieldRecords ?? []).filter((one) => one.publicId !== row.publicId);
      return { kind: 'batch' as const, batch: { ...batch, fieldRecords: [...others, record] } };
    }),
    batches.map((batch) => ({ type: 'batch', id: batch.id })),
  );
}

export function notAhead(day: CivilDate | null | undefined, today: CivilDate, pointer: string): ProblemDetail[] {
  if (day === undefined || day === null || day <= today) return [];
  return [
    {
      pointer,
      found: day,
      expected: { zh: `不晚于今天 ${today}`, en: `not after today, ${today}` },
      fix: { zh: '当天再记录，或更正日期', en: 'record it on the day, or correct the date' },
    },
  ];
}

export function notBefore(harvestedOn: CivilDate | null | undefined, appliedOn: CivilDate | null): ProblemDetail[] {
  if (harvestedOn === undefined || harvestedOn === null || appliedOn === null || harvestedOn >= appliedOn) return [];
  return [
    {
      pointer: '/harvestedOn',
      found: harvestedOn,
      expected: { zh: `不早于施用日期 ${appliedOn}`, en: `not before it was applied, ${appliedOn}` },
      fix: { zh: '核对两个日期；采收后的施用另记一条', en: 'check the two dates; what was applied after the harvest is another record' },
    },
  ];
}

function nothingSaid(): ProblemDetail {
  return {
    pointer: '',
    found: '{}',
    expected: { zh: 'harvestedOn 或 traceCodes', en: 'harvestedOn or traceCodes' },
    fix: { zh: '填写采收日期，或者关联批次', en: 'give the day of harvest, or batches to link' },
  };
}

/** A record as replies show it. */
export function fieldView(row: DB['field_record'], batches: readonly { traceCode: string }[]) {
  const { appliedOn, intervalDays } = row;
  return {
    id: row.publicId,
    plot: row.plot,
    crop: row.crop,
    agent: row.agent,
    registrationNumber: row.registrationNumber,
    dose: row.dose,
    appliedOn,
    intervalDays,
    harvestFrom: appliedOn === null || intervalDays === null ? null : addDays(appliedOn, intervalDays),
    harvestedOn: row.harvestedOn,
    note: row.note,
    traceCodes: batches.map((batch) => formatTraceCode(batch.traceCode)),
    at: formatInstant(row.at),
  };
}

/** GET /v1/field-records: the party's own, newest first. */
export async function listFields(
  deps: Deps,
  call: Call<unknown, { limit?: number | undefined; cursor?: string | undefined }>,
  caller: PartyCaller,
): Promise<Reply> {
  const limit = call.query.limit ?? PAGE_SIZE;
  const repository = fieldRepository(deps.store.read, caller);
  const rows = await repository.list(decodeCursor(call.query.cursor), limit);
  const batches = await repository.batches(rows.map((row) => row.id));
  const list = pageOf(
    rows,
    limit,
    ({ at, id }) => ({ at, id }),
    (row) => fieldView(row, batches.get(row.id) ?? []),
  );
  return json(200, list, nextLink(call, list.next));
}

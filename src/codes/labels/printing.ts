import { actedBy, chainOf, type PartyCaller } from '../../platform/caller.ts';
import { formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../../platform/paging.ts';
import { invalidInput, notFound } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import { write } from '../../platform/write.ts';
import type { DB } from '../../store/schema.ts';
import type { Reply } from '../../store/store.ts';
import { newPublicId } from '../ids.ts';
import { formatTraceCode, parseTraceCode } from '../trace-code.ts';
import type { LabelFormat } from './content.ts';
import { openJob, type PreparedJob, prepare } from './job.ts';
import type { Dpi, LayoutName } from './layouts.ts';
import type { OpenedJob } from './press.ts';
import { labelRepository, type PrintedBatch } from './repository.ts';
import { type LabelInput, MOST_LABELS } from './schemas.ts';

const FILE_TYPES: Record<LabelFormat, string> = {
  pdf: 'application/pdf',
  svg: 'image/svg+xml',
  zpl: 'text/plain; charset=us-ascii',
};

/** Batches of a print that a list shows; the rest is in its file. */
const SHOWN_BATCHES = 20;

export const fileOf = (id: string) => `/v1/labels/${encodeURIComponent(id)}/file`;

/** POST /v1/labels: records the print, then streams the file. A repeat under the same idempotency key is sent to the file. */
export async function printLabels(deps: Deps, call: Call<unknown, unknown, LabelInput>, caller: PartyCaller): Promise<Response> {
  const prepared = await prepare(deps, caller, call.body);
  const opened = await openJob(deps, prepared.job);
  try {
    const id = await recordPrint(deps, call, caller, prepared);
    return fileReply(opened, call.body.format, id);
  } catch (error) {
    opened.cancel();
    throw error;
  }
}

/**
 * Records what is about to be printed: who, which codes, how many, on what, and how many labels of each batch there were before.
 * @returns its public id; null for a test label alone, which is not recorded
 */
export async function recordPrint(
  deps: Deps,
  call: Call<unknown, unknown, LabelInput>,
  caller: PartyCaller,
  { job, batches }: PreparedJob,
): Promise<string | null> {
  if (batches.length === 0) return null;
  const [id = 0] = await deps.store.ids(1);
  const publicId = newPublicId(deps.random);
  const { format, layout, dpi, startPosition, test } = job;
  const reason = call.body.reason ?? null;
  await write(deps.store, async () => {
    const before = await labelRepository(deps.store.read, caller).printed(batches.map((batch) => batch.id));
    const rows = batches.map((batch, n) => {
      const copies = job.labels[n]?.copies ?? 0;
      const row = { printId: id, n: n + 1, batchId: batch.id, copies, before: before.get(batch.id) ?? 0, revision: batch.revision };
      before.set(batch.id, row.before + copies);
      return row;
    });
    const labels = rows.reduce((sum, { copies }) => sum + copies, 0);
    const print: DB['label_print'] = {
      id,
      publicId,
      partyId: caller.party.id,
      format,
      layout,
      dpi,
      startPosition,
      test: test ? 1 : 0,
      labels,
      reason,
      actedBy: actedBy(caller),
      at: call.now,
    };
    const items = rows.map(({ copies, before, revision }, n) => ({ traceCode: batches[n]?.traceCode ?? '', copies, before, revision }));
    const payload = { party: caller.party.publicId, actedBy: actedBy(caller), format, layout, dpi, test, labels, reason, items };
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [{ kind: 'label.printed', subject: `label-print/${publicId}`, payload }],
      rows: { label_print: [print], label_print_batch: rows },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: { status: 303, headers: { Location: fileOf(publicId), 'Cache-Control': 'no-store' }, body: '' } }),
    };
  });
  return publicId;
}

/** The file of a job, made while it is sent; who stops reading stops the press. */
export function fileReply(opened: OpenedJob, format: LabelFormat, id: string | null): Response {
  return new Response(opened.pages(), {
    headers: {
      'Content-Type': FILE_TYPES[format],
      'Content-Disposition': `attachment; filename="labels${id === null ? '-test' : `-${id}`}.${format}"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...(id === null ? {} : { 'Label-Print': id }),
      ...(opened.missing.length > 0 ? { 'Label-Missing': opened.missing.map(encodeURIComponent).join(' ') } : {}),
    },
  });
}

/** GET /v1/labels/{id}/file: the labels of a recorded print, as their batches are recorded now. */
export async function readFile(deps: Deps, call: Call<{ id: string }>, caller: PartyCaller): Promise<Response> {
  const repository = labelRepository(deps.store.read, caller);
  const print = await printOf(deps, caller, call.params.id);
  const items = (await repository.batchesOf([print.id], MOST_LABELS)).map(({ traceCode, copies }) => ({ traceCode, copies }));
  const { job } = await prepare(deps, caller, {
    items,
    format: print.format as LabelFormat,
    layout: print.layout as LayoutName,
    dpi: print.dpi as Dpi,
    startPosition: print.startPosition,
    test: print.test === 1,
  });
  return fileReply(await openJob(deps, job), print.format as LabelFormat, print.publicId);
}

export async function printOf(deps: Deps, caller: PartyCaller, publicId: string): Promise<DB['label_print']> {
  const print = await labelRepository(deps.store.read, caller).print(publicId);
  if (!print) throw notFound({ zh: '该打印记录', en: 'such print of labels' });
  return print;
}

export interface ListQuery {
  batch?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** GET /v1/labels: prints, newest first; of one batch where it is named. */
export async function listPrints(deps: Deps, call: Call<unknown, ListQuery>, caller: PartyCaller): Promise<Reply> {
  const list = await printPage(deps, caller, call.query);
  return json(200, list, nextLink(call, list.next));
}

/** A page of prints. @throws {Problem} invalid-input where the batch named is none of the caller's */
export async function printPage(deps: Deps, caller: PartyCaller, { batch, limit = PAGE_SIZE, cursor }: ListQuery) {
  const repository = labelRepository(deps.store.read, caller);
  const batchId = batch === undefined ? undefined : await ownBatch(deps, caller, batch);
  const prints = await repository.prints({ batchId, cursor: decodeCursor(cursor), limit });
  const ids = prints.map((print) => print.id);
  const counts = await repository.counts(ids);
  const items = Map.groupBy(await repository.batchesOf(ids, SHOWN_BATCHES, batchId), (row) => row.printId);
  return pageOf(
    prints,
    limit,
    ({ at, id }) => ({ at, id }),
    (print) => viewOf(print, counts.get(print.id) ?? 0, items.get(print.id) ?? []),
  );
}

async function ownBatch(deps: Deps, caller: PartyCaller, text: string): Promise<number> {
  const code = parseTraceCode(text);
  const [batch] = code.ok ? await labelRepository(deps.store.read, caller).batches([code.code]) : [];
  if (batch) return batch.id;
  throw invalidInput([
    {
      pointer: '/query/batch',
      found: text,
      expected: { zh: '本单位批次的追溯码', en: 'the trace code of a batch of this party' },
      fix: { zh: '核对追溯码', en: 'check the code' },
    },
  ]);
}

export function viewOf(print: DB['label_print'], batches: number, items: readonly PrintedBatch[]) {
  return {
    id: print.publicId,
    at: formatInstant(print.at),
    by: print.actedBy,
    format: print.format,
    layout: print.layout,
    dpi: print.dpi,
    startPosition: print.startPosition,
    test: print.test === 1,
    labels: print.labels,
    reason: print.reason,
    reprint: items.some((item) => item.before > 0),
    file: fileOf(print.publicId),
    batches,
    items: items.map(({ traceCode, copies, before, voided, revision, currentRevision }) => ({
      traceCode: formatTraceCode(traceCode),
      copies,
      before,
      voided,
      revision,
      currentRevision,
    })),
  };
}

export type PrintView = ReturnType<typeof viewOf>;

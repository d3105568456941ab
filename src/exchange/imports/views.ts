import type { Caller } from '../../platform/caller.ts';
import { formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { decodeCursor, encodeCursor, nextLink, PAGE_SIZE, pageOf } from '../../platform/paging.ts';
import { type Locale, notFound } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import type { Reply } from '../../store/store.ts';
import { type FaultCode, faultName } from './faults.ts';
import { type Job, summaryOf } from './job.ts';
import type { CellFault } from './model.ts';
import { faultsAfter, importRepository } from './repository.ts';

/** @throws {Problem} not-found for an import that is not the caller's */
export async function jobInScope(deps: Deps, caller: Caller, publicId: string): Promise<Job> {
  const job = await importRepository(deps.store.read, caller).job(publicId);
  if (!job) throw notFound({ zh: '该导入', en: 'such import' });
  return job;
}

export function jobView(job: Job, locale: Locale) {
  const { counts, file = [] } = summaryOf(job);
  const title = (code: string) => faultName(code as FaultCode)[locale];
  return {
    id: job.publicId,
    kind: job.kind,
    mode: job.mode,
    format: job.format,
    fileName: job.fileName,
    sha256: job.sha256,
    state: job.state,
    total: job.total,
    good: job.good,
    bad: job.bad,
    applied: job.applied,
    faults: Object.entries(counts).map(([code, count]) => ({ code, title: title(code), count })),
    fileFaults: file.map(({ code, row, found, expected, fix }) => ({
      code,
      title: title(code),
      row: row ?? null,
      found,
      expected: expected[locale],
      fix: fix[locale],
    })),
    at: formatInstant(job.at),
    finishedAt: job.finishedAt === null ? null : formatInstant(job.finishedAt),
  };
}

export type ImportView = ReturnType<typeof jobView>;

export function faultView(fault: CellFault, locale: Locale) {
  const { row, column, header, code, found, expected, fix } = fault;
  return { row, column, header, code, title: faultName(code)[locale], found, expected: expected[locale], fix: fix[locale] };
}

export type FaultView = ReturnType<typeof faultView>;

/** A page of the mistakes, whole rows at a time. */
export async function faultPage(deps: Deps, job: Job, query: { cursor?: string | undefined; limit?: number | undefined }, locale: Locale) {
  const limit = query.limit ?? PAGE_SIZE;
  const after = decodeCursor(query.cursor)?.at ?? 0;
  const rows = await faultsAfter(deps.store.read, job.id, after, limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.flatMap((row) => (JSON.parse(row.errors) as CellFault[]).map((fault) => faultView(fault, locale))),
    next: rows.length > limit && last ? encodeCursor({ at: last.row, id: 0 }) : null,
  };
}

type PageQuery = { cursor?: string | undefined; limit?: number | undefined };

/** GET /v1/imports/{id} */
export async function readImport(deps: Deps, call: Call<{ id: string }, PageQuery>): Promise<Reply> {
  const job = await jobInScope(deps, call.caller, call.params.id);
  const errors = await faultPage(deps, job, call.query, call.locale);
  return json(200, { ...jobView(job, call.locale), errors }, nextLink(call, errors.next));
}

/** GET /v1/imports */
export async function listImports(deps: Deps, call: Call<unknown, PageQuery>): Promise<Reply> {
  const limit = call.query.limit ?? PAGE_SIZE;
  const rows = await importRepository(deps.store.read, call.caller).jobs(decodeCursor(call.query.cursor), limit);
  const page = pageOf(
    rows,
    limit,
    ({ at, id }) => ({ at, id }),
    (job) => jobView(job, call.locale),
  );
  return json(200, page, nextLink(call, page.next));
}

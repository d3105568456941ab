import { csvLine } from '../../enforcement/csv.ts';
import type { Deps } from '../../platform/deps.ts';
import { Problem } from '../../platform/problems.ts';
import type { Call } from '../../platform/route.ts';
import { headerKey, REASON_HEADER } from './columns.ts';
import { faultName } from './faults.ts';
import type { Job } from './job.ts';
import { kinds } from './kinds.ts';
import type { CellFault, ImportKind, SheetRow } from './model.ts';
import { faultsAfter } from './repository.ts';
import { openSource, type Source } from './source.ts';
import { fileReply, XLSX_TYPE } from './template.ts';
import { jobInScope } from './views.ts';
import { workbookOf } from './write-sheet.ts';

/**
 * GET /v1/imports/{id}/rejected: the same sheet with a column of reasons, ready to be corrected and sent. Where nothing was recorded it is
 * the whole sheet, since all of it has to come again; else the faulty rows alone.
 * @throws {Problem} out-of-order while the rows are still being read, and for a file that could not be read
 */
export async function rejectedSheet(deps: Deps, call: Call<{ id: string }>): Promise<Response> {
  const job = await jobInScope(deps, call.caller, call.params.id);
  if (!['previewed', 'rejected', 'finished'].includes(job.state)) throw notYet(job);
  const source = await openSource(deps.files, job.sha256, kinds[job.kind as ImportKind]);
  const rows = reasonedRows(deps, job, source);
  const name = `rejected-${job.publicId}.${job.format}`;
  if (job.format === 'xlsx') return fileReply(name, XLSX_TYPE, await workbook(source, rows));
  const lines = job.format === 'csv' ? csvLines(source, rows) : jsonLines(rows);
  const type = job.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8';
  return fileReply(name, type, streamOf(lines));
}

function notYet({ state }: Job): Problem {
  return new Problem('out-of-order', {
    zh: `尚无退回的表：此导入为 ${state}。`,
    en: `There is no sheet of rejected rows yet: this import is ${state}.`,
  });
}

interface ReasonedRow extends SheetRow {
  reason: string;
}

async function* reasonedRows(deps: Deps, job: Job, source: Source): AsyncGenerator<ReasonedRow, void> {
  const isWhole = job.mode === 'all-or-nothing' && job.applied === 0 && job.state !== 'finished';
  const reasons = reasonsOf(deps, job);
  let next = await reasons.next();
  for await (const row of source.rows()) {
    const own = !next.done && next.value.row === row.row ? next.value.reason : null;
    if (own !== null) next = await reasons.next();
    if (own !== null || isWhole) yield { ...row, reason: own ?? '' };
  }
}

const PAGE = 500;

/** The reasons of each faulty row in the order of the sheet, a page at a time. */
async function* reasonsOf(deps: Deps, job: Job): AsyncGenerator<{ row: number; reason: string }, void> {
  for (let after = 0; ; ) {
    const page = await faultsAfter(deps.store.read, job.id, after, PAGE);
    for (const { row, errors } of page) yield { row, reason: reasonOf(JSON.parse(errors) as CellFault[]) };
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.row;
  }
}

export function reasonOf(faults: readonly CellFault[]): string {
  return faults.map(({ header, code, fix }) => `${header ?? '整行'}：${faultName(code).zh}，${fix.zh}`).join('；');
}

/** Columns of the sheet that go back: all but an earlier column of reasons. */
function keptColumns(source: Source): number[] {
  const texts = source.header?.texts ?? [];
  return texts.flatMap((text, i) => (headerKey(text) === REASON_HEADER ? [] : [i]));
}

const textsOf = (row: SheetRow, columns: readonly number[]) => columns.map((i) => row.cells[i]?.text ?? '');

async function workbook(source: Source, rows: AsyncIterable<ReasonedRow>): Promise<Uint8Array> {
  const columns = keptColumns(source);
  const sheet = [[...columns.map((i) => source.header?.texts[i] ?? ''), REASON_HEADER]];
  for await (const row of rows) sheet.push([...textsOf(row, columns), row.reason]);
  return workbookOf([{ name: '退回', widths: [...columns.map(() => 16), 60], rows: sheet }]);
}

async function* csvLines(source: Source, rows: AsyncIterable<ReasonedRow>): AsyncGenerator<string, void> {
  const columns = keptColumns(source);
  yield `\uFEFF${csvLine([...columns.map((i) => source.header?.texts[i] ?? ''), REASON_HEADER])}`;
  for await (const row of rows) yield csvLine([...textsOf(row, columns), row.reason]);
}

async function* jsonLines(rows: AsyncIterable<ReasonedRow>): AsyncGenerator<string, void> {
  for await (const { cells, reason } of rows) yield `${withReason(cells[0]?.text ?? '', reason)}\n`;
}

function withReason(line: string, reason: string): string {
  if (reason === '') return line.trim();
  try {
    const value: unknown = JSON.parse(line);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return JSON.stringify({ ...value, [REASON_HEADER]: reason });
  } catch {
    // A line that is no JSON goes back as the text it is.
  }
  return JSON.stringify({ 原文: line.trim(), [REASON_HEADER]: reason });
}

function streamOf(lines: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return?.();
    },
  });
}

import type { Caller } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import type { DB } from '../../store/schema.ts';
import { siteNames } from './caller.ts';
import { cleaned } from './cells.ts';
import { problemsWith } from './check.ts';
import { dryStore } from './dry-store.ts';
import { fileProblem } from './header.ts';
import { advance, counted, type Job, summaryOf } from './job.ts';
import type { Kind, Work } from './kinds.ts';
import { type CellFault, columnLetter, MOST_FAULTS, type SheetRow } from './model.ts';
import { Pace } from './pace.ts';
import { Seen } from './seen.ts';
import type { Document, Source } from './source.ts';

/** Rows after which progress is noted and others get their turn. */
const PART = 500;

/**
 * The first pass: every row is read and looked at as the API would, and nothing is recorded. Goes on after the rows a process before it
 * has noted.
 */
export async function checkRows(deps: Deps, caller: Caller, start: Job, kind: Kind, source: Source): Promise<Job> {
  const dry: Deps = { ...deps, store: dryStore(deps.store) };
  const sites = await siteNames(deps.store.read, caller);
  const repeats = new Repeats(source);
  const work = (): Work => ({ deps: dry, caller, now: deps.clock(), sites });
  let [job, part, seen] = [start, emptyPart(), 0];
  let current = work();
  const pace = new Pace();
  for await (const document of source.documents()) {
    seen += document.rows.length;
    const repeated = repeats.of(document);
    await pace.step(seen);
    if (seen <= start.total) {
      pace.startPart();
      continue;
    }
    part.rows += document.rows.length;
    part.add(document, await faultsOf(kind, current, document, repeated));
    if (part.rows < PART) continue;
    job = await note(deps, caller, job, part);
    [part, current] = [emptyPart(), work()];
    pace.startPart();
  }
  return part.rows > 0 ? note(deps, caller, job, part) : job;
}

/** A document that repeats an earlier one is told of that alone: the other faults stand at the first. */
async function faultsOf(kind: Kind, work: Work, document: Document, repeated: readonly CellFault[]): Promise<CellFault[]> {
  const problems = document.body === null ? [] : await problemsWith(kind, work, document.body);
  const faults = document.faultsWith(problems);
  const told = new Set(faults.map(({ row, column }) => `${row}:${column}`));
  return [...faults, ...repeated.filter(({ row, column }) => !told.has(`${row}:${column}`))].sort(asRead);
}

/** Row by row and from left to right; what is about the whole row comes last. */
function asRead(a: CellFault, b: CellFault): number {
  if (a.row !== b.row) return a.row - b.row;
  const [left, right] = [a.column ?? '~~~~', b.column ?? '~~~~'];
  return left.length === right.length ? (left < right ? -1 : Number(left > right)) : left.length - right.length;
}

function emptyPart() {
  const rows: DB['import_fault'][] = [];
  const all: CellFault[] = [];
  return {
    rows: 0,
    faultRows: rows,
    faults: all,
    add: (document: Document, faults: readonly CellFault[]) => {
      all.push(...faults);
      rows.push(...faultRows(document, faults));
    },
  };
}

type Part = ReturnType<typeof emptyPart>;

/** One stored row for each faulty row of the sheet; `importId` is set when they are written. */
export function faultRows({ rows }: Document, faults: readonly CellFault[]): DB['import_fault'][] {
  const byRow = Map.groupBy(faults, ({ row }) => row);
  return rows.flatMap(({ row, cells }) => {
    const own = byRow.get(row);
    return own
      ? [{ importId: 0, row, cells: JSON.stringify(cells.map((cell) => cell.text.slice(0, 2_000))), errors: JSON.stringify(own) }]
      : [];
  });
}

async function note(deps: Deps, caller: Caller, job: Job, part: Part): Promise<Job> {
  const bad = part.faultRows.length;
  const summary = counted(summaryOf(job), part.faults);
  const to = { total: job.total + part.rows, good: job.good + part.rows - bad, bad: job.bad + bad, faults: JSON.stringify(summary) };
  const next = await advance(
    deps,
    caller,
    job,
    to,
    part.faultRows.map((row) => ({ ...row, importId: job.id })),
  );
  if (next.bad > MOST_FAULTS) throw fileProblem([tooManyFaults(next.bad)]);
  return next;
}

function tooManyFaults(found: number) {
  return {
    code: 'too-many-faults',
    found: String(found),
    expected: { zh: `至多 ${MOST_FAULTS} 行有误`, en: `at most ${MOST_FAULTS} faulty rows` },
    fix: {
      zh: '先改正已列出的错误；若多为同一种，检查列是否错位',
      en: 'correct those listed first; when most are alike, see whether columns are shifted',
    },
  } as const;
}

/** Finds rows that say just what an earlier row says, and values that only one row may have. */
class Repeats {
  private readonly seen = new Seen();
  private readonly source: Source;

  constructor(source: Source) {
    this.source = source;
  }

  of(document: Document): CellFault[] {
    return [...document.rows.flatMap((row) => this.wholeRow(row)), ...this.keys(document), ...this.scattered(document)];
  }

  private wholeRow({ row, cells }: SheetRow): CellFault[] {
    const text = cells
      .map((cell) => cleaned(cell.text))
      .join('\n')
      .trimEnd();
    const before = this.seen.add(`row ${text}`, row);
    if (before === undefined) return [];
    return [
      {
        row,
        column: null,
        header: null,
        code: 'row-twice',
        found: String(before),
        expected: { zh: '每行只写一次', en: 'each row once' },
        fix: {
          zh: `与第 ${before} 行完全相同：删去一行，确为两笔的补上单号或时间`,
          en: `it is the same as row ${before}: delete one, or tell them apart`,
        },
      },
    ];
  }

  private keys({ rows }: Document): CellFault[] {
    return (this.source.header?.columns ?? []).flatMap((column, i) =>
      column?.unique ? rows.flatMap((row) => this.repeatedAt(row, i, `${column.pointer} `)) : [],
    );
  }

  /** The rows of one document follow each other; its number may not come again further down. */
  private scattered({ rows: [first] }: Document): CellFault[] {
    const at = this.source.grouping.findIndex((i) => cleaned(first?.cells[i]?.text ?? '') !== '');
    const place = this.source.grouping[at];
    return first && place !== undefined ? this.repeatedAt(first, place, 'document ') : [];
  }

  private repeatedAt({ row, cells }: SheetRow, i: number, kind: string): CellFault[] {
    const text = cleaned(cells[i]?.text ?? '');
    const before = text === '' ? undefined : this.seen.add(kind + text, row);
    if (before === undefined) return [];
    return [
      {
        row,
        column: columnLetter(i),
        header: this.source.header?.texts[i] ?? null,
        code: 'key-twice',
        found: text,
        expected: { zh: '文件内只出现一次（同一单据的各行前后相连）', en: 'once in the file (rows of one document follow each other)' },
        fix: { zh: `第 ${before} 行已有：合并到一处，或更正此格`, en: `row ${before} has it: put them together, or correct this cell` },
      },
    ];
  }
}

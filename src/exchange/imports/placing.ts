import { parseTraceCode } from '../../codes/trace-code.ts';
import type { ProblemDetail } from '../../platform/problem-detail.ts';
import { foldFullWidth, shown } from '../../platform/result.ts';
import type { Column } from './columns.ts';
import { faultAt, type SheetDocument } from './documents.ts';
import type { FaultCode } from './faults.ts';
import type { Header } from './header.ts';
import type { CellFault, SheetRow } from './model.ts';

/*
 * The API refuses with JSON Pointers into a body; a person sees cells. Which cell a pointer is about follows from the columns the body was
 * made of, and what kind of mistake it is from the column's type and the value, so that no value is judged a second time.
 */

/** A refusal; `code` where its kind is known without looking at the value. */
export type CodedProblem = ProblemDetail & { code?: FaultCode };

const MISSING = '(missing)';

/** The faults of a document, cells that were told already left out. */
export function placed(document: SheetDocument, header: Header, problems: readonly CodedProblem[]): CellFault[] {
  const told = new Set(document.faults.map(({ row, column }) => `${row}:${column}`));
  const faults = [...document.faults];
  for (const problem of problems) {
    const { row, index, column } = placeOf(document, header, problem);
    const fault = faultAt(header, row.row, index, {
      code: problem.code ?? kindOf(problem, column),
      found: problem.found === MISSING ? '' : shown(problem.found),
      expected: problem.expected,
      fix: problem.fix,
    });
    if (column && index === null) fault.header = column.header;
    const key = `${fault.row}:${fault.column ?? fault.header}`;
    if (told.has(key)) continue;
    told.add(key);
    faults.push(fault);
  }
  return faults;
}

interface Place {
  row: SheetRow;
  index: number | null;
  column: Column | null;
}

function placeOf({ rows, lineRows }: SheetDocument, header: Header, { pointer, found }: ProblemDetail): Place {
  const line = /^\/lines\/(\d+)(?=\/|$)/.exec(pointer);
  const row = (line ? lineRows[Number(line[1])] : undefined) ?? rows[0];
  if (!row) throw new Error('A document has at least one row.');
  const pattern = pointer.replace(/^\/lines\/\d+/, '/lines/*');
  const index = columnAt(header, pattern, row, found === MISSING);
  return { row, index: index < 0 ? null : index, column: header.columns[index] ?? null };
}

/** The column of a pointer: the very one, the one it lies in, or of those that lie in it one that says something. */
function columnAt({ columns }: Header, pattern: string, row: SheetRow, isMissing: boolean): number {
  const pointers = columns.map((column) => column?.pointer ?? null);
  const product = pattern.replace('/lines/*/gtin', '/lines/*/product/gtin');
  for (const wanted of [pattern, product]) {
    const exact = pointers.indexOf(wanted);
    if (exact >= 0) return exact;
  }
  const around = pointers.findIndex((pointer) => pointer !== null && pattern.startsWith(`${pointer}/`));
  if (around >= 0) return around;
  const within = pointers.flatMap((pointer, i) => (pointer?.startsWith(`${pattern}/`) ? [i] : []));
  const filled = within.find((i) => (row.cells[i]?.text ?? '').trim() !== '');
  return (isMissing ? undefined : filled) ?? within[0] ?? -1;
}

/** Line breaks and tabs a text may have. */
const hasControls = (text: string) => /\p{Cc}/u.test(text.replace(/[\n\t]/g, ''));

/** Which kind of mistake a refusal of the API is, by the type of the column it is about. */
export function kindOf({ found, expected, pointer }: ProblemDetail, column: Column | null): FaultCode {
  if (found === MISSING) return 'missing-value';
  if (hasControls(found)) return 'control-character';
  if (/^at most \d+ characters/.test(expected.en)) return 'too-long';
  const type = column?.type ?? typeByPointer(pointer);
  switch (type) {
    case 'amount':
      return amountKind(found, expected.en);
    case 'unit':
      return expected.en.includes('converts') ? 'unit-does-not-convert' : 'unknown-unit';
    case 'date':
    case 'instant':
      return dateKind(expected.en, column?.pointer ?? pointer);
    case 'time':
      return 'not-a-time';
    case 'gtin':
      return expected.en.includes('GTIN') ? 'gtin-check' : goodsKind(found, expected.en);
    case 'uscc':
      return 'credit-code-check';
    case 'region':
      return 'region-code';
    case 'licence':
      return 'licence-number';
    case 'traceCode':
      return goodsKind(found, expected.en);
    case 'site':
      return 'unknown-site';
    case 'choice':
    case 'choices':
      return 'unknown-choice';
    case 'whole':
      return 'not-a-whole-number';
    default:
      return otherKind(pointer, expected.en);
  }
}

const byPointer: readonly [RegExp, Column['type']][] = [
  [/\/amount$/, 'amount'],
  [/\/unit$/, 'unit'],
  [/\/gtin$/, 'gtin'],
  [/\/uscc$/, 'uscc'],
  [/\/regionCode$/, 'region'],
  [/\/traceCode$|\/lines\/\d+$|\/inputs\/\d+$/, 'traceCode'],
  [/(?:Date|DateTo|On|Until|From)$/, 'date'],
  [/At$|\/at$/, 'instant'],
  [/\/site$/, 'site'],
];

/** In a line of NDJSON there are no columns; the names of the fields tell as much. */
function typeByPointer(pointer: string): Column['type'] | null {
  return byPointer.find(([pattern]) => pattern.test(pointer))?.[1] ?? null;
}

function otherKind(pointer: string, expected: string): FaultCode {
  if (/\/site$/.test(pointer)) return 'unknown-site';
  if (expected.startsWith('a product of this party') || expected.startsWith('a shipment')) return 'unknown-record';
  if (expected.startsWith('one of:')) return 'unknown-choice';
  if (expected.includes('unit')) return 'unknown-unit';
  return 'refused';
}

function amountKind(found: string, expected: string): FaultCode {
  // The kind is told by how it begins; the whole may be as long as the sender likes.
  const text = foldFullWidth(shown(found));
  if (expected.startsWith('at most')) return 'amount-too-large';
  if (expected.startsWith('a whole multiple')) return 'amount-too-fine';
  if (/^-|^0*(?:\.0*)?$/.test(text)) return 'not-above-zero';
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text)) return 'thousands-separator';
  return /^[\d.]+\s*\D+$/.test(text) ? 'unit-in-amount' : 'not-a-number';
}

function dateKind(expected: string, pointer: string): FaultCode {
  if (expected.startsWith('not after')) return 'date-ahead';
  if (/^at most \d+ days ago/.test(expected)) return 'date-long-ago';
  if (pointer.endsWith('/expiresOn') && expected.startsWith('not before')) return 'expiry-before-production';
  return expected.startsWith('not before') || expected.includes('within') ? 'dates-contradict' : 'not-a-date';
}

function goodsKind(found: string, expected: string): FaultCode {
  if (expected === 'one batch') return 'ambiguous-goods';
  return expected.startsWith('a trace code') || (parseTraceCode(found).ok === false && !found.startsWith('{'))
    ? 'trace-code-check'
    : 'unknown-goods';
}

/** Faults of a body that came as a line of its own: the pointer stands where the header would. */
export function placedInLine(row: number, problems: readonly CodedProblem[]): CellFault[] {
  return problems.map((problem) => ({
    row,
    column: null,
    header: problem.pointer === '' ? null : problem.pointer,
    code: problem.code ?? kindOf(problem, null),
    found: problem.found === MISSING ? '' : shown(problem.found),
    expected: problem.expected,
    fix: problem.fix,
  }));
}

/** Rows of a document that are right themselves but go with one that is not. */
export function withCompanions(document: SheetDocument, faults: readonly CellFault[]): CellFault[] {
  if (faults.length === 0) return [];
  const wrong = new Set(faults.map(({ row }) => row));
  const [first] = faults;
  const others = document.rows.filter(({ row }) => !wrong.has(row));
  return [
    ...faults,
    ...others.map(
      ({ row }): CellFault => ({
        row,
        column: null,
        header: null,
        code: 'document-faulty',
        found: String(first?.row ?? ''),
        expected: { zh: '同一单据的各行都无误', en: 'every row of the document without fault' },
        fix: { zh: `改正第 ${first?.row} 行，本行不用改`, en: `correct row ${first?.row}; this one may stay` },
      }),
    ),
  ];
}

import { parseJson } from '../../platform/body.ts';
import { Problem } from '../../platform/problems.ts';
import { shown } from '../../platform/result.ts';
import { REASON_HEADER } from './columns.ts';
import { fileProblem } from './header.ts';
import type { CellFault } from './model.ts';

/** Longest line, in characters. */
const LONGEST_LINE = 1_048_576;

/** Lines that are not blank, with their numbers. */
export async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<{ row: number; text: string }, void> {
  let rest = '';
  let row = 0;
  for await (const piece of text) {
    rest += piece;
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw fileProblem([endless(row + lines.length + 1)]);
    for (const line of lines) {
      row += 1;
      if (line.trim() !== '') yield { row, text: line };
    }
  }
  if (rest.trim() !== '') yield { row: row + 1, text: rest };
}

function endless(row: number) {
  return {
    code: 'broken-file',
    row,
    found: `> ${LONGEST_LINE}`,
    expected: { zh: '每行一个 JSON 对象', en: 'one JSON object a line' },
    fix: {
      zh: '去掉外层的方括号和对象内的换行，每个对象占一行',
      en: 'leave out the outer brackets and line breaks inside objects: one object a line',
    },
  } as const;
}

/** The body a line holds; our own column of reasons is no part of it. */
export function bodyOfLine(row: number, text: string): { body: Record<string, unknown> } | { fault: CellFault } {
  try {
    const value = parseJson(new TextEncoder().encode(text.toWellFormed()));
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return { fault: notJson(row, text) };
    const { [REASON_HEADER]: _, ...body } = value as Record<string, unknown>;
    return { body };
  } catch (error) {
    if (error instanceof Problem) return { fault: notJson(row, text) };
    throw error;
  }
}

function notJson(row: number, text: string): CellFault {
  return {
    row,
    column: null,
    header: null,
    code: 'not-json',
    found: shown(text),
    expected: { zh: '一个 JSON 对象，与接口的正文相同', en: 'one JSON object, as the body of the API' },
    fix: { zh: '每行一个对象，不加逗号和方括号', en: 'one object a line, without commas or brackets between them' },
  };
}

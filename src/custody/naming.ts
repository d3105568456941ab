import type { GoodsName } from '../batches/goods.ts';
import { checkGtin } from '../codes/gtin.ts';
import { formatTraceCode, parseTraceCode } from '../codes/trace-code.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import type { Outcome, SaidOfLine } from './model.ts';
import { externalCodesOf, type Read, type ShippedLine } from './repository.ts';

/** How somebody names a line of a slip: by its number, or by the goods. */
export type LineName = GoodsName & { line?: number | undefined };

/**
 * The lines of a slip that were named, in the order they were.
 * @throws {Problem} invalid-input for names that fit no line, ambiguous-line for those that fit several
 */
export async function namedLines(read: Read, lines: readonly ShippedLine[], names: readonly LineName[]): Promise<ShippedLine[]> {
  const external = names.some((name) => name.externalCode)
    ? await externalCodesOf(
        read,
        lines.map((line) => line.batchId),
      )
    : [];
  const errors: ProblemDetail[] = [];
  const ambiguous: { pointer: string; candidates: unknown[] }[] = [];
  const found = names.map((name, i) => {
    const pointer = `/lines/${i}`;
    const fitting = lines.filter((line) => fits(line, name, external));
    const [line] = fitting;
    if (!line) errors.push(noLine(name, pointer, lines.length));
    if (fitting.length > 1)
      ambiguous.push({
        pointer,
        candidates: fitting.map(({ n, traceCode, productName, amount, unit }) => ({
          line: n,
          traceCode: formatTraceCode(traceCode),
          product: { name: productName },
          quantity: { amount, unit },
        })),
      });
    return line;
  });
  if (ambiguous.length > 0)
    throw new Problem(
      'ambiguous-line',
      {
        zh: '有的名称对应随货单上多行，未保存任何内容；请用 line 写行号。',
        en: 'Some names fit several lines of the slip; nothing was stored. Name them by line.',
      },
      { errors, extra: { candidates: ambiguous } },
    );
  if (errors.length > 0) throw invalidInput(errors);
  return found.filter((line) => line !== undefined);
}

/** What was said of lines, ready to be held against them. */
export async function saidOf(
  read: Read,
  lines: readonly ShippedLine[],
  said: readonly (LineName & { outcome?: Outcome | undefined; quantity?: { amount: string; unit: string } | undefined })[],
): Promise<SaidOfLine[]> {
  const named = await namedLines(read, lines, said);
  return said.map(({ outcome, quantity }, i) => ({ n: named[i]?.n ?? 0, outcome, quantity, pointer: `/lines/${i}` }));
}

type External = { batchId: number; scheme: string; value: string };

function fits(line: ShippedLine, name: LineName, external: readonly External[]): boolean {
  const tests = [
    name.line === undefined ? null : name.line === line.n,
    name.traceCode === undefined ? null : codeFits(line, name.traceCode),
    name.gtin === undefined ? null : gtinFits(line, name.gtin),
    name.batchNumber === undefined ? null : line.batchNumber === name.batchNumber.trim(),
    name.productionDate === undefined ? null : line.productionDate === name.productionDate,
    name.externalCode === undefined ? null : externalFits(line, name.externalCode, external),
  ].filter((test) => test !== null);
  return tests.length > 0 && tests.every(Boolean);
}

function codeFits(line: ShippedLine, text: string): boolean {
  const code = parseTraceCode(text);
  return code.ok && code.code === line.traceCode;
}

function gtinFits(line: ShippedLine, text: string): boolean {
  const code = checkGtin(text);
  return code.ok && code.gtin === line.gtin;
}

function externalFits(line: ShippedLine, wanted: { scheme: string; value: string }, external: readonly External[]): boolean {
  return external.some(({ batchId, scheme, value }) => batchId === line.batchId && scheme === wanted.scheme && value === wanted.value);
}

function noLine(name: LineName, pointer: string, count: number): ProblemDetail {
  const { line, traceCode, gtin, batchNumber, productionDate, externalCode } = name;
  return {
    pointer,
    found: JSON.stringify({ line, traceCode, gtin, batchNumber, productionDate, externalCode }),
    expected: { zh: `随货单上的一行（行号 1 至 ${count}，或该行的追溯码等）`, en: `a line of the slip (1 to ${count}, or its trace code)` },
    fix: { zh: '核对行号或编码', en: 'check the number or the code' },
  };
}

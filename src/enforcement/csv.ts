import type { CivilDate } from '../platform/civil-date.ts';

export type CsvValue = string | number | null;

/** Spreadsheets read UTF-8 by this mark alone. */
const BOM = '\uFEFF';

/**
 * A cell (RFC 4180). What a spreadsheet would read as a formula gets an apostrophe in front: it begins with = + - @, one of their full-width
 * forms, a tab or a line break, or has one of these signs behind blanks (OWASP, CSV injection).
 */
export function csvCell(value: CsvValue): string {
  if (value === null) return '';
  const text = String(value);
  const safe = /^[\t\r\n]|^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

/** Yuan for people: cents 100050 → 1000.50, whole yuan without decimals. */
export function yuan(cents: number | null): string | null {
  if (cents === null) return null;
  return cents % 100 === 0 ? String(cents / 100) : (cents / 100).toFixed(2);
}

/** Whether a list is asked for as CSV: `?format=` goes before `Accept`, which must name text/csv. */
export function wantsCsv(request: Request, format: 'json' | 'csv' | undefined): boolean {
  if (format !== undefined) return format === 'csv';
  const ranges = (request.headers.get('accept') ?? '').toLowerCase().split(',');
  return ranges.some((range) => /^\s*text\/csv\s*(?:;(?!\s*q\s*=\s*0(?:\.0*)?\s*$).*)?$/.test(range));
}

/**
 * A file as it is made, a block of lines at a time; nothing is kept of what was sent. Its heading and its first page are made before anything is
 * sent, so that what is refused there is refused whole.
 */
export async function csvReply(name: string, on: CivilDate, blocks: AsyncIterator<string>): Promise<Response> {
  const encoder = new TextEncoder();
  const begun = [await blocks.next(), await blocks.next()];
  let text = BOM;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = begun.shift() ?? (await blocks.next());
      if (done) return controller.close();
      controller.enqueue(encoder.encode(text + value));
      text = '';
    },
    async cancel() {
      await blocks.return?.();
    },
  });
  return new Response(body, {
    status: 200,
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}-${on}.csv"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

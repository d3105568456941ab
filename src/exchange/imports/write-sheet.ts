import type { SheetData } from 'write-excel-file/node';

/** Rows of a sheet whose cells are texts, so that a spreadsheet keeps codes and dates to the letter. */
export interface TextSheet {
  name: string;
  /** Widths in characters. */
  widths: number[];
  rows: readonly (readonly string[])[];
  /** Empty rows below that are text as well, for what will be typed. */
  room?: number;
  /** Rows at the top that stay in sight; one without it. */
  heads?: number;
  landscape?: boolean;
}

/** What no workbook may hold is shown by its picture (U+2400 …), so that the person sees what to delete. */
function writable(text: string): string {
  return text.replace(/\p{Cc}/gu, (sign) =>
    sign === '\n' || sign === '\t' ? sign : String.fromCharCode(0x2400 + (sign.charCodeAt(0) & 0x1f)),
  );
}

const asText = (value: string, isHead: boolean) => ({
  type: String,
  value: writable(value),
  format: '@',
  ...(isHead ? { fontWeight: 'bold' as const } : {}),
});

/** A workbook as its bytes. The library is loaded when the first is asked for. */
export async function workbookOf(sheets: readonly TextSheet[]): Promise<Uint8Array> {
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  const pages = sheets.map(({ name, widths, rows, room = 0, heads = 1, landscape = false }) => {
    const width = rows[heads - 1]?.length ?? 0;
    const data: SheetData = rows.map((row, i) => row.map((value) => asText(value, i < heads)));
    for (let i = 0; i < room; i++) data.push(Array.from({ length: width }, () => asText('', false)));
    const columns = widths.map((one) => ({ width: one }));
    return { sheet: name, data, columns, stickyRowsCount: heads, ...(landscape ? { orientation: 'landscape' as const } : {}) };
  });
  return writeXlsxFile(pages).toBuffer();
}

import { type FileFault, fileProblem } from './header.ts';
import type { SheetFormat } from './model.ts';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';
export type Sniffed = { format: 'xlsx' } | { format: 'csv' | 'ndjson'; encoding: Encoding };

const starts: readonly [what: string, bytes: readonly number[]][] = [
  ['PDF', [0x25, 0x50, 0x44, 0x46]],
  ['PNG', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG', [0xff, 0xd8, 0xff]],
  ['GIF', [0x47, 0x49, 0x46, 0x38]],
  ['gzip', [0x1f, 0x8b]],
  ['RAR', [0x52, 0x61, 0x72, 0x21]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
  ['RTF', [0x7b, 0x5c, 0x72, 0x74, 0x66]],
];
const OLE = [0xd0, 0xcf, 0x11, 0xe0];
const ZIP = [0x50, 0x4b];

const begins = (bytes: Uint8Array, start: readonly number[]) => start.every((byte, i) => bytes[i] === byte);

/** Enough to know what a file is. */
export const HEAD_BYTES = 4_096;

/**
 * What a file is, by its own bytes and never by what the sender calls it; `pieces` gives it from its beginning.
 * @throws {Problem} invalid-input for what is no sheet, is empty, or is in no encoding we know
 */
export async function sniff(head: Uint8Array, pieces: () => AsyncIterable<Uint8Array>): Promise<Sniffed> {
  if (head.length === 0) throw fileProblem([emptyFile()]);
  if (begins(head, ZIP)) return { format: 'xlsx' };
  if (begins(head, OLE)) throw fileProblem([oldExcel()], 'wrong-media-type');
  const other = starts.find(([, start]) => begins(head, start));
  if (other) throw fileProblem([notASheet(other[0])], 'wrong-media-type');
  const encoding = await encodingOf(head, pieces);
  const text = new TextDecoder(encoding).decode(head).trimStart();
  if (/^(?:<!doctype|<html|<\?xml|<table)/i.test(text)) throw fileProblem([notASheet('HTML')], 'wrong-media-type');
  const format: SheetFormat = /^[{[]/.test(text) ? 'ndjson' : 'csv';
  return { format, encoding };
}

/** A mark decides; else the first encoding all bytes are valid in. GB18030 takes nearly anything, so it comes last. */
async function encodingOf(head: Uint8Array, pieces: () => AsyncIterable<Uint8Array>): Promise<Encoding> {
  if (begins(head, [0xff, 0xfe])) return 'utf-16le';
  if (begins(head, [0xfe, 0xff])) return 'utf-16be';
  const zeros = [0, 0];
  for (const [i, byte] of head.entries()) if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > head.length / 4 && even < odd / 8) return 'utf-16le';
  if (even > head.length / 4 && odd < even / 8) return 'utf-16be';
  if (await isValid('utf-8', pieces())) return 'utf-8';
  if (await isValid('gb18030', pieces())) return 'gb18030';
  throw fileProblem([unknownEncoding()]);
}

async function isValid(encoding: Encoding, pieces: AsyncIterable<Uint8Array>): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: false });
  try {
    for await (const piece of pieces) decoder.decode(piece, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

const SHEETS = { zh: 'XLSX、CSV 或 NDJSON 表格', en: 'a sheet as XLSX, CSV or NDJSON' };

export function emptyFile(): FileFault {
  return { code: 'empty-file', found: '0 B', expected: SHEETS, fix: { zh: '选择有内容的文件', en: 'send a file that is not empty' } };
}

function notASheet(found: string): FileFault {
  return {
    code: 'not-a-sheet',
    found,
    expected: SHEETS,
    fix: { zh: '在表格软件中“另存为”xlsx 或 csv 后重新提交', en: 'save it as xlsx or csv in the spreadsheet and send that' },
  };
}

function oldExcel(): FileFault {
  return {
    code: 'old-excel',
    found: '.xls',
    expected: SHEETS,
    fix: { zh: '去掉密码，“另存为”.xlsx 后重新提交', en: 'take the password off and save it as .xlsx' },
  };
}

function unknownEncoding(): FileFault {
  return {
    code: 'unknown-encoding',
    found: '(bytes)',
    expected: { zh: 'UTF-8、GB18030 或 UTF-16 编码的文本', en: 'text in UTF-8, GB18030 or UTF-16' },
    fix: { zh: '“另存为”CSV UTF-8 后重新提交', en: 'save it as CSV UTF-8' },
  };
}

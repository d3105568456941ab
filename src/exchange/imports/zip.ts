import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { fileProblem } from './header.ts';

/** What all parts of a workbook may unpack to, in bytes, whatever the archive says of itself. */
export const MOST_UNPACKED = 268_435_456;
const MOST_ENTRIES = 2_000;

export interface Zip {
  has(name: string): boolean;
  /** The part as text, piece by piece. @throws {Problem} when it is damaged or unpacks to more than `most` bytes */
  stream(name: string, most?: number): AsyncGenerator<string, void>;
  /** The whole part as text. @throws {Problem} as `stream` */
  text(name: string, most: number): Promise<string>;
}

interface Entry {
  method: number;
  packed: number;
  unpacked: number;
  at: number;
}

/**
 * The directory of a ZIP archive.
 * @throws {Problem} invalid-input for a damaged or encrypted one, or one that says it unpacks to too much
 */
export function openZip(bytes: Uint8Array): Zip {
  const entries = directoryOf(bytes);
  let total = 0;
  for (const { unpacked } of entries.values()) total += unpacked;
  if (total > MOST_UNPACKED) throw tooMuch(total, MOST_UNPACKED);
  const entryOf = (name: string): Entry => {
    const entry = entries.get(name.toLowerCase());
    if (!entry) throw damaged(name);
    return entry;
  };
  return {
    has: (name) => entries.has(name.toLowerCase()),
    stream: (name, most = MOST_UNPACKED) => unpack(bytes, entryOf(name), most),
    text: async (name, most) => {
      let text = '';
      for await (const piece of unpack(bytes, entryOf(name), most)) text += piece;
      return text;
    },
  };
}

function directoryOf(bytes: Uint8Array): Map<string, Entry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > MOST_ENTRIES) throw damaged(`${count} parts`);
  const entries = new Map<string, Entry>();
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw damaged('directory');
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)).toLowerCase();
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw damaged('encrypted');
    entries.set(name, {
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The record at the end of the archive: 22 bytes and a comment of at most 64 KiB. */
function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 65_535); at--)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  throw damaged('end of archive');
}

async function* unpack(bytes: Uint8Array, entry: Entry, most: number): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let size = 0;
  for await (const piece of piecesOf(bytes, entry)) {
    size += piece.byteLength;
    if (size > most) throw tooMuch(size, most);
    yield decoder.decode(piece, { stream: true });
  }
  yield decoder.decode();
}

async function* piecesOf(bytes: Uint8Array, { method, packed, at }: Entry): AsyncGenerator<Uint8Array, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== 0x04034b50) throw damaged('part');
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  const data = bytes.subarray(start, start + packed);
  if (method === 0) {
    yield data;
    return;
  }
  if (method !== 8) throw damaged(`method ${method}`);
  const inflate = Readable.from([data]).pipe(createInflateRaw());
  try {
    for await (const piece of inflate as AsyncIterable<Uint8Array>) yield piece;
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw damaged(String(error.code));
    throw error;
  } finally {
    inflate.destroy();
  }
}

export function damaged(found: string) {
  return fileProblem([
    {
      code: 'broken-file',
      found,
      expected: { zh: '完整、未加密的 .xlsx 工作簿', en: 'a whole .xlsx workbook without encryption' },
      fix: { zh: '在表格软件中打开并“另存为”.xlsx', en: 'open it in the spreadsheet and save it as .xlsx' },
    },
  ]);
}

function tooMuch(found: number, most: number) {
  return fileProblem(
    [
      {
        code: 'unpacks-too-large',
        found: `> ${found} B`,
        expected: { zh: `解压后至多 ${most / 1_048_576} MiB`, en: `at most ${most / 1_048_576} MiB unpacked` },
        fix: { zh: '删去图片和空白行列，或另存为 CSV', en: 'delete pictures and blank rows, or save it as CSV' },
      },
    ],
    'too-large',
  );
}

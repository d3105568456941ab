import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import jsqrModule from 'jsqr';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { LabelContent } from '../src/codes/labels/content.ts';
import { readTrueType } from '../src/codes/labels/true-type.ts';

const resolve = createRequire(import.meta.url).resolve;
const bytesOf = (path: string) => new Uint8Array(readFileSync(path)).buffer;
prepareZXingModule({ overrides: { wasmBinary: bytesOf(resolve('zxing-wasm/reader/zxing_reader.wasm')) } });

/** CommonJS, whose types say it is not. */
const jsQR = ((jsqrModule as { default?: unknown }).default ?? jsqrModule) as typeof import('jsqr').default;

const fontFile = `${import.meta.dirname}/../src/codes/labels/font/NotoSansSC-GB2312.ttf`;
export const labelFont = new Uint8Array(readFileSync(fontFile));
export const labelFace = readTrueType(labelFont);

/** A grey picture, one byte a dot, 255 for white. */
export interface Picture {
  width: number;
  height: number;
  grey: Uint8Array;
}

let library: Promise<PDFiumLibrary> | undefined;

/** The pages of a PDF as PDFium prints them at a resolution; one at a time, since an A4 page is 35 MB. */
export async function* rasterised(pdf: Uint8Array, dpi: number): AsyncGenerator<Picture, void> {
  library ??= PDFiumLibrary.init({ wasmBinary: bytesOf(resolve('@hyzyla/pdfium/pdfium.wasm')) });
  const document = await (await library).loadDocument(pdf);
  try {
    for (const page of document.pages()) {
      const { data, width, height } = await page.render({ scale: dpi / 72, render: 'bitmap' });
      const grey = new Uint8Array(width * height);
      for (let i = 0; i < grey.length; i++) grey[i] = data[4 * i] ?? 255;
      yield { width, height, grey };
    }
  } finally {
    document.destroy();
  }
}

/** The text of each page as PDFium extracts it by the ToUnicode map. */
export async function textsOf(pdf: Uint8Array): Promise<string[]> {
  library ??= PDFiumLibrary.init({ wasmBinary: bytesOf(resolve('@hyzyla/pdfium/pdfium.wasm')) });
  const document = await (await library).loadDocument(pdf);
  const texts = [...document.pages()].map((page) => page.getText());
  document.destroy();
  return texts;
}

function rgba({ grey, width, height }: Picture): { data: Uint8ClampedArray; width: number; height: number } {
  const data = new Uint8ClampedArray(4 * grey.length).fill(255);
  for (const [i, value] of grey.entries()) data.fill(value, 4 * i, 4 * i + 3);
  return { data, width, height };
}

/** Every QR code ZXing finds in a picture. */
export async function zxingTexts(picture: Picture): Promise<string[]> {
  const found = await readBarcodes(rgba(picture) as Parameters<typeof readBarcodes>[0], {
    formats: ['QRCode'],
    tryHarder: true,
    maxNumberOfSymbols: 255,
  });
  return found.filter((code) => code.isValid).map((code) => code.text);
}

/** The one QR code jsQR finds in a picture; null where it finds none. */
export function jsqrText(picture: Picture): string | null {
  const { data, width, height } = rgba(picture);
  return jsQR(data, width, height)?.data ?? null;
}

export const contentOf = (n: number, more: Partial<LabelContent> = {}): LabelContent => {
  const digits = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
  const tail = [0, 1, 2, 3].map((i) => digits[Math.floor(n / 31 ** i) % 31]).join('');
  const code = `ABCD-EFGH-JKMN-PQRS-${tail}`;
  return {
    link: `https://trace.example/t/${code}`,
    code,
    product: '冷鲜猪后腿肉',
    lot: `20261101-${n}`,
    madeOn: '2026-11-01',
    expiresOn: '2026-11-08',
    firm: '示例肉品厂',
    ...more,
  };
};

export function joined(pieces: Iterable<Uint8Array>): Uint8Array {
  return new Uint8Array(Buffer.concat([...pieces]));
}

/** The dots of the one `^GFA` field of a label in ZPL, its compression undone as the programming guide tells. */
export function zplPicture(zpl: string): Picture {
  const [, total = '', stride = '', data = ''] = /\^GFA,(\d+),\1,(\d+),([^^]*)\^FS/.exec(zpl) ?? [];
  const rows = rowsOf(data, 2 * Number(stride));
  const bytes = Buffer.from(rows.join(''), 'hex');
  if (bytes.length !== Number(total)) throw new Error(`${bytes.length} bytes where ${total} were told`);
  const width = 8 * Number(stride);
  const grey = Uint8Array.from({ length: 8 * bytes.length }, (_, i) => ((bytes[i >> 3] ?? 0) & (0x80 >> (i & 7)) ? 0 : 255));
  return { width, height: rows.length, grey };
}

/** Rows of hexadecimal digits. */
function rowsOf(data: string, digits: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const [sign, counts = '', digit = ''] of data.matchAll(/([G-Zg-z]*)([0-9A-F])|[,!:]/g)) {
    if (sign === ':') rows.push(rows.at(-1) ?? '');
    else if (sign === ',') row = row.padEnd(digits, '0');
    else if (sign === '!') row = row.padEnd(digits, 'F');
    else row += digit.repeat(timesOf(counts));
    if (row.length < digits) continue;
    rows.push(row);
    row = '';
  }
  return rows;
}

/** G to Y count 1 to 19, g to z 20 to 400; several add up. */
function timesOf(counts: string): number {
  const each = [...counts].map((sign) => (sign >= 'g' ? 20 * (sign.charCodeAt(0) - 0x66) : sign.charCodeAt(0) - 0x46));
  return each.reduce((sum, one) => sum + one, 0) || 1;
}

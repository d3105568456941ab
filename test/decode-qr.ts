import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

// Without these bytes the reader fetches them from a CDN.
const wasmFile = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasmFile).buffer } });

const PIXELS_A_MODULE = 4;

type Picture = { data: Uint8ClampedArray; width: number; height: number };

/** The text of the one QR code in a PNG, read by ZXing (a decoder that is not our encoder). @throws Error when there is none or several */
export function decodeQrPng(bytes: Uint8Array): Promise<string> {
  return decode(bytes);
}

/** The text of the QR code in an SVG made by `qrSvg`: its rectangles are painted here, 4 pixels a module. @throws Error as above */
export function decodeQrSvg(svg: string): Promise<string> {
  return decode(paint(svg));
}

type Readable = Parameters<typeof readBarcodes>[0];

async function decode(input: Uint8Array | Picture): Promise<string> {
  const found = await readBarcodes(input as Readable, { formats: ['QRCode'], tryHarder: true });
  const [code] = found;
  if (code === undefined || found.length > 1) throw new Error(`${found.length} QR codes found`);
  if (!code.isValid) throw new Error(`unreadable QR code: ${code.error}`);
  return code.text;
}

function paint(svg: string): Picture {
  const [, side] = /viewBox="0 0 (\d+) \1"/.exec(svg) ?? [];
  const [, path] = /<path d="([^"]*)"/.exec(svg) ?? [];
  if (side === undefined || path === undefined) throw new Error('no square of whole modules with one path');
  const width = Number(side) * PIXELS_A_MODULE;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, across] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    const [left, top, right] = [Number(x), Number(y), Number(x) + Number(across)].map((module) => module * PIXELS_A_MODULE);
    blacken(data, width, { left: left ?? 0, top: top ?? 0, right: right ?? 0 });
  }
  return { data, width, height: width };
}

function blacken(data: Uint8ClampedArray, width: number, run: { left: number; top: number; right: number }): void {
  for (let y = run.top; y < run.top + PIXELS_A_MODULE; y++) {
    for (let x = run.left; x < run.right; x++) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  }
}

import type { Bitmap } from './bitmap.ts';

/**
 * One label in ZPL II: the whole picture as one `^GFA` field, its text included, since printers differ in the Chinese they have. `copies` is
 * the printer's to repeat.
 */
export function zplLabel(bitmap: Bitmap, copies: number): string {
  const { stride, height, width } = bitmap;
  const total = stride * height;
  return `^XA^PW${width}^LL${height}^LH0,0^FO0,0^GFA,${total},${total},${stride},${compressed(bitmap)}^FS^PQ${copies}^XZ\n`;
}

/**
 * The rows in hexadecimal with ZPL's own compression: G to Y repeat the next digit 1 to 19 times, g to z 20 to 400 times, `,` fills a row with
 * white, `!` with black, `:` is the row before again (ZPL II Programming Guide, "Alternative Data Compression Scheme").
 */
function compressed({ bits, stride, height }: Bitmap): string {
  let out = '';
  let before = '';
  for (let row = 0; row < height; row++) {
    const digits = Buffer.from(bits.buffer, bits.byteOffset + row * stride, stride)
      .toString('hex')
      .toUpperCase();
    out += digits === before ? ':' : rowOf(digits);
    before = digits;
  }
  return out;
}

function rowOf(digits: string): string {
  const ink = digits.replace(/0+$|F+$/, '');
  const rest = digits.length - ink.length;
  const fill = digits.endsWith('F') ? '!' : ',';
  return ink.replace(/(.)\1{2,}/g, (run, digit: string) => repeated(run.length) + digit) + (rest > 0 ? fill : '');
}

function repeated(count: number): string {
  const twenties = Math.floor(count / 20);
  const ones = count % 20;
  // Above 400 a run is told in several counts, which add up.
  if (twenties > 20) return `z${repeated(count - 400)}`;
  return (twenties > 0 ? String.fromCharCode(0x66 + twenties) : '') + (ones > 0 ? String.fromCharCode(0x46 + ones) : '');
}

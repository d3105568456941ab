/* Reads codes out of pictures, in the browser: no picture leaves the phone. The reader is loaded when it is first needed. */

const FORMATS = ['QRCode', 'MicroQRCode', 'DataMatrix', 'EAN13', 'EAN8', 'UPCA', 'UPCE', 'Code128', 'ITF', 'DataBar', 'DataBarExpanded'];
/** Longest side a photo is decoded at: a code of a shelf of thirty still has three pixels a module. */
const LONGEST = 4000;

let loading = null;

async function load() {
  const [{ default: zxing }, wasm] = await Promise.all([
    import('./zxing.js'),
    fetch(new URL('./zxing.wasm', import.meta.url)).then((reply) => {
      if (!reply.ok) throw new Error(`zxing.wasm: ${reply.status}`);
      return reply.arrayBuffer();
    }),
  ]);
  // Without its bytes the package would fetch them from a third party.
  zxing.prepareZXingModule({ overrides: { wasmBinary: wasm } });
  return zxing;
}

/** @returns {Promise<any>} the reader; a failed load may be tried again */
export function reader() {
  if (!loading)
    loading = load().catch((error) => {
      loading = null;
      throw error;
    });
  return loading;
}

/** @returns {Promise<string[]>} the texts of at most `most` codes, each once */
export async function decode(imageData, most) {
  const zxing = await reader();
  const found = await zxing.readBarcodes(imageData, { formats: FORMATS, maxNumberOfSymbols: most, tryHarder: true, textMode: 'Plain' });
  const texts = found.filter((one) => one.isValid && one.text !== '').map((one) => one.text);
  return [...new Set(texts)];
}

/** @param {Blob} file a photo @returns {Promise<string[]>} */
export async function decodePhoto(file, most) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return decode(context.getImageData(0, 0, canvas.width, canvas.height), most);
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { painter } from './bitmap.ts';
import type { LabelJob } from './content.ts';
import { checkJob, composedLabels } from './sheets.ts';
import { previewOf, svgOf } from './svg.ts';
import type { Told } from './thread-press.ts';
import { readTrueType, type Typeface } from './true-type.ts';
import { zplLabel } from './zpl.ts';

/** Small pieces are gathered up to so many bytes: each message costs both threads. */
const PIECE = 65_536;

const job = workerData as LabelJob;
const font = readFileSync(join(import.meta.dirname, 'font/NotoSansSC-GB2312.ttf'));
const face = readTrueType(font);
const tell = (told: Told) => parentPort?.postMessage(told, 'piece' in told && told.piece ? [told.piece.buffer] : []);

tell({ checked: checkJob(job, face) });
const pieces = gathered(fileOf(job, face));
parentPort?.on('message', () => {
  void pieces.next().then(
    ({ value, done }) => tell({ piece: done ? null : value }),
    (error) => tell({ error: String(error) }),
  );
});

async function* fileOf(job: LabelJob, face: Typeface): AsyncGenerator<Uint8Array | string, void> {
  if (job.format === 'zpl') yield* zplOf(job, face);
  else if (job.format === 'preview') yield* previewOf(job, face);
  else if (job.format === 'svg') yield* svgOf(job, face);
  else {
    // pdfkit takes a while to load: only who prints a PDF waits for it.
    const { pdfOf } = await import('./pdf.ts');
    yield* pdfOf(job, face, font);
  }
}

function* zplOf(job: LabelJob, face: Typeface): Generator<string, void> {
  const paint = painter(face);
  for (const { label, copies } of composedLabels(job, face)) yield zplLabel(paint(label), copies);
}

async function* gathered(pieces: AsyncGenerator<Uint8Array | string, void>): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  let [held, size]: [Uint8Array[], number] = [[], 0];
  for await (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    held.push(bytes);
    size += bytes.length;
    if (size < PIECE) continue;
    yield joined(held, size);
    [held, size] = [[], 0];
  }
  if (size > 0) yield joined(held, size);
}

/** In memory of its own, which is handed over. */
function joined(pieces: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

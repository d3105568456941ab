import { writeFileSync } from 'node:fs';
import { qrMatrix } from '../../src/codes/qr.ts';

const WIDTH = 640;
const HEIGHT = 480;
const FRAMES_EACH = 10;
const WHITE = 235;
const BLACK = 16;
/** Colourless. */
const GREY = 128;

/**
 * Writes a video (YUV4MPEG2) that Chromium shows as its camera: the QR code of each text for a second, over and over.
 * @param file ends in `.y4m`; given to `--use-file-for-fake-video-capture`
 */
export function cameraVideo(file: string, texts: readonly string[]): void {
  const frames = texts.flatMap((text) => {
    const frame = frameOf(text);
    return Array.from({ length: FRAMES_EACH }, () => frame);
  });
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420mpeg2\n`);
  writeFileSync(file, Buffer.concat([head, ...frames]));
}

function frameOf(text: string): Buffer {
  const { size, dark } = qrMatrix(text);
  const scale = Math.floor((HEIGHT - 40) / (size + 8));
  const [left, top] = [(WIDTH - size * scale) >> 1, (HEIGHT - size * scale) >> 1];
  const light = Buffer.alloc(WIDTH * HEIGHT, WHITE);
  for (let y = 0; y < size * scale; y++)
    for (let x = 0; x < size * scale; x++)
      if (dark[Math.floor(y / scale) * size + Math.floor(x / scale)] === 1) light[(top + y) * WIDTH + left + x] = BLACK;
  return Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((WIDTH * HEIGHT) / 2, GREY)]);
}

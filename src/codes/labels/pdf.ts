import PDFDocument from 'pdfkit';
import type { Composed } from './compose.ts';
import type { LabelJob } from './content.ts';
import { type Dpi, layouts, mmOf } from './layouts.ts';
import { type Placed, placedLabels } from './sheets.ts';
import type { Typeface } from './true-type.ts';

const POINTS_PER_MM = 72 / 25.4;

/**
 * Labels as PDF, piece by piece: pages leave as they are filled, so memory does not grow with their number. Codes are vectors on whole dots of the
 * printer; of the font only the glyphs that were used are embedded.
 */
export function* pdfOf(job: LabelJob, face: Typeface, font: Uint8Array): Generator<Uint8Array, void> {
  const layout = layouts[job.layout];
  const document = new PDFDocument({
    autoFirstPage: false,
    size: [layout.pageWidth * POINTS_PER_MM, layout.pageHeight * POINTS_PER_MM],
    margin: 0,
    // Kept runs of text would grow with the number of labels.
    fontLayoutCache: false,
    lang: 'zh-CN',
    displayTitle: true,
    info: { Title: '追溯标签', Creator: 'Suyuan' },
  });
  document.registerFont('labels', Buffer.from(font.buffer, font.byteOffset, font.byteLength));
  const draw = drawer(document, job.dpi);
  for (const placed of placedLabels(job, face)) {
    if (placed.isNewPage) {
      yield* made(document);
      document.addPage();
      document.font('labels');
    }
    draw(placed);
  }
  document.end();
  yield* made(document);
}

type Document = InstanceType<typeof PDFDocument>;

function* made(document: Document): Generator<Uint8Array, void> {
  for (let piece = document.read(); piece !== null; piece = document.read()) yield piece as Uint8Array;
}

function drawer(document: Document, dpi: Dpi): (placed: Placed) => void {
  const points = (dots: number) => mmOf(dots, dpi) * POINTS_PER_MM;
  let [drawn, symbol] = [-1, ''];
  return ({ label, key, x, y }) => {
    if (key !== drawn) symbol = symbolOf(label);
    drawn = key;
    document.save().transform(points(1), 0, 0, points(1), points(x), points(y));
    document.addContent(symbol);
    document.restore();
    for (const line of label.lines)
      document
        .fontSize(points(line.em))
        .text(line.text, points(x + line.x), points(y + line.baseline), { lineBreak: false, baseline: 'alphabetic' });
  };
}

/** Code and rectangles as one path in dots, so that no seam can show between two rows. */
function symbolOf({ qr, rectangles }: Composed): string {
  let path = rectangles.map((one) => `${one.x} ${one.y} ${one.width} ${one.height} re`).join(' ');
  if (qr) {
    const { size, dark } = qr.matrix;
    const n = qr.dotsAModule;
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) {
        const start = column;
        while (column < size && dark[row * size + column]) column++;
        if (column > start) path += ` ${qr.x + start * n} ${qr.y + row * n} ${(column - start) * n} ${n} re`;
      }
  }
  return `${path} f`;
}

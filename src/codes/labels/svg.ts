import { withMiddles } from './bitmap.ts';
import type { Composed, Line } from './compose.ts';
import type { LabelJob } from './content.ts';
import { dotsOf, layouts, mmOf } from './layouts.ts';
import { composedLabels, pagesOf, placedLabels } from './sheets.ts';
import type { Contour, Typeface } from './true-type.ts';

/** Labels as one SVG, sheets one below the other, units are dots. Text is outlines of our font, so that it prints the same everywhere. */
export function* svgOf(job: LabelJob, face: Typeface): Generator<string, void> {
  const layout = layouts[job.layout];
  const heightMm = layout.pageHeight * pagesOf(job);
  const dots = (mm: number) => Math.round((mm * 1000) / mmOf(1, job.dpi)) / 1000;
  yield `<svg xmlns="http://www.w3.org/2000/svg" width="${layout.pageWidth}mm" height="${heightMm}mm" viewBox="0 0 ${dots(layout.pageWidth)} ${dots(heightMm)}" lang="zh-CN"><rect width="100%" height="100%" fill="#fff"/>\n`;
  const defined = new Set<number>();
  for (const { label, page, x, y } of placedLabels(job, face)) {
    const glyphs = newGlyphs(label, face, defined);
    const top = y + dotsOf(page * layout.pageHeight, job.dpi);
    yield `${glyphs}<g transform="translate(${x} ${top})">${drawn(label, face)}</g>\n`;
  }
  yield '</svg>\n';
}

/** The first label of a job alone, a picture of its own size. */
export function* previewOf(job: LabelJob, face: Typeface): Generator<string, void> {
  for (const { label } of composedLabels(job, face)) {
    const size = `width="${mmOf(label.width, job.dpi)}mm" height="${mmOf(label.height, job.dpi)}mm" viewBox="0 0 ${label.width} ${label.height}"`;
    yield `<svg xmlns="http://www.w3.org/2000/svg" ${size} lang="zh-CN"><rect width="100%" height="100%" fill="#fff"/>${newGlyphs(label, face, new Set())}${drawn(label, face)}</svg>`;
    return;
  }
}

function drawn(label: Composed, face: Typeface): string {
  return `${titleOf(label)}${label.lines.map((line) => textOf(line, face)).join('')}<path shape-rendering="crispEdges" d="${symbolOf(label)}"/>`;
}

/** What a screen reader says, and a search finds. */
function titleOf({ lines }: Composed): string {
  const text = lines.map((line) => line.text).join(' ');
  return `<title>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</title>`;
}

function newGlyphs({ lines }: Composed, face: Typeface, defined: Set<number>): string {
  let paths = '';
  for (const { text } of lines)
    for (const character of text) {
      const glyph = face.glyphOf(character.codePointAt(0) ?? 0);
      if (defined.has(glyph)) continue;
      defined.add(glyph);
      paths += `<path id="g${glyph}" d="${face.outlineOf(glyph).map(outline).join('')}"/>`;
    }
  return paths === '' ? '' : `<defs>${paths}</defs>\n`;
}

/** In font units, y downwards. */
function outline(contour: Contour): string {
  const points = withMiddles(contour);
  const first = points.findIndex((point) => point.isOn);
  const ring = [...points.slice(first), ...points.slice(0, first)];
  let d = '';
  for (const [n, { x, y, isOn }] of ring.entries()) {
    const next = ring[(n + 1) % ring.length] ?? { x, y };
    if (n === 0) d += `M${round(x)} ${round(-y)}`;
    else if (!isOn) d += `Q${round(x)} ${round(-y)} ${round(next.x)} ${round(-next.y)}`;
    else if (ring[n - 1]?.isOn) d += `L${round(x)} ${round(-y)}`;
  }
  return `${d}z`;
}

const round = (units: number) => Math.round(units * 10) / 10;

function textOf({ text, x, baseline, em }: Line, face: Typeface): string {
  let [units, uses] = [0, ''];
  for (const character of text) {
    const glyph = face.glyphOf(character.codePointAt(0) ?? 0);
    uses += `<use href="#g${glyph}" x="${units}"/>`;
    units += face.advanceOf(glyph);
  }
  return `<g transform="translate(${x} ${baseline}) scale(${em / face.unitsPerEm})">${uses}</g>`;
}

function symbolOf({ qr, rectangles }: Composed): string {
  let d = rectangles.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h-${width}z`).join('');
  if (!qr) return d;
  const { size, dark } = qr.matrix;
  const n = qr.dotsAModule;
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const start = column;
      while (column < size && dark[row * size + column]) column++;
      if (column > start) d += `M${qr.x + start * n} ${qr.y + row * n}h${(column - start) * n}v${n}h-${(column - start) * n}z`;
    }
  return d;
}

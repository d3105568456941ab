/** Where labels stand on a sheet, in millimetres; rolls have one label a page. */
export interface Layout {
  pageWidth: number;
  pageHeight: number;
  columns: number;
  rows: number;
  width: number;
  height: number;
  /** Of the first label's corner. */
  left: number;
  top: number;
  /** From a label's corner to the next one's. */
  acrossBy: number;
  downBy: number;
}

const roll = (width: number, height: number): Layout => ({
  pageWidth: width,
  pageHeight: height,
  columns: 1,
  rows: 1,
  width,
  height,
  left: 0,
  top: 0,
  acrossBy: width,
  downBy: height,
});

const a4 = (columns: number, rows: number, width: number, height: number): Layout => {
  const acrossBy = width + 2.54;
  const left = (210 - (columns - 1) * acrossBy - width) / 2;
  return { pageWidth: 210, pageHeight: 297, columns, rows, width, height, left, top: (297 - rows * height) / 2, acrossBy, downBy: height };
};

/** The sheets are those sold as 38.1 × 21.2, 63.5 × 33.9 and 99.1 × 57 mm, one tenth of an inch between columns. */
export const layouts = {
  'A4-65': a4(5, 13, 38.1, 21.2),
  'A4-24': a4(3, 8, 63.5, 33.9),
  'A4-10': a4(2, 5, 99.1, 57),
  '40x30': roll(40, 30),
  '60x40': roll(60, 40),
  '50x50': roll(50, 50),
} as const satisfies Record<string, Layout>;

export type LayoutName = keyof typeof layouts;
export const layoutNames = Object.keys(layouts) as [LayoutName, ...LayoutName[]];

export type Dpi = 203 | 300;

/** Print heads of "203 dpi" have 8 dots a millimetre. */
const DOTS_PER_MM: Record<Dpi, number> = { 203: 8, 300: 300 / 25.4 };

/** Whole dots a module: 0.5 mm and 0.423 mm, both within 0.396 to 0.990 mm (GS1 General Specifications, retail); fewer dots fall below. */
export const DOTS_PER_MODULE: Record<Dpi, number> = { 203: 4, 300: 5 };

/** Of a length in millimetres, the dots nearest. */
export function dotsOf(mm: number, dpi: Dpi): number {
  return Math.round(mm * DOTS_PER_MM[dpi]);
}

export function mmOf(dots: number, dpi: Dpi): number {
  return dots / DOTS_PER_MM[dpi];
}

/** Whole dots that fit in a length. */
export function dotsWithin(mm: number, dpi: Dpi): number {
  return Math.floor(mm * DOTS_PER_MM[dpi] + 1e-6);
}

export function labelsAPage({ columns, rows }: Layout): number {
  return columns * rows;
}

/** The corner of a label in dots from that of its page; `position` counts from 0 along the rows. */
export function cornerOf({ columns, left, top, acrossBy, downBy }: Layout, position: number, dpi: Dpi): { x: number; y: number } {
  return {
    x: dotsOf(left + (position % columns) * acrossBy, dpi),
    y: dotsOf(top + Math.floor(position / columns) * downBy, dpi),
  };
}

import type { Dpi, LayoutName } from './layouts.ts';

/** What a label says; null is left out. Dates are civil dates as they are printed. */
export interface LabelContent {
  /** What the QR code says. */
  link: string;
  /** The trace code in groups of four. */
  code: string;
  product: string;
  lot: string | null;
  madeOn: string | null;
  expiresOn: string | null;
  firm: string;
}

export const labelFormats = ['pdf', 'svg', 'zpl'] as const;
export type LabelFormat = (typeof labelFormats)[number];

/** Everything a print is made from. */
export interface LabelJob {
  /** `preview`: the first label alone, as SVG. */
  format: LabelFormat | 'preview';
  layout: LayoutName;
  dpi: Dpi;
  /** The first label's place on the first sheet, from 1. */
  startPosition: number;
  /** A test label comes first. */
  test: boolean;
  labels: readonly { content: LabelContent; copies: number }[];
}

/** Printed where the font has no such character: a reader sees that one is missing. */
export const MISSING_MARK = '〓';

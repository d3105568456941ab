import type { Bilingual } from '../../platform/problem-detail.ts';
import type { FaultCode } from './faults.ts';

export const importKinds = ['parties', 'products', 'batches', 'shipments', 'receipts', 'dispositions'] as const;
export type ImportKind = (typeof importKinds)[number];

export const importModes = ['all-or-nothing', 'good-rows'] as const;
export type ImportMode = (typeof importModes)[number];

export const sheetFormats = ['csv', 'xlsx', 'ndjson'] as const;
export type SheetFormat = (typeof sheetFormats)[number];

/**
 * Where an import stands: `previewing` and `checking` read every row, `applying` records what was found good. `previewed` waits to be
 * applied; `rejected` (nothing recorded), `failed` (the file broke off) and `finished` are the end.
 */
export const importStates = ['previewing', 'previewed', 'checking', 'applying', 'finished', 'rejected', 'failed'] as const;
export type ImportState = (typeof importStates)[number];

/** Rows one file may have; a sheet of a spreadsheet fewer, since its texts are kept in memory. */
export const MOST_ROWS = 1_000_000;
export const MOST_SHEET_ROWS = 100_000;
export const MOST_COLUMNS = 100;
/** Characters of one cell, as a spreadsheet has it; and of one row, in CSV and workbooks. */
export const MOST_CELL = 32_767;
export const MOST_ROW_TEXT = 200_000;
/** Imports of one owner that may be under way at once. */
export const MOST_UNDER_WAY = 2;
/** Largest CSV or NDJSON file, in bytes. */
export const MOST_BYTES = 1_073_741_824;
/** Faulty rows that are kept; a file with more of them is the wrong file. */
export const MOST_FAULTS = 20_000;

/** A cell as the file has it. `as` tells what a spreadsheet knows of it; a date's text is ISO already. */
export interface Cell {
  text: string;
  as?: 'number' | 'date' | 'boolean' | 'error' | 'formula' | 'merged';
}

/** A row that says something. `row` is its number as the person sees it. */
export interface SheetRow {
  row: number;
  cells: Cell[];
}

/** What is wrong with one cell, or with a row as a whole (`column` null). */
export interface CellFault {
  row: number;
  /** Letter of the column; null for a line of NDJSON and for the whole row. */
  column: string | null;
  /** Header of the column, or the JSON Pointer in a line of NDJSON. */
  header: string | null;
  code: FaultCode;
  found: string;
  expected: Bilingual;
  fix: Bilingual;
}

/** A fault of a cell before its place is known. */
export type ValueFault = Pick<CellFault, 'code' | 'found' | 'expected' | 'fix'>;

/** 0 → A, 25 → Z, 26 → AA. */
export function columnLetter(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

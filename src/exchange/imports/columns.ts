import { foldFullWidth } from '../../platform/result.ts';

/** How the text of a cell becomes a value of the body. */
export type ColumnType =
  | 'text'
  /** Numbers of papers, batches and rolls: kept to the letter. */
  | 'label'
  | 'gtin'
  | 'uscc'
  | 'region'
  | 'licence'
  | 'traceCode'
  | 'date'
  | 'instant'
  | 'time'
  | 'amount'
  | 'unit'
  | 'whole'
  | 'yesNo'
  | 'choice'
  | 'choices'
  | 'names'
  | 'site';

/** One column of a template: its header, and where its value goes in the body the API takes. */
export interface Column {
  /** JSON Pointer in the body; `/lines/*` stands for the row's own line. */
  pointer: string;
  header: string;
  type: ColumnType;
  /** The file is refused without this column. */
  required?: boolean;
  /** Words of a choice and the value each stands for. */
  words?: Readonly<Record<string, string>>;
  /** Two rows of a file may not share its value. */
  unique?: boolean;
  /** Other headers people use. */
  aliases?: readonly string[];
  example: string;
  about: string;
}

/** Names a column's value may have besides its header: as in the API, `product.name`. */
export function namesOf(column: Column): string[] {
  const path = column.pointer.replace('/lines/*/', '/').replaceAll('/0/', '/').slice(1).replaceAll('/', '.');
  return [column.header, path, ...(column.aliases ?? [])].map(headerKey);
}

/**
 * A header as it is compared: blanks, stars and what stands in brackets left out, full-width folded, small letters. No bracket is looked
 * for beyond the next that opens, so that time is linear in the text.
 */
export function headerKey(text: string): string {
  return foldFullWidth(text)
    .replace(/[\s*\u200b\ufeff\u00a0]/g, '')
    .replace(/\([^()]*\)|\[[^[\]]*\]|【[^【】]*】/g, '')
    .toLowerCase();
}

/** Headers of what people and this service add beside the template; their cells are not read. */
export const notRead: ReadonlySet<string> = new Set(
  ['原因', '备注', '序号', '行号', 'reason', 'remark', 'remarks', 'no.', '#'].map(headerKey),
);

export const REASON_HEADER = '原因';

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** Where real data lies that is not of the repository. */
export const sharedFolder = process.env.SHARED_DIR ?? join(import.meta.dirname, '..', '..', '..', 'shared');

/**
 * The text of a file of the shared folder, which lies beside the repository or where SHARED_DIR says.
 * @throws {Error} naming the path that is missing
 */
export function sharedText(path: string): string {
  if (!existsSync(sharedFolder))
    throw new Error(
      `The shared folder is not at ${sharedFolder}: these tests read real data that is kept outside the repository; set SHARED_DIR.`,
    );
  const file = join(sharedFolder, path);
  if (!existsSync(file)) throw new Error(`The shared folder ${sharedFolder} has no ${path}.`);
  return readFileSync(file, 'utf8');
}

/**
 * The rows of a CSV file of the shared folder, cells as written.
 * @throws {Error} when the file is missing, holds no row, or lacks one of the columns
 */
export function sharedTable<const Column extends string>(path: string, columns: readonly Column[]): Record<Column, string>[] {
  const rows = parse<Record<Column, string>>(sharedText(path), { columns: true, bom: true });
  const [first] = rows;
  if (!first) throw new Error(`${path} holds no row.`);
  const missing = columns.filter((column) => !(column in first));
  if (missing.length > 0) throw new Error(`${path} has no column ${missing.join(', ')}.`);
  return rows;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = join(import.meta.dirname, '..', '..', 'docs', 'guide', 'screening.md');

/** The rows, cell by cell, of the table under the heading of docs/guide/screening.md that holds these words. */
export function rowsListed(heading: string): string[][] {
  const [, section = ''] = readFileSync(page, 'utf8').split(new RegExp(`^#+ .*${heading}.*$`, 'm'));
  const [text = ''] = section.split(/^#+ /m);
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  if (lines.length < 2) throw new Error(`docs/guide/screening.md has no table under "${heading}".`);
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

import { type CsvValue, csvLine, csvReply } from '../enforcement/csv.ts';
import { civilDateOf, formatInstant } from '../platform/civil-date.ts';

/** A table of a page as a file: what it is and when it was made, the filter it stands under, its headings, its rows. */
export interface CsvTable {
  title: readonly CsvValue[];
  /** One cell a condition, as in the address. */
  filter?: readonly string[];
  heads: readonly string[];
  rows: readonly (readonly CsvValue[])[];
}

export function tableAsCsv(name: string, now: number, { title, filter, heads, rows }: CsvTable): Response {
  const lines = [csvLine([...title, formatInstant(now)]), ...(filter ? [csvLine(filter)] : []), csvLine(heads), ...rows.map(csvLine)];
  return csvReply(name, civilDateOf(now), oneBlock(lines.join('')));
}

async function* oneBlock(text: string): AsyncGenerator<string, void> {
  yield text;
}

import { type CsvValue, csvLine, csvReply } from '../enforcement/csv.ts';
import { civilDateOf, formatInstant } from '../platform/civil-date.ts';

/** A table of a page as a file: what it is and when it was made, the filter it stands under, its headings, its rows. */
export interface CsvTable {
  title: readonly CsvValue[];
  /** One cell a condition, as in the address. */
  filter?: readonly string[];
  /** What the file leaves out; said in its first line. */
  cut?: string | undefined;
  heads: readonly string[];
  rows: readonly (readonly CsvValue[])[];
}

export async function tableAsCsv(name: string, now: number, { title, filter, cut, heads, rows }: CsvTable): Promise<Response> {
  const lines = [
    csvLine([...title, formatInstant(now), ...(cut ? [cut] : [])]),
    ...(filter ? [csvLine(filter)] : []),
    csvLine(heads),
    ...rows.map(csvLine),
  ];
  return csvReply(name, civilDateOf(now), oneBlock(lines.join('')));
}

async function* oneBlock(text: string): AsyncGenerator<string, void> {
  yield text;
}

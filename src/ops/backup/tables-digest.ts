import { createHash } from 'node:crypto';
import type { Row, Tables } from '../verify/tables.ts';

/** Tables that somebody else opens and closes. */
export type Readable = Omit<Tables, 'close'>;

/** Adds up the rows of a table so that neither their order nor the engine matters: each has a key of its own, so none can cancel another out. */
export class RowSum {
  rows = 0;
  private readonly sum = Buffer.alloc(32);
  private readonly columns: readonly string[];

  constructor(columns: readonly string[]) {
    this.columns = [...columns].sort();
  }

  take(row: Row): void {
    const hash = createHash('sha256')
      .update(JSON.stringify(this.columns.map((column) => row[column] ?? null)))
      .digest();
    for (let i = 0; i < 32; i++) this.sum[i] = (this.sum[i] ?? 0) ^ (hash[i] ?? 0);
    this.rows++;
  }

  get digest(): string {
    return this.sum.toString('hex');
  }
}

/** Rows and digest of each table. */
export async function sumsOf(
  tables: Readable,
  columnsOf: ReadonlyMap<string, readonly string[]>,
): Promise<Record<string, { rows: number; digest: string }>> {
  const sums: Record<string, { rows: number; digest: string }> = {};
  for (const [table, columns] of columnsOf) {
    const sum = new RowSum(columns);
    for await (const row of tables.stream(selectAll(table, columns))) sum.take(row);
    sums[table] = { rows: sum.rows, digest: sum.digest };
  }
  return sums;
}

export function selectAll(table: string, columns: readonly string[]): string {
  return `SELECT ${columns.map((column) => `"${column}"`).join(', ')} FROM "${table}"`;
}

/** The heads of all chains as one number of entries and one hash. */
export async function headsOf(tables: Readable): Promise<{ chains: number; entries: number; sha256: string }> {
  const hash = createHash('sha256');
  let [chains, entries] = [0, 0];
  for await (const { chain, seq, hash: head } of tables.stream('SELECT chain, seq, hash FROM chain ORDER BY chain')) {
    hash.update(`${chain}\t${seq}\t${head}\n`);
    chains++;
    entries += Number(seq);
  }
  return { chains, entries, sha256: hash.digest('hex') };
}

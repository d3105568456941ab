import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { tableOrder } from '../../src/store/tables.ts';

/** The rows one record left behind, by table, as a template for the raw loop. */
type Template = [table: string, columns: string[], rows: SQLInputValue[][]][];

/** A copy of a running service's file that the raw loop may write to. */
export function copyOf(file: string): string {
  const copy = file.replace(/\.db$/, '-raw.db');
  const db = new DatabaseSync(file);
  db.exec(`VACUUM INTO '${copy}'`);
  db.close();
  return copy;
}

/** Reads what the last record of a file consists of. */
export function template(file: string): Template {
  const db = new DatabaseSync(file, { readOnly: true });
  const last = db
    .prepare('SELECT id, "traceCode", "ledgerChain", "ledgerSeq" FROM batch ORDER BY "ledgerSeq" DESC LIMIT 1')
    .get() as Record<string, SQLInputValue>;
  const id = last.id ?? 0;
  const pick: Record<string, [string, ...SQLInputValue[]]> = {
    batch: ['id = ?', id],
    batch_revision: ['"batchId" = ?', id],
    batch_certificate: ['"batchId" = ?', id],
    holding: ['"batchId" = ?', id],
    finding: ['"subjectType" = \'batch\' AND "subjectId" = ?', id],
    certificate: ['id IN (SELECT "certificateId" FROM batch_certificate WHERE "batchId" = ?)', id],
    entry: ['chain = ? AND seq = ?', last.ledgerChain ?? '', last.ledgerSeq ?? 0],
    idempotency: ['1 = 1 LIMIT 1'],
    chain: ['chain = ?', last.ledgerChain ?? ''],
  };
  const found: Template = [];
  for (const table of tableOrder) {
    const [where, ...parameters] = pick[table] ?? [];
    if (!where) continue;
    const rows = db.prepare(`SELECT * FROM "${table}" WHERE ${where}`).all(...parameters) as Record<string, SQLInputValue>[];
    const columns = Object.keys(rows[0] ?? {});
    if (rows.length > 0) found.push([table, columns, rows.map((row) => columns.map((column) => row[column] ?? null))]);
  }
  db.close();
  return found;
}

/** What stands in the keys of copy n instead of what the template has. */
const fresh: Record<string, (value: SQLInputValue, n: number) => SQLInputValue> = {
  id: (value, n) => Number(value) + n * 10 + 1_000_000_000,
  batchId: (value, n) => Number(value) + n * 10 + 1_000_000_000,
  subjectId: (value, n) => Number(value) + n * 10 + 1_000_000_000,
  certificateId: (value, n) => Number(value) + n * 10 + 1_000_000_000,
  traceCode: (value, n) => `${String(value).slice(0, 10)}${String(n).padStart(10, '2')}`,
  publicId: (value, n) => `${String(value).slice(0, 8)}${n}`,
  seq: (value, n) => Number(value) + n + 1_000_000,
  key: (value, n) => `${String(value)}-${n}`,
};

/** Inserts `count` copies of the template's rows into the file, `group` of them a transaction; answers records a second. */
export function rawLoop(file: string, rows: Template, count: number, group: number): number {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536');
  const statements = rows.map(([table, columns]): StatementSync => {
    const names = columns.map((column) => `"${column}"`).join(', ');
    return db.prepare(`INSERT OR REPLACE INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`);
  });
  const base = Date.now() % 1_000_000_000;
  const began = performance.now();
  for (let done = 0; done < count; done += group) {
    db.exec('BEGIN IMMEDIATE');
    for (let n = done; n < Math.min(done + group, count); n++)
      rows.forEach(([table, columns, list], i) => {
        for (const row of list) statements[i]?.run(...columns.map((column, c) => keyed(table, column, row[c] ?? null, base + n)));
      });
    db.exec('COMMIT');
  }
  const perSecond = (count * 1_000) / (performance.now() - began);
  db.close();
  return perSecond;
}

function keyed(table: string, column: string, value: SQLInputValue, n: number): SQLInputValue {
  return table === 'chain' ? value : (fresh[column]?.(value, n) ?? value);
}

/** Median milliseconds of a 4 KiB append and fsync in a folder. */
export function fsyncMs(folder: string): number {
  const file = `${folder}/fsync`;
  const handle = openSync(file, 'a');
  const block = Buffer.alloc(4_096);
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const began = performance.now();
    writeSync(handle, block);
    fsyncSync(handle);
    times.push(performance.now() - began);
  }
  closeSync(handle);
  rmSync(file);
  return times.sort((a, b) => a - b)[100] ?? 0;
}

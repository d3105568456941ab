import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { migrationsOf } from '../../../store/migrate.ts';
import { tableOrder } from '../../../store/tables.ts';
import { CHECKED_OTHERWISE, INNER, NOT_COMPARED, NOT_REPLAYED } from './not-replayed.ts';
import { stored } from './replay.ts';

it('every table is held against the ledger, checked otherwise, or told as neither', () => {
  const replayed = stored.map(({ table }) => table);
  const told = [...replayed, ...CHECKED_OTHERWISE, ...NOT_REPLAYED.flatMap(([, tables]) => tables)];
  expect(told.toSorted()).toEqual([...tableOrder].sort());
});

it('every column of a replayed table is compared, or told as not compared', () => {
  const db = new DatabaseSync(':memory:');
  for (const { sql } of migrationsOf('sqlite')) db.exec(sql);
  for (const { table, sql } of stored) {
    const columns = (db.prepare('SELECT name FROM pragma_table_info(?)').all(table) as { name: string }[]).map(({ name }) => name);
    // Lines and ends have the letters l and e; steps and holdings of lines are read with the balances.
    const isRead = (name: string) =>
      new RegExp(`\\b[tle]\\."?${name}"?(?!\\w)`).test(sql) ||
      (table.endsWith('_line') || table === 'transformation_input' ? ['steps', 'holdingId'].includes(name) : false);
    const open = columns.filter((name) => !isRead(name) && !INNER.includes(name));
    expect(open, table).toEqual((NOT_COMPARED[table] ?? []).filter((name) => !name.includes(',')));
  }
  db.close();
});

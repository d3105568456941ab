import type pg from 'pg';
import { nameOf } from './postgres-sql.ts';

/** "cached plan must not change result type": a migration gave a table another column since the statement was prepared. */
const OUTGROWN = '0A000';

/**
 * Reads by named statements, which a server plans once a connection. A release that adds a column while this process serves outgrows those that
 * select everything: then all are prepared anew, under other names.
 */
export function preparedReads(query: (config: pg.QueryConfig) => Promise<pg.QueryResult>) {
  let generation = 0;
  return async (text: string, values: readonly unknown[]): Promise<pg.QueryResult> => {
    const asked = generation;
    const name = asked === 0 ? nameOf(text) : `${nameOf(text)}.${asked}`;
    try {
      return await query({ name, text, values: [...values] });
    } catch (error) {
      if ((error as { code?: string }).code !== OUTGROWN) throw error;
      // Of many that fail together one is enough.
      if (generation === asked) generation++;
      return query({ text, values: [...values] });
    }
  };
}

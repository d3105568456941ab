import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_KEY } from '../app.ts';
import { emptyPostgres } from '../fresh-store.ts';

/** A folder, a database in it or beside it, and the environment of a service on them. */
export interface Place {
  folder: string;
  /** What `openTables` takes. */
  database: string;
  engine: 'sqlite' | 'postgres';
  env: Record<string, string>;
  remove(): Promise<void>;
}

/** An empty place; `url` for a PostgreSQL of one's own. */
export async function freshPlace(engine: Place['engine'], url?: string): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-fault-'));
  const postgres = engine === 'postgres' && url === undefined ? await emptyPostgres() : undefined;
  const database = url ?? postgres?.url ?? join(folder, 's.db');
  return {
    folder,
    database,
    engine,
    env: {
      DATABASE_URL: engine === 'sqlite' ? `file:${database}` : database,
      FILES_DIR: join(folder, 'files'),
      BOOTSTRAP_ADMIN_KEY: ADMIN_KEY,
    },
    remove: async () => {
      rmSync(folder, { recursive: true });
      await postgres?.drop();
    },
  };
}

/** A sequence that a seed repeats. */
export function sequence(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

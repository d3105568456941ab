import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { DB } from './schema.ts';

export type RunQuery = (sql: string, parameters: readonly unknown[]) => Promise<Record<string, unknown>[]>;

/** Kysely over one function. It reads only: writes go through `commit`, so there are no transactions. */
export function reader(family: 'sqlite' | 'postgres', run: RunQuery): Kysely<DB> {
  const refuse = async () => {
    throw new Error('This connection only reads; writes go through commit.');
  };
  const connection: DatabaseConnection = {
    executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => ({ rows: (await run(query.sql, query.parameters)) as R[] }),
    streamQuery: () => {
      throw new Error('Streaming is not used.');
    },
  };
  const dialect: Dialect = {
    createAdapter: () => (family === 'sqlite' ? new SqliteAdapter() : new PostgresAdapter()),
    createQueryCompiler: () => (family === 'sqlite' ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
    createIntrospector: (db) => (family === 'sqlite' ? new SqliteIntrospector(db) : new PostgresIntrospector(db)),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => connection,
      beginTransaction: refuse,
      commitTransaction: refuse,
      rollbackTransaction: refuse,
      releaseConnection: async () => {},
      destroy: async () => {},
    }),
  };
  return new Kysely<DB>({ dialect });
}

/**
 * Writes the next migration of both dialects from prisma/schema.prisma.
 *
 *   npm run migrations:diff                      prints what would change since the last migration
 *   npm run migrations:diff -- what_it_does      writes prisma/migrations/{sqlite,postgres}/NNNN_what_it_does.sql
 *
 * The SQL is the schema engine's (offline, as WASM), piped through one pass driven by the schema's comments. The schema as of the
 * last migration is kept as prisma/migrations/snapshot.prisma, because the offline engine cannot replay migrations.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import internals from '@prisma/internals';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

export type Provider = 'sqlite' | 'postgresql';
type Notes = Map<string, string[]>;

const root = join(import.meta.dirname, '..', '..');
const schemaFile = join(root, 'prisma/schema.prisma');
const snapshotFile = join(root, 'prisma/migrations/snapshot.prisma');
const emptyMigration = '-- This is an empty migration.';

/** The models of a schema text under a datasource of `provider`; the generator block stays out. */
function schemaFor(provider: Provider, text: string): string {
  return `datasource db {\n  provider = "${provider}"\n}\n${text.replace(/^(generator|datasource) \w+ \{[^}]*\}\n/gm, '')}`;
}

/** The `@…` lines of each model's `///` comment, by table. */
async function notesOf(schema: string): Promise<Notes> {
  const { datamodel } = await internals.getDMMF({ datamodel: schema });
  return new Map(
    datamodel.models.map((model) => [
      model.dbName ?? model.name,
      (model.documentation ?? '').split('\n').filter((line) => line.startsWith('@')),
    ]),
  );
}

/** `@check name (condition)` as a named table constraint. */
function checkConstraint(note: string): string {
  const [, name, condition] = /^@check (\w+) (\(.*\))$/.exec(note) ?? [];
  if (!name || !condition) throw new Error(`Write "@check name (condition)", found: ${note}`);
  return `    CONSTRAINT "${name}" CHECK ${condition}`;
}

/** The engine's SQL with what the comments add, also on the `new_x` tables of a rebuild. */
export function annotate(sql: string, notes: Notes, provider: Provider): string {
  return sql.replace(/CREATE TABLE "(?:new_)?(\w+)" \(\n([\s\S]*?)\n\);/g, (whole, table: string, body: string) => {
    const wanted = notes.get(table) ?? [];
    const checks = wanted.filter((note) => note.startsWith('@check ')).map(checkConstraint);
    let columns = checks.length === 0 ? body : [body, ...checks].join(',\n');
    if (provider === 'sqlite' && wanted.includes('@rowid'))
      columns = columns.replace(/"(\w+)" BIGINT NOT NULL PRIMARY KEY/, '"$1" INTEGER PRIMARY KEY');
    const tail = provider === 'sqlite' && wanted.includes('@withoutRowid') ? ' WITHOUT ROWID' : '';
    return `${whole.slice(0, whole.indexOf(body))}${columns}\n)${tail};`;
  });
}

let loading: Promise<void> | undefined;

/** The bindings keep views of one instance's memory, so the engine is instantiated once a process. */
function engineLoaded(): Promise<void> {
  loading ??= loadEngine();
  return loading;
}

async function loadEngine(): Promise<void> {
  const wasm = readFileSync(join(dirname(fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm'))), 'schema_engine_bg.wasm'));
  // The Workers types describe another WebAssembly than Node's.
  const { instance } = (await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings as never })) as unknown as {
    instance: { exports: { __wbindgen_start(): void } };
  };
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

/** An adapter connected to nothing: a diff of two schemas asks only for the server's version. */
function offlineAdapter(provider: Provider) {
  const version = {
    columnNames: ['version', 'current_setting'],
    columnTypes: [ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
    rows: [['PostgreSQL 15.0', 150000]],
  };
  const connection = {
    provider: provider === 'postgresql' ? 'postgres' : 'sqlite',
    adapterName: 'offline',
    queryRaw: async () => (provider === 'postgresql' ? version : { columnNames: [], columnTypes: [], rows: [] }),
    executeRaw: async () => 0,
    executeScript: async () => {},
    dispose: async () => {},
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: false }),
    startTransaction: async () => {
      throw new Error('offline');
    },
  };
  const factory = {
    provider: connection.provider,
    adapterName: 'offline',
    connect: async () => connection,
    connectToShadowDb: async () => connection,
  };
  return bindMigrationAwareSqlAdapterFactory(factory as never);
}

/** SQL from one schema text to another; `null` is the empty database. */
export async function diff(provider: Provider, from: string | null, to: string): Promise<string> {
  await engineLoaded();
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [['schema.prisma', schemaFor(provider, to)]] },
    () => {},
    offlineAdapter(provider),
  );
  const target = (text: string | null) =>
    text === null
      ? { tag: 'empty' as const }
      : { tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content: schemaFor(provider, text) }] };
  const result = await engine.diff({
    from: target(from),
    to: target(to),
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  const notes = await notesOf(schemaFor(provider, to));
  const sql = annotate(result.stdout ?? '', notes, provider).replace('CREATE SCHEMA IF NOT EXISTS "public";\n', '');
  if (from !== null) refuseSilentNotes(await notesOf(schemaFor(provider, from)), notes, sql);
  return sql;
}

/** The engine does not see comments: a changed one whose table is not rebuilt anyway would be lost without a word. */
function refuseSilentNotes(before: Notes, after: Notes, sql: string): void {
  for (const [table, notes] of after) {
    const old = before.get(table);
    if (old && old.join('\n') !== notes.join('\n') && !sql.includes(`CREATE TABLE "new_${table}"`))
      throw new Error(`The comments of ${table} changed (${old.join('; ')} → ${notes.join('; ')}) but its table is not rebuilt.`);
  }
}

async function main(name: string | undefined): Promise<void> {
  const schema = readFileSync(schemaFile, 'utf8');
  const snapshot = existsSync(snapshotFile) ? readFileSync(snapshotFile, 'utf8') : null;
  const number = String(globSync(join(root, 'prisma/migrations/sqlite/*.sql')).length + 1).padStart(4, '0');
  for (const [provider, folder] of [
    ['sqlite', 'sqlite'],
    ['postgresql', 'postgres'],
  ] as const) {
    const sql = await diff(provider, snapshot, schema);
    if (!name || sql.trim() === emptyMigration) process.stdout.write(`-- ${provider}\n${sql}\n`);
    else writeFileSync(join(root, `prisma/migrations/${folder}/${number}_${name}.sql`), sql);
  }
  if (name) writeFileSync(snapshotFile, schema);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv[2]);

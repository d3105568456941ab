import { DatabaseSync } from 'node:sqlite';
import { type Migration, migrationsOf } from '../../store/migrate.ts';
import type { Report } from './report.ts';
import { type Row, type Tables, tablesOver } from './tables.ts';

/** Set where the verifier is made into one file, which has no folder of migrations beside it. */
declare const VERIFIER_MIGRATIONS: readonly Migration[] | undefined;

function knownMigrations(): readonly Migration[] {
  return typeof VERIFIER_MIGRATIONS === 'undefined' ? migrationsOf('sqlite') : VERIFIER_MIGRATIONS;
}

/** A table as both dialects have it: columns as `number` or `text`, and what must be unique, in the order of its columns. */
interface Shape {
  columns: Map<string, string>;
  unique: Set<string>;
}
type Shapes = Map<string, Shape>;

/** Tables of the engines themselves and of their tools. */
const NOT_OURS = /^(_|sqlite_|d1_|pg_)/;

/**
 * Holds tables, columns and unique keys against what the migrations make. A column of another kind, a key that is no longer unique, a trigger: with
 * these the tables could say one thing to the verifier and another to the service.
 */
export async function checkSchema(tables: Tables, report: Report): Promise<void> {
  const expected = await expectedShapes(tables, report);
  const found = await shapesOf(tables);
  for (const [table, shape] of expected) {
    const other = found.get(table);
    if (other) compareShapes(table, shape, other, report);
    else report.fault('schema', table, 'the table is missing');
  }
  const more = [...found.keys()].filter((table) => !expected.has(table) && !NOT_OURS.test(table));
  if (more.length > 0) report.note(`tables that no migration makes, which are not looked at: ${more.sort().join(', ')}`);
  for (const { name, table } of await actingBeside(tables)) report.fault('schema', String(table), `the migrations know no ${name}`);
  report.count('tables', expected.size);
}

function compareShapes(table: string, expected: Shape, found: Shape, report: Report): void {
  const told = (what: string) => report.fault('schema', table, what);
  for (const [column, kind] of expected.columns) {
    const other = found.columns.get(column);
    if (other === undefined) told(`column ${column} is missing`);
    else if (other !== kind) told(`column ${column} is ${other}, the migrations make it ${kind}`);
  }
  for (const column of found.columns.keys()) if (!expected.columns.has(column)) told(`column ${column} is not of the migrations`);
  for (const key of expected.unique) if (!found.unique.has(key)) told(`it is not unique: ${key}`);
  for (const key of found.unique) if (!expected.unique.has(key)) told(`it is unique where the migrations do not make it so: ${key}`);
}

/** What the migrations make that the database says it has had. */
async function expectedShapes(tables: Tables, report: Report): Promise<Shapes> {
  const known = knownMigrations();
  const had = await migrationsIn(tables);
  for (const name of had)
    if (!known.some((one) => one.name === name)) report.fault('schema', name, 'this verifier does not know this migration');
  const db = new DatabaseSync(':memory:');
  try {
    // A database that does not say which it had is held against all.
    for (const { name, sql } of known) if (had.length === 0 || had.includes(name)) db.exec(sql);
    return await shapesOf(tablesOver(db));
  } finally {
    db.close();
  }
}

async function migrationsIn(tables: Tables): Promise<string[]> {
  const names: string[] = [];
  const there = tables.dialect === 'sqlite' ? SQLITE_TABLES : POSTGRES_TABLES;
  const lists = (await tables.rows(`SELECT name FROM (${there}) x WHERE name IN ('_migrations', 'd1_migrations')`)).map(({ name }) => name);
  for (const list of lists)
    names.push(...(await tables.rows(`SELECT name FROM ${list} ORDER BY name`)).map(({ name }) => String(name).replace(/\.sql$/, '')));
  return names;
}

const SQLITE_TABLES = `SELECT name FROM sqlite_schema WHERE type = 'table'`;
const POSTGRES_TABLES = `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`;

const KINDS: Record<string, string> = { integer: 'number', bigint: 'number', text: 'text' };
const kindOf = (type: unknown, mayLack: boolean) => {
  const name = String(type).toLowerCase();
  return `${KINDS[name] ?? name}${mayLack ? ' or null' : ''}`;
};

async function shapesOf(tables: Tables): Promise<Shapes> {
  const shapes: Shapes = new Map();
  const { columns, keys } = tables.dialect === 'sqlite' ? OF_SQLITE : OF_POSTGRES;
  const shapeOf = (table: string) => {
    const shape = shapes.get(table) ?? { columns: new Map<string, string>(), unique: new Set<string>() };
    shapes.set(table, shape);
    return shape;
  };
  for (const { table, name, type, required } of await tables.rows(columns))
    shapeOf(String(table)).columns.set(String(name), kindOf(type, Number(required) === 0));
  const parts = Map.groupBy(await tables.rows(keys), ({ table, key }) => `${table} ${key}`);
  for (const rows of parts.values()) {
    const [table, names] = [String(rows[0]?.table), rows.map(({ name }) => String(name))];
    // A key over what is no table of the migrations is told as a table.
    if (shapes.has(table)) shapeOf(table).unique.add(names.join(','));
  }
  return shapes;
}

/** A key by rowid has no index of its own; the other primary keys come twice, which a set does not mind. */
const OF_SQLITE = {
  columns: `SELECT m.name AS "table", c.name, c.type || CASE WHEN c.hidden > 0 THEN ' generated' ELSE '' END AS type,
    CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN 1 ELSE 0 END AS required
    FROM sqlite_schema m, pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, c.cid`,
  keys: `SELECT m.name AS "table", 'primary' AS "key", c.name, c.pk AS n FROM sqlite_schema m, pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND c.pk > 0
    UNION ALL SELECT m.name, i.name, COALESCE(c.name, '(expression)') || CASE WHEN c.coll = 'BINARY' THEN '' ELSE ' ' || c.coll END, c.seqno
    FROM sqlite_schema m, pragma_index_list(m.name) i, pragma_index_xinfo(i.name) c
    WHERE m.type = 'table' AND i."unique" = 1 AND i.partial = 0 AND c.key = 1 ORDER BY 1, 2, 4`,
};

const OF_POSTGRES = {
  columns: `SELECT c.table_name AS "table", c.column_name AS name, c.data_type || CASE WHEN c.is_generated = 'ALWAYS' THEN ' generated' ELSE '' END AS type,
    CASE WHEN c.is_nullable = 'NO' THEN 1 ELSE 0 END AS required
    FROM information_schema.columns c JOIN (${POSTGRES_TABLES}) t ON t.name = c.table_name
    WHERE c.table_schema = current_schema() ORDER BY c.table_name, c.ordinal_position`,
  keys: `SELECT r.relname AS "table", x.relname AS "key", COALESCE(a.attname, '(expression)') AS name, k.n
    FROM pg_index i JOIN pg_class r ON r.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_namespace s ON s.oid = r.relnamespace
    CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(att, n) LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = k.att AND k.att > 0
    WHERE s.nspname = current_schema() AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND k.n <= i.indnkeyatts ORDER BY 1, 2, 4`,
};

/** What acts on rows, or hides some from whoever reads them. */
async function actingBeside(tables: Tables): Promise<Row[]> {
  if (tables.dialect === 'sqlite')
    return tables.rows(`SELECT 'trigger ' || name AS name, tbl_name AS "table" FROM sqlite_schema WHERE type = 'trigger' ORDER BY name`);
  return tables.rows(
    `SELECT 'trigger ' || g.tgname AS name, r.relname AS "table" FROM pg_trigger g JOIN pg_class r ON r.oid = g.tgrelid
      JOIN pg_namespace s ON s.oid = r.relnamespace WHERE NOT g.tgisinternal AND s.nspname = current_schema()
    UNION ALL SELECT 'rule ' || rulename, tablename FROM pg_rules WHERE schemaname = current_schema()
    UNION ALL SELECT 'row security', r.relname FROM pg_class r JOIN pg_namespace s ON s.oid = r.relnamespace
      WHERE s.nspname = current_schema() AND r.relrowsecurity ORDER BY 2, 1`,
  );
}

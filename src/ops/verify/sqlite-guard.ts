import type { DatabaseSync } from 'node:sqlite';

/*
 * A dump or a database comes from those whose records are checked: its statements may do nothing but fill tables in memory, and reading it may
 * do nothing but read. SQLite asks here for every statement before it is carried out, its own and those behind views.
 */

type Sqlite = typeof import('node:sqlite');
type Ask = (action: number, first: string | null, second: string | null) => string | null;

/** Pragmas that dumps begin with; they concern this connection alone. */
const PRAGMAS = ['foreign_keys', 'defer_foreign_keys'];
/** Functions dumps write texts with. */
const FUNCTIONS = ['char', 'replace', 'unistr'];
const OF_SQLITE = ['sqlite_master', 'sqlite_schema', 'sqlite_sequence'];

/** What a dump may ask for; anything else is told by its name. */
function inDump(codes: Sqlite['constants']): Ask {
  const names = new Map(Object.entries(codes).map(([name, code]) => [code, name.replace('SQLITE_', '').replaceAll('_', ' ')]));
  const free = new Set<number>([
    codes.SQLITE_TRANSACTION,
    codes.SQLITE_SAVEPOINT,
    codes.SQLITE_CREATE_TABLE,
    codes.SQLITE_CREATE_INDEX,
    codes.SQLITE_REINDEX,
    codes.SQLITE_ANALYZE,
    codes.SQLITE_INSERT,
    codes.SQLITE_SELECT,
    codes.SQLITE_READ,
  ]);
  const some: Record<number, readonly string[]> = {
    [codes.SQLITE_PRAGMA]: PRAGMAS,
    [codes.SQLITE_FUNCTION]: FUNCTIONS,
    [codes.SQLITE_UPDATE]: OF_SQLITE,
    [codes.SQLITE_DELETE]: OF_SQLITE,
  };
  return (action, first, second) => {
    // A function is told second, all others first.
    const about = action === codes.SQLITE_FUNCTION ? second : first;
    if (free.has(action) || some[action]?.includes(about ?? '')) return null;
    return [names.get(action) ?? `action ${action}`, first, second].filter((part) => part !== null && part !== '').join(' ');
  };
}

/**
 * Carries out a dump in a database in memory.
 * @throws {Error} naming the first statement that is not of a dump: another file attached or written, a setting, a trigger, an extension
 */
export function fillFromDump(sqlite: Sqlite, db: DatabaseSync, text: string): void {
  if (typeof db.setAuthorizer !== 'function') throw new Error('--export: dumps are read with Node 24.10 or newer.');
  const { SQLITE_DENY, SQLITE_OK } = sqlite.constants;
  const ask = inDump(sqlite.constants);
  let refused: string | null = null;
  db.setAuthorizer((action, first, second) => {
    const found = ask(action, first, second);
    refused ??= found;
    return found === null ? SQLITE_OK : SQLITE_DENY;
  });
  try {
    db.exec(text);
  } catch (error) {
    if (refused === null) throw error;
    throw new Error(`--export: the dump was not read. It asks for ${refused}, which no dump of this service does.`, { cause: error });
  }
}

/** From here on nothing but reading is carried out, whatever the tables turn out to be made of. */
export function readOnly(sqlite: Sqlite, db: DatabaseSync): void {
  if (typeof db.setAuthorizer !== 'function') return;
  const { SQLITE_DENY, SQLITE_OK, SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE, SQLITE_FUNCTION, SQLITE_TRANSACTION, SQLITE_PRAGMA } =
    sqlite.constants;
  const free = new Set<number>([SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE, SQLITE_TRANSACTION]);
  const isAbout = (first: string | null) => ['table_info', 'table_xinfo', 'index_list', 'index_xinfo'].includes(first ?? '');
  db.setAuthorizer((action, first, second) => {
    if (free.has(action) || (action === SQLITE_PRAGMA && isAbout(first))) return SQLITE_OK;
    return action === SQLITE_FUNCTION && second !== 'load_extension' ? SQLITE_OK : SQLITE_DENY;
  });
}

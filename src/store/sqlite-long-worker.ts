import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { reader } from './kysely.ts';
import type { LongPiece, LongReader, LongRead as Task } from './long-read.ts';
import { prepareOn } from './prepared.ts';
import type { Ask, Piece } from './sqlite-long.ts';
import { connect } from './sqlite-statements.ts';

type Run = Task<unknown, LongPiece>['run'];

function longReader(file: string): LongReader {
  const db = connect(file);
  db.exec('PRAGMA query_only=ON');
  const statements = new Map<string, Plain>();
  const run = async (sql: string, parameters: readonly unknown[]) => {
    const known = statements.get(sql) ?? plain(db.prepare(sql));
    statements.set(sql, known);
    return known(parameters as SQLInputValue[]);
  };
  const read = reader('sqlite', run);
  return { engine: 'sqlite', read, prepare: prepareOn(read, run) as LongReader['prepare'] };
}

type Plain = (parameters: readonly SQLInputValue[]) => Record<string, unknown>[];

/** Rows as plain objects. Those SQLite makes itself are dictionaries, which cost a third more to make and ten times as much to read. */
function plain(statement: StatementSync): Plain {
  const names = statement.columns().map((column) => column.name);
  statement.setReturnArrays(true);
  return (parameters) =>
    (statement.all(...parameters) as unknown as unknown[][]).map((values) => {
      const row: Record<string, unknown> = {};
      for (let i = 0; i < names.length; i++) row[names[i] as string] = values[i];
      return row;
    });
}

/** Tasks under way; each makes its next piece when it is asked to. */
class Reading {
  private readonly reader: LongReader;
  private readonly tasks = new Map<number, Promise<AsyncIterator<LongPiece>>>();

  constructor(reader: LongReader) {
    this.reader = reader;
  }

  async take(ask: Ask): Promise<Piece | undefined> {
    if (ask.kind === 'begin') {
      const task = this.begin(ask);
      // Told with the first piece that is asked for; until then nobody listens.
      task.catch(() => {});
      this.tasks.set(ask.n, task);
      return undefined;
    }
    const task = this.tasks.get(ask.n);
    if (ask.kind === 'stop') {
      this.tasks.delete(ask.n);
      await (await task)?.return?.();
      return undefined;
    }
    const next = await (await task)?.next();
    if (next && !next.done) return { n: ask.n, made: next.value };
    this.tasks.delete(ask.n);
    return { n: ask.n, end: true };
  }

  private async begin({ module, name, input }: Extract<Ask, { kind: 'begin' }>): Promise<AsyncIterator<LongPiece>> {
    const exported = (await import(module)) as Record<string, Run>;
    const run = exported[name];
    if (!run) throw new Error(`${module} has no ${name}`);
    return run(this.reader, input)[Symbol.asyncIterator]();
  }
}

const given = (piece: Piece) => ('made' in piece && typeof piece.made !== 'string' ? [piece.made.buffer] : []);

const port = parentPort;
if (port) {
  const reading = new Reading(longReader((workerData as { file: string }).file));
  port.on('message', (ask: Ask) => {
    reading.take(ask).then(
      (piece) => piece && port.postMessage(piece, given(piece)),
      (error: unknown) => ask.kind === 'more' && port.postMessage({ n: ask.n, error: String(error) } satisfies Piece),
    );
  });
}

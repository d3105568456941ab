import type { Compilable, Kysely } from 'kysely';
import type { DB } from './schema.ts';
import type { Store } from './store.ts';

type Value = string | number | null;

/** Stands for a parameter while a query is compiled. */
class Hole {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

type Run = (sql: string, parameters: Value[]) => Promise<Record<string, unknown>[]>;

/** Rows that callers of one turn of the event loop share: whoever asks the same between two writes gets the same answer, so it is asked once. */
export class Turn {
  private readonly kept: Map<Value, Promise<unknown[]>>[] = [];
  private ending = false;

  /** Asks at most once a turn for the same values. */
  share<R>(ask: (values: Value[]) => Promise<R[]>): (values: Value[]) => Promise<R[]> {
    const kept = new Map<Value, Promise<R[]>>();
    this.kept.push(kept);
    return (values) => {
      const key = values.length === 1 ? (values[0] ?? null) : JSON.stringify(values);
      let rows = kept.get(key);
      if (!rows) {
        rows = ask(values);
        kept.set(key, rows);
        this.endWithTurn();
      }
      return rows;
    };
  }

  /** To be called after every write. */
  forget(): void {
    for (const kept of this.kept) kept.clear();
  }

  private endWithTurn(): void {
    if (this.ending) return;
    this.ending = true;
    setImmediate(() => {
      this.ending = false;
      this.forget();
    });
  }
}

/**
 * Compiles a query once; each call only fills in its parameters and runs the text.
 * @param turn where rows of queries that may be shared are kept; without it every call asks
 */
export function prepareOn(read: Kysely<DB>, run: Run, turn?: Turn) {
  return <P extends Record<string, Value>, R>(
    build: (read: Kysely<DB>, param: <K extends keyof P>(name: K) => P[K]) => Compilable<R>,
    options: { shared?: boolean } = {},
  ): ((params: P) => Promise<R[]>) => {
    const { sql, parameters } = build(read, (name) => new Hole(String(name)) as never).compile();
    const sources = parameters.map((parameter) => (parameter instanceof Hole ? parameter.name : null));
    const constants = parameters as Value[];
    const ask = (values: Value[]) => run(sql, values) as Promise<R[]>;
    const answer = options.shared && turn ? turn.share(ask) : ask;
    return (params) => answer(sources.map((name, i) => (name === null ? (constants[i] ?? null) : (params[name] ?? null))));
  };
}

/** Something made once for each store, such as its hot queries: a pure cache, it goes with the store. */
export function perStore<T, S extends object = Store>(make: (store: S) => T): (store: S) => T {
  const made = new WeakMap<S, T>();
  return (store) => {
    let one = made.get(store);
    if (one === undefined) {
      one = make(store);
      made.set(store, one);
    }
    return one;
  };
}

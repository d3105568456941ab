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

/** How long an answer is waited for, in milliseconds, before whoever asks the same asks on a connection of its own. */
const PATIENCE_MS = 1_000;

/** Where a query that many ask at the same moment is asked once for all of them. */
export interface Sharing {
  share<R>(ask: (values: Value[]) => Promise<R[]>): (values: Value[]) => Promise<R[]>;
}

/**
 * For engines behind a network: while an answer is on its way, whoever asks the same waits for one further asking, which begins after all of them
 * asked. So nobody is given what was read before its own question, and a question costs one round trip at a time however many ask it.
 */
export class Joined implements Sharing {
  share<R>(ask: (values: Value[]) => Promise<R[]>): (values: Value[]) => Promise<R[]> {
    const underway = new Map<Value, { now: Promise<unknown>; next: Promise<R[]> | undefined; since: number }>();
    const begin = (key: Value, values: Value[]): Promise<R[]> => {
      const rows = ask(values);
      const one = { now: rows as Promise<unknown>, next: undefined, since: performance.now() };
      underway.set(key, one);
      const end = () => void (underway.get(key) === one && !one.next && underway.delete(key));
      rows.then(end, end);
      return rows;
    };
    return (values) => {
      const key = keyOf(values);
      const one = underway.get(key);
      if (!one || performance.now() - one.since > PATIENCE_MS) return begin(key, values);
      one.next ??= one.now.then(
        () => begin(key, values),
        () => begin(key, values),
      );
      return one.next;
    };
  }
}

const keyOf = (values: Value[]): Value => (values.length === 1 ? (values[0] ?? null) : JSON.stringify(values));

/** Rows that callers of one turn of the event loop share: whoever asks the same between two writes gets the same answer, so it is asked once. */
export class Turn implements Sharing {
  private readonly kept: Map<Value, Promise<unknown[]>>[] = [];
  private ending = false;

  /** Asks at most once a turn for the same values. */
  share<R>(ask: (values: Value[]) => Promise<R[]>): (values: Value[]) => Promise<R[]> {
    const kept = new Map<Value, Promise<R[]>>();
    this.kept.push(kept);
    return (values) => {
      const key = keyOf(values);
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
 * @param sharing how queries that may be shared are asked; without it every call asks
 */
export function prepareOn(read: Kysely<DB>, run: Run, sharing?: Sharing) {
  return <P extends Record<string, Value>, R>(
    build: (read: Kysely<DB>, param: <K extends keyof P>(name: K) => P[K]) => Compilable<R>,
    options: { shared?: boolean } = {},
  ): ((params: P) => Promise<R[]>) => {
    const { sql, parameters } = build(read, (name) => new Hole(String(name)) as never).compile();
    const sources = parameters.map((parameter) => (parameter instanceof Hole ? parameter.name : null));
    const constants = parameters as Value[];
    const ask = (values: Value[]) => run(sql, values) as Promise<R[]>;
    const answer = options.shared && sharing ? sharing.share(ask) : ask;
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

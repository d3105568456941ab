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

/** Compiles a query once; each call only fills in its parameters and runs the text. */
export function prepareOn(read: Kysely<DB>, run: (sql: string, parameters: Value[]) => Promise<Record<string, unknown>[]>) {
  return <P extends Record<string, Value>, R>(
    build: (read: Kysely<DB>, param: <K extends keyof P>(name: K) => P[K]) => Compilable<R>,
  ): ((params: P) => Promise<R[]>) => {
    const { sql, parameters } = build(read, (name) => new Hole(String(name)) as never).compile();
    const sources = parameters.map((parameter) => (parameter instanceof Hole ? parameter.name : null));
    const constants = parameters as Value[];
    return (params) =>
      run(
        sql,
        sources.map((name, i) => (name === null ? (constants[i] ?? null) : (params[name] ?? null))),
      ) as Promise<R[]>;
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

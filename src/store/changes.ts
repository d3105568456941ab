import type { Plan } from './plan.ts';
import type { DB } from './schema.ts';
import type { Table, Touch } from './store.ts';

type Value = string | number | null;
export type TouchOf<K extends string> = Extract<Touch, Record<K, unknown>> extends Record<K, infer V> ? V : never;

/** What one or more plans change on rows they did not insert, gathered so that each kind is one statement. */
export interface Changes {
  /** Rows that get new values, by table and the columns they set; each id stands in one of them, with its last values. */
  sets: { table: Table; columns: string[]; rows: { id: number; values: Value[] }[] }[];
  expects: { table: Table; column: string; rows: { id: number; is: Value }[] }[];
  /** Holding → balance. */
  balances: Map<number, number>;
  undue: DB['due'][];
  undueSubjects: TouchOf<'undueSubject'>[];
  follows: TouchOf<'follow'>[];
  binds: TouchOf<'bind'>[];
  holds: TouchOf<'hold'>[];
  /** Commitments whose values are forgotten. */
  erased: string[];
  /** Batch → how often its page changed. */
  pages: Map<number, number>;
}

/** Gathers the changes of plans in their order: later values of one cell replace earlier ones. */
export function changesOf(plans: readonly Plan[]): Changes {
  const cells = new Map<string, { table: Table; id: number; to: Record<string, Value> }>();
  const expects = new Map<string, Changes['expects'][number]>();
  const changes: Changes = {
    sets: [],
    expects: [],
    balances: new Map(plans.flatMap((plan) => [...plan.balances])),
    undue: [],
    undueSubjects: [],
    follows: [],
    binds: [],
    holds: [],
    erased: [],
    pages: new Map(),
  };
  for (const plan of plans) {
    for (const { table, id, column, is } of plan.expect) {
      const list = entryOf(expects, `${table}.${column}`, () => ({ table, column, rows: [] }));
      if (!list.rows.some((row) => row.id === id && row.is === is)) list.rows.push({ id, is });
    }
    for (const touch of plan.touch) {
      if ('set' in touch)
        Object.assign(entryOf(cells, `${touch.set}.${touch.id}`, () => ({ table: touch.set, id: touch.id, to: {} })).to, touch.to);
      else gather(changes, touch);
    }
  }
  changes.expects = [...expects.values()];
  changes.sets = bySignature([...cells.values()]);
  return changes;
}

function gather(changes: Changes, touch: Exclude<Touch, { set: unknown }>): void {
  if ('undue' in touch) changes.undue.push(touch.undue);
  else if ('undueSubject' in touch) changes.undueSubjects.push(touch.undueSubject);
  else if ('follow' in touch) changes.follows.push(touch.follow);
  else if ('hold' in touch) changes.holds.push(touch.hold);
  else if ('erase' in touch) changes.erased.push(touch.erase);
  else if ('bind' in touch) changes.binds.push(touch.bind);
  else changes.pages.set(touch.page, (changes.pages.get(touch.page) ?? 0) + 1);
}

function bySignature(cells: { table: Table; id: number; to: Record<string, Value> }[]): Changes['sets'] {
  const sets = new Map<string, Changes['sets'][number]>();
  for (const { table, id, to } of cells) {
    const columns = Object.keys(to).sort();
    if (columns.length === 0) continue;
    entryOf(sets, `${table}(${columns})`, () => ({ table, columns, rows: [] })).rows.push({
      id,
      values: columns.map((column) => to[column] ?? null),
    });
  }
  return [...sets.values()];
}

function entryOf<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

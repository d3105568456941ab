import type { PoolClient, QueryResult } from 'pg';
import { changesOf } from './changes.ts';
import { type KeyName, keyNamed, Refused } from './keys.ts';
import { merged, type Plan } from './plan.ts';
import type { Table } from './store.ts';
import { contentAddressed, tableOrder } from './tables.ts';

/** What the statements need to know of the database: types of columns, and which columns a constraint stands for. */
export interface Catalogue {
  columns: Map<string, Map<string, string>>;
  keys: Map<string, KeyName>;
}

export type Run = (sql: string, values?: unknown[]) => Promise<QueryResult>;

export async function readCatalogue(run: Run): Promise<Catalogue> {
  const columns = new Map<string, Map<string, string>>();
  const described = await run(
    `SELECT table_name AS "table", column_name AS "column", udt_name AS type FROM information_schema.columns
     WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position`,
  );
  for (const { table, column, type } of described.rows as { table: string; column: string; type: string }[]) {
    const known = columns.get(table) ?? new Map<string, string>();
    columns.set(table, known.set(column, type === 'int8' ? 'bigint' : type));
  }
  const keys = new Map<string, KeyName>();
  for (const { name, columns: list } of (await run(uniqueIndexes)).rows as { name: string; columns: string }[]) {
    const key = keyNamed(list);
    if (key) keys.set(name, key);
  }
  return { columns, keys };
}

/** Every unique index with the columns it is over, as `table.column,column`. */
export const uniqueIndexes = `
  SELECT i.relname AS name, t.relname || '.' || string_agg(a.attname, ',' ORDER BY k.n) AS columns
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_class t ON t.oid = x.indrelid
  CROSS JOIN LATERAL unnest(x.indkey::int[]) WITH ORDINALITY AS k(attnum, n)
  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
  WHERE x.indisunique AND t.relnamespace = current_schema()::regnamespace
  GROUP BY i.relname, t.relname`;

/** Writes plans of one chain inside the client's transaction: one statement a table, then one a kind of change. */
export async function writePlans(client: PoolClient, catalogue: Catalogue, plans: readonly Plan[]): Promise<void> {
  const writer = new PlanWriter(client, catalogue);
  await writer.insertAll(plans);
  await writer.applyChanges(plans);
  const last = plans.findLast((plan) => plan.stamps.length > 0);
  if (last) await writer.moveHead(last);
}

class PlanWriter {
  private readonly client: PoolClient;
  private readonly catalogue: Catalogue;

  constructor(client: PoolClient, catalogue: Catalogue) {
    this.client = client;
    this.catalogue = catalogue;
  }

  async insertAll(plans: readonly Plan[]): Promise<void> {
    const rows = merged(plans.map((plan) => plan.rows));
    for (const table of tableOrder) {
      const list = rows[table] as Record<string, unknown>[] | undefined;
      if (!list) continue;
      const columns = [...(this.catalogue.columns.get(table)?.keys() ?? [])];
      const repeat = contentAddressed.has(table) ? ' ON CONFLICT DO NOTHING' : '';
      const sql = `INSERT INTO "${table}" (${columns.map(quoted)}) SELECT * FROM ${this.unnest(table, columns)}${repeat}`;
      await this.run(
        sql,
        columns.map((column) => list.map((row) => row[column] ?? null)),
      );
    }
  }

  /**
   * Expectations come after the entries, so that two processes on one chain have met at the entry's key before. Against other chains
   * the row itself decides: each check writes back the value it expects, which waits for whoever is changing it and then looks again.
   */
  async applyChanges(plans: readonly Plan[]): Promise<void> {
    const changes = changesOf(plans);
    for (const { table, column, rows } of changes.expects) {
      const sql =
        `UPDATE "${table}" SET ${quoted(column)} = "${table}".${quoted(column)} FROM ${this.unnest(table, ['id', column])} AS e(id, v) ` +
        `WHERE "${table}".id = e.id AND "${table}".${quoted(column)} IS NOT DISTINCT FROM e.v`;
      await this.all(rows.length, sql, [rows.map((row) => row.id), rows.map((row) => row.is)]);
    }
    const balances = [...changes.balances].sort(([a], [b]) => a - b);
    if (balances.length > 0)
      await this.run('UPDATE holding SET steps = m.steps FROM unnest($1::bigint[], $2::bigint[]) AS m(id, steps) WHERE holding.id = m.id', [
        balances.map(([id]) => id),
        balances.map(([, steps]) => steps),
      ]);
    for (const set of changes.sets) await this.set(set.table, set.columns, set.rows);
    await this.takeDue(changes);
    await this.advance(changes.follows);
    await this.raisePages(changes.pages);
    await this.bindCodes(changes.binds);
    await this.placeLines(changes.holds);
    if (changes.erased.length > 0) await this.run('DELETE FROM personal WHERE commitment = ANY($1::text[])', [changes.erased]);
  }

  async moveHead({ chain, head }: Plan): Promise<void> {
    await this.run(
      `INSERT INTO chain (chain, seq, hash, at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at`,
      [chain, head.seq, head.hash, head.at],
    );
  }

  private async set(table: Table, columns: string[], rows: { id: number; values: unknown[] }[]): Promise<void> {
    const assignments = columns.map((column, i) => `${quoted(column)} = s.c${i}`).join(', ');
    const names = columns.map((_, i) => `c${i}`).join(', ');
    await this.run(
      `UPDATE "${table}" SET ${assignments} FROM ${this.unnest(table, ['id', ...columns])} AS s(id, ${names}) WHERE "${table}".id = s.id`,
      [rows.map((row) => row.id), ...columns.map((_, i) => rows.map((row) => row.values[i] ?? null))],
    );
  }

  private async takeDue({ undue, undueSubjects }: ReturnType<typeof changesOf>): Promise<void> {
    if (undue.length > 0)
      await this.all(
        undue.length,
        `DELETE FROM due USING unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[]) AS d(at, rule, type, id)
         WHERE due.at = d.at AND due.rule = d.rule AND due."subjectType" = d.type AND due."subjectId" = d.id`,
        [undue.map((due) => due.at), undue.map((due) => due.rule), undue.map((due) => due.subjectType), undue.map((due) => due.subjectId)],
      );
    if (undueSubjects.length > 0)
      await this.run(
        `DELETE FROM due USING unnest($1::text[], $2::text[], $3::bigint[]) AS d(rule, type, id)
         WHERE due.rule = d.rule AND due."subjectType" = d.type AND due."subjectId" = d.id`,
        [undueSubjects.map((due) => due.rule), undueSubjects.map((due) => due.subjectType), undueSubjects.map((due) => due.subjectId)],
      );
  }

  private async advance(follows: ReturnType<typeof changesOf>['follows']): Promise<void> {
    for (const { job, chain, from, to } of follows)
      if (from === 0)
        await this.all(1, 'INSERT INTO follower_position (job, chain, seq) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [job, chain, to]);
      else await this.all(1, 'UPDATE follower_position SET seq = $1 WHERE job = $2 AND chain = $3 AND seq = $4', [to, job, chain, from]);
  }

  private async raisePages(pages: ReadonlyMap<number, number>): Promise<void> {
    if (pages.size === 0) return;
    const list = [...pages].sort(([a], [b]) => a - b);
    await this.run(
      `INSERT INTO page_version ("batchId", version) SELECT id, times + 1 FROM unnest($1::bigint[], $2::bigint[]) AS p(id, times)
       ON CONFLICT ("batchId") DO UPDATE SET version = page_version.version + excluded.version - 1`,
      [list.map(([id]) => id), list.map(([, times]) => times)],
    );
  }

  private async bindCodes(binds: ReturnType<typeof changesOf>['binds']): Promise<void> {
    if (binds.length > 0)
      await this.all(
        binds.length,
        `UPDATE reserved_code SET "batchId" = b.id FROM unnest($1::text[], $2::bigint[]) AS b(code, id)
         WHERE reserved_code."traceCode" = b.code AND reserved_code."batchId" IS NULL`,
        [binds.map((bind) => bind.traceCode), binds.map((bind) => bind.batchId)],
      );
  }

  private async placeLines(holds: ReturnType<typeof changesOf>['holds']): Promise<void> {
    if (holds.length > 0)
      await this.all(
        holds.length,
        `UPDATE receipt_line SET "holdingId" = h.holding FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS h(receipt, n, holding)
         WHERE receipt_line."receiptId" = h.receipt AND receipt_line.n = h.n AND receipt_line."holdingId" IS NULL`,
        [holds.map((hold) => hold.receiptId), holds.map((hold) => hold.n), holds.map((hold) => hold.holdingId)],
      );
  }

  /** Runs a statement that must reach `n` rows; fewer is a conflict. */
  private async all(n: number, sql: string, values: unknown[]): Promise<void> {
    if ((await this.run(sql, values)).rowCount !== n) throw new Refused('expect');
  }

  private run(text: string, values: unknown[]): Promise<QueryResult> {
    return this.client.query({ name: nameOf(text), text, values });
  }

  /** `unnest($1::bigint[], $2::text[])` for columns of a table. */
  private unnest(table: string, columns: string[]): string {
    const types = this.catalogue.columns.get(table);
    return `unnest(${columns.map((column, i) => `$${i + 1}::${types?.get(column) ?? 'text'}[]`).join(', ')})`;
  }
}

function quoted(column: string): string {
  return `"${column}"`;
}

const names = new Map<string, string>();

/** A name of at most 63 bytes for a prepared statement; the texts written here are few and constant. */
export function nameOf(text: string): string {
  let name = names.get(text);
  if (!name) {
    name = `s${names.size}`;
    names.set(text, name);
  }
  return name;
}

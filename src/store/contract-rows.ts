import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Commit, Rows, Store, Table } from './store.ts';

const reply = { status: 201, headers: {}, body: '' };

/** A commit of one entry to party/1 at second 1 of the epoch, with what a test adds. */
export function commitOf(some: Partial<Commit> = {}): Commit {
  return {
    chain: 'party/1',
    at: 1_000,
    entries: [{ kind: 'noted', subject: 'batch/B1', payload: { text: '猪肉' } }],
    finish: () => ({ reply }),
    ...some,
  };
}

/** Rows of the claim table, the smallest with a key of two texts. */
export function claims(...names: string[]): Rows {
  return { claim: names.map((key) => ({ kind: 'test', key, subjectId: 1, at: 1_000 })) };
}

export function holding(id: number, steps: number): Rows {
  return { holding: [{ id, batchId: id, partyId: 1, siteId: 1, steps, createdAt: 1_000 }] };
}

/** Columns whose values the schema limits, and references, which must lead to a row that exists. */
const given: Record<string, string | number> = {
  'party.state': 'pending',
  'api_key.ownerKind': 'admin',
  'api_key.role': 'system',
  'account.ownerKind': 'party',
  'account.role': 'officer',
  'shipment.state': 'in-transit',
  'finding.weight': 'todo',
  'finding.state': 'open',
  'substance_entry.kind': 'alias',
  'review_item.state': 'open',
  'recall.state': 'open',
  'sample.state': 'taken',
  'filing.state': 'queued',
  'site.partyId': 1,
  'batch.partyId': 1,
  'batch.productId': 1,
  'shipment_line.shipmentId': 1,
};

export type RowMaker = (table: string, n: number) => Record<string, string | number>;

/** Makes rows of any table from the engine's own catalogue: number n, or `column-n`, in every column. */
export async function rowMaker(store: Store): Promise<RowMaker> {
  const query =
    store.engine === 'postgres'
      ? sql<Column>`SELECT table_name AS "table", column_name AS name, data_type AS type FROM information_schema.columns
          WHERE table_schema = current_schema()`
      : // D1 keeps tables of its own that nobody may look into.
        sql<Column>`SELECT m.name AS "table", c.name, c.type
          FROM (SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 4) <> '_cf_' LIMIT 1000) m, pragma_table_info(m.name) c`;
  const { rows } = await query.execute(store.read);
  const columns = Map.groupBy(rows, (row) => row.table);
  return (table, n) =>
    Object.fromEntries(
      (columns.get(table) ?? []).map(({ name, type }) => [
        name,
        given[`${table}.${name}`] ?? (type.toLowerCase() === 'text' ? `${name}-${n}` : n),
      ]),
    );
}

interface Column {
  table: string;
  name: string;
  type: string;
}

/** The parents every reference of {@link rowMaker}'s rows leads to. */
export function parents(make: RowMaker): Rows {
  return rowsOf(['party', 'product', 'shipment'].map((table) => [table, { ...make(table, 1), id: 1 }]));
}

/** Rows given by table name; the catalogue vouches for their shape. */
export function rowsOf(rows: [table: string, row: Record<string, string | number | null>][]): Rows {
  return Object.fromEntries(rows.map(([table, row]) => [table as Table, [row]])) as Rows;
}

export function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i + 1);
}

/** The seqs of a chain, after checking that bytes, hashes, links and instants belong together. */
export async function chainOf(store: Store, chain: string): Promise<number[]> {
  const entries = await store.read.selectFrom('entry').selectAll().where('chain', '=', chain).orderBy('seq').execute();
  let prev = '0'.repeat(64);
  let at = 0;
  for (const entry of entries) {
    const bytes = JSON.parse(entry.bytes);
    expect(bytes).toMatchObject({
      v: 1,
      alg: 'SHA-256',
      chain,
      seq: entry.seq,
      at: entry.at,
      kind: entry.kind,
      subject: entry.subject,
      prev,
    });
    expect(createHash('sha256').update(entry.bytes).digest('hex')).toBe(entry.hash);
    expect(entry.at).toBeGreaterThanOrEqual(at);
    prev = entry.hash;
    at = entry.at;
  }
  return entries.map((entry) => entry.seq);
}

import { Client } from 'pg';
import { tableOrder } from '../../src/store/tables.ts';
import { startOwnCluster } from '../postgres.ts';
import { load, post } from './load.ts';
import type { Row, Setting } from './main.ts';
import { producer, record, start, stop, type Target } from './targets.ts';

const CLIENTS_EACH = 32;
const WARM_UP = 1_500;
const RAW_RECORDS = 400;

/** Two processes recording for one party on one PostgreSQL that waits for its disk, beside the same rows by one client one a transaction. */
export async function postgresRows(setting: Setting): Promise<Row[]> {
  const cluster = await startOwnCluster(true);
  try {
    const url = await ownDatabase(cluster.url);
    const targets = [await start('service', url), await start('service', url)];
    const [first] = targets;
    const key = await producer(first?.port ?? 0);
    await both(targets, key, { requests: WARM_UP });
    const raw = await rawLoop(url);
    const best = { service: 0, raw: 0 };
    try {
      for (let round = 0; round < setting.rounds; round++) {
        best.raw = Math.max(best.raw, await raw.run());
        best.service = Math.max(best.service, await both(targets, key, { forMs: setting.roundMs }));
      }
    } finally {
      await raw.end();
      for (const target of targets) await stop(target);
    }
    return [
      {
        what: `PostgreSQL: single ingest, two processes, ${2 * CLIENTS_EACH} clients, one party, of the same rows one a transaction`,
        ratio: best.service / best.raw,
        bar: { atLeast: 2 },
        knownMiss:
          'two processes, 64 clients and PostgreSQL itself share the two cores that the raw loop has nearly alone: by the profile a quarter of each process goes ' +
          'into writing statements to sockets (some ten reads and writes a record, most of them shared), a seventh into reading rows, the rest is spread',
        detail: `${Math.round(best.service)}/s, raw ${Math.round(best.raw)}/s`,
      },
    ];
  } finally {
    await cluster.stop();
  }
}

/** A database whose text is ordered by code point, as the service asks for. */
async function ownDatabase(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE bench TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`);
  await client.end();
  return url.replace(/\/[^/]*$/, '/bench');
}

let serial = 0;

/** Records a second of all targets together. */
async function both(targets: Target[], key: string, until: { forMs: number } | { requests: number }): Promise<number> {
  const done = await Promise.all(
    targets.map(({ port }) =>
      load({
        port,
        connections: CLIENTS_EACH,
        ...until,
        request: () => {
          const n = serial++;
          return post('/v1/batches', JSON.stringify(record(n)), `Authorization: Bearer ${key}\r\nIdempotency-Key: bench-pg-${n}\r\n`);
        },
        expect: 201,
      }),
    ),
  );
  const unexpected = done.reduce((sum, one) => sum + one.unexpected, 0);
  if (unexpected > 0) throw new Error(`${unexpected} records were not answered 201`);
  return done.reduce((sum, one) => sum + one.requestsPerSecond, 0);
}

type Rows = [table: string, columns: string[], rows: unknown[][]][];

/** The rows the last record left behind, inserted again and again under new keys by prepared statements, a transaction each. */
async function rawLoop(url: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  const rows = await lastRecord(client);
  let made = 1_000_000;
  return {
    run: async (): Promise<number> => {
      const began = performance.now();
      for (let n = 0; n < RAW_RECORDS; n++) await rawRecord(client, rows, ++made);
      return (RAW_RECORDS * 1_000) / (performance.now() - began);
    },
    end: () => client.end(),
  };
}

async function rawRecord(client: Client, rows: Rows, n: number): Promise<void> {
  await client.query('BEGIN');
  for (const [table, columns, list] of rows)
    for (const row of list) {
      const names = columns.map((column) => `"${column}"`).join(', ');
      const text = `INSERT INTO "${table}" (${names}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')})`;
      await client.query({ name: `raw-${table}`, text, values: row.map((value, i) => fresh(columns[i] ?? '', value, n)) });
    }
  await client.query('COMMIT');
}

const NUMBERS: ReadonlySet<string> = new Set(['id', 'batchId', 'subjectId', 'certificateId']);

/** What stands in the keys of copy n instead of what the record has. */
function fresh(column: string, value: unknown, n: number): unknown {
  if (NUMBERS.has(column)) return Number(value) + n * 10;
  if (column === 'seq') return Number(value) + n;
  if (column === 'traceCode') return `${String(value).slice(0, 10)}${String(n).padStart(10, '0')}`;
  if (column === 'publicId') return `${String(value).slice(0, 8)}${n}`;
  return column === 'key' ? `${String(value)}-${n}` : value;
}

async function lastRecord(client: Client): Promise<Rows> {
  const { rows } = await client.query('SELECT id, "ledgerChain", "ledgerSeq" FROM batch ORDER BY "ledgerSeq" DESC LIMIT 1');
  const { id, ledgerChain, ledgerSeq } = rows[0];
  const pick: Record<string, [string, ...unknown[]]> = {
    batch: ['id = $1', id],
    batch_revision: ['"batchId" = $1', id],
    batch_certificate: ['"batchId" = $1', id],
    holding: ['"batchId" = $1', id],
    finding: [`"subjectType" = 'batch' AND "subjectId" = $1`, id],
    certificate: ['id IN (SELECT "certificateId" FROM batch_certificate WHERE "batchId" = $1)', id],
    entry: ['chain = $1 AND seq = $2', ledgerChain, ledgerSeq],
    idempotency: ['1 = 1 LIMIT 1'],
  };
  const found: Rows = [];
  for (const table of tableOrder) {
    const [where, ...values] = pick[table] ?? [];
    if (!where) continue;
    const answer = await client.query(`SELECT * FROM "${table}" WHERE ${where}`, values);
    const columns = answer.fields.map((field) => field.name);
    if (answer.rows.length > 0) found.push([table, columns, answer.rows.map((row) => columns.map((column) => row[column]))]);
  }
  return found;
}

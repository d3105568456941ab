import { DatabaseSync } from 'node:sqlite';
import { makeTraceCode } from '../../src/codes/trace-code.ts';

/** A batch planted with a known number of holders, the same in every store. */
export interface Probe {
  holders: number;
  code: string;
  batchId: number;
}

const code = (seed: number) => makeTraceCode((count) => Uint8Array.from({ length: count }, (_, i) => (i * 37 + seed) % 251));

export const PROBES: Probe[] = [
  { holders: 1_000, code: code(1), batchId: 11 },
  { holders: 50_000, code: code(2), batchId: 12 },
];

const PARTIES = 60_000;
/** Holdings of each batch of the background: one maker, three depots, ten shops. */
const CHAIN = 14;
/** Holders of a probe that each one supplies. */
const FAN = 10;
/** Scatters the rows of a chain over the file: any number without a factor in common with the count. */
const SCATTER = 7_368_787;
const FIRST = 1_000_000_000;
const AT = Date.parse('2026-11-05T01:00:00Z');

/**
 * Fills an empty, migrated file with parties, batches, holdings, flows and shipment lines, written straight into it.
 * @param flows of the background; the probes come on top
 */
export function buildGraph(file: string, flows: number): void {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA foreign_keys=OFF; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000');
  db.exec('BEGIN');
  const batches = Math.ceil(flows / (CHAIN - 1));
  const holdings = batches * CHAIN;
  const counting = (count: number) => `WITH RECURSIVE k(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM k WHERE i < ${count - 1})`;
  insert(
    db,
    'party',
    `${counting(PARTIES)} SELECT i + 1 AS id, 'party' || i AS "publicId", '9133' || printf('%014d', i) AS uscc,
    '示例商店' || i AS name, '["retailer"]' AS kinds, 0 AS "natural", '330110' AS "regionCode", 'approved' AS state, 1 AS revision, ${AT} AS "createdAt" FROM k`,
  );
  insert(
    db,
    'site',
    `${counting(PARTIES)} SELECT i + 1 AS id, 'site' || i AS "publicId", i + 1 AS "partyId", '门店' || i AS name, 'shop' AS kind,
    '330110' AS "regionCode", ${AT} AS "createdAt" FROM k`,
  );
  insert(
    db,
    'product',
    `SELECT 1 AS id, 'product' AS "publicId", 1 AS "partyId", 'd' AS digest, '示例酱油' AS name, '500ml' AS specification, 'food' AS category,
    1 AS revision, ${AT} AS "createdAt"`,
  );
  const batch = (
    id: string,
    traceCode: string,
    steps: string,
  ) => `${id} AS id, ${traceCode} AS "traceCode", 1 AS "partyId", 1 AS "siteId", 1 AS "productId",
    'L1' AS lot, 'L1' AS "batchNumber", '2026-11-01' AS "productionDate", ${steps} AS steps, '瓶' AS unit, 'XBO' AS "unitCode", 'own' AS origin,
    '330110' AS "regionCode", 'bench' AS "actedBy", 1 AS revision, 'c' AS "ledgerChain", 1 AS "ledgerSeq", 'h' AS "ledgerHash", ${AT} AS "createdAt"`;
  insert(db, 'batch', `${counting(batches)} SELECT ${batch(`${FIRST} + i`, `'BENCH' || printf('%015d', i)`, '1000')} FROM k`);
  const id = (i: string) => `${FIRST} + (${i}) * ${SCATTER} % ${holdings}`;
  const own = (i: string) => `((${i}) / ${CHAIN})`;
  insert(
    db,
    'holding',
    `${counting(holdings)} SELECT ${id('i')} AS id, ${FIRST} + ${own('i')} AS "batchId", 1 + (${own('i')} * 13 + i % ${CHAIN} * 17) % ${PARTIES} AS "partyId",
    1 + (${own('i')} * 13 + i % ${CHAIN} * 17) % ${PARTIES} AS "siteId", 10 AS steps, ${AT} AS "createdAt" FROM k ORDER BY 1`,
  );
  const parent = (i: string) => `(${i}) - (${i}) % ${CHAIN} + ((${i}) % ${CHAIN} - 1) / 3`;
  const edge = `${counting(holdings)} SELECT ${id(parent('i'))} AS src, ${id('i')} AS dst, 'sale' AS kind, ${FIRST} + i AS ref, 1 AS n, 10 AS steps, 1 AS revision, ${AT} AS at
    FROM k WHERE i % ${CHAIN} > 0 ORDER BY 1, 2`;
  insert(db, 'flow', edge);
  insert(db, 'shipment_line', line(edge, `${FIRST} + (ref - ${FIRST}) / ${CHAIN}`));
  for (const probe of PROBES) plant(db, probe, batch);
  db.exec('COMMIT; ANALYZE; PRAGMA journal_mode=WAL');
  db.close();
}

type BatchColumns = (id: string, traceCode: string, steps: string) => string;

/** One batch that goes from its maker to ever more holders, its rows scattered over the file too. */
function plant(db: DatabaseSync, { holders, code, batchId }: Probe, batch: BatchColumns): void {
  const counting = `WITH RECURSIVE k(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM k WHERE i < ${holders - 1})`;
  const base = batchId * 100_000_000;
  const id = (i: string) => `${base} + (${i}) * ${SCATTER} % ${holders}`;
  insert(db, 'batch', `SELECT ${batch(`${batchId}`, `'${code.replaceAll('-', '')}'`, `${10 * holders}`)}`);
  insert(
    db,
    'holding',
    `${counting} SELECT ${id('i')} AS id, ${batchId} AS "batchId", i + 1 AS "partyId", i + 1 AS "siteId", 10 AS steps, ${AT} AS "createdAt" FROM k ORDER BY 1`,
  );
  const parent = `(i - 1) / ${FAN}`;
  const edge = `${counting} SELECT ${id(parent)} AS src, ${id('i')} AS dst, 'sale' AS kind, ${base} + i AS ref, 1 AS n, 10 AS steps, 1 AS revision, ${AT} AS at FROM k WHERE i > 0 ORDER BY 1, 2`;
  insert(db, 'flow', edge);
  insert(db, 'shipment_line', line(edge, `${batchId}`));
  insert(
    db,
    'shipment',
    `${counting} SELECT ${base} + i AS id, 'sh' || ${batchId} || '-' || i AS "publicId", 'slip' || ${batchId} || '-' || i AS slip, ${parent} + 1 AS "partyId",
    ${parent} + 1 AS "siteId", 'sale' AS purpose, i + 1 AS "toPartyId", i + 1 AS "toSiteId", '示例商店' AS "toName", 0 AS "toNatural", ${AT} AS "shippedAt",
    '330110' AS "regionCode", 'received' AS state, 'bench' AS "actedBy", 2 AS revision, ${AT} AS "recordedAt" FROM k WHERE i > 0`,
  );
}

function line(edge: string, batchId: string): string {
  return `SELECT ref AS "shipmentId", 1 AS n, ${batchId} AS "batchId", 1 AS "batchRevision", src AS "holdingId", steps, '10' AS amount, '瓶' AS unit, 'XBO' AS "unitCode" FROM (${edge})`;
}

/** Inserts what a query answers, column by column under its own names; the others stay empty. */
function insert(db: DatabaseSync, table: string, query: string): void {
  const names = db
    .prepare(`${query} LIMIT 0`.replace(/ORDER BY [\d, ]+ LIMIT/, 'LIMIT'))
    .columns()
    .map((column) => `"${column.name}"`);
  db.exec(`INSERT INTO "${table}" (${names.join(', ')}) ${query}`);
}

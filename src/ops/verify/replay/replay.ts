import canonicalize from 'canonicalize';
import { type Json, sha256Hex } from '../../../ledger/entry.ts';
import { isCommitment } from '../../../ledger/personal.ts';
import type { Report } from '../report.ts';
import type { Row, Tables, Value } from '../tables.ts';
import { Book, type Fields, type Payload, type Tellers, type Told } from './book.ts';
import { custodyTellers } from './custody.ts';
import { goodsTellers } from './goods.ts';
import { partyTellers } from './parties.ts';
import { roleTellers } from './roles.ts';
import { NOT_REPLAYED, OUTPUTS_SQL, type Stored, stored } from './stored.ts';

const tellers: Tellers = { ...partyTellers, ...goodsTellers, ...custodyTellers, ...roleTellers };

/**
 * Reads the entries, makes from them what the tables of facts must hold, and compares row by row.
 * A personal value stands in the ledger as its commitment: a clear column is compared with what the commitment stands for, as long as that
 * has not been erased. It holds both sides in memory.
 */
export async function checkReplay(tables: Tables, report: Report): Promise<void> {
  const book = await replayed(tables);
  const clear = new Map(
    (await tables.rows('SELECT commitment, value FROM personal')).map((row) => [String(row.commitment), String(row.value)]),
  );
  for (const one of stored) compare(one.table, await rowsOf(tables, one), book.table(one.table), clear, report);
  for (const [why, names] of NOT_REPLAYED) report.note(`not replayed (${why}): ${names}`);
}

async function replayed(tables: Tables): Promise<Book> {
  const large = new Map((await tables.rows('SELECT hash, bytes FROM large_payload')).map((row) => [String(row.hash), String(row.bytes)]));
  const book = new Book();
  for await (const told of entriesInTime(tables)) {
    const [only] = Object.values(told.payload);
    const aside = Object.keys(told.payload).join() === 'sha256' ? large.get(String(only)) : undefined;
    tellers[told.kind]?.({ ...told, payload: aside === undefined ? told.payload : (JSON.parse(aside) as Payload) }, book);
  }
  // A batch is sold under the GTIN of its product.
  for (const batch of book.table('batch').values()) batch.gtin = book.get('product', String(batch.product))?.gtin ?? null;
  return book;
}

/** What ends or delivers a shipment stands in another chain than its record, by a clock of its own: it is read after every record. */
const ENDS = ['shipment.received', 'shipment.voided', 'shipment.delivered'];
/** What changes something that may be another's. */
const CHANGES = [
  'shipment.takenBack',
  'shipments.joined',
  'amendment.accepted',
  'amendment.settled',
  'amendment.refused',
  'amendment.withdrawn',
  // A sample is its taker's, its reports the laboratory's, the retest the sampled party's.
  'report.issued',
  'report.amended',
  'report.withdrawn',
  'retest.asked',
  'retest.laboratory-named',
  'sample.final',
];

/** The answer to an amendment comes before its settlement, though a coarse clock may give both one instant. */
const LAST = ['amendment.settled', 'amendment.refused', 'amendment.withdrawn'];

/** Entries of all chains: records, then what ends them, then what changes them, each by instant; those of one chain keep their order. */
async function* entriesInTime(tables: Tables): AsyncGenerator<Told> {
  const among = (kinds: readonly string[]) => `kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')})`;
  const order = `CASE WHEN ${among(ENDS)} THEN 1 WHEN ${among(CHANGES)} THEN 2 ELSE 0 END, at, CASE WHEN ${among(LAST)} THEN 1 ELSE 0 END, chain, seq`;
  for await (const row of tables.stream(`SELECT chain, seq, at, kind, subject, hash, bytes FROM entry ORDER BY ${order}`))
    yield* toldBy(row);
}

/** Bytes that cannot be read are told elsewhere. */
function toldBy({ chain, seq, at, kind, subject, hash, bytes }: Row): Told[] {
  try {
    const { payload } = JSON.parse(String(bytes)) as { payload: Payload };
    const about = String(subject).replace(/^[^/]*\//, '');
    return [
      { chain: String(chain), seq: Number(seq), at: Number(at), kind: String(kind), about, hash: String(hash), payload: payload ?? {} },
    ];
  } catch {
    return [];
  }
}

async function rowsOf(tables: Tables, { table, sql, json = [], digest }: Stored): Promise<Map<string, Fields>> {
  const keyed = new Map<string, Fields>();
  const keyOf = table === 'transformation_input' ? await inputKeys(tables) : (row: Row) => String(row.key);
  for (const row of await tables.rows(sql)) {
    const { key: _, of: __, n: ___, ...fields } = row;
    for (const name of json) fields[name] = canonical(fields[name] ?? null);
    if (digest !== undefined && typeof fields[digest] === 'string') fields[digest] = sha256Hex(fields[digest]);
    if (table === 'takeback' || table === 'amendment') fields.lines = keptLines(String(fields.lines));
    keyed.set(table === 'licence' ? counted(keyed, keyOf(row)) : keyOf(row), fields);
  }
  return keyed;
}

function counted(keyed: ReadonlyMap<string, Fields>, key: string): string {
  let n = 1;
  while (keyed.has(`${key}/${n}`)) n++;
  return `${key}/${n}`;
}

async function inputKeys(tables: Tables): Promise<(row: Row) => string> {
  const outputs = new Map<Value, string[]>();
  for (const { id = null, code } of await tables.rows(OUTPUTS_SQL)) outputs.set(id, [...(outputs.get(id) ?? []), String(code)]);
  return (row) => `${(outputs.get(row.of ?? null) ?? []).sort().join('+')}/${row.n}`;
}

/** JSON that is not there counts as an empty list, as {@link jsonOf} has it. */
function canonical(text: Value): string {
  return canonicalize(text === null ? [] : (parsed(String(text)) as Json)) ?? '[]';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return `not JSON: ${text}`;
  }
}

function keptLines(text: string): string {
  const lines = parsed(text);
  if (!Array.isArray(lines)) return text;
  return canonicalize((lines as { n: Json; amount: Json; unit: Json }[]).map(({ n, amount, unit }) => ({ n, amount, unit }))) ?? '';
}

function compare(
  table: string,
  actual: ReadonlyMap<string, Fields>,
  expected: ReadonlyMap<string, Fields>,
  clear: ReadonlyMap<string, string>,
  report: Report,
): void {
  for (const [key, fields] of expected) {
    const row = actual.get(key);
    if (!row) report.fault('table', `${table} ${key}`, 'the ledger tells of it, the table does not have it');
    else
      for (const [column, value] of Object.entries(fields))
        compareOne(`${table} ${key} ${column}`, row[column] ?? null, value, clear, report);
    report.count(`rows of ${table}`);
  }
  for (const key of actual.keys()) if (!expected.has(key)) report.fault('table', `${table} ${key}`, 'no entry of the ledger tells of it');
}

function compareOne(where: string, found: Value, expected: Value, clear: ReadonlyMap<string, string>, report: Report): void {
  if (found === expected) return;
  if (typeof expected === 'string' && isCommitment(expected)) {
    const value = clear.get(expected);
    // Erased: what it stood for cannot be told any more, which is the purpose.
    if (value === undefined ? !(typeof found === 'string' && isCommitment(found)) : value === found) return;
  }
  report.fault('table', where, `found ${shown(found)}, the ledger says ${shown(expected)}`);
}

const shown = (value: Value) => (value === null ? 'nothing' : JSON.stringify(value).slice(0, 120));

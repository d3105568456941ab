import canonicalize from 'canonicalize';
import { type Json, sha256Hex } from '../../../ledger/entry.ts';
import { isCommitment } from '../../../ledger/personal.ts';
import { ERASED } from '../../../parties/model.ts';
import type { Report } from '../report.ts';
import type { Row, Tables, Value } from '../tables.ts';
import { checkBalances } from './balances.ts';
import { Book, type Fields, type Payload, type Tellers, type Told } from './book.ts';
import { custodyTellers } from './custody.ts';
import { goodsTellers } from './goods.ts';
import { judgingTellers } from './judging.ts';
import { notReplayed } from './not-replayed.ts';
import { partyTellers } from './parties.ts';
import { rightsTellers } from './rights.ts';
import { roleTellers } from './roles.ts';
import { OUTPUTS_SQL, type Stored, storedGoods } from './stored.ts';
import { storedOffices } from './stored-offices.ts';

const tellers: Tellers = { ...partyTellers, ...goodsTellers, ...custodyTellers, ...roleTellers, ...rightsTellers, ...judgingTellers };

/** Every table that is held against the entries. */
export const stored: readonly Stored[] = [...storedGoods, ...storedOffices];

/**
 * Reads the entries, makes from them what the tables of facts must hold, and compares row by row.
 * A personal value stands in the ledger as its commitment, and so it does in the column, whether or not its salt is still there. Where a column
 * has it in clear, it must be what the commitment opens to, or be erased with it. It holds both sides in memory.
 */
export async function checkReplay(tables: Tables, report: Report): Promise<void> {
  const book = await replayed(tables);
  const clear = new Map(
    (await tables.rows('SELECT commitment, value FROM personal')).map((row) => [String(row.commitment), String(row.value)]),
  );
  for (const one of stored) compare(one, await rowsOf(tables, one, report), book.table(one.table), clear, report);
  await checkBalances(tables, book, report);
  tellErased(await committed(tables), clear, report);
  for (const note of notReplayed()) report.note(note);
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
const ENDS = [
  'shipment.received',
  'shipment.voided',
  'shipment.delivered',
  'delegation.ended',
  'hold.lifted',
  'recall.closed',
  'substance.revoked',
  'lead.dismissed',
];
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

/** Rows by their key. A key that comes twice is a row no entry tells of, and so is one that nothing it refers to is there for. */
async function rowsOf(tables: Tables, one: Stored, report: Report): Promise<Map<string, Fields>> {
  const { table } = one;
  const rows = await tables.rows(one.sql);
  const [all] = await tables.rows(`SELECT count(*) AS n FROM "${table}" t ${one.where ?? ''}`);
  if (Number(all?.n) !== rows.length)
    report.fault('table', table, `it has ${all?.n} rows, of which ${rows.length} can be read with what they refer to`);
  const keyed = new Map<string, Fields>();
  const keyOf = table === 'transformation_input' ? await inputKeys(tables) : (row: Row) => String(row[one.named ?? 'key']);
  for (const row of rows) {
    const key = table === 'licence' ? counted(keyed, keyOf(row)) : keyOf(row);
    if (keyed.has(key)) report.fault('table', `${table} ${key}`, 'it stands there twice');
    keyed.set(key, fieldsIn(row, one));
  }
  return keyed;
}

/** What is compared of a row, in the form the entries are read in. */
function fieldsIn(row: Row, { table, json = [], digest }: Stored): Fields {
  const fields: Fields = { ...row };
  for (const name of json) fields[name] = canonical(fields[name] ?? null);
  if (digest !== undefined && typeof fields[digest] === 'string') fields[digest] = sha256Hex(fields[digest]);
  if (table === 'takeback' || table === 'amendment') fields.lines = keptLines(String(fields.lines));
  return fields;
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
  { table, clear = [], isPart = false }: Stored,
  actual: ReadonlyMap<string, Fields>,
  expected: ReadonlyMap<string, Fields>,
  opened: ReadonlyMap<string, string>,
  report: Report,
): void {
  const told = (where: string, what: string) => report.fault('table', `${table} ${where}`, what);
  for (const [key, fields] of expected) {
    const row = actual.get(key);
    report.count(`rows of ${table}`);
    if (row) for (const [column, what] of differences(row, fields, clear, opened)) told(`${key} ${column}`, what);
    else told(key, 'the ledger tells of it, the table does not have it');
  }
  if (!isPart) for (const key of actual.keys()) if (!expected.has(key)) told(key, 'no entry of the ledger tells of it');
}

function differences(row: Fields, expected: Fields, clear: readonly string[], opened: ReadonlyMap<string, string>): [string, string][] {
  return Object.entries(expected).flatMap(([column, value]): [string, string][] => {
    const found = row[column] ?? null;
    if (found === value || (clear.includes(column) && opensTo(value, found, opened))) return [];
    return [[column, `found ${shown(found)}, the ledger says ${shown(value)}`]];
  });
}

/** Whether a commitment opens to what stands in clear; once its salt is erased, nothing but the mark of that may stand there. */
function opensTo(expected: Value, found: Value, opened: ReadonlyMap<string, string>): boolean {
  return typeof expected === 'string' && isCommitment(expected) && found === (opened.get(expected) ?? ERASED);
}

const COMMITMENT = /"(c:[0-9a-f]{64})"/g;

/** Every commitment the entries hold, those in payloads that were set aside among them. */
async function committed(tables: Tables): Promise<Set<string>> {
  const found = new Set<string>();
  for (const table of ['entry', 'large_payload'])
    for await (const { bytes } of tables.stream(`SELECT bytes FROM ${table}`))
      for (const [, commitment = ''] of String(bytes).matchAll(COMMITMENT)) found.add(commitment);
  return found;
}

/** How many values are gone is told: by law or by request, or by somebody who deleted them; the ledger tells only what retention removed. */
function tellErased(commitments: ReadonlySet<string>, opened: ReadonlyMap<string, string>, report: Report): void {
  const gone = [...commitments].filter((commitment) => !opened.has(commitment)).length;
  if (gone > 0) report.note(`${gone} personal values are erased; what was committed to is proven all the same`);
}

const shown = (value: Value) => (value === null ? 'nothing' : JSON.stringify(value).slice(0, 120));

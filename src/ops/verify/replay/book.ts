import canonicalize from 'canonicalize';
import type { Json } from '../../../ledger/entry.ts';
import { parseQuantity } from '../../../platform/quantity.ts';

/** A row by the names the outside knows: public ids and codes; JSON columns as RFC 8785 text. */
export type Fields = Record<string, string | number | null>;

/** What the tables must hold, told by the entries alone. */
export class Book {
  readonly tables = new Map<string, Map<string, Fields>>();

  table(name: string): Map<string, Fields> {
    let table = this.tables.get(name);
    if (!table) {
      table = new Map();
      this.tables.set(name, table);
    }
    return table;
  }

  put(table: string, key: string, fields: Fields): void {
    this.table(table).set(key, fields);
  }

  /** Changes what is named; a row nobody has told of is not made by that. */
  change(table: string, key: string, fields: Fields): void {
    const row = this.table(table).get(key);
    if (row) Object.assign(row, fields);
  }

  get(table: string, key: string): Fields | undefined {
    return this.table(table).get(key);
  }
}

export type Payload = { [key: string]: Json };

/** An entry with its payload as it was handed in. */
export interface Told {
  chain: string;
  seq: number;
  at: number;
  kind: string;
  /** What it is about, without the type before the slash. */
  about: string;
  hash: string;
  payload: Payload;
}

export type Teller = (entry: Told, book: Book) => void;
export type Tellers = Readonly<Record<string, Teller>>;

/** A text, a number or null of a payload; anything else is null. */
export function said(value: Json | undefined): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function listOf(value: Json | undefined): Payload[] {
  return Array.isArray(value) ? (value as Payload[]) : [];
}

export function partOf(value: Json | undefined): Payload {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

/** JSON as the comparison has it; what was not said is an empty list. */
export function jsonOf(value: Json | undefined): string {
  return canonicalize(value ?? []) ?? '[]';
}

/** Some fields of a payload under their own names; null where they are absent. */
export function fieldsOf(payload: Payload, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, said(payload[name])]));
}

/** As {@link fieldsOf}, only those the payload names. */
export function namedIn(payload: Payload, names: readonly string[]): Fields {
  return fieldsOf(
    payload,
    names.filter((name) => payload[name] !== undefined),
  );
}

/** The columns a quantity of a payload stands for. */
export function quantityFields(value: Json | undefined): Fields {
  const { amount, unit, pieces } = partOf(value);
  const read = parseQuantity({ amount: textOf(amount), unit: textOf(unit) });
  if (!read.ok) return { steps: null, unit: null, unitCode: null, pieces: null };
  const { steps, unit: written, unitCode } = read.quantity;
  return { steps, unit: written, unitCode, pieces: said(pieces) };
}

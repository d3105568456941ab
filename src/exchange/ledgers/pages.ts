import { lawSettings } from '../../law-settings/repository.ts';
import type { Store } from '../../store/store.ts';
import { judged } from './basis.ts';
import { type Books, type Period, receiptBooks, shipmentBooks } from './books.ts';
import { incomingRows } from './incoming.ts';
import type { LedgerKind, LedgerRow } from './model.ts';
import { soldRows } from './outgoing.ts';
import type { SheetPlace } from './sheets.ts';

type Read = Store['read'];

/** Records whose rows are held at once. */
const PAGE = 200;

export interface LedgerSheet {
  place: SheetPlace;
  /** The rows in order, some at a time. */
  pages: AsyncGenerator<LedgerRow[], void>;
}

export interface Ledger {
  kind: LedgerKind;
  period: Period;
  /** Whether sheets are of more than one party. */
  isMixed: boolean;
  sheets: AsyncGenerator<LedgerSheet, void>;
}

/**
 * A ledger of some places, a sheet each. A place without rows has a sheet only where it was asked for by name: a shop that sold nothing on has no
 * wholesale sheet. Rows are read as they are taken, a sheet after the other.
 */
export async function ledgerOf(
  read: Read,
  kind: LedgerKind,
  places: readonly SheetPlace[],
  period: Period,
  isNamed: boolean,
): Promise<Ledger> {
  const books = kind === 'incoming' ? await receiptBooks(read, places, period) : await shipmentBooks(read, places, period);
  const isMixed = new Set(places.map(({ party }) => party.id)).size > 1;
  return { kind, period, isMixed, sheets: sheetsOf(read, kind, places, books, isNamed) };
}

async function* sheetsOf(
  read: Read,
  kind: LedgerKind,
  places: readonly SheetPlace[],
  books: Books,
  isNamed: boolean,
): AsyncGenerator<LedgerSheet, void> {
  for (const place of places) {
    const pages = pagesOf(read, kind, place, books);
    const first = await pages.next();
    if (!first.done || isNamed) yield { place, pages: behind(first.done ? [] : first.value, pages) };
  }
}

async function* behind(first: LedgerRow[], rest: AsyncGenerator<LedgerRow[], void>): AsyncGenerator<LedgerRow[], void> {
  if (first.length > 0) yield first;
  yield* rest;
}

async function* pagesOf(read: Read, kind: LedgerKind, { party, site }: SheetPlace, books: Books): AsyncGenerator<LedgerRow[], void> {
  const ids = books.get(site.id) ?? [];
  const settings = ids.length === 0 ? [] : await lawSettings(read);
  for (let at = 0; at < ids.length; at += PAGE) {
    const part = ids.slice(at, at + PAGE);
    const rows = kind === 'incoming' ? await incomingRows(read, part) : await soldRows(read, part, kind);
    if (rows.length > 0) yield rows.map((row) => judged(kind, party, row, settings));
  }
}

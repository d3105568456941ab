import type { LawSettingRow } from '../../law/index.ts';
import type { CivilDate } from '../../platform/civil-date.ts';
import type { Files } from '../../platform/deps.ts';
import type { Store } from '../../store/store.ts';
import type { Tables } from '../verify/tables.ts';

/** What may be removed of one class, as of now. */
export interface Removable {
  count: number;
  /** The day the oldest of them could first have been removed; null when there is none. */
  since: CivilDate | null;
}

export interface Looked {
  tables: Tables;
  settings: readonly LawSettingRow[];
  /** Epoch milliseconds. */
  now: number;
}

/** What is removed with: the service's own store and files, which the service may be using meanwhile. */
export interface Remover extends Looked {
  store: Store;
  files: Files;
  /** Has it recorded in the ledger that so many were removed; with what is to be erased in the same commit. */
  record(count: number, erase?: readonly string[]): Promise<void>;
}

/** A class of records that hold no ledger fact, and by which rule they may go. */
export interface RetentionClass {
  name: string;
  what: string;
  /** The law's articles, or that the service chose the time itself. */
  basis(looked: Looked): string;
  find(looked: Looked): Promise<Removable>;
  remove(remover: Remover): Promise<number>;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
export const days = (n: number): number => n * DAY_MS;

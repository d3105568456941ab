import type { Compilable, Kysely } from 'kysely';
import type { Json } from '../ledger/entry.ts';
import type { KeyName } from './keys.ts';
import type { StoreLoad } from './load.ts';
import type { LongPiece, LongRead } from './long-read.ts';
import type { DB } from './schema.ts';
import type { Projections } from './tables.ts';

export type Table = keyof DB;

/** New rows by table, every column named (null where there is no value). */
export type Rows = { [T in Table]?: DB[T][] };

/** One record for the ledger; seq, previous hash and hash are the store's. */
export interface EntryDraft {
  kind: string;
  /** What it is about, as type and public code: `batch/ABCD…`. */
  subject: string;
  payload: Json;
}

/** Where an entry came to stand. `at` is the commit's instant, raised to the chain's last where that is later. */
export interface Stamp {
  chain: string;
  seq: number;
  at: number;
  hash: string;
}

/** A change of a holding's balance; only its own party's chain may make it. */
export interface Move {
  holdingId: number;
  /** Steps to add (negative to take). */
  delta: number;
}

/** The closed list of what may change outside inserted facts: columns of projections, and claims on derived rows. */
export type Touch =
  | {
      [T in keyof Projections]: {
        set: T;
        id: number;
        to: Partial<Pick<DB[T], Projections[T] & keyof DB[T]>>;
        /** What the row must still say for this change to be made; `expect` conflict when it no longer does. */
        was?: Partial<Pick<DB[T], Projections[T] & keyof DB[T]>>;
      };
    }[keyof Projections]
  /** Takes an item off the due list; `expect` conflict when somebody took it first. */
  | { undue: DB['due'] }
  /** Takes every item of a subject off the due list, if there is one. */
  | { undueSubject: Pick<DB['due'], 'rule' | 'subjectType' | 'subjectId'> }
  /** Advances the follower; `expect` conflict when it no longer stands at `from`. */
  | { follow: { job: string; chain: string; from: number; to: number } }
  /** Raises the version of a batch's public page. */
  | { page: number }
  /** Forgets the personal value behind a commitment; the commitment stays, what it stood for is gone. */
  | { erase: string }
  /** Names the holding of a receipt's line, once its party is known; `expect` conflict when it has one already. */
  | { hold: { receiptId: number; n: number; holdingId: number } }
  /** Binds a reserved code; `expect` conflict when it is bound already. */
  | { bind: { traceCode: string; batchId: number } };

/** A value that must still be what was read when the commit is made. */
export type Expect = {
  [T in keyof Projections]: { table: T; id: number; column: Projections[T]; is: string | number | null };
}[keyof Projections];

/** What a write answers; `body` is the exact text sent and kept for replays. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface IdempotencyClaim {
  /** The caller's key or session. */
  scope: string;
  key: string;
  /** Over method, path and raw body. */
  fingerprint: string;
  /** The reply shows a secret: it is not kept, a repeat is told so. */
  secret?: boolean;
}

export interface Stamped {
  stamps: Stamp[];
  /** Balance after this commit of each holding it moved, in steps; negative when more went out than was there. */
  balances: ReadonlyMap<number, number>;
}

export interface Finished {
  rows?: Rows;
  touch?: Touch[];
  reply: Reply;
}

export interface Commit {
  /** The one chain all entries go to. */
  chain: string;
  /** Epoch milliseconds by the caller's clock. */
  at: number;
  entries: EntryDraft[];
  rows?: Rows;
  moves?: Move[];
  touch?: Touch[];
  expect?: Expect[];
  idempotency?: IdempotencyClaim;
  /** Pure; called inside the transaction, maybe more than once. */
  finish(stamped: Stamped): Finished;
}

export type CommitResult = { committed: true; reply: Reply; stamps: Stamp[] } | { committed: false; conflict: KeyName };

/** The engine did not take a write, or did not answer a read. `unknown` when it may have been taken: repeat under the same idempotency key. */
export class StoreUnavailable extends Error {
  readonly unknown: boolean;
  constructor(cause: unknown, unknown: boolean) {
    super('The store is not available.', { cause });
    this.name = 'StoreUnavailable';
    this.unknown = unknown;
  }
}

/** Tables that hold no facts and are in no chain, written beside the ledger. */
export type AsideTable = 'session' | 'idempotency' | 'delivery' | 'person_session' | 'sign_in_attempt' | 'access_audit';
/** Photos kept for an answer or a note that was not taken yet: no facts either. */
export type DraftTable = 'slip_photo' | 'office_photo';

export interface Store {
  readonly engine: 'sqlite' | 'postgres' | 'd1';
  /** Reads only. */
  readonly read: Kysely<DB>;
  /**
   * A hot query, compiled once. `param(name)` stands for a value given at each call.
   * @param options.shared callers of one turn of the event loop may be given the same rows, as long as nothing was written in between;
   * they must not change them
   */
  prepare<P extends Record<string, string | number | null>, R>(
    build: (read: Kysely<DB>, param: <K extends keyof P>(name: K) => P[K]) => Compilable<R>,
    options?: { shared?: boolean },
  ): (params: P) => Promise<R[]>;
  /**
   * A long answer piece by piece, made where it holds up neither scans nor writes: in a thread with a connection of its own where the engine
   * reads in the thread it is asked in. Pieces are made as they are taken; leaving the loop gives the rest up.
   * @throws {StoreUnavailable} when that thread is lost
   */
  longRead<I, P extends LongPiece>(task: LongRead<I, P>, input: I): AsyncIterable<P>;
  /**
   * Writes all of it or nothing.
   * @throws {StoreUnavailable} when the engine failed (disk full, connection cut, too busy)
   */
  commit(commit: Commit): Promise<CommitResult>;
  /** `n` inner ids nobody else has; they mean nothing and order nothing. */
  ids(n: number): Promise<number[]>;
  /** Inserts or updates by primary key in a table outside the ledger; returns the rows changed. */
  aside<T extends AsideTable>(table: T, row: DB[T]): Promise<void>;
  /** Deletes from a table outside the ledger. */
  forget<T extends AsideTable | DraftTable>(table: T, before: number): Promise<number>;
  /** Marks a session used, once: false when it was used or revoked already. */
  useSession(tokenHash: string, at: number): Promise<boolean>;
  /** Called after each commit with the chain it went to; must not throw. Returns how to stop. */
  onCommitted(listener: (chain: string) => void): () => void;
  /** How busy the writer of this process is; absent where the engine does not say. */
  load?(): StoreLoad;
  /** Answers when the engine takes reads and writes. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

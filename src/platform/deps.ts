import type { AccessAudit } from '../audit/audit.ts';
import type { RandomBytes } from '../codes/ids.ts';
import type { LabelPress } from '../codes/labels/press.ts';
import type { Channel } from '../exchange/channels.ts';
import type { Send } from '../exchange/send.ts';
import type { Scripts } from '../pages/scripts/scripts.ts';
import type { PeopleTools } from '../people/tools.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from './clock.ts';
import type { Meter } from './metrics/meter.ts';
import type { RateLimits } from './rate-limits.ts';

/** Bytes by their SHA-256; written before the fact that names them. */
export interface Files {
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  get(sha256: string): Promise<Uint8Array | null>;
  /** Files of any size, piece by piece; absent where none are kept, as at the edge. */
  large?: LargeFiles;
}

export interface LargeFiles {
  /** Keeps what comes under its SHA-256; null, and nothing kept, when it is more than `limit` bytes. */
  take(pieces: AsyncIterable<Uint8Array>, limit: number): Promise<{ sha256: string; size: number } | null>;
  /** From its beginning; throws when there is no such file. */
  read(sha256: string): AsyncIterable<Uint8Array>;
  /** Deletes it; nothing happens where there is no such file. */
  drop(sha256: string): Promise<void>;
}

export type LogFields = Record<string, string | number | boolean | null>;

export interface Log {
  info(event: string, fields: LogFields): void;
  warn(event: string, fields: LogFields): void;
  error(event: string, fields: LogFields): void;
}

/** Everything the service takes from outside. */
export interface Deps {
  store: Store;
  /** For what the public reads: may be late by the promised seconds. Without it the store itself. */
  publicStore?: Store;
  clock: Clock;
  random: RandomBytes;
  files: Files;
  log: Log;
  /** Without a slash at the end; codes and links are made with it. */
  publicUrl: string;
  /** SHA-256 of the system administrator's key. */
  adminKeyHash: string;
  /** Runs work after the reply: at once on Node, waitUntil on Workers. */
  later(work: Promise<unknown>): void;
  /** Carries messages to webhooks; without it none leave the service. */
  send?: Send;
  /** What runs in browsers; absent where there are no files, as at the edge: pages then work by their forms alone. */
  scripts?: Scripts;
  /** Prints labels; absent where there are no threads, as at the edge. */
  labels?: LabelPress;
  /** Further ways to reach parties (SMS, mail), which an operator hands in. */
  channels?: readonly Channel[];
  /** How much each caller may ask for; without it nothing is counted. */
  limits?: RateLimits;
  /** Counts what is answered; without it nothing is, as at the edge. */
  meter?: Meter;
  /** SHA-256 of the token a monitor reads `/metrics` with. */
  metricsTokenHash?: string;
  /** Who looked at what; without it nothing is noted. */
  audit?: AccessAudit;
  /** What signing in as a person needs; without it, as at the edge, that answers 501. */
  people?: PeopleTools;
  /** Signs a text with the key of the ledger, as a note; without it packs of evidence are not signed. */
  seal?: (text: string) => Promise<string>;
  /** Where holes in the security are told: a mail or web address. */
  securityContact?: string;
}

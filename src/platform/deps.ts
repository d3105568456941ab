import type { RandomBytes } from '../codes/ids.ts';
import type { LabelPress } from '../codes/labels/press.ts';
import type { Channel } from '../exchange/channels.ts';
import type { Send } from '../exchange/send.ts';
import type { Scripts } from '../pages/scripts/scripts.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from './clock.ts';

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
}

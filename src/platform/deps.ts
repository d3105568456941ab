import type { RandomBytes } from '../codes/ids.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from './clock.ts';

/** Bytes by their SHA-256; written before the fact that names them. */
export interface Files {
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  get(sha256: string): Promise<Uint8Array | null>;
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
}

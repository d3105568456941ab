import { type KeyName, Refused } from './keys.ts';
import type { Waiting } from './lanes.ts';
import type { Catalogue } from './postgres-sql.ts';
import { StoreUnavailable } from './store.ts';

/** What a failed transaction means for its members. */
export type Verdict =
  /** Nothing was written and another try may succeed. */
  | { kind: 'again'; error: unknown }
  | { kind: 'unavailable'; error: unknown; unknown: boolean }
  | { kind: 'conflict'; key: KeyName }
  /** What a member brought is wrong: a caller's defect. */
  | { kind: 'fault'; error: unknown };

/** COMMIT was sent and not answered as it should be: whether it took place is not known. */
export class Unfinished extends Error {
  constructor(cause: Error) {
    super('COMMIT was not confirmed.', { cause });
  }
}

/** Serialization failure, deadlock, lock timeout. */
const TRY_AGAIN = new Set(['40001', '40P01', '55P03']);
/** SQLSTATE classes that speak of what a member brought: cardinality, data, constraint, syntax. All else speaks of the engine. */
const MEMBER_CLASSES = new Set(['21', '22', '23', '42']);

/** @param catalogue undefined when it could not be read either: then keys have no names, and the engine is not there */
export function judge(error: unknown, catalogue: Catalogue | undefined): Verdict {
  // A serialization failure or a deadlock told at COMMIT says that nothing was written.
  if (error instanceof Unfinished && TRY_AGAIN.has((error.cause as { code?: string })?.code ?? ''))
    return { kind: 'again', error: error.cause };
  if (error instanceof Unfinished) return { kind: 'unavailable', error: error.cause, unknown: true };
  if (error instanceof Refused) return { kind: 'conflict', key: error.key };
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code !== undefined && TRY_AGAIN.has(code)) return { kind: 'again', error };
  if (!catalogue || isEngineFailure(error)) return { kind: 'unavailable', error, unknown: false };
  const key = code === '23505' ? catalogue.keys.get(constraint ?? '') : undefined;
  if (key === 'entry') return { kind: 'again', error };
  return key ? { kind: 'conflict', key } : { kind: 'fault', error };
}

/** Codes after which a connection is of no more use: the server became a standby, or is going down. */
const CONNECTION_CODES = /^(25006|57P\d\d|08)/;

/** Whether the connection must not be used again: it was cut, did not answer in time, or leads to a server that takes no writes. */
export function hasLostConnection(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof Refused || error instanceof Unfinished) return false;
  const { code } = error as { code?: string };
  return code === undefined ? error.message === 'Query read timeout' : CONNECTION_CODES.test(code);
}

/** Whether the error speaks of the connection or the server, and not of what was asked. */
export function isEngineFailure(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === undefined || !MEMBER_CLASSES.has(code.slice(0, 2));
}

/** Tells one member what became of it. */
export function refuseMember({ settle, fail }: Waiting, verdict: Exclude<Verdict, { kind: 'again' }>): void {
  if (verdict.kind === 'conflict') settle({ committed: false, conflict: verdict.key });
  else if (verdict.kind === 'fault') fail(verdict.error);
  else fail(new StoreUnavailable(verdict.error, verdict.unknown));
}

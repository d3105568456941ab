import { sha256Hex } from '../ledger/entry.ts';
import type { Deps } from '../platform/deps.ts';

/** So many failures cost nothing. */
const FREE = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** Failures older than this are forgotten. */
const REMEMBERED_MS = 24 * 60 * 60_000;

/** How long one must wait after so many failures in a row: nothing at first, then twice as long each time, an hour at most. */
export function waitAfter(failures: number): number {
  return failures < FREE ? 0 : Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - FREE, 20), LONGEST_WAIT_MS);
}

/** What was tried: a login, a phone, the second factor of an account. Kept as a hash, known or not: a lockout tells nobody who exists. */
export function subjectOf(kind: 'login' | 'phone' | 'sms' | 'code' | 'link', value: string): string {
  return sha256Hex(`${kind}\n${value.normalize('NFKC').trim().toLowerCase()}`);
}

interface Standing {
  failures: number;
  /** Epoch ms of the last failure. */
  last: number;
}

async function standingOf(deps: Deps, subject: string, now: number, except: number): Promise<Standing> {
  const rows = await deps.store.read
    .selectFrom('sign_in_attempt')
    .select(['at', 'ok', 'id'])
    .where('subject', '=', subject)
    .where('at', '>', now - REMEMBERED_MS)
    .where('id', '<>', except)
    .orderBy('at', 'desc')
    .orderBy('ok', 'desc')
    .limit(64)
    .execute();
  const success = rows.findIndex((row) => row.ok === 1);
  const failed = success < 0 ? rows : rows.slice(0, success);
  return { failures: failed.length, last: failed[0]?.at ?? 0 };
}

/** Milliseconds until the subject may be tried again; 0 when it may. */
export async function waitOf(deps: Deps, subject: string, now: number, except = 0): Promise<number> {
  const { failures, last } = await standingOf(deps, subject, now, except);
  return Math.max(0, last + waitAfter(failures) - now);
}

export interface Attempt {
  /** Seconds to wait; then nothing may be tried. */
  waitSeconds: number;
  /** Counts this and the failures before it as nothing. */
  succeeded(): Promise<void>;
}

/**
 * Begins an attempt. It is written as failed before anything is looked at, so that a thousand at once are counted as a thousand; what comes
 * during a wait is not counted, or anybody could keep somebody out for good.
 */
export async function attempt(deps: Deps, subject: string, now: number): Promise<Attempt> {
  const waitMs = await waitOf(deps, subject, now);
  const refused = { succeeded: async () => {} };
  if (waitMs > 0) return { ...refused, waitSeconds: Math.ceil(waitMs / 1_000) };
  const [id = 0] = await deps.store.ids(1);
  await deps.store.aside('sign_in_attempt', { id, subject, at: now, ok: 0 });
  // Looked at again without this one: of many begun in the same moment only as many go on as may fail for nothing.
  const crowdMs = await waitOf(deps, subject, now, id);
  if (crowdMs > 0) return { ...refused, waitSeconds: Math.ceil(crowdMs / 1_000) };
  return { waitSeconds: 0, succeeded: () => deps.store.aside('sign_in_attempt', { id, subject, at: now, ok: 1 }) };
}

/** Lets a subject try again at once. */
export async function forgiveFailures(deps: Deps, subject: string, now: number): Promise<void> {
  const [id = 0] = await deps.store.ids(1);
  await deps.store.aside('sign_in_attempt', { id, subject, at: now, ok: 1 });
}

import { sha256Hex } from '../ledger/entry.ts';
import type { Deps } from '../platform/deps.ts';

/** So many failures cost nothing. */
const FREE = 5;
/** Failures of a login or phone from anywhere that cost nothing: more than one network can have in a day, so that none locks out the others. */
const FREE_ANYWHERE = 100;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** Failures older than this are forgotten. */
const REMEMBERED_MS = 24 * 60 * 60_000;

/** How long one must wait after so many failures in a row: nothing at first, then twice as long each time, an hour at most. */
export function waitAfter(failures: number, free: number = FREE): number {
  return failures < free ? 0 : Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - free, 20), LONGEST_WAIT_MS);
}

/** What was tried: a login, a phone, the second factor of an account. Kept as a hash, known or not: a lockout tells nobody who exists. */
export function subjectOf(kind: 'login' | 'phone' | 'sms' | 'code' | 'link' | 'login from' | 'phone from', value: string): string {
  return sha256Hex(`${kind}\n${value.normalize('NFKC').trim().toLowerCase()}`);
}

interface Standing {
  failures: number;
  /** Epoch ms of the last failure. */
  last: number;
}

/** Rows of `ok`: a failure; a success or a pardon, which counts the failures before it as nothing; and what is no failure after all. */
const [FAILED, FORGIVEN, NO_FAILURE] = [0, 1, 2];

/** What is counted: a subject, how often it may fail for nothing, and another one whose pardons hold for it too. */
interface Counted {
  subject: string;
  free?: number;
  within?: string;
}

async function standingOf(deps: Deps, { subject, within = subject, free = FREE }: Counted, now: number, except: number): Promise<Standing> {
  const rows = await deps.store.read
    .selectFrom('sign_in_attempt')
    .select(['at', 'ok', 'id'])
    .where((eb) => eb.or([eb('subject', '=', subject), eb.and([eb('subject', '=', within), eb('ok', '=', FORGIVEN)])]))
    .where('at', '>', now - REMEMBERED_MS)
    .where('id', '<>', except)
    .where('ok', '<>', NO_FAILURE)
    .orderBy('at', 'desc')
    .orderBy('ok', 'desc')
    .limit(free + 60)
    .execute();
  const success = rows.findIndex((row) => row.ok === FORGIVEN);
  const failed = success < 0 ? rows : rows.slice(0, success);
  return { failures: failed.length, last: failed[0]?.at ?? 0 };
}

/** Milliseconds until the subject may be tried again; 0 when it may. */
async function waitOf(deps: Deps, counted: Counted, now: number, except = 0): Promise<number> {
  const { failures, last } = await standingOf(deps, counted, now, except);
  return Math.max(0, last + waitAfter(failures, counted.free) - now);
}

export interface Attempt {
  /** Seconds to wait; then nothing may be tried. */
  waitSeconds: number;
  /** Counts this and the failures before it as nothing. */
  succeeded(): Promise<void>;
}

const refused = (waitMs: number): Attempt => ({ succeeded: async () => {}, waitSeconds: Math.ceil(waitMs / 1_000) });

/**
 * Begins an attempt. It is written as failed before anything is looked at, so that a thousand at once are counted as a thousand; what comes
 * during a wait is not counted, or anybody could keep somebody out for good.
 */
export function attempt(deps: Deps, subject: string, now: number): Promise<Attempt> {
  return begun(deps, { subject }, now, FORGIVEN);
}

/**
 * Begins an attempt from a network. Each network has its own wait, so that who keeps failing keeps out nobody else; what fails from
 * everywhere together is counted too, with a higher total, which a success does not undo: who signs in helps nobody to guess on.
 * @param network null counts as one more network
 */
export async function attemptFrom(
  deps: Deps,
  kind: 'login' | 'phone',
  value: string,
  network: string | null,
  now: number,
): Promise<Attempt> {
  const anywhere = { subject: subjectOf(kind, value), free: FREE_ANYWHERE };
  const here = { subject: subjectOf(`${kind} from`, `${network ?? 'somewhere'}\n${value}`), within: anywhere.subject };
  const waitMs = await waitOf(deps, anywhere, now);
  if (waitMs > 0) return refused(waitMs);
  const own = await begun(deps, here, now, FORGIVEN);
  if (own.waitSeconds > 0) return own;
  const all = await begun(deps, anywhere, now, NO_FAILURE);
  if (all.waitSeconds > 0) return all;
  const succeeded = async () => {
    await own.succeeded();
    await all.succeeded();
  };
  return { waitSeconds: 0, succeeded };
}

async function begun(deps: Deps, counted: Counted, now: number, ok: number): Promise<Attempt> {
  const waitMs = await waitOf(deps, counted, now);
  if (waitMs > 0) return refused(waitMs);
  const { subject } = counted;
  const [id = 0] = await deps.store.ids(1);
  await deps.store.aside('sign_in_attempt', { id, subject, at: now, ok: FAILED });
  // Looked at again without this one: of many begun in the same moment only as many go on as may fail for nothing.
  const crowdMs = await waitOf(deps, counted, now, id);
  if (crowdMs > 0) return refused(crowdMs);
  return { waitSeconds: 0, succeeded: () => deps.store.aside('sign_in_attempt', { id, subject, at: now, ok }) };
}

/** Lets a subject try again at once, from every network. */
export async function forgiveFailures(deps: Deps, subject: string, now: number): Promise<void> {
  const [id = 0] = await deps.store.ids(1);
  await deps.store.aside('sign_in_attempt', { id, subject, at: now, ok: FORGIVEN });
}

import type { Follower } from '../ledger/follower.ts';
import type { Deps } from './deps.ts';

/** How often the clock's work is looked at when nothing else wakes it, in milliseconds. */
const PULSE_MS = 15_000;
/** How long the follower lets entries gather when they keep coming, in milliseconds: a round costs the same for one as for a hundred. */
const GATHER_MS = 50;
/** How long replies are kept for replays, in milliseconds. */
const REPLAY_MS = 24 * 60 * 60 * 1_000;
/** How long attempts to sign in are kept, in milliseconds: longer than they count (src/people/attempts.ts). */
const ATTEMPTS_MS = 48 * 60 * 60 * 1_000;

/** What runs beside requests on Node: the follower after each commit, the due list and the sweep of old rows on a pulse, and the ledger's signature. */
export function startBackground(
  deps: Deps,
  follower: Follower,
  sweep: () => Promise<unknown> = async () => {},
  signing?: { sign(): Promise<unknown>; everyMs: number },
): { stop(): Promise<void> } {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  const run = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      deps.log.error('background', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  };
  const follow = () => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = run(async () => {
      await follower.catchUp();
      if (again && !stopped) await new Promise((gathered) => setTimeout(gathered, GATHER_MS));
    }).finally(() => {
      running = undefined;
      if (again) {
        again = false;
        follow();
      }
    });
  };
  const unlisten = deps.store.onCommitted(follow);
  const pulse = setInterval(() => {
    void run(async () => {
      await sweep();
      await deps.store.forget('idempotency', deps.clock() - REPLAY_MS);
      await deps.store.forget('session', deps.clock());
      await deps.store.forget('person_session', deps.clock());
      await deps.store.forget('sign_in_attempt', deps.clock() - ATTEMPTS_MS);
    });
    follow();
  }, PULSE_MS);
  const sign = () => (signing ? run(() => signing.sign()) : Promise.resolve());
  const seal = signing && setInterval(() => void sign(), signing.everyMs);
  follow();
  return {
    stop: async () => {
      stopped = true;
      unlisten();
      clearInterval(pulse);
      clearInterval(seal);
      await running;
      await sign();
    },
  };
}

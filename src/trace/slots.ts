import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { perStore } from '../store/prepared.ts';
import type { TraceCaller } from './scope.ts';

/** Traces of one party or office that run at once: a page, and a file beside it. */
const AT_ONCE = 2;

/** A trace that takes longer has lost whoever asked for it, and is counted no more. */
const LONGEST_MS = 120_000;

const running = perStore((_: Deps['store']) => new Map<string, Set<{ since: number }>>());

/**
 * Takes one of the caller's traces in this process; answers what gives it back.
 * @throws {Problem} too-many-requests while as many run as may: rows of a trace are in memory while it is told
 */
export function takeSlot({ store, clock }: Pick<Deps, 'store' | 'clock'>, caller: TraceCaller): () => void {
  const owner = caller.kind === 'party' ? `party:${caller.actor.id}` : `authority:${caller.authority.id}`;
  const now = clock();
  const all = running(store);
  const own = new Set([...(all.get(owner) ?? [])].filter(({ since }) => now - since < LONGEST_MS));
  if (own.size >= AT_ONCE)
    throw new Problem(
      'too-many-requests',
      {
        zh: `本单位已有 ${AT_ONCE} 个追溯查询在进行，等其完成后再查。`,
        en: `${AT_ONCE} traces of this caller are under way; ask again when one of them is at its end.`,
      },
      { headers: { 'Retry-After': '2' } },
    );
  const slot = { since: now };
  own.add(slot);
  all.set(owner, own);
  return () => {
    const left = all.get(owner);
    left?.delete(slot);
    if (left?.size === 0) all.delete(owner);
  };
}

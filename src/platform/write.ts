import type { KeyName } from '../store/keys.ts';
import { type Commit, type Reply, type Store, StoreUnavailable } from '../store/store.ts';
import { Problem } from './problems.ts';

const ATTEMPTS = 12;

/** The same key is being written by another request: its stored reply answers this one. */
export class IdempotencyRace extends Error {}

/**
 * Commits what `build` makes. When somebody else took a key in between, it reads and builds again; `build` itself throws the
 * Problem that the caller should see once the state no longer allows the write.
 * @throws {Problem} unavailable when the store is full, cut or too busy
 */
export async function write(store: Store, build: (attempt: number) => Promise<Commit>): Promise<Reply> {
  let conflict: KeyName | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const commit = await build(attempt);
    let result: Awaited<ReturnType<Store['commit']>>;
    try {
      result = await store.commit(commit);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw unavailable(error.unknown);
      throw error;
    }
    if (result.committed) return result.reply;
    if (result.conflict === 'idempotency') throw new IdempotencyRace();
    conflict = result.conflict;
  }
  throw unavailable(false, conflict);
}

/** The store could not take or answer something; `unknown` when a write may have been taken. */
export function unavailable(unknown: boolean, conflict?: KeyName): Problem {
  return new Problem(
    'unavailable',
    unknown
      ? {
          zh: '写入结果未知；请用同一 Idempotency-Key 重试，不会重复记录。',
          en: 'The outcome is unknown; repeat with the same Idempotency-Key, nothing is recorded twice.',
        }
      : { zh: '暂时无法写入，未保存任何内容；请稍后重试。', en: 'The write could not be taken, nothing was stored; try again shortly.' },
    { headers: { 'Retry-After': '2' }, extra: conflict ? { conflict } : {} },
  );
}

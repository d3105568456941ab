import { type NoteKey, newKey, publicKeyOf, signerOf } from '../src/ledger/log/note.ts';
import { LogSigner, type Memory, type Resumption } from '../src/ledger/log/signer.ts';
import type { Deps } from '../src/platform/deps.ts';
import type { Store } from '../src/store/store.ts';

export const ORIGIN = 'trace.example/ledger';
/** The key tests sign with, and another one. */
export const SEED = Uint8Array.from({ length: 32 }, (_, i) => i + 1);
export const OTHER_SEED = SEED.toReversed();

/** What a service remembers outside its database, in this process. */
export function memory(note: string | null = null): Memory & { note: string | null } {
  const kept = {
    note,
    read: async () => kept.note,
    write: async (next: string) => {
      kept.note = next;
    },
  };
  return kept;
}

export async function signerFor(
  deps: Pick<Deps, 'store' | 'clock' | 'log'>,
  options: { seed?: Uint8Array; memory?: Memory; resume?: Resumption } = {},
): Promise<LogSigner> {
  const { secret } = await newKey(ORIGIN, options.seed ?? SEED);
  return new LogSigner(deps, await signerOf(secret), options.memory ?? memory(), options.resume);
}

/** What packs of evidence are signed with: the key of {@link signerFor}. */
export async function seal(text: string): Promise<string> {
  return (await signerOf((await newKey(ORIGIN, SEED)).secret)).sign(text);
}

export async function keyFor(seed: Uint8Array = SEED): Promise<{ text: string; key: NoteKey }> {
  const { publicKey } = await newKey(ORIGIN, seed);
  return { text: publicKey, key: await publicKeyOf(publicKey) };
}

/** Entries in some chains; a commit of its own for each run of one chain. */
export async function recordIn(
  t: { store: Store; clock: { now(): number } },
  runs: readonly (readonly [chain: string, count: number])[],
): Promise<void> {
  for (const [chain, count] of runs)
    await t.store.commit({
      chain,
      at: t.clock.now(),
      entries: Array.from({ length: count }, (_, i) => ({ kind: 'noted', subject: `note/${i}`, payload: { i } })),
      finish: () => ({ reply: { status: 201, headers: {}, body: '' } }),
    });
}

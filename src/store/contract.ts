import { afterEach, beforeEach, describe } from 'vitest';
import { chainContract } from './contract-chains.ts';
import { conflictContract } from './contract-conflicts.ts';
import { readContract } from './contract-reads.ts';
import { commitOf } from './contract-rows.ts';
import { type Commit, type CommitResult, type Store, StoreUnavailable } from './store.ts';

export interface Opened {
  store: Store;
  /** One more store on the same database. */
  again(): Store;
  close(): Promise<void>;
}

/** The store of the test that runs, and short ways to use it. */
export interface Context {
  readonly store: Store;
  again(): Store;
  /** Commits {@link commitOf} these, until the engine takes it. */
  commit(some?: Partial<Commit>, on?: Store): Promise<CommitResult>;
  claimKeys(): Promise<string[]>;
  /** The balance of a holding. */
  steps(id: number): Promise<number | undefined>;
}

/** What every engine must do alike. `open` gives an empty, migrated database. */
export function storeContract(engine: Store['engine'], open: () => Promise<Opened>): void {
  describe(`store on ${engine}`, () => {
    let opened: Opened;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());
    const context: Context = {
      get store() {
        return opened.store;
      },
      again: () => opened.again(),
      commit: (some, on = opened.store) => insist(on, commitOf(some)),
      claimKeys: async () => (await opened.store.read.selectFrom('claim').select('key').orderBy('key').execute()).map((row) => row.key),
      steps: async (id) => (await opened.store.read.selectFrom('holding').select('steps').where('id', '=', id).executeTakeFirst())?.steps,
    };
    conflictContract(context);
    chainContract(context);
    readContract(context);
  });
}

/** Commits until the engine takes it: a busy engine says that nothing was written, and callers repeat. */
async function insist(store: Store, commit: Commit): Promise<CommitResult> {
  for (;;) {
    try {
      return await store.commit(commit);
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || error.unknown) throw error;
    }
  }
}

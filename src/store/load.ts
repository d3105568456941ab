import type { CommitResult } from './store.ts';

/** How busy the writer is. */
export interface StoreLoad {
  /** Commits that wait or are being written. */
  waiting: number;
  /** Commits written since the start, and the transactions they shared. */
  committed: number;
  groups: number;
}

/** Counts commits on their way through a store. */
export class LoadCount {
  readonly now: StoreLoad = { waiting: 0, committed: 0, groups: 0 };

  async during(commit: Promise<CommitResult>): Promise<CommitResult> {
    this.now.waiting++;
    try {
      const result = await commit;
      if (result.committed) this.now.committed++;
      return result;
    } finally {
      this.now.waiting--;
    }
  }

  /** A transaction was written. */
  group(): void {
    this.now.groups++;
  }
}

import { type Commit, type CommitResult, StoreUnavailable } from './store.ts';

/** A commit and whoever waits for it. */
export interface Waiting {
  commit: Commit;
  settle: (result: CommitResult) => void;
  fail: (reason: unknown) => void;
}

/**
 * One lane a chain: one group in flight, all commits that came meanwhile in the next group. Two processes may each have a lane for
 * the same chain; between them the entry's key decides.
 */
export class Lanes {
  private readonly write: (group: Waiting[]) => Promise<void>;
  private readonly groupSize: number;
  private readonly limit: number;
  private readonly lanes = new Map<string, Waiting[]>();
  private readonly running = new Set<Promise<void>>();
  private waiting = 0;

  /**
   * @param write settles every member of the group and never rejects
   * @param limit commits that may wait or be in flight in all lanes together before new ones are refused
   */
  constructor(write: (group: Waiting[]) => Promise<void>, groupSize: number, limit: number) {
    this.write = write;
    this.groupSize = groupSize;
    this.limit = limit;
  }

  add(commit: Commit): Promise<CommitResult> {
    if (this.waiting >= this.limit) return Promise.reject(new StoreUnavailable('the write queue is full', false));
    this.waiting += 1;
    return new Promise((settle, fail) => {
      const member = { commit, settle, fail };
      const lane = this.lanes.get(commit.chain);
      if (lane) lane.push(member);
      else this.start(commit.chain, [member]);
    });
  }

  /** Resolves when nothing waits and nothing is in flight. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private start(chain: string, lane: Waiting[]): void {
    this.lanes.set(chain, lane);
    const run = this.drain(chain, lane).finally(() => this.running.delete(run));
    this.running.add(run);
  }

  private async drain(chain: string, lane: Waiting[]): Promise<void> {
    // Whatever arrives in the same turn of the event loop goes into the first group.
    await new Promise((resume) => setImmediate(resume));
    while (lane.length > 0) {
      const group = lane.splice(0, this.groupSize);
      await this.write(group);
      this.waiting -= group.length;
    }
    this.lanes.delete(chain);
  }
}

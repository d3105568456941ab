import { EMPTY_CHAIN, type Head, holdingsToRead, type Plan, planCommit } from './plan.ts';
import { conflictIn, type FlatRows, isEngineError, type SqliteStatements, type Writing } from './sqlite-statements.ts';
import { type Commit, type CommitResult, StoreUnavailable } from './store.ts';

/** Commits one transaction takes at most; above this the wait of the first outweighs the saved fsync. */
export const GROUP_SIZE = 128;
/** Commits that may wait before new ones are refused, so that overload costs bounded memory. */
export const QUEUE_LIMIT = 4_096;

/** A commit and whoever waits for it. */
export interface Waiting {
  commit: Commit;
  settle: (result: CommitResult) => void;
  fail: (reason: unknown) => void;
}

/** What one statement outside a group did. */
export interface Ran {
  changes: number;
  row: unknown;
}

/** The one that writes into the file: commits in groups, and single statements on tables outside the ledger between them. */
export interface Writer {
  commit(commit: Commit): Promise<CommitResult>;
  /** @throws {StoreUnavailable} when the engine failed; SQLite undoes a statement that fails */
  run(sql: string, parameters: readonly (string | number | null)[]): Promise<Ran>;
  /** Writes what waits and lets go of the file. */
  close(): Promise<void>;
}

/** Told after every group that was written or refused, with the chains that grew. */
export type GroupEnded = (chains: Iterable<string>) => void;

/** What a plan changes, but for its place in the chain. */
export function writingOf(plan: Plan, rows: FlatRows[]): Writing {
  return { rows, expect: plan.expect, balances: [...plan.balances], touch: plan.touch };
}

/** Writes on the connection it is given, in the thread it is called in. */
export class InlineWriter implements Writer {
  private readonly on: SqliteStatements;
  private readonly ended: GroupEnded;
  private queue: Waiting[] = [];
  private scheduled = false;

  constructor(on: SqliteStatements, ended: GroupEnded) {
    this.on = on;
    this.ended = ended;
  }

  commit(commit: Commit): Promise<CommitResult> {
    if (this.queue.length >= QUEUE_LIMIT) return Promise.reject(new StoreUnavailable('the write queue is full', false));
    return new Promise((settle, fail) => {
      this.queue.push({ commit, settle, fail });
      if (!this.scheduled) {
        this.scheduled = true;
        setImmediate(() => this.flush());
      }
    });
  }

  async run(sql: string, parameters: readonly (string | number | null)[]): Promise<Ran> {
    try {
      return runOn(this.on, sql, parameters);
    } catch (error) {
      throw isEngineError(error) ? new StoreUnavailable(error, false) : error;
    } finally {
      this.ended([]);
    }
  }

  async close(): Promise<void> {
    while (this.queue.length > 0) this.flush();
  }

  private flush(): void {
    const group = this.queue.splice(0, GROUP_SIZE);
    if (this.queue.length > 0) setImmediate(() => this.flush());
    else this.scheduled = false;
    if (group.length > 0) this.writeGroup(group);
  }

  /**
   * One transaction for the group. It is tried without savepoints first, which nearly every group gets through; when a member is refused, all
   * is undone and written again with a savepoint each. An error that ended the transaction fails every member: nothing more may run after it.
   */
  private writeGroup(group: Waiting[], apart = false): void {
    const settled: (() => void)[] = [];
    const heads = new Map<string, Head>();
    let committing = false;
    try {
      this.on.statement('BEGIN IMMEDIATE').run();
      for (const member of group) settled.push(apart ? this.writeApart(member, heads) : this.writeMember(member, heads));
      for (const [chain, head] of heads) this.on.writeHead(chain, head);
      committing = true;
      this.on.statement('COMMIT').run();
    } catch (error) {
      this.groupFailed(group, error, { apart, committing });
      return;
    }
    for (const settle of settled) settle();
    this.ended(heads.keys());
  }

  /** Undoes what is left of a group's transaction; a group that only had a refused member is written again, each apart. */
  private groupFailed(group: Waiting[], error: unknown, at: { apart: boolean; committing: boolean }): void {
    const isAlive = this.on.db.isTransaction;
    if (isAlive) this.on.db.exec('ROLLBACK');
    if (isAlive && !at.apart && !at.committing && !isEngineError(error)) this.writeGroup(group, true);
    else for (const member of group) member.fail(new StoreUnavailable(error, at.committing));
  }

  /** Writes one member; answers how to settle it after the group's COMMIT. */
  private writeMember({ commit, settle }: Waiting, heads: Map<string, Head>): () => void {
    const head = heads.get(commit.chain) ?? this.on.head(commit.chain) ?? EMPTY_CHAIN;
    const plan = planCommit(commit, head, this.balances(commit));
    this.on.write(writingOf(plan, this.on.flat(plan.rows)));
    if (plan.stamps.length > 0) heads.set(plan.chain, plan.head);
    return () => settle({ committed: true, reply: plan.reply, stamps: plan.stamps });
  }

  /** Writes one member under a savepoint of its own, so that a refusal is undone without its neighbours. */
  private writeApart(member: Waiting, heads: Map<string, Head>): () => void {
    this.on.statement('SAVEPOINT member').run();
    try {
      const settle = this.writeMember(member, heads);
      this.on.statement('RELEASE member').run();
      return settle;
    } catch (error) {
      // SQLite may have dropped the whole transaction (disk full, I/O error): then no member may go on.
      if (!this.on.db.isTransaction) throw error;
      const key = conflictIn(error);
      if (key === undefined && isEngineError(error)) throw error;
      this.on.db.exec('ROLLBACK TO member; RELEASE member');
      return key === undefined ? () => member.fail(error) : () => member.settle({ committed: false, conflict: key });
    }
  }

  private balances(commit: Commit): Map<number, number> {
    const found = new Map<number, number>();
    for (const holdingId of holdingsToRead(commit)) {
      const steps = this.on.steps(holdingId);
      if (steps !== undefined) found.set(holdingId, steps);
    }
    return found;
  }
}

/** Runs one statement outside a group; `row` is the first it returns. */
export function runOn(on: SqliteStatements, sql: string, parameters: readonly (string | number | null)[]): Ran {
  const statement = on.statement(sql);
  if (/\bRETURNING\b/.test(sql)) return { changes: 1, row: statement.get(...parameters) };
  return { changes: Number(statement.run(...parameters).changes), row: undefined };
}

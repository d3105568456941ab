import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { KeyName } from './keys.ts';
import { EMPTY_CHAIN, type Head, holdingsToRead, type Plan, planCommit } from './plan.ts';
import type { SqliteStatements, Writing } from './sqlite-statements.ts';
import { GROUP_SIZE, type GroupEnded, QUEUE_LIMIT, type Ran, type Waiting, type Writer, writingOf } from './sqlite-writer.ts';
import { type Commit, type CommitResult, StoreUnavailable } from './store.ts';

/** What an error keeps on its way between threads. */
export interface Told {
  message: string;
  code?: string;
  errcode?: number;
}

/** What the thread is to write of one plan; `head` where its chain stands then, null where it did not grow. */
export interface Ordered {
  chain: string;
  head: Head | null;
  writing: Writing;
}

/** To the writing thread. `heads` and `holdings` are what the plans were made from: the thread looks whether it is still so. */
export type Order =
  | {
      kind: 'group';
      heads: [chain: string, from: Head][];
      holdings: [id: number, steps: number | null][];
      members: Ordered[];
    }
  | { kind: 'run'; n: number; sql: string; parameters: readonly (string | number | null)[] }
  | { kind: 'close' };

/** From the writing thread, one for each order. */
export type Answer =
  /** The first `done` members are written; the next was refused, where there is one; nothing of those behind it is. */
  | { kind: 'group'; done: number; refused?: { key: KeyName } | { error: Told } }
  /** Another process wrote meanwhile. The transaction stays open: the same members, planned from these values, must follow at once. */
  | { kind: 'stale'; heads: [chain: string, head: Head | null][]; holdings: [id: number, steps: number | null][] }
  | { kind: 'failed'; error: Told; unknown: boolean }
  | { kind: 'ran'; n: number; ran?: Ran; error?: Told; engine?: boolean };

/** Heads kept in memory; beyond that the oldest is read again. */
const HEADS_KEPT = 10_000;

interface Planned {
  member: Waiting;
  plan: Plan;
}

/** Where the plans of one group start from, and where they have come to. */
interface Standing {
  heads: Map<string, Head>;
  holdings: Map<number, number | null>;
}

/**
 * Writes through a thread with a connection of its own: this thread plans (stamps, hashes, `finish`), that one inserts and waits for the disk.
 * One group is in flight; what arrives meanwhile is planned when it is settled, so plans always start from what is written, unless another
 * process wrote: then the thread says so and keeps the lock until the group was planned again.
 */
export class ThreadWriter implements Writer {
  private readonly file: string;
  /** A connection that reads what is committed. */
  private readonly on: SqliteStatements;
  private readonly ended: GroupEnded;
  private readonly heads = new Map<string, Head>();
  private readonly runs = new Map<number, { done: (ran: Ran) => void; fail: (reason: unknown) => void }>();
  private worker: Worker | undefined;
  private queue: Waiting[] = [];
  private flight: Planned[] | undefined;
  private scheduled = false;
  private serial = 0;
  private idle: (() => void)[] = [];

  constructor(file: string, on: SqliteStatements, ended: GroupEnded) {
    this.file = file;
    this.on = on;
    this.ended = ended;
  }

  commit(commit: Commit): Promise<CommitResult> {
    if (this.queue.length >= QUEUE_LIMIT) return Promise.reject(new StoreUnavailable('the write queue is full', false));
    return new Promise((settle, fail) => {
      this.queue.push({ commit, settle, fail });
      this.schedule();
    });
  }

  run(sql: string, parameters: readonly (string | number | null)[]): Promise<Ran> {
    return new Promise((done, fail) => {
      const n = this.serial++;
      this.runs.set(n, { done, fail });
      this.send({ kind: 'run', n, sql, parameters });
    });
  }

  async close(): Promise<void> {
    while (this.queue.length > 0 || this.flight || this.runs.size > 0) await new Promise<void>((done) => this.idle.push(done));
    const worker = this.worker;
    if (!worker) return;
    this.worker = undefined;
    const exited = new Promise((done) => worker.once('exit', done));
    worker.ref();
    worker.postMessage({ kind: 'close' } satisfies Order);
    await exited;
  }

  /** Whatever arrives in one turn of the event loop goes into one group. */
  private schedule(): void {
    if (this.scheduled || this.flight) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    if (this.flight || this.queue.length === 0) {
      this.rest();
      return;
    }
    const group = this.queue.splice(0, GROUP_SIZE);
    const start: Standing = { heads: new Map(), holdings: new Map() };
    const members = this.plan(group, start);
    if (members.length > 0) this.order(members, start);
    else {
      this.flight = undefined;
      this.flush();
    }
  }

  /** Plans members one after the other; whoever cannot be planned is told and left out. `start` takes up what was read. They are in flight then. */
  private plan(group: readonly Waiting[], start: Standing): Ordered[] {
    const heads = new Map(start.heads);
    const holdings = new Map(start.holdings);
    const planned: Planned[] = [];
    const members: Ordered[] = [];
    for (const member of group) {
      const { commit } = member;
      try {
        const plan = planCommit(commit, this.headOf(commit.chain, heads, start), this.stepsOf(commit, holdings, start));
        const head = plan.stamps.length > 0 ? plan.head : null;
        members.push({ chain: plan.chain, head, writing: writingOf(plan, this.on.flat(plan.rows)) });
        planned.push({ member, plan });
        heads.set(plan.chain, plan.head);
        for (const { id, steps } of plan.rows.holding ?? []) holdings.set(id, steps);
        for (const [id, steps] of plan.balances) holdings.set(id, steps);
      } catch (error) {
        member.fail(error);
      }
    }
    this.flight = planned;
    return members;
  }

  private headOf(chain: string, now: Map<string, Head>, start: Standing): Head {
    const known = now.get(chain);
    if (known) return known;
    const head = this.heads.get(chain) ?? this.on.head(chain) ?? EMPTY_CHAIN;
    start.heads.set(chain, head);
    now.set(chain, head);
    return head;
  }

  private stepsOf(commit: Commit, now: Map<number, number | null>, start: Standing): Map<number, number> {
    const found = new Map<number, number>();
    for (const id of holdingsToRead(commit)) {
      let steps = now.get(id);
      if (steps === undefined) {
        steps = this.on.steps(id) ?? null;
        start.holdings.set(id, steps);
        now.set(id, steps);
      }
      if (steps !== null) found.set(id, steps);
    }
    return found;
  }

  private order(members: Ordered[], start: Standing): void {
    try {
      this.send({ kind: 'group', heads: [...start.heads], holdings: [...start.holdings], members });
    } catch (error) {
      // A value that cannot cross is a defect; a thread that may hold the lock must not wait for a group that never comes.
      const worker = this.worker;
      void worker?.terminate();
      if (worker) this.lost(worker, error);
    }
  }

  private send(order: Order): void {
    const worker = this.worker ?? this.begin();
    worker.ref();
    worker.postMessage(order);
  }

  private begin(): Worker {
    const worker = new Worker(join(import.meta.dirname, 'sqlite-worker.ts'), { workerData: { file: this.file } });
    worker.on('message', (answer: Answer) => this.hear(answer));
    worker.on('error', (error) => this.lost(worker, error));
    worker.on('exit', () => this.lost(worker, new Error('the writing thread ended')));
    this.worker = worker;
    return worker;
  }

  private hear(answer: Answer): void {
    if (answer.kind === 'ran') this.ran(answer);
    else if (answer.kind === 'stale') this.again(answer);
    else if (answer.kind === 'group') this.settle(answer);
    else if (answer.kind === 'failed') this.failed(errorOf(answer.error), answer.unknown);
  }

  private ran({ n, ran, error, engine }: Extract<Answer, { kind: 'ran' }>): void {
    const waiting = this.runs.get(n);
    this.runs.delete(n);
    this.ended([]);
    if (ran) waiting?.done(ran);
    else waiting?.fail(engine ? new StoreUnavailable(errorOf(error), false) : errorOf(error));
    this.rest();
  }

  /** The thread holds the lock: what it read now is what the plans must start from. */
  private again({ heads, holdings }: Extract<Answer, { kind: 'stale' }>): void {
    const start: Standing = { heads: new Map(heads.map(([chain, head]) => [chain, head ?? EMPTY_CHAIN])), holdings: new Map(holdings) };
    const group = (this.flight ?? []).map(({ member }) => member);
    this.order(this.plan(group, start), start);
  }

  private settle({ done, refused }: Extract<Answer, { kind: 'group' }>): void {
    const planned = this.flight ?? [];
    this.flight = undefined;
    const written = planned.slice(0, done);
    const grown = new Set<string>();
    for (const { plan } of written) if (plan.stamps.length > 0) this.keepHead(plan.chain, plan.head, grown);
    const wrong = refused ? planned[done]?.member : undefined;
    // Those behind a refused member were stamped after it: they are planned anew, before whatever came since.
    if (wrong) this.queue.unshift(...planned.slice(done + 1).map(({ member }) => member));
    for (const { member, plan } of written) member.settle({ committed: true, reply: plan.reply, stamps: plan.stamps });
    if (wrong && refused) {
      if ('key' in refused) wrong.settle({ committed: false, conflict: refused.key });
      else wrong.fail(errorOf(refused.error));
    }
    this.ended(grown);
    this.flush();
  }

  private keepHead(chain: string, head: Head, grown: Set<string>): void {
    grown.add(chain);
    this.heads.delete(chain);
    this.heads.set(chain, head);
    const oldest = this.heads.size > HEADS_KEPT ? this.heads.keys().next().value : undefined;
    if (oldest !== undefined) this.heads.delete(oldest);
  }

  /** Nobody in the group may count on anything; where the chains stand is read anew. */
  private failed(error: unknown, unknown: boolean): void {
    const planned = this.flight ?? [];
    this.flight = undefined;
    for (const { member, plan } of planned) {
      this.heads.delete(plan.chain);
      member.fail(new StoreUnavailable(error, unknown));
    }
    this.ended([]);
    this.flush();
  }

  /** The thread is gone: its group may have been written or not. The next write begins a new one. */
  private lost(worker: Worker, error: unknown): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const { fail } of this.runs.values()) fail(new StoreUnavailable(error, true));
    this.runs.clear();
    this.failed(error, true);
  }

  /** Nothing is in flight: the thread keeps the process alive no longer. */
  private rest(): void {
    if (this.flight || this.queue.length > 0 || this.runs.size > 0) return;
    this.worker?.unref();
    for (const done of this.idle.splice(0)) done();
  }
}

function errorOf(told: Told | undefined): Error {
  const { message = 'unknown', ...rest } = told ?? {};
  return Object.assign(new Error(message), rest);
}

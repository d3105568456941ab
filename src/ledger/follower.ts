import { sql } from 'kysely';
import type { Deps } from '../platform/deps.ts';
import type { Commit, EntryDraft, Rows, Touch } from '../store/store.ts';
import type { Json } from './entry.ts';
import { payloadsOf } from './payload.ts';

/** An entry as a job reads it. */
export interface FollowedEntry {
  chain: string;
  seq: number;
  at: number;
  kind: string;
  subject: string;
  hash: string;
  /** The entry as it was hashed, verbatim. */
  bytes: string;
  payload: { [key: string]: Json };
}

/** What a job makes of some entries; written with the advance of its position in one commit. */
export interface Derived {
  /** The chain the entries go to; `system` without entries. */
  chain?: string;
  entries?: EntryDraft[];
  rows?: Rows;
  touch?: Touch[];
}

/** Something derived across parties. It may be run again over the same entries after a crash: what it derives must not differ. */
export interface FollowerJob {
  name: string;
  /** Entries this job may handle at once, all of one chain. */
  batch: number;
  handle(entries: FollowedEntry[]): Promise<Derived>;
}

/**
 * Reads every chain by its gapless seq and lets each job derive what follows from it. Its position moves in the same commit as what was
 * derived, so it can stop after any entry and go on; of two followers the slower one loses the race and goes on from the new position.
 */
export class Follower {
  private readonly deps: Deps;
  private readonly jobs: readonly FollowerJob[];
  private readonly behind: Behind;
  private readonly read: Reading;
  /** When it last had nothing left, by the caller's clock; null before the first time. */
  caughtUpAt: number | null = null;
  /** What was read last, from the entry behind `from` on: jobs that stand in the same stretch of a chain are handed the same entries. */
  private last: { chain: string; from: number; entries: FollowedEntry[] } = { chain: '', from: 0, entries: [] };

  constructor(deps: Deps, jobs: readonly FollowerJob[]) {
    this.deps = deps;
    this.jobs = jobs;
    this.behind = behindQuery(deps);
    this.read = entriesQuery(deps);
  }

  /**
   * Goes on until no chain has entries left that can be handled; returns how many entries were. A job that fails on a chain leaves that chain where it is until
   * the next time, and holds up neither another chain nor another job.
   * @throws {Error} after all else is done, where a job failed; each failure is in the log
   */
  async catchUp(): Promise<number> {
    let handled = 0;
    const failed = new Map<string, unknown>();
    for (;;) {
      const before = handled;
      for (const job of this.jobs) handled += await this.runJob(job, failed);
      if (handled > before) continue;
      for (const [place, cause] of failed)
        throw new Error(`The follower could not go on at ${failed.size} places, the first ${place}: ${wordsOf(cause)}`, { cause });
      this.caughtUpAt = this.deps.clock();
      return handled;
    }
  }

  private async runJob(job: FollowerJob, failed: Map<string, unknown>): Promise<number> {
    let handled = 0;
    for (let after = ''; ; ) {
      const chains = await this.behind({ job: job.name, after });
      for (const { chain, from } of chains) {
        const place = `${job.name} ${chain}`;
        if (!failed.has(place))
          handled += await this.step(job, chain, from).catch((error: unknown) => this.left(failed, place, from, error));
      }
      const last = chains.at(-1);
      if (!last || chains.length < CHAINS_AT_ONCE) return handled;
      after = last.chain;
    }
  }

  private left(failed: Map<string, unknown>, place: string, from: number, error: unknown): number {
    failed.set(place, error);
    this.deps.log.error('follower', { place, from, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    return 0;
  }

  /** One commit: some entries of one chain, what the job derives from them, and the position after them. */
  async step(job: FollowerJob, chain: string, from: number): Promise<number> {
    const entries = await this.entriesAfter(chain, from, job.batch);
    const last = entries.at(-1);
    if (!last) return 0;
    const derived = await job.handle(entries);
    const commit: Commit = {
      chain: derived.chain ?? 'system',
      at: this.deps.clock(),
      entries: derived.entries ?? [],
      rows: derived.rows ?? {},
      touch: [{ follow: { job: job.name, chain, from, to: last.seq } }, ...(derived.touch ?? [])],
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    };
    const result = await this.deps.store.commit(commit);
    // A lost race means another follower did these entries, or a fact changed under the job: the next round reads again.
    return result.committed ? entries.length : 0;
  }

  private async entriesAfter(chain: string, seq: number, limit: number): Promise<FollowedEntry[]> {
    const skipped = seq - this.last.from;
    if (this.last.chain === chain && skipped >= 0 && skipped < this.last.entries.length)
      return this.last.entries.slice(skipped, skipped + limit);
    const rows = await this.read({ chain, seq, limit });
    const payloads = await payloadsOf(this.deps.store.read, rows);
    const entries = rows.map((row, i) => ({ ...row, payload: payloads[i] ?? {} }));
    this.last = { chain, from: seq, entries };
    return entries;
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

type EntryRow = Omit<FollowedEntry, 'payload'>;
type Reading = (params: { chain: string; seq: number; limit: number }) => Promise<EntryRow[]>;

function entriesQuery(deps: Deps): Reading {
  return deps.store.prepare<{ chain: string; seq: number; limit: number }, EntryRow>((read, param) =>
    read
      .selectFrom('entry')
      .select(['chain', 'seq', 'at', 'kind', 'subject', 'hash', 'bytes'])
      .where('chain', '=', param('chain'))
      .where('seq', '>', param('seq'))
      .orderBy('seq')
      .limit(param('limit')),
  );
}

type Behind = (params: { job: string; after: string }) => Promise<{ chain: string; from: number }[]>;

const CHAINS_AT_ONCE = 100;

/** Chains with entries a job has not seen, a hundred at a time in their order: chains that cannot go on do not stand before the others. */
function behindQuery(deps: Deps): Behind {
  return deps.store.prepare<{ job: string; after: string }, { chain: string; from: number }>((read, param) =>
    read
      .selectFrom('chain')
      .leftJoin('follower_position as position', (join) =>
        join.onRef('position.chain', '=', 'chain.chain').on('position.job', '=', param('job')),
      )
      .select((eb) => ['chain.chain as chain', eb.fn.coalesce('position.seq', eb.val(0)).as('from')])
      .whereRef('chain.seq', '>', (eb) => eb.fn.coalesce('position.seq', eb.val(0)))
      .where('chain.chain', '>', param('after'))
      .orderBy('chain.chain')
      .limit(sql.lit(CHAINS_AT_ONCE)),
  );
}

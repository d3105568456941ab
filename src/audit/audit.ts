import { newPublicId, type RandomBytes } from '../codes/ids.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/deps.ts';
import type { Store } from '../store/store.ts';
import { type AuditLine, type AuditRow, hashOf, LEFT_OUT, NO_LINE, STARTED } from './line.ts';

/** Lines kept in memory at most; a flood of refusals must not become one of memory. */
const MOST_WAITING = 20_000;
/** Lines of one write. */
const BATCH = 500;
/** Heads of other chains the first line of a chain names. */
const HEADS = 40;

interface Needs {
  store: Store;
  clock: Clock;
  random: RandomBytes;
  log: Log;
}

/**
 * The access audit of one process. Lines wait in memory and are written by {@link flush}, each second and at the end; a crash loses one
 * second of them at most. Each process writes a chain of its own, so that none waits for another; its first line names where the others
 * stand, so that lines cut off the end of one show too.
 */
export class AccessAudit {
  private readonly needs: Needs;
  private readonly chain: string;
  private waiting: AuditLine[] = [];
  private leftOut = 0;
  private n = 0;
  private prev = NO_LINE;
  private writing: Promise<void> = Promise.resolve();

  constructor(needs: Needs) {
    this.needs = needs;
    this.chain = newPublicId(needs.random);
  }

  /** Takes a line; costs no more than keeping it. */
  note(line: AuditLine): void {
    if (this.waiting.length < MOST_WAITING) this.waiting.push(line);
    else this.leftOut++;
  }

  /** Writes what waits. Lines that cannot be written wait on; the store is asked again by the next flush. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.write()).catch((error) => this.needs.log.error('audit', { error: String(error) }));
    return this.writing;
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      const first = this.n === 0 ? [await this.started()] : [];
      const left = this.leftOut > 0 ? [this.about(LEFT_OUT, String(this.leftOut))] : [];
      const taken = this.waiting.slice(0, BATCH);
      const rows = this.chained([...first, ...taken, ...left]);
      const last = rows.at(-1);
      const result = await this.needs.store.commit({
        chain: 'system',
        at: this.needs.clock(),
        entries: [],
        rows: { access_audit: rows },
        finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
      });
      if (!result.committed) throw new Error(`conflict on ${result.conflict}`);
      this.waiting.splice(0, taken.length);
      if (left.length > 0) this.leftOut = 0;
      this.n = last?.n ?? this.n;
      this.prev = last?.hash ?? this.prev;
    }
  }

  private chained(lines: readonly AuditLine[]): AuditRow[] {
    let { prev, n } = this;
    return lines.map((line) => {
      const row = { ...line, chain: this.chain, n: ++n, prev };
      prev = hashOf(row);
      return { ...row, hash: prev };
    });
  }

  /** The first line of this chain: where the others end. Chains are few (a start of a process each), so each is looked up by its key. */
  private async started(): Promise<AuditLine> {
    const { read } = this.needs.store;
    const heads: Pick<AuditRow, 'chain' | 'n' | 'hash' | 'at'>[] = [];
    for (let chain = ''; ; ) {
      const next = await read
        .selectFrom('access_audit')
        .select('chain')
        .where('chain', '>', chain)
        .orderBy('chain')
        .limit(1)
        .executeTakeFirst();
      if (!next) break;
      chain = next.chain;
      const last = await read
        .selectFrom('access_audit')
        .select(['chain', 'n', 'hash', 'at'])
        .where('chain', '=', chain)
        .orderBy('n', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (last) heads.push(last);
    }
    const newest = heads.sort((a, b) => b.at - a.at).slice(0, HEADS);
    return this.about(STARTED, newest.map(({ chain, n, hash }) => `${chain}/${n}/${hash}`).join(' '));
  }

  private about(operation: string, object: string): AuditLine {
    return { at: this.needs.clock(), who: 'service', role: 'service', operation, object, status: 200, requestId: '', address: '' };
  }
}

import { newPublicId, type RandomBytes } from '../codes/ids.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/deps.ts';
import type { Store } from '../store/store.ts';
import { headsOf, writeEntries } from './heads.ts';
import { type AuditLine, type AuditRow, HEADED, hashOf, LEFT_OUT, NO_LINE, STARTED } from './line.ts';

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

/** Rows handed to the store; the same again until it is known whether it took them. */
interface Batch {
  rows: AuditRow[];
  /** Waiting lines and left out ones they stand for. */
  taken: number;
  left: number;
}

/**
 * The access audit of one process. Lines wait in memory and are written by {@link flush}, each second and at the end; a crash loses one
 * second of them at most. Each process writes a chain of its own, so that none waits for another; its first line names where the others
 * stand, and {@link anchor} tells the ledger where it stands itself, so that what was altered or cut off shows.
 */
export class AccessAudit {
  private readonly needs: Needs;
  private chain: string;
  private waiting: AuditLine[] = [];
  private leftOut = 0;
  private n = 0;
  private prev = NO_LINE;
  private lastAt = 0;
  private anchored = NO_LINE;
  private batch: Batch | null = null;
  private writing: Promise<void> = Promise.resolve();
  private readonly signingIn = new WeakMap<Request, string>();

  constructor(needs: Needs) {
    this.needs = needs;
    this.chain = newPublicId(needs.random);
  }

  /** Names who a request that is no caller yet signs in as, or tries to: an account or a key. */
  signsIn(request: Request, kind: 'account' | 'key', publicId: string): void {
    this.signingIn.set(request, `${kind}:${publicId}`);
  }

  /** Who signs in by a request, where that is known. */
  whoSignsIn(request: Request): string | undefined {
    return this.signingIn.get(request);
  }

  /** Takes a line; costs no more than keeping it. */
  note(line: AuditLine): void {
    if (this.waiting.length < MOST_WAITING) this.waiting.push(line);
    else this.leftOut++;
  }

  /** Writes what waits. Lines that cannot be written wait on; the store is asked again by the next flush. */
  flush(): Promise<void> {
    return this.logged(this.settle());
  }

  /**
   * Writes what waits, for who must know that it stands.
   * @throws {Error} when the store did not take it; the lines wait on
   */
  settle(): Promise<void> {
    return this.inTurn(() => this.write());
  }

  /** Writes what waits and an entry of the ledger that says where this chain stands, unless one has said so. */
  anchor(): Promise<void> {
    return this.logged(
      this.inTurn(async () => {
        await this.write();
        const { chain, n, prev: hash } = this;
        if (hash === this.anchored || n === 0) return;
        await writeEntries(this.needs, [{ kind: HEADED, subject: `audit/${chain}`, payload: { chain, n, hash } }]);
        this.anchored = hash;
      }),
    );
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.writing.then(work);
    this.writing = done.catch(() => {});
    return done;
  }

  private logged(work: Promise<void>): Promise<void> {
    return work.catch((error) => this.needs.log.error('audit', { error: String(error) }));
  }

  private async write(): Promise<void> {
    while (this.batch || this.waiting.length > 0) {
      this.batch ??= await this.nextBatch();
      const { rows, taken, left } = this.batch;
      const result = await this.needs.store.commit({
        chain: 'system',
        at: this.needs.clock(),
        entries: [],
        rows: { access_audit: rows },
        finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
      });
      const last = rows.at(-1);
      if (!result.committed && result.conflict !== 'accessAudit') throw new Error(`conflict on ${result.conflict}`);
      if (!result.committed && !(last && (await this.stands(last)))) {
        this.beginAnew();
        continue;
      }
      this.batch = null;
      this.waiting.splice(0, taken);
      this.leftOut -= left;
      this.n = last?.n ?? this.n;
      this.prev = last?.hash ?? this.prev;
      this.lastAt = last?.at ?? this.lastAt;
    }
  }

  private async nextBatch(): Promise<Batch> {
    const first = this.n === 0 ? [await this.started()] : [];
    const left = this.leftOut;
    const told = left > 0 ? [this.about(LEFT_OUT, String(left))] : [];
    const taken = this.waiting.slice(0, BATCH);
    return { rows: this.chained([...first, ...taken, ...told]), taken: taken.length, left };
  }

  /** Whether a write whose reply was lost was taken: its rows stand together or not at all. */
  private async stands({ chain, n, hash }: AuditRow): Promise<boolean> {
    const { read } = this.needs.store;
    const row = await read.selectFrom('access_audit').select('hash').where('chain', '=', chain).where('n', '=', n).executeTakeFirst();
    return row?.hash === hash;
  }

  /** Somebody else wrote into this chain: it is left as it is, and what waits goes to a new one. */
  private beginAnew(): void {
    this.needs.log.error('audit', { error: `chain ${this.chain} was written to by somebody else` });
    this.chain = newPublicId(this.needs.random);
    this.n = 0;
    this.prev = NO_LINE;
    this.batch = null;
  }

  /** Instants never go back in a chain: what is deleted by age is its beginning. */
  private chained(lines: readonly AuditLine[]): AuditRow[] {
    let { prev, n, lastAt } = this;
    return lines.map((line) => {
      lastAt = Math.max(lastAt, line.at);
      const row = { ...line, at: lastAt, chain: this.chain, n: ++n, prev };
      prev = hashOf(row);
      return { ...row, hash: prev };
    });
  }

  /** The first line of this chain: where the others end. */
  private async started(): Promise<AuditLine> {
    const heads = await headsOf(this.needs.store.read);
    const newest = heads.sort((a, b) => b.at - a.at).slice(0, HEADS);
    return this.about(STARTED, newest.map(({ chain, n, hash }) => `${chain}/${n}/${hash}`).join(' '));
  }

  private about(operation: string, object: string): AuditLine {
    return { at: this.needs.clock(), who: 'service', role: 'service', operation, object, status: 200, requestId: '', address: '' };
  }
}

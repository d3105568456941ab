import type { Deps } from '../../platform/deps.ts';
import { checkpointText, parseCheckpoint } from './checkpoint.ts';
import type { SizedRoot } from './merkle.ts';
import { type NoteKey, type NoteSigner, openNote, publicKeyOf } from './note.ts';
import { latestCheckpoint, logSize, logTiles } from './read.ts';
import { LogTree } from './tree.ts';

/** Remembers, outside the database, the largest checkpoint that was signed: a restored database does not know it. */
export interface Memory {
  read(): Promise<string | null>;
  /** Returns once it would survive a crash. */
  write(note: string): Promise<void>;
}

/** For hosts without a disk: what the database forgets is forgotten. */
export const noMemory: Memory = { read: async () => null, write: async () => {} };

/** The operator's word that a published tree is given up: which one, and why. */
export interface Resumption {
  size: number;
  reason: string;
}

/** How often the tree is signed, in milliseconds: entries in between share one signature. */
export const SIGN_EVERY_MS = 5_000;

export type Refusal = 'smaller' | 'rewritten' | 'other-key';
type SignerDeps = Pick<Deps, 'store' | 'clock' | 'log'>;
type Published = SizedRoot & { note: string };

/**
 * Signs the log as it grows. It refuses while a tree was published that this one is no continuation of: a database restored from an old copy, or
 * changed, would otherwise be vouched for by its own key. Only the operator can go on, by naming what is given up; that stands in the ledger.
 */
export class LogSigner {
  readonly publicKey: string;
  private readonly deps: SignerDeps;
  private readonly signer: NoteSigner;
  private readonly memory: Memory;
  private readonly resume: Resumption | undefined;
  private readonly key: Promise<NoteKey>;
  private hasResumed = false;
  private refused: Refusal | null = null;
  private standing: Refusal | null = null;
  private running: Promise<string | null> | undefined;

  constructor(deps: SignerDeps, signer: NoteSigner, memory: Memory, resume?: Resumption) {
    this.deps = deps;
    this.signer = signer;
    this.publicKey = signer.publicKey;
    this.memory = memory;
    this.resume = resume;
    this.key = publicKeyOf(signer.publicKey);
  }

  /**
   * Signs the tree as it is now and publishes it.
   * @param everyMs does nothing when the last signature is younger
   * @returns the note, or null when there was nothing new, or it refused (which the log of the service says once)
   */
  sign(everyMs = 0): Promise<string | null> {
    this.running ??= this.signNow(everyMs).finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Why nothing is signed until the operator says so; null while all is well. */
  get refusal(): Refusal | null {
    return this.standing;
  }

  private async signNow(everyMs: number): Promise<string | null> {
    const { store, clock } = this.deps;
    // What was published first, how much there is second: another process may append and sign in between, and the tree is then larger than
    // what was read of it, never smaller.
    const latest = await latestCheckpoint(store.read);
    if (latest && everyMs > 0 && latest.at > clock() - everyMs) return null;
    const published = await this.largest(latest);
    const size = await logSize(store.read);
    const refusal = published && (await this.refusalOf(published, size));
    this.standing = refusal || null;
    // What is said once is said again when it comes back.
    if (!refusal) this.refused = null;
    if (refusal && !(await this.resumes(refusal, published, size))) return null;
    this.standing = null;
    if (size === 0) return null;
    if (latest?.size === size) {
      // Another process signed it, or this one crashed before it could remember.
      if (!refusal && published?.note !== (await this.memory.read())) await this.memory.write(latest.note);
      return null;
    }
    return this.publish(size, latest?.size ?? 0);
  }

  /** Remembered first, published second: a crash in between costs a signature nobody saw, the other order would forget one somebody has. */
  private async publish(size: number, after: number): Promise<string | null> {
    const { store, clock } = this.deps;
    const root = await new LogTree(logTiles(store.read), size).root();
    const note = await this.signer.sign(checkpointText({ origin: this.signer.name, size, root }));
    await this.memory.write(note);
    const result = await store.commit({
      chain: 'log',
      at: clock(),
      entries: [],
      rows: { log_checkpoint: [{ size, root, note, at: clock() }] },
      // Processes sign one after the other: without this one that was slow would publish a smaller tree after a larger one.
      touch: [{ follow: { job: 'signed', chain: 'log', from: after, to: size } }],
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    return result.committed ? note : null;
  }

  private async largest(latest: Published | undefined): Promise<Published | undefined> {
    const note = await this.memory.read();
    const kept = note === null ? null : parseCheckpoint(note);
    if (note === null || kept === null || (latest && latest.size >= kept.size)) return latest;
    return { ...kept, note };
  }

  private async refusalOf(published: Published, size: number): Promise<Refusal | null> {
    if (published.size > size) return 'smaller';
    if ((await openNote(published.note, await this.key)) === null) return 'other-key';
    const root = await new LogTree(logTiles(this.deps.store.read), published.size).root();
    return root === published.root ? null : 'rewritten';
  }

  /** Whether the operator has given up what was published; the first time it is recorded. */
  private async resumes(refusal: Refusal, published: Published, size: number): Promise<boolean> {
    if (this.resume?.size !== published.size) {
      if (this.refused !== refusal)
        this.deps.log.error('ledger-not-signed', {
          why: refusal,
          published: published.size,
          size,
          resumeWith: `LEDGER_RESUME="${published.size} …"`,
        });
      this.refused = refusal;
      return false;
    }
    if (this.hasResumed) return true;
    const payload = {
      actedBy: 'operator',
      why: refusal,
      publishedSize: published.size,
      publishedRoot: published.root,
      size,
      reason: this.resume.reason,
    };
    await this.deps.store.commit({
      chain: 'system',
      at: this.deps.clock(),
      entries: [{ kind: 'ledger.resumed', subject: `checkpoint/${published.size}`, payload }],
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    this.hasResumed = true;
    this.deps.log.warn('ledger-resumed', payload);
    return true;
  }
}

import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LongPiece, LongRead } from './long-read.ts';
import { StoreUnavailable } from './store.ts';

/** To the reading thread: begin a task, go on with it, or give it up. */
export type Ask =
  | { kind: 'begin'; n: number; module: string; name: string; input: unknown }
  | { kind: 'more'; n: number }
  | { kind: 'stop'; n: number };

/** From the reading thread, one for each `more`. */
export type Piece = { n: number; made: LongPiece } | { n: number; end: true } | { n: number; error: string };

/** Megabytes a new object may spend its youth in. */
const YOUNG_MB = 64;

interface Awaited {
  heard: (piece: Piece) => void;
  lost: (reason: unknown) => void;
}

/** Long reads in a thread with a connection of its own, so that scans and writes go on beside them. A piece is made when it is asked for. */
export class SqliteLongReads {
  private readonly file: string;
  private readonly waiting = new Map<number, Awaited>();
  private worker: Worker | undefined;
  private serial = 0;

  constructor(file: string) {
    this.file = file;
  }

  async *read<I, P extends LongPiece>({ module, name }: LongRead<I, P>, input: I): AsyncGenerator<P, void> {
    const n = this.serial++;
    const worker = this.worker ?? this.begin();
    let isOver = false;
    this.send(worker, { kind: 'begin', n, module, name, input });
    try {
      for (;;) {
        const piece = await this.next(worker, n);
        if ('made' in piece) yield piece.made as P;
        else {
          isOver = true;
          if ('error' in piece) throw new Error(`A long read failed: ${piece.error}`);
          return;
        }
      }
    } finally {
      // Whoever asked went away in the middle of the answer.
      if (!isOver) this.send(worker, { kind: 'stop', n });
    }
  }

  async close(): Promise<void> {
    const worker = this.worker;
    this.worker = undefined;
    await worker?.terminate();
  }

  private next(worker: Worker, n: number): Promise<Piece> {
    return new Promise((heard, lost) => {
      if (this.worker !== worker) {
        lost(new StoreUnavailable('the reading thread ended', false));
        return;
      }
      this.waiting.set(n, { heard, lost });
      worker.ref();
      this.send(worker, { kind: 'more', n });
    });
  }

  private send(worker: Worker, ask: Ask): void {
    worker.postMessage(ask);
  }

  private begin(): Worker {
    const worker = new Worker(join(import.meta.dirname, 'sqlite-long-worker.ts'), {
      workerData: { file: this.file },
      // Rows and texts of a long answer live for one slice of it: with room for them they are hardly ever copied.
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.on('message', (piece: Piece) => {
      this.waiting.get(piece.n)?.heard(piece);
      this.waiting.delete(piece.n);
      if (this.waiting.size === 0) worker.unref();
    });
    worker.on('error', (error) => this.lost(worker, error));
    worker.on('exit', () => this.lost(worker, 'the reading thread ended'));
    this.worker = worker;
    return worker;
  }

  private lost(worker: Worker, reason: unknown): void {
    if (this.worker === worker) this.worker = undefined;
    for (const { lost } of this.waiting.values()) lost(new StoreUnavailable(reason, false));
    this.waiting.clear();
  }
}

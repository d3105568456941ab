import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { unavailable } from '../../platform/write.ts';
import type { LabelJob } from './content.ts';
import type { LabelPress, OpenedJob } from './press.ts';
import type { Checked } from './sheets.ts';

/** From the press's thread: first what is to be said of the job, then a piece for each `more`; null at the end. */
export type Told = { checked: Checked } | { piece: Uint8Array<ArrayBuffer> | null } | { error: string };

/** Jobs at a time; the next waits for its turn. One core stays free for scans on the smallest machine. */
const AT_ONCE = 1;
/** What a job may take at most: it then fails alone, and the service goes on. */
const MEMORY_MB = 128;
const YOUNG_MB = 16;

/** A press in a thread of its own for each job; with the job all its memory goes. */
export function threadPress(): LabelPress & { running(): number } {
  let running = 0;
  const waiting: (() => void)[] = [];

  function turn(): Promise<void> {
    if (running < AT_ONCE) {
      running++;
      return Promise.resolve();
    }
    return new Promise((begin) => waiting.push(begin));
  }

  function over(): void {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }

  return {
    running: () => running,
    open: async (job) => {
      await turn();
      return openThread(job, over);
    },
  };
}

async function openThread(job: LabelJob, over: () => void): Promise<OpenedJob> {
  const worker = new Worker(join(import.meta.dirname, 'press-worker.ts'), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  worker.once('exit', over);
  const heard = hearing(worker);
  const end = () => void worker.terminate();
  try {
    const first = await heard();
    if (!('checked' in first)) throw new Error('error' in first ? first.error : 'the press told nothing of its job');
    return { ...first.checked, cancel: end, pages: () => pagesOf(worker, heard, end) };
  } catch {
    end();
    throw unavailable(false);
  }
}

/** The next message of a thread, or why there is none. */
function hearing(worker: Worker): () => Promise<Told> {
  const told: Told[] = [];
  let ear: ((message: Told) => void) | undefined;
  const hear = (message: Told) => {
    if (!ear) {
      told.push(message);
      return;
    }
    ear(message);
    ear = undefined;
  };
  worker.on('message', hear);
  worker.on('error', (error) => hear({ error: String(error) }));
  worker.on('exit', () => hear({ error: 'the press ended' }));
  return () => {
    const next = told.shift();
    return next ? Promise.resolve(next) : new Promise((heard) => (ear = heard));
  };
}

/** Milliseconds a reader may pause: a press that waits for one who has gone would let nobody else print. */
const PATIENCE_MS = 60_000;

function pagesOf(worker: Worker, heard: () => Promise<Told>, end: () => void): ReadableStream<Uint8Array> {
  let late: NodeJS.Timeout | undefined;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      clearTimeout(late);
      worker.postMessage('more');
      const told = await heard();
      if ('piece' in told && told.piece) {
        controller.enqueue(told.piece);
        late = setTimeout(end, PATIENCE_MS).unref();
        return;
      }
      end();
      if ('piece' in told) controller.close();
      else controller.error(new Error('error' in told ? told.error : 'the press told its job twice'));
    },
    cancel: () => {
      clearTimeout(late);
      end();
    },
  });
}

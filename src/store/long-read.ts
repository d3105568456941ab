import type { Store } from './store.ts';

/** What a long read is given to read with; it writes nothing. */
export type LongReader = Pick<Store, 'engine' | 'read' | 'prepare'>;

/**
 * A long answer, made piece by piece. It is told by name, because a function cannot be handed to another thread: `run` must be the export
 * `name` of the module at `module` (its `import.meta.url`). Input and pieces are data.
 */
export interface LongRead<I> {
  module: string;
  name: string;
  /** Yields the answer as texts, best of some ten thousand characters each: every piece is one message between threads. */
  run(reader: LongReader, input: I): AsyncIterable<string>;
}

/** Carries a long read out in the thread it is asked in: for engines whose reading does not hold up the event loop. */
export function readHere<I>(reader: LongReader, task: LongRead<I>, input: I): AsyncIterable<string> {
  return task.run(reader, input);
}

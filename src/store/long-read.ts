import type { Store } from './store.ts';

/** What a long read is given to read with; it writes nothing. */
export type LongReader = Pick<Store, 'engine' | 'read' | 'prepare'>;

/** A piece of an answer: a text, or bytes that are handed over and not copied. */
export type LongPiece = string | Uint8Array<ArrayBuffer>;

/**
 * A long answer, made piece by piece. It is told by name, because a function cannot be handed to another thread: `run` must be the export
 * `name` of the module at `module` (its `import.meta.url`). Input and pieces are data.
 */
export interface LongRead<I, P extends LongPiece = string> {
  module: string;
  name: string;
  /**
   * Yields the answer, best some ten thousand characters at a time: every piece is one message between threads. Bytes are given away, so their
   * buffer must be their own.
   */
  run(reader: LongReader, input: I): AsyncIterable<P>;
}

/** Carries a long read out in the thread it is asked in: for engines whose reading does not hold up the event loop. */
export function readHere<I, P extends LongPiece>(reader: LongReader, task: LongRead<I, P>, input: I): AsyncIterable<P> {
  return task.run(reader, input);
}

import type { LongReader } from '../store/long-read.ts';
import { answerOf } from './answer.ts';
import type { Answer } from './answer-shapes.ts';
import { traceQueries } from './queries.ts';
import { type AskedBatch, type StartAt, type TraceCaller, traceRepository } from './scope.ts';
import { type Direction, type Window, walk } from './walk.ts';

/** What a trace is asked, as data: it may be carried out in another thread. */
export interface TraceAsk {
  caller: TraceCaller;
  asked: AskedBatch[];
  direction: Direction;
  at: StartAt;
  window: Window;
  /** The caller is an office with an open recall of all that is asked. */
  openRecall: boolean;
  now: number;
}

/**
 * Where goods came from and where they went; null where a batch that is asked is out of the caller’s scope.
 * @throws {TraceTooLarge} where more hangs together with them than one trace takes up
 */
export async function traceOf(
  reader: LongReader,
  { caller, asked, direction, at, window, openRecall, now }: TraceAsk,
): Promise<Answer | null> {
  const q = traceQueries(reader);
  const repository = traceRepository(reader, q, caller, asked, openRecall);
  const starts = await repository.starts(direction, at);
  if (!starts) return null;
  const walked = await walk(q, starts, window, repository.scope);
  return answerOf({ reader, q, caller, now, asked, window }, walked);
}

import { Problem } from '../problems.ts';
import type { HotReply } from '../route.ts';

/** Told of every answer; makes them and the state of the service readable to a monitor. */
export interface Meter {
  /** @param operation id of the route; @param seconds from the request to the answer */
  request(operation: string, status: number, seconds: number): void;
  /** A line of the log, by its level. */
  logged(level: 'info' | 'warning' | 'error'): void;
  /** Everything, in the text format of Prometheus. */
  read(): Promise<{ mediaType: string; text: string }>;
}

type Answer<A extends unknown[]> = (...args: A) => Promise<HotReply>;

/** A hot route’s answer, counted; the same function where nothing is counted. */
export function metered<A extends unknown[]>(meter: Meter | undefined, operation: string, answer: Answer<A>): Answer<A> {
  if (!meter) return answer;
  return async (...args) => {
    const started = performance.now();
    let status = 500;
    try {
      const reply = await answer(...args);
      status = reply.status;
      return reply;
    } catch (error) {
      if (error instanceof Problem) status = error.status;
      throw error;
    } finally {
      meter.request(operation, status, (performance.now() - started) / 1_000);
    }
  };
}

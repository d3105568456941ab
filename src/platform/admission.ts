import { newPublicId, type RandomBytes } from '../codes/ids.ts';
import { Arrival, Bodies, type BodyLimits, busy, type NodeEnv, type Place } from './arrival.ts';
import { BODY_LIMIT, UPLOAD_LIMIT } from './body.ts';
import { problemResponse } from './mount.ts';
import { localeOf } from './problems.ts';

/** What may be under way at once in one process. */
export interface AdmissionLimits extends BodyLimits {
  /** Requests without a body. */
  reads: number;
  /** Requests with one that is in, or not asked for yet. */
  writes: number;
}

type Fetch = (request: Request, env?: NodeEnv) => Response | Promise<Response>;

export interface Underway {
  reads: number;
  writes: number;
  /** Requests that wait for their body, or with it for a place. */
  bodies: number;
  bytes: number;
  /** Since the start: refused at the door, and ended because their body came too slowly. */
  refused: number;
  ended: number;
}

/** What is under way, for whoever measures. */
export interface Admission {
  fetch: Fetch;
  underway(): Underway;
}

/** Places of those that are worked on; whoever comes back with a body has the next one that is given back. */
class Places {
  private readonly most: number;
  private readonly next: (() => void)[] = [];
  taken = 0;

  constructor(most: number) {
    this.most = most;
  }

  take(): boolean {
    if (this.taken >= this.most) return false;
    this.taken++;
    return true;
  }

  again(): Promise<void> {
    if (this.take()) return Promise.resolve();
    return new Promise((given) => this.next.push(given));
  }

  give(): void {
    const next = this.next.shift();
    if (next) next();
    else this.taken--;
  }
}

/**
 * Lets requests in up to a limit and refuses the rest at once, before anything is read of them: a refusal costs next to nothing, so a service
 * asked for far more than it can do goes on doing what it can. A request whose body is on its way holds no place: slow senders, however many,
 * keep nobody out.
 * @param now milliseconds that never go back
 */
export function admitted(
  fetch: Fetch,
  random: RandomBytes,
  limits: AdmissionLimits,
  now: () => number = () => performance.now(),
): Admission {
  const [reads, writes] = [new Places(limits.reads), new Places(limits.writes)];
  const bodies = new Bodies(limits, now);
  // What is announced counts in full only once it is waited for: anybody can announce, and nobody is ended for a request that will be refused.
  let [atDoor, refused] = [0, 0];
  const write = (whole: number, own: number, request: Request, env: NodeEnv | undefined) => {
    atDoor += own;
    const place = placeOf(writes, () => {
      atDoor -= own;
    });
    return ending(
      () => fetch(request, { ...env, arrival: new Arrival(bodies, place, whole, env) } as NodeEnv),
      () => {
        place.leave();
        place.forget();
      },
    );
  };
  return {
    fetch: (request, env) => {
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      const whole = isRead ? 0 : announced(request);
      const own = Math.min(whole, BODY_LIMIT);
      if (isRead && reads.take())
        return ending(
          () => fetch(request, env),
          () => reads.give(),
        );
      if (!isRead && atDoor + own <= limits.bytes && writes.take()) return write(whole, own, request, env);
      refused++;
      return refusal(request, newPublicId(random));
    },
    underway: () => ({
      reads: reads.taken,
      writes: writes.taken,
      bodies: bodies.size,
      bytes: atDoor + bodies.bytes,
      refused,
      ended: bodies.ended,
    }),
  };
}

/** The place of one write, taken; what is done twice counts once. */
function placeOf(writes: Places, forget: () => void): Place {
  let isHeld = true;
  let counted: (() => void) | null = forget;
  const uncount = () => {
    counted?.();
    counted = null;
  };
  return {
    leave: () => {
      if (isHeld) writes.give();
      isHeld = false;
    },
    again: async () => {
      await writes.again();
      isHeld = true;
    },
    counts: (next) => {
      uncount();
      counted = next;
    },
    forget: uncount,
  };
}

/** Bytes a request may bring into memory: a stream of any size is never there as a whole, and who announces nothing may send as much as a form. */
function announced(request: Request): number {
  if (request.headers.has('transfer-encoding')) return BODY_LIMIT;
  return Math.min(Number(request.headers.get('content-length') ?? 0) || 0, UPLOAD_LIMIT);
}

function ending(answer: () => Response | Promise<Response>, done: () => void): Response | Promise<Response> {
  let made: Response | Promise<Response>;
  try {
    made = answer();
  } catch (error) {
    done();
    throw error;
  }
  if (!(made instanceof Promise)) {
    done();
    return made;
  }
  made.then(done, done);
  return made;
}

function refusal(request: Request, requestId: string): Response {
  return problemResponse(busy(requestId), localeOf(request.headers.get('accept-language')), requestId, pathOf(request.url));
}

function pathOf(url: string): string {
  return URL.parse(url)?.pathname ?? '/';
}

import { Problem } from './problems.ts';

/** From when on a body counts as slow, in milliseconds: before that nobody's is ended for another's. */
const SLOW_MS = 1_000;

/** How many bodies may be waited for at once: of everybody, and of one address. */
export interface BodyLimits {
  bodies: number;
  bodiesPerAddress: number;
}

/** What the server hands along: its message tells whether its body is in. */
export interface NodeEnv {
  incoming?: { complete?: boolean; destroy?(): unknown };
}

/** A request while its body is on its way; it holds no place among those that are worked on. */
interface Waiting {
  address: string | null;
  since: number;
  /** Gives its place to somebody else; gone once the body is in. */
  end: (() => void) | null;
}

/** The requests whose bodies are on their way, the oldest first. `now` in milliseconds of a clock that never goes back. */
export class Bodies {
  private readonly limits: BodyLimits;
  private readonly now: () => number;
  private readonly waiting = new Set<Waiting>();
  private readonly byAddress = new Map<string, number>();
  /** Requests that were ended with 408. */
  ended = 0;

  constructor(limits: BodyLimits, now: () => number) {
    this.limits = limits;
    this.now = now;
  }

  get size(): number {
    return this.waiting.size;
  }

  /**
   * Waits for a body. Where there is no room the oldest slow one of the same address, or of all, is ended for it.
   * @throws {Problem} too-many-requests for an address that has as many as it may, busy where everybody has; none of them slow
   */
  enter(address: string | null, end: () => void): Waiting {
    const own = address === null ? 0 : (this.byAddress.get(address) ?? 0);
    if (own >= this.limits.bodiesPerAddress && !this.endOldest((one) => one.address === address)) throw tooManyBodies();
    if (this.waiting.size >= this.limits.bodies && !this.endOldest()) throw busy();
    const one: Waiting = { address, since: this.now(), end };
    this.waiting.add(one);
    if (address !== null) this.byAddress.set(address, (this.byAddress.get(address) ?? 0) + 1);
    return one;
  }

  leave(one: Waiting): void {
    if (!this.waiting.delete(one) || one.address === null) return;
    const left = (this.byAddress.get(one.address) ?? 1) - 1;
    if (left === 0) this.byAddress.delete(one.address);
    else this.byAddress.set(one.address, left);
  }

  /** Ends the oldest that is slow; false where none is. */
  endOldest(among: (one: Waiting) => boolean = () => true): boolean {
    const before = this.now() - SLOW_MS;
    for (const one of this.waiting) {
      if (one.since > before) return false;
      if (one.end === null || !among(one)) continue;
      this.ended++;
      this.leave(one);
      one.end();
      return true;
    }
    return false;
  }
}

/** A write's place among those that are worked on. */
export interface Place {
  /** Gives it back while others are waited for. */
  leave(): void;
  /** Has it again, after those that wait already. */
  again(): Promise<void>;
  /** What the request counts for besides, given back when it is ended early. */
  forget(): void;
}

/** How one request waits for its body. */
export class Arrival {
  private readonly bodies: Bodies;
  private readonly place: Place;
  private readonly incoming: NodeEnv['incoming'];

  constructor(bodies: Bodies, place: Place, env: NodeEnv | undefined) {
    this.bodies = bodies;
    this.place = place;
    this.incoming = env?.incoming;
  }

  /**
   * Reads a whole body. One that is in already is read at once; for any other the request's place is given back until it is.
   * @throws {Problem} too-slow, too-many-requests, busy; malformed-body where the sender breaks off
   */
  async whole<T>(address: string | null, read: () => Promise<T>): Promise<T> {
    if (this.isIn()) return read();
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const waiting = this.bodies.enter(address, () => {
      this.place.forget();
      reject(tooSlow());
    });
    this.place.leave();
    try {
      const body = await Promise.race([read().catch(brokenOff), ended]);
      waiting.end = null;
      await this.place.again();
      return body;
    } finally {
      this.bodies.leave(waiting);
    }
  }

  /**
   * Does what takes a body piece by piece, outside the places of writes. One that is ended sees its sender break off.
   * @throws {Problem} too-many-requests, busy
   */
  async pieces<T>(address: string | null, work: () => Promise<T>): Promise<T> {
    if (this.isIn()) return work();
    const waiting = this.bodies.enter(address, () => {
      this.place.forget();
      this.incoming?.destroy?.();
    });
    this.place.leave();
    try {
      return await work();
    } finally {
      this.bodies.leave(waiting);
    }
  }

  /** Where nobody can tell, it is. */
  private isIn(): boolean {
    return this.incoming?.complete !== false;
  }
}

/** Takes a body as the server the request came by has it; without one, as at the edge, at once. */
export function arriving<T>(env: unknown, how: 'whole' | 'pieces', address: string | null, work: () => Promise<T>): Promise<T> {
  const arrival = (env as { arrival?: Arrival } | undefined)?.arrival;
  return arrival ? arrival[how](address, work) : work();
}

/** Nobody is there to read it; it is said all the same, or the log would have a defect for each line that was cut. */
function brokenOff(error: unknown): never {
  if (error instanceof Problem) throw error;
  throw new Problem('malformed-body', {
    zh: '正文没有传完，未保存任何内容；请重新提交。',
    en: 'The body broke off; nothing was stored. Send it again.',
  });
}

/** The service is asked for more than it takes at once. */
export function busy(requestId?: string): Problem {
  return new Problem(
    'busy',
    {
      zh: '服务繁忙，请求未被处理，未保存任何内容；请稍后重试。',
      en: 'The service is busy; the request was not looked at and nothing was stored. Try again shortly.',
    },
    { headers: { 'Retry-After': '1', ...(requestId === undefined ? {} : { 'X-Request-Id': requestId }) } },
  );
}

function tooSlow(): Problem {
  return new Problem(
    'too-slow',
    {
      zh: '正文传得太慢，位置已让给他人，未保存任何内容；请在网络较好时重试。',
      en: 'The body came too slowly and its place was given to others; nothing was stored. Try again on a better line.',
    },
    { headers: { Connection: 'close', 'Retry-After': '1' } },
  );
}

function tooManyBodies(): Problem {
  return new Problem(
    'too-many-requests',
    {
      zh: '此网络地址同时传送的内容过多，未保存任何内容；请稍后重试。',
      en: 'This address is sending too much at once; nothing was stored. Try again shortly.',
    },
    { headers: { 'Retry-After': '1' } },
  );
}

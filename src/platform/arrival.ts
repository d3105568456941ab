import { Problem } from './problems.ts';

/** From when on a body counts as slow, in milliseconds: before that nobody's is ended for another's. */
const SLOW_MS = 1_000;

/** How many bodies may be waited for at once, of everybody and of one address, and how much may be announced by those that are let in. */
export interface BodyLimits {
  bodies: number;
  bodiesPerAddress: number;
  bytes: number;
  bytesPerAddress: number;
}

/** What the server hands along: its message tells whether its body is in. */
export interface NodeEnv {
  incoming?: { complete?: boolean; destroy?(): unknown };
}

/** A request while its body is on its way; it holds no place among those that are worked on. */
interface Waiting {
  address: string | null;
  /** What it announced. */
  bytes: number;
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
  private readonly bytesByAddress = new Map<string, number>();
  /** Announced by those that wait and those whose body is in, until they are answered. */
  bytes = 0;
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
   * Waits for a body. Where there is no room the oldest slow ones of the same address, or of all, are ended for it.
   * @throws {Problem} too-many-requests for an address that has as much as it may, busy where everybody has; too little of it slow
   */
  enter(address: string | null, bytes: number, end: () => void): Waiting {
    const { limits } = this;
    if (address !== null) {
      const own = (one: Waiting) => one.address === address;
      const more = (this.byAddress.get(address) ?? 0) + 1 - limits.bodiesPerAddress;
      const heavier = (this.bytesByAddress.get(address) ?? 0) + bytes - limits.bytesPerAddress;
      if (!this.makeRoom(more, heavier, own)) throw tooManyBodies();
    }
    if (!this.makeRoom(this.waiting.size + 1 - limits.bodies, this.bytes + bytes - limits.bytes)) throw busy();
    const one: Waiting = { address, bytes, since: this.now(), end };
    this.waiting.add(one);
    this.bytes += bytes;
    add(this.byAddress, address, 1);
    add(this.bytesByAddress, address, bytes);
    return one;
  }

  leave(one: Waiting): void {
    if (this.waiting.delete(one)) add(this.byAddress, one.address, -1);
  }

  /** Counts no longer what one announced, which is done once. */
  forget({ address, bytes }: Waiting): void {
    this.bytes -= bytes;
    add(this.bytesByAddress, address, -bytes);
  }

  /** Ends the oldest slow ones until so many are gone, and so many bytes; where they do not suffice none is ended, and it is false. */
  private makeRoom(count: number, bytes: number, among: (one: Waiting) => boolean = () => true): boolean {
    let [ones, sum] = [count, bytes];
    const before = this.now() - SLOW_MS;
    const going: Waiting[] = [];
    for (const one of this.waiting) {
      if ((ones <= 0 && sum <= 0) || one.since > before) break;
      if (one.end === null || !among(one) || (ones <= 0 && one.bytes === 0)) continue;
      going.push(one);
      ones--;
      sum -= one.bytes;
    }
    if (ones > 0 || sum > 0) return false;
    for (const one of going) {
      this.ended++;
      this.leave(one);
      one.end?.();
    }
    return true;
  }
}

function add(sums: Map<string, number>, address: string | null, more: number): void {
  if (address === null) return;
  const sum = (sums.get(address) ?? 0) + more;
  if (sum === 0) sums.delete(address);
  else sums.set(address, sum);
}

/** A write's place among those that are worked on. */
export interface Place {
  /** Gives it back while others are waited for. */
  leave(): void;
  /** Has it again, after those that wait already. */
  again(): Promise<void>;
  /** What the request counts for besides, from now on: what it counted for before is given back. */
  counts(forget: () => void): void;
  /** Gives that back, when the request is ended early. */
  forget(): void;
}

/** How one request waits for its body. */
export class Arrival {
  private readonly bodies: Bodies;
  private readonly place: Place;
  private readonly bytes: number;
  private readonly incoming: NodeEnv['incoming'];

  /** @param bytes what the request announces; it is claimed once the body is waited for */
  constructor(bodies: Bodies, place: Place, bytes: number, env: NodeEnv | undefined) {
    this.bodies = bodies;
    this.place = place;
    this.bytes = bytes;
    this.incoming = env?.incoming;
  }

  /**
   * Reads a whole body. One that is in already is read at once; for any other the request's place is given back until it is.
   * @throws {Problem} too-slow, too-many-requests, busy; malformed-body where the sender breaks off
   */
  async whole<T>(address: string | null, read: () => Promise<T>): Promise<T> {
    if (this.isIn()) return read();
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const waiting = this.enter(address, () => reject(tooSlow()));
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
    const waiting = this.enter(address, () => this.incoming?.destroy?.());
    try {
      return await work();
    } finally {
      this.bodies.leave(waiting);
    }
  }

  /** Claims what was announced and gives the place back. */
  private enter(address: string | null, end: () => void): Waiting {
    const waiting = this.bodies.enter(address, this.bytes, () => {
      this.place.forget();
      end();
    });
    this.place.counts(() => this.bodies.forget(waiting));
    this.place.leave();
    return waiting;
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

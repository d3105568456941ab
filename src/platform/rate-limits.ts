import { isIPv4, isIPv6 } from 'node:net';
import { Lru } from '../codes/lru.ts';
import { Problem } from './problems.ts';

/** So many requests at once, and as many again over so many seconds: a token bucket. */
export interface Quota {
  requests: number;
  seconds: number;
}

/** Quotas by what is counted; null counts nothing. */
export interface LimitSettings {
  key: Quota | null;
  address: Quota | null;
  code: Quota | null;
  /** Proxies of the operator's own before the service: so many entries at the end of X-Forwarded-For are believed. */
  trustedProxies: number;
}

/** Most buckets of a kind; about 200 bytes each. Whoever is pushed out of memory starts with a full bucket. */
export const KEPT = 50_000;
/** What a refused key or an unknown code costs beside the request itself: guessing is dear, mistyping is not. */
export const MISS_COST = 9;

interface Bucket {
  tokens: number;
  at: number;
}

/** How a caller stands with one quota after a request. */
export interface Standing {
  policy: 'key' | 'address' | 'code';
  quota: Quota;
  /** Whole requests left now. */
  left: number;
  /** Seconds until the request that was asked for would be served; 0 when it was. */
  waitSeconds: number;
}

/** Token buckets in bounded memory. `now` in milliseconds of a clock that never goes back. */
export class Buckets {
  private readonly policy: Standing['policy'];
  private readonly quota: Quota;
  private readonly buckets: Lru<Bucket>;
  private readonly perMs: number;

  constructor(policy: Standing['policy'], quota: Quota, kept = KEPT) {
    this.policy = policy;
    this.quota = quota;
    this.buckets = new Lru(kept);
    this.perMs = quota.requests / (quota.seconds * 1_000);
  }

  /** Takes `cost` for a request. A bucket that does not hold it gives nothing. */
  take(who: string, now: number, cost = 1): Standing {
    const bucket = this.filled(who, now);
    const isEnough = bucket.tokens >= cost;
    if (isEnough) bucket.tokens -= cost;
    const waitSeconds = isEnough ? 0 : Math.max(1, Math.ceil((cost - bucket.tokens) / this.perMs / 1_000));
    return { policy: this.policy, quota: this.quota, left: Math.max(0, Math.floor(bucket.tokens)), waitSeconds };
  }

  /** Takes one request and makes nothing for it; false where the bucket does not hold it. */
  spend(who: string, now: number): boolean {
    const bucket = this.filled(who, now);
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }

  /** Takes what a request turned out to cost more, as a debt where the bucket does not hold it. */
  charge(who: string, now: number, cost: number): void {
    this.filled(who, now).tokens -= cost;
  }

  /** Buckets held. */
  get size(): number {
    return this.buckets.size;
  }

  private filled(who: string, now: number): Bucket {
    const bucket = this.buckets.get(who);
    if (bucket === undefined) {
      const full = { tokens: this.quota.requests, at: now };
      this.buckets.set(who, full, 1);
      return full;
    }
    bucket.tokens = Math.min(this.quota.requests, bucket.tokens + (now - bucket.at) * this.perMs);
    bucket.at = now;
    return bucket;
  }
}

/** What the server knows of a connection; on Node the incoming message, nothing elsewhere. */
export type Connection = { incoming?: { socket?: { remoteAddress?: string | undefined } } } | undefined;

/** The quotas of one process. */
export class RateLimits {
  private readonly settings: LimitSettings;
  private readonly clock: () => number;
  private readonly kinds: Partial<Record<Standing['policy'], Buckets>>;

  /** @param clock milliseconds that never go back, as `performance.now` */
  constructor(settings: LimitSettings, clock: () => number, kept = KEPT) {
    this.settings = settings;
    this.clock = clock;
    this.kinds = {};
    for (const policy of ['key', 'address', 'code'] as const) {
      const quota = settings[policy];
      if (quota) this.kinds[policy] = new Buckets(policy, quota, kept);
    }
  }

  /** Whose quota a request without a key counts against; null for one from this machine, and where the address is not known. */
  addressOf(connection: Connection, request: Request): string | null {
    const { trustedProxies } = this.settings;
    const forwarded = trustedProxies > 0 ? request.headers.get('x-forwarded-for') : null;
    return networkOf(clientAddress(connection?.incoming?.socket?.remoteAddress, forwarded, trustedProxies));
  }

  /** @throws {Problem} too-many-requests */
  take(policy: Standing['policy'], who: string | null, cost = 1): Standing | null {
    const buckets = this.kinds[policy];
    if (!buckets || who === null) return null;
    const standing = buckets.take(who, this.clock(), cost);
    if (standing.waitSeconds > 0) throw tooMany(standing);
    return standing;
  }

  /**
   * Takes a scan of a code from an address.
   * @throws {Problem} too-many-requests
   */
  scan(address: string, code: string | null): void {
    const now = this.clock();
    const { address: addresses, code: codes } = this.kinds;
    if (addresses && !addresses.spend(address, now)) throw tooMany(addresses.take(address, now));
    if (codes && code !== null && !codes.spend(code, now)) throw tooMany(codes.take(code, now));
  }

  /** A refused key or an unknown code. */
  missed(address: string | null): void {
    if (address !== null) this.kinds.address?.charge(address, this.clock(), MISS_COST);
  }
}

/**
 * The address a request comes from: of X-Forwarded-For only the entry that the outermost of our own proxies wrote, since a client may send
 * any beginning of it.
 */
export function clientAddress(peer: string | undefined, forwarded: string | null, trustedProxies: number): string | undefined {
  if (trustedProxies === 0 || forwarded === null) return peer;
  const entry = forwarded.split(',').at(-trustedProxies)?.trim();
  if (entry === undefined) return peer;
  const bare = /^\[(.+)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry;
  return isIPv4(bare) || isIPv6(bare) ? bare : peer;
}

/** What counts as one visitor: an IPv4 address, the /64 of an IPv6 address; null for this machine itself, through which a proxy may speak for all. */
export function networkOf(address: string | undefined): string | null {
  if (address === undefined || address === '::1') return null;
  const v4 = address.startsWith('::ffff:') ? address.slice(7) : address;
  if (!v4.includes(':')) return v4.startsWith('127.') ? null : v4;
  const [before = '', after] = v4.replace(/%.*$/, '').split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after ? after.split(':').length : 0;
  const zeros = after === undefined ? 0 : 8 - head.length - tail;
  const groups = [...head, ...Array.from({ length: zeros }, () => '0'), ...(after ? after.split(':') : [])];
  return `${groups.slice(0, 4).map(plainGroup).join(':')}::/64`;
}

const plainGroup = (group: string) => Number.parseInt(group, 16).toString(16);

/** RateLimit fields of draft-ietf-httpapi-ratelimit-headers-11: what the quota is, and how much of it is left. */
export function limitHeaders({ policy, quota, left }: Standing): Record<string, string> {
  const refillSeconds = Math.ceil(((quota.requests - left) * quota.seconds) / quota.requests);
  return {
    'RateLimit-Policy': `"${policy}";q=${quota.requests};w=${quota.seconds}`,
    RateLimit: `"${policy}";r=${left};t=${refillSeconds}`,
  };
}

function tooMany(standing: Standing): Problem {
  const { waitSeconds, policy, quota } = standing;
  return new Problem(
    'too-many-requests',
    {
      zh: `请求过多：每 ${quota.seconds} 秒 ${quota.requests} 次。请在 ${waitSeconds} 秒后重试。`,
      en: `Too many requests: ${quota.requests} in ${quota.seconds} s are served. Try again in ${waitSeconds} s.`,
    },
    { headers: { 'Retry-After': String(waitSeconds), ...limitHeaders(standing) }, extra: { 'violated-policies': [policy] } },
  );
}

import type { AdmissionLimits } from './admission.ts';
import { UPLOAD_LIMIT } from './body.ts';
import type { LimitSettings, Quota } from './rate-limits.ts';

export type { LimitSettings } from './rate-limits.ts';

/** Notes a variable with a bad value. */
export type Refuse = (name: string, found: string, expected: string) => void;

/** A till system that sends its day at once passes; a runaway loop does not. */
const KEY: Quota = { requests: 6_000, seconds: 60 };
/** Two a second for as long as one likes, ten minutes of it at once: the office and the customers of a supermarket pass, who reads codes in bulk does not. */
const ADDRESS: Quota = { requests: 1_200, seconds: 600 };
/** One code, over all who scan it: a recall in the news passes. */
const CODE: Quota = { requests: 12_000, seconds: 60 };

const MOST_PROXIES = 10;

/** Reads `RATE_LIMIT_KEY`, `RATE_LIMIT_ADDRESS` and `RATE_LIMIT_CODE` (`1200/600`: requests/seconds, or `off`) and `TRUST_PROXY`. */
export function readLimits(env: Record<string, string | undefined>, refuse: Refuse): LimitSettings {
  const quota = (name: string, usual: Quota): Quota | null => {
    const text = env[name];
    if (text === undefined) return usual;
    if (text === 'off') return null;
    const [, requests, seconds] = /^([1-9]\d{0,8})\/([1-9]\d{0,4})$/.exec(text) ?? [];
    if (requests === undefined) refuse(name, text, 'requests/seconds such as 1200/600, or off');
    return { requests: Number(requests), seconds: Number(seconds) };
  };
  const proxies = env.TRUST_PROXY ?? '0';
  const trustedProxies = Number(proxies);
  if (!/^\d{1,2}$/.test(proxies) || trustedProxies > MOST_PROXIES)
    refuse('TRUST_PROXY', proxies, `how many proxies of your own stand before the service, 0 to ${MOST_PROXIES}`);
  return {
    key: quota('RATE_LIMIT_KEY', KEY),
    address: quota('RATE_LIMIT_ADDRESS', ADDRESS),
    code: quota('RATE_LIMIT_CODE', CODE),
    trustedProxies,
  };
}

/** By variable: the usual value, the least and the most. Least is what one office needs, most what one process could hold. */
const UNDERWAY = {
  /** Several times what keeps two cores busy, and few enough that whoever is let in is answered within a second or two. */
  UNDERWAY_READS: [1_024, 16, 65_536],
  UNDERWAY_WRITES: [256, 4, 4_096],
  /** A connection and some memory each. */
  UNDERWAY_BODIES: [1_024, 16, 16_384],
  /** An office behind one address, all sending at once over a bad line. */
  UNDERWAY_BODIES_PER_ADDRESS: [64, 1, 16_384],
  /** The largest file is 32 MiB. */
  UNDERWAY_MIB: [256, 64, 65_536],
} as const satisfies Record<string, readonly [usual: number, least: number, most: number]>;

/** Reads how much may be under way in one process at once. */
export function readAdmission(env: Record<string, string | undefined>, refuse: Refuse): AdmissionLimits {
  const whole = (name: keyof typeof UNDERWAY): number => {
    const [usual, least, most] = UNDERWAY[name];
    const text = env[name] ?? String(usual);
    const value = Number(text);
    if (!/^\d{1,6}$/.test(text) || value < least || value > most) refuse(name, text, `a whole number from ${least} to ${most}`);
    return value;
  };
  const bytes = whole('UNDERWAY_MIB') * 1_048_576;
  return {
    reads: whole('UNDERWAY_READS'),
    writes: whole('UNDERWAY_WRITES'),
    bodies: whole('UNDERWAY_BODIES'),
    bodiesPerAddress: whole('UNDERWAY_BODIES_PER_ADDRESS'),
    bytes,
    bytesPerAddress: Math.max(UPLOAD_LIMIT, bytes / 4),
  };
}

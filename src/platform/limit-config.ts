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

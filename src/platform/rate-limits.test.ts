import { describe, expect, it } from 'vitest';
import { readLimits } from './limit-config.ts';
import { Buckets, clientAddress, limitHeaders, MISS_COST, networkOf } from './rate-limits.ts';

const quota = { requests: 10, seconds: 5 };
const refuse = (name: string, found: string) => {
  throw new Error(`${name}: ${found}`);
};

describe('a bucket', () => {
  it('gives its requests at once, then as many as have come back', () => {
    const buckets = new Buckets('key', quota);
    for (let n = 9; n >= 0; n--) expect(buckets.take('a', 1_000)).toMatchObject({ left: n, waitSeconds: 0 });
    expect(buckets.take('a', 1_000)).toMatchObject({ left: 0, waitSeconds: 1 });
    expect(buckets.take('b', 1_000)).toMatchObject({ left: 9 });
    expect(buckets.take('a', 1_499)).toMatchObject({ waitSeconds: 1 });
    expect(buckets.take('a', 1_500)).toMatchObject({ left: 0, waitSeconds: 0 });
    expect(buckets.take('a', 999_000)).toMatchObject({ left: 9, waitSeconds: 0 });
  });

  it('takes nothing for what it refuses, and tells how long a dear request has to wait', () => {
    const buckets = new Buckets('key', quota);
    expect(buckets.take('a', 0, 7)).toMatchObject({ left: 3, waitSeconds: 0 });
    expect(buckets.take('a', 0, 7)).toMatchObject({ left: 3, waitSeconds: 2 });
    expect(buckets.take('a', 0, 3)).toMatchObject({ left: 0, waitSeconds: 0 });
    buckets.charge('a', 0, 5);
    expect(buckets.take('a', 0)).toMatchObject({ left: 0, waitSeconds: 3 });
    expect(buckets.take('a', 3_000)).toMatchObject({ left: 0, waitSeconds: 0 });
  });

  it('is one of so many, however many addresses ask', () => {
    const buckets = new Buckets('address', quota, 100);
    for (let n = 0; n < 10_000; n++) buckets.take(`10.0.${n >> 8}.${n & 255}`, n);
    expect(buckets.size).toBe(100);
  });
});

describe('the usual quota of an address', () => {
  const usual = readLimits({}, refuse);

  /** How many of the requests of a day are refused, one every so many milliseconds. */
  function refusedOf(everyMs: number, hours: number, isMiss: boolean): { asked: number; refused: number } {
    const buckets = new Buckets('address', usual.address ?? quota);
    let [asked, refused] = [0, 0];
    for (let now = 0; now < hours * 3_600_000; now += everyMs) {
      asked++;
      if (buckets.take('203.0.113.7', now).waitSeconds > 0) refused++;
      else if (isMiss) buckets.charge('203.0.113.7', now, MISS_COST);
    }
    return { asked, refused };
  }

  it('lets the office of a supermarket pass: forty people, each a scan every thirty seconds, all day', () => {
    expect(refusedOf(750, 10, false)).toEqual({ asked: 48_000, refused: 0 });
  });

  it('refuses who harvests codes: of a day at twenty a second nine in ten', () => {
    const { asked, refused } = refusedOf(50, 24, false);
    expect(asked).toBe(1_728_000);
    expect(refused / asked).toBeGreaterThan(0.89);
  });

  it('refuses who guesses codes: fewer than 20,000 guesses a day are answered', () => {
    const { asked, refused } = refusedOf(50, 24, true);
    expect(asked - refused).toBeLessThan(20_000);
  });
});

describe('who counts as one visitor', () => {
  it('is an IPv4 address, the /64 of an IPv6 address, and never this machine itself', () => {
    expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
    expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7');
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:0db8:0001:0002::9')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
    for (const own of ['127.0.0.1', '::1', '::ffff:127.0.0.1', undefined]) expect(networkOf(own)).toBeNull();
  });

  it('is the connection unless proxies are trusted, then what the outermost of them saw', () => {
    const spoofed = '198.51.100.1, 203.0.113.7, 10.0.0.2';
    expect(clientAddress('10.0.0.1', spoofed, 0)).toBe('10.0.0.1');
    expect(clientAddress('10.0.0.1', spoofed, 1)).toBe('10.0.0.2');
    expect(clientAddress('10.0.0.1', spoofed, 2)).toBe('203.0.113.7');
    expect(clientAddress('10.0.0.1', '203.0.113.7', 2)).toBe('10.0.0.1');
    expect(clientAddress('10.0.0.1', null, 1)).toBe('10.0.0.1');
    expect(clientAddress('10.0.0.1', 'unknown', 1)).toBe('10.0.0.1');
    expect(clientAddress('10.0.0.1', '203.0.113.7:5123', 1)).toBe('203.0.113.7');
    expect(clientAddress('10.0.0.1', '[2001:db8::1]:443', 1)).toBe('2001:db8::1');
  });
});

describe('the headers', () => {
  it('are the structured fields of the draft', () => {
    expect(limitHeaders({ policy: 'key', quota: { requests: 6_000, seconds: 60 }, left: 5_900, waitSeconds: 0 })).toEqual({
      'RateLimit-Policy': '"key";q=6000;w=60',
      RateLimit: '"key";r=5900;t=1',
    });
  });
});

describe('the configuration of quotas', () => {
  it('reads requests and seconds, off, and the number of proxies', () => {
    expect(readLimits({ RATE_LIMIT_KEY: '100/10', RATE_LIMIT_CODE: 'off', TRUST_PROXY: '2' }, refuse)).toEqual({
      key: { requests: 100, seconds: 10 },
      address: { requests: 1_200, seconds: 600 },
      code: null,
      trustedProxies: 2,
    });
  });

  it('refuses anything else', () => {
    for (const [name, value] of Object.entries({
      RATE_LIMIT_KEY: '100',
      RATE_LIMIT_ADDRESS: '0/10',
      RATE_LIMIT_CODE: 'on',
      TRUST_PROXY: 'yes',
    }))
      expect(() => readLimits({ [name]: value }, refuse)).toThrow(`${name}: ${value}`);
  });
});

import { describe, expect, it } from 'vitest';
import { hostsOf } from './postgres-hosts.ts';
import { Freshness, positionOf } from './postgres-replica.ts';

describe('a DATABASE_URL of several hosts', () => {
  it('is each of them with all the rest, and the one that takes writes is meant', () => {
    expect(hostsOf('postgresql://u:p%40@h1:5433,[::1],h2/db?target_session_attrs=read-write&sslmode=require')).toEqual({
      urls: [
        'postgresql://u:p%40@h1:5433/db?sslmode=require',
        'postgresql://u:p%40@[::1]/db?sslmode=require',
        'postgresql://u:p%40@h2/db?sslmode=require',
      ],
      writable: true,
    });
    expect(hostsOf('postgres://h1,h2/db').writable).toBe(true);
    expect(hostsOf('postgres://h1/db')).toEqual({ urls: ['postgres://h1/db'], writable: false });
    expect(hostsOf('postgres://h1/db?target_session_attrs=primary')).toEqual({ urls: ['postgres://h1/db'], writable: true });
  });

  it('asks for no standby', () => {
    expect(() => hostsOf('postgres://h1,h2/db?target_session_attrs=prefer-standby')).toThrow('DATABASE_REPLICA_URL');
  });
});

describe('how late a replica is', () => {
  it('counts from the last moment whose position it has passed', () => {
    const freshness = new Freshness();
    freshness.wrote(100, 5n);
    freshness.wrote(200, 9n);
    freshness.replayed(4n);
    expect(freshness.asOf).toBe(Number.NEGATIVE_INFINITY);
    freshness.replayed(8n);
    expect(freshness.asOf).toBe(100);
    freshness.wrote(300, 9n);
    freshness.replayed(9n);
    expect(freshness.asOf).toBe(300);
  });

  it('reads positions of the write-ahead log across their high half', () => {
    expect(positionOf('16/B374D848')).toBe(0x16b374d848n);
    expect(positionOf('1/0') > positionOf('0/FFFFFFFF')).toBe(true);
    expect(() => positionOf(null)).toThrow('null');
  });
});

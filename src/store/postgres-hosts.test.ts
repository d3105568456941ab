import { describe, expect, it, onTestFinished } from 'vitest';
import { emptyPostgres } from '../../test/fresh-store.ts';
import { openTables } from '../ops/verify/tables.ts';
import { connectWritable, hostsOf } from './postgres-hosts.ts';
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

describe('a database to read, of several hosts', () => {
  it('is the one that answers and takes writes; whole numbers come as numbers', async () => {
    const { url, drop } = await emptyPostgres();
    onTestFinished(drop);
    const { host, username, pathname } = new URL(url);
    const several = `postgresql://${username}@127.0.0.1:1,${host}${pathname}`;
    const tables = await openTables(several);
    expect(await tables.rows('SELECT current_database() AS name, CAST(? AS bigint) AS n', 9_007_199_254_740_991)).toEqual([
      { name: pathname.slice(1), n: 9_007_199_254_740_991 },
    ]);
    await tables.close();
    await expect(openTables(`postgresql://${username}@127.0.0.1:1,127.0.0.1:1${pathname}`)).rejects.toThrow('ECONNREFUSED');
    // A server that takes no writes, as a standby takes none, is not meant by a list of hosts, and is by its own name.
    await onServer(url, `ALTER DATABASE "${pathname.slice(1)}" SET default_transaction_read_only = on`);
    await expect(openTables(several)).rejects.toThrow('takes no writes');
    await (await openTables(url)).close();
  });
});

async function onServer(url: string, sql: string): Promise<void> {
  const client = await connectWritable(url);
  await client.query(sql).finally(() => client.end());
}

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

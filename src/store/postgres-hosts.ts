import pg from 'pg';
import { StoreUnavailable } from './store.ts';

/** A `DATABASE_URL` as its hosts, each with a URL of its own. */
export interface Hosts {
  urls: string[];
  /** A connection counts only where the server takes writes. */
  writable: boolean;
}

const ATTRIBUTE = 'target_session_attrs';

/**
 * Reads a URL as libpq does: `postgresql://user@h1:5432,h2:5433/db?target_session_attrs=read-write`. Of several hosts the one that takes
 * writes is always meant, also where the attribute is left out: the ledger has one writer.
 * @throws {Error} for an attribute that asks for a standby
 */
export function hostsOf(url: string): Hosts {
  const [, scheme, user = '', hosts, rest = ''] = /^(postgres(?:ql)?:\/\/)([^@/]*@)?([^/?]*)(.*)$/s.exec(url) ?? [];
  if (scheme === undefined || hosts === undefined) throw new Error('DATABASE_URL: expected postgresql://…');
  const at = rest.indexOf('?');
  const query = new URLSearchParams(at < 0 ? '' : rest.slice(at + 1));
  const wanted = query.get(ATTRIBUTE);
  if (wanted !== null && !['any', 'read-write', 'primary'].includes(wanted))
    throw new Error(`DATABASE_URL: ${ATTRIBUTE}=${wanted}, expected read-write or primary; public reads have DATABASE_REPLICA_URL.`);
  query.delete(ATTRIBUTE);
  const tail = (at < 0 ? rest : rest.slice(0, at)) + (query.size > 0 ? `?${query}` : '');
  const each = hosts.split(',');
  return { urls: each.map((host) => scheme + user + host + tail), writable: each.length > 1 || (wanted !== null && wanted !== 'any') };
}

/** Whether the server behind a fresh connection takes writes; what libpq asks, and what distributed engines know too. */
async function mustTakeWrites(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query('SHOW transaction_read_only');
  if (rows[0]?.transaction_read_only !== 'off') throw new StoreUnavailable('the server is a standby and takes no writes', false);
}

/**
 * A pool on whichever host takes writes. A lost host is noticed by its connections, which fail and leave its pool; the next one is looked for
 * among all hosts, beginning with the last that was good. Nothing has to be started again after a failover.
 */
export class HostsPool {
  private readonly pools: pg.Pool[];
  private good = 0;

  constructor(url: string, config: pg.PoolConfig) {
    const { urls, writable } = hostsOf(url);
    const check = writable ? { onConnect: mustTakeWrites } : {};
    this.pools = urls.map((connectionString) => new pg.Pool({ ...config, ...check, connectionString }));
    for (const pool of this.pools) hearLosses(pool);
  }

  /** @throws the last host's error when none takes writes */
  async connect(): Promise<pg.PoolClient> {
    const first = this.good;
    let lost: unknown;
    for (let i = 0; i < this.pools.length; i++) {
      const n = (first + i) % this.pools.length;
      try {
        const client = await (this.pools[n] as pg.Pool).connect();
        this.good = n;
        return client;
      } catch (error) {
        lost = error;
      }
    }
    throw lost;
  }

  async query(query: string | pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> {
    const [only, another] = this.pools;
    if (only && !another) return only.query(query, values);
    const client = await this.connect();
    try {
      const result = await client.query(query, values);
      client.release();
      return result;
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.end()));
  }
}

/** Whole numbers come as numbers: every BIGINT here is below 2^53. */
export const WHOLE_NUMBERS: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === 20 ? Number : pg.types.getTypeParser(oid, format as 'text')),
};

/** A client on the host that takes writes, to be ended by the caller. Whole numbers come as numbers. */
export async function connectWritable(url: string): Promise<pg.Client> {
  const { urls, writable } = hostsOf(url);
  let lost: unknown;
  for (const connectionString of urls) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000, types: WHOLE_NUMBERS });
    try {
      await client.connect();
      if (writable) await mustTakeWrites(client);
      return client;
    } catch (error) {
      lost = error;
      await client.end().catch(() => {});
    }
  }
  throw lost;
}

/** A connection the server closes fails the query on it and leaves the pool; but unheard, the event itself would end the process. */
export function hearLosses(pool: pg.Pool): void {
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
}

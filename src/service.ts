import { randomFillSync } from 'node:crypto';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { newSecret } from './codes/ids.ts';
import { nodeSend } from './exchange/node-send.ts';
import { followerJobs, sweepAll } from './follower-jobs.ts';
import { sha256Hex } from './ledger/entry.ts';
import { Follower } from './ledger/follower.ts';
import { startBackground } from './platform/background.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import type { Deps, Log } from './platform/deps.ts';
import { folderFiles } from './platform/files-folder.ts';
import { jsonLog } from './platform/log.ts';
import { pooledRandom } from './platform/random.ts';

export interface Running {
  url: string;
  deps: Deps;
  follower: Follower;
  /** The system administrator's key, when it was made now. */
  adminKey: string;
  stop(): Promise<void>;
}

/** Opens the store, brings its schema up to date and serves; `stop` lets requests in flight end. */
export async function start(config: Config, options: { clock?: Clock; log?: Log } = {}): Promise<Running> {
  const adminKey = config.adminKey ?? newSecret('adm_');
  const store = await openStore(config.databaseUrl);
  const log = options.log ?? (await jsonLog(config.logLevel));
  const deps: Deps = {
    store,
    clock: options.clock ?? systemClock,
    random: pooledRandom((pool) => randomFillSync(pool)),
    files: folderFiles(config.filesDir),
    log,
    publicUrl: config.publicUrl,
    adminKeyHash: sha256Hex(adminKey),
    later: (work) => void work.catch((error) => log.error('later', { error: String(error) })),
    send: nodeSend({ allowPrivate: config.privateWebhooks }),
  };
  const app = createApp(deps);
  const follower = new Follower(deps, followerJobs(deps));
  const background = startBackground(deps, follower, () => sweepAll(deps));
  const { server, port } = await listen(app.fetch, config.port);
  const url = `http://localhost:${port}`;
  return {
    url,
    deps,
    follower,
    adminKey,
    stop: async () => {
      await ended(server);
      await background.stop();
      await store.close();
    },
  };
}

async function openStore(databaseUrl: string) {
  const { migratePostgres, migrateSqlite } = await import('./store/migrate.ts');
  if (databaseUrl.startsWith('file:')) {
    const file = databaseUrl.slice('file:'.length);
    const { mkdirSync } = await import('node:fs');
    const { dirname } = await import('node:path');
    mkdirSync(dirname(file), { recursive: true });
    migrateSqlite(file);
    const { openSqlite } = await import('./store/sqlite.ts');
    const { availableParallelism } = await import('node:os');
    // On one core a second thread only takes turns with the first.
    return openSqlite(file, { thread: availableParallelism() > 1 });
  }
  await migratePostgres(databaseUrl);
  const { openPostgres } = await import('./store/postgres.ts');
  return openPostgres(databaseUrl);
}

function listen(fetch: Parameters<typeof serve>[0]['fetch'], port: number): Promise<{ server: ReturnType<typeof serve>; port: number }> {
  return new Promise((listening, failed) => {
    const server = serve({ fetch, port }, (info) => listening({ server, port: info.port }));
    server.on('error', failed);
  });
}

/** How long requests in flight may take to end, in milliseconds. */
const GRACE_MS = 10_000;

/** Takes no more connections and waits for the requests in flight; a client that keeps its connection busy holds nothing up. */
async function ended(server: ReturnType<typeof serve>): Promise<void> {
  const connections = server as Server;
  const idle = setInterval(() => connections.closeIdleConnections(), 50);
  const late = setTimeout(() => connections.closeAllConnections(), GRACE_MS);
  await new Promise<void>((closed) => server.close(() => closed()));
  clearInterval(idle);
  clearTimeout(late);
}

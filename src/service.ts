import { randomFillSync } from 'node:crypto';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { newSecret } from './codes/ids.ts';
import { threadPress } from './codes/labels/thread-press.ts';
import type { Channel } from './exchange/channels.ts';
import { nodeSend } from './exchange/node-send.ts';
import { followerJobs, sweepAll } from './follower-jobs.ts';
import { sha256Hex } from './ledger/entry.ts';
import { Follower } from './ledger/follower.ts';
import { keyInFile, memoryInFile, originOf } from './ledger/log/key-file.ts';
import { signerOf } from './ledger/log/note.ts';
import { LogSigner, SIGN_EVERY_MS } from './ledger/log/signer.ts';
import { folderScripts } from './pages/scripts/folder-scripts.ts';
import { startBackground } from './platform/background.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import type { Deps, Log } from './platform/deps.ts';
import { folderFiles } from './platform/files-folder.ts';
import { jsonLog } from './platform/log.ts';
import { pooledRandom } from './platform/random.ts';
import type { Store } from './store/store.ts';

export interface Running {
  url: string;
  deps: Deps;
  follower: Follower;
  signer: LogSigner;
  /** The system administrator's key, when it was made now. */
  adminKey: string;
  stop(): Promise<void>;
}

export interface StartOptions {
  clock?: Clock;
  log?: Log;
  /** Further ways to reach parties, which an operator fills. */
  channels?: readonly Channel[];
}

/** Opens the store, brings its schema up to date and serves; `stop` lets requests in flight end. */
export async function start(config: Config, options: StartOptions = {}): Promise<Running> {
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
    labels: threadPress(),
    scripts: folderScripts(),
    ...(options.channels ? { channels: options.channels } : {}),
  };
  const app = createApp(deps);
  const follower = new Follower(deps, followerJobs(deps));
  const signer = await openSigner(config, deps);
  const background = startBackground(deps, follower, () => sweepAll(deps), { sign: () => signer.sign(), everyMs: SIGN_EVERY_MS });
  const { server, port } = await listen(app.fetch, config.port);
  const url = `http://localhost:${port}`;
  return {
    url,
    deps,
    follower,
    signer,
    adminKey,
    stop: async () => {
      await ended(server);
      await background.stop();
      await store.close();
    },
  };
}

async function openSigner(config: Config, deps: Deps): Promise<LogSigner> {
  const { signingKeyFile: file } = config;
  const { secret, isNew } = await keyInFile(file, originOf(config.publicUrl), deps.random);
  const signer = new LogSigner(deps, await signerOf(secret), memoryInFile(`${file}.checkpoint`), config.ledgerResume);
  deps.log.info('ledger-key', { publicKey: signer.publicKey, file, isNew });
  return signer;
}

/** The store a `DATABASE_URL` names, migrated. */
export async function openStore(databaseUrl: string): Promise<Store> {
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

import { randomFillSync } from 'node:crypto';
import { createApp } from './app.ts';
import { AccessAudit } from './audit/audit.ts';
import { newSecret } from './codes/ids.ts';
import { threadPress } from './codes/labels/thread-press.ts';
import type { Channel } from './exchange/channels.ts';
import { nodeSend } from './exchange/node-send.ts';
import { followerJobs, sweepAll } from './follower-jobs.ts';
import { sha256Hex } from './ledger/entry.ts';
import { Follower } from './ledger/follower.ts';
import { signerOf } from './ledger/log/note.ts';
import { LogSigner, SIGN_EVERY_MS } from './ledger/log/signer.ts';
import { lastBackupAt } from './ops/backup/stamp.ts';
import { folderScripts } from './pages/scripts/folder-scripts.ts';
import { type OidcProvider, peopleTools, type Sms } from './people/tools.ts';
import { admitted } from './platform/admission.ts';
import { startBackground } from './platform/background.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import type { Deps, Log } from './platform/deps.ts';
import { folderFiles } from './platform/files-folder.ts';
import { jsonLog } from './platform/log.ts';
import { countedLog, prometheusMeter } from './platform/metrics/prometheus.ts';
import { stateOf, type Watched } from './platform/metrics/state.ts';
import { listen } from './platform/node-server.ts';
import { pooledRandom } from './platform/random.ts';
import { RateLimits } from './platform/rate-limits.ts';
import { type Keys, openKeys, trySealing } from './service-keys.ts';
import type { ReplicaReads } from './store/postgres-replica.ts';
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
  /** Carries codes to phones, and sign-ins elsewhere; without them people sign in by password alone. */
  sms?: Sms;
  oidc?: readonly OidcProvider[];
}

/** Opens the store, brings its schema up to date and serves; `stop` lets requests in flight end. */
export async function start(config: Config, options: StartOptions = {}): Promise<Running> {
  const adminKey = config.adminKey ?? newSecret('adm_');
  const store = await openStore(config.databaseUrl);
  const uncounted = options.log ?? (await jsonLog(config.logLevel));
  let watched: Watched | undefined;
  // What is watched is made with what is counted; before that there is nothing to tell.
  const meter = prometheusMeter(async () => (watched ? stateOf(watched) : []));
  const log = countedLog(uncounted, meter);
  const replica = await openReplica(config, store);
  const clock = options.clock ?? systemClock;
  const random = pooledRandom((pool) => randomFillSync(pool));
  const keys = await openKeys(config, store, random).catch(async (error) => {
    await store.close();
    throw error;
  });
  const people = peopleTools(keys.sealing, options);
  const deps: Deps = {
    store,
    ...(replica ? { publicStore: replica.store } : {}),
    clock,
    random,
    files: folderFiles(config.filesDir),
    log,
    publicUrl: config.publicUrl,
    adminKeyHash: sha256Hex(adminKey),
    later: (work) => void work.catch((error) => log.error('later', { error: String(error) })),
    send: nodeSend({ allowPrivate: config.privateWebhooks }),
    audit: new AccessAudit({ store, clock, random, log }),
    people,
    limits: new RateLimits(config.limits, () => performance.now()),
    meter,
    ...(config.metricsToken ? { metricsTokenHash: sha256Hex(config.metricsToken) } : {}),
    ...(config.securityContact ? { securityContact: config.securityContact } : {}),
    seal: (await signerOf(keys.signing.secret)).sign,
    labels: threadPress(),
    scripts: folderScripts(),
    ...(options.channels ? { channels: options.channels } : {}),
  };
  const app = createApp(deps);
  const flushing = setInterval(() => void deps.audit?.flush(), AUDIT_EVERY_MS);
  const anchoring = setInterval(() => void deps.audit?.anchor(), ANCHOR_EVERY_MS);
  const follower = new Follower(deps, followerJobs(deps));
  const signer = await openSigner(config, keys, deps);
  await trySealing(people, store, log, config.sealingKeyFile);
  const background = startBackground(deps, follower, () => sweepAll(deps), { sign: () => signer.sign(), everyMs: SIGN_EVERY_MS });
  const admission = admitted(app.fetch, deps.random, config.admission);
  watched = {
    deps,
    follower,
    signer,
    filesDir: config.filesDir,
    lastBackupAt: () => lastBackupAt(config.filesDir),
    underway: admission.underway,
    limits: config.admission,
    ...(replica ? { replica: { ageMs: replica.ageMs, stalenessMs: config.replicaStalenessMs } } : {}),
  };
  const { port, ended } = await listen(admission.fetch, config.port);
  const url = `http://localhost:${port}`;
  return {
    url,
    deps,
    follower,
    signer,
    adminKey,
    stop: async () => {
      await ended();
      clearInterval(flushing);
      clearInterval(anchoring);
      // Before the background ends: its last signature covers the entry.
      await deps.audit?.anchor();
      await background.stop();
      await replica?.close();
      await store.close();
    },
  };
}

/** A crash loses what was noted since the last write. */
const AUDIT_EVERY_MS = 1_000;
/** How often the ledger is told where the access audit stands: what was altered since can be altered unseen. */
const ANCHOR_EVERY_MS = 10 * 60_000;

async function openSigner(config: Config, { signing, memory }: Keys, deps: Deps): Promise<LogSigner> {
  const signer = new LogSigner(deps, await signerOf(signing.secret), memory, config.ledgerResume);
  deps.log.info('ledger-key', { publicKey: signer.publicKey, file: config.signingKeyFile, isNew: signing.isNew });
  return signer;
}

/** Public reads on the replica, where there is one. */
async function openReplica(
  { databaseUrl, replicaUrl, replicaStalenessMs: stalenessMs }: Config,
  store: Store,
): Promise<ReplicaReads | undefined> {
  if (replicaUrl === undefined) return undefined;
  const { replicaReads } = await import('./store/postgres-replica.ts');
  return replicaReads(store, databaseUrl, replicaUrl, { stalenessMs });
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

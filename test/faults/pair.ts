import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort, postgresTools } from '../postgres.ts';

/** Two real clusters on this machine, the second a standby of the first. */
export interface Pair {
  primary: string;
  standby: string;
  /** Both in one URL, as a service is given them. */
  both: string;
  /** Ends the primary and all its backends by signal 9. */
  killPrimary(): void;
  promote(): Promise<void>;
  stopStandby(): Promise<void>;
  stop(): Promise<void>;
}

const PROGRAMS = ['initdb', 'pg_ctl', 'pg_basebackup'];

/**
 * @param isSynchronous a commit is answered when the standby has applied it
 * @throws {Error} naming the program that the PostgreSQL of this machine lacks
 */
export async function startPair(isSynchronous: boolean): Promise<Pair> {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-pair-'));
  const { run, own, missing, folder: binaries } = postgresTools(folder);
  const lacking = missing(PROGRAMS);
  if (lacking.length > 0) {
    rmSync(folder, { recursive: true });
    throw new Error(
      `Replication needs ${lacking.join(', ')}, which ${binaries} does not have; install PostgreSQL 15 or later on this machine.`,
    );
  }
  const [first, second] = [await freePort(), await freePort()];
  const [data, copy] = [own(join(folder, 'first')), own(join(folder, 'second'))];
  const start = (where: string, port: number) =>
    run(
      'pg_ctl',
      '-D',
      where,
      '-w',
      '-l',
      join(where, 'log'),
      '-o',
      `-p ${port} -c unix_socket_directories= -c listen_addresses=127.0.0.1 -c max_connections=200`,
      'start',
    );
  const at = (port: number) => `postgresql://app@127.0.0.1:${port}/postgres`;
  const stop = (where: string) => run('pg_ctl', '-D', where, '-m', 'immediate', '-w', 'stop').catch(() => {});
  await run('initdb', '-D', data, '-U', 'app', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync');
  appendFileSync(
    join(data, 'postgresql.conf'),
    'wal_level = replica\nhot_standby = on\nwal_receiver_status_interval = 1s\nmax_standby_streaming_delay = 1s\n',
  );
  await start(data, first);
  const feed = `host=127.0.0.1 port=${first} user=app application_name=standby`;
  await run('pg_basebackup', '-D', copy, '-R', '-X', 'stream', '-c', 'fast', '-d', feed);
  await start(copy, second);
  const admin = new pg.Client({ connectionString: at(first) });
  await admin.connect();
  if (isSynchronous) {
    await admin.query("ALTER SYSTEM SET synchronous_commit = 'remote_apply'");
    await admin.query("ALTER SYSTEM SET synchronous_standby_names = 'standby'");
    await admin.query('SELECT pg_reload_conf()');
  }
  const wanted = isSynchronous ? "state = 'streaming' AND sync_state = 'sync'" : "state = 'streaming'";
  while ((await admin.query(`SELECT 1 FROM pg_stat_replication WHERE ${wanted}`)).rowCount === 0);
  await admin.end();
  return {
    primary: at(first),
    standby: at(second),
    both: `postgresql://app@127.0.0.1:${first},127.0.0.1:${second}/postgres?target_session_attrs=read-write`,
    killPrimary: () => killAll(Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])),
    promote: async () => {
      await run('pg_ctl', '-D', copy, '-w', 'promote');
    },
    stopStandby: async () => {
      await stop(copy);
    },
    stop: async () => {
      await Promise.all([stop(data), stop(copy)]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** The postmaster first, so that it starts nothing anew. */
function killAll(postmaster: number): void {
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(postmaster)], { encoding: 'utf8' });
  for (const pid of [postmaster, ...children.trim().split(/\s+/).map(Number)])
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
}

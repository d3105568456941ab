import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeBackup } from '../src/ops/backup/backup.ts';
import { readManifest } from '../src/ops/backup/manifest.ts';
import { restore } from '../src/ops/backup/restore.ts';
import { Steps } from '../src/ops/backup/steps.ts';
import { openTables } from '../src/ops/verify/tables.ts';
import { readConfig } from '../src/platform/config.ts';
import type { Log } from '../src/platform/deps.ts';
import { start } from '../src/service.ts';
import { ADMIN_KEY } from './app.ts';
import { folder, quiet } from './backup-world.ts';
import { engines, enginesWanted } from './engines.ts';
import { emptyJournal, type Journal, producerKey, recordBatch } from './faults/clients.ts';
import { startService } from './faults/service.ts';
import { emptyPostgres } from './fresh-store.ts';

const root = join(import.meta.dirname, '..');
const call = promisify(execFile);

/** What the operator runs; every line it printed. */
async function run(command: string, args: string[], env: Record<string, string> = {}): Promise<string[]> {
  const { stdout } = await call(process.execPath, [join(root, 'src/ops/backup/main.ts'), command, ...args], {
    env: { ...process.env, ...env },
  });
  return stdout.trimEnd().split('\n');
}

const places = {
  sqlite: async () => ({ url: `file:${folder()}/s.db`, scratch: [] as string[] }),
  postgres: async () => {
    const [main, scratch] = [await emptyPostgres(), await emptyPostgres()];
    onTestFinished(async () => {
      await main.drop();
      await scratch.drop();
    });
    return { url: main.url, scratch: ['--scratch', scratch.url] };
  },
};

const wanted = engines.filter((engine) => engine !== 'd1' && enginesWanted().includes(engine)) as (keyof typeof places)[];

describe.each(wanted)('on %s, with the service writing', (engine) => {
  it('a backup holds all that was acknowledged before it, and a drill restores, verifies and counts it', { timeout: 120_000 }, async () => {
    const { url, scratch } = await places[engine]();
    const place = folder();
    const env = { DATABASE_URL: url, FILES_DIR: `${place}/files`, BOOTSTRAP_ADMIN_KEY: ADMIN_KEY };
    const service = await startService(env);
    const key = await producerKey(service.url);
    const journal: Journal = emptyJournal();
    const load = writing(service.url, key, journal);
    await load.until(40);
    // Something is signed by then: the drill has signatures to look at.
    while ((await fetch(`${service.url}/ledger/checkpoint`)).status !== 200);
    const before = new Set(journal.acknowledged.keys());
    const to = join(place, 'backup');
    const lines = await run('backup', ['--to', to], env);
    const during = journal.acknowledged.size - before.size;
    await load.until(before.size + during + 20);
    await load.stop();
    expect(await service.stop()).toBe(0);

    expect(lines.filter((line) => !line.startsWith('ok '))).toEqual([]);
    // The service was not held up: it wrote on while it was copied.
    expect(during).toBeGreaterThan(0);
    const kept = await numbersIn(join(to, 'suyuan.db'));
    expect([...before].filter((name) => !kept.has(name))).toEqual([]);
    expect([...kept].filter((name) => !journal.acknowledged.has(name) && !journal.unknown.has(name))).toEqual([]);
    expect(kept.size).toBeLessThan(journal.acknowledged.size);

    const trust = ['--key', `${place}/signing.key.pub`, '--kept', `${place}/signing.key.checkpoint`];
    const drilled = await run('drill', ['--from', to, ...scratch, ...trust], env);
    const checks = ['hash of suyuan.db', 'integrity_check', 'counts', 'chains', 'ledger of the backup', 'kept checkpoints'];
    for (const check of [...checks, 'files put', 'database put', 'in place', 'ledger'])
      expect(drilled.filter((line) => new RegExp(`^ok +\\d+ ms {2}${check}: `).test(line)).length, check).toBeGreaterThan(0);
    expect(drilled.at(-1)).toMatch(/^drill passed: as of 20.*Z, \d+ entries restored, verified and counted$/);
    console.log(drilled.map((line) => `${engine}  ${line}`).join('\n'));
    // Whoever drills every week finds the scratch database empty again.
    if (scratch[1] !== undefined) expect(await run('drill', ['--from', to, ...scratch, ...trust], env)).toHaveLength(drilled.length);
  });
});

it('a drill without a backup takes one of the service itself, and fails loudly where it is damaged', async () => {
  const place = folder();
  const running = await start(configOf(place), { log: silent([]) });
  const key = await producerKey(running.url);
  await recordBatch(running.url, key, 'one', emptyJournal());
  const lines = await run('drill', [], { DATABASE_URL: `file:${place}/s.db`, FILES_DIR: `${place}/files` });
  expect(lines.at(-1)).toMatch(/^drill passed/);
  // Its backup is not kept, so nobody is told of one.
  expect(existsSync(`${place}/last-backup`)).toBe(false);
  const failed = await run('drill', ['--from', place]).catch((error: { code: number; stderr: string }) => error);
  expect(failed).toMatchObject({ code: 2, stderr: expect.stringContaining('has no manifest.json') });
  await running.stop();
});

it('a service on a restored database does not sign a smaller tree until the operator gives up the larger one', async () => {
  const place = folder();
  const log: string[] = [];
  const first = await start(configOf(place), { log: silent(log) });
  const key = await producerKey(first.url);
  const journal: Journal = emptyJournal();
  await recordBatch(first.url, key, 'before', journal);
  await sealed(first);
  const to = join(place, 'backup');
  await makeBackup({ database: `file:${place}/s.db`, filesDir: `${place}/files`, to, now: Date.now }, quiet);
  await recordBatch(first.url, key, 'after', journal);
  // What a stop would add, so that the size is the last one.
  await first.deps.audit?.anchor();
  const largest = await sealed(first);
  await first.stop();

  const elsewhere = folder();
  const { checkpoint } = await restore({ from: to, database: `file:${elsewhere}/s.db`, filesDir: `${elsewhere}/files` }, quiet);
  const signed = sizeOf(checkpoint ?? '');
  expect(signed).toBeLessThan(largest);
  // The key and the memory are kept apart from backups, as the operator's guide says.
  const config = (resume?: string) => ({ ...configOf(elsewhere, resume), signingKeyFile: `${place}/signing.key` });
  const second = await start(config(), { log: silent(log) });
  await second.follower.catchUp();
  expect(await second.signer.sign()).toBeNull();
  expect(log.filter((line) => line.startsWith('ledger-not-signed'))).toEqual([expect.stringContaining(`"published":${largest}`)]);
  // Records go on; only the signature stops.
  await recordBatch(second.url, key, 'meanwhile', journal);
  expect(journal.unknown.size).toBe(0);
  await second.stop();

  const third = await start(config(`${largest} restored after a disk failure`), { log: silent(log) });
  const note = await sealed(third);
  expect(note).toBeGreaterThan(signed);
  expect(log.filter((line) => line.startsWith('ledger-resumed'))).toHaveLength(1);
  await third.stop();
  expect(existsSync(`${elsewhere}/signing.key`)).toBe(false);
});

it('a backup that breaks off at any step leaves no folder that a restore would take', async () => {
  const place = folder();
  const running = await start(configOf(place), { log: silent([]) });
  const key = await producerKey(running.url);
  await recordBatch(running.url, key, 'one', emptyJournal());
  const to = join(place, 'backup');
  let stopped = 0;
  const left = new Set<string>();
  // Breaks it off after its first, second … line, until it comes through.
  for (let after = 1; ; after++) {
    let said = 0;
    const steps = new Steps(() => {
      if (++said === after) throw new Error('broken off');
    });
    const done = await makeBackup({ database: `file:${place}/s.db`, filesDir: `${place}/files`, to, now: Date.now }, steps).then(
      () => true,
      (error: Error) => error.message !== 'broken off',
    );
    if (done) break;
    stopped++;
    const made = existsSync(to);
    left.add(made ? 'whole' : 'none');
    if (made) await restore({ from: to, database: `file:${folder()}/s.db`, filesDir: `${folder()}/f` }, quiet);
    else await expect(readManifest(to)).rejects.toThrow(/no backup, or one that was not finished/);
    if (made) break;
  }
  expect(stopped).toBeGreaterThan(5);
  expect(left).toContain('none');
  await running.stop();
});

function configOf(place: string, resume?: string) {
  return readConfig({
    PORT: '0',
    PUBLIC_URL: 'https://trace.example',
    DATABASE_URL: `file:${place}/s.db`,
    FILES_DIR: `${place}/files`,
    BOOTSTRAP_ADMIN_KEY: ADMIN_KEY,
    LEDGER_RESUME: resume,
  });
}

function silent(lines: string[]): Log {
  const take = (event: string, fields: object) => void lines.push(`${event} ${JSON.stringify(fields)}`);
  return { info: take, warn: take, error: take };
}

/** Signs what there is now, and answers how many entries that is. */
async function sealed(running: Awaited<ReturnType<typeof start>>): Promise<number> {
  await running.follower.catchUp();
  const note = await running.signer.sign();
  expect(note).not.toBeNull();
  return sizeOf(note ?? '');
}

const sizeOf = (note: string) => Number(note.split('\n')[1]);

async function numbersIn(file: string): Promise<Set<string>> {
  const tables = await openTables(file);
  const rows = await tables.rows('SELECT "batchNumber" AS name FROM batch');
  await tables.close();
  return new Set(rows.map(({ name }) => String(name)));
}

/** Eight clients that record batches one after another until they are told to stop. */
function writing(url: string, key: string, journal: Journal) {
  let isOn = true;
  let n = 0;
  let reached: { count: number; done: () => void } | undefined;
  const client = async () => {
    while (isOn) {
      await recordBatch(url, key, `b${n++}`, journal);
      if (reached && journal.acknowledged.size >= reached.count) reached.done();
    }
  };
  const all = Promise.all(Array.from({ length: 8 }, client));
  return {
    until: (count: number) =>
      new Promise<void>((done) => {
        reached = { count, done };
      }),
    stop: async () => {
      isOn = false;
      await all;
    },
  };
}

import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import lock from '../package-lock.json' with { type: 'json' };
import { readConfig } from '../src/platform/config.ts';
import { stateOf } from '../src/platform/metrics/state.ts';
import { SECRETS } from '../src/platform/secret-files.ts';
import { start } from '../src/service.ts';
import { ADMIN_KEY } from './app.ts';
import { folder } from './backup-world.ts';

const root = join(import.meta.dirname, '..');
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const dockerfile = text('deploy/Dockerfile');

/** What the image's last stage copies from here. */
const copied = [...(dockerfile.split(/^FROM /m).at(-1) ?? '').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) =>
  paths.split(' '),
);

describe('the image', () => {
  it('copies only what is there, and what its ignore file lets through', () => {
    expect(copied).toContain('src');
    const allowed = text('deploy/Dockerfile.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    for (const path of [...copied, 'package-lock.json']) {
      expect(existsSync(join(root, path)), path).toBe(true);
      expect(allowed, path).toContain(path);
    }
  });

  it('runs as somebody without rights, writes to its volumes alone, and ends on SIGTERM', () => {
    const last = dockerfile.split(/^FROM /m).at(-1) ?? '';
    expect(last.indexOf('USER node')).toBeGreaterThan(last.lastIndexOf('RUN '));
    expect(last).toMatch(/^CMD \["node", "src\/server\.ts"\]$/m);
    const compose = text('deploy/compose.yaml');
    for (const line of ['read_only: true', 'cap_drop: [ALL]', 'no-new-privileges:true']) expect(compose).toContain(line);
  });

  it('has the packages the service and its tools need, though those of development are left out', { timeout: 60_000 }, async () => {
    const app = folder();
    for (const path of copied) cpSync(join(root, path), join(app, path), { recursive: true, filter: (from) => !from.endsWith('.test.ts') });
    linkPackages(app);
    const data = folder();
    const env = {
      PATH: process.env.PATH,
      PORT: '0',
      DATABASE_URL: `file:${data}/s.db`,
      FILES_DIR: `${data}/files`,
      BOOTSTRAP_ADMIN_KEY: ADMIN_KEY,
    };
    const run = (...args: string[]) =>
      execFileSync(process.execPath, ['--preserve-symlinks', ...args], { cwd: app, env, encoding: 'utf8' });
    // As the image starts it.
    const [command = '', ...args] = JSON.parse(/^CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]') as string[];
    expect(command).toBe('node');
    const child = spawn(process.execPath, ['--preserve-symlinks', ...args], { cwd: app, env, stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const port = await new Promise<string>((found, failed) => {
      child.once('exit', (code) => failed(new Error(`it ended with ${code} before it listened`)));
      createInterface(child.stdout).on('line', (line) => {
        const at = /"url":"http:\/\/localhost:(\d+)"/.exec(line)?.[1];
        if (at) found(at);
      });
    });
    // And as the image asks whether it is well.
    const [node = '', ...check] = JSON.parse(/CMD (\["node", "-e".*\])$/m.exec(dockerfile)?.[1] ?? '[]') as string[];
    expect(node).toBe('node');
    execFileSync(process.execPath, check, { env: { PORT: port } });
    expect(() => execFileSync(process.execPath, check, { env: { PORT: '1' }, stdio: 'ignore' })).toThrow();
    expect(run('src/ops/backup/main.ts', 'backup', '--to', join(data, 'b'))).toMatch(/^ok .* backup: /m);
    expect(run('src/ops/backup/main.ts', 'drill', '--from', join(data, 'b'), '--key', join(data, 'signing.key.pub'))).toMatch(
      /^drill passed/m,
    );
    expect(run('src/ops/retention/main.ts')).toContain('never  ledger entries');
    const ended = new Promise((code) => child.once('exit', code));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});

/** The packages `npm ci --omit=dev --omit=optional` would install. */
function linkPackages(app: string): void {
  for (const [path, entry] of Object.entries(
    lock.packages as Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>,
  )) {
    if (!/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) || entry.dev || entry.optional || entry.devOptional || !existsSync(join(root, path)))
      continue;
    mkdirSync(join(app, dirname(path)), { recursive: true });
    symlinkSync(join(root, path), join(app, path));
  }
}

describe('what an operator is given', () => {
  it('sets only variables the service knows', () => {
    const known = new Set(
      [
        ...text('src/platform/config.ts').matchAll(/\b([A-Z]+(?:_[A-Z]+)+|PORT)\b/g),
        ...text('src/platform/limit-config.ts').matchAll(/\b([A-Z]+(?:_[A-Z]+)+)\b/g),
      ].map(([name]) => name),
    );
    for (const name of SECRETS) known.add(`${name}_FILE`);
    const units = [
      ...text('deploy/suyuan.service').matchAll(/^Environment=(\w+)=/gm),
      ...text('deploy/suyuan-backup.service').matchAll(/^Environment=(\w+)=/gm),
    ];
    const compose = [
      ...(/environment: &environment\n((?: {4}.+\n)+)/.exec(text('deploy/compose.yaml'))?.[1] ?? '').matchAll(/^ {4}(\w+):/gm),
    ];
    expect(compose.length).toBeGreaterThan(3);
    const unknown = [...units, ...compose].map(([, name = '']) => name).filter((name) => name !== 'NODE_ENV' && !known.has(name));
    expect(unknown).toEqual([]);
  });

  /** The first column of the guide's table of settings. */
  const documented = [...text('docs/guide/operator.md').matchAll(/^\| (`[A-Z_, `]+`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
  );

  it('is told of every setting the service reads, and of no other', () => {
    expect(documented.length).toBeGreaterThan(20);
    expect(new Set(documented).size).toBe(documented.length);
    const read = new Set<string>();
    const env = new Proxy({} as Record<string, string | undefined>, { get: (_, name) => void read.add(String(name)) });
    readConfig(env);
    expect(documented.toSorted()).toEqual([...read].sort());
  });

  it('can set each of them in the container and in the units', () => {
    const environment = /environment: &environment\n((?: {4}.+\n)+)/.exec(text('deploy/compose.yaml'))?.[1] ?? '';
    const passed = [...environment.matchAll(/^ {4}(\w+):/gm)].map(([, name = '']) => name);
    // The image has its own port, which its health check asks.
    const inContainer = documented.filter((name) => name !== 'PORT' && !passed.includes(name) && !passed.includes(`${name}_FILE`));
    expect(inContainer).toEqual([]);
    expect(dockerfile).toMatch(/^ENV (?:.*\\\n)*.*\bPORT=8080/m);
    for (const unit of ['deploy/suyuan.service', 'deploy/suyuan-backup.service'])
      expect(text(unit), unit).toMatch(/^EnvironmentFile=\/etc\/suyuan\/environment$/m);
  });

  it('runs the units on the Node that comes with the packages, which is 24 or newer', () => {
    const node = '/opt/suyuan/node_modules/.bin/node';
    expect(text('deploy/suyuan.service')).toContain(`ExecStart=${node} src/server.ts`);
    expect(text('deploy/suyuan-backup.service')).toContain('PATH=/opt/suyuan/node_modules/.bin:');
    for (const unit of globSync('deploy/*.service', { cwd: root })) expect(text(unit), unit).not.toContain('/usr/bin/node');
    const version = execFileSync(node.replace('/opt/suyuan', root), ['--version'], { encoding: 'utf8' });
    expect(Number(/^v(\d+)\./.exec(version)?.[1])).toBeGreaterThanOrEqual(24);
  });

  it('gets a backup and a drill of it by what the unit runs, the folder made first', { timeout: 60_000 }, async () => {
    const data = folder();
    const env = { DATABASE_URL: `file:${data}/s.db`, FILES_DIR: `${data}/files` };
    const silent = { info: () => {}, warn: () => {}, error: () => {} };
    const running = await start(readConfig({ ...env, PORT: '0', BOOTSTRAP_ADMIN_KEY: ADMIN_KEY }), { log: silent });
    await running.stop();
    const unit = text('deploy/suyuan-backup.service');
    const kept = join(data, 'var', 'backups');
    // As systemd reads them, with the places of this test.
    const here = (line: string) => line.replaceAll('/var/backups/suyuan', kept).replaceAll('/opt/suyuan', root).replaceAll('%%', '%');
    const [make = '', ...arguments_] = here(/^ExecStartPre=\+(.+)$/m.exec(unit)?.[1] ?? '').split(' ');
    execFileSync(make, arguments_);
    expect(statSync(kept).mode & 0o777).toBe(0o700);
    const [, script = ''] = /^ExecStart=\/bin\/sh -c '(.+)'$/m.exec(here(unit)) ?? [];
    const said = execFileSync('/bin/sh', ['-c', script], { cwd: root, env: { ...env, PATH: '/usr/bin:/bin' }, encoding: 'utf8' });
    expect(said).toMatch(/^drill passed: as of /m);
    expect(readdirSync(kept)).toEqual([expect.stringMatching(/^\d{8}T\d{6}Z$/)]);
  });

  it('has units that systemd understands', () => {
    for (const unit of globSync('deploy/*.{service,timer}', { cwd: root })) {
      // Machines without systemd cannot run them either.
      if (!existsSync('/usr/bin/systemd-analyze')) {
        expect(text(unit), unit).toMatch(/^\[Unit\]$/m);
        continue;
      }
      // It wants the program to be there, wherever this machine has it.
      const place = folder();
      for (const other of globSync('deploy/*.{service,timer}', { cwd: root })) {
        const written = text(other).replaceAll('/opt/suyuan/node_modules/.bin/node', process.execPath);
        execFileSync('tee', [join(place, basename(other))], { input: written, stdio: ['pipe', 'ignore', 'inherit'] });
      }
      const said = execFileSync('systemd-analyze', ['verify', '--man=no', join(place, basename(unit))], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      expect(said, unit).toBe('');
    }
  });
});

describe('what is watched', () => {
  const alerts = text('deploy/alerts.yaml');
  const names = [...alerts.matchAll(/^ +- alert: (\w+)$/gm)].map(([, name = '']) => name);

  it('has a section of the runbook for each alert, and no section for another', () => {
    expect(names.length).toBeGreaterThan(10);
    expect(new Set(names).size).toBe(names.length);
    const sections = [...text('docs/guide/runbook.md').matchAll(/^## (Suyuan\w+)$/gm)].map(([, name = '']) => name);
    expect(sections.sort()).toEqual([...names].sort());
    for (const part of text('docs/guide/runbook.md')
      .split(/^## /m)
      .filter((one) => one.startsWith('Suyuan')))
      for (const line of ['- 含义 Means: ', '- 先看 Look: ', '- 处理 Do: ']) expect(part, part.slice(0, 30)).toContain(line);
    // Each rule says how bad it is and what happened.
    for (const rule of alerts.split(/^ +- alert: /m).slice(1)) expect(rule).toMatch(/expr: .+\n.*severity: (page|ticket).*summary: "/s);
  });

  it('asks only for metrics the service tells', async () => {
    const place = folder();
    const silent = { info: () => {}, warn: () => {}, error: () => {} };
    const running = await start(
      readConfig({ PORT: '0', DATABASE_URL: `file:${place}/s.db`, FILES_DIR: `${place}/files`, BOOTSTRAP_ADMIN_KEY: ADMIN_KEY }),
      { log: silent },
    );
    onTestFinished(() => running.stop());
    await waitingForEverything(running, place);
    const scraped = await fetch(`${running.url}/metrics`, { headers: { Authorization: `Bearer ${ADMIN_KEY}`, Connection: 'close' } });
    const told = new Set([...(await scraped.text()).matchAll(/^([a-z_0-9]+)(?:\{| )/gm)].map(([, name = '']) => name));
    // Only PostgreSQL has a replica.
    const beside = await stateOf({
      deps: running.deps,
      follower: running.follower,
      signer: running.signer,
      filesDir: place,
      lastBackupAt: async () => null,
      underway: () => ({ reads: 0, writes: 0, bodies: 0, bytes: 0, refused: 0, ended: 0 }),
      limits: readConfig({}).admission,
      replica: { ageMs: () => 250, stalenessMs: 5_000 },
    });
    for (const { name, values } of beside) if (name.startsWith('suyuan_replica_') && values.length > 0) told.add(name);
    const board = JSON.parse(text('deploy/dashboard.json')) as { panels: { targets: { expr: string }[] }[] };
    const asked = [...alerts.matchAll(/^ +expr: (.+)$/gm)].map(([, expr = '']) => expr);
    asked.push(...board.panels.flatMap((panel) => panel.targets.map(({ expr }) => expr)));
    const named = new Set(asked.flatMap((expr) => expr.match(/\b(?:suyuan|process|nodejs)_[a-z_0-9]+/g) ?? []));
    expect(named.size).toBeGreaterThan(20);
    expect([...named].filter((name) => !told.has(name))).toEqual([]);
  });
});

/** Some metrics are told only when there is something: a backup, a message that waits, a signature. */
async function waitingForEverything(running: Awaited<ReturnType<typeof start>>, place: string): Promise<void> {
  const { store, clock } = running.deps;
  const at = clock();
  const nothing = () => ({ reply: { status: 204, headers: {}, body: '' } });
  await store.commit({ chain: 'system', at, entries: [{ kind: 'noted', subject: 'note/1', payload: {} }], finish: nothing });
  const delivery = {
    id: 1,
    webhookId: 1,
    noticeId: 1,
    body: '{}',
    state: 'waiting',
    attempts: 0,
    nextAt: at + 9_000_000,
    lastStatus: null,
    lastError: null,
    at,
    doneAt: null,
  };
  await store.aside('delivery', delivery);
  const filing = {
    id: 1,
    publicId: 'f',
    targetId: 1,
    chain: 'system',
    seq: 1,
    partyId: null,
    kind: 'x',
    subject: 'x',
    state: 'queued',
    attempts: 0,
    nextAt: at + 9_000_000,
    remoteId: null,
    reason: null,
    at,
    doneAt: null,
  };
  await store.commit({ chain: 'system', at, entries: [], rows: { filing: [filing] }, finish: nothing });
  await running.follower.catchUp();
  await running.signer.sign();
  const { noteBackup } = await import('../src/ops/backup/stamp.ts');
  await noteBackup(join(place, 'files'), { takenAt: '2026-11-05T01:00:00.000Z' } as Parameters<typeof noteBackup>[1]);
  await fetch(`${running.url}/t/NOSUCHCODE`, { headers: { Connection: 'close' } });
}

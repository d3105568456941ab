import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import pkg from '../package.json' with { type: 'json' };
import { VERSION } from '../src/platform/version.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { ADMIN_KEY, testApp, worldOver } from './app.ts';

const server = join(import.meta.dirname, '..', 'src/server.ts');
type Environment = Record<string, string | undefined>;

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'suyuan-service-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** What a service of its own is given: a database nobody else has, and nothing of the environment of the tests. */
const settings = (place: string): Environment => ({
  PORT: '0',
  PUBLIC_URL: 'https://trace.example',
  DATABASE_URL: `file:${place}/s.db`,
  FILES_DIR: `${place}/files`,
  BOOTSTRAP_ADMIN_KEY: ADMIN_KEY,
  LOG_LEVEL: undefined,
});

function launch(env: Environment) {
  const child = spawn(process.execPath, [server], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const reader = createInterface(child.stdout);
  const exited = once(child, 'close').then(([code]) => code as number);
  const url = new Promise<string>((found) =>
    reader.on('line', (line) => {
      lines.push(line);
      const place = /"url":"(http:\/\/localhost:\d+)"/.exec(line)?.[1];
      if (place) found(place);
    }),
  );
  return { child, lines, exited, errors: () => errors, url: Promise.race([url, exited.then(() => Promise.reject(new Error(errors)))]) };
}

type Launched = ReturnType<typeof launch>;

async function stopped(service: Launched): Promise<number> {
  service.child.kill('SIGTERM');
  return service.exited;
}

async function call(url: string, path: string, key?: string, body?: unknown): Promise<{ status: number; json: Record<string, string> }> {
  const response = await fetch(url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(key ? { Authorization: `Bearer ${key}` } : {}), 'Content-Type': 'application/json', Connection: 'close' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: (await response.json()) as Record<string, string> };
}

const authority = { name: '示例市市场监督管理局', department: 'market', regionCode: '330100' };

describe('the service', () => {
  it('has the version of its package', () => {
    expect(VERSION).toBe(pkg.version);
  });

  it('does not start with bad values, and names all of them without repeating a secret', async () => {
    const service = launch({
      PORT: '80a',
      DATABASE_URL: 'mysql://root:hunter2@db/suyuan',
      PUBLIC_URL: 'trace.example',
      BOOTSTRAP_ADMIN_KEY: 'short-secret',
      LOG_LEVEL: 'loud',
    });
    service.url.catch(() => {});
    expect(await service.exited).not.toBe(0);
    for (const name of ['PORT', 'DATABASE_URL', 'PUBLIC_URL', 'BOOTSTRAP_ADMIN_KEY', 'LOG_LEVEL'])
      expect(service.errors()).toMatch(new RegExp(`^ {2}${name}: found ".*", expected .+$`, 'm'));
    expect(service.errors() + service.lines.join()).not.toMatch(/hunter2|short-secret/);
  });

  it('makes a key once when it is given none, prints it, and takes it', async () => {
    const service = launch({ ...settings(folder()), BOOTSTRAP_ADMIN_KEY: undefined });
    const url = await service.url;
    const printed = service.lines.flatMap((line) => /shown once: (adm_\S+)$/.exec(line)?.[1] ?? []);
    expect(printed).toHaveLength(1);
    expect((await call(url, '/v1/authorities', printed[0], authority)).status).toBe(201);
    expect((await call(url, '/v1/authorities', ADMIN_KEY, authority)).status).toBe(401);
    expect(await stopped(service)).toBe(0);
  });

  it('says that it lives and that it is ready, and ends with 0', async () => {
    const service = launch(settings(folder()));
    const url = await service.url;
    expect(await call(url, '/healthz')).toEqual({ status: 200, json: { status: 'ok', version: pkg.version } });
    expect(await call(url, '/readyz')).toEqual({ status: 200, json: { status: 'ready', engine: 'sqlite' } });
    expect(await stopped(service)).toBe(0);
  });

  it('is alive but not ready while its store is closed', async () => {
    const t = await testApp();
    const store = openSqlite(t.file);
    const w = worldOver(store, t.deps.files);
    expect((await w.request('GET', '/readyz')).status).toBe(200);
    await store.close();
    const ready = await w.request('GET', '/readyz');
    expect([ready.status, ready.json.code, ready.headers.get('retry-after')]).toEqual([503, 'unavailable', '5']);
    expect((await w.request('GET', '/healthz')).status).toBe(200);
  });

  it('opens the database of another run, with what was recorded', async () => {
    const place = folder();
    const first = launch(settings(place));
    const made = await call(await first.url, '/v1/authorities', ADMIN_KEY, authority);
    const security = await call(await first.url, '/v1/administrators', ADMIN_KEY, { role: 'security' });
    const { json } = await call(await first.url, `/v1/authorities/${made.json.id}/keys`, security.json.key, { label: 'desk 1' });
    expect(await stopped(first)).toBe(0);
    const second = launch(settings(place));
    expect((await call(await second.url, '/v1/violations', json.key)).status).toBe(200);
    expect(await stopped(second)).toBe(0);
    expect(second.errors()).toBe('');
  });

  it('writes its log as lines of JSON, with the number of each request and nothing secret', async () => {
    const service = launch(settings(folder()));
    const url = await service.url;
    const made = await call(url, '/v1/authorities', ADMIN_KEY, authority);
    const security = await call(url, '/v1/administrators', ADMIN_KEY, { role: 'security' });
    const { json } = await call(url, `/v1/authorities/${made.json.id}/keys`, security.json.key, { label: '秘密标签' });
    await call(url, '/v1/violations', json.key);
    const refused = await call(url, '/v1/batches', 'sy_nobody_has_this_key');
    await fetch(`${url}/home`, { headers: { Cookie: 'suyuan_session=ss_secret-of-a-session', Connection: 'close' } });
    await fetch(`${url}/sign-in/sl_secret-of-a-link`, { headers: { Connection: 'close' } });
    await fetch(`${url}/s/SECRETOFASLIP`, { headers: { Connection: 'close' } });
    expect(await stopped(service)).toBe(0);
    const events = service.lines.map((line) => JSON.parse(line) as { level: string; message: string; properties: Record<string, unknown> });
    const requests = events.filter((event) => event.message === 'request').map((event) => event.properties);
    expect(requests.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'POST /v1/authorities 201',
      'POST /v1/administrators 201',
      `POST /v1/authorities/${made.json.id}/keys 201`,
      'GET /v1/violations 200',
      'GET /v1/batches 401',
      'GET /home 303',
      'GET /sign-in 200',
      'GET /sign-in/… 401',
      'GET /s/… 404',
    ]);
    expect(requests[4]?.requestId).toBe(refused.json.requestId);
    expect(new Set(requests.map((one) => one.requestId)).size).toBe(requests.length);
    for (const secret of [ADMIN_KEY, json.key ?? '', 'sy_nobody', 'secret-of', 'SECRETOFASLIP', '秘密标签', authority.name])
      expect(service.lines.join('\n')).not.toContain(secret);
  });

  it('lets a request in flight end when it is told to stop, and takes no further one on a connection that was kept', async () => {
    const service = launch(settings(folder()));
    const { port } = new URL(await service.url);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const body = JSON.stringify(authority);
    const headers = { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const asked = request({ port, path: '/v1/authorities', method: 'POST', headers: { ...headers, Expect: '100-continue' }, agent });
    const answered = once(asked, 'response');
    const begun = once(asked, 'continue');
    asked.flushHeaders();
    await begun;
    service.child.kill('SIGTERM');
    await refusesConnections(Number(port));
    asked.end(body);
    const [response] = await answered;
    expect(response.statusCode).toBe(201);
    response.resume();
    await once(response, 'end');
    const started = performance.now();
    expect(await service.exited).toBe(0);
    expect(performance.now() - started).toBeLessThan(9_000);
  });
});

/** Resolves once the port takes no new connections: the service has begun to stop. */
async function refusesConnections(port: number): Promise<void> {
  for (;;) {
    const taken = await fetch(`http://localhost:${port}/healthz`, { headers: { Connection: 'close' } }).then(
      () => true,
      () => false,
    );
    if (!taken) return;
  }
}

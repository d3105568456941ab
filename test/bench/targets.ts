import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ADMIN_KEY } from './service.ts';

export interface Target {
  port: number;
  process: ChildProcess;
  /** Milliseconds from the start of the process to its first answer. */
  startMs: number;
}

const running = new Set<ChildProcess>();

/** Starts a target and waits for its first answer. */
export async function start(mode: string, file = '', more: Record<string, string> = {}): Promise<Target> {
  const began = performance.now();
  const child = fork(join(import.meta.dirname, 'server.ts'), { env: { ...process.env, ...more, MODE: mode, FILE: file } });
  running.add(child);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  await (await fetch(`http://127.0.0.1:${port}/healthz`)).text();
  return { port, process: child, startMs: performance.now() - began };
}

export async function stop(target: Target): Promise<void> {
  running.delete(target.process);
  const exited = once(target.process, 'exit');
  target.process.kill();
  await exited;
}

export function stopAll(): void {
  for (const child of running) child.kill();
}

/** Waits until the service has followed all it stored. */
export async function settle(target: Target): Promise<void> {
  const ready = once(target.process, 'message');
  target.process.send('settle');
  await ready;
}

/** Tells a bare target what to answer. */
export async function answerWith(target: Target, body: string, type: string): Promise<void> {
  const ready = once(target.process, 'message');
  target.process.send({ body, type });
  await ready;
}

export async function call<T>(port: number, method: string, path: string, key: string, body?: unknown): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    // A connection kept open would be closed by the server while something slow is measured.
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', Connection: 'close' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

/** A registered producer and its key. */
export async function producer(port: number): Promise<string> {
  const party = await call<{ id: string }>(port, 'POST', '/v1/parties', ADMIN_KEY, {
    uscc: '91330110MA0DEM013U',
    name: '示例肉品厂',
    kinds: ['producer'],
    regionCode: '330110',
  });
  // A store that was measured before has its administrator already, whose key is not known any more.
  await call(port, 'DELETE', '/v1/administrators/security', ADMIN_KEY).catch(() => {});
  const security = await call<{ key: string }>(port, 'POST', '/v1/administrators', ADMIN_KEY, { role: 'security' });
  return (await call<{ key: string }>(port, 'POST', `/v1/parties/${party.id}/keys`, security.key, { label: 'bench' })).key;
}

/** The record of the API examples; every one under its own batch number. */
export function record(n: number) {
  return {
    product: {
      name: '冷鲜猪后腿肉',
      specification: '约2kg/袋',
      category: 'agricultural',
      directoryItem: '猪肉',
      gtin: '09521234543213',
      shelfLife: { value: 7, unit: 'day' },
      packaging: [{ unit: '箱', contains: { amount: '10', unit: '袋' } }],
      ingredients: [{ name: '猪肉' }],
    },
    batchNumber: `B${n}`,
    productionDate: '2026-11-01',
    expiresOn: '2027-11-08',
    quantity: { amount: '1200', unit: '袋' },
    certificates: [
      {
        kind: 'release',
        number: 'HZ-2026-11-0042',
        issuer: '杭州某检测有限公司',
        issuedOn: '2026-11-02',
        conclusion: 'pass',
        results: [{ item: '磺胺类', value: 'ND', unit: 'µg/kg', limit: '100' }],
      },
    ],
  };
}

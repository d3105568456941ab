import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/platform/config.ts';
import { start } from '../../src/service.ts';
import { ADMIN_KEY } from '../app.ts';
import { batch, producerKey } from '../faults/clients.ts';

/** The service as it is served, and clients that begin a batch and do not finish it. */
async function served(env: Record<string, string> = {}) {
  const place = mkdtempSync(join(tmpdir(), 'suyuan-slow-'));
  const config = readConfig({
    PORT: '0',
    PUBLIC_URL: 'https://trace.example',
    DATABASE_URL: `file:${place}/s.db`,
    FILES_DIR: `${place}/files`,
    BOOTSTRAP_ADMIN_KEY: ADMIN_KEY,
    RATE_LIMIT_KEY: 'off',
    RATE_LIMIT_ADDRESS: 'off',
    ...env,
  });
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  const service = await start(config, { log: silent });
  const sockets: Socket[] = [];
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await service.stop();
    rmSync(place, { recursive: true, force: true });
  });
  const key = await producerKey(service.url);
  const { port } = new URL(service.url);
  const head = (length: number, from?: string) =>
    [
      'POST /v1/batches HTTP/1.1',
      'Host: trace.example',
      `Authorization: Bearer ${key}`,
      'Content-Type: application/json',
      'Accept-Language: en',
      ...(from === undefined ? [] : [`X-Forwarded-For: ${from}`]),
      `Content-Length: ${length}`,
      '',
      '',
    ].join('\r\n');
  /** A client that sends this, and what it hears. */
  const client = (text: string) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
    sockets.push(socket);
    let heard = '';
    const waiting: (() => void)[] = [];
    const tell = () => {
      for (const go of waiting.splice(0)) go();
    };
    socket.on('data', (part) => {
      heard += part;
      tell();
    });
    socket.on('error', () => {});
    const closed = new Promise<void>((gone) => socket.on('close', () => gone()));
    socket.on('close', tell);
    return {
      socket,
      closed,
      /** The status of the first answer; 0 where the connection ended without one. */
      status: async () => {
        while (!heard.includes('\r\n\r\n') && !socket.destroyed) await new Promise<void>((come) => waiting.push(come));
        return Number(/^HTTP\/1\.1 (\d+)/.exec(heard)?.[1] ?? 0);
      },
    };
  };
  const record = async (name: string): Promise<number> => {
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    const answer = await fetch(`${service.url}/v1/batches`, { method: 'POST', headers, body: JSON.stringify(batch(name)) });
    await answer.arrayBuffer();
    return answer.status;
  };
  /** How many requests of each kind are under way, as a monitor reads it. */
  const underway = async (kind: string): Promise<number> => {
    const text = await (await fetch(`${service.url}/metrics`, { headers: { Authorization: `Bearer ${ADMIN_KEY}` } })).text();
    return Number(new RegExp(`^suyuan_requests_underway\\{kind="${kind}"\\} (\\d+)$`, 'm').exec(text)?.[1]);
  };
  const waitFor = async (bodies: number) => {
    while ((await underway('body')) !== bodies);
  };
  return { service, key, head, client, record, underway, waitFor };
}

describe('senders that do not finish', () => {
  it('keep nobody out, a thousand of them, and hold no place of a write', async () => {
    const { head, client, record, underway, waitFor } = await served({ UNDERWAY_WRITES: '4' });
    const slow = Array.from({ length: 1_000 }, () => client(`${head(1_000)}{`));
    await waitFor(1_000);
    for (let n = 0; n < 10; n++) expect(await record(`good-${n}`)).toBe(201);
    expect([await underway('write'), slow.filter(({ socket }) => socket.destroyed).length]).toEqual([0, 0]);
  });

  it('are served when they finish', async () => {
    const { head, client, waitFor } = await served();
    const body = JSON.stringify(batch('late'));
    const late = client(head(Buffer.byteLength(body)) + body.slice(0, 10));
    await waitFor(1);
    late.socket.write(body.slice(10));
    expect(await late.status()).toBe(201);
    await waitFor(0);
  });

  it('cost their own address alone, beyond what one address may have', async () => {
    const { head, client, waitFor, record } = await served({ TRUST_PROXY: '1', UNDERWAY_BODIES_PER_ADDRESS: '1' });
    const first = client(`${head(1_000, '203.0.113.7')}{`);
    const other = client(`${head(1_000, '203.0.113.8')}{`);
    await waitFor(2);
    const second = client(`${head(1_000, '203.0.113.7')}{`);
    // Refused while the first is not slow yet, let in for it when it is: never both.
    expect([408, 429]).toContain(await Promise.race([first.status(), second.status()]));
    await waitFor(2);
    expect([other.socket.destroyed, await record('meanwhile')]).toEqual([false, 201]);
  });

  it('lose their place, told 408, to whoever comes later', async () => {
    const { head, client, waitFor } = await served({ UNDERWAY_BODIES: '16' });
    const first = client(`${head(1_000)}{`);
    for (let n = 1; n < 16; n++) client(`${head(1_000)}{`);
    await waitFor(16);
    // Refused until the first counts as slow; then one of them is let in for it.
    for (let isEnded = false; !isEnded; ) {
      const next = client(`${head(1_000)}{`);
      isEnded = await Promise.race([first.status().then(() => true), next.status().then((status) => status !== 503)]);
    }
    expect(await first.status()).toBe(408);
    await first.closed;
  });

  it('that break off leave no defect behind', async () => {
    const errors: string[] = [];
    const { service, head, client, waitFor } = await served();
    service.deps.log.error = (event) => void errors.push(event);
    const one = client(`${head(1_000)}{`);
    await waitFor(1);
    one.socket.destroy();
    await waitFor(0);
    expect(errors).toEqual([]);
  });
});

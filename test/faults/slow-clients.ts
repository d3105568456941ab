import { connect, type Socket } from 'node:net';
import { expect } from 'vitest';
import { CLIENT_LIMITS } from '../../src/platform/node-server.ts';
import { audit, type Outcome } from './audit.ts';
import { askAgain, emptyJournal, load, producerKey, recordBatch } from './clients.ts';
import { freshPlace } from './place.ts';
import { startService } from './service.ts';

/** What a slow client sends and never finishes. */
const beginnings = (key: string) => [
  'GET /t/',
  'GET / HTTP/1.1\r\nHost: trace.example\r\nX-Slow: ',
  `POST /v1/batches HTTP/1.1\r\nHost: trace.example\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
  '',
];

/** How long one write may take beside slow senders, at the median, in milliseconds. */
const PROMISED_MS = 1_000;

/**
 * Clients that begin a request and never finish it, so many of each kind and more that stop in their body, while others write: those are served,
 * and the slow ones let go.
 */
export async function slowClients(each: number, bodies: number): Promise<Outcome> {
  const place = await freshPlace('sqlite');
  const sockets: Socket[] = [];
  try {
    const service = await startService(place.env);
    const key = await producerKey(service.url);
    const journal = emptyJournal();
    const { port } = new URL(service.url);
    let open = 0;
    const unfinishedHeaders: Promise<void>[] = [];
    const many = (beginning: string) => (beginning.startsWith('POST') ? bodies : each);
    for (const beginning of beginnings(key))
      for (let i = 0; i < many(beginning); i++) {
        const socket = connect(Number(port), '127.0.0.1');
        sockets.push(socket);
        open++;
        socket.on('error', () => {});
        socket.on('data', () => {});
        const closed = new Promise<void>((gone) => socket.on('close', () => gone(void open--)));
        socket.write(beginning);
        if (!beginning.startsWith('POST')) unfinishedHeaders.push(closed);
      }
    const from = performance.now();
    const writing = load([service.url], key, journal, 's');
    await writing.acknowledged(100);
    const during = open;
    await Promise.all(unfinishedHeaders);
    const seconds = (performance.now() - from) / 1_000;
    await writing.stop();
    expect(during).toBe(each * (beginnings(key).length - 1) + bodies);
    expect(seconds).toBeLessThan((CLIENT_LIMITS.headersMs + 2 * CLIENT_LIMITS.checkMs) / 1_000 + 5);
    expect([...writing.statuses.keys()].filter((status) => ![201, 503].includes(status))).toEqual([]);
    // One client that writes alone, beside all the bodies that are waited for.
    const took: number[] = [];
    for (let n = 0; n < 21; n++) {
      const began = performance.now();
      expect(await recordBatch(service.url, key, `after-${n}`, journal)).toBe(201);
      took.push(performance.now() - began);
    }
    const median = Math.round(took.toSorted((a, b) => a - b)[10] ?? 0);
    expect(open).toBe(bodies);
    expect(median).toBeLessThan(PROMISED_MS);
    for (const socket of sockets) socket.destroy();
    await askAgain(service.url, key, journal);
    expect(await service.stop()).toBe(0);
    const told = `${during} clients never finished, those without headers let go within ${seconds.toFixed(0)} s, ${writing.statuses.get(503) ?? 0} writes refused meanwhile; beside ${bodies} half-sent bodies a write took ${median} ms`;
    return await audit({ fault: 'slow clients', engine: 'sqlite', rounds: during, note: told }, place.database, journal, service.publicKey);
  } finally {
    for (const socket of sockets) socket.destroy();
    await place.remove();
  }
}

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

/** Clients that begin a request and never finish it, so many of each kind, while others write: those are served, and the slow ones let go. */
export async function slowClients(each: number): Promise<Outcome> {
  const place = await freshPlace('sqlite');
  const sockets: Socket[] = [];
  try {
    const service = await startService(place.env);
    const key = await producerKey(service.url);
    const journal = emptyJournal();
    const { port } = new URL(service.url);
    let open = 0;
    const unfinishedHeaders: Promise<void>[] = [];
    for (const beginning of beginnings(key))
      for (let i = 0; i < each; i++) {
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
    expect(during).toBe(each * beginnings(key).length);
    expect(seconds).toBeLessThan((CLIENT_LIMITS.headersMs + 2 * CLIENT_LIMITS.checkMs) / 1_000 + 5);
    expect([...writing.statuses.keys()].filter((status) => ![201, 503].includes(status))).toEqual([]);
    // Beside slow bodies of any number, writes are taken again.
    expect(await recordBatch(service.url, key, 'after', journal)).toBe(201);
    for (const socket of sockets) socket.destroy();
    await askAgain(service.url, key, journal);
    expect(await service.stop()).toBe(0);
    const told = `${during} clients never finished, those without headers let go within ${seconds.toFixed(0)} s, ${writing.statuses.get(503) ?? 0} writes refused meanwhile`;
    return await audit({ fault: 'slow clients', engine: 'sqlite', rounds: during, note: told }, place.database, journal, service.publicKey);
  } finally {
    for (const socket of sockets) socket.destroy();
    await place.remove();
  }
}

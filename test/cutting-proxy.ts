import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** When to cut a connection: with COMMIT still on its way, or after the server has carried it out but before its answer is through. */
export type Cut = 'before COMMIT' | 'after COMMIT' | 'never';

/** A door to PostgreSQL that can fall shut around a COMMIT. */
export async function cuttingProxy(url: string): Promise<{ url: string; cut: (when: Cut) => void; cuts: () => number; close(): void }> {
  const target = new URL(url);
  let when: Cut = 'never';
  let cuts = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let dropsAnswer = false;
    const end = () => {
      cuts += 1;
      client.destroy();
      upstream.destroy();
    };
    client.on('data', (chunk) => {
      const commits = when !== 'never' && chunk.includes('COMMIT');
      if (commits && when === 'before COMMIT') return end();
      dropsAnswer ||= commits;
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => (dropsAnswer ? end() : client.write(chunk)));
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const own = new URL(url);
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href,
    cut: (next) => {
      when = next;
    },
    cuts: () => cuts,
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

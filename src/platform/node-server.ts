import type { Server } from 'node:http';
import { serve } from '@hono/node-server';

type Fetch = Parameters<typeof serve>[0]['fetch'];

/** How long a client may take, in milliseconds. */
export interface ClientLimits {
  /** To send its headers. */
  headersMs: number;
  /** To send a whole request, with its body. */
  requestMs: number;
  /** Without a byte in either direction while a request is under way. */
  silenceMs: number;
  /** How often those are looked at. */
  checkMs: number;
}

/** 32 MiB, the largest file, take 4 minutes at 1 Mbit/s. */
export const CLIENT_LIMITS: ClientLimits = { headersMs: 15_000, requestMs: 300_000, silenceMs: 120_000, checkMs: 5_000 };

/** Connections one process keeps; beyond that new ones are closed at once. */
const CONNECTIONS = 16_384;

export interface Listening {
  port: number;
  /** Takes no more connections and waits for the requests in flight; a client that keeps its connection busy holds nothing up. */
  ended(): Promise<void>;
}

/** Serves HTTP on the port; clients that send slowly, stop in the middle or go away without a word are let go. */
export function listen(fetch: Fetch, port: number, limits: ClientLimits = CLIENT_LIMITS): Promise<Listening> {
  const serverOptions = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAlive: true,
  };
  return new Promise((listening, failed) => {
    const server = serve({ fetch, port, serverOptions }, (info) =>
      listening({ port: info.port, ended: () => ended(server as Server) }),
    ) as Server;
    server.maxConnections = CONNECTIONS;
    server.timeout = limits.silenceMs;
    server.on('error', failed);
  });
}

/** How long requests in flight may take to end, in milliseconds. */
const GRACE_MS = 10_000;

async function ended(server: Server): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await new Promise<void>((closed) => server.close(() => closed()));
  clearInterval(idle);
  clearTimeout(late);
}

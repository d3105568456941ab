import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { nodeSend } from '../src/exchange/node-send.ts';
import type { Send } from '../src/exchange/send.ts';

/** The address of a filing target in tests; what goes there is sent to the platform on this machine. */
export const URL_OUT = 'https://filing.example.com/records';

/** What a platform is sent. */
export interface Message {
  id: string;
  record: string;
  type: string;
  chain: string;
  seq: number;
  party: { id: string; uscc: string | null; name: string } | null;
  data: Record<string, unknown>;
}

export type Behave = (message: Message, response: ServerResponse, keep: () => void) => void;

export const answer = (response: ServerResponse, status: number, body: unknown) =>
  void response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));

/** Another platform on this machine: keeps a record once by its id, and notes whether the signature was right. */
export async function platform(key: string, behave: Behave) {
  const kept = new Map<string, Message>();
  const heard: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = request.headers;
      const mac = createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
        .update(`${id}.${at}.${body}`)
        .digest('base64');
      if (signature !== `v1,${mac}`) return answer(response, 401, { reason: 'wrong signature' });
      const message = JSON.parse(body) as Message;
      expect(message.id).toBe(id);
      heard.push(message.id);
      behave(message, response, () => void (kept.has(message.id) || kept.set(message.id, message)));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const own = nodeSend({ allowPrivate: true, timeoutMs: 150 });
  const send: Send = (to, headers, body, keep) => own(to === URL_OUT ? url : to, headers, body, keep);
  return { send, kept, heard, records: () => [...kept.values()] };
}

/** Numbers below 1 that follow from the seed (mulberry32). */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How it fails: says so, breaks off, is busy; or has the record and breaks off, or never answers. */
const FAILURES: Behave[] = [
  (_, response) => answer(response, 500, {}),
  (_, response) => void response.destroy(),
  (_, response) => answer(response, 429, { reason: 'slow down' }),
  (_, response, keep) => {
    keep();
    response.destroy();
  },
  (_, _response, keep) => keep(),
];

/** Fails half the time, at most five times a record. */
export function halfTheTime(seed: number): Behave {
  const next = random(seed);
  const failures = new Map<string, number>();
  return (message, response, keep) => {
    const failed = failures.get(message.id) ?? 0;
    if (next() < 0.5 && failed < 5) {
      failures.set(message.id, failed + 1);
      FAILURES[Math.floor(next() * FAILURES.length)]?.(message, response, keep);
      return;
    }
    keep();
    answer(response, next() < 0.2 ? 202 : 200, { remoteId: `R-${message.seq}` });
  };
}

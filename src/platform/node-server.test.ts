import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Listening, listen } from './node-server.ts';

/** As a client that sends this and nothing more: what came back, once the server let go of it. */
function unfinished(port: number, text: string): Promise<string> {
  return new Promise((gone) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (part) => {
      heard += part;
    });
    socket.on('error', () => {});
    socket.on('close', () => gone(heard));
  });
}

describe('the server for clients that do not finish', () => {
  let server: Listening;
  const bodies: string[] = [];
  beforeEach(async () => {
    const fetch = async (request: Request) => {
      bodies.push(await request.text().catch(() => 'cut'));
      return new Response('ok');
    };
    server = await listen(fetch, 0, { headersMs: 150, requestMs: 400, silenceMs: 250, checkMs: 50 });
  });
  afterEach(() => server.ended());

  it.each(['GET /', 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '])('lets go of headers that do not end: %j', async (text) => {
    expect(await unfinished(server.port, text)).toMatch(/^HTTP\/1\.1 408 |^$/);
  });

  it('lets go of a body that does not end, and answers others meanwhile', async () => {
    const slow = unfinished(server.port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf');
    const other = await fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body: 'whole' });
    expect([other.status, bodies.includes('whole')]).toEqual([200, true]);
    expect(await slow).not.toContain('200');
  });

  it('lets go of a body that trickles on beyond the time of a request', async () => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n'));
    const drip = setInterval(() => socket.write('.'), 20);
    await new Promise<void>((gone) => {
      socket.on('error', () => {});
      socket.on('close', () => gone());
    });
    clearInterval(drip);
  });
});

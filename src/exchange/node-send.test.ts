import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeSend } from './node-send.ts';

/** A receiver on this machine; answers its address and the paths it was asked for. */
async function receiver(answer: RequestListener): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const own = nodeSend({ allowPrivate: true, timeoutMs: 2_000 });

describe('sending from Node', () => {
  it('posts the body with its headers and tells the status', async () => {
    let got = '';
    const { url, asked } = await receiver((request, response) => {
      request.on('data', (chunk) => (got += chunk)).on('end', () => response.writeHead(202).end(request.headers['webhook-id']));
    });
    expect(await own(`${url}/hook`, { 'webhook-id': 'm1' }, '{"名":1}')).toEqual({ status: 202 });
    expect([asked, got]).toEqual([['POST /hook'], '{"名":1}']);
  });

  it('does not follow a redirect', async () => {
    const { url, asked } = await receiver((_, response) => response.writeHead(302, { Location: '/elsewhere' }).end());
    expect(await own(`${url}/hook`, {}, '{}')).toEqual({ status: 302 });
    expect(asked).toEqual(['POST /hook']);
  });

  it('waits no longer than its limit', async () => {
    const { url } = await receiver(() => {});
    expect(await nodeSend({ allowPrivate: true, timeoutMs: 60 })(url, {}, '{}')).toEqual({ error: 'timed out' });
  });

  it('reads no more of an endless answer than it must', async () => {
    const { url } = await receiver((_, response) => {
      response.writeHead(200);
      const more = () => {
        while (response.write('x'.repeat(16_384)));
        response.once('drain', more);
      };
      more();
    });
    expect(await own(url, {}, '{}')).toEqual({ status: 200 });
  });

  it('tells why nobody answered', async () => {
    expect(await own('http://127.0.0.1:1/', {}, '{}')).toEqual({ error: expect.stringContaining('ECONNREFUSED') });
  });

  it('goes to no address of the own machine or network unless the operator allows it, by number or by name', async () => {
    const { url, asked } = await receiver((_, response) => response.end());
    const guarded = nodeSend({ allowPrivate: false, timeoutMs: 2_000 });
    const { port } = new URL(url);
    for (const address of [
      `https://127.0.0.1:${port}/`,
      `https://[::1]:${port}/`,
      `https://[::ffff:127.0.0.1]:${port}/`,
      `https://localhost:${port}/`,
    ])
      expect(await guarded(address, {}, '{}'), address).toEqual({ error: 'the address is not on the open internet' });
    expect(await guarded(url, {}, '{}')).toEqual({ error: 'https only' });
    expect(asked).toEqual([]);
  });
});

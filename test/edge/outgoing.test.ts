import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeSend, type Resolve } from '../../src/exchange/node-send.ts';
import { custodyWorld } from '../custody-world.ts';

const CLOSED = { error: 'the address is not on the open internet' };

/** Answers names as a resolver under a stranger's hand would; every question is noted. */
function resolver(answers: string[][]): { resolve: Resolve; asked: string[] } {
  const asked: string[] = [];
  const resolve: Resolve = (hostname, _, callback) => {
    const now = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    callback(
      null,
      now.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { resolve, asked };
}

async function listener(): Promise<{ port: number; calls: () => number }> {
  let calls = 0;
  const server = createServer((_, response) => {
    calls++;
    response.end();
  });
  // A connection alone is a call too many.
  server.on('connection', () => calls++);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, calls: () => calls };
}

describe('a message to an address a user named', () => {
  it('reaches no private host, however the host is written', async () => {
    const { port, calls } = await listener();
    const send = nodeSend({ allowPrivate: false, timeoutMs: 2_000 });
    for (const host of [
      '127.0.0.1',
      '2130706433',
      '0x7f000001',
      '017700000001',
      '0177.0.0.1',
      '127.1',
      '127.0.1',
      '0',
      '[::1]',
      '[::ffff:7f00:1]',
      '[::ffff:127.0.0.1]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '127.0.0.1.',
      '１２７.０.０.１',
      '169.254.169.254',
      '[fd00:ec2::254]',
    ])
      expect(await send(`https://${host}:${port}/`, {}, '{}'), host).toEqual(CLOSED);
    expect(calls()).toBe(0);
  });

  it('goes to no name that leads to a private address, also as one of several', async () => {
    const { port, calls } = await listener();
    for (const addresses of [['127.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], ['10.0.0.5', '192.168.1.1'], []]) {
      const { resolve } = resolver([addresses]);
      const send = nodeSend({ allowPrivate: false, timeoutMs: 2_000, resolve });
      expect(await send(`https://shop.example:${port}/`, {}, '{}'), addresses.join()).toEqual(CLOSED);
    }
    expect(calls()).toBe(0);
  });

  it('asks for the name once, so that it cannot point home a moment later', async () => {
    const { port, calls } = await listener();
    // First on the open internet (an address for documentation would be closed: this one answers nobody), then at home.
    const { resolve, asked } = resolver([['240.0.0.1'], ['127.0.0.1']]);
    const first = nodeSend({ allowPrivate: false, timeoutMs: 300, resolve });
    expect(await first(`https://rebind.example:${port}/`, {}, '{}')).toEqual(CLOSED);
    const open = resolver([['1.0.0.0'], ['127.0.0.1']]);
    const second = await nodeSend({ allowPrivate: false, timeoutMs: 300, resolve: open.resolve })(
      `https://rebind.example:${port}/`,
      {},
      '{}',
    );
    expect(second).toHaveProperty('error');
    expect([asked.length, open.asked.length]).toEqual([1, 1]);
    expect(calls()).toBe(0);
  });

  it('goes over https and in no other way', async () => {
    const send = nodeSend({ allowPrivate: false, timeoutMs: 300 });
    for (const url of ['http://shop.example/', 'ftp://shop.example/', 'file:///etc/passwd', 'gopher://shop.example/', 'data:,x'])
      expect(await send(url, {}, '{}'), url).toEqual({ error: 'https only' });
  });

  it('is refused when it is named already, where the address can be seen to be none', async () => {
    const w = await custodyWorld();
    for (const url of [
      'http://shop.example/hook',
      'https://127.0.0.1/',
      'https://2130706433/',
      'https://[::ffff:10.0.0.1]/',
      'https://user:secret@shop.example/',
      'file:///etc/passwd',
      'https://',
      'https://localhost/',
    ]) {
      const answer = await w.post('/v1/webhooks', w.producer.key, { url });
      expect(answer.status, `${url} ${answer.text}`).toBe(422);
    }
    expect((await w.post('/v1/webhooks', w.producer.key, { url: 'https://shop.example:8443/hook' })).status).toBe(201);
  });
});

describe('the program', () => {
  it('opens connections to addresses of others in the two senders alone', () => {
    const root = join(import.meta.dirname, '../../src');
    const opening =
      /\bfetch\((?!request)|from '(?:node:)?(?:https?|http2|undici)'|\b(?:connect|createConnection|createSocket|Socket)\b.*from 'node:(?:net|tls|dgram)'/;
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.ts$/.test(name) && !/\.test\.ts$|^ops\/|^client/.test(name),
    );
    const found = files.filter((name) =>
      readFileSync(join(root, name), 'utf8')
        .split('\n')
        .some((line) => opening.test(line) && !/^\s*(?:\*|\/\/|import type)/.test(line)),
    );
    expect(found.sort()).toEqual(['exchange/edge-send.ts', 'exchange/node-send.ts']);
  });
});

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const PAGE = join(import.meta.dirname, '../docs/guide/client.md');
const hasPython = spawnSync('python3', ['--version']).status === 0;

/** The function of the example, without what it is called for; nobody waits here. */
function program(): string {
  const [, code = ''] = /^```python\n(.*?)^```$/ms.exec(readFileSync(PAGE, 'utf8')) ?? [];
  const [shown = ''] = code.split(/^batch = call\(/m);
  return `${shown}\ntime.sleep = lambda seconds: None\nprint(call("POST", "/v1/batches", {})["traceCode"])\n`;
}

// Without Python on the machine there is nothing to run the example with; the service itself needs none.
describe.skipIf(!hasPython)('the Python example', () => {
  it('repeats under the same key where the line is cut, before the reply or in its midst', async () => {
    const answers: ((response: ServerResponse) => void)[] = [
      (response) => void response.destroy(),
      (response) => {
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' });
        response.write('{"traceC', () => response.destroy());
      },
      (response) => void response.writeHead(503, { 'Retry-After': '1' }).end('{"errors":[]}'),
      (response) => void response.writeHead(201, { 'Content-Type': 'application/json' }).end('{"traceCode":"A"}'),
    ];
    const keys: (string | string[] | undefined)[] = [];
    const server = createServer((request, response) => {
      keys.push(request.headers['idempotency-key']);
      request.resume().on('end', () => answers.shift()?.(response));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const child = spawn('python3', ['-c', program()], { env: { ...process.env, SUYUAN_URL: url, SUYUAN_KEY: 'sy_x' } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    const [code] = await once(child, 'close');
    expect([code, err, out]).toEqual([0, '', 'A\n']);
    expect([keys.length, new Set(keys).size]).toEqual([4, 1]);
  });
});

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { get, load } from './load.ts';
import type { Row, Setting } from './main.ts';
import { call, producer, record, settle, start, stop, type Target } from './targets.ts';

const LABELS = 10_000;
const SCANNERS = 8;

/** How long scans wait while PDFs of ten thousand labels are made beside them, without a pause between two. */
export async function labelRows(setting: Setting): Promise<Row[]> {
  const service = await start('service', `${setting.folder}/labels.db`);
  const key = await producer(service.port);
  const codes = await stored(service.port, key);
  await settle(service);
  const path = await printed(service.port, key, codes);
  const scans = async () => {
    let n = 0;
    const { p99Ms, unexpected } = await load({
      port: service.port,
      connections: SCANNERS,
      forMs: setting.roundMs,
      request: () => get(`/t/${codes[n++ % codes.length]}`, 'Accept: application/json\r\n'),
      expect: 200,
    });
    if (unexpected > 0) throw new Error(`${unexpected} scans were not answered`);
    return p99Ms;
  };
  await scans();
  const [idle, beside]: [number[], number[]] = [[], []];
  for (let round = 0; round < setting.rounds; round++) {
    idle.push(await scans());
    const end = await reading(service, path, key);
    beside.push(await scans());
    end();
  }
  await stop(service);
  return [
    {
      what: `p99 of a scan beside a PDF of ${LABELS} labels, of the same without`,
      ratio: median(beside) / median(idle),
      bar: { atMost: 5 },
      detail: `${median(beside).toFixed(1)} ms, alone ${median(idle).toFixed(1)} ms, ${SCANNERS} scanners`,
    },
  ];
}

const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

async function stored(port: number, key: string): Promise<string[]> {
  const { results } = await call<{ results: { traceCode: string }[] }>(
    port,
    'POST',
    '/v1/batches',
    key,
    Array.from({ length: 1_000 }, (_, n) => record(n)),
  );
  return results.map((result) => result.traceCode);
}

/** The address of the file of a recorded print of all batches. */
async function printed(port: number, key: string, codes: readonly string[]): Promise<string> {
  const items = codes.map((traceCode) => ({ traceCode, copies: LABELS / codes.length }));
  const response = await fetch(`http://127.0.0.1:${port}/v1/labels`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', Connection: 'close' },
    body: JSON.stringify({ items, layout: '40x30' }),
  });
  const bytes = (await response.arrayBuffer()).byteLength;
  if (!response.ok || bytes < 1_000_000) throw new Error(`labels: ${response.status}, ${bytes} bytes`);
  return `/v1/labels/${response.headers.get('label-print')}/file`;
}

/** A process that reads the file again and again; it is killed in the middle of one, as a client that goes away. */
async function reading({ port }: Target, path: string, key: string): Promise<() => void> {
  const child = fork(join(import.meta.dirname, 'reader.ts'), {
    env: { ...process.env, URLS: `http://127.0.0.1:${port}${path}`, KEY: key },
  });
  await once(child, 'message');
  return () => void child.kill();
}

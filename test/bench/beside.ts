import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { get, load } from './load.ts';
import type { Row, Setting } from './main.ts';
import { call, producer, record, settle, type Target } from './targets.ts';
import type { Opened } from './trace.ts';
import { PROBES } from './trace-graph.ts';

/** Scanners that ask one after the other without a pause. */
const SCANNERS = 8;
const SCANNED = 2_000;

/** How long scans wait while answers of fifty thousand holders are made beside them, without a pause between two. */
export async function besideRows(setting: Setting, { service, key }: Opened): Promise<Row[]> {
  const { code = '', holders = 0 } = PROBES.at(-1) ?? {};
  const codes = await stored(service.port);
  await settle(service);
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
  const trace = `/v1/trace?traceCode=${code}`;
  const rows: Row[] = [];
  for (const [what, begin] of [
    ['beside traces, as JSON and CSV, of', () => reading(service, [trace, `${trace}&format=csv`], key)],
    ['while a recall is opened that reaches', () => recalling(service, code, key)],
  ] as const) {
    const [idle, beside]: [number[], number[]] = [[], []];
    const told = new Set<string>();
    for (let round = 0; round < setting.rounds / 2; round++) {
      idle.push(await scans());
      const stop = await begin();
      beside.push(await scans());
      told.add(await stop());
    }
    rows.push({
      what: `p99 of a scan ${what} ${holders} holders, of the same without`,
      ratio: median(beside) / median(idle),
      bar: { atMost: 5 },
      detail: `${median(beside).toFixed(1)} ms, alone ${median(idle).toFixed(1)} ms, ${SCANNERS} scanners, meanwhile ${[...told].join(', ')}`,
    });
  }
  return rows;
}

const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

/** A process that asks for one long answer after another, so that reading them does not take the scanners' time. */
async function reading({ port }: Target, paths: readonly string[], key: string): Promise<() => Promise<string>> {
  const urls = paths.map((path) => `http://127.0.0.1:${port}${path}`).join(' ');
  const child = fork(join(import.meta.dirname, 'reader.ts'), { env: { ...process.env, URLS: urls, KEY: key } });
  await once(child, 'message');
  return async () => {
    const told = once(child, 'message') as Promise<[number]>;
    child.send('stop');
    const [answers] = await told;
    return `${answers} answers`;
  };
}

/** A recall, opened and carried to its holders by the follower; its call list has them all. */
async function recalling(service: Target, code: string, key: string): Promise<() => Promise<string>> {
  const { port } = service;
  const body = { level: 1, reason: '示例原因', traceCodes: [code] };
  const opened = call<{ id: string; holders: number }>(port, 'POST', '/v1/recalls', key, body);
  return async () => {
    const { id, holders } = await opened;
    await settle(service);
    const headers = { Authorization: `Bearer ${key}`, Connection: 'close' };
    const list = await (await fetch(`http://127.0.0.1:${port}/v1/recalls/${id}/holders.csv`, { headers })).text();
    const lines = list.trimEnd().split('\r\n').length - 1;
    if (lines !== holders) throw new Error(`${holders} holders counted, ${lines} in the call list`);
    return `${holders} holders told and listed`;
  };
}

async function stored(port: number): Promise<string[]> {
  const key = await producer(port);
  const list = Array.from({ length: SCANNED }, (_, n) => record(n));
  const codes: string[] = [];
  for (let from = 0; from < SCANNED; from += 1_000) {
    const { results } = await call<{ results: { traceCode: string }[] }>(port, 'POST', '/v1/batches', key, list.slice(from, from + 1_000));
    codes.push(...results.map((result) => result.traceCode));
  }
  return codes;
}

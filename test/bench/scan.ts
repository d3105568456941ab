import { get, type Load, load } from './load.ts';
import type { Row, Setting } from './main.ts';
import { answerWith, call, producer, record, settle, start, stop, type Target } from './targets.ts';

const CONNECTIONS = 32;
const STORED = 40_000;
/** What the profile shows of a warm scan. */
const STOPS_JSON =
  'half of the time is the socket write, a quarter the one indexed read that asks whether the page has changed (a recall shows at the next scan); nothing else is above 2 %';
/** Codes that many scan, so that their answers are kept ready. */
const WARM = 500;

/** Scans of stored codes beside a Hono that returns the same bytes from memory. */
export async function scanRows(setting: Setting): Promise<Row[]> {
  const service = await start('service', `${setting.folder}/scan.db`);
  const bare = await start('bare');
  const codes = await store(service.port, STORED);
  await settle(service);
  const code = codes[0] ?? '';
  const rows = [
    await compare(setting, service, bare, {
      what: 'scan of one code as JSON, of bare Hono',
      knownMiss: STOPS_JSON,
      bar: 0.45,
      type: 'application/json',
      path: () => `/t/${code}`,
      sample: `/t/${code}`,
    }),
    await compare(setting, service, bare, {
      what: `scans of ${WARM} codes as JSON, of bare Hono`,
      knownMiss: STOPS_JSON,
      bar: 0.45,
      type: 'application/json',
      // More codes than connections: no two scans of a turn can share what was read.
      path: (n) => `/t/${codes[n % WARM]}`,
      sample: `/t/${code}`,
    }),
    await compare(setting, service, bare, {
      what: 'page warm, of bare Hono',
      bar: 0.6,
      type: 'text/html',
      path: () => `/t/${code}`,
      sample: `/t/${code}`,
    }),
    await compare(setting, service, bare, {
      what: 'page cold, of bare Hono',
      bar: 0.2,
      type: 'text/html',
      sample: `/t/${code}`,
      // Every code once: none is in the cache.
      path: (n) => `/t/${codes[(n + 1) % codes.length]}`,
    }),
  ];
  await stop(service);
  await stop(bare);
  return rows;
}

interface Scan {
  what: string;
  knownMiss?: string;
  bar: number;
  type: string;
  path(n: number): string;
  sample: string;
}

async function compare(setting: Setting, service: Target, bare: Target, scan: Scan): Promise<Row> {
  const accept = `Accept: ${scan.type}\r\n`;
  const body = await (
    await fetch(`http://127.0.0.1:${service.port}${scan.sample}`, { headers: { Accept: scan.type, 'Accept-Encoding': 'identity' } })
  ).text();
  await answerWith(bare, body, scan.type);
  let n = 0;
  const round = (target: Target): Promise<Load> =>
    load({
      port: target.port,
      connections: CONNECTIONS,
      forMs: setting.roundMs,
      request: () => get(target === service ? scan.path(n++) : '/t/x', accept),
      expect: 200,
    });
  let best = 0;
  let bestBare = 0;
  let unexpected = 0;
  for (let i = 0; i < setting.rounds; i++) {
    bestBare = Math.max(bestBare, (await round(bare)).requestsPerSecond);
    const one = await round(service);
    best = Math.max(best, one.requestsPerSecond);
    unexpected += one.unexpected;
  }
  if (unexpected > 0) throw new Error(`${scan.what}: ${unexpected} answers were not 200`);
  return {
    what: scan.what,
    ratio: best / bestBare,
    bar: { atLeast: scan.bar },
    ...(scan.knownMiss ? { knownMiss: scan.knownMiss } : {}),
    detail: `${Math.round(best)}/s, bare ${Math.round(bestBare)}/s, ${Buffer.byteLength(body)} bytes`,
  };
}

async function store(port: number, count: number): Promise<string[]> {
  const key = await producer(port);
  const codes: string[] = [];
  for (let n = 0; n < count; n += 1_000) {
    const list = Array.from({ length: 1_000 }, (_, i) => record(n + i));
    const { results } = await call<{ results: { traceCode: string }[] }>(port, 'POST', '/v1/batches', key, list);
    codes.push(...results.map((result) => result.traceCode));
  }
  return codes;
}

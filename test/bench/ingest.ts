import { type Load, load, post } from './load.ts';
import type { Row, Setting } from './main.ts';
import { copyOf, rawLoop, template } from './raw.ts';
import { call, producer, record, settle, start, stop, type Target } from './targets.ts';

const CLIENTS = 64;

/** What the profile of 2026-11 with 25 rules shows of both rows below; shares of the CPU of a single record in process. */
const ONE_THREAD =
  'one thread reads, validates, judges, hashes and writes, 430-500 µs of CPU a record: writing and the fsync share 24 %, stamping 17 % ' +
  '(canonical JSON and hash), reads 12 %, rules 8 %, zod 4 %; the writer needs a thread of its own';
/** Below this fsync grouping saves little, so the comparison is with the same POST without a store. */
const SLOW_FSYNC_MS = 0.2;

interface Ingest {
  target: Target;
  key: string;
  file: string;
}

/** Records of one party over HTTP beside the same rows in a raw loop, with and without ledger, singly and in bulk. */
export async function ingestRows(setting: Setting): Promise<Row[]> {
  const service = await open('service', setting);
  const unledgered = await open('unledgered', setting);
  const storeless = await open('storeless', setting);
  await singles(setting, service);
  await settle(service.target);
  const raw = copyOf(service.file);
  const rows = template(raw);
  const best = { service: 0, unledgered: 0, storeless: 0, raw: 0, bulk: 0, rawBulk: 0 };
  for (let round = 0; round < setting.rounds; round++) {
    best.raw = Math.max(best.raw, rawLoop(raw, rows, 1_500, 1));
    best.service = Math.max(best.service, (await singles(setting, service)).requestsPerSecond);
    best.unledgered = Math.max(best.unledgered, (await singles(setting, unledgered)).requestsPerSecond);
    best.storeless = Math.max(best.storeless, (await singles(setting, storeless)).requestsPerSecond);
    best.rawBulk = Math.max(best.rawBulk, rawLoop(raw, rows, 10_000, 10_000));
    best.bulk = Math.max(best.bulk, await bulk(service));
  }
  for (const { target } of [service, unledgered, storeless]) await stop(target);
  const each = (n: number) => `${Math.round(n)}/s`;
  const single: Row =
    setting.fsyncMs >= SLOW_FSYNC_MS
      ? {
          what: `single ingest, ${CLIENTS} clients, one party, of the raw loop one a transaction`,
          ratio: best.service / best.raw,
          bar: { atLeast: 2 },
          knownMiss: ONE_THREAD,
          detail: `${each(best.service)}, raw ${each(best.raw)}`,
        }
      : {
          what: `single ingest, ${CLIENTS} clients, one party, of the same POST without a store (fast fsync)`,
          ratio: best.service / best.storeless,
          bar: { atLeast: 0.2 },
          detail: `${each(best.service)}, storeless ${each(best.storeless)}, raw one a transaction ${each(best.raw)}`,
        };
  return [
    single,
    {
      what: 'ingest with ledger, of ingest without',
      ratio: best.service / best.unledgered,
      bar: { atLeast: 0.75 },
      detail: `${each(best.service)}, without ${each(best.unledgered)}`,
    },
    {
      what: 'bulk of 10,000 over HTTP, of the raw loop in one transaction',
      ratio: best.bulk / best.rawBulk,
      bar: { atLeast: 0.6 },
      knownMiss: ONE_THREAD,
      detail: `${each(best.bulk)}, raw ${each(best.rawBulk)}`,
    },
  ];
}

async function open(mode: string, setting: Setting): Promise<Ingest> {
  const file = `${setting.folder}/${mode}.db`;
  const target = await start(mode, file);
  return { target, key: await producer(target.port), file };
}

let serial = 0;

async function singles(setting: Setting, { target, key }: Ingest): Promise<Load> {
  const done = await load({
    port: target.port,
    connections: CLIENTS,
    forMs: setting.roundMs,
    request: () => {
      const n = serial++;
      return post('/v1/batches', JSON.stringify(record(n)), `Authorization: Bearer ${key}\r\nIdempotency-Key: bench-${n}\r\n`);
    },
    expect: 201,
  });
  if (done.unexpected > 0) throw new Error(`${done.unexpected} records were not answered 201`);
  return done;
}

/** Ten arrays of a thousand; records a second. */
async function bulk({ target, key }: Ingest): Promise<number> {
  const lists = Array.from({ length: 10 }, () => Array.from({ length: 1_000 }, () => record(serial++)));
  const began = performance.now();
  for (const list of lists) await call(target.port, 'POST', '/v1/batches', key, list);
  return (10_000 * 1_000) / (performance.now() - began);
}

import { type Load, load, post } from './load.ts';
import type { Row, Setting } from './main.ts';
import { copyOf, rawLoop, template } from './raw.ts';
import { producer, record, settle, start, stop, type Target } from './targets.ts';

const CLIENTS = 64;
/** Records each target takes before it is measured: a service runs for weeks, its code compiled for what it does. */
const WARM_UP = 6_000;
/** Arrays of a bulk in flight: the next is read and judged while the one before is written. */
const IN_FLIGHT = 2;

/** What the profiles of 2026-11 with 25 rules show of the thread that answers, its code compiled and warm. */
const SINGLE_BOUND =
  'the answering thread is the limit, 83-97 % busy, 330-490 µs of CPU a record with the writing thread; of its time HTTP and its adapter take 22 %, drafting 14 %, ' +
  'reads 12 %, zod 9 %, rules 7 %, handing rows to the writing thread 7 %, caller and route 6 %, garbage collection 6 %, body 4 %, stamping 3 %, follower 3 %';
const BULK_BOUND =
  'garbage collection takes 28 % of the answering thread, since all that a thousand records need lives until their one commit; then drafting 21 %, ' +
  'rules 10 %, zod 8 %, handing rows to the writing thread 8 %, stamping 7 %';
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
  for (const one of [unledgered, storeless, service]) await singles(setting, one, WARM_UP);
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
          knownMiss: SINGLE_BOUND,
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
      knownMiss: BULK_BOUND,
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

/** For the time of a round, or until `requests` are answered. */
async function singles(setting: Setting, { target, key }: Ingest, requests?: number): Promise<Load> {
  const done = await load({
    port: target.port,
    connections: CLIENTS,
    ...(requests === undefined ? { forMs: setting.roundMs } : { requests }),
    request: () => {
      const n = serial++;
      return post('/v1/batches', JSON.stringify(record(n)), `Authorization: Bearer ${key}\r\nIdempotency-Key: bench-${n}\r\n`);
    },
    expect: 201,
  });
  if (done.unexpected > 0) throw new Error(`${done.unexpected} records were not answered 201`);
  return done;
}

/** Ten arrays of a thousand, two of them in flight; records a second. */
async function bulk({ target, key }: Ingest): Promise<number> {
  const lists = Array.from({ length: 10 }, () => {
    const list = Array.from({ length: 1_000 }, () => record(serial++));
    return post('/v1/batches', JSON.stringify(list), `Authorization: Bearer ${key}\r\n`);
  });
  const request = (n: number) => lists[n] ?? Buffer.alloc(0);
  const done = await load({ port: target.port, connections: IN_FLIGHT, requests: lists.length, request, expect: 200 });
  if (done.unexpected > 0) throw new Error(`${done.unexpected} arrays were not answered 200`);
  return done.requestsPerSecond * 1_000;
}

import type { Counter, Histogram, Registry } from 'prom-client';
import type { Log } from '../deps.ts';
import type { Meter } from './meter.ts';
import type { State } from './state.ts';

/** Upper bounds of the histogram, in seconds: a scan is to take a few milliseconds, an import of many rows seconds. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
/** Answers noted before the library is there. */
const HELD = 1_000;

type Noted = [operation: string, status: number, seconds: number];

interface Loaded {
  registry: Registry;
  requests: Counter<'operation' | 'status'>;
  seconds: Histogram<'operation'>;
  log: Counter<'level'>;
}

/**
 * Counts with prom-client, which is loaded with the first reading, or when so many answers were given that they would fill memory: a service
 * that nobody watches starts without it.
 * @param state what is looked up at each reading
 */
export function prometheusMeter(state: () => Promise<State>): Meter {
  const held: Noted[] = [];
  const lines = { info: 0, warning: 0, error: 0 };
  let loading: Promise<Loaded> | undefined;
  let loaded: Loaded | undefined;
  let reading: ReturnType<Meter['read']> | undefined;
  const load = () => {
    loading ??= loadLibrary(lines).then((done) => {
      loaded = done;
      for (const one of held.splice(0)) note(done, one);
      return done;
    });
    return loading;
  };
  return {
    request: (operation, status, seconds) => {
      if (loaded) note(loaded, [operation, status, seconds]);
      else if (held.push([operation, status, seconds]) >= HELD) void load().catch(() => held.splice(0));
    },
    logged: (level) => {
      lines[level]++;
    },
    read: () => {
      reading ??= readAll(load, state).finally(() => {
        reading = undefined;
      });
      return reading;
    },
  };
}

/** What is looked up is set anew each time: a state nobody is in any more is not told. Readings at the same moment share one. */
async function readAll(load: () => Promise<Loaded>, state: () => Promise<State>): ReturnType<Meter['read']> {
  const { registry } = await load();
  const { Counter, Gauge } = await import('prom-client');
  for (const { name, help, values, counts } of await state()) {
    const labelNames = [...new Set(values.flatMap(({ labels = {} }) => Object.keys(labels)))];
    registry.removeSingleMetric(name);
    const metric = new (counts ? Counter : Gauge)({ name, help, labelNames, registers: [registry] });
    // Without a value a metric without labels would say 0.
    if (values.length === 0) registry.removeSingleMetric(name);
    for (const { labels = {}, value } of values) metric.inc(labels, value);
  }
  return { mediaType: registry.contentType, text: await registry.metrics() };
}

async function loadLibrary(lines: Record<string, number>): Promise<Loaded> {
  const { Counter, collectDefaultMetrics, Histogram, Registry } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Counter({
      name: 'suyuan_requests_total',
      help: 'Answers, by operation and status',
      labelNames: ['operation', 'status'],
      registers,
    }),
    seconds: new Histogram({
      name: 'suyuan_request_seconds',
      help: 'Time to the answer',
      labelNames: ['operation'],
      buckets: BUCKETS,
      registers,
    }),
    log: new Counter({
      name: 'suyuan_log_lines_total',
      help: 'Lines of the log, by level',
      labelNames: ['level'],
      registers,
      collect() {
        this.reset();
        for (const [level, n] of Object.entries(lines)) this.inc({ level }, n);
      },
    }),
  };
}

function note({ requests, seconds }: Loaded, [operation, status, took]: Noted): void {
  requests.inc({ operation, status });
  seconds.observe({ operation }, took);
}

/** The same log, its lines counted. */
export function countedLog(log: Log, meter: Meter): Log {
  return {
    info: (event, fields) => {
      meter.logged('info');
      log.info(event, fields);
    },
    warn: (event, fields) => {
      meter.logged('warning');
      log.warn(event, fields);
    },
    error: (event, fields) => {
      meter.logged('error');
      log.error(event, fields);
    },
  };
}

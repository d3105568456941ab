import { configure, getConsoleSink, getJsonLinesFormatter, getLogger } from '@logtape/logtape';
import type { Log } from './deps.ts';

/** Structured logs, one JSON line an event on standard output; keys, cookies and bodies never go in. */
export async function jsonLog(lowestLevel: 'info' | 'warning' | 'error' = 'info'): Promise<Log> {
  await configure({
    reset: true,
    sinks: { console: getConsoleSink({ formatter: getJsonLinesFormatter() }) },
    loggers: [
      { category: ['suyuan'], sinks: ['console'], lowestLevel },
      { category: ['logtape', 'meta'], sinks: ['console'], lowestLevel: 'error' },
    ],
  });
  const logger = getLogger(['suyuan']);
  return {
    info: (event, fields) => logger.info(event, fields),
    warn: (event, fields) => logger.warn(event, fields),
    error: (event, fields) => logger.error(event, fields),
  };
}

/** For tests that do not look at the log. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Hono } from 'hono';
import { createApp } from '../../src/app.ts';
import { sha256Hex } from '../../src/ledger/entry.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Deps } from '../../src/platform/deps.ts';
import { silentLog } from '../../src/platform/log.ts';
import { openSqliteOn } from '../../src/store/sqlite.ts';
import { ADMIN_KEY } from './service.ts';

type Asked = [sql: string, parameters: SQLInputValue[]];

/** What the service read and answered, by trace code. */
interface Recording {
  [code: string]: { asked: Asked[]; answer: unknown; bytes: number };
}

/** A connection that tells which reads were made on it, so that the comparison makes exactly these. */
class Heard extends DatabaseSync {
  asked: Asked[] = [];

  override prepare(sql: string): StatementSync {
    const statement = super.prepare(sql);
    const all = statement.all.bind(statement);
    statement.all = ((...parameters: SQLInputValue[]) => {
      this.asked.push([sql, parameters]);
      return all(...parameters);
    }) as StatementSync['all'];
    return statement;
  }
}

/** A provincial office sees every holding: makes one, traces as it and keeps what was read and answered. Answers its key. */
export async function record(file: string, codes: readonly string[], to: string): Promise<{ key: string; recording: Recording }> {
  const db = new Heard(file, { timeout: 5_000 });
  const store = openSqliteOn(db);
  const deps: Deps = {
    store,
    clock: systemClock,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    files: { put: async () => {}, get: async () => null },
    log: silentLog,
    publicUrl: 'http://localhost',
    adminKeyHash: sha256Hex(ADMIN_KEY),
    later: (work) => void work.catch(() => {}),
  };
  const app = createApp(deps);
  const ask = async (method: string, path: string, key: string, body?: unknown) => {
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    const sent = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await app.request(`http://localhost${path}`, sent);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text;
  };
  const office = JSON.parse(
    await ask('POST', '/v1/authorities', ADMIN_KEY, { name: '示例省局', department: 'market', regionCode: '330000' }),
  ) as { id: string };
  const security = JSON.parse(await ask('POST', '/v1/administrators', ADMIN_KEY, { role: 'security' })) as { key: string };
  const { key } = JSON.parse(await ask('POST', `/v1/authorities/${office.id}/keys`, security.key, { label: 'bench' })) as { key: string };
  const recording: Recording = {};
  for (const code of codes) {
    db.asked = [];
    const text = await ask('GET', `/v1/trace?traceCode=${code}`, key);
    recording[code] = { asked: db.asked, answer: JSON.parse(text), bytes: Buffer.byteLength(text) };
  }
  await store.close();
  writeFileSync(to, JSON.stringify(recording));
  return { key, recording };
}

/** A bare Hono over a recording: the same queries in the same order, and the same JSON of an object in memory; or one query a node. */
export function replayApp(file: string, recorded: string): Hono {
  const recording = JSON.parse(readFileSync(recorded, 'utf8')) as Recording;
  const db = new DatabaseSync(file, { readOnly: true });
  db.exec('PRAGMA cache_size=-65536');
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const app = new Hono();
  app.get('/healthz', (c) => c.text('ok'));
  app.get('/trace/:code', (c) => {
    const known = recording[c.req.param('code')];
    for (const [sql, parameters] of known?.asked ?? []) prepared(sql).all(...parameters);
    return c.json(known?.answer as object);
  });
  app.get('/single/:code', (c) => {
    const known = recording[c.req.param('code')];
    for (const [sql, parameters] of known?.asked ?? []) {
      const statement = prepared(sql);
      for (const one of oneByOne(parameters)) statement.all(...one);
    }
    return c.json(known?.answer as object);
  });
  return app;
}

/** The parameters of a query over a list of ids, as queries of one id each. */
function oneByOne(parameters: SQLInputValue[]): SQLInputValue[][] {
  const [list] = parameters;
  if (typeof list !== 'string' || !list.startsWith('[')) return [parameters];
  return (JSON.parse(list) as number[]).map((id) => [`[${id}]`]);
}

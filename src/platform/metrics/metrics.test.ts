import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ADMIN_KEY, testApp } from '../../../test/app.ts';
import { enginesWanted } from '../../../test/engines.ts';
import { emptyPostgres } from '../../../test/fresh-store.ts';
import { start } from '../../service.ts';
import { readConfig } from '../config.ts';
import type { LogFields } from '../deps.ts';
import { stateOf } from './state.ts';
import { traceOf } from './traceparent.ts';

const TOKEN = 'a-monitor-of-the-tests';

async function serviceWith(env: Record<string, string> = {}) {
  const place = mkdtempSync(join(tmpdir(), 'suyuan-metrics-'));
  const lines: { event: string; fields: LogFields }[] = [];
  const take = (event: string, fields: LogFields) => void lines.push({ event, fields });
  const config = readConfig({
    PORT: '0',
    DATABASE_URL: `file:${place}/s.db`,
    FILES_DIR: `${place}/files`,
    BOOTSTRAP_ADMIN_KEY: ADMIN_KEY,
    METRICS_TOKEN: TOKEN,
    ...env,
  });
  const running = await start(config, { log: { info: take, warn: take, error: take } });
  onTestFinished(async () => {
    await running.stop();
    rmSync(place, { recursive: true });
  });
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(running.url + path, { headers: { Connection: 'close', ...headers } });
  const scrape = async (token = TOKEN) => {
    const response = await get('/metrics', { Authorization: `Bearer ${token}` });
    const text = await response.text();
    /** The value of a line, by its name with labels. */
    const value = (line: string) => {
      const found = text.split('\n').find((one) => one.startsWith(`${line} `));
      return found === undefined ? undefined : Number(found.slice(line.length + 1));
    };
    return { status: response.status, type: response.headers.get('content-type'), text, value };
  };
  return { ...running, place, lines, get, scrape };
}

describe('/metrics', () => {
  it('opens to the token of the monitor and to the system administrator, and to nobody else', async () => {
    const s = await serviceWith();
    expect((await s.scrape()).status).toBe(200);
    expect((await s.scrape(ADMIN_KEY)).status).toBe(200);
    expect((await s.scrape('another-token-of-theirs')).status).toBe(401);
    expect((await s.get('/metrics')).status).toBe(401);
    // The token is for this alone.
    expect((await s.get('/v1/authorities', { Authorization: `Bearer ${TOKEN}` })).status).toBe(401);
  });

  it('counts answers by operation and status, those of hot routes and those given before it was first read too', async () => {
    const s = await serviceWith();
    for (let i = 0; i < 3; i++) await s.get('/t/NOSUCHCODE');
    await s.get('/v1/batches');
    await s.get('/no-such-path');
    const { value, type, text } = await s.scrape();
    expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(value('suyuan_requests_total{operation="scan",status="404"}')).toBe(3);
    expect(value('suyuan_requests_total{operation="listBatches",status="401"}')).toBe(1);
    expect(value('suyuan_requests_total{operation="none",status="404"}')).toBe(1);
    expect(value('suyuan_request_seconds_count{operation="scan"}')).toBe(3);
    expect(value('suyuan_request_seconds_bucket{le="+Inf",operation="scan"}')).toBe(3);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    const again = await s.scrape();
    expect(again.value('suyuan_requests_total{operation="metrics",status="200"}')).toBe(1);
  });

  it('tells of commits, the follower, signatures, findings, what waits, the last backup and the disk', async () => {
    const s = await serviceWith();
    const made = await fetch(`${s.url}/v1/parties`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${ADMIN_KEY}`, Connection: 'close' },
      body: JSON.stringify({ name: '示例农户', kinds: ['farmer'], regionCode: '330110' }),
    });
    expect(made.status, await made.text()).toBe(201);
    writeFileSync(join(s.place, 'last-backup'), '2026-11-05T01:00:00.000Z\n');
    await s.follower.catchUp();
    await s.signer.sign();
    const { value } = await s.scrape();
    expect(value('suyuan_info{version="0.1.0",engine="sqlite"}')).toBe(1);
    expect(value('suyuan_store_up')).toBe(1);
    expect(value('suyuan_commits_waiting')).toBe(0);
    expect(value('suyuan_commits_total')).toBeGreaterThan(0);
    expect(value('suyuan_commit_groups_total')).toBeLessThanOrEqual(value('suyuan_commits_total') ?? 0);
    // Registered and approved.
    expect(value('suyuan_ledger_entries')).toBe(2);
    expect(value('suyuan_follower_entries_behind')).toBe(0);
    expect(value('suyuan_ledger_signed_entries')).toBe(2);
    expect(value('suyuan_ledger_refused')).toBe(0);
    expect(value('suyuan_findings_open{weight="lead"}')).toBe(0);
    expect(value('suyuan_filings_waiting')).toBe(0);
    expect(value('suyuan_webhooks_waiting')).toBe(0);
    // Nobody waits, so there is no oldest.
    expect(value('suyuan_webhooks_oldest_timestamp_seconds')).toBeUndefined();
    expect(value('suyuan_last_backup_timestamp_seconds')).toBe(Date.parse('2026-11-05T01:00:00Z') / 1_000);
    expect(value('suyuan_disk_free_bytes')).toBeGreaterThan(0);
    expect(value('suyuan_follower_caught_up_timestamp_seconds')).toBeGreaterThan(Date.now() / 1_000 - 60);
  });

  it('tells how much is let in and how much may be', async () => {
    const s = await serviceWith({ UNDERWAY_READS: '77', UNDERWAY_MIB: '64' });
    const { value } = await s.scrape();
    // The reading itself.
    expect(['read', 'write', 'body'].map((kind) => value(`suyuan_requests_underway{kind="${kind}"}`))).toEqual([1, 0, 0]);
    expect(['read', 'write', 'body'].map((kind) => value(`suyuan_requests_underway_limit{kind="${kind}"}`))).toEqual([77, 256, 1_024]);
    expect([value('suyuan_request_bytes_underway'), value('suyuan_request_bytes_underway_limit')]).toEqual([0, 67_108_864]);
    expect([value('suyuan_requests_refused_total'), value('suyuan_requests_ended_slow_total')]).toEqual([0, 0]);
    // No replica, no age.
    expect([value('suyuan_replica_age_seconds'), value('suyuan_replica_age_limit_seconds')]).toEqual([undefined, undefined]);
  });

  it('tells how late the replica is, and nothing of one that was never heard of', async () => {
    const told = async (ageMs: number) => {
      const none = { reads: 0, writes: 0, bodies: 0, bytes: 0 };
      const state = await stateOf({
        deps: { store: (await testApp()).deps.store, clock: () => 0 },
        follower: { caughtUpAt: null },
        signer: { refusal: null },
        filesDir: tmpdir(),
        lastBackupAt: async () => null,
        underway: () => ({ ...none, refused: 0, ended: 0 }),
        limits: { ...none, bodiesPerAddress: 0, bytesPerAddress: 0 },
        replica: { ageMs: () => ageMs, stalenessMs: 5_000 },
      });
      return Object.fromEntries(state.filter(({ name }) => name.includes('replica')).map(({ name, values }) => [name, values]));
    };
    expect(await told(1_250)).toEqual({
      suyuan_replica_age_seconds: [{ value: 1.25 }],
      suyuan_replica_age_limit_seconds: [{ value: 5 }],
    });
    expect(await told(Number.POSITIVE_INFINITY)).toEqual({
      suyuan_replica_age_seconds: [],
      suyuan_replica_age_limit_seconds: [{ value: 5 }],
    });
  });

  it.runIf(enginesWanted().includes('postgres'))('tells the same of a service on PostgreSQL', async () => {
    const { url, drop } = await emptyPostgres();
    onTestFinished(drop);
    const s = await serviceWith({ DATABASE_URL: url });
    await fetch(`${s.url}/v1/parties`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${ADMIN_KEY}`, Connection: 'close' },
      body: JSON.stringify({ name: '示例农户', kinds: ['farmer'], regionCode: '330110' }),
    });
    await s.follower.catchUp();
    await s.signer.sign();
    const { value } = await s.scrape();
    expect(value('suyuan_store_up')).toBe(1);
    expect(value('suyuan_ledger_entries')).toBe(2);
    expect(value('suyuan_ledger_signed_entries')).toBe(2);
    expect(value('suyuan_commit_groups_total')).toBeGreaterThan(0);
    expect(value('suyuan_findings_open{weight="lead"}')).toBe(0);
    expect(value('suyuan_filings_waiting')).toBe(0);
  });

  it('is told also while the database does not answer', async () => {
    const s = await serviceWith();
    const read = s.deps.store.read;
    Object.assign(s.deps.store, {
      read: new Proxy(read, {
        get: () => () => {
          throw new Error('no database');
        },
      }),
    });
    const { status, value } = await s.scrape();
    expect([status, value('suyuan_store_up'), value('suyuan_ledger_entries')]).toEqual([200, 0, undefined]);
    Object.assign(s.deps.store, { read });
    expect((await s.scrape()).value('suyuan_store_up')).toBe(1);
  });

  it('answers 501 where nothing is counted', async () => {
    const t = await testApp();
    const answer = await t.request('GET', '/metrics', { key: ADMIN_KEY });
    expect([answer.status, answer.json.code]).toEqual([501, 'not-on-edge']);
  });
});

describe('a trace that began outside', () => {
  const good = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

  it('stands in the line of the log of its request', async () => {
    const s = await serviceWith();
    await s.get('/v1/batches', { traceparent: good });
    await s.get('/v1/batches', { traceparent: 'nonsense' });
    const requests = s.lines.filter(({ event }) => event === 'request').map(({ fields }) => [fields.traceId, fields.parentId]);
    expect(requests).toEqual([
      ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'],
      [undefined, undefined],
    ]);
  });

  it('is read as W3C Trace Context has it, and anything else is none', () => {
    expect(traceOf(good)).toEqual({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', parentId: '00f067aa0ba902b7' });
    expect(traceOf('cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes-later')?.parentId).toBe('00f067aa0ba902b7');
    for (const wrong of [
      undefined,
      '',
      good.toUpperCase(),
      `${good}-more`,
      good.replace(/^00/, 'ff'),
      '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
      '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
      `${good}\n`,
    ])
      expect(traceOf(wrong), String(wrong)).toBeNull();
  });
});

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSecret } from '../../codes/ids.ts';
import { sweepAll } from '../../follower-jobs.ts';
import { readConfig } from '../../platform/config.ts';
import { jsonLog } from '../../platform/log.ts';
import { type Running, start } from '../../service.ts';
import { httpClient } from './client.ts';
import { type DemoClock, demoClock } from './clock.ts';
import { showDoors } from './doors.ts';
import { expected, type Narrator, narrator } from './narrate.ts';
import { walk } from './walk.ts';

const FIRST_MORNING = '2026-11-02T08:00:00+08:00';

/** The port asked for, or any free one while another program has it. */
function freePort(wanted: number): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' && wanted !== 0 ? found(freePort(0)) : failed(error),
    );
    probe.listen(wanted, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : wanted;
      probe.close(() => found(port));
    });
  });
}

/** A folder for a database of its own: temporary, or DEMO_DIR, which is kept and must not hold one yet. */
function demoFolder(): { folder: string; remove(): void } {
  const { DEMO_DIR: chosen } = process.env;
  if (chosen === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'suyuan-demo-'));
    return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
  }
  if (existsSync(join(chosen, 'demo.db')))
    throw new Error(`DEMO_DIR: found ${join(chosen, 'demo.db')}, expected a folder without one; the demo starts afresh.`);
  return { folder: chosen, remove: () => {} };
}

async function open(folder: string, clock: DemoClock): Promise<{ running: Running; adminKey: string }> {
  const { PORT, PUBLIC_URL } = process.env;
  const port = await freePort(readConfig({ PORT, PUBLIC_URL }).port);
  const adminKey = newSecret('adm_');
  const config = readConfig({
    PORT: String(port),
    PUBLIC_URL,
    DATABASE_URL: `file:${join(folder, 'demo.db')}`,
    FILES_DIR: join(folder, 'files'),
    BOOTSTRAP_ADMIN_KEY: adminKey,
    LOG_LEVEL: 'error',
  });
  return { running: await start(config, { clock: clock.now, log: await jsonLog('error') }), adminKey };
}

/** @returns how many of the expected things were not met */
async function show({ running, adminKey }: { running: Running; adminKey: string }, clock: DemoClock, say: Narrator): Promise<number> {
  const { deps, follower } = running;
  const world = {
    client: httpClient(running.url),
    clock,
    say,
    settle: () => follower.catchUp(),
    sweep: () => sweepAll(deps),
  };
  say.line('溯源 Suyuan 演示：真实的服务，全新的数据库，只经过自己的接口。企业、产品、证件均为示例。');
  say.line('A demo of the real service on a fresh database, fed through its own API. Firms, goods and papers are examples.');
  const walked = await walk(world, adminKey);
  clock.runOn();
  const missing = say.close();
  await showDoors(deps, say, walked);
  say.line('\n限度：只有主管部门运行本服务或者与其对接时，在此录入才履行法定义务。');
  say.line('Limit: recording here fulfils the statutory duty only where the authority runs this service or is connected to it.');
  for (const what of missing) say.line(`缺少 missing: ${expected[what].zh} · ${expected[what].en}`);
  return missing.length;
}

async function main(): Promise<void> {
  const { folder, remove } = demoFolder();
  const clock = demoClock(FIRST_MORNING);
  const service = await open(folder, clock).catch((error) => {
    remove();
    throw error;
  });
  const finish = async (code: number) => {
    await service.running.stop();
    remove();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void finish(0));
  try {
    const missing = await show(service, clock, narrator(console.log));
    if (process.argv.includes('--once')) await finish(missing === 0 ? 0 : 1);
    console.log('\n服务一直开着，按 Ctrl-C 结束。· The service stays up until Ctrl-C.');
  } catch (error) {
    complain(error);
    await finish(1);
  }
}

function complain(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error));
}

try {
  await main();
} catch (error) {
  complain(error);
  process.exitCode = 1;
}

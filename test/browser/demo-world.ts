import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { sweepAll } from '../../src/follower-jobs.ts';
import { httpClient } from '../../src/ops/demo/client.ts';
import { type DemoClock, demoClock } from '../../src/ops/demo/clock.ts';
import { narrator } from '../../src/ops/demo/narrate.ts';
import { type Walked, walk } from '../../src/ops/demo/walk.ts';
import type { OidcProvider } from '../../src/people/tools.ts';
import { readConfig } from '../../src/platform/config.ts';
import { silentLog } from '../../src/platform/log.ts';
import { type Running, start } from '../../src/service.ts';
import { ADMIN_KEY } from '../world.ts';
import { chromiumPath } from './chromium.ts';

/** The demo's database after its walk, which every file of browser tests takes a copy of. */
export interface DemoWorld {
  folder: string;
  walked: Walked;
  /** Epoch milliseconds at the end of the walk. */
  at: number;
  chromium: string;
  /** Where the one browser of the run listens, which files open their pages in. */
  browser: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    demoWorld: DemoWorld;
  }
}

/** vitest's globalSetup of the browser project: finds the browser, walks the demo once. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const path = chromiumPath();
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-browser-'));
  const clock = demoClock('2026-11-02T08:00:00+08:00');
  const running = await serveFrom(folder, clock);
  const walked = await walk(
    {
      client: httpClient(running.url),
      clock,
      say: narrator(() => {}),
      settle: () => running.follower.catchUp(),
      sweep: () => sweepAll(running.deps),
    },
    ADMIN_KEY,
  );
  await running.follower.catchUp();
  await running.stop();
  const { browser, address } = await launchOnce(path);
  project.provide('demoWorld', { folder, walked, at: clock.now(), chromium: path, browser: address });
  return async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** How every browser of the tests is started; as root there is no sandbox. */
export const BROWSER_ARGS = ['--no-sandbox', '--lang=zh-CN'] as const;

/** One browser for all files; each opens contexts of its own, which share nothing. */
async function launchOnce(executablePath: string): Promise<{ browser: Browser; address: string }> {
  const port = await freePort();
  const browser = await chromium.launch({ executablePath, args: [...BROWSER_ARGS, `--remote-debugging-port=${port}`] });
  return { browser, address: `http://127.0.0.1:${port}` };
}

/** The service as `npm start` runs it, over the database of a folder, on a free port. */
export async function serveFrom(folder: string, clock: DemoClock): Promise<Running> {
  const config = readConfig({
    PORT: String(await freePort()),
    DATABASE_URL: `file:${join(folder, 'demo.db')}`,
    FILES_DIR: join(folder, 'files'),
    BOOTSTRAP_ADMIN_KEY: ADMIN_KEY,
    LOG_LEVEL: 'error',
  });
  return start(config, { clock: clock.now, log: silentLog, oidc: [OFFICE] });
}

/** A sign-in elsewhere that sends everybody straight back unproven: no page of ours may ask another host. */
const OFFICE: OidcProvider = {
  id: 'office',
  name: { zh: '示例政务登录', en: 'Example office sign-in' },
  begin: async ({ redirectUri, state }) => `${redirectUri}?code=none&state=${encodeURIComponent(state)}`,
  finish: () => Promise.reject(new Error('not proven')),
};

/** A port nobody has: links of the service name it, so it is known before the service starts. */
function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => found(port));
    });
  });
}

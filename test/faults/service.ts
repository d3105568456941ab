import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..', '..');

export interface Service {
  url: string;
  /** Verifies the log it signs. */
  publicKey: string;
  /** Ends it without a chance to tidy up. */
  kill(): Promise<void>;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<number>;
  /** The most memory it had at any time, in bytes; Linux tells. */
  peakBytes(): number;
}

/** The real service in a process of its own, on a free port; resolves when it listens. */
export async function startService(env: Record<string, string>): Promise<Service> {
  const child = spawn(process.execPath, [join(root, 'src/server.ts')], {
    env: {
      ...process.env,
      PORT: '0',
      PUBLIC_URL: 'https://trace.example',
      LOG_LEVEL: 'info',
      RATE_LIMIT_KEY: 'off',
      RATE_LIMIT_ADDRESS: 'off',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told = await listening(child);
  return {
    ...told,
    kill: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      return (await exited)[0] as number;
    },
    peakBytes: () => Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1_024,
  };
}

function listening(child: ChildProcess): Promise<{ url: string; publicKey: string }> {
  return new Promise((found, failed) => {
    const said: string[] = [];
    let publicKey = '';
    child.stderr?.on('data', (data) => said.push(String(data)));
    child.once('exit', (code) => failed(new Error(`The service ended with ${code} before it listened: ${said.join('')}`)));
    if (!child.stdout) throw new Error('The service has no standard output.');
    createInterface(child.stdout).on('line', (line) => {
      publicKey ||= /"publicKey":"([^"]+)"/.exec(line)?.[1] ?? '';
      const url = /"url":"(http:\/\/localhost:\d+)"/.exec(line)?.[1];
      if (url) found({ url, publicKey });
    });
  });
}

import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const call = promisify(execFile);

/** What SQLite asks of the file system to keep a commit. */
export const CALLS = ['openat', 'pwrite64', 'fdatasync', 'fsync', 'ftruncate', 'unlink'] as const;
export type FileCall = (typeof CALLS)[number];

/**
 * Why system calls cannot be tampered with here; null where they can.
 * SUYUAN_TEST_NO_STRACE is for callers who know that strace is missing and say so themselves.
 */
export function straceMissing(): string | null {
  const tried = spawnSync('strace', ['-o', '/dev/null', '-e', 'trace=fsync', 'true'], { encoding: 'utf8' });
  if (tried.status === 0) return null;
  return tried.error
    ? 'strace is not installed (apt-get install strace)'
    : `ptrace is not allowed here: ${tried.stderr.trim().split('\n').at(-1)}`;
}

export interface Traced {
  /** Lines of standard output, also of a process that was killed. */
  lines: string[];
  /** Calls on the files, by name. */
  calls: Map<string, number>;
}

/**
 * Runs a script of test/faults under strace, which sees the calls on those files alone.
 * @param inject as strace takes it, `pwrite64:signal=KILL:when=3`; nothing is tampered with without it
 * @param watched the calls that are counted
 */
export async function traced(
  script: string,
  args: readonly string[],
  files: readonly string[],
  inject: readonly string[] = [],
  watched: readonly string[] = CALLS,
): Promise<Traced> {
  const log = join(tmpdir(), `suyuan-strace-${process.pid}-${Math.random().toString(36).slice(2)}`);
  const only = files.flatMap((file) => ['-P', file]);
  const tampering = inject.flatMap((one) => ['-e', `inject=${one}`]);
  const command = [
    '-f',
    '-o',
    log,
    ...only,
    '-e',
    `trace=${watched.join(',')}`,
    ...tampering,
    process.execPath,
    join(import.meta.dirname, script),
    ...args,
  ];
  try {
    const { stdout } = await call('strace', command).catch((failed: { stdout?: string }) => ({ stdout: failed.stdout ?? '' }));
    const calls = new Map<string, number>();
    if (existsSync(log))
      for (const [, name = ''] of readFileSync(log, 'utf8').matchAll(/^\d+\s+(\w+)\(/gm)) calls.set(name, (calls.get(name) ?? 0) + 1);
    return { lines: stdout.split('\n').filter((line) => line !== ''), calls };
  } finally {
    rmSync(log, { force: true });
  }
}

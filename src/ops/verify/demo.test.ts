import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildVerifier } from '../build-verifier.ts';

const demo = join(import.meta.dirname, '..', 'demo', 'main.ts');

describe('the verifier as one file', () => {
  it('runs without the service, passes on the demo’s database, and ends with 1 for a change and 2 for what it cannot read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'suyuan-verify-demo-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const walked = spawnSync(process.execPath, [demo, '--once'], { env: { ...process.env, PORT: '0', DEMO_DIR: folder } });
    expect(walked.status, String(walked.stderr)).toBe(0);
    await buildVerifier(join(folder, 'verify.mjs'));
    const run = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['verify.mjs', ...args], { cwd: folder, encoding: 'utf8' });
      return { status, last: stdout.trimEnd().split('\n').at(-1), stderr };
    };
    const asked = ['--db', 'demo.db', '--key', 'signing.key.pub', '--kept', 'kept.txt'];
    expect(run(...asked)).toMatchObject({ status: 0, last: 'OK       nothing was altered, nothing is missing' });
    const db = new DatabaseSync(join(folder, 'demo.db'));
    db.exec(`UPDATE shipment SET "documentNumber" = 'another' WHERE id = (SELECT min(id) FROM shipment)`);
    db.close();
    expect(run(...asked)).toMatchObject({ status: 1, last: 'NOT OK   1 faults' });
    expect(run('--db', 'elsewhere.db', '--key', 'signing.key.pub')).toMatchObject({
      status: 2,
      stderr: '--db: found no file elsewhere.db.\n',
    });
    expect(run('--db', 'demo.db')).toMatchObject({ status: 2 });
  });
});

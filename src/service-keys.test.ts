import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ADMIN_KEY } from '../test/app.ts';
import { newKey } from './ledger/log/note.ts';
import { readConfig } from './platform/config.ts';
import { start } from './service.ts';

function place() {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const lines: string[] = [];
  const take = (event: string, fields: object) => void lines.push(`${event} ${JSON.stringify(fields)}`);
  const config = readConfig({
    PORT: '0',
    PUBLIC_URL: 'https://trace.example',
    DATABASE_URL: `file:${folder}/s.db`,
    FILES_DIR: `${folder}/files`,
    BOOTSTRAP_ADMIN_KEY: ADMIN_KEY,
  });
  const file = (name: string) => join(folder, name);
  return { file, lines, open: () => start(config, { log: { info: take, warn: take, error: take } }) };
}

type Running = Awaited<ReturnType<ReturnType<typeof place>['open']>>;
const nothing = () => ({ reply: { status: 204, headers: {}, body: '' } });

/** Signs a ledger of one entry. */
async function signed({ deps, follower, signer }: Running): Promise<void> {
  const entries = [{ kind: 'noted', subject: 'note/1', payload: {} }];
  await deps.store.commit({ chain: 'system', at: deps.clock(), entries, finish: nothing });
  await follower.catchUp();
  await signer.sign();
}

/** A person whose second factor is sealed. */
async function sealedWith({ deps }: Running): Promise<void> {
  const totp = (await deps.people?.seal('3132 session')) ?? null;
  const [id = 0] = await deps.store.ids(1);
  const row = { id, login: 'yi', passwordHash: null, totp, totpSince: 1, totpCounter: null, phone: null, subject: null, changedAt: 1 };
  await deps.store.commit({ chain: 'system', at: 1, entries: [], rows: { credential: [row] }, finish: nothing });
}

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => 'it started',
    (error: Error) => error.message,
  );

describe('the keys of a service', () => {
  it('are two files that nobody else reads, made once', async () => {
    const { file, open } = place();
    await (await open()).stop();
    const made = ['signing.key', 'sealing.key'].map((name) => readFileSync(file(name), 'utf8'));
    for (const name of ['signing.key', 'sealing.key']) expect(statSync(file(name)).mode & 0o777, name).toBe(0o600);
    expect(made[1]).toMatch(/^[0-9a-f]{64}\n$/);
    expect(made[0]).toMatch(/^PRIVATE\+KEY\+trace\.example\/ledger\+/);
    await (await open()).stop();
    expect(['signing.key', 'sealing.key'].map((name) => readFileSync(file(name), 'utf8'))).toEqual(made);
  });

  it('open a second factor under another signing key', async () => {
    const { file, lines, open } = place();
    const first = await open();
    await sealedWith(first);
    await first.stop();
    const { secret } = await newKey('trace.example/ledger', new Uint8Array(32).fill(7));
    writeFileSync(file('signing.key'), `${secret}\n`);
    rmSync(file('signing.key.checkpoint'), { force: true });
    const second = await open();
    const { totp } = await second.deps.store.read.selectFrom('credential').select('totp').executeTakeFirstOrThrow();
    expect(await second.deps.people?.open(totp ?? '')).toBe('3132 session');
    expect(lines.filter((line) => line.startsWith('second-factors-not-opened'))).toEqual([]);
    await second.stop();
  });

  it('are not made anew where the lost ones are needed; each that is missing is named with its fix', async () => {
    const { file, lines, open } = place();
    const first = await open();
    await signed(first);
    await sealedWith(first);
    await first.stop();
    const kept = ['signing.key', 'sealing.key'].map((name) => readFileSync(file(name), 'utf8'));
    for (const name of ['signing.key', 'sealing.key']) rmSync(file(name));
    const refused = (await refusalOf(open())).split('\n');
    expect(refused[0]).toBe('The service does not start:');
    expect(refused[1]).toMatch(
      /^ {2}SIGNING_KEY_FILE: .*signing\.key is not there, but the ledger was signed up to entry \d+: put that key back\./,
    );
    expect(refused[1]).toContain(`npm run -s signing-key -- trace.example/ledger | head -n 1 > ${file('signing.key')}`);
    expect(refused[2]).toMatch(
      /^ {2}SEALING_KEY_FILE: .*sealing\.key is not there, but 1 second factors were sealed with it: put it back\./,
    );
    for (const name of ['signing.key', 'sealing.key']) expect(existsSync(file(name)), name).toBe(false);
    // Put back, all is as it was.
    for (const [i, name] of ['signing.key', 'sealing.key'].entries()) writeFileSync(file(name), kept[i] ?? '');
    await (await open()).stop();
    expect(lines.filter((line) => /not-(opened|signed)/.test(line))).toEqual([]);
    // Made on purpose, they are taken, and what does not fit them is said.
    writeFileSync(file('signing.key'), (await newKey('trace.example/ledger', new Uint8Array(32).fill(7))).secret);
    writeFileSync(file('sealing.key'), 'f'.repeat(64));
    const third = await open();
    await signed(third);
    await third.stop();
    expect(lines.filter((line) => line.startsWith('second-factors-not-opened'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('ledger-not-signed'))).toEqual([expect.stringContaining('"why":"other-key"')]);
  });

  it('are not made anew for an empty database either, while the memory of what was signed is there', async () => {
    const { file, open } = place();
    const first = await open();
    await signed(first);
    await first.stop();
    for (const name of ['signing.key', 's.db', 's.db-wal', 's.db-shm']) rmSync(file(name), { force: true });
    expect(await refusalOf(open())).toMatch(/SIGNING_KEY_FILE: .* put that key back/);
  });

  it('are refused when the sealing key is too short to be one', async () => {
    const { file, open } = place();
    writeFileSync(file('sealing.key'), 'short\n');
    expect(await refusalOf(open())).toMatch(/SEALING_KEY_FILE: .* has 5 characters, expected 32 or more/);
  });
});

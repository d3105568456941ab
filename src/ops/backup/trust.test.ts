import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { folder, openedWorld, quiet, recorded, refusalOf, remade } from '../../../test/backup-world.ts';
import { emptyPostgres } from '../../../test/fresh-store.ts';
import { keyFor, ORIGIN, OTHER_SEED, signerFor } from '../../../test/ledger.ts';
import { accept, browser } from '../../../test/people.ts';
import { checkpointText } from '../../ledger/log/checkpoint.ts';
import { newKey, signerOf } from '../../ledger/log/note.ts';
import { openTables } from '../verify/tables.ts';
import { makeBackup } from './backup.ts';
import { readManifest } from './manifest.ts';
import { afterwards, restore } from './restore.ts';
import { Steps } from './steps.ts';

async function backedUp(w: Awaited<ReturnType<typeof openedWorld>>) {
  const from = join(folder(), 'b');
  await makeBackup({ database: w.file, filesDir: w.files, to: from, now: () => Date.parse('2026-11-05T02:00:00Z') }, quiet);
  return from;
}

function target(from: string) {
  const place = folder();
  return { from, database: `file:${join(place, 's.db')}`, filesDir: join(place, 'files'), place };
}

const AT = Date.parse('2026-11-06T00:00:00Z');

const listening = () => {
  const lines: string[] = [];
  return { lines, steps: new Steps((line) => void lines.push(line)) };
};

describe('what a restore leaves out', () => {
  /** A service with two members of staff and two keys, of whom one each was ended; everybody is signed in. */
  async function peopled() {
    const w = await openedWorld();
    const party = await w.party({ name: '示例酱油厂' });
    const invite = async (name: string, login: string) => {
      const made = await w.request('POST', `/v1/parties/${party.id}/staff`, { key: party.key, body: { name, rights: ['batches'] } });
      expect(made.status, made.text).toBe(201);
      const b = browser(w);
      await accept(b, made.json.link, login);
      return { id: made.json.id as string, b };
    };
    const stays = await invite('示例甲', 'jia.example');
    const goes = await invite('示例乙', 'yi.example');
    // An invitation nobody has taken, and a session of a key.
    await w.request('POST', `/v1/parties/${party.id}/staff`, { key: party.key, body: { name: '示例丙', rights: ['batches'] } });
    expect((await browser(w).post('/sign-in', { key: party.key })).status).toBe(303);
    return { w, party, stays, goes };
  }

  it('is every session, link and code; what was ended after it is listed as live again', async () => {
    const { w, party, stays, goes } = await peopled();
    const from = await backedUp(w);
    const ended = await w.request('DELETE', `/v1/parties/${party.id}/staff/${goes.id}`, { key: party.key });
    expect(ended.status, ended.text).toBeLessThan(300);
    const before = recorded(join(from, 'suyuan.db'));
    expect([before.session?.length, (before.person_session?.length ?? 0) >= 3]).toEqual([1, true]);
    const to = target(from);
    const manifest = await restore(to, quiet);
    const after = recorded(join(to.place, 's.db'));
    expect([after.session, after.person_session]).toEqual([[], []]);
    expect({ ...after, session: before.session, person_session: before.person_session }).toEqual(before);
    const told = await afterwards(manifest, to, AT);
    expect(told[0]).toBe(
      'revoked since 2026-11-05T02:00:00.000Z and live again: every account, key and member of staff that was ended after that moment. End them once more',
    );
    expect(told[1]).toMatch(/of firms 2 accounts and \d+ keys; listed in .*access-of-20261105T020000Z\.tsv$/);
    const list = join(to.place, 'access-of-20261105T020000Z.tsv');
    expect(statSync(list).mode & 0o777).toBe(0o600);
    const lines = readFileSync(list, 'utf8').trimEnd().split('\n');
    expect(lines[0]).toBe('what\tid\tof\towner\tmay\tlabel\tsince\texpiresAt\tmadeBy\tstate');
    expect(lines).toContain(`account\t${stays.id}\tparty\t${party.id}\t["batches"]\t\t2026-11-05\t\t\tactive`);
    expect(lines).toContain(`account\t${goes.id}\tparty\t${party.id}\t["batches"]\t\t2026-11-05\t\t\tactive`);
    expect(lines.filter((line) => line.endsWith('\tinvited'))).toHaveLength(1);
    // The key itself is in no backup, and its owner is named by a public id.
    expect(lines.join('\n')).not.toContain(party.key);
    expect(lines.filter((line) => line.startsWith('key\t')).length).toBeGreaterThan(1);
  });

  it('does not list who had been ended before', async () => {
    const { w, party, goes } = await peopled();
    await w.request('DELETE', `/v1/parties/${party.id}/staff/${goes.id}`, { key: party.key });
    const from = await backedUp(w);
    const to = target(from);
    await afterwards(await restore(to, quiet), to, AT);
    const list = readFileSync(join(to.place, 'access-of-20261105T020000Z.tsv'), 'utf8');
    expect([list.includes(goes.id), list.includes(party.id)]).toEqual([false, true]);
  });

  it('lists a key until it has run out, with who made it', async () => {
    const { w, party } = await peopled();
    const make = async (expiresAt: string) =>
      (await w.request('POST', `/v1/parties/${party.id}/keys`, { key: party.key, body: { label: 'ERP', expiresAt } })).json.id as string;
    const [out, good] = [await make('2026-11-06T00:00:00Z'), await make('2026-11-06T00:00:01Z')];
    const to = target(await backedUp(w));
    const told = await afterwards(await restore(to, quiet), to, AT);
    const lines = readFileSync(join(to.place, 'access-of-20261105T020000Z.tsv'), 'utf8').trimEnd().split('\n');
    expect(lines.filter((line) => line.includes(out))).toEqual([]);
    const [line = ''] = lines.filter((one) => one.startsWith(`key\t${good}`));
    expect(line).toMatch(new RegExp(`\tERP\t2026-11-05\t2026-11-06T00:00:01.000Z\tparty:${party.id}/[^\t]+\tactive$`));
    const keys = lines.filter((one) => one.startsWith('key\t') && one.split('\t')[2] === 'party').length;
    expect(told[1]).toContain(`of firms 2 accounts and ${keys} keys;`);
  });

  it('says all else though the list cannot be written', async () => {
    const to = target(await backedUp(await openedWorld()));
    const manifest = await restore(to, quiet);
    mkdirSync(join(to.place, 'access-of-20261105T020000Z.tsv'));
    const told = await afterwards(manifest, to, AT);
    expect(told[1]).toMatch(/; the list .*access-of-20261105T020000Z\.tsv was NOT WRITTEN: EISDIR/);
    expect(told.some((line) => line.startsWith('restored as of 2026-11-05T02:00:00.000Z'))).toBe(true);
  });

  it('stays out of PostgreSQL too', async () => {
    const { w } = await peopled();
    const from = await backedUp(w);
    const { url, drop } = await emptyPostgres();
    try {
      await restore({ ...target(from), database: url }, quiet);
      const tables = await openTables(url);
      const sizes = await tables.rows(
        'SELECT (SELECT count(*) FROM session) AS s, (SELECT count(*) FROM person_session) AS p, (SELECT count(*) FROM account) AS a',
      );
      await tables.close();
      expect(sizes).toEqual([{ s: 0, p: 0, a: 3 }]);
    } finally {
      await drop();
    }
  });
});

describe('a backup whose manifest was made anew', () => {
  it('is refused where a table is not what the ledger tells, with a key or without, and nothing is written', async () => {
    const from = await backedUp(await openedWorld());
    await remade(from, `UPDATE batch SET lot = 'other', "batchNumber" = 'other'`);
    const { text: key } = await keyFor();
    for (const trust of [{}, { key }]) {
      const to = target(from);
      expect(await refusalOf(restore({ ...to, ...trust }, quiet))).toMatch(/faults, the first: table batch .* found "other"/);
      expect(readdirSync(to.place)).toEqual([]);
    }
  });

  it('is refused by the key where the signatures were taken out, and taken without it, which is said', async () => {
    const from = await backedUp(await openedWorld());
    await remade(from, 'DELETE FROM log_checkpoint');
    const to = target(from);
    expect(await refusalOf(restore({ ...to, key: (await keyFor()).text }, quiet))).toMatch(/--key: nothing in this backup is signed/);
    expect(readdirSync(to.place)).toEqual([]);
    const { lines, steps } = listening();
    await restore(to, steps);
    expect(lines.filter((line) => line.includes('NOT CHECKED'))).toEqual([
      expect.stringMatching(/^note .*NOT CHECKED, since no --key was given: whether the entries are those that were signed/),
    ]);
  });

  it('is refused by the key where another history was signed with another', async () => {
    const w = await openedWorld();
    const { size, root } = await w.store.read.selectFrom('log_checkpoint').selectAll().executeTakeFirstOrThrow();
    const from = await backedUp(w);
    const { secret } = await newKey(ORIGIN, OTHER_SEED);
    const forged = await (await signerOf(secret)).sign(checkpointText({ origin: ORIGIN, size, root }));
    const db = new DatabaseSync(join(from, 'suyuan.db'));
    db.prepare('UPDATE log_checkpoint SET note = ?').run(forged);
    db.close();
    await remade(from, 'SELECT 1');
    expect((await readManifest(from)).checkpoint).toBe(forged);
    const to = target(from);
    expect(await refusalOf(restore({ ...to, key: (await keyFor()).text }, quiet))).toMatch(/checkpoint of \d+: it is not signed by/);
    expect(readdirSync(to.place)).toEqual([]);
    // The key of who forged it opens it: what is trusted is the key that was handed in.
    await restore({ ...to, key: (await keyFor(OTHER_SEED)).text }, quiet);
  });

  it('is refused by a kept checkpoint where whoever has the key made another history', async () => {
    const kept = join(folder(), 'seen.txt');
    const first = await openedWorld();
    const { note } = await first.store.read.selectFrom('log_checkpoint').select('note').executeTakeFirstOrThrow();
    writeFileSync(kept, note);
    const other = await openedWorld();
    await other.batch({ batchNumber: 'B3' });
    await other.follower.catchUp();
    await (await signerFor(other.deps)).sign();
    const from = await backedUp(other);
    const { text: key } = await keyFor();
    const to = target(from);
    expect(await refusalOf(restore({ ...to, key, kept }, quiet))).toMatch(/kept of \d+: the entries that were signed are not these/);
    expect(readdirSync(to.place)).toEqual([]);
    // The key alone cannot tell.
    await restore({ ...to, key }, quiet);
  });
});

describe('a kept checkpoint', () => {
  it('tells how much came after the backup, and is not added to', async () => {
    const w = await openedWorld();
    const from = await backedUp(w);
    const { size: then } = await w.store.read.selectFrom('log_checkpoint').select('size').executeTakeFirstOrThrow();
    await w.batch({ batchNumber: 'B3' });
    await w.follower.catchUp();
    const signer = await signerFor(w.deps);
    await signer.sign();
    const rows = await w.store.read.selectFrom('log_checkpoint').select(['size', 'note']).orderBy('size').execute();
    expect(rows).toHaveLength(2);
    const kept = join(folder(), 'seen.txt');
    writeFileSync(kept, rows.map(({ note }) => note).join(''));
    const said = readFileSync(kept, 'utf8');
    const { lines, steps } = listening();
    await restore({ ...target(from), key: (await keyFor()).text, kept }, steps);
    const now = rows[1]?.size ?? 0;
    expect(lines.filter((line) => / kept checkpoints: /.test(line))).toEqual([
      expect.stringMatching(
        new RegExp(` kept checkpoints: 1 hold; the ledger had ${now} entries by then, ${now - then} of them are not in this backup$`),
      ),
    ]);
    expect(readFileSync(kept, 'utf8')).toBe(said);
  });

  it('that is not there, holds none, or comes without a key is no check, so it is refused', async () => {
    const from = await backedUp(await openedWorld());
    const { text: key } = await keyFor();
    const kept = join(folder(), 'seen.txt');
    const ask = (trust: object) => refusalOf(restore({ ...target(from), ...trust }, quiet));
    expect(await ask({ key, kept })).toMatch(/--kept: there is no file/);
    writeFileSync(kept, '\n');
    expect(await ask({ key, kept })).toMatch(/--kept: .* holds no checkpoint/);
    expect(await ask({ kept })).toMatch(/--kept needs --key/);
    expect(await ask({ key: '/nonexistent/key.pub' })).toMatch(/--key: there is no file/);
  });
});

it('a file that was taken out of a backup together with its line is told', async () => {
  const w = await openedWorld();
  const whole = await backedUp(w);
  const from = join(folder(), 'cut');
  cpSync(whole, from, { recursive: true });
  const [line = ''] = readFileSync(join(from, 'files.tsv'), 'utf8').split('\n');
  writeFileSync(join(from, 'files.tsv'), '');
  const manifest = JSON.parse(readFileSync(join(from, 'manifest.json'), 'utf8'));
  manifest.files = { count: 0, bytes: 0 };
  writeFileSync(join(from, 'manifest.json'), JSON.stringify(manifest));
  await remade(from, 'SELECT 1');
  const { lines, steps } = listening();
  const to = target(from);
  await restore(to, steps);
  expect(existsSync(join(to.filesDir, line.split('\t')[0] ?? ''))).toBe(false);
  expect(lines).toContainEqual(expect.stringContaining(`records name the file ${line.split('\t')[2]}, which is not in the backup`));
});

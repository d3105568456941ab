import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type TestApp, testApp } from '../../../test/app.ts';
import { keyFor, memory, ORIGIN, OTHER_SEED, recordIn, SEED, signerFor } from '../../../test/ledger.ts';
import type { LogFields } from '../../platform/deps.ts';
import { openSqlite } from '../../store/sqlite.ts';
import { type Store, StoreUnavailable } from '../../store/store.ts';
import { Follower } from '../follower.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { logJob } from './job.ts';
import { keyInFile, memoryInFile, originOf } from './key-file.ts';
import { leafHash, rootOf } from './merkle.ts';
import { newKey, openNote } from './note.ts';
import { latestCheckpoint } from './read.ts';

const leavesOf = (store: Store) => store.read.selectFrom('log_leaf').selectAll().orderBy('leafIndex').execute();
const followerOf = (t: TestApp, store: Store = t.store) => new Follower({ ...t.deps, store }, [logJob({ store })]);

/** A log of the service that is read afterwards. */
function listening() {
  const said: { event: string; fields: LogFields }[] = [];
  const note = (event: string, fields: LogFields) => void said.push({ event, fields });
  return { said, log: { info: note, warn: note, error: note } };
}

/** Every entry stands in the log once, its chain in order, without a gap. */
async function expectWhole(store: Store, count: number): Promise<void> {
  const leaves = await leavesOf(store);
  expect(leaves.map((leaf) => leaf.leafIndex)).toEqual(Array.from({ length: count }, (_, i) => i));
  const entries = await store.read.selectFrom('entry').selectAll().execute();
  const bytesOf = new Map(entries.map((entry) => [entry.hash, entry.bytes]));
  expect(new Set(leaves.map((leaf) => leaf.hash)).size).toBe(entries.length);
  for (const leaf of leaves) expect(leaf.leafHash).toBe(leafHash(bytesOf.get(leaf.hash) ?? ''));
  for (const own of Map.groupBy(leaves, (leaf) => leaf.chain).values())
    expect(own.map((leaf) => leaf.seq)).toEqual(own.map((_, i) => i + 1));
  const nodes = await store.read.selectFrom('log_node').selectAll().orderBy('level').orderBy('n').execute();
  const tiles = Array.from({ length: Math.floor(count / 256) }, (_, n) => leaves.slice(n * 256, n * 256 + 256));
  expect(nodes).toEqual(tiles.map((tile, n) => ({ level: 1, n, hash: rootOf(tile.map((leaf) => leaf.leafHash)) })));
}

describe('the log the follower builds', () => {
  it('has every entry of every chain once, and the node of each full tile', async () => {
    const t = await testApp();
    await recordIn(t, [
      ['a', 300],
      ['b', 5],
      ['c', 400],
      ['a', 90],
    ]);
    await followerOf(t).catchUp();
    await expectWhole(t.store, 795);
    await recordIn(t, [['b', 250]]);
    await followerOf(t).catchUp();
    await expectWhole(t.store, 1_045);
  });

  it('comes out whole when two followers build it at once', async () => {
    const t = await testApp();
    await recordIn(
      t,
      Array.from({ length: 24 }, (_, i) => [`chain-${i % 7}`, 40] as const),
    );
    const second = openSqlite(t.file);
    onTestFinished(() => second.close());
    await Promise.all([followerOf(t).catchUp(), followerOf(t, second).catchUp(), followerOf(t).catchUp()]);
    await expectWhole(t.store, 960);
  });

  it('comes out whole when every other commit fails, carried out or not', async () => {
    const t = await testApp();
    await recordIn(
      t,
      Array.from({ length: 12 }, (_, i) => [`chain-${i}`, 70] as const),
    );
    let commits = 0;
    const failing: Store['commit'] = async (commit) => {
      const how = commits++ % 4;
      if (how === 1) throw new StoreUnavailable('cut before', false);
      const result = await t.store.commit(commit);
      if (how === 3) throw new StoreUnavailable('cut after', true);
      return result;
    };
    const store = new Proxy(t.store, {
      get: (target, name) => {
        const value = name === 'commit' ? failing : Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    for (let started = 0; started < 20; started++)
      await followerOf(t, store)
        .catchUp()
        .catch((error: Error) => expect(error.cause).toBeInstanceOf(StoreUnavailable));
    await expectWhole(t.store, 840);
    expect(commits).toBeGreaterThan(12);
  });
});

describe('the signature', () => {
  it('covers what was followed, once a size, and continues itself', async () => {
    const t = await testApp();
    const signer = await signerFor(t.deps);
    expect(await signer.sign()).toBeNull();
    await recordIn(t, [['a', 3]]);
    await t.follower.catchUp();
    const first = (await signer.sign()) ?? '';
    expect(await signer.sign()).toBeNull();
    const { key } = await keyFor();
    const opened = parseCheckpoint((await openNote(first, key)) ?? '');
    const leaves = (await leavesOf(t.store)).map((leaf) => leaf.leafHash);
    expect(opened).toEqual({ origin: ORIGIN, size: 3, root: rootOf(leaves) });
    await recordIn(t, [['b', 1]]);
    await t.follower.catchUp();
    expect(await signer.sign(5_000)).toBeNull();
    t.clock.advance(5_000);
    expect(parseCheckpoint((await signer.sign(5_000)) ?? '')).toMatchObject({ size: 4 });
    expect((await t.store.read.selectFrom('log_checkpoint').select('size').execute()).map((row) => row.size)).toEqual([3, 4]);
  });

  it('is refused for a smaller tree than one published, until the operator gives that one up, and that is recorded', async () => {
    const t = await testApp();
    const kept = memory();
    await recordIn(t, [['a', 3]]);
    await t.follower.catchUp();
    // Another history of this service, larger, was signed before the copy was put back.
    const before = await testApp();
    await recordIn(before, [['a', 5]]);
    await before.follower.catchUp();
    await (await signerFor(before.deps, { memory: kept })).sign();
    const { said, log } = listening();
    const signer = await signerFor({ ...t.deps, log }, { memory: kept });
    expect([await signer.sign(), await signer.sign()]).toEqual([null, null]);
    expect(said).toEqual([
      {
        event: 'ledger-not-signed',
        fields: { why: 'smaller', published: 5, size: 3, resumeWith: 'LEDGER_RESUME="5 …"' },
      },
    ]);
    expect(await t.store.read.selectFrom('log_checkpoint').selectAll().execute()).toEqual([]);
    const wrong = await signerFor(t.deps, { memory: kept, resume: { size: 4, reason: '从备份恢复' } });
    expect(await wrong.sign()).toBeNull();
    const resumed = await signerFor(t.deps, { memory: kept, resume: { size: 5, reason: '磁盘损坏，从备份恢复' } });
    await resumed.sign();
    await t.follower.catchUp();
    await resumed.sign();
    expect(parseCheckpoint(kept.note ?? '')).toMatchObject({ size: 4 });
    const entry = await t.store.read.selectFrom('entry').selectAll().where('kind', '=', 'ledger.resumed').execute();
    expect(entry.map(({ subject, bytes }) => [subject, JSON.parse(bytes).payload])).toEqual([
      [
        'checkpoint/5',
        {
          actedBy: 'operator',
          why: 'smaller',
          publishedSize: 5,
          publishedRoot: expect.stringMatching(/^[0-9a-f]{64}$/),
          size: 3,
          reason: '磁盘损坏，从备份恢复',
        },
      ],
    ]);
    // It goes on by itself from then on.
    await recordIn(t, [['a', 1]]);
    await t.follower.catchUp();
    expect(parseCheckpoint((await (await signerFor(t.deps, { memory: kept })).sign()) ?? '')).toMatchObject({ size: 5 });
  });

  it('is refused for a tree that was changed, and with another key than the last one', async () => {
    const t = await testApp();
    await recordIn(t, [['a', 3]]);
    await t.follower.catchUp();
    await (await signerFor(t.deps)).sign();
    await recordIn(t, [['a', 1]]);
    await t.follower.catchUp();
    const { said, log } = listening();
    expect(await (await signerFor({ ...t.deps, log }, { seed: OTHER_SEED })).sign()).toBeNull();
    const other = await testApp();
    await recordIn(other, [['z', 4]]);
    await other.follower.catchUp();
    const kept = memory((await t.store.read.selectFrom('log_checkpoint').select('note').executeTakeFirstOrThrow()).note);
    expect(await (await signerFor({ ...other.deps, log }, { memory: kept })).sign()).toBeNull();
    expect(said.map(({ fields }) => fields.why)).toEqual(['other-key', 'rewritten']);
  });
});

describe('two processes that sign one log', () => {
  /** A store whose every answer is late: somebody else works before it is used. */
  const meanwhile = (store: Store, work: () => Promise<unknown>): Store => {
    const read = store.read.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        await work();
        return result;
      },
    });
    return new Proxy(store, {
      get: (target, name) => {
        const value = name === 'read' ? read : Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  };

  it('do not take what the other appended and signed in between for a tree that shrank', async () => {
    const t = await testApp();
    await recordIn(t, [['a', 2]]);
    await t.follower.catchUp();
    const other = await signerFor(t.deps);
    await other.sign();
    const { said, log } = listening();
    let n = 0;
    // Between any two of its reads the log grows and is signed by the other.
    const store = meanwhile(t.store, async () => {
      await recordIn(t, [[`b${n++}`, 1]]);
      await t.follower.catchUp();
      await other.sign();
    });
    const kept = memory();
    const signer = await signerFor({ ...t.deps, store, log }, { memory: kept });
    for (let round = 0; round < 4; round++) {
      const note = await signer.sign();
      expect(signer.refusal).toBeNull();
      // What the other has signed in between is larger: a smaller tree is not published after it.
      const latest = await latestCheckpoint(t.store.read);
      if (note !== null) expect(parseCheckpoint(note)).toMatchObject({ size: latest?.size });
    }
    expect(n).toBeGreaterThan(4);
    expect(said).toEqual([]);
  });

  it('say again that they refuse when what was mended comes back', async () => {
    const t = await testApp();
    await recordIn(t, [['a', 3]]);
    await t.follower.catchUp();
    const larger = await testApp();
    await recordIn(larger, [['a', 5]]);
    await larger.follower.catchUp();
    const ahead = (await (await signerFor(larger.deps)).sign()) ?? '';
    const { said, log } = listening();
    const kept = memory(ahead);
    const signer = await signerFor({ ...t.deps, log }, { memory: kept });
    await signer.sign();
    expect(signer.refusal).toBe('smaller');
    kept.note = null;
    expect(parseCheckpoint((await signer.sign()) ?? '')).toMatchObject({ size: 3 });
    expect(signer.refusal).toBeNull();
    kept.note = ahead;
    await signer.sign();
    await signer.sign();
    expect(signer.refusal).toBe('smaller');
    expect(said.map(({ event, fields }) => [event, fields.why])).toEqual([
      ['ledger-not-signed', 'smaller'],
      ['ledger-not-signed', 'smaller'],
    ]);
  });
});

describe('the key in its file', () => {
  it('is made once, for its owner alone, with the public key beside it, and that of one it replaces', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'suyuan-key-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'keys', 'signing.key');
    const made = await keyInFile(file, originOf('https://trace.example/a b'), () => SEED);
    expect(made.isNew).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(`${file}.pub`, 'utf8')).toMatch(/^trace\.example\/a-b\/ledger\+[0-9a-f]{8}\+\S+\n$/);
    expect(await keyInFile(file, 'elsewhere/ledger', () => OTHER_SEED)).toEqual({ secret: made.secret, isNew: false });
    const lost = readFileSync(`${file}.pub`, 'utf8');
    const { secret, publicKey } = await newKey('trace.example/a-b/ledger', OTHER_SEED);
    writeFileSync(file, `${secret}\n`);
    await keyInFile(file, 'elsewhere/ledger', () => SEED);
    await keyInFile(file, 'elsewhere/ledger', () => SEED);
    expect(readFileSync(`${file}.pub`, 'utf8')).toBe(`${lost}${publicKey}\n`);
    const place = memoryInFile(`${file}.checkpoint`);
    expect(await place.read()).toBeNull();
    await place.write('note\n');
    expect(await place.read()).toBe('note\n');
  });
});

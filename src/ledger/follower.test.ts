import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type TestApp, testApp } from '../../test/app.ts';
import { incompletePork, jelly, pork } from '../../test/journeys/goods.ts';
import { followerJobs } from '../follower-jobs.ts';
import type { Deps } from '../platform/deps.ts';
import { openSqlite } from '../store/sqlite.ts';
import { type CommitResult, type Store, StoreUnavailable } from '../store/store.ts';
import { type FollowedEntry, Follower, type FollowerJob } from './follower.ts';

/** A plant whose records give the follower something of every kind to do: leads, page versions, a join, facts of others. */
async function eventfulApp(): Promise<TestApp> {
  const t = await testApp();
  const plant = await t.party({ name: '示例肉品厂', kinds: ['producer'] });
  const shop = await t.party({ name: '示例超市', kinds: ['retailer'] });
  await t.authority({ department: 'market' });
  const post = async (path: string, key: string, body: unknown) => {
    const answer = await t.request('POST', path, { key, body });
    expect(answer.status, answer.text).toBe(201);
    return answer.json;
  };
  const ship = (traceCode: string, uscc: string | null, amount: string, unit: string) =>
    post('/v1/shipments', plant.key, {
      purpose: 'sale',
      to: { uscc, name: '示例超市' },
      shippedAt: '2026-11-05T06:00:00+08:00',
      lines: [{ traceCode, quantity: { amount, unit } }],
    });
  const sample = {
    kind: 'officialSample',
    number: 'S-1',
    issuedOn: '2026-10-30',
    conclusion: 'fail',
    results: [{ item: '双醋酚丁', value: '152', unit: 'mg/kg' }],
  };
  const bare = await post('/v1/batches', plant.key, incompletePork());
  const found = await post('/v1/batches', plant.key, jelly({ certificates: [sample] }));
  const whole = await post('/v1/batches', plant.key, pork({ batchNumber: 'B' }));
  const sent = await ship(bare.traceCode, shop.uscc, '24', '箱');
  await ship(found.traceCode, shop.uscc, '600', '盒');
  await ship(whole.traceCode, '91330106MA0KANT06N', '3', '箱');
  await post(`/v1/shipments/${sent.id}/receipt`, shop.key, {
    outcome: 'notMine',
    receivedAt: '2026-11-05T08:30:00+08:00',
    reason: '未订此货',
  });
  await t.party({ name: '示例学校食堂', kinds: ['canteen'], uscc: '91330106MA0KANT06N' });
  return t;
}

/** A copy of the database as it is now, open in a store of its own. */
function copyOf(t: TestApp): Store {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-copy-'));
  const file = join(folder, 'copy.db');
  const db = new DatabaseSync(t.file);
  db.exec(`VACUUM INTO '${file}'`);
  db.close();
  const store = openSqlite(file);
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return store;
}

const depsWith = (t: TestApp, store: Store): Deps => ({ ...t.deps, store });

/** What the follower makes, without the ids that are drawn anew. */
async function derived(store: Store) {
  const { read } = store;
  return {
    pages: await read.selectFrom('page_version').selectAll().orderBy('batchId').execute(),
    findings: await read
      .selectFrom('finding')
      .select(['rule', 'occasion', 'authorityId', 'state'])
      .orderBy('rule')
      .orderBy('occasion')
      .execute(),
    positions: await read.selectFrom('follower_position').selectAll().orderBy('job').orderBy('chain').execute(),
    entries: (await read.selectFrom('entry').select(['chain', 'kind', 'subject']).orderBy('kind').orderBy('subject').execute()).filter(
      (entry) => ['lead.opened', 'shipment.joined'].includes(entry.kind),
    ),
    shipments: await read.selectFrom('shipment').select(['publicId', 'toPartyId', 'state']).orderBy('publicId').execute(),
  };
}

/** A store whose next commit does not get through: refused as by a race, or cut before it was carried out. */
function refusing(store: Store, how: 'conflict' | 'cut'): { store: Store; refused: () => boolean } {
  let refused = false;
  const commit: Store['commit'] = async (made): Promise<CommitResult> => {
    if (refused) return store.commit(made);
    refused = true;
    if (how === 'cut') throw new StoreUnavailable('cut', false);
    return { committed: false, conflict: 'expect' };
  };
  const proxy = new Proxy(store, {
    get: (target, name) => {
      if (name === 'commit') return commit;
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { store: proxy, refused: () => refused };
}

/** The jobs of the service, an entry at a time: a version of a page counts how often it was raised, so steps must be as large. */
const byEntry = (deps: Deps): FollowerJob[] => followerJobs(deps).map((job) => ({ ...job, batch: 1 }));

/** The first step there is to do, by a follower that has just started; false when there is none. */
async function firstStep(deps: Deps): Promise<boolean> {
  const jobs = byEntry(deps);
  for (const job of jobs) {
    const next = await behind(deps.store, job.name);
    if (!next) continue;
    await new Follower(deps, jobs).step(job, next.chain, next.seq).catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) throw error;
    });
    return true;
  }
  return false;
}

async function behind(store: Store, job: string): Promise<{ chain: string; seq: number } | undefined> {
  const heads = await store.read.selectFrom('chain').select(['chain', 'seq']).orderBy('chain').execute();
  const positions = await store.read.selectFrom('follower_position').selectAll().where('job', '=', job).execute();
  const at = new Map(positions.map((position) => [position.chain, position.seq]));
  const head = heads.find(({ chain, seq }) => seq > (at.get(chain) ?? 0));
  return head && { chain: head.chain, seq: at.get(head.chain) ?? 0 };
}

describe('the follower', () => {
  for (const how of ['conflict', 'cut'] as const)
    it(`stopped and started at every entry, each commit refused once first (${how}), comes to the same as in one go`, async () => {
      const t = await eventfulApp();
      const [straight, broken] = [copyOf(t), copyOf(t)];
      const deps = depsWith(t, straight);
      await new Follower(deps, byEntry(deps)).catchUp();
      const expected = await derived(straight);
      expect(expected.entries.filter((entry) => entry.kind === 'lead.opened').length).toBeGreaterThanOrEqual(2);
      expect(expected.findings.some((finding) => finding.authorityId !== null)).toBe(true);
      expect(expected.pages.length).toBeGreaterThanOrEqual(3);

      for (let steps = 0; ; steps++) {
        expect(steps).toBeLessThan(1_000);
        const once = refusing(broken, how);
        if (!(await firstStep(depsWith(t, once.store)))) break;
        expect(once.refused()).toBe(true);
        await firstStep(depsWith(t, broken));
      }
      expect(await derived(broken)).toEqual(expected);
    });

  it('that ran already finds nothing left, and raises no version again', async () => {
    const t = await eventfulApp();
    expect(await t.follower.catchUp()).toBeGreaterThan(0);
    const before = await derived(t.store);
    expect(await new Follower(t.deps, followerJobs(t.deps)).catchUp()).toBe(0);
    expect(await derived(t.store)).toEqual(before);
  });

  it('does nothing twice when two of them run at once', async () => {
    const t = await eventfulApp();
    const [alone, shared] = [copyOf(t), copyOf(t)];
    await new Follower(depsWith(t, alone), followerJobs(depsWith(t, alone))).catchUp();
    const deps = depsWith(t, shared);
    const handled = await Promise.all([0, 1].map(() => new Follower(deps, followerJobs(deps)).catchUp()));
    await new Follower(deps, followerJobs(deps)).catchUp();
    expect(await derived(shared)).toEqual(await derived(alone));
    const positions = (await derived(shared)).positions.reduce((sum, position) => sum + position.seq, 0);
    expect(handled.reduce((sum, n) => sum + n)).toBeLessThanOrEqual(positions);
  });

  it('reads a chain longer than a batch to its end, each entry once and in order', async () => {
    const t = await testApp();
    const plant = await t.party();
    for (let n = 0; n < 23; n++) await t.request('POST', '/v1/codes/reserve', { key: plant.key, body: { count: 1, roll: `卷-${n}` } });
    const seen: FollowedEntry[][] = [];
    const job: FollowerJob = {
      name: 'reader',
      batch: 10,
      handle: async (entries) => {
        seen.push(entries);
        return {};
      },
    };
    await new Follower(t.deps, [job]).catchUp();
    const own = seen.filter(([first]) => first?.chain === `party:${plant.id}`);
    const { seq: head } = await t.store.read
      .selectFrom('chain')
      .select('seq')
      .where('chain', '=', `party:${plant.id}`)
      .executeTakeFirstOrThrow();
    expect(head).toBeGreaterThanOrEqual(23);
    expect(own.flat().map((entry) => entry.seq)).toEqual(Array.from({ length: head }, (_, i) => i + 1));
    expect(own.map((entries) => entries.length).slice(0, 2)).toEqual([10, 10]);
    expect(own.every((entries) => entries.length <= 10)).toBe(true);
  });

  it('leaves a chain at which a job fails until the next time, and no other chain and no other job', async () => {
    const t = await testApp();
    const [first, second] = [await t.party(), await t.party()];
    let isBroken = true;
    const seen: string[] = [];
    const breaking: FollowerJob = {
      name: 'breaking',
      batch: 10,
      handle: async ([entry]) => {
        if (isBroken && entry?.chain === `party:${first.id}`) throw new Error('unforeseen');
        return {};
      },
    };
    const reading: FollowerJob = {
      name: 'reading',
      batch: 10,
      handle: async (entries) => {
        for (const { chain } of entries) seen.push(chain);
        return {};
      },
    };
    const lines: unknown[] = [];
    const deps: Deps = { ...t.deps, log: { ...t.deps.log, error: (event, { place }) => void lines.push([event, place]) } };
    const follower = new Follower(deps, [breaking, reading]);
    await expect(follower.catchUp()).rejects.toThrow(`breaking party:${first.id}: unforeseen`);
    expect(lines).toEqual([['follower', `breaking party:${first.id}`]]);
    expect(seen).toContain(`party:${first.id}`);
    expect(seen).toContain(`party:${second.id}`);
    expect(await behind(t.store, 'breaking')).toEqual({ chain: `party:${first.id}`, seq: 0 });
    isBroken = false;
    expect(await follower.catchUp()).toBeGreaterThan(0);
    expect(await behind(t.store, 'breaking')).toBeUndefined();
  });

  it('comes to every chain, however many there are that cannot go on', async () => {
    const t = await testApp();
    const chains = Array.from({ length: 150 }, (_, n) => `test:${String(n).padStart(3, '0')}`);
    for (const chain of chains)
      await t.store.commit({
        chain,
        at: t.clock.now(),
        entries: [{ kind: 'test.done', subject: 'test/1', payload: {} }],
        finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
      });
    const job: FollowerJob = {
      name: 'breaking',
      batch: 10,
      handle: async ([entry]) => {
        if (entry?.chain.startsWith('test:') && entry.chain < 'test:140') throw new Error('unforeseen');
        return {};
      },
    };
    await expect(new Follower(t.deps, [job]).catchUp()).rejects.toThrow('140 places');
    const positions = await t.store.read.selectFrom('follower_position').select('chain').where('job', '=', 'breaking').execute();
    expect(positions.map(({ chain }) => chain).filter((chain) => chain.startsWith('test:'))).toEqual(chains.slice(140));
  });
});

import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { testApp } from '../../test/app.ts';
import { silentLog } from '../platform/log.ts';
import { type Commit, type Store, StoreUnavailable } from '../store/store.ts';
import { AccessAudit } from './audit.ts';
import { type AuditLine, hashOf } from './line.ts';
import { pruneAudit } from './retention.ts';
import { auditFaults, auditOf } from './verify.ts';

const DAY = 24 * 60 * 60_000;

async function world() {
  const t = await testApp();
  let commits = (_commit: Commit, take: () => ReturnType<Store['commit']>) => take();
  const commit: Store['commit'] = (one) => commits(one, () => t.store.commit(one));
  const store: Store = Object.assign(Object.create(t.store), { commit });
  const audit = new AccessAudit({ store, clock: t.clock.now, random: t.deps.random, log: silentLog });
  const note = (object: string) => audit.note(lineAt(t.clock.now(), object));
  const objects = async () =>
    (await t.store.read.selectFrom('access_audit').select('object').where('operation', '=', 'x').orderBy('n').execute()).map(
      (row) => row.object,
    );
  const faults = async () => (await auditFaults(auditOf(t.store.read))).map((fault) => fault.replace(/^\w+/, 'chain'));
  return {
    t,
    store,
    audit,
    note,
    objects,
    faults,
    onCommit: (to: typeof commits) => {
      commits = to;
    },
  };
}

const lineAt = (at: number, object: string): AuditLine => ({
  at,
  who: 'x',
  role: 'x',
  operation: 'x',
  object,
  status: 200,
  requestId: '',
  address: '',
});

/** Rewrites a chain from a line on, every hash right again. */
function forge(db: DatabaseSync, n: number): void {
  const rows = db.prepare('SELECT * FROM access_audit WHERE n >= ? ORDER BY n').all(n) as unknown as Parameters<typeof hashOf>[0][];
  let prev = '';
  for (const row of rows) {
    const forged = { ...row, who: row.n === n ? 'party:other/k' : row.who, prev: prev || row.prev };
    prev = hashOf(forged);
    db.prepare('UPDATE access_audit SET who = ?, prev = ?, hash = ? WHERE n = ?').run(forged.who, forged.prev, prev, row.n);
  }
}

describe('a store that took a write and did not say so', () => {
  it('does not stop the audit: what was written is not written again, what came meanwhile follows', async () => {
    const w = await world();
    w.note('first');
    w.onCommit(async (_, take) => {
      await take();
      throw new StoreUnavailable(new Error('cut'), true);
    });
    await expect(w.audit.settle()).rejects.toThrow(StoreUnavailable);
    w.onCommit((_, take) => take());
    w.note('second');
    await w.audit.settle();
    w.note('third');
    await w.audit.settle();
    expect(await w.objects()).toEqual(['first', 'second', 'third']);
    expect(await w.faults()).toEqual([]);
  });

  it('and where somebody else wrote at that place, a new chain goes on', async () => {
    const w = await world();
    w.note('first');
    await w.audit.settle();
    const [last] = await w.t.store.read.selectFrom('access_audit').selectAll().orderBy('n', 'desc').limit(1).execute();
    if (!last) throw new Error('no line');
    const foreign = { ...last, n: last.n + 1, prev: last.hash, object: 'foreign' };
    await w.t.store.aside('access_audit', { ...foreign, hash: hashOf(foreign) });
    w.note('second');
    await w.audit.settle();
    expect((await w.objects()).sort()).toEqual(['first', 'foreign', 'second']);
    expect(await w.faults()).toEqual([]);
  });

  it('is 503 to who reads the audit while its lines cannot be written', async () => {
    const { t, audit, note, onCommit } = await world();
    const key = await t.administrator('audit');
    t.deps.audit = audit;
    note('waiting');
    onCommit(() => Promise.reject(new StoreUnavailable(new Error('full'), false)));
    expect((await t.request('GET', '/v1/audit', { key })).status).toBe(503);
    onCommit((_, take) => take());
    expect((await t.request('GET', '/v1/audit', { key })).status).toBe(200);
  });
});

describe('the ledger knows where the audit stands', () => {
  it('so a line altered with all hashes after it shows, and a chain that is gone', async () => {
    const w = await world();
    for (const object of ['1', '2', '3', '4']) w.note(object);
    await w.audit.anchor();
    w.note('5');
    await w.audit.settle();
    expect(await w.faults()).toEqual([]);
    const db = new DatabaseSync(w.t.file);
    db.exec('CREATE TABLE kept AS SELECT * FROM access_audit');
    forge(db, 3);
    expect(await w.faults()).toEqual(['chain/5: a line that the ledger names is gone or altered']);
    db.exec('DELETE FROM access_audit');
    expect(await w.faults()).toEqual(['chain/5: a line that the ledger names is gone or altered']);
    db.exec('INSERT INTO access_audit SELECT * FROM kept; DELETE FROM access_audit WHERE n >= 5');
    expect(await w.faults()).toEqual(['chain/5: a line that the ledger names is gone or altered']);
    db.close();
  });

  it('is told once, not again while nothing was added', async () => {
    const w = await world();
    w.note('1');
    await w.audit.anchor();
    await w.audit.anchor();
    const told = await w.t.store.read.selectFrom('entry').select('kind').where('kind', '=', 'audit.headed').execute();
    expect(told).toHaveLength(1);
  });

  it('a deletion of old lines excuses those alone', async () => {
    const w = await world();
    w.note('old');
    w.note('old too');
    await w.audit.settle();
    w.t.clock.advance(201 * DAY);
    w.note('young');
    w.note('younger');
    await w.audit.settle();
    expect(await pruneAudit(w.store, w.t.clock.now(), 200)).toBe(3);
    expect(await w.objects()).toEqual(['young', 'younger']);
    expect(await w.faults()).toEqual([]);
    const db = new DatabaseSync(w.t.file);
    db.exec("DELETE FROM access_audit WHERE object = 'young'");
    expect(await w.faults()).toEqual(['chain/5: lines before it are gone']);
    db.exec("DELETE FROM access_audit WHERE object = 'younger'");
    expect(await w.faults()).toEqual([
      'chain/5: a line that the ledger names is gone or altered',
      'chain/5: a line that another chain names is gone or altered',
    ]);
    db.close();
  });

  it('a deletion that finds nothing old says nothing', async () => {
    const w = await world();
    w.note('young');
    await w.audit.settle();
    expect(await pruneAudit(w.store, w.t.clock.now(), 200)).toBe(0);
    expect((await w.t.store.read.selectFrom('access_audit').select('n').execute()).length).toBe(2);
  });

  it('what cannot be told is not deleted', async () => {
    const w = await world();
    w.note('old');
    await w.audit.settle();
    w.t.clock.advance(201 * DAY);
    for (const kind of ['line', 'entry']) {
      w.onCommit((commit, take) =>
        (kind === 'entry') === commit.entries.length > 0 ? Promise.reject(new StoreUnavailable(new Error('full'), false)) : take(),
      );
      await expect(pruneAudit(w.store, w.t.clock.now(), 200)).rejects.toThrow(StoreUnavailable);
      expect(await w.objects()).toEqual(['old']);
    }
  });
});

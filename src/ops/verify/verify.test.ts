import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { OTHER_SEED } from '../../../test/ledger.ts';
import { CHANGED, forge, NO_LOG, NOT_LOGGED, NOT_SIGNED_SO, SMALLER, signAgain, signedWorld } from '../../../test/signed-world.ts';
import { newKey, signerOf } from '../../ledger/log/note.ts';
import { openSqlite } from '../../store/sqlite.ts';
import { verify } from './verify.ts';

describe('the verifier', { timeout: 120_000 }, () => {
  it('finds nothing in a database nobody touched, and keeps its checkpoint', async () => {
    const s = await signedWorld();
    const report = await verify({ db: s.copy(), key: s.key, kept: s.kept });
    expect(report.lines().filter((line) => line.startsWith('FAULT'))).toEqual([]);
    expect(report.lines().at(-1)).toBe('OK       nothing was altered, nothing is missing');
    const kept = readFileSync(s.kept, 'utf8');
    expect(kept).toMatch(/^trace\.example\/ledger\n\d+\n/);
    for (const what of [
      'party',
      'site',
      'product',
      'batch',
      'certificate',
      'transformation_input',
      'shipment',
      'receipt',
      'receipt_photo',
      'takeback',
      'amendment',
      'disposition',
      'display',
      'external_code',
    ])
      expect(report.counts.get(`rows of ${what}`), what).toBeGreaterThan(0);
    await s.w.batch({ batchNumber: 'later' });
    await s.sign();
    expect(await s.faults({ db: s.copy(), kept: s.kept })).toEqual([]);
    expect(readFileSync(s.kept, 'utf8').match(/^trace\.example\/ledger$/gm)).toHaveLength(2);
  });

  it('finds a changed row, whichever table of facts it stands in', async () => {
    const s = await signedWorld();
    const changes: [sql: string, found: RegExp][] = [
      [
        `UPDATE batch SET "expiresOn" = '2027-01-01' WHERE "batchNumber" = '20261101A'`,
        /^table: found "2027-01-01", the ledger says "2026-11-08"$/,
      ],
      [`UPDATE certificate SET conclusion = 'fail' WHERE number = 'T-9'`, /^table: found "fail", the ledger says "pass"$/],
      [`UPDATE shipment SET state = 'received' WHERE state = 'void'`, /^table: found "received", the ledger says "void"$/],
      [`UPDATE receipt_line SET amount = '40' WHERE amount = '39'`, /^table: found "40", the ledger says "39"$/],
      [`UPDATE receipt_photo SET size = 1`, /^table: found 1, the ledger says 67$/],
      [`UPDATE party SET name = '别家' WHERE natural = 0 AND name = '示例肉联厂'`, /^table: found "别家", the ledger says "示例肉联厂"$/],
      [
        `UPDATE site SET name = '别处' WHERE "partyId" = (SELECT id FROM party WHERE natural = 1)`,
        /^table: found "别处", the ledger says "c:/,
      ],
      [`DELETE FROM disposition_line`, /^table: the ledger tells of it, the table does not have it$/],
      [`INSERT INTO external_code SELECT 'erp', '78', id FROM batch LIMIT 1`, /^table: no entry of the ledger tells of it$/],
      [`UPDATE personal SET value = '王五' WHERE value = '李四'`, /^personal: the value is not the one committed to$/],
    ];
    for (const [sql, found] of changes) {
      const faults = await s.faults({ db: s.copy((db) => db.exec(sql)) });
      // A line that is gone or says another quantity is not in keeping with the balances either.
      const told = faults.filter((fault) => !fault.startsWith('balance: '));
      expect(told, sql).toHaveLength(1);
      expect(told[0], sql).toMatch(found);
    }
  });

  it('finds what was altered in the access audit, against what the ledger says of it', async () => {
    const s = await signedWorld();
    await s.w.request('GET', '/v1/batches', { key: s.w.shop.key });
    await s.w.deps.audit?.anchor();
    await s.sign();
    expect(await s.faults({ db: s.copy() })).toEqual([]);
    const changed = await s.faults({ db: s.copy((db) => db.exec("UPDATE access_audit SET who = 'nobody' WHERE n = 2")) });
    expect(changed).toEqual(['audit: altered']);
    const gone = await s.faults({ db: s.copy((db) => db.exec('DELETE FROM access_audit')) });
    expect(gone).toEqual(['audit: a line that the ledger names is gone or altered']);
  });

  it('finds a changed entry, and one changed together with its whole chain', async () => {
    const s = await signedWorld();
    const chain = `party:${s.w.producer.id}`;
    const plain = await s.faults({ db: s.copy((db) => db.exec(`UPDATE entry SET bytes = replace(bytes, 'T-9', 'T-8')`)) });
    expect(plain).toContain(CHANGED);
    expect(plain).toContain(`checkpoint: ${NOT_SIGNED_SO}`);
    const forged = await s.faults({ db: s.copy((db) => forge(db, chain, 4, (was) => ({ ...was, actedBy: 'nobody' }))) });
    expect(forged.filter((fault) => fault.startsWith('entry'))).toEqual([]);
    expect(forged.some((fault) => NOT_LOGGED.test(fault))).toBe(true);
    expect(forged).toContain(`checkpoint: ${NOT_SIGNED_SO}`);
  });

  it('finds a deleted tail, of a chain alone or of the log with it', async () => {
    const s = await signedWorld();
    const chain = `party:${s.w.shop.id}`;
    const last = `(SELECT max(seq) FROM entry WHERE chain = '${chain}')`;
    const alone = await s.faults({ db: s.copy((db) => db.exec(`DELETE FROM entry WHERE chain = '${chain}' AND seq = ${last}`)) });
    expect(alone.some((fault) => /^chain: its head says \d+, its last entry is \d+$/.test(fault))).toBe(true);
    expect(alone.some((fault) => /^log: entry \d+ of .+ is not there$/.test(fault))).toBe(true);
    const cut = (db: DatabaseSync) => {
      const { leafIndex } = db.prepare('SELECT max("leafIndex") AS "leafIndex" FROM log_leaf').get() as { leafIndex: number };
      const leaf = db.prepare('SELECT chain, seq FROM log_leaf WHERE "leafIndex" = ?').get(leafIndex) as { chain: string; seq: number };
      db.prepare('DELETE FROM log_leaf WHERE "leafIndex" = ?').run(leafIndex);
      db.prepare('DELETE FROM entry WHERE chain = ? AND seq = ?').run(leaf.chain, leaf.seq);
      db.prepare(`UPDATE follower_position SET seq = ? WHERE chain = ? AND job = 'log'`).run(leaf.seq - 1, leaf.chain);
      // A chain whose only entry goes was never there.
      if (leaf.seq === 1) db.prepare('DELETE FROM chain WHERE chain = ?').run(leaf.chain);
      else
        db.prepare(
          'UPDATE chain SET seq = ?, hash = (SELECT hash FROM entry e WHERE e.chain = chain.chain AND e.seq = ?), at = (SELECT at FROM entry e WHERE e.chain = chain.chain AND e.seq = ?) WHERE chain = ?',
        ).run(leaf.seq - 1, leaf.seq - 1, leaf.seq - 1, leaf.chain);
    };
    const whole = await s.faults({ db: s.copy(cut) });
    expect(whole.some((fault) => fault.startsWith('checkpoint: ') && SMALLER.test(fault))).toBe(true);
  });

  it('finds reordered entries, in their chain or in the log', async () => {
    const s = await signedWorld();
    const chain = `party:${s.w.producer.id}`;
    const swap = (table: string, column: string, where: string, a: number, b: number) =>
      `UPDATE ${table} SET ${column} = -1 WHERE ${column} = ${a}${where}; UPDATE ${table} SET ${column} = ${a} WHERE ${column} = ${b}${where}; UPDATE ${table} SET ${column} = ${b} WHERE ${column} = -1${where}`;
    const inChain = await s.faults({ db: s.copy((db) => db.exec(swap('entry', 'seq', ` AND chain = '${chain}'`, 2, 3))) });
    expect(inChain).toContain('entry: it does not follow on the entry before it');
    const inLog = await s.faults({ db: s.copy((db) => db.exec(swap('log_leaf', '"leafIndex"', '', 0, 1))) });
    expect(inLog).toContain(`checkpoint: ${NOT_SIGNED_SO}`);
  });

  it('finds swapped times', async () => {
    const s = await signedWorld();
    const chain = `party:${s.w.producer.id}`;
    const before = s.w.clock.now();
    s.w.clock.advance(60_000);
    await s.w.batch({ batchNumber: 'later' });
    await s.sign();
    const last = `(SELECT max(seq) FROM entry WHERE chain = '${chain}')`;
    const at = (seq: string, instant: number) => `UPDATE entry SET at = ${instant} WHERE chain = '${chain}' AND seq = ${seq};`;
    const faults = await s.faults({ db: s.copy((db) => db.exec(at('1', before + 60_000) + at(last, before))) });
    expect(faults).toContain('entry: its columns say something else than its bytes');
    expect(faults).toContain('entry: its instant lies before the one before it');
  });

  it('finds an old backup that was put back, by a checkpoint that was kept', async () => {
    const s = await signedWorld();
    const backup = s.copy();
    await s.w.batch({ batchNumber: 'after the backup' });
    await s.sign();
    expect(await s.faults({ db: s.copy(), kept: s.kept })).toEqual([]);
    expect(await s.faults({ db: backup })).toEqual([]);
    const faults = await s.faults({ db: backup, kept: s.kept });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^kept: the ledger is smaller than what was signed/);
  });

  it('finds two writers who went on from one database with one key, by a checkpoint that was kept', async () => {
    const s = await signedWorld();
    const second = s.copy();
    await s.w.batch({ batchNumber: 'by the first' });
    await s.sign();
    expect(await s.faults({ db: s.copy(), kept: s.kept })).toEqual([]);
    const store = openSqlite(second);
    for (const i of [1, 2, 3, 4])
      await store.commit({
        chain: 'system',
        at: s.w.clock.now(),
        entries: [{ kind: 'noted', subject: `note/${i}`, payload: { by: 'the second' } }],
        finish: () => ({ reply: { status: 201, headers: {}, body: '' } }),
      });
    await store.close();
    await signAgain(second, s.w.clock.now());
    expect(await s.faults({ db: second })).toEqual([]);
    expect(await s.faults({ db: second, kept: s.kept })).toEqual([`kept: ${NOT_SIGNED_SO}`]);
  });

  it('finds the wrong key: a signature by another one', async () => {
    const s = await signedWorld();
    const { secret } = await newKey('trace.example/ledger', OTHER_SEED);
    const other = await signerOf(secret);
    const db = new DatabaseSync(s.w.file);
    const { note } = db.prepare('SELECT note FROM log_checkpoint').get() as { note: string };
    db.close();
    const resigned = await other.sign(note.slice(0, note.indexOf('\n\n') + 1));
    const place = s.copy((copied) => void copied.prepare('UPDATE log_checkpoint SET note = ?').run(resigned));
    const faults = await s.faults({ db: place });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^checkpoint: it is not signed by trace\.example\/ledger \(Ed25519, key [0-9a-f]{8}\)$/);
    // Where a lost key was replaced, who verifies is given both.
    expect(await s.faults({ db: place, key: `${s.key}\n${other.publicKey}\n` })).toEqual([]);
    expect(await s.faults({ db: s.copy(), key: `${s.key}\n${other.publicKey}\n` })).toEqual([]);
  });

  it('finds a tree rebuilt after an edit, built and signed anew over changed entries, by a checkpoint that was kept', async () => {
    const s = await signedWorld();
    expect(await s.faults({ db: s.copy(), kept: s.kept })).toEqual([]);
    const chain = `party:${s.w.producer.id}`;
    const rebuilt = s.copy((db) => {
      const { seq } = db.prepare(`SELECT seq FROM entry WHERE chain = ? AND kind = 'certificate.added'`).get(chain) as { seq: number };
      forge(db, chain, seq, (was) => ({ ...was, conclusion: 'fail' }));
      db.exec(
        `UPDATE certificate SET conclusion = 'fail' WHERE number = 'T-9'; ${NO_LOG}; DELETE FROM follower_position WHERE job = 'log'`,
      );
    });
    await signAgain(rebuilt, s.w.clock.now());
    // Whoever has the database and the key can make a ledger that holds in itself: only what others have kept tells.
    expect(await s.faults({ db: rebuilt })).toEqual([]);
    expect(await s.faults({ db: rebuilt, kept: s.kept })).toEqual([`kept: ${NOT_SIGNED_SO}`]);
  });

  it('finds changes in the tree itself, and a payload that was set aside and changed', async () => {
    const s = await signedWorld();
    await s.w.batch(
      { batchNumber: 'large' },
      { ingredients: Array.from({ length: 200 }, (_, i) => ({ name: `配料${'甲'.repeat(70)}${i}` })) },
    );
    for (let i = 0; i < 260; i++)
      await s.w.post(`/v1/parties/${s.w.shop.id}/sites`, s.w.shop.key, { name: `店${i}`, kind: 'shop', regionCode: '330106' });
    await s.sign();
    expect(await s.faults({ db: s.copy() })).toEqual([]);
    const attacks: [sql: string, found: string][] = [
      ['DELETE FROM log_node', 'log: it is missing'],
      [`UPDATE log_node SET hash = '${'0'.repeat(64)}'`, 'log: it is not the root of its tile'],
      [`UPDATE large_payload SET bytes = replace(bytes, '配料', '杂质')`, 'payload: what was set aside has another hash'],
      ['DELETE FROM large_payload', 'payload: it was set aside and is not there'],
    ];
    for (const [sql, found] of attacks) expect(await s.faults({ db: s.copy((db) => db.exec(sql)) }), sql).toContain(found);
  }, 60_000);

  it('finds nothing when what was personal is erased: the proof stays', async () => {
    const s = await signedWorld();
    const erased = `DELETE FROM personal; UPDATE site SET name = '＊' WHERE "partyId" = (SELECT id FROM party WHERE natural = 1)`;
    const db = s.copy((copied) => copied.exec(erased));
    expect(await s.faults({ db, kept: s.kept })).toEqual([]);
    const { notes } = await verify({ db, key: s.key });
    expect(notes).toContainEqual(expect.stringMatching(/^\d+ personal values are erased/));
  });

  it('finds a personal value that was rewritten after its salt was deleted', async () => {
    const s = await signedWorld();
    const other = `'c:${'0'.repeat(64)}'`;
    const rewritten: [sql: string, found: RegExp][] = [
      [`UPDATE party SET "contactName" = '别人' WHERE natural = 1`, /^table: found "别人", the ledger says "c:/],
      [`UPDATE party SET name = ${other} WHERE natural = 1`, /^table: found "c:000.*, the ledger says "c:/],
      [`UPDATE party SET "contactPhone" = NULL WHERE natural = 1`, /^table: found nothing, the ledger says "c:/],
      [`UPDATE certificate SET issuer = '别人' WHERE kind = 'commitment'`, /^table: found "别人", the ledger says "c:/],
      [
        `UPDATE site SET name = '别处' WHERE "partyId" = (SELECT id FROM party WHERE natural = 1)`,
        /^table: found "别处", the ledger says "c:/,
      ],
      [
        `UPDATE site SET name = ${other} WHERE "partyId" = (SELECT id FROM party WHERE natural = 1)`,
        /^table: found "c:000.*, the ledger says "c:/,
      ],
    ];
    const masked = `UPDATE site SET name = '＊' WHERE "partyId" = (SELECT id FROM party WHERE natural = 1)`;
    for (const [sql, found] of rewritten) {
      const faults = await s.faults({ db: s.copy((db) => db.exec(`DELETE FROM personal; ${masked}; ${sql}`)) });
      expect(faults, sql).toEqual([expect.stringMatching(found)]);
    }
    // What is still in clear, though its salt is gone, could be anything.
    const clear = await s.faults({ db: s.copy((db) => db.exec('DELETE FROM personal')) });
    expect(clear).toEqual([expect.stringMatching(/^table: found "经营场所", the ledger says "c:/)]);
  });

  it('finds a twin of a row, under a unique index that was dropped, and a row that belongs to nothing', async () => {
    const s = await signedWorld();
    const twin = s.copy((db) => {
      db.exec('DROP INDEX "shipment_publicId_key"; DROP INDEX "shipment_slip_key"');
      db.exec(`CREATE TEMP TABLE twin AS SELECT * FROM shipment LIMIT 1; UPDATE twin SET id = 99; INSERT INTO shipment SELECT * FROM twin`);
    });
    const faults = await s.faults({ db: twin });
    expect(faults).toContain('table: it stands there twice');
    expect(faults).toContain('schema: it is not unique: publicId');
    const alone = s.copy((db) => db.exec('PRAGMA foreign_keys=OFF; INSERT INTO batch_certificate VALUES (1, 1)'));
    expect(await s.faults({ db: alone })).toEqual([
      expect.stringMatching(/^table: it has \d+ rows, of which \d+ can be read with what they refer to$/),
    ]);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { enginesWanted } from '../../../test/engines.ts';
import { freshPostgres } from '../../../test/fresh-store.ts';
import { migrateSqlite } from '../../store/migrate.ts';
import { Report } from './report.ts';
import { checkSchema } from './schema.ts';
import { openTables } from './tables.ts';

/** What is said of the tables at a place: differences, and notes. */
async function toldOf(place: string): Promise<{ faults: string[]; notes: string[] }> {
  const tables = await openTables(place);
  const report = new Report();
  await checkSchema(tables, report);
  await tables.close();
  return { faults: report.faults.map(({ where, what }) => `${where}: ${what}`), notes: report.notes };
}

/** The statements change the tables and say what of; both dialects take them. */
const CHANGES: [sql: string, told: string[]][] = [
  ['DROP TABLE sanction', ['sanction: the table is missing']],
  ['ALTER TABLE shipment DROP COLUMN "documentNumber"', ['shipment: column documentNumber is missing']],
  ['ALTER TABLE shipment ADD COLUMN also TEXT', ['shipment: column also is not of the migrations']],
  ['DROP INDEX "shipment_slip_key"', ['shipment: it is not unique: slip']],
  ['CREATE UNIQUE INDEX one ON shipment ("recordedAt")', ['shipment: it is unique where the migrations do not make it so: recordedAt']],
  // A key over some of the rows holds nothing of the others.
  [
    'DROP INDEX "recall_publicId_key"; CREATE UNIQUE INDEX "recall_publicId_key" ON recall ("publicId") WHERE revision > 9',
    ['recall: it is not unique: publicId'],
  ],
  [
    'ALTER TABLE id_block RENAME TO other; CREATE TABLE id_block (n TEXT, at BIGINT NOT NULL)',
    ['id_block: column n is text or null, the migrations make it number', 'id_block: it is not unique: n'],
  ],
  [`INSERT INTO _migrations VALUES ('0099_other', 1)`, ['0099_other: this verifier does not know this migration']],
];

describe('the tables held against the migrations, on SQLite', () => {
  function fresh(change: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'suyuan-schema-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'a.db');
    migrateSqlite(file);
    const db = new DatabaseSync(file);
    db.exec(change);
    db.close();
    return file;
  }

  it('do not differ where nobody touched them, and every table is looked at', async () => {
    expect(await toldOf(fresh(''))).toEqual({ faults: [], notes: [] });
  });

  it.each(CHANGES)('differ: %s', async (sql, told) => {
    expect((await toldOf(fresh(sql))).faults).toEqual(told);
  });

  it('differ by a trigger, by letters that count as equal, and by a view in the place of a table', async () => {
    const trigger = await toldOf(fresh('CREATE TRIGGER quiet AFTER INSERT ON finding BEGIN DELETE FROM finding; END'));
    expect(trigger.faults).toEqual(['finding: the migrations know no trigger quiet']);
    const folded = await toldOf(
      fresh('DROP INDEX "shipment_slip_key"; CREATE UNIQUE INDEX "shipment_slip_key" ON shipment (slip COLLATE NOCASE)'),
    );
    expect(folded.faults).toEqual([
      'shipment: it is not unique: slip',
      'shipment: it is unique where the migrations do not make it so: slip NOCASE',
    ]);
    const view = await toldOf(fresh('ALTER TABLE sanction RENAME TO other; CREATE VIEW sanction AS SELECT * FROM other WHERE n = 1'));
    expect(view).toEqual({
      faults: ['sanction: the table is missing'],
      notes: ['tables that no migration makes, which are not looked at: other'],
    });
  });
});

describe.each(enginesWanted().filter((engine) => engine === 'postgres'))('the tables held against the migrations, on %s', () => {
  const opened = freshPostgres();
  afterAll(async () => (await opened).close());

  it('do not differ where nobody touched them, and differ by what was changed', async () => {
    const { place } = await opened;
    expect(await toldOf(place)).toEqual({ faults: [], notes: [] });
    const client = new pg.Client({ connectionString: place });
    await client.connect();
    for (const [sql] of CHANGES) await client.query(sql);
    await client.query('ALTER TABLE finding ENABLE ROW LEVEL SECURITY');
    await client.query('CREATE RULE quiet AS ON DELETE TO entry DO INSTEAD NOTHING');
    await client.end();
    const told = [...new Set(CHANGES.flatMap(([, faults]) => faults)), 'finding: the migrations know no row security'];
    expect((await toldOf(place)).faults.sort()).toEqual([...told, 'entry: the migrations know no rule quiet'].sort());
  });
});

import { expect } from 'vitest';
import { openTables } from '../../src/ops/verify/tables.ts';
import { civilDateOf } from '../../src/platform/civil-date.ts';
import { folderFiles } from '../../src/platform/files-folder.ts';
import { migratePostgres, migrateSqlite } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { worldOver } from '../world.ts';
import { audit, type Outcome } from './audit.ts';
import { batch, emptyJournal, note } from './clients.ts';
import { freshPlace, type Place } from './place.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Where a clock may be found next, each from the one before: by hours and days, over a leap day and a turn of the year, to and fro. */
const JUMPS: (number | string)[] = [
  HOUR,
  -HOUR,
  -HOUR,
  DAY,
  -2 * DAY,
  '2028-02-28T15:59:59.999Z',
  '2028-02-28T16:00:00Z',
  '2028-02-29T16:00:00Z',
  '2027-12-31T15:59:59Z',
  '2027-12-31T16:00:00Z',
  -30 * DAY,
  '2028-12-31T16:00:00Z',
  '2026-11-05T01:00:00Z',
  400 * DAY,
];

/** The clock jumps before every write: no chain ever goes back, and shelf life goes by the day in Shanghai, in whatever zone the machine is. */
export async function clockJumps(engine: Place['engine']): Promise<Outcome> {
  const place = await freshPlace(engine);
  const zone = process.env.TZ;
  if (engine === 'sqlite') migrateSqlite(place.database);
  else await migratePostgres(place.database);
  const store = engine === 'sqlite' ? openSqlite(place.database) : openPostgres(place.database);
  try {
    const { party, request, clock } = worldOver(store, folderFiles(`${place.folder}/files`));
    const { key } = await party({});
    const journal = emptyJournal();
    const record = async (name: string, more: Record<string, unknown> = {}) => {
      const { status, json } = await request('POST', '/v1/batches', {
        key,
        body: { ...batch(name), ...more },
        headers: { 'Idempotency-Key': name },
      });
      note(journal, name, { status, body: json });
      return String(json.traceCode);
    };
    for (const [i, jump] of JUMPS.entries()) {
      clock.set(typeof jump === 'string' ? Date.parse(jump) : clock.now() + jump);
      await record(`j${i}`);
    }
    clock.set(Date.parse('2028-02-01T04:00:00Z'));
    const code = await record('leap', { productionDate: '2028-01-30', expiresOn: '2028-02-29' });
    const states: [string, string][] = [];
    for (const TZ of ['UTC', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Shanghai'])
      for (const at of ['2028-02-29T15:59:59Z', '2028-02-29T16:00:00Z']) {
        process.env.TZ = TZ;
        clock.set(Date.parse(at));
        const { json } = await request('GET', `/t/${code}`, { headers: { Accept: 'application/json' } });
        states.push([civilDateOf(clock.now()), json.status]);
      }
    expect(states).toEqual(
      Array.from({ length: 4 }, () => [
        ['2028-02-29', 'no-problem-recorded'],
        ['2028-03-01', 'expired'],
      ]).flat(),
    );
    const tables = await openTables(place.database);
    const back = await tables
      .rows('SELECT b.chain, b.seq FROM entry a JOIN entry b ON b.chain = a.chain AND b.seq = a.seq + 1 WHERE b.at < a.at')
      .finally(() => tables.close());
    expect(back).toEqual([]);
    await store.close();
    return await audit(
      { fault: 'clock jumps', engine, rounds: JUMPS.length, note: 'an hour, a day, 29 February, the turn of the year; 4 time zones' },
      place.database,
      journal,
    );
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    await store.close().catch(() => {});
    await place.remove();
  }
}

import { afterAll, describe, expect, it } from 'vitest';
import { enginesWanted } from '../../test/engines.ts';
import { freshPostgres, freshSqlite } from '../../test/fresh-store.ts';
import { findQueries } from './find-queries.ts';
import { scanQueries } from './scan-queries.ts';

const NOWHERE = { batchId: 1, code: '22222222222222222222', today: '2026-11-05', site: 'V1StGXR8Z5jdHi6B' };

const engines = [
  { engine: 'sqlite', fresh: freshSqlite },
  { engine: 'postgres', fresh: freshPostgres },
] as const;

describe.each(engines.filter(({ engine }) => enginesWanted().includes(engine)))('the queries of a scan on $engine', ({ fresh }) => {
  const opened = fresh();
  afterAll(async () => (await opened).close());

  it('are understood, and find nothing where nothing is recorded', async () => {
    const { store } = await opened;
    for (const query of Object.values(scanQueries(store))) expect(await query(NOWHERE)).toEqual([]);
    const find = findQueries(store);
    expect(await find.find({ gtin: '09521234543213' })).toEqual([]);
    expect(await find.find({ gtin: '09521234543213', batch: '7', made: '2026-11-01', expires: '2026-11-01' })).toEqual([]);
    expect(await find.byLot({ gtin: '09521234543213', lot: '7' })).toEqual([]);
    expect(await find.linkOf('22222222222222222222')).toBeUndefined();
  });
});

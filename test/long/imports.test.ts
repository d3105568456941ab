import { expect, it } from 'vitest';
import { batchLines, heapDuring } from '../imports-stream.ts';
import { importWorld } from '../imports-world.ts';

const ROWS = Number(process.env.ROWS ?? 1_000_000);
/** Of a million rows the file has 180 MB, its rows as objects some 1,000; neither bound depends on how many there are. */
const MOST_HEAP = 20_000_000;
/** With the table of rows that were seen (25 MB for a million, half as much again while it grows) and the pieces of the file. */
const MOST_MEMORY = 60_000_000;
const MOST_TIME_MS = 3_600_000;

it(`${ROWS} rows of NDJSON are read and recorded in constant memory`, { timeout: MOST_TIME_MS }, async () => {
  const t = await importWorld();
  const headers = { Authorization: `Bearer ${t.producer.key}` };
  let id = '';
  const checking = await heapDuring(async () => {
    const init = { method: 'POST', headers, body: batchLines(ROWS), duplex: 'half' } as RequestInit;
    const response = await t.app.request('http://localhost/v1/imports?kind=batches&preview=true', init);
    id = ((await response.json()) as { id: string }).id;
    await t.sweep();
  });
  expect(await t.read(id)).toMatchObject({ state: 'previewed', total: ROWS, good: ROWS, bad: 0 });
  expect(checking.heap).toBeLessThan(MOST_HEAP);
  expect(checking.all).toBeLessThan(MOST_MEMORY);
  const applying = await heapDuring(async () => {
    await t.request('POST', `/v1/imports/${id}/application`, { key: t.producer.key });
    await t.sweep();
  });
  expect(await t.read(id)).toMatchObject({ state: 'finished', applied: ROWS });
  expect(await t.count('batch')).toBe(ROWS);
  expect(applying.heap).toBeLessThan(MOST_HEAP);
  expect(applying.all).toBeLessThan(MOST_MEMORY);
});

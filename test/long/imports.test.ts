import { expect, it } from 'vitest';
import { batchLines, heapDuring } from '../imports-stream.ts';
import { importWorld } from '../imports-world.ts';

const ROWS = 200_000;
/** The file has 36 MB, its rows as objects some 200. */
const MOST_HEAP = 20_000_000;

it(`${ROWS} rows of NDJSON are read and recorded in bounded memory`, async () => {
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
  expect(checking).toBeLessThan(MOST_HEAP);
  const applying = await heapDuring(async () => {
    await t.request('POST', `/v1/imports/${id}/application`, { key: t.producer.key });
    await t.sweep();
  });
  expect(await t.read(id)).toMatchObject({ state: 'finished', applied: ROWS });
  expect(await t.count('batch')).toBe(ROWS);
  expect(applying).toBeLessThan(MOST_HEAP);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chainFault, type StoredEntry } from '../../src/ledger/verify.ts';
import { ADMIN_KEY } from '../app.ts';
import { emptyJournal, producerKey, recordBatch } from '../faults/clients.ts';
import { startService } from '../faults/service.ts';
import { freshPostgres } from '../fresh-store.ts';

const CLIENTS = 64;
const SECONDS = 60;

it(`two processes on one PostgreSQL keep every write of ${CLIENTS} clients in ${SECONDS} s in one gapless chain`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-two-'));
  const fresh = await freshPostgres();
  try {
    const env = { DATABASE_URL: fresh.place, FILES_DIR: `${folder}/files`, BOOTSTRAP_ADMIN_KEY: ADMIN_KEY };
    const services = await Promise.all([startService(env), startService(env)]);
    const [first, second] = services;
    const key = await producerKey(first?.url ?? '');
    const journal = emptyJournal();
    const until = Date.now() + SECONDS * 1_000;
    const client = async (id: number) => {
      const url = (id % 2 === 0 ? first : second)?.url ?? '';
      for (let n = 0; Date.now() < until; n++) await recordBatch(url, key, `c${id}-${n}`, journal);
    };
    await Promise.all(Array.from({ length: CLIENTS }, (_, id) => client(id)));
    const refused = journal.unknown.size;
    // Each is asked again at the other process: under its key it is recorded once, wherever the answer was lost.
    await Promise.all([...journal.unknown].map((name) => recordBatch(second?.url ?? '', key, name, journal)));
    expect(journal.unknown.size).toBe(0);
    expect(await Promise.all(services.map((service) => service.stop()))).toEqual([0, 0]);

    const stored = await fresh.store.read.selectFrom('batch').select(['batchNumber as name', 'traceCode as code']).execute();
    expect(stored.length).toBe(journal.acknowledged.size);
    const byName = new Map(stored.map((row) => [row.name, row.code]));
    for (const [name, code] of journal.acknowledged) expect(byName.get(name), name).toBe(code.replaceAll('-', ''));
    const entries = (await fresh.store.read.selectFrom('entry').selectAll().orderBy('chain').orderBy('seq').execute()) as StoredEntry[];
    for (const [chain, run] of Map.groupBy(entries, (entry) => entry.chain)) expect(chainFault(run), chain).toBeNull();
    console.log(
      `two processes: ${journal.acknowledged.size} acknowledged in ${SECONDS} s, ${refused} asked again, 0 lost, 0 doubled, ledger ok`,
    );
  } finally {
    await fresh.close();
    rmSync(folder, { recursive: true });
  }
});

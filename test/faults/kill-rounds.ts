import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { chainFault, type StoredEntry } from '../../src/ledger/verify.ts';
import { ADMIN_KEY } from '../app.ts';
import { type Journal, producerKey, recordBatch } from './clients.ts';
import { type Service, startService } from './service.ts';

const CLIENTS = 16;

/** A sequence that a seed repeats. */
function sequence(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Kills the real service under load that many times, asks again under the same keys what each kill left open, and then holds what is
 * stored against what the clients were told.
 */
export async function killRounds(rounds: number, seed: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-kill-'));
  const env = { DATABASE_URL: `file:${folder}/s.db`, FILES_DIR: `${folder}/files`, BOOTSTRAP_ADMIN_KEY: ADMIN_KEY };
  try {
    const journal: Journal = { acknowledged: new Map(), unknown: new Set() };
    const random = sequence(seed);
    let key = '';
    for (let round = 0; round < rounds; round++) {
      const service = await startService(env);
      key ||= await producerKey(service.url);
      await askAgain(service, key, journal);
      await loadUntilKilled(service, key, `r${round}`, journal, 20 + Math.floor(random() * 200));
    }
    const last = await startService(env);
    await askAgain(last, key, journal);
    expect(await last.stop()).toBe(0);
    expect(journal.unknown.size).toBe(0);
    compare(`${folder}/s.db`, journal);
    console.log(`kill -9: ${rounds} rounds, ${journal.acknowledged.size} acknowledged, 0 lost, 0 doubled, ledger ok`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function askAgain(service: Service, key: string, journal: Journal): Promise<void> {
  await Promise.all([...journal.unknown].map((name) => recordBatch(service.url, key, name, journal)));
}

async function loadUntilKilled(service: Service, key: string, round: string, journal: Journal, more: number): Promise<void> {
  const target = journal.acknowledged.size + more;
  let n = 0;
  let killed: Promise<void> | undefined;
  const client = async () => {
    while (!killed) {
      await recordBatch(service.url, key, `${round}-${n++}`, journal);
      if (journal.acknowledged.size >= target) killed ??= service.kill();
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await killed;
}

function compare(file: string, journal: Journal): void {
  const db = new DatabaseSync(file, { readOnly: true });
  const stored = db.prepare('SELECT "batchNumber" AS name, "traceCode" AS code FROM batch').all() as { name: string; code: string }[];
  expect(stored.length).toBe(journal.acknowledged.size);
  const byName = new Map(stored.map((row) => [row.name, row.code]));
  for (const [name, code] of journal.acknowledged) expect(byName.get(name), name).toBe(code.replaceAll('-', ''));
  const entries = db.prepare('SELECT * FROM entry ORDER BY chain, seq').all() as unknown as StoredEntry[];
  for (const [chain, run] of Map.groupBy(entries, (entry) => entry.chain)) expect(chainFault(run), chain).toBeNull();
  db.close();
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chainFault, type StoredEntry } from '../../src/ledger/verify.ts';
import { ADMIN_KEY, freshUscc } from '../app.ts';
import { startService } from './service.ts';

const ROUNDS = 20;
const CLIENTS = 16;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** What each request came to, as a client knows it. */
interface Journal {
  acknowledged: Map<string, string>;
  unknown: Set<string>;
}

let folder: string;
let env: Record<string, string>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'suyuan-kill-'));
  env = { DATABASE_URL: `file:${folder}/s.db`, FILES_DIR: `${folder}/files`, BOOTSTRAP_ADMIN_KEY: ADMIN_KEY };
});
afterAll(() => rmSync(folder, { recursive: true }));

function post(url: string, path: string, key: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(url + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

const batch = (name: string) => ({
  product: { name: '示例酱油', category: 'food' },
  batchNumber: name,
  productionDate: '2026-01-01',
  quantity: { amount: '10', unit: '瓶' },
});

async function record(url: string, key: string, name: string, journal: Journal): Promise<void> {
  try {
    const response = await post(url, '/v1/batches', key, batch(name), { 'Idempotency-Key': name });
    const body = (await response.json()) as { traceCode: string };
    if (response.status !== 201) throw new Error(`${response.status} ${JSON.stringify(body)}`);
    journal.acknowledged.set(name, body.traceCode);
    journal.unknown.delete(name);
  } catch {
    journal.unknown.add(name);
  }
}

/** A sequence that a seed repeats. */
function sequence(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

it(`${ROUNDS} kills under load lose no acknowledged write and double no unknown one (seed ${seed})`, { timeout: 170_000 }, async () => {
  const random = sequence(seed);
  const journal: Journal = { acknowledged: new Map(), unknown: new Set() };
  let key = '';
  for (let round = 0; round < ROUNDS; round++) {
    const service = await startService(env);
    if (round === 0) {
      const party = await (
        await post(service.url, '/v1/parties', ADMIN_KEY, {
          uscc: freshUscc(),
          name: '示例酱油厂',
          kinds: ['producer'],
          regionCode: '330110',
        })
      ).json();
      key = (
        (await (await post(service.url, `/v1/parties/${(party as { id: string }).id}/keys`, ADMIN_KEY, { label: 'kill' })).json()) as {
          key: string;
        }
      ).key;
    }
    // What the last kill left open is asked again under the same keys.
    await Promise.all([...journal.unknown].map((name) => record(service.url, key, name, journal)));
    const target = journal.acknowledged.size + 20 + Math.floor(random() * 200);
    let n = 0;
    let killed: Promise<void> | undefined;
    const client = async () => {
      while (!killed) {
        await record(service.url, key, `r${round}-${n++}`, journal);
        if (journal.acknowledged.size >= target) killed ??= service.kill();
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    await killed;
  }
  const last = await startService(env);
  await Promise.all([...journal.unknown].map((name) => record(last.url, key, name, journal)));
  expect(await last.stop()).toBe(0);
  expect(journal.unknown.size).toBe(0);

  const db = new DatabaseSync(`${folder}/s.db`, { readOnly: true });
  const stored = db.prepare('SELECT "batchNumber" AS name, "traceCode" AS code FROM batch').all() as { name: string; code: string }[];
  expect(stored.length).toBe(journal.acknowledged.size);
  const byName = new Map(stored.map((row) => [row.name, row.code]));
  for (const [name, code] of journal.acknowledged) expect(byName.get(name), name).toBe(code.replaceAll('-', ''));
  const entries = db.prepare('SELECT * FROM entry ORDER BY chain, seq').all() as unknown as StoredEntry[];
  for (const [chain, run] of Map.groupBy(entries, (entry) => entry.chain)) expect(chainFault(run), chain).toBeNull();
  db.close();
  console.log(`kill -9: ${ROUNDS} rounds, ${journal.acknowledged.size} acknowledged, 0 lost, 0 doubled, ledger ok`);
});

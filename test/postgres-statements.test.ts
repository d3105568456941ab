import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { storeContract } from '../src/store/contract.ts';
import { migrationsOf } from '../src/store/migrate.ts';
import { enginesWanted } from './engines.ts';
import { freshPostgres } from './fresh-store.ts';
import { recallJourneys } from './journeys/recall.ts';

/** What engines that speak PostgreSQL's protocol over many machines do not have, or have at the price of one machine. */
const ONE_MACHINE =
  /\b(nextval|setval|currval|serial|bigserial|sequence|generated\s+\w+(\s+default)?\s+as\s+identity|trigger|pg_(try_)?advisory\w*|lock\s+table|for\s+(no\s+key\s+)?update|for\s+(key\s+)?share|listen|notify|create\s+(temp\w*|unlogged)|create\s+(or\s+replace\s+)?function|deferrable|ctid|xmin)\b/i;

const root = join(import.meta.dirname, '..');

describe.runIf(enginesWanted().includes('postgres'))('statements on PostgreSQL', () => {
  const issued = new Set<string>();
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first] = args as [string | { text?: string }];
    issued.add(typeof first === 'string' ? first : (first.text ?? ''));
    return Reflect.apply(query, this, args);
  } as typeof query;

  storeContract('postgres', freshPostgres);
  recallJourneys('postgres, listened to', freshPostgres);

  it('use no sequence, trigger, advisory lock or explicit lock', () => {
    pg.Client.prototype.query = query;
    const texts = [...issued];
    expect(texts.length).toBeGreaterThan(150);
    expect(texts.some((text) => text.startsWith('INSERT INTO "entry"'))).toBe(true);
    expect(texts.filter((text) => ONE_MACHINE.test(text))).toEqual([]);
  });

  it('nor do the migrations, or any text in the source', () => {
    const migrations = migrationsOf('postgres').map(({ sql }) => sql);
    expect(migrations.filter((sql) => ONE_MACHINE.test(sql))).toEqual([]);
    const locks =
      /\bpg_(try_)?advisory|\bFOR (NO KEY )?UPDATE\b|\bFOR (KEY )?SHARE\b|\bLOCK TABLE\b|\.forUpdate\(|\.forShare\(|\bnextval\(/;
    const sources = globSync('src/**/*.ts', { cwd: root }).filter((path) => locks.test(readFileSync(join(root, path), 'utf8')));
    expect(sources).toEqual([]);
  });
});

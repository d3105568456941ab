import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { threadPress } from '../src/codes/labels/thread-press.ts';
import { sha256Hex } from '../src/ledger/entry.ts';
import { type OidcProvider, peopleTools, type Sms } from '../src/people/tools.ts';
import { folderFiles } from '../src/platform/files-folder.ts';
import { migrateSqlite } from '../src/store/migrate.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { type Fresh, freshPostgres } from './fresh-store.ts';
import { seal } from './ledger.ts';
import { worldOver } from './world.ts';

export * from './world.ts';

/**
 * The whole service in this process over a file of its own, or over a PostgreSQL database of its own where APP_ENGINE=postgres asks for it.
 * @param options.thread long reads in a thread, as the service has it
 */
export async function testApp(options: { at?: number; thread?: boolean; people?: { sms?: Sms; oidc?: readonly OidcProvider[] } } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-test-'));
  const file = join(folder, 'suyuan.db');
  const { store, close } = process.env.APP_ENGINE === 'postgres' ? await freshPostgres() : embedded(file, options.thread ?? false);
  onTestFinished(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });
  const people = {
    ...peopleTools('a secret of the tests, 32 characters', options.people),
    // A hash that takes a tenth of a second each time would be most of the run; src/people/tools.test.ts has the real one.
    hash: async (password: string) => `quick:${sha256Hex(password)}`,
    verify: async (hash: string, password: string) => hash === `quick:${sha256Hex(password)}`,
  };
  return { ...worldOver(store, folderFiles(join(folder, 'files')), options.at, { people, labels: threadPress(), seal }), file };
}

function embedded(file: string, thread: boolean): Pick<Fresh, 'store' | 'close'> {
  migrateSqlite(file);
  const store = openSqlite(file, { thread });
  return { store, close: () => store.close() };
}

export type TestApp = Awaited<ReturnType<typeof testApp>>;

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { folderFiles } from '../src/platform/files-folder.ts';
import { migrateSqlite } from '../src/store/migrate.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { worldOver } from './world.ts';

export * from './world.ts';

/**
 * The whole service in this process over a file of its own.
 * @param options.thread long reads in a thread, as the service has it
 */
export async function testApp(options: { at?: number; thread?: boolean } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-test-'));
  const file = join(folder, 'suyuan.db');
  migrateSqlite(file);
  const store = openSqlite(file, { thread: options.thread ?? false });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return { ...worldOver(store, folderFiles(join(folder, 'files')), options.at), file };
}

export type TestApp = Awaited<ReturnType<typeof testApp>>;

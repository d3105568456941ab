import type { LawSettingRow } from '../../law/index.ts';
import { folderFiles } from '../../platform/files-folder.ts';
import { openStore } from '../../service.ts';
import type { Store } from '../../store/store.ts';
import { openTables, type Tables } from '../verify/tables.ts';
import { classes } from './classes.ts';
import type { Looked, Removable, RetentionClass } from './model.ts';
import { supersededValues } from './trade.ts';
import { listUnknown, type UnknownListed } from './unknown.ts';

/** One line of the list. */
export interface Listed extends Removable {
  name: string;
  what: string;
  basis: string;
}

/** By class, what may be removed and since when; changes nothing. */
export async function listRemovable(database: string, now: number): Promise<Listed[]> {
  return looking(database, now, async (looked) => {
    const listed: Listed[] = [];
    for (const one of classes) listed.push({ name: one.name, what: one.what, basis: one.basis(looked), ...(await one.find(looked)) });
    return listed;
  });
}

/** What the law's data names no time for: told, and never erased. */
export async function listWithoutRule(database: string, now: number): Promise<UnknownListed[]> {
  return looking(database, now, async (looked) => listUnknown(looked.tables, await supersededValues(looked)));
}

/**
 * Removes one class. That it was done, by which rule and why, is recorded in the ledger: in the same commit as what is erased of persons, and
 * after the other rows are gone, which nobody could have missed in between.
 * @returns how many were removed
 */
export async function removeClass(
  asked: { database: string; filesDir: string; name: string; reason: string },
  now: number,
): Promise<number> {
  const found = classes.find(({ name }) => name === asked.name);
  if (!found) throw new Error(`--remove: there is no class "${asked.name}"; there are ${classes.map(({ name }) => name).join(', ')}`);
  const store = await openStore(asked.database);
  try {
    return await looking(asked.database, now, (looked) =>
      found.remove({ ...looked, store, files: folderFiles(asked.filesDir), record: recorder(store, found, looked, asked.reason) }),
    );
  } finally {
    await store.close();
  }
}

function recorder(store: Store, one: RetentionClass, looked: Looked, reason: string) {
  return async (count: number, erase: readonly string[] = []): Promise<void> => {
    const payload = { actedBy: 'operator', class: one.name, basis: one.basis(looked), count, reason };
    const result = await store.commit({
      chain: 'system',
      at: looked.now,
      entries: [{ kind: 'retention.applied', subject: `retention/${one.name}`, payload }],
      touch: erase.map((commitment) => ({ erase: commitment })),
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    if (!result.committed) throw new Error(`The database refused it: ${result.conflict}.`);
  };
}

async function looking<R>(database: string, now: number, work: (looked: Looked) => Promise<R>): Promise<R> {
  const tables = await openTables(database);
  try {
    return await work({ tables, settings: await settingsOf(tables), now });
  } finally {
    await tables.close();
  }
}

async function settingsOf(tables: Tables): Promise<LawSettingRow[]> {
  const rows = await tables.rows('SELECT key, "from", value, source, "publishedOn", reason FROM law_setting ORDER BY at, id');
  return rows as unknown as LawSettingRow[];
}

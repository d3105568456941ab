import { type SqlBool, sql } from 'kysely';
import type { LawSettingRow } from '../law/index.ts';
import type { Cursor } from '../platform/paging.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

type Read = Store['read'];
type Entered = 'law_setting' | 'directory_row' | 'interruption';

/** A row that ends another one: its value is that row's public id, `from` the first day on which it holds no more. */
export const DIRECTORY_END = 'end';

/** A row of a directory with its end, where it has one. */
export type EnteredRow = DB['directory_row'] & {
  endedFrom: string | null;
  endedSource: string | null;
  endedReason: string | null;
  endedAt: number | null;
};

function entered(read: Read) {
  return read
    .selectFrom('directory_row as entered')
    .leftJoin('directory_row as ended', (join) => join.onRef('ended.value', '=', 'entered.publicId').on('ended.kind', '=', DIRECTORY_END))
    .selectAll('entered')
    .select(['ended.from as endedFrom', 'ended.source as endedSource', 'ended.reason as endedReason', 'ended.at as endedAt'])
    .where('entered.kind', '!=', DIRECTORY_END);
}

const beyond = (after: Cursor | null) => sql<SqlBool>`(at, id) < (${after?.at ?? 0}, ${after?.id ?? 0})`;

/** What administrators entered is everybody's to read: it says by which law they are judged. One row more than asked for, newest first. */
export const settingRepository = (read: Read) => ({
  settings: (key: string | undefined, after: Cursor | null, limit: number): Promise<DB['law_setting'][]> =>
    read
      .selectFrom('law_setting')
      .selectAll()
      .$if(key !== undefined, (query) => query.where('key', '=', key ?? ''))
      .$if(after !== null, (query) => query.where(beyond(after)))
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute(),
  settingOf: (key: string, from: string): Promise<DB['law_setting'] | undefined> =>
    read.selectFrom('law_setting').selectAll().where('key', '=', key).where('from', '=', from).executeTakeFirst(),
  directory: (kind: string | undefined, after: Cursor | null, limit: number): Promise<EnteredRow[]> =>
    entered(read)
      .$if(kind !== undefined, (query) => query.where('entered.kind', '=', kind ?? ''))
      .$if(after !== null, (query) => query.where(sql<SqlBool>`(entered.at, entered.id) < (${after?.at ?? 0}, ${after?.id ?? 0})`))
      .orderBy('entered.at', 'desc')
      .orderBy('entered.id', 'desc')
      .limit(limit + 1)
      .execute(),
  rowsOf: (kind: string, value: string): Promise<EnteredRow[]> =>
    entered(read).where('entered.kind', '=', kind).where('entered.value', '=', value).execute(),
  directoryRow: (publicId: string): Promise<EnteredRow | undefined> =>
    entered(read).where('entered.publicId', '=', publicId).executeTakeFirst(),
  interruptions: (after: Cursor | null, limit: number): Promise<DB['interruption'][]> =>
    read
      .selectFrom('interruption')
      .selectAll()
      .$if(after !== null, (query) => query.where(beyond(after)))
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute(),
  /** One that shares a moment with from…to (epoch ms). */
  overlapping: (from: number, to: number): Promise<DB['interruption'] | undefined> =>
    read.selectFrom('interruption').selectAll().where('from', '<', to).where('to', '>', from).limit(1).executeTakeFirst(),
  count: async (table: Entered): Promise<number> => {
    const row = await read
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirst();
    return Number(row?.count ?? 0);
  },
});

/** Every setting an administrator entered, as the law takes them. */
export async function lawSettings(read: Read): Promise<LawSettingRow[]> {
  const rows = await read.selectFrom('law_setting').selectAll().orderBy('key').orderBy('from').execute();
  return rows.map(({ key, from, value, source, publishedOn, reason, publicId }) => ({
    key,
    from,
    value,
    source,
    publishedOn,
    reason,
    publicId,
  }));
}

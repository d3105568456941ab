import { sql } from 'kysely';
import { actedBy, type Caller } from '../../platform/caller.ts';
import type { Cursor } from '../../platform/paging.ts';
import type { Store } from '../../store/store.ts';
import type { ImportState } from './model.ts';

type Read = Store['read'];

const UNDER_WAY: readonly ImportState[] = ['previewing', 'checking', 'applying'];

/** Whose imports a caller may see: those of the party it acts for, at all its sites; those of its own authority; those of administrators. */
function ownJobs(read: Read, caller: Caller) {
  const jobs = read.selectFrom('import_job').selectAll();
  if (caller.kind === 'party') {
    const own = jobs.where('partyId', '=', caller.party.id);
    // A sheet may name any site: who acts for some of them sees the sheets it sent itself.
    return caller.siteIds ? own.where('actedBy', '=', actedBy(caller)) : own;
  }
  const by = caller.kind === 'authority' ? `authority:${caller.authority.publicId}/` : 'admin/';
  const begins = sql<string>`substr(${sql.ref('actedBy')}, 1, ${sql.lit(by.length)})`;
  return jobs.where('partyId', 'is', null).where(begins, '=', by);
}

export function importRepository(read: Read, caller: Caller) {
  return {
    job: (publicId: string) => ownJobs(read, caller).where('publicId', '=', publicId).executeTakeFirst(),
    jobs: (cursor: Cursor | null, limit: number) =>
      ownJobs(read, caller)
        .$if(cursor !== null, (q) => q.where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(cursor?.at ?? 0, cursor?.id ?? 0))))
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute(),
    /** Imports that have not come to an end, at most so many. */
    underWay: (most: number) => ownJobs(read, caller).where('state', 'in', UNDER_WAY).limit(most).execute(),
    /** Every import of the same bytes, oldest first. */
    ofFile: (kind: string, sha256: string) =>
      ownJobs(read, caller).where('kind', '=', kind).where('sha256', '=', sha256).orderBy('at').orderBy('id').execute(),
  };
}

/** Whether any import, whoever's, is of those bytes. */
export async function isNamed(read: Read, sha256: string): Promise<boolean> {
  return (await read.selectFrom('import_job').select('id').where('sha256', '=', sha256).limit(1).executeTakeFirst()) !== undefined;
}

export const byId = (read: Read, id: number) => read.selectFrom('import_job').selectAll().where('id', '=', id).executeTakeFirst();

/** Imports a process left unfinished. */
export const unfinished = (read: Read) =>
  read.selectFrom('import_job').select('id').where('state', 'in', UNDER_WAY).orderBy('at').orderBy('id').execute();

export const faultsAfter = (read: Read, importId: number, row: number, limit: number) =>
  read.selectFrom('import_fault').selectAll().where('importId', '=', importId).where('row', '>', row).orderBy('row').limit(limit).execute();

/** Rows between two that are faulty. */
export async function faultyRows(read: Read, importId: number, from: number, to: number): Promise<Set<number>> {
  const rows = await read
    .selectFrom('import_fault')
    .select('row')
    .where('importId', '=', importId)
    .where('row', '>=', from)
    .where('row', '<=', to)
    .execute();
  return new Set(rows.map(({ row }) => row));
}

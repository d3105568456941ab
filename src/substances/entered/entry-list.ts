import { type SqlBool, sql } from 'kysely';
import type { Deps } from '../../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../../platform/paging.ts';
import { type Call, json } from '../../platform/route.ts';
import type { Reply } from '../../store/store.ts';
import { entryView } from './entering.ts';
import type { entryKinds } from './entries.ts';
import type { entryStates } from './entry-schemas.ts';

export interface EntryListQuery {
  kind?: (typeof entryKinds)[number] | undefined;
  state?: (typeof entryStates)[number] | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** What people entered, newest first: substances, classes and spellings, those that were revoked too. */
export async function entryList({ store }: Pick<Deps, 'store'>, { kind, state, limit = PAGE_SIZE, cursor }: EntryListQuery) {
  const after = decodeCursor(cursor);
  const rows = await store.read
    .selectFrom('substance_entry')
    .selectAll()
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''))
    .$if(state === 'standing', (query) => query.where('revokedAt', 'is', null))
    .$if(state === 'revoked', (query) => query.where('revokedAt', 'is not', null))
    .$if(after !== null, (query) => query.where(sql<SqlBool>`(at, id) < (${after?.at ?? 0}, ${after?.id ?? 0})`))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return pageOf(rows, limit, ({ at, id }) => ({ at, id }), entryView);
}

/** GET /v1/substance-entries as JSON. */
export async function listEntries(deps: Deps, call: Call<unknown, EntryListQuery>): Promise<Reply> {
  const page = await entryList(deps, call.query);
  return json(200, page, nextLink(call, page.next));
}

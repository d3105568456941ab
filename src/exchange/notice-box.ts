import { refuseSiteDelegate } from '../parties/access.ts';
import { type Caller, chainOf } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { notFound } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Reply, Store } from '../store/store.ts';
import { noticeData } from './notices.ts';

/**
 * Whose inbox and webhooks a caller has: its party's or its authority's.
 * @throws {Problem} forbidden for who acts for some sites only: what a party is told is of all of them
 */
export function ownerOf(caller: Caller): { kind: 'party' | 'authority'; id: number } {
  refuseSiteDelegate(caller);
  if (caller.kind === 'party') return { kind: 'party', id: caller.party.id };
  if (caller.kind === 'authority') return { kind: 'authority', id: caller.authority.id };
  throw new Error('This operation is for parties and authorities; its access says otherwise.');
}

/** The notices of one owner, and nobody else's. */
export function noticeRepository(read: Store['read'], caller: Caller) {
  const owner = ownerOf(caller);
  const own = () => read.selectFrom('notice').selectAll().where('ownerKind', '=', owner.kind).where('ownerId', '=', owner.id);
  return {
    list: (asked: { limit: number; after: { at: number; id: number } | null; unread: boolean }): Promise<DB['notice'][]> => {
      const { after } = asked;
      let query = own();
      if (asked.unread) query = query.where('readAt', 'is', null);
      if (after) query = query.where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(after.at, after.id)));
      return query
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(asked.limit + 1)
        .execute();
    },
    one: (publicId: string): Promise<DB['notice'] | undefined> => own().where('publicId', '=', publicId).executeTakeFirst(),
  };
}

const view = (row: DB['notice']) => ({ ...noticeData(row), readAt: row.readAt === null ? null : formatInstant(row.readAt) });

type ListQuery = { limit?: number | undefined; cursor?: string | undefined; unread?: 'true' | 'false' | undefined };

/** GET /v1/notices: the caller's own inbox, newest first. */
export async function listNotices(deps: Deps, call: Call<unknown, ListQuery>): Promise<Reply> {
  const limit = call.query.limit ?? PAGE_SIZE;
  const rows = await noticeRepository(deps.store.read, call.caller).list({
    limit,
    after: decodeCursor(call.query.cursor),
    unread: call.query.unread === 'true',
  });
  const list = pageOf(rows, limit, ({ at, id }) => ({ at, id }), view);
  return json(200, list, nextLink(call, list.next));
}

/** POST …/read: once; reading it again changes nothing. That it was read is no answer to it. */
export function readNotice(deps: Deps, call: Call<{ id: string }>): Promise<Reply> {
  return write(deps.store, async () => {
    const row = await noticeRepository(deps.store.read, call.caller).one(call.params.id);
    if (!row) throw notFound({ zh: '该通知', en: 'such notice' });
    const readAt = row.readAt ?? call.now;
    return {
      chain: chainOf(call.caller),
      at: call.now,
      entries: [],
      touch: row.readAt === null ? [{ set: 'notice', id: row.id, to: { readAt } }] : [],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(200, view({ ...row, readAt })) }),
    };
  });
}

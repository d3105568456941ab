import { refuseSiteDelegate } from '../../parties/access.ts';
import { type Caller, chainOf } from '../../platform/caller.ts';
import { formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../../platform/paging.ts';
import { notFound, Problem } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import { write } from '../../platform/write.ts';
import type { DB } from '../../store/schema.ts';
import type { Reply, Store } from '../../store/store.ts';
import { recordKindOf } from './kinds.ts';
import type { FilingQuery } from './schemas.ts';

type Listed = DB['filing'] & { targetPublicId: string; targetName: string; targetEndedAt: number | null };

/** The filings of a party’s own records, whosever target they go to; an administrator sees all. */
function filingRepository(read: Store['read'], caller: Caller) {
  const scoped = () => {
    const query = read
      .selectFrom('filing')
      .innerJoin('filing_target as target', 'target.id', 'filing.targetId')
      .selectAll('filing')
      .select(['target.publicId as targetPublicId', 'target.name as targetName', 'target.endedAt as targetEndedAt']);
    return caller.kind === 'party' ? query.where('filing.partyId', '=', caller.party.id) : query;
  };
  return {
    page: ({ state, target, cursor, limit = PAGE_SIZE }: FilingQuery): Promise<Listed[]> => {
      const after = decodeCursor(cursor);
      let query = scoped();
      if (state !== undefined) query = query.where('filing.state', '=', state);
      if (target !== undefined) query = query.where('target.publicId', '=', target);
      if (after) query = query.where((eb) => eb(eb.refTuple('filing.at', 'filing.id'), '<', eb.tuple(after.at, after.id)));
      return query
        .orderBy('filing.at', 'desc')
        .orderBy('filing.id', 'desc')
        .limit(limit + 1)
        .execute();
    },
    one: (publicId: string): Promise<Listed | undefined> => scoped().where('filing.publicId', '=', publicId).executeTakeFirst(),
  };
}

function view(row: Listed) {
  const [type = '', id = ''] = row.subject.split('/');
  const isWaiting = row.targetEndedAt === null && ['queued', 'sent'].includes(row.state);
  return {
    id: row.publicId,
    target: { id: row.targetPublicId, name: row.targetName },
    record: recordKindOf(row.kind) ?? row.kind,
    type: row.kind,
    subject: { type, id },
    chain: row.chain,
    seq: row.seq,
    state: row.state,
    attempts: row.attempts,
    nextAt: isWaiting ? formatInstant(row.nextAt) : null,
    remoteId: row.remoteId,
    reason: row.reason,
    at: formatInstant(row.at),
    doneAt: row.doneAt === null ? null : formatInstant(row.doneAt),
  };
}

/** GET /v1/filings: newest record first. */
export async function listFilings(deps: Deps, call: Call<unknown, FilingQuery>): Promise<Reply> {
  refuseSiteDelegate(call.caller);
  const rows = await filingRepository(deps.store.read, call.caller).page(call.query);
  const list = pageOf(rows, call.query.limit ?? PAGE_SIZE, ({ at, id }) => ({ at, id }), view);
  return json(200, list, nextLink(call, list.next));
}

/**
 * POST /v1/filings/{id}/resend: due again now with all its tries anew, whatever became of it; under the same id, so that a platform that has it
 * takes nothing twice. It goes before what waits behind it in its chain.
 * @throws {Problem} not-found; already-ended when its target was ended
 */
export function resendFiling(deps: Deps, call: Call<{ id: string }>): Promise<Reply> {
  refuseSiteDelegate(call.caller);
  return write(deps.store, async () => {
    const row = await filingRepository(deps.store.read, call.caller).one(call.params.id);
    if (!row) throw notFound({ zh: '该报送记录', en: 'such filing' });
    if (row.targetEndedAt !== null)
      throw new Problem('already-ended', {
        zh: '该报送对象已停用，不能再报送。',
        en: 'The target was ended; nothing is filed there any more.',
      });
    const again = { state: 'queued', attempts: 0, nextAt: call.now, doneAt: null };
    return {
      chain: chainOf(call.caller),
      at: call.now,
      entries: [],
      touch: [{ set: 'filing', id: row.id, to: again, was: { state: row.state, attempts: row.attempts, nextAt: row.nextAt } }],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(200, view({ ...row, ...again })) }),
    };
  });
}

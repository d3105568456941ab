import { maskName } from '../parties/model.ts';
import type { PartyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { type Call, json } from '../platform/route.ts';
import type { Reply, Store } from '../store/store.ts';

export interface Stall {
  id: number;
  publicId: string;
  partyId: number;
  name: string;
  stallNumber: string | null;
  createdAt: number;
  partyName: string;
  natural: number;
}

/** Open stalls of parties that delegated to the caller, for the sites they named; newest first. */
export async function stallsOf(read: Store['read'], { party, actor }: PartyCaller, now: number): Promise<Stall[]> {
  if (party.id !== actor.id) return [];
  const rows = await read
    .selectFrom('delegation')
    .innerJoin('site', 'site.partyId', 'delegation.fromPartyId')
    .innerJoin('party', 'party.id', 'site.partyId')
    .select([
      'site.id',
      'site.publicId',
      'site.partyId',
      'site.name',
      'site.stallNumber',
      'site.createdAt',
      'party.name as partyName',
      'party.natural',
      'delegation.siteIds',
    ])
    .where('delegation.toPartyId', '=', party.id)
    .where('delegation.endedAt', 'is', null)
    .where((eb) => eb.or([eb('delegation.until', 'is', null), eb('delegation.until', '>=', civilDateOf(now))]))
    .where('site.kind', '=', 'stall')
    .where('site.endedAt', 'is', null)
    .orderBy('site.createdAt', 'desc')
    .orderBy('site.id', 'desc')
    .execute();
  const named = rows.filter((row) => row.siteIds === null || (JSON.parse(row.siteIds) as number[]).includes(row.id));
  return [...new Map(named.map(({ siteIds: _, ...stall }) => [stall.id, stall])).values()];
}

/** GET /v1/stalls: with the address of each one's page. */
export async function listStalls(
  deps: Deps,
  call: Call<unknown, { limit?: number | undefined; cursor?: string | undefined }>,
  caller: PartyCaller,
): Promise<Reply> {
  const limit = call.query.limit ?? PAGE_SIZE;
  const after = decodeCursor(call.query.cursor);
  const all = await stallsOf(deps.store.read, caller, call.now);
  const rest = after ? all.filter((one) => one.createdAt < after.at || (one.createdAt === after.at && one.id < after.id)) : all;
  const list = pageOf(
    rest.slice(0, limit + 1),
    limit,
    ({ createdAt, id }) => ({ at: createdAt, id }),
    (stall) => ({
      id: stall.publicId,
      name: stall.name,
      stallNumber: stall.stallNumber,
      // A person's name is a commitment in this column: it masks to nothing.
      party: stall.natural === 1 ? maskName(stall.partyName) : stall.partyName,
      pageUrl: `${deps.publicUrl}/m/${stall.publicId}`,
      qr: `/m/${stall.publicId}/qr.svg`,
    }),
  );
  return json(200, list, nextLink(call, list.next));
}

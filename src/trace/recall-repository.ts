import { regionRange } from '../enforcement/model.ts';
import type { AuthorityCaller, Caller, PartyCaller } from '../platform/caller.ts';
import { notFound } from '../platform/problems.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { isOwner } from './recall-owner.ts';

type Read = Store['read'];

export const noRecall = () => notFound({ zh: '该召回', en: 'such recall' });

/**
 * Recalls as the caller may see them. Who opened one sees it; a holder the ones that reached it, but no drill; an authority those opened in its region and those
 * that reached a holder or goods there. A delegate for some sites sees those of goods made, kept or on their way to them.
 */
export function recallRepository(read: Read, caller: Caller) {
  const scoped = () => {
    if (caller.kind === 'party') return ofParty(read, caller);
    if (caller.kind === 'authority') return ofAuthority(read, caller);
    return read.selectFrom('recall').selectAll('recall').where('recall.id', '=', -1);
  };
  return {
    one: (publicId: string): Promise<DB['recall'] | undefined> => scoped().where('recall.publicId', '=', publicId).executeTakeFirst(),
    list: (asked: { limit: number; after: { at: number; id: number } | null; state?: string | undefined }): Promise<DB['recall'][]> => {
      const { after } = asked;
      let query = scoped();
      if (asked.state !== undefined) query = query.where('recall.state', '=', asked.state);
      if (after) query = query.where((eb) => eb(eb.refTuple('recall.openedAt', 'recall.id'), '<', eb.tuple(after.at, after.id)));
      return query
        .orderBy('recall.openedAt', 'desc')
        .orderBy('recall.id', 'desc')
        .limit(asked.limit + 1)
        .execute();
    },
    /** The caller's own row among the holders. */
    own: (recallId: number): Promise<DB['recall_holder'] | undefined> =>
      read
        .selectFrom('recall_holder')
        .selectAll()
        .where('recallId', '=', recallId)
        .where('partyId', '=', caller.kind === 'party' ? caller.party.id : -1)
        .executeTakeFirst(),
  };
}

function ofParty(read: Read, { party, siteIds }: PartyCaller) {
  const query = read
    .selectFrom('recall')
    .selectAll('recall')
    .where((eb) =>
      eb.or([
        eb('recall.partyId', '=', party.id),
        eb.and([
          eb('recall.drill', '=', 0),
          eb.exists(
            eb
              .selectFrom('recall_holder as holder')
              .select('holder.id')
              .whereRef('holder.recallId', '=', 'recall.id')
              .where('holder.partyId', '=', party.id),
          ),
        ]),
      ]),
    );
  if (!siteIds) return query;
  const sites = [...siteIds, -1];
  return query.where((eb) =>
    eb.or([
      eb.exists(
        eb
          .selectFrom('recall_scope as scope')
          .select('scope.holdingId')
          .whereRef('scope.recallId', '=', 'recall.id')
          .where('scope.partyId', '=', party.id)
          .where('scope.siteId', 'in', sites),
      ),
      eb.exists(
        eb
          .selectFrom('recall_batch as named')
          .innerJoin('batch', 'batch.id', 'named.batchId')
          .select('named.batchId')
          .whereRef('named.recallId', '=', 'recall.id')
          .where('batch.partyId', '=', party.id)
          .where('batch.siteId', 'in', sites),
      ),
      eb.exists(
        eb
          .selectFrom('recall_batch as named')
          .innerJoin('shipment_line as line', 'line.batchId', 'named.batchId')
          .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
          .select('named.batchId')
          .whereRef('named.recallId', '=', 'recall.id')
          .where('shipment.toPartyId', '=', party.id)
          .where('shipment.toSiteId', 'in', sites)
          .where('shipment.state', '<>', 'void'),
      ),
    ]),
  );
}

function ofAuthority(read: Read, { authority }: AuthorityCaller) {
  const { from, to } = regionRange(authority.regionCode);
  return read
    .selectFrom('recall')
    .selectAll('recall')
    .where((eb) =>
      eb.or([
        eb('recall.authorityId', '=', authority.id),
        eb.and([eb('recall.regionCode', '>=', from), eb('recall.regionCode', '<=', to)]),
        eb.and([
          eb('recall.drill', '=', 0),
          eb.or([
            eb.exists(
              eb
                .selectFrom('recall_holder as holder')
                .select('holder.id')
                .whereRef('holder.recallId', '=', 'recall.id')
                .where('holder.regionCode', '>=', from)
                .where('holder.regionCode', '<=', to),
            ),
            eb.exists(
              eb
                .selectFrom('recall_scope as scope')
                .innerJoin('site', 'site.id', 'scope.siteId')
                .select('scope.holdingId')
                .whereRef('scope.recallId', '=', 'recall.id')
                .where('site.regionCode', '>=', from)
                .where('site.regionCode', '<=', to),
            ),
          ]),
        ]),
      ]),
    );
}

/** @throws {Problem} not-found out of the caller's scope */
export async function recallInScope(read: Read, caller: Caller, publicId: string): Promise<DB['recall']> {
  const row = await recallRepository(read, caller).one(publicId);
  if (!row) throw noRecall();
  return row;
}

/** A recall of goods that are public anyway: not a drill. */
export function publicRecall(read: Read, publicId: string): Promise<DB['recall'] | undefined> {
  return read.selectFrom('recall').selectAll().where('publicId', '=', publicId).where('drill', '=', 0).executeTakeFirst();
}

/** How much of a recall a caller sees: all holders; those of a region; those it sent goods to itself, the others without a name. */
export type Reach =
  | { kind: 'all' }
  | { kind: 'region'; from: string; to: string }
  | { kind: 'customers'; partyId: number; others: boolean; siteIds?: readonly number[] };

/**
 * An authority that opened the recall, the one at the place of who did, and the province see every holder; any other authority those in its region. A firm sees
 * the holders it sent goods to, from the sites the caller acts for; who recalls also that there are others, as role and county, unless it acts for some of its sites alone.
 */
export function reachOf(caller: Caller, recall: DB['recall']): Reach {
  if (caller.kind === 'authority') {
    const { from, to } = regionRange(caller.authority.regionCode);
    const isPlace = recall.regionCode >= from && recall.regionCode <= to;
    return isOwner(caller, recall) || isPlace ? { kind: 'all' } : { kind: 'region', from, to };
  }
  if (caller.kind !== 'party') return { kind: 'customers', partyId: -1, others: false };
  const { party, siteIds } = caller;
  return {
    kind: 'customers',
    partyId: party.id,
    others: recall.partyId === party.id && siteIds === undefined,
    ...(siteIds ? { siteIds } : {}),
  };
}

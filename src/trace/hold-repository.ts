import type { ExpressionBuilder } from 'kysely';
import { regionRange } from '../enforcement/model.ts';
import type { AuthorityCaller, Caller, PartyCaller } from '../platform/caller.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

type Read = Store['read'];

/**
 * Holds as the caller may see them: its own; of a party's goods, on their way to it too, those their maker, the brand they were made for or an authority placed; an authority those placed in its region and those that bind
 * goods lying there. A party's hold of its own stock of another's goods is its own alone. A delegate for some sites sees those of goods made, kept or on their way to them.
 */
export function holdRepository(read: Read, caller: Caller) {
  const scoped = () => {
    if (caller.kind === 'party') return ofParty(read, caller);
    if (caller.kind === 'authority') return ofAuthority(read, caller);
    return read.selectFrom('hold').selectAll('hold').where('hold.id', '=', -1);
  };
  return {
    one: (publicId: string): Promise<DB['hold'] | undefined> => scoped().where('hold.publicId', '=', publicId).executeTakeFirst(),
    list: (asked: { limit: number; after: { at: number; id: number } | null; all: boolean }): Promise<DB['hold'][]> => {
      const { after } = asked;
      let query = scoped();
      if (!asked.all) query = query.where('hold.liftedAt', 'is', null);
      if (after) query = query.where((eb) => eb(eb.refTuple('hold.at', 'hold.id'), '<', eb.tuple(after.at, after.id)));
      return query
        .orderBy('hold.at', 'desc')
        .orderBy('hold.id', 'desc')
        .limit(asked.limit + 1)
        .execute();
    },
  };
}

/** Who binds everybody with a hold: an authority, the maker, and the brand the goods were made for. */
function byWhomItBinds(eb: ExpressionBuilder<DB, 'hold' | 'batch'>) {
  const brand = eb
    .selectFrom('party as brand')
    .select('brand.id')
    .whereRef('brand.id', '=', 'hold.partyId')
    .whereRef('brand.uscc', '=', 'batch.commissionerUscc')
    .where('brand.state', '=', 'approved');
  return [eb('hold.partyId', 'is', null), eb('hold.partyId', '=', eb.ref('batch.partyId')), eb.exists(brand)];
}

/** A hold by a holder binds its own stock alone; the maker's, the brand's and an authority's everybody's. */
function ofParty(read: Read, { party, siteIds }: PartyCaller) {
  const query = read.selectFrom('hold').selectAll('hold');
  const own = [...(siteIds ?? []), -1];
  return query.where((eb) => {
    const bound = eb
      .selectFrom('hold_batch')
      .innerJoin('batch', 'batch.id', 'hold_batch.batchId')
      .innerJoin('holding', 'holding.batchId', 'hold_batch.batchId')
      .select('hold_batch.batchId')
      .whereRef('hold_batch.holdId', '=', 'hold.id')
      .where('holding.partyId', '=', party.id)
      .where((or) => or.or([...byWhomItBinds(or), or('hold.partyId', '=', party.id)]));
    const made = eb
      .selectFrom('hold_batch')
      .innerJoin('batch', 'batch.id', 'hold_batch.batchId')
      .select('hold_batch.batchId')
      .whereRef('hold_batch.holdId', '=', 'hold.id')
      .where('hold.partyId', '=', party.id)
      .where('batch.partyId', '=', party.id)
      .where('batch.siteId', 'in', own);
    const coming = eb
      .selectFrom('hold_batch')
      .innerJoin('batch', 'batch.id', 'hold_batch.batchId')
      .innerJoin('shipment_line as line', 'line.batchId', 'hold_batch.batchId')
      .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
      .select('hold_batch.batchId')
      .whereRef('hold_batch.holdId', '=', 'hold.id')
      .where('shipment.toPartyId', '=', party.id)
      .where('shipment.state', 'not in', ['void', 'received'])
      .where((or) => or.or(byWhomItBinds(or)));
    return siteIds
      ? eb.or([
          eb.exists(bound.where('holding.siteId', 'in', own)),
          eb.exists(made),
          eb.exists(coming.where('shipment.toSiteId', 'in', own)),
        ])
      : eb.or([eb('hold.partyId', '=', party.id), eb.exists(bound), eb.exists(coming)]);
  });
}

function ofAuthority(read: Read, { authority }: AuthorityCaller) {
  const { from, to } = regionRange(authority.regionCode);
  return read
    .selectFrom('hold')
    .selectAll('hold')
    .where((eb) =>
      eb.or([
        eb('hold.authorityId', '=', authority.id),
        eb.and([eb('hold.regionCode', '>=', from), eb('hold.regionCode', '<=', to)]),
        eb.exists(
          eb
            .selectFrom('hold_batch')
            .innerJoin('batch', 'batch.id', 'hold_batch.batchId')
            .innerJoin('holding', 'holding.batchId', 'hold_batch.batchId')
            .innerJoin('site', 'site.id', 'holding.siteId')
            .select('hold_batch.batchId')
            .whereRef('hold_batch.holdId', '=', 'hold.id')
            .where('site.regionCode', '>=', from)
            .where('site.regionCode', '<=', to)
            .where((or) => or.or([...byWhomItBinds(or), or('hold.partyId', '=', or.ref('holding.partyId'))])),
        ),
      ]),
    );
}

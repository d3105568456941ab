import type { FollowedEntry, FollowerJob } from '../ledger/follower.ts';
import type { Deps } from '../platform/deps.ts';
import { joinWaiting } from './usecases.ts';

/**
 * Joins what an approval could not: shipments recorded while it was being written, and those left when the process ended between two of
 * its commits. It writes in the party's own chain by itself; run again over the same entries it finds nothing left to join.
 */
export function joinShipmentsJob(deps: Deps): FollowerJob {
  return {
    name: 'join-shipments',
    batch: 100,
    handle: async (entries) => {
      for (const party of await joinersOf(deps, entries)) await joinWaiting(deps, party, 'system');
      return {};
    },
  };
}

/** Approved firms that have shipments waiting, as far as the entries are about them. */
async function joinersOf(deps: Deps, entries: readonly FollowedEntry[]) {
  const named = (kind: string, type: string) =>
    entries.filter((entry) => entry.kind === kind).map((entry) => entry.subject.slice(type.length + 1));
  const approved = named('party.approved', 'party');
  const shipped = named('shipment.recorded', 'shipment');
  if (approved.length + shipped.length === 0) return [];
  return deps.store.read
    .selectFrom('party')
    .select(['id', 'publicId', 'uscc'])
    .where('state', '=', 'approved')
    .where((eb) =>
      eb.or([
        eb('publicId', 'in', [...approved, '']),
        eb(
          'uscc',
          'in',
          eb
            .selectFrom('shipment')
            .select('toUscc')
            .where('publicId', 'in', [...shipped, ''])
            .where('toPartyId', 'is', null),
        ),
      ]),
    )
    .execute();
}

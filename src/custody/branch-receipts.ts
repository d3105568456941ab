import { actingFor, withRight } from '../parties/acting.ts';
import type { PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { each } from '../platform/each.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { confirmReceipt } from './receipts.ts';
import type { BranchReceiptsInput } from './schemas.ts';
import { noShipment } from './scope.ts';

/**
 * POST /v1/branch-receipts: a head office checks once and confirms for all its branches (食品安全法 53（三）): each receipt goes to the records of its branch, with the
 * checks and with who made them.
 */
export async function confirmForBranches(
  deps: Deps,
  call: Call<unknown, unknown, BranchReceiptsInput>,
  caller: PartyCaller,
): Promise<Reply> {
  const { shipments, ...answer } = call.body;
  const rows = await deps.store.read.selectFrom('shipment').select(['publicId', 'toPartyId']).where('publicId', 'in', shipments).execute();
  const buyers = new Map(rows.map((row) => [row.publicId, row.toPartyId]));
  const callers = await actingFor(
    deps.store.read,
    caller,
    rows.flatMap((row) => row.toPartyId ?? []),
    call.now,
  );
  const results = await each(deps, call, shipments, async (one, id) => {
    const branch = callers.get(buyers.get(id) ?? -1);
    if (!branch) throw noShipment();
    const acting = withRight(branch, 'custody');
    if (!acting)
      throw new Problem('forbidden', {
        zh: '该门店的委托不含“custody”权限。',
        en: 'The delegation of the branch does not carry the right "custody".',
      });
    const reply = await one(acting, '', (own) => confirmReceipt(deps, { ...own, params: { id }, body: answer }, acting));
    return { shipment: id, ...(JSON.parse(reply.body) as object) };
  });
  return json(200, { results });
}

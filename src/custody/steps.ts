import { lawSettings } from '../law-settings/repository.ts';
import { actedBy, chainOf, type PartyCaller } from '../platform/caller.ts';
import { formatInstant, parseInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import { startDues } from '../rules/dues.ts';
import { judgeRecords } from '../rules/judging.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { shipmentContext } from './facts.ts';
import { linesOf } from './repository.ts';
import { standingSales } from './sales.ts';
import { mustBeInTransit, nextRevision, noLongerDue, ownShipment, signed } from './scope.ts';
import { deliveryErrors } from './shipments.ts';

type Id = { id: string };

/**
 * POST …/void: a shipment that should not have been, before its receipt; the goods are the sender's again.
 * @throws {Problem} already-ended after a receipt or a void
 */
export function voidShipment(deps: Deps, call: Call<Id, unknown, { reason: string }>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const row = await ownShipment(deps, caller, call.params.id);
    mustBeInTransit(row);
    const lines = (await linesOf(deps.store.read, [row.id])).get(row.id) ?? [];
    const next = nextRevision(row, { state: 'void' });
    const context = await shipmentContext(
      deps.store.read,
      [row],
      lines.map((line) => line.batchId),
    );
    const shipment = { ...context.factsOf(row, lines), state: 'void' };
    const standing = await standingSales(deps.store.read, row, lines);
    const judging = await judgeRecords(deps, call.now, [{ kind: 'shipment', shipment, standing }], [{ type: 'shipment', id: row.id }]);
    const payload = { ...signed(caller), reason: call.body.reason, traceCodes: lines.map((line) => line.traceCode) };
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [{ kind: 'shipment.voided', subject: `shipment/${row.publicId}`, payload }],
      rows: { shipment_end: [{ shipmentId: row.id, kind: 'void', chain: chainOf(caller), at: call.now }] },
      moves: lines.map((line) => ({ holdingId: line.holdingId, delta: line.steps })),
      touch: [...next.touch, noLongerDue(row.id)],
      expect: next.expect,
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ ...judging.settle(), reply: json(201, { id: row.publicId, state: 'void' }) }),
    };
  });
}

/**
 * POST …/delivery: the sender's proof of delivery starts the clock of the confirmation. Given again with another time it corrects the first.
 * @throws {Problem} already-ended after the receipt; conflict for the time that is recorded already
 */
export function recordDelivery(deps: Deps, call: Call<Id, unknown, { deliveredAt: string }>, caller: PartyCaller): Promise<Reply> {
  const deliveredAt = parseInstant(call.body.deliveredAt) ?? call.now;
  return write(deps.store, async () => {
    const row = await ownShipment(deps, caller, call.params.id);
    mustBeInTransit(row);
    const errors = deliveryErrors(deliveredAt, row.shippedAt, call.now, '/deliveredAt');
    if (errors.length > 0) throw invalidInput(errors);
    if (row.deliveredAt === deliveredAt)
      throw new Problem('conflict', { zh: '该送达时间已记录。', en: 'That time of delivery is recorded already.' });
    const due = await dueAfter(deps, row, deliveredAt);
    const next = nextRevision(row, { deliveredAt });
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'shipment.delivered',
          subject: `shipment/${row.publicId}`,
          payload: { ...signed(caller), deliveredAt, before: row.deliveredAt },
        },
      ],
      rows: { due },
      ...next,
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({
        reply: json(201, { id: row.publicId, state: row.state, deliveredAt: formatInstant(deliveredAt), recordedBy: actedBy(caller) }),
      }),
    };
  });
}

/** The new item on the due list, unless an earlier correction has put the same one there. An outdated one judges itself void when its time comes. */
async function dueAfter(deps: Deps, row: DB['shipment'], deliveredAt: number): Promise<DB['due'][]> {
  const { read } = deps.store;
  const lines = (await linesOf(read, [row.id])).get(row.id) ?? [];
  const context = await shipmentContext(
    read,
    [row],
    lines.map((line) => line.batchId),
  );
  const { due = [] } = startDues({ ...context.factsOf(row, lines), deliveredAt }, await lawSettings(read));
  const known = await read.selectFrom('due').select('at').where('subjectType', '=', 'shipment').where('subjectId', '=', row.id).execute();
  return due.filter(({ at }) => !known.some((item) => item.at === at));
}

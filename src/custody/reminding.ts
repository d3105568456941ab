import { sendThroughChannels } from '../exchange/channels.ts';
import { deliverDue } from '../exchange/delivery.ts';
import { noticeRows } from '../exchange/notices.ts';
import { chainOf, type PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { Reply } from '../store/store.ts';
import { mustBeInTransit, ownShipment } from './scope.ts';
import { REMINDER } from './sent.ts';

/**
 * POST /v1/shipments/{id}/reminder: the buyer is told once that its confirmation is asked for. A notice holds no fact, so the ledger has none of it.
 * @throws {Problem} already-ended once the buyer has answered; conflict for a buyer who was told before, or is not registered here
 */
export async function remindBuyer(deps: Deps, call: Call<{ id: string }>, caller: PartyCaller): Promise<Reply> {
  let sent: Awaited<ReturnType<typeof noticeRows>>['notice'] = [];
  const reply = await write(deps.store, async () => {
    const row = await ownShipment(deps, caller, call.params.id);
    mustBeInTransit(row);
    if (row.toPartyId === null)
      throw new Problem('conflict', {
        zh: '买方没有登记，无法在系统内提醒；请把随货单发给对方。',
        en: 'The buyer is not registered and cannot be told here; send the slip.',
      });
    const from = caller.party.natural ? '' : caller.party.name;
    const rows = await noticeRows(
      deps,
      [
        {
          owner: { kind: 'party', id: row.toPartyId },
          kind: REMINDER,
          subject: { type: 'shipment', code: row.publicId },
          text: {
            zh: `${from}请您确认收货${row.documentNumber === null ? '' : `（${row.documentNumber}）`}。`,
            en: `${from} asks you to confirm a delivery${row.documentNumber === null ? '' : ` (${row.documentNumber})`}.`,
          },
          details: { shipment: row.publicId },
        },
      ],
      call.now,
    );
    if (rows.notice.length === 0) throw new Problem('conflict', { zh: '已经提醒过买方。', en: 'The buyer has been told already.' });
    sent = rows.notice;
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [],
      rows: { ...rows },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, { id: row.publicId, state: row.state }) }),
    };
  });
  deps.later(sendThroughChannels(deps, sent));
  deps.later(deliverDue(deps));
  return reply;
}

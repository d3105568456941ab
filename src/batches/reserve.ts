import { formatTraceCode, makeTraceCode } from '../codes/trace-code.ts';
import { actedBy, chainOf, type PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { Reply } from '../store/store.ts';

/** POST /v1/codes/reserve: codes to print before their batch is known; they are bound with the batch's `traceCode`. */
export async function reserveCodes(
  deps: Deps,
  call: Call<unknown, unknown, { count: number; roll: string }>,
  caller: PartyCaller,
): Promise<Reply> {
  return write(deps.store, async () => {
    const codes = Array.from({ length: call.body.count }, () => makeTraceCode(deps.random));
    const { roll } = call.body;
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'codes.reserved',
          subject: `roll/${roll}`,
          payload: { party: caller.party.publicId, actedBy: actedBy(caller), roll, count: codes.length, codes },
        },
      ],
      rows: { reserved_code: codes.map((traceCode) => ({ traceCode, partyId: caller.party.id, roll, at: call.now, batchId: null })) },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, { roll, codes: codes.map(formatTraceCode) }) }),
    };
  });
}

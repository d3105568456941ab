import { actedBy, chainOf, type PartyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import { correctedFields } from '../platform/corrected.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, notFound } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { Reply } from '../store/store.ts';
import { codesOf, fieldView, judgedWith, notAhead, notBefore } from './records.ts';
import { fieldRepository } from './repository.ts';
import type { FieldCorrectionInput } from './schemas.ts';

/**
 * POST /v1/field-records/{id}/corrections: what was said wrongly. The ledger keeps both and why; rules read the last, and the batches with their sales are judged
 * again. A lead that stands is for the officer to end, who sees the correction.
 */
export function correctField(deps: Deps, call: Call<{ id: string }, unknown, FieldCorrectionInput>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const repository = fieldRepository(deps.store.read, caller);
    const before = await repository.one(call.params.id);
    if (!before) throw notFound({ zh: '该田间记录', en: 'such field record' });
    const { reason, ...said } = call.body;
    const { to, was, errors } = correctedFields(before, said);
    const row = { ...before, ...to };
    const today = civilDateOf(call.now);
    const wrong = [
      ...errors,
      ...notAhead(row.appliedOn, today, '/appliedOn'),
      ...notAhead(row.harvestedOn, today, '/harvestedOn'),
      ...notBefore(row.harvestedOn, row.appliedOn),
    ];
    if (wrong.length > 0) throw invalidInput(wrong);
    const batches = (await repository.batches([row.id])).get(row.id) ?? [];
    const judging = await judgedWith(deps, call.now, row, batches);
    const { party } = caller;
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'field-record.corrected',
          subject: `field-record/${row.publicId}`,
          payload: { party: party.publicId, actedBy: actedBy(caller), reason: reason.trim(), to, was, traceCodes: codesOf(batches) },
        },
      ],
      touch: [{ set: 'field_record', id: row.id, to, was }],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => {
        const { rows, touch } = judging.settle();
        return { rows, touch, reply: json(200, { ...fieldView(row, batches), findings: judging.found(call.locale, party.id) }) };
      },
    };
  });
}

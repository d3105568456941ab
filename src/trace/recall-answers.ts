import { partyByRef } from '../parties/facts.ts';
import type { Caller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, Reply, Store } from '../store/store.ts';
import { holderSeen } from './recall-holders.ts';
import { isOwner } from './recall-owner.ts';
import { answer, further, mustBeOpen, ownHolder, reportRow, touchOf } from './recall-record.ts';
import { reachOf, recallInScope } from './recall-repository.ts';
import type { AcknowledgementInput } from './recall-schemas.ts';

type AckCall = Call<{ id: string }, unknown, AcknowledgementInput>;

/**
 * POST …/acknowledgements: a holder says it knows; or who recalls, or an authority, says a holder was reached (`party`), or a buyer without registration
 * (`shipment`). Saying it again is another record and loses nothing.
 * @throws {Problem} not-found out of scope, already-ended once closed, invalid-input for a party or shipment the recall does not reach, forbidden for a holder
 * that speaks for another
 */
export function acknowledge(deps: Deps, call: AckCall): Promise<Reply> {
  return write(deps.store, async () => {
    const { read } = deps.store;
    const recall = mustBeOpen(await recallInScope(read, call.caller, call.params.id));
    const { party, shipment } = call.body;
    if (shipment !== undefined) return reachedBuyer(deps, call, recall, shipment);
    return party === undefined ? ownWord(deps, call, recall) : reachedHolder(deps, call, recall, party);
  });
}

/** A holder says it knows. */
async function ownWord(deps: Deps, call: AckCall, recall: DB['recall']): Promise<Commit> {
  const holder = await ownHolder(deps.store.read, call.caller, recall);
  const reachedBy = call.body.reachedBy ?? 'app';
  const acknowledgedAt = holder.acknowledgedAt ?? call.now;
  const change = {
    state: further(holder.state, 'acknowledged'),
    reachedBy: holder.reachedBy ?? reachedBy,
    acknowledgedAt,
    updatedAt: call.now,
  };
  const report = await reportRow(deps, call, recall, { partyId: holder.partyId, kind: 'acknowledged', reachedBy, text: call.body.text });
  return answer(call, recall, {
    kind: 'recall.acknowledged',
    report,
    touch: [touchOf(holder, change)],
    reply: json(201, holderView(recall, { ...holder, ...change })),
  });
}

/** Somebody else says a holder was reached: no answer of its own, so `acknowledgedAt` stays as it is. */
async function reachedHolder(deps: Deps, call: AckCall, recall: DB['recall'], party: string): Promise<Commit> {
  mustOversee(call.caller, recall);
  const holder = await holderNamed(deps.store.read, call.caller, recall, party);
  const reachedBy = call.body.reachedBy ?? 'phone';
  const change = { state: further(holder.state, 'reached'), reachedBy: holder.reachedBy ?? reachedBy, updatedAt: call.now };
  const report = await reportRow(deps, call, recall, { partyId: holder.partyId, kind: 'reached', reachedBy, text: call.body.text });
  return answer(call, recall, {
    kind: 'recall.holderReached',
    report,
    touch: [touchOf(holder, change)],
    reply: json(201, holderView(recall, { ...holder, ...change })),
  });
}

const holderView = (recall: DB['recall'], { state, reachedBy, acknowledgedAt }: DB['recall_holder']) => ({
  recall: recall.publicId,
  state,
  reachedBy,
  acknowledgedAt: acknowledgedAt === null ? null : formatInstant(acknowledgedAt),
});

/** A buyer without registration has no row among the holders: the shipment to it stands for it. */
async function reachedBuyer(deps: Deps, call: AckCall, recall: DB['recall'], publicId: string): Promise<Commit> {
  const { read } = deps.store;
  const sent = await read
    .selectFrom('shipment')
    .innerJoin('shipment_line as line', 'line.shipmentId', 'shipment.id')
    .innerJoin('recall_batch', (join) =>
      join.onRef('recall_batch.batchId', '=', 'line.batchId').on('recall_batch.recallId', '=', recall.id),
    )
    .select(['shipment.id', 'shipment.partyId', 'shipment.toPartyId'])
    .where('shipment.publicId', '=', publicId)
    .executeTakeFirst();
  // Whoever sent the goods knows the buyer; so does who oversees the recall.
  const isSender = call.caller.kind === 'party' && sent?.partyId === call.caller.party.id;
  if (!isSender) mustOversee(call.caller, recall);
  const reach = reachOf(call.caller, recall);
  if (!sent || sent.toPartyId !== null || (reach.kind === 'customers' && !isSender))
    throw invalidInput([notReached('/shipment', publicId)]);
  const reachedBy = call.body.reachedBy ?? 'phone';
  const report = await reportRow(deps, call, recall, {
    partyId: sent.partyId,
    shipmentId: sent.id,
    kind: 'reached',
    reachedBy,
    text: call.body.text,
  });
  return answer(call, recall, {
    kind: 'recall.buyerReached',
    report,
    touch: [],
    reply: json(201, { recall: recall.publicId, shipment: publicId, state: 'reached', reachedBy }),
  });
}

/** @throws {Problem} forbidden unless the caller opened the recall or is an authority */
function mustOversee(caller: Caller, recall: DB['recall']): void {
  if (caller.kind === 'authority' || isOwner(caller, recall)) return;
  throw new Problem('forbidden', {
    zh: '只有召回方和主管部门可以记录他人已被联系到。',
    en: 'That another was reached is for who recalls and for authorities to record.',
  });
}

/** @throws {Problem} invalid-input alike for who is no holder and for who is none of the caller's to see */
async function holderNamed(read: Store['read'], caller: Caller, recall: DB['recall'], ref: string): Promise<DB['recall_holder']> {
  const party = await partyByRef(read, ref);
  const row = party ? await holderSeen(read, recall, reachOf(caller, recall), party.id) : undefined;
  if (!row) throw invalidInput([notReached('/party', ref)]);
  return row;
}

function notReached(pointer: string, found: string): ProblemDetail {
  return {
    pointer,
    found,
    expected: { zh: '此次召回涉及的持有方或者发货单', en: 'a holder or shipment this recall reaches' },
    fix: { zh: '从召回名单中选取', en: 'take it from the list of holders' },
  };
}

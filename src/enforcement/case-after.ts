import type { AuthorityCaller } from '../platform/caller.ts';
import type { CivilDate } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { Reply } from '../store/store.ts';
import { paymentOf } from './case-law.ts';
import { type CaseState, penaltyLaw } from './case-model.ts';
import type { PaymentInput } from './case-schemas.ts';
import { against, lastStep, notNext, recordOf, type Standing, type Taking, takeStep, wrong } from './case-taking.ts';
import { sanctionOfCase } from './sanctions.ts';

type Reasoned = Taking<{ reason: string }>;

/**
 * A payment to the bank, reckoned to the day it was received; `paid` once neither fine nor surcharge is open.
 * @throws {Problem} invalid-input for a day to come or more than is open; out-of-order
 */
export function payment(deps: Deps, call: Taking<PaymentInput>, caller: AuthorityCaller): Promise<Reply> {
  return takeStep(deps, call, caller, 'payment', (standing) => {
    const { file, steps, today, settings } = standing;
    const paidOn = call.body.paidOn ?? today;
    refuseDay('/paidOn', paidOn, file.decidedOn ?? today, today);
    const due = paymentOf(file, steps, { on: paidOn, settings });
    if (!due) throw notNext(standing, 'payment');
    const amountCents = call.body.amountCents ?? due.openCents + due.surchargeCents;
    if (amountCents > due.mostCents)
      throw wrong(
        '/amountCents',
        String(amountCents),
        penaltyLaw(72),
        { zh: `不多于 ${paidOn} 应缴的 ${due.mostCents} 分`, en: `not more than the ${due.mostCents} cents that were due on ${paidOn}` },
        { zh: '核对银行回单', en: 'check the bank’s receipt' },
      );
    const left = paymentOf(file, steps, { on: paidOn, settings, further: [{ paidOn, amountCents }] });
    const paid = left?.openCents === 0 && left.surchargeCents === 0 && file.state !== 'under-review';
    const { reason } = call.body;
    return [
      {
        kind: 'payment',
        record: { paidOn, amountCents, ...(reason === undefined ? {} : { reason }) },
        to: { state: paid ? 'paid' : (file.state as CaseState) },
      },
    ];
  });
}

function refuseDay(pointer: string, day: CivilDate, from: CivilDate, today: CivilDate): void {
  if (day >= from && day <= today) return;
  throw wrong(
    pointer,
    day,
    penaltyLaw(67),
    { zh: `决定之日（${from}）至今天（${today}）`, en: `from the decision (${from}) to today (${today})` },
    { zh: '填写实际的日期', en: 'write the day it was' },
  );
}

/**
 * Enforcement of a decision not carried out.
 * @throws {Problem} out-of-order before the 15 days for payment have passed, or when nothing is open
 */
export function enforcement(deps: Deps, call: Reasoned, caller: AuthorityCaller): Promise<Reply> {
  const { reason } = call.body;
  return takeStep(deps, call, caller, 'enforcement', (standing) => {
    const due = paymentOf(standing.file, standing.steps, { on: standing.today, settings: standing.settings });
    if (!due || due.openCents + due.surchargeCents === 0) throw notNext(standing, 'enforcement');
    if (standing.today <= due.payBy.on)
      throw against(
        penaltyLaw(67),
        { zh: `缴纳罚款的期限到 ${due.payBy.on} 为止。`, en: `The fine may be paid until ${due.payBy.on}.` },
        { payBy: due.payBy.on },
      );
    const { openCents, surchargeCents } = due;
    return [{ kind: 'enforcement', record: { reason, openCents, surchargeCents }, to: { state: 'enforced' } }];
  });
}

/** The party has asked for review or gone to court; the decision stays in force meanwhile (行政处罚法 73), the surcharge stands still. */
export function review(
  deps: Deps,
  call: Taking<{ kind: string; filedOn?: CivilDate | undefined; reason?: string | undefined }>,
  caller: AuthorityCaller,
): Promise<Reply> {
  const { kind, reason } = call.body;
  return takeStep(deps, call, caller, 'review', ({ file, today }) => {
    const filedOn = call.body.filedOn ?? today;
    refuseDay('/filedOn', filedOn, file.decidedOn ?? today, today);
    return [
      {
        kind: 'review',
        record: { way: kind, filedOn, from: file.state, ...(reason === undefined ? {} : { reason }) },
        to: { state: 'under-review' },
      },
    ];
  });
}

/** The review left the decision standing: the case goes on where it was, paid if it was paid meanwhile. */
export function upholding(deps: Deps, call: Reasoned, caller: AuthorityCaller): Promise<Reply> {
  const { reason } = call.body;
  return takeStep(deps, call, caller, 'upholding', (standing) => [
    { kind: 'upholding', record: { reason }, to: { state: stateAfterReview(standing) } },
  ]);
}

function stateAfterReview({ file, steps, today, settings }: Standing): CaseState {
  if (paymentOf(file, steps, { on: today, settings })?.openCents === 0) return 'paid';
  const from = recordOf<{ from: CaseState }>(lastStep(steps, 'review')).from;
  return from === 'enforced' ? 'enforced' : 'served';
}

/** The decision falls: its sanction no longer counts for repeated acts. */
export function revocation(deps: Deps, call: Reasoned, caller: AuthorityCaller): Promise<Reply> {
  const { reason } = call.body;
  return takeStep(deps, call, caller, 'revocation', async ({ file, now }) => {
    const sanction = await sanctionOfCase(deps.store.read, file.id);
    return [
      {
        kind: 'revocation',
        record: { reason },
        to: { state: 'revoked', fineCents: null },
        touch: sanction ? [{ set: 'sanction', id: sanction.id, to: { revokedAt: now } }] : [],
      },
    ];
  });
}

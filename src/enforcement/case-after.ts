import { law } from '../law/index.ts';
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
 * A payment of the fine to the bank; `paid` once nothing is open.
 * @throws {Problem} invalid-input for a day to come or more than is open; out-of-order
 */
export function payment(deps: Deps, call: Taking<PaymentInput>, caller: AuthorityCaller): Promise<Reply> {
  return takeStep(deps, call, caller, 'payment', ({ file, steps, today }) => {
    const paidOn = call.body.paidOn ?? today;
    refuseDay('/paidOn', paidOn, file.decidedOn ?? today, today);
    const due = paymentOf(file, steps, today);
    const open = due?.openCents ?? 0;
    const most = open + (due?.surcharge?.cents ?? 0);
    const amountCents = call.body.amountCents ?? most;
    if (amountCents > most)
      throw wrong(
        '/amountCents',
        String(amountCents),
        penaltyLaw(72),
        { zh: `不多于应缴的 ${most} 分`, en: `not more than the ${most} cents that are due` },
        { zh: '核对银行回单', en: 'check the bank’s receipt' },
      );
    const { reason } = call.body;
    return [
      {
        kind: 'payment',
        record: { paidOn, amountCents, ...(reason === undefined ? {} : { reason }) },
        to: { state: amountCents >= open && file.state !== 'under-review' ? 'paid' : (file.state as CaseState) },
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
    const due = paymentOf(standing.file, standing.steps, standing.today);
    if (!due || due.openCents === 0) throw notNext(standing, 'enforcement');
    if (standing.today <= due.payBy.on)
      throw against(
        penaltyLaw(67),
        { zh: `缴纳罚款的期限到 ${due.payBy.on} 为止。`, en: `The fine may be paid until ${due.payBy.on}.` },
        { payBy: due.payBy.on },
      );
    const cents = law.surcharge(due.openCents, due.payBy.on, standing.today).cents;
    return [{ kind: 'enforcement', record: { reason, openCents: due.openCents, surchargeCents: cents }, to: { state: 'enforced' } }];
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

function stateAfterReview({ file, steps, today }: Standing): CaseState {
  if (paymentOf(file, steps, today)?.openCents === 0) return 'paid';
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

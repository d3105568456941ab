import { type LawSettingRow, law } from '../law/index.ts';
import type { CivilDate } from '../platform/civil-date.ts';
import type { StepRow } from './case-repository.ts';
import { recordOf } from './case-taking.ts';

/** Money the bank received, on the day it did. */
export interface Paid {
  paidOn: CivilDate;
  amountCents: number;
}

/** What stands open of a fine and of its surcharge, in cents. */
export interface Account {
  paidCents: number;
  openCents: number;
  surchargeCents: number;
}

export function paidIn(steps: readonly StepRow[]): Paid[] {
  return steps.flatMap((step) => {
    const { paidOn, amountCents } = step.kind === 'payment' ? recordOf<Paid>(step) : {};
    return paidOn === undefined || amountCents === undefined ? [] : [{ paidOn, amountCents }];
  });
}

/**
 * The account of a fine on a day. The surcharge (行政处罚法 72) runs from the day after `payBy` on what was open of the fine between one payment and the
 * next, each reckoned to the day the bank received it and not to the day it was typed in; altogether it is at most the fine. A payment goes to
 * the fine first, so that the surcharge grows no further; what is left goes to the surcharge, which stays open until it is paid.
 */
export function accountOf(
  fine: { fineCents: number; payBy: CivilDate },
  payments: readonly Paid[],
  on: CivilDate,
  settings: readonly LawSettingRow[] = [],
): Account {
  const inOrder = payments.toSorted((a, b) => (a.paidOn < b.paidOn ? -1 : a.paidOn > b.paidOn ? 1 : 0));
  let open = fine.fineCents;
  let accrued = 0;
  let toSurcharge = 0;
  let from = fine.payBy;
  const run = (until: CivilDate) => {
    if (until <= from) return;
    // What is open in a stretch does not limit it: only the whole fine limits the sum.
    accrued = Math.min(fine.fineCents, accrued + law.surcharge(open, from, until, 0, settings).uncappedCents);
    from = until;
  };
  for (const { paidOn, amountCents } of inOrder) {
    run(paidOn);
    const toFine = Math.min(open, amountCents);
    open -= toFine;
    toSurcharge += amountCents - toFine;
  }
  run(on);
  return {
    paidCents: payments.reduce((sum, one) => sum + one.amountCents, 0),
    openCents: open,
    surchargeCents: Math.max(0, accrued - toSurcharge),
  };
}

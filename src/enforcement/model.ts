import type { CivilDate } from '../platform/civil-date.ts';

export const leadStates = ['open', 'in-case', 'corrected', 'dismissed', 'closed'] as const;
export type LeadState = (typeof leadStates)[number];

/** Of a case in its first form; notice, hearing, decision and what follows come between `corrected` and `closed`. */
export const caseStates = ['opened', 'ordered', 'corrected', 'closed'] as const;
export type CaseState = (typeof caseStates)[number];

export type StepKind = 'opening' | 'order' | 'correction' | 'closing';

/** From which states a step may be taken. A late correction stays `corrected`, for the notice that may follow. */
const mayFollow: Record<Exclude<StepKind, 'opening'>, readonly CaseState[]> = {
  order: ['opened'],
  correction: ['ordered'],
  closing: ['opened', 'ordered', 'corrected'],
};

export function mayTake(step: Exclude<StepKind, 'opening'>, state: CaseState): boolean {
  return mayFollow[step].includes(state);
}

/** A correction on the last day of the order is in time: the day belongs to the party. */
export function isInTime(dueOn: CivilDate, correctedOn: CivilDate): boolean {
  return correctedOn <= dueOn;
}

export function isOverdue(file: { state: string; dueOn: CivilDate | null }, today: CivilDate): boolean {
  return file.state === 'ordered' && file.dueOn !== null && today > file.dueOn;
}

/** Division codes from…to that lie in a region: '330100' and '3301' are all of Hangzhou, '330110' itself alone. */
export function regionRange(region: string): { from: string; to: string } {
  const prefix = region.replace(/(?:00)+$/, '');
  return { from: prefix.padEnd(6, '0'), to: prefix.padEnd(6, '9') };
}

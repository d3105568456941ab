import type { CivilDate } from '../platform/civil-date.ts';

/**
 * What became of an order by a day: not given, running, obeyed in time, obeyed late, not obeyed, or past its day without a record that it was served, so
 * that nobody failed to obey it. The last day belongs to the party.
 */
export type OrderOutcome = 'none' | 'running' | 'met' | 'late' | 'unmet' | 'unserved';

/** A step of a case with the fields an order and a correction keep. */
interface Stepped {
  kind: string;
  dueOn?: CivilDate | undefined;
  seenOn?: CivilDate | undefined;
  inTime?: boolean | undefined;
  /** What a service delivered. */
  document?: string | undefined;
}

/** The state says no more, once notice was given, whether the order was obeyed; the steps do. */
export function outcomeOfOrder(steps: readonly Stepped[], today: CivilDate): OrderOutcome {
  const at = steps.findLastIndex(({ kind }) => kind === 'order');
  const dueOn = steps[at]?.dueOn;
  if (dueOn === undefined) return 'none';
  const after = steps.slice(at + 1);
  const seen = after.findLast(({ kind }) => kind === 'correction');
  if (seen?.inTime === true) return 'met';
  if (!seen && today <= dueOn) return 'running';
  if (!after.some(({ kind, document }) => kind === 'service' && document === 'order')) return 'unserved';
  return seen ? 'late' : 'unmet';
}

/** Whether a fine that an order must come before may follow (逾期不改正, 拒不改正). */
export const isUnmet = (outcome: OrderOutcome): boolean => outcome === 'late' || outcome === 'unmet';

/** A day an order runs to, as documents write it: the last day is the party's. */
export const untilText = (dueOn: CivilDate): string => `${dueOn}（含当日）前`;

/** The order and what became of it, as the drafts of the notice and its document say it alike; empty without an order. */
export function orderedText(steps: readonly Stepped[], today: CivilDate): string {
  const dueOn = steps.findLast(({ kind }) => kind === 'order')?.dueOn;
  if (dueOn === undefined) return '';
  const seenOn = steps.findLast(({ kind }) => kind === 'correction')?.seenOn;
  const seen = seenOn === undefined ? '' : `（${seenOn}）`;
  const words: Record<OrderOutcome, string> = {
    none: '',
    running: '期限尚未届满',
    met: `当事人已在期限内改正${seen}`,
    late: `逾期后才改正${seen}`,
    unmet: '期满未见改正',
    unserved: `责令改正通知书的送达尚未登记${seenOn === undefined ? '' : `，当事人已改正${seen}`}`,
  };
  return `本机关已责令在 ${untilText(dueOn)}改正，${words[outcomeOfOrder(steps, today)]}。`;
}

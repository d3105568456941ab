import type { ReceiptOutcome } from './view.ts';

/** Outcomes one line may have; a slip that is not mine is refused as a whole. */
export const LINE_OUTCOMES = ['accepted', 'short', 'over', 'refused', 'notArrived'] as const;
export type LineOutcome = (typeof LINE_OUTCOMES)[number];

/** Names of a line's two fields. */
export const lineFields = (index: number) => ({ outcome: `line.${index}.outcome`, amount: `line.${index}.amount` });

export const CHECKS = ['licence', 'certificate', 'dates'] as const;

/** What a slip's form said. `lines` holds only the exceptions; amounts are as typed, to be read by `parseQuantity` with the line's unit. */
export type SlipAnswer = {
  outcome: Extract<ReceiptOutcome, 'accepted' | 'notMine'>;
  lines: { index: number; outcome: Exclude<LineOutcome, 'accepted'>; amount?: string }[];
  checks: { licence: boolean; certificate: boolean; dates: boolean };
  signedName?: string;
  reason?: string;
  csrf?: string;
};

export type SlipFormError = { code: 'outcome-unknown' } | { code: 'line-outcome-unknown' | 'amount-missing'; line: number };

/**
 * Reads the urlencoded body of `POST /s/{slip}`. An amount typed beside "as expected" is refused as `line-outcome-unknown`: whoever types a
 * number means a difference, and booking the full delivery instead would be a false receipt. `short` and `over` need an amount.
 */
export function readSlipForm(
  form: URLSearchParams,
  indexes: readonly number[],
): { ok: true; answer: SlipAnswer } | { ok: false; errors: SlipFormError[] } {
  const outcome = form.get('outcome');
  if (outcome !== 'accepted' && outcome !== 'notMine') return { ok: false, errors: [{ code: 'outcome-unknown' }] };
  const lines: SlipAnswer['lines'] = [];
  const errors: SlipFormError[] = [];
  for (const index of outcome === 'notMine' ? [] : indexes) {
    const line = readLine(form, index);
    if (line === null) continue;
    if ('code' in line) errors.push(line);
    else lines.push(line);
  }
  if (errors.length > 0) return { ok: false, errors };
  const checks = { licence: form.has('check.licence'), certificate: form.has('check.certificate'), dates: form.has('check.dates') };
  return { ok: true, answer: { outcome, lines, checks, ...texts(form) } };
}

function readLine(form: URLSearchParams, index: number): SlipAnswer['lines'][number] | SlipFormError | null {
  const names = lineFields(index);
  const outcome = form.get(names.outcome) ?? 'accepted';
  const amount = form.get(names.amount)?.trim() ?? '';
  switch (outcome) {
    case 'accepted':
      return amount === '' ? null : { code: 'line-outcome-unknown', line: index };
    case 'short':
    case 'over':
      return amount === '' ? { code: 'amount-missing', line: index } : { index, outcome, amount };
    case 'refused':
    case 'notArrived':
      return { index, outcome };
    default:
      return { code: 'line-outcome-unknown', line: index };
  }
}

function texts(form: URLSearchParams): Pick<SlipAnswer, 'signedName' | 'reason' | 'csrf'> {
  const found: Pick<SlipAnswer, 'signedName' | 'reason' | 'csrf'> = {};
  for (const name of ['signedName', 'reason', 'csrf'] as const) {
    const text = form.get(name)?.trim() ?? '';
    if (text !== '') found[name] = text;
  }
  return found;
}

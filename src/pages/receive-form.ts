import { outcomes } from '../custody/model.ts';
import type { AnswerLine, ReceiptInput } from '../custody/schemas.ts';
import { RECEIPT_CHECKS, receiptFields, receiptIds } from './receive-page.ts';

export type ReceiptFault = { field: string; code: 'amountMissing' | 'amountAlone' | 'noOutcome' };

/**
 * What the form of one delivery said, as the API takes it: only the lines that differ. A quantity changed beside "all arrived" is refused:
 * whoever types a number means a difference.
 */
export function readReceiptForm(
  form: URLSearchParams,
  shipped: readonly { n: number; amount: string; unit: string }[],
): { ok: true; body: ReceiptInput } | { ok: false; errors: ReceiptFault[] } {
  if (form.get('outcome') === 'notMine') return { ok: true, body: { outcome: 'notMine', ...reasonOf(form) } };
  const lines: AnswerLine[] = [];
  const errors: ReceiptFault[] = [];
  for (const line of shipped) {
    const read = lineOf(form, line);
    if (read === null) continue;
    if ('code' in read) errors.push(read);
    else lines.push(read);
  }
  if (errors.length > 0) return { ok: false, errors };
  const checks = Object.fromEntries(RECEIPT_CHECKS.map((check) => [check, form.has(`check.${check}`)]));
  return { ok: true, body: { outcome: 'accepted', checks, ...(lines.length > 0 ? { lines } : {}), ...reasonOf(form) } };
}

function lineOf(
  form: URLSearchParams,
  { n, amount: shipped, unit }: { n: number; amount: string; unit: string },
): AnswerLine | ReceiptFault | null {
  const [names, ids] = [receiptFields(n), receiptIds(n)];
  const given = form.get(names.outcome) ?? 'accepted';
  const amount = form.get(names.amount)?.trim() ?? '';
  const outcome = outcomes.find((one) => one === given);
  if (outcome === undefined) return { field: ids.outcome, code: 'noOutcome' };
  if (outcome === 'accepted') return amount === '' || amount === shipped ? null : { field: ids.outcome, code: 'amountAlone' };
  if (outcome !== 'short' && outcome !== 'over') return { line: n, outcome };
  return amount === '' ? { field: ids.amount, code: 'amountMissing' } : { line: n, outcome, quantity: { amount, unit } };
}

function reasonOf(form: URLSearchParams): { reason?: string } {
  const reason = form.get('reason')?.trim().slice(0, 500) ?? '';
  return reason === '' ? {} : { reason };
}

import { describe, expect, it } from 'vitest';
import { orderedText, outcomeOfOrder } from './order-outcome.ts';

const order = { kind: 'order', dueOn: '2026-12-31' };
const served = { kind: 'service', document: 'order' };

describe('what became of an order', () => {
  it('its last day belongs to the party: it runs on the 31st and ran out on the 1st', () => {
    expect([
      outcomeOfOrder([order, served], '2026-12-31'),
      outcomeOfOrder([order, served], '2027-01-01'),
      outcomeOfOrder([], '2027-01-01'),
    ]).toEqual(['running', 'unmet', 'none']);
  });

  it('is said alike before and after a notice: running, obeyed, obeyed late, not obeyed', () => {
    const notice = { kind: 'notice' };
    const seen = (seenOn: string, inTime: boolean) => ({ kind: 'correction', seenOn, inTime });
    expect(orderedText([order, notice], '2026-11-20')).toBe('本机关已责令在 2026-12-31（含当日）前改正，期限尚未届满。');
    expect(orderedText([order, seen('2026-12-31', true), notice], '2027-01-05')).toBe(
      '本机关已责令在 2026-12-31（含当日）前改正，当事人已在期限内改正（2026-12-31）。',
    );
    expect(orderedText([order, served, seen('2027-01-02', false)], '2027-01-05')).toBe(
      '本机关已责令在 2026-12-31（含当日）前改正，逾期后才改正（2027-01-02）。',
    );
    expect(orderedText([order, served, notice], '2027-01-05')).toBe('本机关已责令在 2026-12-31（含当日）前改正，期满未见改正。');
    expect(orderedText([notice], '2027-01-05')).toBe('');
  });

  it('that was not served was disobeyed by nobody, whatever was seen since; another one counts by itself', () => {
    const late = { kind: 'correction', seenOn: '2027-01-02', inTime: false };
    expect([outcomeOfOrder([order], '2027-01-01'), outcomeOfOrder([order, late], '2027-01-05')]).toEqual(['unserved', 'unserved']);
    expect(orderedText([order], '2027-01-01')).toBe('本机关已责令在 2026-12-31（含当日）前改正，责令改正通知书的送达尚未登记。');
    const anew = { kind: 'order', dueOn: '2027-02-01' };
    expect(outcomeOfOrder([order, served, anew], '2027-02-02')).toBe('unserved');
  });
});

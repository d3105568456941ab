import { describe, expect, it } from 'vitest';
import { readSlipForm } from './slip-form.ts';

const read = (body: string, lines = [1, 2, 3]) => readSlipForm(new URLSearchParams(body), lines);
const unchecked = { licence: false, certificate: false, dates: false };

describe('the answer to a slip', () => {
  it('is one tap when everything came', () => {
    expect(read('outcome=accepted')).toEqual({ ok: true, answer: { outcome: 'accepted', lines: [], checks: unchecked } });
  });

  it('names only the lines that differ', () => {
    const body =
      'outcome=accepted&line.1.outcome=accepted&line.1.amount=&line.2.outcome=short&line.2.amount=+12.5+&line.3.outcome=notArrived&line.3.amount=';
    expect(read(body)).toEqual({
      ok: true,
      answer: {
        outcome: 'accepted',
        lines: [
          { index: 2, outcome: 'short', amount: '12.5' },
          { index: 3, outcome: 'notArrived' },
        ],
        checks: unchecked,
      },
    });
  });

  it('carries the checks done, the signature and the reason', () => {
    expect(read('outcome=accepted&check.licence=1&check.dates=1&signedName=%E7%AD%BE&reason=&csrf=c')).toEqual({
      ok: true,
      answer: { outcome: 'accepted', lines: [], checks: { licence: true, certificate: false, dates: true }, signedName: '签', csrf: 'c' },
    });
  });

  it('ignores lines when the whole slip is not theirs', () => {
    expect(read('outcome=notMine&line.2.outcome=short&reason=x')).toEqual({
      ok: true,
      answer: { outcome: 'notMine', lines: [], checks: unchecked, reason: 'x' },
    });
  });

  it('is asked again when a difference has no amount', () => {
    expect(read('outcome=accepted&line.1.outcome=short&line.2.outcome=over&line.2.amount=+')).toEqual({
      ok: false,
      errors: [
        { code: 'amount-missing', line: 1 },
        { code: 'amount-missing', line: 2 },
      ],
    });
  });

  it('does not book a full delivery over an amount somebody typed', () => {
    expect(read('outcome=accepted&line.1.outcome=accepted&line.1.amount=20')).toEqual({
      ok: false,
      errors: [{ code: 'line-outcome-unknown', line: 1 }],
    });
  });

  it('is refused with an outcome no form of ours offers', () => {
    expect(read('outcome=refused')).toEqual({ ok: false, errors: [{ code: 'outcome-unknown' }] });
    expect(read('')).toEqual({ ok: false, errors: [{ code: 'outcome-unknown' }] });
    expect(read('outcome=accepted&line.3.outcome=notMine')).toEqual({ ok: false, errors: [{ code: 'line-outcome-unknown', line: 3 }] });
  });
});

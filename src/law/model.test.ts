import { describe, expect, it } from 'vitest';
import { mayGroundLead, valueOn } from './model.ts';
import { citations } from './registry.ts';
import { confirmationDeadline } from './zhejiang-traceability/confirmation-deadline.ts';
import { entryAndConfirmationBand } from './zhejiang-traceability/entry-and-confirmation-band.ts';

describe('values with dates', () => {
  const citation = citations['fsl-42'];
  const values = [
    { from: '2024-01-01', to: '2024-12-31', value: 1, citation },
    { from: '2025-01-01', value: 2, citation },
  ];

  it('the last day of the old value is still the old value, the next day is the new one', () => {
    expect(valueOn(values, '2024-12-31')?.value).toBe(1);
    expect(valueOn(values, '2025-01-01')?.value).toBe(2);
  });

  it('before the first value nothing holds', () => {
    expect(valueOn(values, '2023-12-31')).toBeUndefined();
  });

  it('the Zhejiang band holds from 2024-01-01 and not on the day before', () => {
    expect(valueOn(entryAndConfirmationBand.values, '2023-12-31')).toBeUndefined();
    expect(valueOn(entryAndConfirmationBand.values, '2024-01-01')?.value.maxCents).toBe(10_000 * 100);
  });
});

describe('what may ground a lead', () => {
  it('the 24 hours for receive-and-confirm are a setting without a published source and ground none', () => {
    const deadline = valueOn(confirmationDeadline.values, '2026-11-22');
    expect(deadline?.value).toBe(24);
    expect(deadline && mayGroundLead(deadline.citation)).toBe(false);
  });

  it('an article that was read may', () => {
    expect(mayGroundLead(citations['fsl-124-1-5'])).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { testApp } from '../../test/app.ts';
import { attempt, subjectOf, waitAfter } from './attempts.ts';

describe('attempts', () => {
  it('cost nothing five times, then 30 seconds, doubled each time, an hour at most', () => {
    expect([0, 4, 5, 6, 7, 11, 12, 13, 500].map(waitAfter)).toEqual([
      0, 0, 30_000, 60_000, 120_000, 1_920_000, 3_600_000, 3_600_000, 3_600_000,
    ]);
  });

  it('are no more when thirty are begun in the same moment', async () => {
    const { deps } = await testApp();
    const begun = await Promise.all(Array.from({ length: 30 }, () => attempt(deps, subjectOf('login', 'zhang.san'), deps.clock())));
    expect(begun.filter(({ waitSeconds }) => waitSeconds === 0).length).toBeLessThanOrEqual(5);
  });

  it('are of the same login whatever its case and width', () => {
    expect(subjectOf('login', ' Zhang.San ')).toBe(subjectOf('login', 'zhang.san'));
    expect(subjectOf('phone', '1')).not.toBe(subjectOf('login', '1'));
  });
});

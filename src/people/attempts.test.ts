import { describe, expect, it } from 'vitest';
import { testApp } from '../../test/app.ts';
import { attempt, attemptFrom, forgiveFailures, subjectOf, waitAfter } from './attempts.ts';

describe('attempts', () => {
  it('cost nothing five times, then 30 seconds, doubled each time, an hour at most', () => {
    expect([0, 4, 5, 6, 7, 11, 12, 13, 500].map((failures) => waitAfter(failures))).toEqual([
      0, 0, 30_000, 60_000, 120_000, 1_920_000, 3_600_000, 3_600_000, 3_600_000,
    ]);
  });

  it('are no more when thirty are begun in the same moment', async () => {
    const { deps } = await testApp();
    const begun = await Promise.all(Array.from({ length: 30 }, () => attempt(deps, subjectOf('login', 'zhang.san'), deps.clock())));
    expect(begun.filter(({ waitSeconds }) => waitSeconds === 0).length).toBeLessThanOrEqual(5);
  });

  it('of one network cannot keep a login shut for the others, in a day of trying', async () => {
    const { deps, clock } = await testApp();
    const from = async (network: string) => (await attemptFrom(deps, 'login', 'zhang.san', network, clock.now())).waitSeconds;
    for (let minute = 0; minute < 24 * 60; minute++) {
      await from('203.0.113.7');
      clock.advance(60_000);
    }
    expect(await from('203.0.113.7')).toBeGreaterThan(0);
    expect(await from('198.51.100.1')).toBe(0);
  });

  it('from ever new networks are no more than a hundred; a pardon opens the login everywhere', async () => {
    const { deps, clock } = await testApp();
    const from = (n: number) => attemptFrom(deps, 'login', 'zhang.san', `198.51.${n}.0`, clock.now());
    // Who has the password does not give the others new tries.
    await (await from(0)).succeeded();
    let open = 0;
    for (let n = 1; n <= 130; n++) if ((await from(n)).waitSeconds === 0) open++;
    expect(open).toBe(100);
    for (let n = 0; n < 5; n++) await from(1);
    await forgiveFailures(deps, subjectOf('login', 'zhang.san'), clock.now());
    expect((await from(1)).waitSeconds).toBe(0);
    expect((await from(200)).waitSeconds).toBe(0);
  });

  it('are of the same login whatever its case and width', () => {
    expect(subjectOf('login', ' Zhang.San ')).toBe(subjectOf('login', 'zhang.san'));
    expect(subjectOf('phone', '1')).not.toBe(subjectOf('login', '1'));
  });
});

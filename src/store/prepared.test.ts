import { describe, expect, it } from 'vitest';
import { Joined } from './prepared.ts';

/** A question whose answers the test gives, one a time. */
function asked() {
  const answers: ((rows: string[]) => void)[] = [];
  const failures: ((error: Error) => void)[] = [];
  const share = new Joined().share(
    () =>
      new Promise<string[]>((answer, fail) => {
        answers.push(answer);
        failures.push(fail);
      }),
  );
  return { share, answers, failures };
}

describe('a query many ask at the same moment, behind a network', () => {
  it('is asked once more for all who came while the first answer was on its way', async () => {
    const { share, answers } = asked();
    const first = share(['a']);
    const others = [share(['a']), share(['a']), share(['a'])];
    expect(answers).toHaveLength(1);
    answers[0]?.(['before']);
    expect(await first).toEqual(['before']);
    await Promise.resolve();
    expect(answers).toHaveLength(2);
    answers[1]?.(['after']);
    expect(await Promise.all(others)).toEqual([['after'], ['after'], ['after']]);
  });

  it('is never answered with what was read before it was asked', async () => {
    const { share, answers } = asked();
    const first = share(['a']);
    const second = share(['a']);
    answers[0]?.(['old']);
    await first;
    // The second asking is under way since before this one: it does not join it either.
    const third = share(['a']);
    answers[1]?.(['newer']);
    expect(await second).toEqual(['newer']);
    await Promise.resolve();
    answers[2]?.(['newest']);
    expect(await third).toEqual(['newest']);
  });

  it('is asked apart for other values, and anew once answered', async () => {
    const { share, answers } = asked();
    const both = [share(['a', 1]), share(['a', 2])];
    expect(answers).toHaveLength(2);
    answers[0]?.(['one']);
    answers[1]?.(['two']);
    expect(await Promise.all(both)).toEqual([['one'], ['two']]);
    void share(['a', 1]);
    expect(answers).toHaveLength(3);
  });

  it('fails for the one whose asking failed, not for those who wait for the next', async () => {
    const { share, answers, failures } = asked();
    const first = share(['a']);
    const second = share(['a']);
    failures[0]?.(new Error('cut'));
    await expect(first).rejects.toThrow('cut');
    await Promise.resolve();
    answers[1]?.(['here']);
    expect(await second).toEqual(['here']);
  });
});

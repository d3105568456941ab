import { expect, it } from 'vitest';
import { fuzzLine, fuzzRun } from '../negative/fuzz.ts';
import { seedOf } from '../negative/random.ts';
import { negativeRun, verdictLine } from '../negative/tester.ts';

it('every wrong request of the negative tester, as every role', async () => {
  const seed = seedOf(process.env.SEED);
  const verdict = await negativeRun({ seed, each: Number.POSITIVE_INFINITY });
  console.log(verdictLine(verdict, seed));
  expect(verdict.failures).toEqual([]);
  expect(verdict.pairs).toBe(verdict.operations * verdict.roles);
}, 1_800_000);

it('damaged bytes of every format, thousands of each', async () => {
  const seed = seedOf(process.env.SEED);
  const result = await fuzzRun({ seed, each: 3_000 });
  console.log(fuzzLine(result, seed));
  expect(result.failures).toEqual([]);
}, 1_800_000);

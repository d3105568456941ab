import { expect, it } from 'vitest';
import { seedOf } from './random.ts';
import { negativeRun, verdictLine } from './tester.ts';

it('nothing anybody asks makes the service fail or answer what it does not declare', async () => {
  const seed = seedOf(process.env.SEED);
  const verdict = await negativeRun({ seed, each: Number(process.env.EACH ?? 4) });
  console.log(verdictLine(verdict, seed));
  expect(verdict.failures).toEqual([]);
  expect(verdict.pairs).toBe(verdict.operations * verdict.roles);
  expect(verdict.roles).toBe(17);
  expect(verdict.reached).toBeGreaterThan(verdict.operations * 0.6);
}, 900_000);

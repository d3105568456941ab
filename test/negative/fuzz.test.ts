import { expect, it } from 'vitest';
import { fuzzLine, fuzzRun } from './fuzz.ts';
import { seedOf } from './random.ts';

it('damaged bytes are answered, soon, and the service lives on', async () => {
  const seed = seedOf(process.env.SEED);
  const result = await fuzzRun({ seed, each: Number(process.env.EACH ?? 60) });
  console.log(fuzzLine(result, seed));
  expect(result.failures).toEqual([]);
}, 120_000);

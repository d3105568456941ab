import { it } from 'vitest';
import { held } from '../faults/audit.ts';
import { killRounds } from '../faults/kill-rounds.ts';

const ROUNDS = 100;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

it(`${ROUNDS} kills under load lose no acknowledged write and double no unknown one (seed ${seed})`, async () =>
  held(await killRounds('sqlite', ROUNDS, seed)));

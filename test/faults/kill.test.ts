import { it } from 'vitest';
import { killRounds } from './kill-rounds.ts';

const ROUNDS = 20;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

it(`${ROUNDS} kills under load lose no acknowledged write and double no unknown one (seed ${seed})`, { timeout: 170_000 }, () =>
  killRounds(ROUNDS, seed),
);

import { expect, it } from 'vitest';
import { enginesWanted } from '../engines.ts';
import { held, lineOf } from './audit.ts';
import { clockJumps } from './clock.ts';
import { killRounds } from './kill-rounds.ts';
import { cutCommits } from './postgres-cuts.ts';

// The short form; `npm run test:faults` has every fault at length.
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const wanted = enginesWanted().filter((engine) => engine !== 'd1');

it.each(wanted)('kills under load on %s lose no acknowledged write and double no unknown one', { timeout: 120_000 }, async (engine) =>
  held(await killRounds(engine, 2, seed)),
);

it.each(wanted)('no chain goes back in time however the clock jumps, on %s', async (engine) => held(await clockJumps(engine)));

it.runIf(wanted.includes('postgres'))('a reply lost after the commit is found by asking again', { timeout: 60_000 }, async () =>
  held(await cutCommits('after COMMIT', 2)),
);

it('tells what is lost, doubled or altered', () => {
  const bad = {
    fault: 'none',
    engine: 'sqlite',
    rounds: 1,
    acknowledged: 1,
    lost: ['a'],
    doubled: ['b'],
    faults: ['entry: altered'],
  } as const;
  expect(lineOf({ ...bad, lost: [...bad.lost], doubled: [...bad.doubled], faults: [...bad.faults] })).toBe(
    'none · sqlite · 1 rounds · 1 acknowledged · lost 1 · doubled 1 · ledger NOT ok (1)',
  );
});

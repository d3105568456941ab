import { expect } from 'vitest';
import { checkChains } from '../../src/ops/verify/chains.ts';
import { checkReplay } from '../../src/ops/verify/replay/replay.ts';
import { Report } from '../../src/ops/verify/report.ts';
import { openTables } from '../../src/ops/verify/tables.ts';
import { verify } from '../../src/ops/verify/verify.ts';
import type { Journal } from './clients.ts';

/** What became of one fault on one engine. */
export interface Outcome {
  fault: string;
  engine: 'sqlite' | 'postgres';
  /** How often the fault struck. */
  rounds: number;
  acknowledged: number;
  /** Acknowledged, and not there. */
  lost: string[];
  /** There more than once, or there though it was refused or never asked for. */
  doubled: string[];
  /** What the verifier has against the ledger and the tables. */
  faults: string[];
  /** What else was measured. */
  note?: string;
}

/**
 * Holds a database against what its clients were told: acknowledged is there once (under its trace code, where the client was told one), refused is not there, and nothing else is; the ledger
 * verifies and the tables are what it tells. With the public key of the log its tree and checkpoints are checked too.
 */
export async function audit(
  what: Pick<Outcome, 'fault' | 'engine' | 'rounds' | 'note'>,
  place: string,
  journal: Journal,
  publicKey?: string,
): Promise<Outcome> {
  const tables = await openTables(place);
  const report = new Report();
  let stored: { name: string; code: string }[];
  try {
    stored = (await tables.rows('SELECT "batchNumber" AS name, "traceCode" AS code FROM batch')) as never;
    await checkChains(tables, report);
    await checkReplay(tables, report);
  } finally {
    await tables.close();
  }
  const signed = publicKey === undefined ? report : await verify({ db: place, key: publicKey });
  const byName = Map.groupBy(stored, ({ name }) => name);
  const lost = [...journal.acknowledged].filter(
    ([name, code]) => !byName.get(name)?.some((row) => code === '' || row.code === code.replaceAll('-', '')),
  );
  const doubled = [...byName].filter(([name, rows]) => rows.length > 1 || !(journal.acknowledged.has(name) || journal.unknown.has(name)));
  return {
    ...what,
    acknowledged: journal.acknowledged.size,
    lost: lost.map(([name]) => name),
    doubled: doubled.map(([name]) => name),
    faults: [...report.faults, ...(signed === report ? [] : signed.faults)].map(
      ({ check, where, what: found }) => `${check} ${where}: ${found}`,
    ),
  };
}

/** The line of a fault, as `npm run test:faults` prints it. */
export function lineOf({ fault, engine, rounds, acknowledged, lost, doubled, faults, note }: Outcome): string {
  const ledger = faults.length === 0 ? 'ledger ok' : `ledger NOT ok (${faults.length})`;
  const words = [
    fault,
    engine,
    `${rounds} rounds`,
    `${acknowledged} acknowledged`,
    `lost ${lost.length}`,
    `doubled ${doubled.length}`,
    ledger,
  ];
  return [...words, ...(note ? [note] : [])].join(' · ');
}

/** Prints the line, and fails where something was lost, doubled or altered, or where nothing was tried. */
export function held(outcome: Outcome): void {
  console.log(lineOf(outcome));
  expect(outcome.rounds, 'rounds').toBeGreaterThan(0);
  expect(outcome.acknowledged, 'acknowledged').toBeGreaterThan(0);
  expect({ lost: outcome.lost, doubled: outcome.doubled, faults: outcome.faults }).toEqual({ lost: [], doubled: [], faults: [] });
}

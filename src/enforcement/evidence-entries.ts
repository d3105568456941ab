import { NO_ENTRY_HASH } from '../ledger/entry.ts';
import type { ChainStart, StoredEntry } from '../ledger/verify.ts';
import type { Store } from '../store/store.ts';

type Read = Store['read'];

/** Where entries are looked for: a chain between two instants (epoch ms), both inclusive. */
export interface Window {
  chain: string;
  from: number;
  to: number;
}

/** Entries of one chain that follow on one another, with what stood before the first: enough to check them without the rest of the chain. */
export interface Run {
  chain: string;
  start: ChainStart;
  entries: StoredEntry[];
}

/** An entry's instant is raised to the chain's last where that is later, so it may stand a little behind its window. */
const BEHIND = 50;
/** Entries of one window that are looked through. */
const MOST = 5_000;
const SUBJECTS_A_QUERY = 400;

export interface Found {
  entries: StoredEntry[];
  /** Windows too long to be looked through to their end. */
  cut: Window[];
}

/**
 * The entries about some subjects in some windows, verbatim. Entries have no index but their place; their instants never go back, so a window's
 * ends are found by halving the chain.
 */
export async function entriesAbout(read: Read, subjects: ReadonlySet<string>, windows: readonly Window[]): Promise<Found> {
  const entries: StoredEntry[] = [];
  const cut: Window[] = [];
  const heads = await headsOf(read, [...new Set(windows.map((window) => window.chain))]);
  for (const window of new Map(windows.map((one) => [`${one.chain} ${one.from} ${one.to}`, one])).values()) {
    const { chain, from, to } = window;
    const head = heads.get(chain);
    if (head === undefined || from > to) continue;
    const first = await firstAt(read, chain, head, from);
    const last = (await firstAt(read, chain, head, to + 1)) + BEHIND;
    if (last > first + MOST) cut.push(window);
    entries.push(...(await between(read, chain, first, Math.min(last, first + MOST), subjects)));
  }
  return { entries, cut };
}

async function headsOf(read: Read, chains: readonly string[]): Promise<Map<string, number>> {
  if (chains.length === 0) return new Map();
  const rows = await read
    .selectFrom('chain')
    .select(['chain', 'seq'])
    .where('chain', 'in', [...chains])
    .execute();
  return new Map(rows.map((row) => [row.chain, row.seq]));
}

/** The seq of the first entry at an instant or later; one past the head when there is none. */
async function firstAt(read: Read, chain: string, head: number, at: number): Promise<number> {
  let [low, high] = [1, head + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = await read.selectFrom('entry').select('at').where('chain', '=', chain).where('seq', '=', middle).executeTakeFirst();
    if (row && row.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function between(read: Read, chain: string, first: number, last: number, subjects: ReadonlySet<string>): Promise<StoredEntry[]> {
  const all = [...subjects];
  const found: StoredEntry[] = [];
  for (let from = 0; from < all.length; from += SUBJECTS_A_QUERY)
    found.push(
      ...(await read
        .selectFrom('entry')
        .selectAll()
        .where('chain', '=', chain)
        .where('seq', '>=', first)
        .where('seq', '<=', last)
        .where('subject', 'in', all.slice(from, from + SUBJECTS_A_QUERY))
        .execute()),
    );
  return found;
}

/** Entries by their place in a chain. */
export function entriesAt(read: Read, chain: string, seqs: readonly number[]): Promise<StoredEntry[]> {
  return read
    .selectFrom('entry')
    .selectAll()
    .where('chain', '=', chain)
    .where('seq', 'in', [...new Set(seqs)])
    .execute();
}

/** Entries as runs, by chain and place; an entry that was found twice comes once. */
export function runsOf(entries: readonly StoredEntry[]): Run[] {
  const sorted = [...new Map(entries.map((entry) => [`${entry.chain}/${entry.seq}`, entry])).values()].sort((a, b) =>
    a.chain === b.chain ? a.seq - b.seq : a.chain < b.chain ? -1 : 1,
  );
  const runs: Run[] = [];
  for (const entry of sorted) {
    const run = runs.at(-1);
    if (run && run.chain === entry.chain && run.entries.at(-1)?.seq === entry.seq - 1) run.entries.push(entry);
    else runs.push({ chain: entry.chain, start: startOf(entry), entries: [entry] });
  }
  return runs;
}

/** What an entry says of the one before it. The instant of that one is not in it: nothing is claimed of it. */
function startOf(entry: StoredEntry): ChainStart {
  const { prev } = JSON.parse(entry.bytes) as { prev: string };
  return { seq: entry.seq - 1, hash: entry.seq === 1 ? NO_ENTRY_HASH : prev, at: 0 };
}

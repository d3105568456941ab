import type { Store } from '../store/store.ts';
import { hashOf, NO_LINE, PRUNED, STARTED } from './line.ts';

const PAGE = 2_000;

/**
 * Reads the whole access audit again: every hash, every place in its chain, and that no chain ends before the place another one names.
 * Lines that were deleted because their time was over are missed only up to where a line says so.
 * @returns what is wrong, a sentence each; nothing when all stands
 */
export async function auditFaults(read: Store['read']): Promise<string[]> {
  const state: State = { faults: [], heads: new Map(), firsts: new Map(), named: [], prunedBefore: 0, gaps: [] };
  let after = { chain: '', n: 0 };
  for (;;) {
    const rows = await read
      .selectFrom('access_audit')
      .selectAll()
      .where((eb) => eb.or([eb('chain', '>', after.chain), eb.and([eb('chain', '=', after.chain), eb('n', '>', after.n)])]))
      .orderBy('chain')
      .orderBy('n')
      .limit(PAGE)
      .execute();
    for (const row of rows) checkLine(row, state);
    const last = rows.at(-1);
    if (!last) break;
    after = last;
  }
  // Which lines a deletion took is known by their time alone: a chain may begin late only where one was made.
  for (const place of state.gaps) if (state.prunedBefore === 0) state.faults.push(`${place}: lines before it are gone`);
  for (const name of state.named) {
    const [chain = '', n = '', hash = ''] = name.split('/');
    const found = await read
      .selectFrom('access_audit')
      .select('hash')
      .where('chain', '=', chain)
      .where('n', '=', Number(n))
      .executeTakeFirst();
    const isPruned = state.prunedBefore > 0 && !found && (state.firsts.get(chain) ?? Number.MAX_SAFE_INTEGER) > Number(n);
    if (found?.hash !== hash && !isPruned) state.faults.push(`${chain}/${n}: a line that another chain names is gone or altered`);
  }
  return state.faults;
}

type Row = Parameters<typeof hashOf>[0] & { hash: string };
interface State {
  faults: string[];
  /** Hash of the last line read, and number of the first, by chain. */
  heads: Map<string, string>;
  firsts: Map<string, number>;
  named: string[];
  prunedBefore: number;
  /** Places before which lines are missing. */
  gaps: string[];
}

function checkLine(row: Row, state: State): void {
  const place = `${row.chain}/${row.n}`;
  const known = state.heads.get(row.chain);
  if (known === undefined) state.firsts.set(row.chain, row.n);
  if (known === undefined && row.n > 1) state.gaps.push(place);
  if (known === undefined && row.n === 1 && row.prev !== NO_LINE) state.faults.push(`${place}: does not begin the chain`);
  if (known !== undefined && row.prev !== known) state.faults.push(`${place}: the line before it is gone or altered`);
  const { hash, ...content } = row;
  if (hashOf(content) !== hash) state.faults.push(`${place}: altered`);
  state.heads.set(row.chain, hash);
  if (row.operation === STARTED) state.named.push(...row.object.split(' ').filter(Boolean));
  if (row.operation === PRUNED) state.prunedBefore = Math.max(state.prunedBefore, Number(row.object));
}

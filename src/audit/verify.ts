import type { Store } from '../store/store.ts';
import type { Left } from './heads.ts';
import { type AuditRow, CUT, HEADED, hashOf, NO_LINE, STARTED } from './line.ts';

const PAGE = 2_000;

/** Where the audit is read from. */
export interface AuditSource {
  /** Every line, by chain and number. */
  lines(): AsyncIterable<AuditRow>;
  hashAt(chain: string, n: number): Promise<string | undefined>;
  /** Bytes of the entries of the ledger about the audit, oldest first. */
  told(): Promise<{ kind: string; bytes: string }[]>;
}

type Named = Pick<AuditRow, 'chain' | 'n' | 'hash'>;

interface State {
  faults: string[];
  last: AuditRow | null;
  /** Places that must stand, and who says so. */
  named: (Named & { by: string })[];
  /** Where the ledger says a chain may begin after a deletion. */
  left: Map<string, Left[]>;
}

/**
 * Reads the whole access audit again: every hash, every place in its chain, every place that the ledger or the first line of another chain
 * names. What was deleted because its time was over is missed only where the ledger says that the chain begins later.
 * @returns what is wrong, a sentence each; nothing when all stands
 */
export async function auditFaults(source: AuditSource): Promise<string[]> {
  const state: State = { faults: [], last: null, named: [], left: new Map() };
  for (const entry of await source.told()) takeTold(entry, state);
  for await (const row of source.lines()) checkLine(row, state);
  for (const { chain, n, hash, by } of state.named) {
    // Whether a deletion took it or stopped before: both are as told.
    const found = await source.hashAt(chain, n);
    const isDeleted = found === undefined && (state.left.get(chain) ?? []).some(({ from }) => n < from);
    if (found !== hash && !isDeleted) state.faults.push(`${chain}/${n}: a line that ${by} names is gone or altered`);
  }
  return state.faults;
}

/** The access audit of a store. */
export function auditOf(read: Store['read']): AuditSource {
  return {
    lines: () => linesOf(read),
    hashAt: async (chain, n) =>
      (await read.selectFrom('access_audit').select('hash').where('chain', '=', chain).where('n', '=', n).executeTakeFirst())?.hash,
    told: () =>
      read
        .selectFrom('entry')
        .select(['kind', 'bytes'])
        .where('chain', '=', 'system')
        .where('kind', 'in', [HEADED, CUT])
        .orderBy('seq')
        .execute(),
  };
}

async function* linesOf(read: Store['read']): AsyncGenerator<AuditRow> {
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
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last;
  }
}

function takeTold({ kind, bytes }: { kind: string; bytes: string }, state: State): void {
  const { payload } = JSON.parse(bytes) as { payload: Named & { chains: Left[] } };
  const by = 'the ledger';
  if (kind === HEADED) {
    state.named.push({ ...payload, by });
    return;
  }
  for (const left of payload.chains) {
    state.left.set(left.chain, [...(state.left.get(left.chain) ?? []), left]);
    state.named.push({ ...left, by });
  }
}

function checkLine(row: AuditRow, state: State): void {
  const place = `${row.chain}/${row.n}`;
  const { last } = state;
  if (last?.chain !== row.chain) checkFirst(row, state);
  else if (row.prev !== last.hash || row.n !== last.n + 1) state.faults.push(`${place}: the line before it is gone or altered`);
  const { hash, ...content } = row;
  if (hashOf(content) !== hash) state.faults.push(`${place}: altered`);
  state.last = row;
  if (row.operation !== STARTED) return;
  for (const name of row.object.split(' ').filter(Boolean)) {
    const [chain = '', n = '', hash = ''] = name.split('/');
    state.named.push({ chain, n: Number(n), hash, by: 'another chain' });
  }
}

function checkFirst(row: AuditRow, { faults, left }: State): void {
  const begins = [{ from: 1, prev: NO_LINE }, ...(left.get(row.chain) ?? [])].find(({ from }) => from === row.n);
  if (!begins) faults.push(`${row.chain}/${row.n}: lines before it are gone`);
  else if (begins.prev !== row.prev) faults.push(`${row.chain}/${row.n}: does not follow on what was before it`);
}

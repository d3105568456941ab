import { entryBytes, LARGE_PAYLOAD_BYTES, NO_ENTRY_HASH, payloadText, sha256Hex } from '../ledger/entry.ts';
import { Problem } from '../platform/problems.ts';
import type { DB } from './schema.ts';
import type { Commit, Expect, Reply, Rows, Stamp, Table, Touch } from './store.ts';

/** Where a chain stands. */
export interface Head {
  seq: number;
  hash: string;
  at: number;
}

export const EMPTY_CHAIN: Head = { seq: 0, hash: NO_ENTRY_HASH, at: 0 };

/** All an engine must write for one commit; the same on every engine. */
export interface Plan {
  chain: string;
  /** Where the chain stands afterwards; unchanged when there are no stamps. */
  head: Head;
  rows: Rows;
  touch: Touch[];
  expect: Expect[];
  /** Holding → balance after. */
  balances: Map<number, number>;
  reply: Reply;
  stamps: Stamp[];
}

/**
 * Stamps a commit: pure, from what the engine read inside its transaction to the rows it writes.
 * @param before balances in steps of every holding the commit moves, but for those it creates itself
 * @throws whatever `finish` throws; {Problem} invalid-input when a balance would pass 2^53 - 1 either way; {Error} when a holding is moved
 * that does not exist, or without an entry
 */
export function planCommit(commit: Commit, head: Head, before: ReadonlyMap<number, number>): Plan {
  // The entry's seq is what serialises two processes on one chain: a balance moved without one could be moved twice.
  if (commit.moves?.length && commit.entries.length === 0) throw new Error('A commit that moves holdings needs an entry.');
  const at = Math.max(commit.at, head.at);
  const large: DB['large_payload'][] = [];
  const entries: DB['entry'][] = [];
  let last = head;
  for (const draft of commit.entries) {
    const seq = last.seq + 1;
    const full = payloadText(draft.payload);
    const payload = Buffer.byteLength(full) > LARGE_PAYLOAD_BYTES ? setAside(full, large) : full;
    const bytes = entryBytes({ chain: commit.chain, seq, at, kind: draft.kind, subject: draft.subject, prev: last.hash, payload });
    const hash = sha256Hex(bytes);
    entries.push({ chain: commit.chain, seq, at, kind: draft.kind, subject: draft.subject, hash, bytes });
    last = { seq, hash, at };
  }
  const balances = balancesAfter(commit, before);
  const stamps = entries.map(({ chain, seq, at, hash }) => ({ chain, seq, at, hash }));
  const finished = commit.finish({ stamps, balances });
  const claim = commit.idempotency;
  const rows = merged([commit.rows ?? {}, finished.rows ?? {}, { entry: entries, large_payload: large }]);
  if (claim) rows.idempotency = [idempotencyRow(claim, finished.reply, at)];
  const touch = [...(commit.touch ?? []), ...(finished.touch ?? [])];
  return {
    chain: commit.chain,
    head: last,
    rows,
    touch,
    expect: [...(commit.expect ?? []), ...touch.flatMap(expectationsOf)],
    balances,
    reply: finished.reply,
    stamps,
  };
}

/** What a change says its row must still be. */
function expectationsOf(touch: Touch): Expect[] {
  if (!('set' in touch) || !touch.was) return [];
  return Object.entries(touch.was).map(([column, is]) => ({ table: touch.set, id: touch.id, column, is }) as Expect);
}

function setAside(payload: string, large: DB['large_payload'][]): string {
  const hash = sha256Hex(payload);
  large.push({ hash, bytes: payload });
  return `{"sha256":"${hash}"}`;
}

function balancesAfter(commit: Commit, before: ReadonlyMap<number, number>): Map<number, number> {
  const created = new Map(commit.rows?.holding?.map((holding) => [holding.id, exact(holding.steps)]));
  const after = new Map<number, number>();
  for (const move of commit.moves ?? []) {
    const steps = after.get(move.holdingId) ?? created.get(move.holdingId) ?? before.get(move.holdingId);
    if (steps === undefined) throw new Error(`Holding ${move.holdingId} is moved but does not exist.`);
    after.set(move.holdingId, exact(steps + move.delta));
  }
  return after;
}

/** Beyond 2^53 - 1 sums are no longer exact, and no engine could read the balance back. */
function exact(steps: number): number {
  if (Number.isSafeInteger(steps)) return steps;
  throw new Problem('invalid-input', {
    zh: '数量过大：此场所该批货物的结存将超出可记录的范围，未保存任何内容。请核对数量和单位。',
    en: 'Too much: the balance of this batch at the site would pass what can be recorded; nothing was stored. Check amounts and units.',
  });
}

function idempotencyRow(claim: NonNullable<Commit['idempotency']>, reply: Reply, at: number): DB['idempotency'] {
  return {
    scope: claim.scope,
    key: claim.key,
    fingerprint: claim.fingerprint,
    status: reply.status,
    headers: JSON.stringify(reply.headers),
    body: claim.secret ? null : reply.body,
    at,
  };
}

/** The holdings a commit moves that it does not create: their balances must be read before it is planned. */
export function holdingsToRead(commit: Commit): number[] {
  if (!commit.moves?.length) return [];
  const created = new Set(commit.rows?.holding?.map((holding) => holding.id));
  return [...new Set(commit.moves.map((move) => move.holdingId))].filter((id) => !created.has(id));
}

/** Rows of several sources in one, table by table; tables without rows are left out. */
export function merged(sources: readonly Rows[]): Rows {
  const all: { [T in Table]?: unknown[] } = {};
  for (const source of sources)
    for (const table of Object.keys(source) as Table[]) {
      const rows = source[table];
      if (!rows || rows.length === 0) continue;
      const list = all[table];
      if (list) for (const row of rows) list.push(row);
      else all[table] = [...rows];
    }
  return all as Rows;
}

import type { PoolClient } from 'pg';
import type { Waiting } from './lanes.ts';
import { EMPTY_CHAIN, type Head, holdingsToRead, type Plan, planCommit } from './plan.ts';
import { nameOf } from './postgres-sql.ts';

/** Commits of one chain that go into one transaction. */
export interface Group {
  planned: (Waiting & { plan: Plan })[];
  /** Members whose own `finish` or moves failed: nothing of theirs is written. */
  faulty: { member: Waiting; error: unknown }[];
  /** Members left for the next transaction. */
  rest: Waiting[];
}

/**
 * Where the chain stands. Writing the row back as it is waits for another process that is writing this chain, and then sees what it left:
 * so two processes take turns, where reading alone would let one of them do all its work in vain. For a chain that is new, the entry's key decides.
 *
 * Commits beside the ledger (sessions, sign-in, audit) do not move it, and wait for nobody.
 */
export async function takeHead(client: PoolClient, members: Waiting[]): Promise<Head> {
  const isMoved = members.some(({ commit }) => commit.entries.length > 0);
  const text = isMoved
    ? 'UPDATE chain SET seq = seq WHERE chain = $1 RETURNING seq, hash, at'
    : 'SELECT seq, hash, at FROM chain WHERE chain = $1';
  const { rows } = await client.query({ name: nameOf(text), text, values: [members[0]?.commit.chain] });
  return (rows[0] as Head | undefined) ?? EMPTY_CHAIN;
}

export async function readBalances(client: PoolClient, members: Waiting[]): Promise<Map<number, number>> {
  const ids = new Set(members.flatMap((member) => holdingsToRead(member.commit)));
  if (ids.size === 0) return new Map();
  const text = 'SELECT id, steps FROM holding WHERE id = ANY($1::bigint[])';
  const { rows } = await client.query({ name: nameOf(text), text, values: [[...ids]] });
  return new Map((rows as { id: number; steps: number }[]).map(({ id, steps }) => [id, steps]));
}

/**
 * Plans members one after the other, each on the head and balances the one before left. Stops before a member that expects a value
 * an earlier one sets: the database could not answer for it until that one is written.
 */
export function planGroup(members: Waiting[], head: Head, balances: Map<number, number>): Group {
  const group: Group = { planned: [], faulty: [], rest: [] };
  const changed = new Set<string>();
  let at = head;
  for (const [i, member] of members.entries()) {
    try {
      const plan = planCommit(member.commit, at, balances);
      // Only the plan knows all that is expected: also what its own changes say their rows must still be.
      if (expectsAny(plan, changed)) return { ...group, rest: members.slice(i) };
      group.planned.push({ ...member, plan });
      at = plan.head;
      carry(plan, balances, changed);
    } catch (error) {
      group.faulty.push({ member, error });
    }
  }
  return group;
}

function expectsAny({ expect }: Plan, changed: ReadonlySet<string>): boolean {
  return expect.some(({ table, id, column }) => changed.has(`${table}.${id}.${column}`));
}

/** Notes what the members after this plan would find had it been written already. */
function carry(plan: Plan, balances: Map<number, number>, changed: Set<string>): void {
  for (const holding of plan.rows.holding ?? []) balances.set(holding.id, holding.steps);
  for (const [id, steps] of plan.balances) balances.set(id, steps);
  for (const touch of plan.touch)
    if ('set' in touch) for (const column of Object.keys(touch.to)) changed.add(`${touch.set}.${touch.id}.${column}`);
}

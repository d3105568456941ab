import { newPublicId } from '../../codes/ids.ts';
import type { FollowedEntry, FollowerJob } from '../../ledger/follower.ts';
import { payloadsOf } from '../../ledger/payload.ts';
import type { Deps } from '../../platform/deps.ts';
import { rowsOf } from '../../store/parts.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { type RecordKind, recordKindOf } from './kinds.ts';

export const FILINGS_JOB = 'filings';
const PAGE = 200;

/** An entry on its way to a target. */
interface Wanted {
  target: DB['filing_target'];
  entry: FollowedEntry;
}

/**
 * Queues each record once for each target that asked for its kind: rows of the outbox are written with the advance of the position, and the key
 * (target, chain, seq) refuses a second one. A party’s target gets what stands in that party’s chain from its creation on, an administrator’s what
 * stands in any.
 */
export function filingsJob(deps: Deps): FollowerJob {
  return {
    name: FILINGS_JOB,
    batch: 100,
    handle: async (entries) => {
      const targets = await deps.store.read.selectFrom('filing_target').selectAll().where('endedAt', 'is', null).execute();
      if (targets.length === 0) return {};
      const owners = await ownersOf(deps.store.read, targets);
      const wanted = [
        ...entries.flatMap((entry) => wantedOf(targets, owners, entry)),
        ...(await passedAlready(deps.store.read, targets, entries)),
      ];
      const fresh = await notQueuedYet(deps.store.read, await withoutDrills(deps.store.read, wanted));
      return fresh.length === 0 ? {} : { rows: { filing: await filingRows(deps, fresh) } };
    },
  };
}

/** The chain of each target’s party; administrators’ targets have none. */
async function ownersOf(read: Store['read'], targets: readonly DB['filing_target'][]): Promise<ReadonlyMap<number, string>> {
  const ids = targets.flatMap(({ partyId }) => (partyId === null ? [] : [partyId]));
  const rows = await rowsOf(ids, (part) => read.selectFrom('party').select(['id', 'publicId']).where('id', 'in', part).execute());
  return new Map(rows.map(({ id, publicId }) => [id, `party:${publicId}`]));
}

function wantedOf(targets: readonly DB['filing_target'][], owners: ReadonlyMap<number, string>, entry: FollowedEntry): Wanted[] {
  const kind = recordKindOf(entry.kind);
  if (kind === undefined) return [];
  return targets
    .filter((target) => asksFor(target, kind) && entry.at >= target.createdAt)
    .filter(({ partyId }) => partyId === null || owners.get(partyId) === entry.chain)
    .map((target) => ({ target, entry }));
}

const asksFor = (target: DB['filing_target'], kind: RecordKind) => (JSON.parse(target.kinds) as string[]).includes(kind);

/**
 * An administrator’s target takes effect for every chain at once, while the chains are read one after the other: what was recorded since its
 * creation and read before it was seen is looked up here, when the entry that added it is read.
 */
async function passedAlready(
  read: Store['read'],
  targets: readonly DB['filing_target'][],
  entries: readonly FollowedEntry[],
): Promise<Wanted[]> {
  const added = new Set(entries.filter(({ kind }) => kind === 'filing-target.added').map(({ subject }) => subject));
  const wanted: Wanted[] = [];
  for (const target of targets) {
    if (target.partyId !== null || !added.has(`filing-target/${target.publicId}`)) continue;
    const chains = await read
      .selectFrom('follower_position as position')
      .innerJoin('chain', 'chain.chain', 'position.chain')
      .select(['position.chain', 'position.seq'])
      .where('position.job', '=', FILINGS_JOB)
      .where('chain.at', '>=', target.createdAt)
      .execute();
    for (const { chain, seq } of chains)
      for (const entry of await entriesSince(read, chain, seq, target.createdAt)) wanted.push(...wantedOf([target], new Map(), entry));
  }
  return wanted;
}

/** Entries of a chain up to `seq` that are no older than `since`. */
async function entriesSince(read: Store['read'], chain: string, seq: number, since: number): Promise<FollowedEntry[]> {
  const found: FollowedEntry[] = [];
  for (let upTo = seq; upTo > 0; ) {
    const rows = await read
      .selectFrom('entry')
      .select(['chain', 'seq', 'at', 'kind', 'subject', 'hash', 'bytes'])
      .where('chain', '=', chain)
      .where('seq', '<=', upTo)
      .where('at', '>=', since)
      .orderBy('seq', 'desc')
      .limit(PAGE)
      .execute();
    const payloads = await payloadsOf(read, rows);
    found.push(...rows.map((row, i) => ({ ...row, payload: payloads[i] ?? {} })));
    upTo = rows.length < PAGE ? 0 : (rows.at(-1)?.seq ?? 1) - 1;
  }
  return found.reverse();
}

/** A drill of a recall is nobody else’s business. */
async function withoutDrills(read: Store['read'], wanted: readonly Wanted[]): Promise<Wanted[]> {
  const recalls = wanted.flatMap(({ entry }) => (entry.kind.startsWith('recall.') ? [entry.subject.slice('recall/'.length)] : []));
  const drills = await rowsOf(recalls, (part) =>
    read.selectFrom('recall').select('publicId').where('publicId', 'in', part).where('drill', '=', 1).execute(),
  );
  const left = new Set(drills.map(({ publicId }) => `recall/${publicId}`));
  return wanted.filter(({ entry }) => !left.has(entry.subject));
}

async function notQueuedYet(read: Store['read'], wanted: readonly Wanted[]): Promise<Wanted[]> {
  const known = new Set<string>();
  const keyOf = (targetId: number, chain: string, seq: number) => `${targetId}/${seq}/${chain}`;
  for (const [targetId, own] of Map.groupBy(wanted, ({ target }) => target.id))
    for (const [chain, entries] of Map.groupBy(own, ({ entry }) => entry.chain)) {
      const rows = await rowsOf(
        entries.map(({ entry }) => entry.seq),
        (part) =>
          read
            .selectFrom('filing')
            .select('seq')
            .where('targetId', '=', targetId)
            .where('chain', '=', chain)
            .where('seq', 'in', part)
            .execute(),
      );
      for (const { seq } of rows) known.add(keyOf(targetId, chain, seq));
    }
  return wanted.filter(({ target, entry }) => {
    const key = keyOf(target.id, entry.chain, entry.seq);
    return !known.has(key) && known.add(key);
  });
}

async function filingRows(deps: Deps, wanted: readonly Wanted[]): Promise<DB['filing'][]> {
  const parties = await partiesOf(
    deps.store.read,
    wanted.map(({ entry }) => entry),
  );
  const ids = await deps.store.ids(wanted.length);
  const now = deps.clock();
  return wanted.map(({ target, entry }, i) => ({
    id: ids[i] ?? 0,
    publicId: newPublicId(deps.random),
    targetId: target.id,
    chain: entry.chain,
    seq: entry.seq,
    partyId: parties.get(partyIn(entry) ?? '') ?? null,
    kind: entry.kind,
    subject: entry.subject,
    state: 'queued',
    attempts: 0,
    nextAt: now,
    remoteId: null,
    reason: null,
    at: entry.at,
    doneAt: null,
  }));
}

/** Whose record an entry is: the party of its chain, or the one an authority’s or the service’s entry names. */
export function partyIn({ chain, payload }: Pick<FollowedEntry, 'chain' | 'payload'>): string | null {
  if (chain.startsWith('party:')) return chain.slice('party:'.length);
  return typeof payload.party === 'string' ? payload.party : null;
}

async function partiesOf(read: Store['read'], entries: readonly FollowedEntry[]): Promise<ReadonlyMap<string, number>> {
  const rows = await rowsOf(
    entries.flatMap((entry) => partyIn(entry) ?? []),
    (part) => read.selectFrom('party').select(['id', 'publicId']).where('publicId', 'in', part).execute(),
  );
  return new Map(rows.map(({ id, publicId }) => [publicId, id]));
}

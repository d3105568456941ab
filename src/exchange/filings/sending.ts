import { payloadsOf } from '../../ledger/payload.ts';
import { loadPartyFacts } from '../../parties/facts.ts';
import type { Deps } from '../../platform/deps.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { WAITS } from '../delivery.ts';
import type { Send } from '../send.ts';
import type { FilingAnswer, FilingRecord } from './adapter.ts';
import { adapterOf } from './adapters.ts';
import { type RecordKind, recordKindOf } from './kinds.ts';

/** While an attempt is under way nobody else makes it; longer than an attempt may take. */
const LEASE_MS = 2 * 60_000;
/** Chains worked off side by side; within one the order is kept. */
const AT_ONCE = 8;
/** Records of a chain read at once; those a platform is asked about again in a round. */
const PAGE = 50;
/** Shown where each try was answered by 202. */
const NOT_JUDGED = 'HTTP 202: taken, not judged in any try';
/** After so many attempts in a row without an answer a target is left alone until the next round. */
const GIVE_UP_ROUND = 8;

/** The records of one chain that wait for one target. */
interface Lane {
  target: DB['filing_target'];
  chain: string;
  from: number;
}

interface Round {
  deps: Deps;
  send: Send;
  /** Attempts in a row without an answer, by target. */
  unanswered: Map<number, number>;
  tried: number;
}

/**
 * Files what is due. Of a chain the next record goes out only when the platform has answered the one before (taken, accepted or refused) or it was
 * given up, so that a platform never hears of a shipment before its batch. An attempt is leased first and noted after: a crash in between repeats it
 * under the same id.
 * @returns how many attempts were made
 */
export async function fileDue(deps: Deps): Promise<number> {
  if (!deps.send) return 0;
  const round: Round = { deps, send: deps.send, unanswered: new Map(), tried: 0 };
  const targets = await deps.store.read.selectFrom('filing_target').selectAll().where('endedAt', 'is', null).execute();
  const lanes = await lanesWaiting(deps.store.read, targets);
  const asked = await targetsToAsk(deps, targets);
  const work = [...lanes.map((lane) => () => fileLane(round, lane)), ...asked.map((target) => () => askAgain(round, target))];
  const one = async (): Promise<void> => {
    for (let next = work.shift(); next; next = work.shift())
      await next().catch((error) =>
        deps.log.error('filing', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, work.length) }, one));
  return round.tried;
}

async function lanesWaiting(read: Store['read'], targets: readonly DB['filing_target'][]): Promise<Lane[]> {
  if (targets.length === 0) return [];
  const byId = new Map(targets.map((target) => [target.id, target]));
  const rows = await read
    .selectFrom('filing')
    .select((eb) => ['targetId', 'chain', eb.fn.min('seq').as('from')])
    .where('state', '=', 'queued')
    .groupBy(['targetId', 'chain'])
    .execute();
  return rows.flatMap(({ targetId, chain, from }) => {
    const target = byId.get(targetId);
    return target ? [{ target, chain, from: Number(from) }] : [];
  });
}

/** Goes through a chain in its order as long as each record is answered. */
async function fileLane(round: Round, lane: Lane): Promise<void> {
  const { read } = round.deps.store;
  for (let from = lane.from; ; ) {
    const page = await read
      .selectFrom('filing')
      .selectAll()
      .where('targetId', '=', lane.target.id)
      .where('chain', '=', lane.chain)
      .where('seq', '>=', from)
      .where('state', '=', 'queued')
      .orderBy('seq')
      .limit(PAGE)
      .execute();
    const records = await recordsOf(read, page);
    for (const [i, row] of page.entries()) if (!(await answered(round, lane.target, row, records[i]))) return;
    if (page.length < PAGE) return;
    from = (page.at(-1)?.seq ?? from) + 1;
  }
}

/** Targets in force with records they took and have not judged: each has its own round of them, so that none keeps another waiting. */
async function targetsToAsk({ store, clock }: Deps, targets: readonly DB['filing_target'][]): Promise<DB['filing_target'][]> {
  if (targets.length === 0) return [];
  const rows = await store.read
    .selectFrom('filing')
    .select('targetId')
    .distinct()
    .where('state', '=', 'sent')
    .where('nextAt', '<=', clock())
    .execute();
  const due = new Set(rows.map(({ targetId }) => targetId));
  return targets.filter(({ id }) => due.has(id));
}

/** What a target took and has not judged is sent again under the same id, which is how it is asked; longest waiting first. */
async function askAgain(round: Round, target: DB['filing_target']): Promise<void> {
  const { read } = round.deps.store;
  const rows = await read
    .selectFrom('filing')
    .selectAll()
    .where('targetId', '=', target.id)
    .where('state', '=', 'sent')
    .where('nextAt', '<=', round.deps.clock())
    .orderBy('nextAt')
    .limit(PAGE)
    .execute();
  const records = await recordsOf(read, rows);
  for (const [i, row] of rows.entries()) await answered(round, target, row, records[i]);
}

/** One attempt. False where the ones behind it have to wait: it is not due, another process has it, or there was no answer. */
async function answered(round: Round, target: DB['filing_target'], row: DB['filing'], record: FilingRecord | undefined): Promise<boolean> {
  const { deps, send, unanswered } = round;
  const now = deps.clock();
  const isLeftAlone = (unanswered.get(target.id) ?? 0) >= GIVE_UP_ROUND;
  if (row.nextAt > now || isLeftAlone || !record) return false;
  const leased = { ...row, nextAt: now + LEASE_MS };
  if (!(await changed(deps, row, leased))) return false;
  round.tried++;
  const answer = await adapterOf(target.adapter).file(send, target, record, now);
  unanswered.set(target.id, answer.state === 'later' ? (unanswered.get(target.id) ?? 0) + 1 : 0);
  const after = afterAnswer(row, answer, deps.clock());
  // Sent again by hand meanwhile: the platform tells the repeat by its id.
  const isNoted = await changed(deps, leased, after);
  return isNoted && after.state !== 'queued';
}

/** The filing as an answer leaves it. */
export function afterAnswer(row: DB['filing'], answer: FilingAnswer, now: number): DB['filing'] {
  const attempts = row.attempts + 1;
  const wait = WAITS[row.attempts];
  if (answer.state === 'accepted') return { ...row, attempts, state: 'accepted', remoteId: answer.remoteId, reason: null, doneAt: now };
  if (answer.state === 'refused')
    return { ...row, attempts, state: 'refused', remoteId: answer.remoteId, reason: answer.reason, doneAt: now };
  const state = answer.state === 'sent' ? 'sent' : row.state;
  const reason = answer.state === 'sent' ? null : answer.reason;
  const remoteId = answer.state === 'sent' ? answer.remoteId : row.remoteId;
  if (wait === undefined) return { ...row, attempts, state: 'failed', remoteId, reason: reason ?? NOT_JUDGED, doneAt: now };
  return { ...row, attempts, state, remoteId, reason, nextAt: now + wait };
}

/** Writes the change of a filing if it still is as it was read; false when it is not. */
async function changed(deps: Deps, from: DB['filing'], to: DB['filing']): Promise<boolean> {
  const { state, attempts, nextAt, remoteId, reason, doneAt } = to;
  const was = { state: from.state, attempts: from.attempts, nextAt: from.nextAt };
  const result = await deps.store.commit({
    chain: 'system',
    at: deps.clock(),
    entries: [],
    touch: [{ set: 'filing', id: from.id, to: { state, attempts, nextAt, remoteId, reason, doneAt }, was }],
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  });
  return result.committed;
}

/** The records behind filings, in their order. */
async function recordsOf(read: Store['read'], rows: readonly DB['filing'][]): Promise<FilingRecord[]> {
  const entries = new Map<string, { hash: string; bytes: string }>();
  for (const [chain, own] of Map.groupBy(rows, (row) => row.chain)) {
    const found = await read
      .selectFrom('entry')
      .select(['seq', 'hash', 'bytes'])
      .where('chain', '=', chain)
      .where(
        'seq',
        'in',
        own.map((row) => row.seq),
      )
      .execute();
    for (const { seq, ...entry } of found) entries.set(`${seq}/${chain}`, entry);
  }
  const standing = rows.map((row) => entries.get(`${row.seq}/${row.chain}`) ?? missing(row));
  const payloads = await payloadsOf(read, standing);
  const parties = await loadPartyFacts(
    read,
    rows.flatMap((row) => row.partyId ?? []),
  );
  return rows.map((row, i) => {
    const party = parties.get(row.partyId ?? -1);
    return {
      id: row.publicId,
      record: recordKindOf(row.kind) as RecordKind,
      type: row.kind,
      chain: row.chain,
      seq: row.seq,
      at: row.at,
      subject: row.subject,
      hash: standing[i]?.hash ?? '',
      party: party ? { id: party.publicId, uscc: party.natural ? null : party.uscc, name: party.name } : null,
      data: payloads[i] ?? {},
    };
  });
}

function missing(row: DB['filing']): never {
  throw new Error(`The entry ${row.seq} of ${row.chain} is not there.`);
}

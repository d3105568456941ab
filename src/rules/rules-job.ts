import { loadBatchFacts } from '../batches/facts.ts';
import { parseTraceCode } from '../codes/trace-code.ts';
import { loadCaseFacts, loadSanctionFacts } from '../enforcement/facts.ts';
import type { Derived, FollowedEntry, FollowerJob } from '../ledger/follower.ts';
import { loadLicenceFacts, loadPartyFacts } from '../parties/facts.ts';
import { addDays, startOfDay } from '../platform/civil-date.ts';
import type { DB } from '../store/schema.ts';
import type { EntryDraft, Store } from '../store/store.ts';
import { type AgainDeps, judgeAgain } from './again.ts';
import type { CaseFacts } from './facts.ts';
import { imprecise } from './precision.ts';
import { rejudgeWork } from './rejudge.ts';
import { baseOccasion } from './scope.ts';

const ORDER_OVERDUE = 'order-overdue';
/** Pairs looked at in one go; a producer with more has a numbering of its own. */
const PAIRS = 1_000;

/**
 * What rules find in facts that no single request carries: batch numbers used twice, licences that changed, decisions that took effect, orders whose day
 * comes; rules that proved imprecise go back to shadow; and a change of law or directory starts re-judging. It may read the same entries again.
 */
export function rulesJob(deps: AgainDeps): FollowerJob {
  return {
    name: 'rules',
    batch: 100,
    handle: async (entries) => {
      await sameNumbers(deps, entries);
      await licences(deps, entries);
      const files = await casesIn(deps, entries);
      await sanctions(deps, files);
      const back = await imprecise(deps, entries);
      const due = [...rejudgeWork(entries), ...(await orderDues(deps, files))];
      return derived(due, back);
    },
  };
}

function derived(due: DB['due'][], back: { rows: DB['rule_mode'][]; entries: EntryDraft[] }): Derived {
  const rows = { ...(due.length > 0 ? { due } : {}), ...(back.rows.length > 0 ? { rule_mode: back.rows } : {}) };
  return { rows, entries: back.entries };
}

const named = (entries: readonly FollowedEntry[], type: string) => [
  ...new Set(entries.filter((entry) => entry.subject.startsWith(`${type}/`)).map((entry) => entry.subject.slice(type.length + 1))),
];

/** Batches recorded or corrected whose GTIN and lot stand for another batch of their producer, too, or did. */
async function sameNumbers(deps: AgainDeps, entries: readonly FollowedEntry[]): Promise<void> {
  const recorded = codesOf(entries.filter((entry) => entry.kind === 'batch.recorded' || entry.kind === 'batch.revised'));
  if (recorded.length === 0) return;
  const pairs = await pairsOf(deps.store.read, (query) => query.where('one.traceCode', 'in', recorded));
  const told = await toldBefore(deps.store.read, codesOf(entries.filter((entry) => entry.kind === 'batch.revised')));
  for (const id of new Set([...pairs.flatMap((pair) => [pair.id, pair.otherId]), ...told]))
    await judgeAgain(deps, async () => {
      const others = (await pairsOf(deps.store.read, (query) => query.where('one.id', '=', id))).map((pair) => pair.otherId);
      const facts = await loadBatchFacts(deps.store.read, [id, ...others]);
      const batch = facts.get(id);
      if (!batch) return null;
      // The later recorded one is told; at the same instant, ids decide.
      const earlier = others
        .flatMap((other) => facts.get(other) ?? [])
        .filter((one) => one.recordedAt < batch.recordedAt || (one.recordedAt === batch.recordedAt && one.id < id));
      return {
        events: [{ kind: 'same-number', batch, others: earlier }],
        kind: 'batch.compared',
        subject: `batch/${batch.traceCode}`,
        party: batch.party.publicId,
      };
    });
}

function codesOf(entries: readonly FollowedEntry[]): string[] {
  return named(entries, 'batch').flatMap((code) => {
    const parsed = parseTraceCode(code);
    return parsed.ok ? [parsed.code] : [];
  });
}

type PairQuery = ReturnType<typeof pairQuery>;

/** Two batches a producer made under one GTIN and lot. */
function pairQuery(read: Store['read']) {
  return read
    .selectFrom('batch as one')
    .innerJoin('batch as other', (join) =>
      join
        .onRef('other.gtin', '=', 'one.gtin')
        .onRef('other.lot', '=', 'one.lot')
        .onRef('other.partyId', '=', 'one.partyId')
        .onRef('other.id', '!=', 'one.id'),
    )
    .select(['one.id as id', 'other.id as otherId'])
    .where('one.batchNumber', 'is not', null)
    .where('one.origin', 'in', ['own', 'transformation'])
    .where('other.origin', 'in', ['own', 'transformation']);
}

function pairsOf(read: Store['read'], only: (query: PairQuery) => PairQuery): Promise<{ id: number; otherId: number }[]> {
  return only(pairQuery(read)).limit(PAIRS).execute();
}

/** Batches of the parties of corrected batches that are told of a number used twice: the correction may have ended it. */
async function toldBefore(read: Store['read'], revised: readonly string[]): Promise<number[]> {
  if (revised.length === 0) return [];
  const rows = await read
    .selectFrom('batch')
    .innerJoin('finding', 'finding.partyId', 'batch.partyId')
    .select('finding.subjectId')
    .distinct()
    .where('batch.traceCode', 'in', revised)
    .where('finding.state', 'in', ['open', 'shadow'])
    .where('finding.rule', '=', 'batch-number-reused')
    .where('finding.settledAt', 'is', null)
    .limit(PAIRS)
    .execute();
  return rows.map((row) => row.subjectId);
}

/** What was asked of a party whose licences changed. */
async function licences(deps: AgainDeps, entries: readonly FollowedEntry[]): Promise<void> {
  const changed = entries.filter((entry) => entry.kind === 'party.changed');
  const publicIds = named(changed, 'party');
  if (publicIds.length === 0) return;
  const { read } = deps.store;
  const asked = await read
    .selectFrom('party')
    .innerJoin('finding', (join) => join.onRef('finding.subjectId', '=', 'party.id').on('finding.subjectType', '=', 'party'))
    .select(['party.id', 'finding.occasion'])
    .where('party.publicId', 'in', publicIds)
    .where('finding.settledAt', 'is', null)
    .execute();
  for (const [id, own] of Map.groupBy(asked, (row) => row.id))
    await judgeAgain(deps, async () => {
      const party = (await loadPartyFacts(read, [id])).get(id);
      if (!party) return null;
      const held = (await loadLicenceFacts(read, [id])).get(id) ?? [];
      return {
        events: [{ kind: 'licences', party: { ...party, licences: held }, asked: own.map((row) => baseOccasion(row.occasion)) }],
        kind: 'party.rejudged',
        subject: `party/${party.publicId}`,
        party: party.publicId,
      };
    });
}

async function casesIn(deps: AgainDeps, entries: readonly FollowedEntry[]): Promise<CaseFacts[]> {
  const publicIds = named(entries, 'case');
  if (publicIds.length === 0) return [];
  const rows = await deps.store.read.selectFrom('case_file').select('id').where('publicId', 'in', publicIds).execute();
  return loadCaseFacts(
    deps.store.read,
    rows.map((row) => row.id),
  );
}

/** An order judged again when its case moves on, and the decisions counted when one took effect. */
async function sanctions(deps: AgainDeps, files: readonly CaseFacts[]): Promise<void> {
  for (const { id } of files)
    await judgeAgain(deps, async () => {
      const [file] = await loadCaseFacts(deps.store.read, [id]);
      if (!file) return null;
      const taken = await loadSanctionFacts(deps.store.read, file.party.id);
      return {
        events: [
          { kind: 'case-due', file, dueAt: deps.clock() },
          { kind: 'sanctions', file, sanctions: taken },
        ],
        kind: 'case.judged',
        subject: `case/${file.publicId}`,
        party: file.party.publicId,
      };
    });
}

/** The day after an order's last day, on the due list once. */
async function orderDues(deps: AgainDeps, files: readonly CaseFacts[]): Promise<DB['due'][]> {
  const due = files.flatMap(({ id, state, dueOn }) =>
    state === 'ordered' && dueOn !== null
      ? [{ at: startOfDay(addDays(dueOn, 1)), rule: ORDER_OVERDUE, subjectType: 'case', subjectId: id }]
      : [],
  );
  if (due.length === 0) return [];
  const known = await deps.store.read
    .selectFrom('due')
    .select(['at', 'subjectId'])
    .where('subjectType', '=', 'case')
    .where(
      'subjectId',
      'in',
      due.map((row) => row.subjectId),
    )
    .execute();
  const now = deps.clock();
  return due.filter((row) => row.at > now && !known.some((one) => one.subjectId === row.subjectId && one.at === row.at));
}

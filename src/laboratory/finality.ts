import { formatInstant } from '../platform/civil-date.ts';
import type { Clock } from '../platform/clock.ts';
import type { JudgingDeps } from '../rules/judging.ts';
import type { DB } from '../store/schema.ts';
import type { Commit } from '../store/store.ts';
import { judgedWith } from './judged.ts';
import { batchesOf, type SampleRow } from './repository.ts';

/** The rule under which the end of a retest period stands on the due list. */
export const SAMPLE_FINAL = 'sample-final';

const ATTEMPTS = 3;

type FinalityDeps = JudgingDeps & { clock: Clock };

/**
 * Makes the conclusion of a sample final whose retest period has ended and for which no retest was asked: one commit in the chain `system` that takes the item
 * off the list and judges the goods again. Where something else happened meanwhile, the item is only taken off.
 */
export async function finaliseSample(deps: FinalityDeps, item: DB['due']): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const row = await deps.store.read.selectFrom('sample').selectAll().where('id', '=', item.subjectId).executeTakeFirst();
    const isDue = row?.state === 'retestOpen' && row.retestUntil === item.at;
    const commit = row && isDue ? await finalOf(deps, row, item) : taken(item, deps.clock());
    // A conflict means another sweep took the item, or the sample changed: it is read again.
    if ((await deps.store.commit(commit)).committed) return;
  }
}

const nothing = { status: 204, headers: {}, body: '' };

function taken(item: DB['due'], at: number): Commit {
  return { chain: 'system', at, entries: [], touch: [{ undue: item }], finish: () => ({ reply: nothing }) };
}

async function finalOf(deps: FinalityDeps, row: SampleRow, item: DB['due']): Promise<Commit> {
  const { read } = deps.store;
  const now = deps.clock();
  const to = { state: 'final', retestUntil: null };
  const batches = (await batchesOf(read, [row.id])).get(row.id) ?? [];
  const judging = await judgedWith(deps, now, { ...row, ...to }, batches, { without: [] });
  const party = await read.selectFrom('party').select('publicId').where('id', '=', row.partyId).executeTakeFirst();
  const payload = {
    party: party?.publicId ?? null,
    actedBy: 'system',
    until: formatInstant(item.at),
    traceCodes: batches.map((batch) => batch.traceCode),
  };
  return {
    chain: 'system',
    at: now,
    entries: [{ kind: 'sample.final', subject: `sample/${row.publicId}`, payload }],
    touch: [{ undue: item }, { set: 'sample', id: row.id, to, was: { state: row.state, retestUntil: row.retestUntil } }],
    finish: () => {
      const { rows, touch } = judging.settle();
      return { rows, touch, reply: nothing };
    },
  };
}

import type { Caller } from '../../platform/caller.ts';
import { chainOf } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import { write } from '../../platform/write.ts';
import type { DB } from '../../store/schema.ts';
import type { Commit, EntryDraft, Store, Touch } from '../../store/store.ts';
import type { FileFault } from './header.ts';
import type { CellFault, ImportState } from './model.ts';
import { byId } from './repository.ts';

export type Job = DB['import_job'];

/** Another process carried this import on meanwhile; it is the other's to finish. */
export class CarriedOnElsewhere extends Error {}

/** What a job keeps of its faults: how many of each kind, why the file as a whole could not be read to its end, and where it stood still. */
export interface FaultSummary {
  counts: Record<string, number>;
  file?: FileFault[];
  /** How often a process found it unfinished after `at` rows, and took it up. */
  taken?: { at: number; times: number };
}

export function summaryOf(job: Pick<Job, 'faults'>): FaultSummary {
  return JSON.parse(job.faults) as FaultSummary;
}

export type Progress = Partial<Pick<Job, 'state' | 'total' | 'good' | 'bad' | 'applied' | 'faults' | 'finishedAt'>>;

/** The change of a job that is only made while it stands where it was read: each part of a file is counted once. */
function progressTouch(job: Job, to: Progress): Touch {
  return { set: 'import_job', id: job.id, to, was: { state: job.state, total: job.total, applied: job.applied, bad: job.bad } };
}

/** Moves the job on, with the faults found; the job as it stands then. */
export async function advance(
  deps: Deps,
  caller: Caller,
  job: Job,
  to: Progress,
  faults: readonly DB['import_fault'][] = [],
): Promise<Job> {
  await write(deps.store, async (attempt) => {
    if (attempt > 0) await mustStandAt(deps.store, job);
    return {
      chain: chainOf(caller),
      at: deps.clock(),
      entries: entriesFor(job, caller, to),
      rows: { import_fault: [...faults] },
      touch: [progressTouch(job, to)],
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    };
  });
  return { ...job, ...to };
}

const ENDS: ReadonlySet<string> = new Set(['finished', 'rejected', 'failed'] satisfies ImportState[]);

/** The end of an import is a fact: how much was recorded under which file. */
function entriesFor(job: Job, caller: Caller, to: Progress): EntryDraft[] {
  const { state, total, good, bad, applied, publicId, actedBy } = { ...job, ...to };
  if (!ENDS.has(state)) return [];
  const party = caller.kind === 'party' ? caller.party.publicId : null;
  return [{ kind: 'import.finished', subject: `import/${publicId}`, payload: { party, actedBy, state, total, good, bad, applied } }];
}

/** @throws {CarriedOnElsewhere} when the job is no longer where it was read */
async function mustStandAt(store: Store, job: Job): Promise<void> {
  const now = await byId(store.read, job.id);
  if (!now || now.state !== job.state || now.total !== job.total || now.applied !== job.applied || now.bad !== job.bad)
    throw new CarriedOnElsewhere();
}

/**
 * A store whose first commit also moves the job on: what is recorded and that it is recorded are one fact, so a part of a file is never
 * recorded twice, whenever the process ends.
 */
export function carrying(store: Store, job: Job, to: Progress): Store {
  let isCarried = false;
  const commit = async (one: Commit) => {
    if (isCarried) return store.commit(one);
    const result = await store.commit({ ...one, touch: [...(one.touch ?? []), progressTouch(job, to)] });
    if (result.committed) isCarried = true;
    else if (result.conflict === 'expect') await mustStandAt(store, job);
    return result;
  };
  return {
    engine: store.engine,
    read: store.read,
    prepare: (build, options) => store.prepare(build, options),
    longRead: (task, input) => store.longRead(task, input),
    commit,
    ids: (n) => store.ids(n),
    aside: (table, row) => store.aside(table, row),
    forget: (table, before) => store.forget(table, before),
    useSession: (hash, at) => store.useSession(hash, at),
    onCommitted: (listener) => store.onCommitted(listener),
    ready: () => store.ready(),
    close: async () => {},
  };
}

/** Counts faults of each kind. */
export function counted(summary: FaultSummary, faults: readonly CellFault[]): FaultSummary {
  const counts = { ...summary.counts };
  for (const { code } of faults) counts[code] = (counts[code] ?? 0) + 1;
  return { ...summary, counts };
}

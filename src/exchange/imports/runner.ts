import type { Caller } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import { Problem } from '../../platform/problems.ts';
import { perStore } from '../../store/prepared.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { applyRows } from './applying.ts';
import { callerOfJob } from './caller.ts';
import { checkRows } from './checking.ts';
import type { FileFault } from './header.ts';
import { advance, CarriedOnElsewhere, type Job, summaryOf } from './job.ts';
import { type Kind, kinds } from './kinds.ts';
import type { ImportKind } from './model.ts';
import { notReadFurther } from './pace.ts';
import { byId, unfinished } from './repository.ts';
import { openSource, type Source } from './source.ts';

/** What this process is at: asking for an import that runs waits for it and starts nothing. `begun` were started here and are unfinished. */
const running = perStore(() => ({ atWork: new Map<number, Promise<void>>(), begun: new Set<number>() }));

/** How often an import is taken up where a process stopped at it: it may be what stops them. */
const MOST_TAKEN = 3;

const SERVICE: Caller = { kind: 'admin', role: 'system', keyId: 'service' };

/** Carries an import to its end, or to where it waits for the person. Never throws: what the store could not take is taken up on the next pulse. */
export function runImport(deps: Deps, id: number): Promise<void> {
  return started(deps, id, false);
}

/** Takes up what a process before this one left unfinished, one import after the other. */
export async function resumeImports(deps: Deps): Promise<void> {
  if (!deps.files.large) return;
  const { begun } = running(deps.store);
  const open = new Set((await unfinished(deps.store.read)).map(({ id }) => id));
  for (const id of begun) if (!open.has(id)) begun.delete(id);
  for (const id of open) await started(deps, id, !begun.has(id));
}

function started(deps: Deps, id: number, isLeftBehind: boolean): Promise<void> {
  const { atWork, begun } = running(deps.store);
  const known = atWork.get(id);
  if (known) return known;
  begun.add(id);
  const work = carryOn(deps, id, isLeftBehind)
    .catch((error: unknown) => noteStop(deps, id, error))
    .finally(() => atWork.delete(id));
  atWork.set(id, work);
  return work;
}

function noteStop({ log }: Deps, id: number, error: unknown): void {
  if (error instanceof CarriedOnElsewhere) return;
  const fields = { import: id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  if (isCapacity(error)) log.warn('import', fields);
  else log.error('import', fields);
}

/** The store took or answered nothing: nothing is wrong with the import, and later it goes on. */
const isCapacity = (error: unknown) => error instanceof StoreUnavailable || (error instanceof Problem && error.code === 'unavailable');

async function carryOn(deps: Deps, id: number, isLeftBehind: boolean): Promise<void> {
  let job = await byId(deps.store.read, id);
  if (!job) return;
  let caller: Caller | null = SERVICE;
  try {
    if (isLeftBehind) job = await takenUp(deps, job);
    const kind = kinds[job.kind as ImportKind];
    caller = await callerOfJob(deps.store.read, job, kind.right, deps.clock());
    if (!caller) return await endedDelegation(deps, job);
    const source = await openSource(deps.files, job.sha256, kind);
    await passes(deps, caller, job, kind, source);
  } catch (error) {
    if (isCapacity(error) || error instanceof CarriedOnElsewhere) throw error;
    await fail(deps, caller ?? SERVICE, id, error);
  }
}

/** Trying again would find the same: what is no refusal is noted once for the operator, and the import ends with it. */
function problemOf(deps: Deps, job: Job, error: unknown): Problem {
  if (error instanceof Problem && error.status < 500) return error;
  noteStop(deps, job.id, error);
  return notReadFurther(job.total);
}

/**
 * Counts, before anything is read, that this process goes on behind one that stopped. A file whose reading ends the process must not end
 * every process after it.
 * @throws {Problem} invalid-input when it was taken up too often without getting any further
 */
async function takenUp(deps: Deps, job: Job): Promise<Job> {
  const summary = summaryOf(job);
  const at = job.total + job.applied;
  const times = summary.taken?.at === at ? summary.taken.times : 0;
  if (times >= MOST_TAKEN) throw notReadFurther(job.total);
  return advance(deps, SERVICE, job, { faults: JSON.stringify({ ...summary, taken: { at, times: times + 1 } }) });
}

async function passes(deps: Deps, caller: Caller, start: Job, kind: Kind, source: Source): Promise<void> {
  let job = start;
  if (job.state === 'previewing' || job.state === 'checking') {
    job = await checkRows(deps, caller, job, kind, source);
    const state = stateAfterCheck(job);
    job = await advance(deps, caller, job, { state, ...(state === 'applying' ? {} : { finishedAt: deps.clock() }) });
  }
  if (job.state !== 'applying') return;
  job = await applyRows(deps, caller, job, kind, source);
  await advance(deps, caller, job, { state: 'finished', finishedAt: deps.clock() });
}

function stateAfterCheck({ state, mode, good, bad }: Job): string {
  if (state === 'previewing') return 'previewed';
  return good > 0 && (bad === 0 || mode === 'good-rows') ? 'applying' : 'rejected';
}

/** The file broke off where nobody could have seen it before: what was recorded stays, and the reason is kept. */
async function fail(deps: Deps, caller: Caller, id: number, error: unknown): Promise<void> {
  const job = await byId(deps.store.read, id);
  if (!job) return;
  const problem = problemOf(deps, job, error);
  const codes = (problem.extra.faults ?? []) as FileFault['code'][];
  const file = problem.errors.map((error, i): FileFault => ({ code: codes[i] ?? codes[0] ?? 'broken-file', ...error }));
  await advance(deps, caller, job, {
    state: 'failed',
    finishedAt: deps.clock(),
    faults: JSON.stringify({ ...summaryOf(job), file }),
  });
}

/** The one for whom it was recorded has taken back the right; the end stands in the service's own chain. */
async function endedDelegation(deps: Deps, job: Job): Promise<void> {
  const file: FileFault[] = [
    {
      code: 'refused',
      found: job.actedBy,
      expected: { zh: '有效的委托', en: 'a delegation in force' },
      fix: { zh: '恢复委托后重新导入', en: 'import it again once the delegation is renewed' },
    },
  ];
  await advance(deps, SERVICE, job, {
    state: 'failed',
    finishedAt: deps.clock(),
    faults: JSON.stringify({ ...summaryOf(job), file }),
  });
}

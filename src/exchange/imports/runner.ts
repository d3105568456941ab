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
import { byId, unfinished } from './repository.ts';
import { openSource, type Source } from './source.ts';

/** What this process is at: asking for an import that runs waits for it and starts nothing. */
const running = perStore(() => new Map<number, Promise<void>>());

/** Carries an import to its end, or to where it waits for the person. Never throws: what is left undone is taken up on the next pulse. */
export function runImport(deps: Deps, id: number): Promise<void> {
  const atWork = running(deps.store);
  const known = atWork.get(id);
  if (known) return known;
  const work = carryOn(deps, id)
    .catch((error: unknown) => noteStop(deps, id, error))
    .finally(() => atWork.delete(id));
  atWork.set(id, work);
  return work;
}

/** Takes up what a process before this one left unfinished, one import after the other. */
export async function resumeImports(deps: Deps): Promise<void> {
  if (!deps.files.large) return;
  for (const { id } of await unfinished(deps.store.read)) await runImport(deps, id);
}

function noteStop({ log }: Deps, id: number, error: unknown): void {
  if (error instanceof CarriedOnElsewhere) return;
  const fields = { import: id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  const isCapacity = error instanceof StoreUnavailable || (error instanceof Problem && error.code === 'unavailable');
  if (isCapacity) log.warn('import', fields);
  else log.error('import', fields);
}

async function carryOn(deps: Deps, id: number): Promise<void> {
  const job = await byId(deps.store.read, id);
  if (!job) return;
  const kind = kinds[job.kind as ImportKind];
  const caller = await callerOfJob(deps.store.read, job, kind.right, deps.clock());
  if (!caller) return endedDelegation(deps, job);
  try {
    const source = await openSource(deps.files, job.sha256, kind);
    await passes(deps, caller, job, kind, source);
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    await fail(deps, caller, id, error);
  }
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
async function fail(deps: Deps, caller: Caller, id: number, problem: Problem): Promise<void> {
  const job = await byId(deps.store.read, id);
  if (!job) return;
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
  const caller: Caller = { kind: 'admin', keyId: 'service' };
  await advance(deps, caller, job, {
    state: 'failed',
    finishedAt: deps.clock(),
    faults: JSON.stringify({ ...summaryOf(job), file }),
  });
}

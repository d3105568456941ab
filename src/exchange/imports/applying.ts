import type { Caller } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import { Problem } from '../../platform/problems.ts';
import { siteNames } from './caller.ts';
import { detailsOf, readyBody } from './check.ts';
import { faultRows } from './checking.ts';
import { advance, carrying, counted, type Job, summaryOf } from './job.ts';
import type { Body, Kind, Work } from './kinds.ts';
import { breathe, Pace } from './pace.ts';
import type { CodedProblem } from './placing.ts';
import { faultyRows } from './repository.ts';
import type { Document, Source } from './source.ts';

/** Documents read ahead, so that the faulty ones among them are looked up at once. */
const BLOCK = 500;

/**
 * The second pass: records what was found good, a part a commit, in the order of the file. Each commit moves the job on by its rows, so
 * that after a crash the next process goes on behind the last part recorded.
 */
export async function applyRows(deps: Deps, caller: Caller, start: Job, kind: Kind, source: Source): Promise<Job> {
  const sites = await siteNames(deps.store.read, caller);
  const recorder: Recorder = { deps, caller, kind, sites };
  let job = start;
  let passed = 0;
  for await (const block of blocksOf(source.documents())) {
    const todo: Document[] = [];
    for (const document of await goodOnes(deps, job, block)) {
      passed += document.rows.length;
      if (passed > start.applied) todo.push(document);
    }
    for (let i = 0; i < todo.length; i += kind.most) {
      job = await recordPart(recorder, job, todo.slice(i, i + kind.most));
      await breathe();
    }
  }
  return job;
}

async function* blocksOf(documents: AsyncIterable<Document>): AsyncGenerator<Document[], void> {
  let block: Document[] = [];
  const pace = new Pace();
  let read = 0;
  for await (const document of documents) {
    block.push(document);
    read += document.rows.length;
    await pace.step(read);
    if (block.length < BLOCK) continue;
    yield block;
    block = [];
    pace.startPart();
  }
  if (block.length > 0) yield block;
}

async function goodOnes({ store }: Deps, job: Job, block: readonly Document[]): Promise<Document[]> {
  if (job.bad === 0) return [...block];
  const rows = block.flatMap((document) => document.rows.map(({ row }) => row));
  const faulty = await faultyRows(store.read, job.id, rows[0] ?? 0, rows.at(-1) ?? 0);
  return block.filter((document) => !document.rows.some(({ row }) => faulty.has(row)));
}

interface Recorder {
  deps: Deps;
  caller: Caller;
  kind: Kind;
  sites: ReadonlyMap<string, string>;
}

/** Records a part; where it is refused as a whole, each of its documents for itself. */
async function recordPart(recorder: Recorder, job: Job, part: readonly Document[]): Promise<Job> {
  const rows = part.reduce((sum, document) => sum + document.rows.length, 0);
  const to = { applied: job.applied + rows };
  try {
    const work = workOf(recorder, job, to);
    await recorder.kind.record(
      work,
      part.map((document) => readyBody(recorder.kind, work, document.body ?? {})),
    );
    return { ...job, ...to };
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    const [only] = part;
    if (only && part.length === 1) return refuseLate(recorder, job, only, error);
    let next = job;
    for (const document of part) next = await recordPart(recorder, next, [document]);
    return next;
  }
}

function workOf({ deps, caller, sites }: Recorder, job: Job, to: { applied: number }): Work {
  return { deps: { ...deps, store: carrying(deps.store, job, to) }, caller, now: deps.clock(), sites };
}

/** What was right when it was checked and is refused now, since the books have changed between: told like any other fault. */
async function refuseLate({ deps, caller, kind, sites }: Recorder, job: Job, document: Document, problem: Problem): Promise<Job> {
  const body: Body = readyBody(kind, { deps, caller, now: deps.clock(), sites }, document.body ?? {});
  const problems: CodedProblem[] = detailsOf(kind, body, problem);
  const faults = document.faultsWith(problems);
  const rows = faultRows(document, faults).map((row) => ({ ...row, importId: job.id }));
  const count = document.rows.length;
  const summary = counted(summaryOf(job), faults);
  return advance(deps, caller, job, { good: job.good - count, bad: job.bad + count, faults: JSON.stringify(summary) }, rows);
}

import { newPublicId } from '../../codes/ids.ts';
import { actedBy, type Caller, chainOf } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import { Problem } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import { write } from '../../platform/write.ts';
import type { DB } from '../../store/schema.ts';
import type { Reply } from '../../store/store.ts';
import { mustHaveRoom, orForgotten } from './admission.ts';
import { fileProblem } from './header.ts';
import type { Job } from './job.ts';
import { kinds } from './kinds.ts';
import { type ImportKind, type ImportMode, MOST_BYTES, type SheetFormat } from './model.ts';
import { byId, importRepository } from './repository.ts';
import { runImport } from './runner.ts';
import { emptyFile } from './sniff.ts';
import { largeOf, openSource, tooLarge } from './source.ts';
import { faultPage, jobInScope, jobView } from './views.ts';

export interface Sent {
  kind: ImportKind;
  mode: ImportMode;
  preview: boolean;
  fileName: string | null;
}

/** How long a reply waits for an import to end before it answers that it runs, in milliseconds. */
const PATIENCE_MS = 2_000;

type ImportQuery = { kind: ImportKind; mode?: ImportMode | undefined; preview?: 'true' | 'false' | undefined; name?: string | undefined };

/** POST /v1/imports: the bytes first, then the fact that they came, then the rows. */
export async function receiveImport(deps: Deps, call: Call<unknown, ImportQuery>): Promise<Reply> {
  const { kind, mode = 'all-or-nothing', preview, name } = call.query;
  const sent: Sent = { kind, mode, preview: preview === 'true', fileName: name?.trim() || null };
  const { job, isNew } = await takeImport(deps, call, sent, piecesOf(call.request));
  return importReply(deps, call, job, isNew);
}

/** The bytes of a request as they come. @throws {Problem} malformed-body when the sender breaks off */
async function* piecesOf(request: Request): AsyncGenerator<Uint8Array, void> {
  if (!request.body) return;
  try {
    yield* request.body as unknown as AsyncIterable<Uint8Array>;
  } catch {
    throw new Problem('malformed-body', {
      zh: '文件没有传完，未保存任何内容；请重新提交。',
      en: 'The file broke off, nothing was stored; send it again.',
    });
  }
}

type Taking = Pick<Call, 'caller' | 'now' | 'locale'>;

/**
 * Keeps a file and opens its import. The same bytes of the same party and kind are the same import.
 * @throws {Problem} forbidden, too-large, wrong-media-type, invalid-input for what is no such sheet, or too-many-requests
 */
export async function takeImport(
  deps: Deps,
  call: Taking,
  sent: Sent,
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ job: Job; isNew: boolean }> {
  mustBeAllowed(call.caller, sent.kind);
  const taken = await largeOf(deps.files).take(pieces, MOST_BYTES);
  if (!taken) throw tooLarge(MOST_BYTES, MOST_BYTES);
  return orForgotten(deps, taken.sha256, () => lookedAt(deps, call, sent, taken));
}

async function lookedAt(deps: Deps, call: Taking, sent: Sent, taken: Omit<Taken, 'format'>): Promise<{ job: Job; isNew: boolean }> {
  if (taken.size === 0) throw fileProblem([emptyFile()]);
  const known = await sameFile(deps, call.caller, sent, taken.sha256);
  if (known.job) return { job: known.job, isNew: false };
  await mustHaveRoom(deps, call.caller);
  const { format } = await openSource(deps.files, taken.sha256, kinds[sent.kind]);
  return entered(deps, call, sent, { ...taken, format });
}

/** @throws {Problem} forbidden where the caller may not record such rows one by one either */
export function mustBeAllowed(caller: Caller, kind: ImportKind): void {
  const { right } = kinds[kind];
  if (right === null) return;
  if (caller.kind !== 'party')
    throw new Problem('forbidden', {
      zh: '批次、产品和收发货由经营主体自己导入。',
      en: 'Batches, products and movements of goods are imported by the party itself.',
    });
  if (!caller.rights.includes(right))
    throw new Problem('forbidden', {
      zh: `密钥或委托不含“${right}”权限。`,
      en: `The key or delegation does not carry the right "${right}".`,
    });
}

const BARREN: ReadonlySet<string> = new Set(['rejected', 'failed']);

/**
 * The earlier import of the same bytes that recorded them or is about to, and how many there were that recorded nothing: a file that was
 * refused may be sent again, since what it lacked may be there by now.
 */
async function sameFile(deps: Deps, caller: Caller, sent: Sent, sha256: string): Promise<{ job: Job | undefined; barren: number }> {
  const earlier = await importRepository(deps.store.read, caller).ofFile(sent.kind, sha256);
  const counts = (job: Job) => job.applied > 0 || !BARREN.has(job.state);
  const isPreview = (job: Job) => job.state === 'previewing' || job.state === 'previewed';
  const recorded = earlier.find((job) => counts(job) && !isPreview(job));
  const previewed = sent.preview ? earlier.find((job) => isPreview(job) && job.mode === sent.mode && job.finishedAt === null) : undefined;
  return { job: recorded ?? previewed, barren: earlier.filter((job) => !counts(job) || isPreview(job)).length };
}

interface Taken {
  sha256: string;
  size: number;
  format: SheetFormat;
}

async function entered(deps: Deps, call: Taking, sent: Sent, taken: Taken): Promise<{ job: Job; isNew: boolean }> {
  const { caller, now } = call;
  let result: { job: Job; isNew: boolean } | undefined;
  await write(deps.store, async () => {
    const { job: known, barren } = await sameFile(deps, caller, sent, taken.sha256);
    if (!known) await mustHaveRoom(deps, caller);
    const [id = 0] = known ? [known.id] : await deps.store.ids(1);
    const job = known ?? newJob(deps, call, sent, taken, id);
    result = { job, isNew: !known };
    return {
      chain: chainOf(caller),
      at: now,
      entries: known ? [] : [{ kind: 'import.received', subject: `import/${job.publicId}`, payload: payloadOf(caller, job, taken.size) }],
      rows: known ? {} : { import_job: [job], claim: sent.preview ? [] : [claimOn(caller, job, barren)] },
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    };
  });
  if (!result) throw new Error('A commit was made.');
  return result;
}

/** Two requests with the same file at once: one of them gets the claim, the other reads what the first made of it. */
function claimOn(caller: Caller, job: Job, attempt: number): DB['claim'] {
  return { kind: 'import', key: `${chainOf(caller)} ${job.kind} ${job.sha256} ${attempt}`, subjectId: job.id, at: job.at };
}

function newJob(deps: Deps, { caller, now }: Taking, sent: Sent, { sha256, format }: Taken, id: number): Job {
  return {
    id,
    publicId: newPublicId(deps.random),
    partyId: caller.kind === 'party' ? caller.party.id : null,
    kind: sent.kind,
    format,
    mode: sent.mode,
    sha256,
    fileName: sent.fileName,
    state: sent.preview ? 'previewing' : 'checking',
    total: 0,
    good: 0,
    bad: 0,
    applied: 0,
    faults: JSON.stringify({ counts: {} }),
    actedBy: actedBy(caller),
    at: now,
    finishedAt: null,
  };
}

/** The name of a file may be a person's, so it stays out of the ledger. */
function payloadOf(caller: Caller, job: Job, size: number) {
  const { kind, mode, format, sha256 } = job;
  return {
    party: caller.kind === 'party' ? caller.party.publicId : null,
    actedBy: job.actedBy,
    kind,
    mode,
    format,
    sha256,
    size,
    preview: job.state === 'previewing',
  };
}

/** POST /v1/imports/{id}/application: records what a preview found good. */
export async function applyImport(deps: Deps, call: Call<{ id: string }>): Promise<Reply> {
  return importReply(deps, call, await applyPreview(deps, call, call.params.id), true);
}

/** @throws {Problem} out-of-order for what is no preview, has nothing good, or was recorded from the same file already; too-many-requests */
export async function applyPreview(deps: Deps, call: Taking, publicId: string): Promise<Job> {
  const { caller } = call;
  let next: Job | undefined;
  await write(deps.store, async () => {
    const job = await jobInScope(deps, caller, publicId);
    mustBeAllowed(caller, job.kind as ImportKind);
    const { job: recorded, barren } = await sameFile(deps, caller, { ...sentOf(job), preview: false }, job.sha256);
    if (recorded || job.state !== 'previewed' || job.good === 0 || (job.bad > 0 && job.mode === 'all-or-nothing')) throw notToApply(job);
    await mustHaveRoom(deps, caller);
    next = { ...job, state: 'applying', finishedAt: null };
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        { kind: 'import.applied', subject: `import/${job.publicId}`, payload: { ...payloadOf(caller, job, 0), actedBy: actedBy(caller) } },
      ],
      rows: { claim: [claimOn(caller, job, barren)] },
      touch: [{ set: 'import_job', id: job.id, to: { state: 'applying', finishedAt: null }, was: { state: 'previewed' } }],
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    };
  });
  if (!next) throw new Error('A commit was made.');
  return next;
}

function sentOf(job: Job): Sent {
  return { kind: job.kind as ImportKind, mode: job.mode as ImportMode, preview: false, fileName: job.fileName };
}

function notToApply(job: Job): Problem {
  return new Problem('out-of-order', {
    zh: `只有检查完毕、可以导入的预览才能执行；此导入为 ${job.state}，无误 ${job.good} 行，有误 ${job.bad} 行。`,
    en: `Only a preview that is done and may be recorded is applied; this one is ${job.state} with ${job.good} good and ${job.bad} faulty rows.`,
  });
}

/** Lets the import run and answers how far it is: 201 when it is at an end, 202 while it runs, 200 for one that was there. */
export async function importReply(deps: Deps, call: Pick<Call, 'locale'>, job: Job, isNew: boolean): Promise<Reply> {
  const running = runImport(deps, job.id);
  deps.later(running);
  await Promise.race([running, patience()]);
  const now = (await byId(deps.store.read, job.id)) ?? job;
  const isRunning = ['previewing', 'checking', 'applying'].includes(now.state);
  const errors = await faultPage(deps, now, {}, call.locale);
  const headers = { Location: `/v1/imports/${job.publicId}`, ...(isRunning ? { 'Retry-After': '2' } : {}) };
  return json(isRunning ? 202 : isNew ? 201 : 200, { ...jobView(now, call.locale), errors }, headers);
}

function patience(): Promise<void> {
  return new Promise((over) => setTimeout(over, PATIENCE_MS).unref());
}

import { chainOf, type PartyCaller } from '../platform/caller.ts';
import { type CivilDate, civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import type { Locale } from '../platform/problems.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import { type Judging, judgeRecords } from '../rules/judging.ts';
import { merged } from '../store/plan.ts';
import type { Commit, Reply, Stamp } from '../store/store.ts';
import { contradictions } from './model.ts';
import { type BatchInput, batchBodies, batchBody } from './schemas.ts';
import {
  type BatchDraft,
  type BatchToDraft,
  type Drafted,
  type Drafting,
  draftBatch,
  drafting,
  entriesOf,
  type Refused,
  rowsOf,
} from './usecases.ts';

/** One place of an array: what was read of it, or what is wrong with it. */
type Item = { input: BatchToDraft } | { errors: ProblemDetail[] };

/** POST /v1/batches: one batch, answered 201, or an array, answered 200 with a result each. */
export function recordBatches(
  deps: Deps,
  call: Call<unknown, { mode?: string | undefined }, unknown>,
  caller: PartyCaller,
): Promise<Reply> {
  const today = civilDateOf(call.now);
  if (!Array.isArray(call.body)) return record(deps, call, caller, { items: [readItem(call.body, '', today)], many: false, whole: true });
  const size = batchBodies.safeParse(call.body);
  if (!size.success) throw invalidInput(zodProblems(size.error.issues, call.body));
  const items = call.body.map((one, i) => readItem(one, `/${i}`, today));
  return record(deps, call, caller, { items, many: true, whole: call.query.mode === 'all-or-nothing' });
}

/** POST /v1/codes/bind: the batch that a reserved code stands for. */
export function bindCode(
  deps: Deps,
  call: Call<unknown, unknown, { traceCode: string; batch: BatchInput }>,
  caller: PartyCaller,
): Promise<Reply> {
  const input = { ...call.body.batch, reservedCode: call.body.traceCode };
  return record(deps, call, caller, { items: [{ input }], many: false, whole: true, root: '/batch' });
}

interface Recording {
  items: Item[];
  /** An array was sent: answer 200 with results. */
  many: boolean;
  /** One wrong item refuses all. */
  whole: boolean;
  /** JSON Pointer of the one batch, when it is not the body itself. */
  root?: string;
}

/** What of a call is needed until its commit: a body of a thousand records is not kept beside what was read of it. */
type Asked = Pick<Call, 'now' | 'locale' | 'claim'>;

function record(deps: Deps, { now, locale, claim }: Asked, caller: PartyCaller, recording: Recording): Promise<Reply> {
  const { many, whole } = recording;
  const call = { now, locale, claim };
  return write(deps.store, async () => {
    const drafted = await draftAll(drafting(deps, caller, call.now), recording);
    const refused = drafted.flatMap((one) => ('errors' in one ? [one] : []));
    if (refused.length > 0 && whole) throw refusalOf(refused);
    const drafts = drafted.flatMap((one) => ('draft' in one ? [one.draft] : []));
    const made = new Set(drafts.map((draft) => draft.facts.id));
    const judging = await judgeRecords(
      deps,
      call.now,
      drafts.map((draft) => ({ kind: 'batch' as const, batch: draft.facts })),
      [],
      (subject) => subject.type === 'batch' && made.has(subject.id),
    );
    return commitOf(call, caller, drafted, drafts, judging, many);
  });
}

function refusalOf(refused: readonly Refused[]): Problem {
  const errors = refused.flatMap((one) => one.errors);
  const candidates = refused.flatMap((one) => one.candidates ?? []);
  if (candidates.length === 0) return invalidInput(errors);
  return new Problem(
    'ambiguous-line',
    { zh: `有 ${errors.length} 处无法确定，未保存任何内容。`, en: `${errors.length} place(s) cannot be settled; nothing was stored.` },
    { errors, extra: { candidates } },
  );
}

function readItem(one: unknown, root: string, today: CivilDate): Item {
  const result = batchBody.safeParse(one);
  if (result.success) return { input: result.data };
  const malformed = new Set(result.error.issues.map((issue) => issue.path[0]));
  return { errors: [...zodProblems(result.error.issues, one, root), ...contradictionsBeside(malformed, one, root, today)] };
}

/** Beside malformed fields the others may contradict each other or the calendar: the caller is told of both in one answer. */
function contradictionsBeside(malformed: ReadonlySet<PropertyKey | undefined>, one: unknown, root: string, today: CivilDate) {
  if (one === null || typeof one !== 'object' || Array.isArray(one)) return [];
  const wellFormed = wellFormedPart.safeParse(Object.fromEntries(Object.entries(one).filter(([key]) => !malformed.has(key))));
  if (!wellFormed.success) return [];
  const told = contradictions(wellFormed.data, today, root);
  return malformed.has('product') || malformed.has('productId') ? told.filter(({ pointer }) => pointer !== `${root}/product`) : told;
}

const wellFormedPart = batchBody.strip();

async function draftAll(work: Drafting, { items, many, root = '' }: Recording): Promise<Drafted[]> {
  const drafted: Drafted[] = [];
  for (const [i, item] of items.entries())
    drafted.push('errors' in item ? item : await draftBatch(work, item.input, many ? `/${i}` : root));
  return drafted;
}

function commitOf(call: Asked, caller: PartyCaller, drafted: Drafted[], drafts: BatchDraft[], judging: Judging, many: boolean): Commit {
  return {
    chain: chainOf(caller),
    at: call.now,
    entries: entriesOf(drafts),
    rows: rowsOf(drafts),
    moves: drafts.flatMap((draft) => draft.moves),
    touch: drafts.flatMap((draft) => draft.touch),
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: ({ stamps }) => {
      const judged = judging.settle();
      const recorded = drafts.map((draft, i) => stamped(draft, stamps[i] as Stamp, judging, call.locale));
      return {
        rows: merged([{ batch: recorded.map((one) => one.row), batch_revision: recorded.map((one) => one.revision) }, judged.rows]),
        touch: judged.touch,
        reply: many ? json(200, { results: resultsOf(drafted, recorded, call.locale) }) : created(recorded[0]?.body),
      };
    },
  };
}

function stamped(draft: BatchDraft, stamp: Stamp, judging: Judging, locale: Locale) {
  const row = draft.batchRow(stamp);
  const revision = { batchId: row.id, revision: 1, at: stamp.at, ledgerSeq: stamp.seq };
  const { ledger, ...reply } = draft.reply(stamp);
  return { row, revision, body: { ...reply, findings: judging.views('batch', row.id, locale), ledger } };
}

function created(body: Record<string, unknown> | undefined): Reply {
  return json(201, body, { Location: `/v1/batches/${body?.traceCode}`, ETag: '"1"' });
}

function resultsOf(drafted: Drafted[], recorded: { body: Record<string, unknown> }[], locale: Locale) {
  let next = 0;
  return drafted.map((one) => {
    if ('draft' in one) return { status: 201, ...recorded[next++]?.body };
    return {
      status: 422,
      errors: one.errors.map((error) => ({ ...error, expected: error.expected[locale], fix: error.fix[locale] })),
      ...(one.candidates ? { candidates: one.candidates } : {}),
    };
  });
}

/** POST /v1/batches/check: what the rules would find, nothing stored. */
export async function checkBatch(deps: Deps, call: Call<unknown, unknown, BatchInput>, caller: PartyCaller): Promise<Reply> {
  const drafted = await draftBatch(drafting(deps, caller, call.now), call.body, '');
  if ('errors' in drafted) throw refusalOf([drafted]);
  const { facts } = drafted.draft;
  const judging = await judgeRecords(deps, call.now, [{ kind: 'batch', batch: facts }], [], () => true);
  judging.settle();
  return json(200, { findings: judging.views('batch', facts.id, call.locale), expiresOn: facts.expiresOn, expiresBy: facts.expiresBy });
}

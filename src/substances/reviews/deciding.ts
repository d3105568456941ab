import { type SqlBool, sql } from 'kysely';
import { formatTraceCode } from '../../codes/trace-code.ts';
import { regionRange } from '../../enforcement/model.ts';
import { regionName } from '../../parties/regions.ts';
import { actedBy, type Caller, chainOf } from '../../platform/caller.ts';
import { formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Cursor, decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../../platform/paging.ts';
import type { ProblemDetail } from '../../platform/problem-detail.ts';
import { invalidInput, type Locale, notFound, Problem } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import { write } from '../../platform/write.ts';
import { zodProblems } from '../../platform/zod-problems.ts';
import type { DB } from '../../store/schema.ts';
import type { Reply, Store } from '../../store/store.ts';
import { type DraftedEntry, draftEntry, entryInput, entryView } from '../entered/entering.ts';
import { entryBans } from '../entered/entries.ts';
import { bodyOf } from '../entered/entry-checks.ts';
import { guardEntry } from '../entered/entry-guard.ts';
import type { EntryInput } from '../entered/entry-schemas.ts';
import { concernedBy } from './concerned.ts';
import { decisionAlone } from './review-schemas.ts';
import type { Outcome } from './reviews.ts';

type Item = DB['review_item'];

/** Questions within a caller's scope: an authority its region, an administrator all. */
export function reviewRepository(read: Store['read'], caller: Caller) {
  const { from, to } = regionRange(caller.kind === 'authority' ? caller.authority.regionCode : '');
  const questions = () => {
    const all = read.selectFrom('review_item').selectAll();
    if (caller.kind === 'admin') return all;
    return caller.kind === 'authority' ? all.where('regionCode', '>=', from).where('regionCode', '<=', to) : all.where(sql<SqlBool>`1 = 0`);
  };
  return {
    /** One more than asked for, newest first. */
    page: (state: string | undefined, after: Cursor | null, limit: number): Promise<Item[]> =>
      questions()
        .$if(state !== undefined, (query) => query.where('state', '=', state ?? ''))
        .$if(after !== null, (query) => query.where(sql<SqlBool>`(at, id) < (${after?.at ?? 0}, ${after?.id ?? 0})`))
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute(),
    one: (publicId: string): Promise<Item | undefined> => questions().where('publicId', '=', publicId).executeTakeFirst(),
  };
}

export function reviewView(item: Item, locale: Locale) {
  const { publicId: id, kind, input, family, regionCode, state } = item;
  const reason = JSON.parse(item.reason) as { zh: string; en: string };
  const decision =
    item.decidedAt === null
      ? null
      : { outcome: item.outcome, reason: item.decision, entry: item.entryId, by: item.by, at: formatInstant(item.decidedAt) };
  return {
    id,
    kind,
    input,
    family,
    reason: reason[locale],
    about: item.subjectCode === null ? null : { type: item.subjectType, id: formatTraceCode(item.subjectCode) },
    regionCode,
    region: regionName(regionCode),
    state,
    at: formatInstant(item.at),
    decision,
  };
}

export type ReviewListQuery = { limit?: number | undefined; cursor?: string | undefined; state?: 'open' | 'decided' | undefined };

/** Questions of the caller's scope, newest first. */
export async function reviewList(deps: Pick<Deps, 'store'>, { caller, locale }: Pick<Call, 'caller' | 'locale'>, query: ReviewListQuery) {
  const limit = query.limit ?? PAGE_SIZE;
  const rows = await reviewRepository(deps.store.read, caller).page(query.state, decodeCursor(query.cursor), limit);
  return pageOf(
    rows,
    limit,
    ({ at, id }) => ({ at, id }),
    (row) => reviewView(row, locale),
  );
}

export async function listReviews(deps: Deps, call: Call<unknown, ReviewListQuery>): Promise<Reply> {
  const page = await reviewList(deps, call, call.query);
  return json(200, page, nextLink(call, page.next));
}

const unknownQuestion = () => notFound({ zh: '该待判断事项', en: 'question' });

/**
 * A question of the caller's scope, as it is stored.
 * @throws {Problem} not-found
 */
export async function oneReview(deps: Pick<Deps, 'store'>, caller: Caller, id: string): Promise<Item> {
  const item = await reviewRepository(deps.store.read, caller).one(id);
  if (!item) throw unknownQuestion();
  return item;
}

/** GET /v1/reviews/{id}: the question, and the batches of the caller's regions that put it. */
export async function readReview(deps: Deps, call: Call<{ id: string }>): Promise<Reply> {
  const item = await oneReview(deps, call.caller, call.params.id);
  return json(200, { ...reviewView(item, call.locale), concerned: await concernedBy(deps, call, item) });
}

interface Decision {
  outcome: Outcome;
  reason: string;
  entry: EntryInput | null;
}

/**
 * POST /v1/reviews/{id}/decision: a person says what it is, with a reason; in the same commit the decision may become a dated entry.
 * @throws {Problem} not-found outside the caller's region; already-ended when somebody decided before, whatever else is wrong; invalid-input; conflict where
 * the entry would strike ordinary food and is not confirmed
 */
export async function decideReview(deps: Deps, call: Call<{ id: string }, unknown, unknown>): Promise<Reply> {
  const repository = reviewRepository(deps.store.read, call.caller);
  const openItem = async (): Promise<Item> => {
    const item = await repository.one(call.params.id);
    if (!item) throw unknownQuestion();
    if (item.state !== 'open') throw decidedBefore(item, call.locale);
    return item;
  };
  await openItem();
  const decision = await unlessDecided(openItem, () => readDecision(deps, call));
  return write(deps.store, async () => {
    const item = await openItem();
    const { entry } = decision;
    const made = entry && (await unlessDecided(openItem, () => draftEntry(deps, call, entry)));
    return commitOf(call, item, decision, made);
  });
}

/** What another officer has just decided may make this entry look wrong (its spelling is known by now): then that it is decided is what counts. */
async function unlessDecided<T>(openItem: () => Promise<Item>, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Problem) await openItem();
    throw error;
  }
}

function commitOf(call: Call<{ id: string }, unknown, unknown>, item: Item, { outcome, reason }: Decision, made: DraftedEntry | null) {
  const { caller, now } = call;
  const to = {
    state: 'decided',
    outcome,
    decision: reason,
    entryId: made?.row.publicId ?? null,
    by: actedBy(caller),
    decidedAt: now,
  };
  const payload = {
    review: item.publicId,
    kind: item.kind,
    key: item.key,
    input: item.input,
    outcome,
    reason,
    entry: to.entryId,
    actedBy: to.by,
  };
  return {
    chain: chainOf(caller),
    at: now,
    entries: [{ kind: 'review.decided', subject: `review/${item.publicId}`, payload }, ...(made ? [made.entry] : [])],
    ...(made ? { rows: made.rows } : {}),
    touch: [{ set: 'review_item' as const, id: item.id, to, was: { state: 'open' } }],
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: ({ stamps }: { stamps: unknown[] }) => ({
      reply: json(200, {
        ...reviewView({ ...item, ...to }, call.locale),
        ...(made ? { substance: entryView(made.row) } : {}),
        ledger: stamps[0] ?? null,
      }),
    }),
  };
}

function decidedBefore(item: Item, locale: Locale): Problem {
  return new Problem(
    'already-ended',
    { zh: '该事项已有判断。', en: 'This question has been decided.' },
    { extra: { decision: reviewView(item, locale).decision } },
  );
}

async function readDecision(deps: Deps, call: Call<unknown, unknown, unknown>): Promise<Decision> {
  const value = call.body;
  const parsed = decisionAlone.safeParse(value);
  const errors = parsed.success ? [] : zodProblems(parsed.error.issues, value);
  const given = typeof value === 'object' && value !== null ? value : {};
  errors.push(...unknownFields(given));
  let entry: EntryInput | null = null;
  if ('entry' in given && given.entry !== undefined)
    try {
      entry = await entryInput(deps, call, given.entry, '/entry');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      errors.push(...error.errors);
    }
  if (errors.length > 0 || !parsed.success) throw invalidInput(errors);
  const { outcome, reason } = parsed.data;
  if (entry && !agrees(outcome, entry)) throw invalidInput([contradiction(outcome)]);
  if (entry) await guardEntry(deps, entry, call.now);
  return { outcome, reason: reason.trim(), entry };
}

const FIELDS = new Set(['outcome', 'reason', 'entry']);

function unknownFields(given: object): ProblemDetail[] {
  return Object.keys(given).flatMap((key) =>
    FIELDS.has(key)
      ? []
      : [
          {
            pointer: `/${key}`,
            found: key,
            expected: { zh: 'outcome、reason、entry', en: 'outcome, reason, entry' },
            fix: { zh: '去掉此字段', en: 'leave this field out' },
          },
        ],
  );
}

/** A spelling goes with any answer; a text that bans with `banned` alone, and a question nobody could answer makes no entry. */
function agrees(outcome: Outcome, entry: EntryInput): boolean {
  if (outcome === 'unknown') return false;
  return entry.kind === 'alias' || entryBans(bodyOf(entry)) === (outcome === 'banned');
}

function contradiction(outcome: Outcome): ProblemDetail {
  return {
    pointer: '/outcome',
    found: outcome,
    expected: {
      zh: '与 entry 一致：禁用的条目为 banned，其他不是；无法判断的不录入',
      en: 'what the entry says: banned for one that bans and only then; nothing is entered for unknown',
    },
    fix: { zh: '改 outcome，或改 entry、去掉 entry', en: 'change outcome, or change the entry or leave it out' },
  };
}

import { formatTraceCode } from '../../codes/trace-code.ts';
import { scopeOf } from '../../enforcement/repository.ts';
import type { Caller } from '../../platform/caller.ts';
import { type CivilDate, civilDateOf, formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { decodeCursor, encodeCursor, PAGE_SIZE } from '../../platform/paging.ts';
import type { Locale } from '../../platform/problems.ts';
import { notFound } from '../../platform/problems.ts';
import { mentionRepository } from './mention-repository.ts';
import { noticeMatches, type Sighting } from './notice-matches.ts';
import { type NoticeBatch, type NoticeHolding, noticeRepository, type Regions } from './notice-repository.ts';
import { samplingOf, type Why, weightOf } from './notice-sampling.ts';
import { type NoticeTarget, noticeTarget } from './notice-target.ts';
import { lineViews, targetView, totalsOf } from './notice-views.ts';
import { holdReason } from './notice-words.ts';

export const noticeLists = ['found', 'declared', 'sampling'] as const;
export type NoticeListName = (typeof noticeLists)[number];

export interface NoticeQuery {
  list?: NoticeListName | undefined;
  months?: number | undefined;
  claims?: string | undefined;
  forms?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

export interface NoticeAsking {
  caller: Caller;
  now: number;
  locale: Locale;
}

/** One batch of a list with all that is known of why it stands there. */
export interface NoticeLine {
  batch: NoticeBatch;
  holdings: NoticeHolding[];
  seen: readonly Sighting[];
  why: readonly Why[];
  /** Place on the sampling list, from 1; null on the others. */
  rank: number | null;
}

/** All of an answer, before it is cut into pages. */
export interface Notice {
  target: NoticeTarget;
  lists: Record<NoticeListName, NoticeLine[]>;
  capped: string[];
  /** Trace codes by inner id of the batches in scope: what lies beyond is not named. */
  codes: ReadonlyMap<number, string>;
}

const RECENT_MONTHS = 6;
const DAY = 86_400_000;
/** Codes the drafts of a hold and a recall hold at most. */
const CODES = 5_000;

/** An administrator asks everywhere, an authority in its region and where a competence names it; of every department, since goods on sale concern all. */
export async function regionsOf(deps: Pick<Deps, 'store'>, caller: Caller): Promise<Regions> {
  const scope = await scopeOf(deps.store.read, caller);
  if (scope.kind === 'all') return null;
  return scope.kind === 'authority' ? [scope.authority.regionCode, ...scope.elsewhere] : [];
}

const words = (text: string | undefined): string[] => (text ?? '').split(/[,，、;；\s]+/u).filter((word) => word !== '');

/**
 * Everything the records say on the day a notice names a substance or class: where it was found or declared, and whom to sample.
 * @throws {Problem} not-found for an id nobody knows, or one that is revoked
 */
export async function readNotice(deps: Deps, asking: NoticeAsking, id: string, query: NoticeQuery): Promise<Notice> {
  const { read } = deps.store;
  const today: CivilDate = civilDateOf(asking.now);
  const target = await noticeTarget(deps.store, id, today, { claims: words(query.claims), forms: words(query.forms) });
  if (!target) throw notFound({ zh: '该物质或类别', en: 'substance or class by that id' });
  const mentions = mentionRepository(read);
  const matches = await noticeMatches(mentions, target);
  const sampling = await samplingOf(mentions, target, matches, asking.now - (query.months ?? RECENT_MONTHS) * 30 * DAY);
  const repository = noticeRepository(read, await regionsOf(deps, asking.caller));
  const ids = [...new Set([...matches.found.keys(), ...matches.declared.keys(), ...sampling.batches.keys()])];
  const batches = await repository.batches(ids);
  const held = Map.groupBy(await repository.holdings(batches.map((batch) => batch.id)), (holding) => holding.batchId);
  const lines = (seen: ReadonlyMap<number, readonly Sighting[]>, why: ReadonlyMap<number, readonly Why[]>): NoticeLine[] =>
    batches
      .filter(({ id: batchId }) => seen.has(batchId) || why.has(batchId))
      .map((batch) => ({
        batch,
        holdings: held.get(batch.id) ?? [],
        seen: seen.get(batch.id) ?? [],
        why: why.get(batch.id) ?? [],
        rank: null,
      }));
  const doubtful = new Map([...matches.withdrawn, ...matches.unreadable].filter(([batchId]) => sampling.batches.has(batchId)));
  return {
    target,
    lists: {
      found: lines(matches.found, new Map()),
      declared: lines(matches.declared, new Map()),
      sampling: ranked(lines(doubtful, sampling.batches)),
    },
    capped: [...(matches.isCapped ? ['found', 'declared'] : []), ...sampling.capped],
    codes: new Map(batches.map((batch) => [batch.id, batch.traceCode])),
  };
}

/** The strongest reasons first, then what is still on hand, then the newest. */
function ranked(lines: readonly NoticeLine[]): NoticeLine[] {
  const isHeld = (line: NoticeLine) => (line.holdings.length > 0 ? 1 : 0);
  return lines
    .toSorted((one, other) => weightOf(other.why) - weightOf(one.why) || isHeld(other) - isHeld(one))
    .map((line, i) => ({ ...line, rank: i + 1 }));
}

/** GET /v1/substances/{id}/notice as JSON: each list's first page, or the next page of the one that is named. */
export async function noticeAnswer(deps: Deps, asking: NoticeAsking, id: string, query: NoticeQuery) {
  const notice = await readNotice(deps, asking, id, query);
  const shown = query.list === undefined ? noticeLists : [query.list];
  const pages = await Promise.all(shown.map(async (name) => [name, await pageOf(deps, asking.locale, notice, name, query)] as const));
  return {
    substance: targetView(notice.target),
    asOf: formatInstant(asking.now),
    ...(Object.fromEntries(pages) as Partial<Record<NoticeListName, Awaited<ReturnType<typeof pageOf>>>>),
    ...draftsOf(notice, asking.locale),
    notIndexed: notice.target.notIndexed,
    capped: notice.capped,
  };
}

async function pageOf(deps: Deps, locale: Locale, notice: Notice, name: NoticeListName, query: NoticeQuery) {
  const lines = notice.lists[name];
  const limit = query.limit ?? PAGE_SIZE;
  const from = query.list === undefined ? 0 : placeAfter(lines, query.cursor);
  const page = lines.slice(from, from + limit);
  const last = page.at(-1);
  return {
    totals: totalsOf(lines),
    items: await lineViews(deps.store.read, page, notice.codes, locale),
    next: last && from + limit < lines.length ? encodeCursor({ at: from + limit, id: last.batch.id }) : null,
  };
}

/** After the line a page ended with, wherever it stands now; where it is gone, after as many lines as were shown. */
function placeAfter(lines: readonly NoticeLine[], cursor: string | undefined): number {
  const after = decodeCursor(cursor);
  if (after === null) return 0;
  const last = lines.findIndex((line) => line.batch.id === after.id);
  return last < 0 ? after.at : last + 1;
}

/** Bodies for POST /v1/holds and POST /v1/recalls: a hold of what is still on hand, a recall of all that was found or declared. */
function draftsOf({ lists, target }: Notice, locale: Locale) {
  const lines = [...new Map([...lists.found, ...lists.declared].map((line) => [line.batch.id, line])).values()];
  const codes = (some: readonly NoticeLine[]) => some.slice(0, CODES).map((line) => formatTraceCode(line.batch.traceCode));
  return {
    draftHold: { reason: holdReason(target)[locale], traceCodes: codes(lines.filter((line) => line.holdings.length > 0)) },
    recallScope: { traceCodes: codes(lines) },
  };
}

import type { Caller } from '../../platform/caller.ts';
import { civilDateOf } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Locale } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import type { Reply } from '../../store/store.ts';
import { mentionRepository } from '../notice/mention-repository.ts';
import { regionsOf } from '../notice/notice.ts';
import { noticeMatches, type Sighting } from '../notice/notice-matches.ts';
import { noticeRepository } from '../notice/notice-repository.ts';
import { lineViews, totalsOf } from '../notice/notice-views.ts';
import { loadKnowledgeBase } from './current.ts';
import { entryInput } from './entering.ts';
import { EVER, entryBans, knowledgeOn, ownKnowledge } from './entries.ts';
import { bodyOf } from './entry-checks.ts';
import { isStriking, struckBy } from './entry-guard.ts';
import type { EntryInput } from './entry-schemas.ts';

/** Lines of each list that are shown before an entry is made: enough to see what it means. */
const LINES_SHOWN = 10;

interface Asking {
  caller: Caller;
  now: number;
  locale: Locale;
}

/** What an entry would find among what is stored, before it is made: nothing is written and nobody is told. */
export async function previewEntry(deps: Deps, { caller, now, locale }: Asking, input: EntryInput) {
  const { read } = deps.store;
  const known = knowledgeOn((await loadKnowledgeBase(deps.store)).entries, EVER);
  const body = bodyOf(input);
  const strikes = await struckBy(deps.store, body, known, civilDateOf(now));
  const own = ownKnowledge(body, known);
  const nothing = { found: new Map<number, Sighting[]>(), declared: new Map<number, Sighting[]>(), isCapped: false };
  const matches = own
    ? await noticeMatches(mentionRepository(read), { base: own, tokens: [...own.byName.keys(), ...own.byCas.keys()] })
    : nothing;
  const repository = noticeRepository(read, await regionsOf(deps, caller));
  const listed = async (seen: ReadonlyMap<number, readonly Sighting[]>) => {
    const batches = await repository.batches([...seen.keys()]);
    const held = Map.groupBy(await repository.holdings(batches.map((batch) => batch.id)), (holding) => holding.batchId);
    const lines = batches.map((batch) => ({
      batch,
      holdings: held.get(batch.id) ?? [],
      seen: seen.get(batch.id) ?? [],
      why: [],
      rank: null,
    }));
    const codes = new Map(batches.map((batch) => [batch.id, batch.traceCode]));
    return { totals: totalsOf(lines), items: await lineViews(read, lines.slice(0, LINES_SHOWN), codes, locale) };
  };
  return {
    bans: entryBans(body),
    from: input.from,
    strikes: { lawful: [...strikes.lawful], known: strikes.known, products: strikes.products },
    mustConfirm: isStriking(strikes),
    found: await listed(matches.found),
    declared: await listed(matches.declared),
    isCapped: matches.isCapped,
  };
}

export type EntryPreview = Awaited<ReturnType<typeof previewEntry>>;

/**
 * POST /v1/substances/check.
 * @throws {Problem} invalid-input as the entering does
 */
export async function checkEntry(deps: Deps, call: Call<unknown, unknown, unknown>): Promise<Reply> {
  const input = await entryInput(deps, call, call.body, '');
  return json(200, await previewEntry(deps, call, input), { 'Cache-Control': 'no-store' });
}

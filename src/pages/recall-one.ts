import { newPublicId } from '../codes/ids.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { Call } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { holdersSeen } from '../trace/recall-counts.ts';
import { holderList } from '../trace/recall-holders.ts';
import { reachedSoFar } from '../trace/recall-hops.ts';
import { recallNow } from '../trace/recall-progress.ts';
import { reportList } from '../trace/recall-reported.ts';
import { recallInScope } from '../trace/recall-repository.ts';
import { askingOf, type RefusedForm, signInFirst } from './recall-asking.ts';
import { type ConsoleView, type RecallSeen, SHOWS, type Show } from './recall-console-page.ts';
import { recallPage } from './recall-page.ts';
import { scriptTags } from './scripts/scripts.ts';
import { sendTool } from './tool-page.ts';

/** Lines of the call list on one page, and reports. */
const [CALLS, REPORTS] = [50, 50];

export interface OneQuery {
  lang?: string | undefined;
  show?: string | undefined;
  cursor?: string | undefined;
  done?: string | undefined;
}

export type OneCall<B = unknown> = Call<{ id: string }, OneQuery, B>;

/** Why a form comes back, and the files that came with it. */
export type Again = RefusedForm & { kept?: readonly string[] };

/** One recall: for who oversees it with its console, for a holder with what to do. */
export async function showRecall(deps: Deps, call: OneCall, refused?: Again): Promise<Reply> {
  const { caller, params, query } = call;
  if (caller.kind === 'anonymous') return signInFirst(call);
  const asking = askingOf(call, query.lang);
  const recall = await recallNow(deps, { caller, now: call.now, locale: asking.locale }, params.id);
  const seen = 'byState' in recall ? recall : null;
  const own = caller.kind === 'party' ? await reportList(deps, caller, params.id, { limit: 200 }) : { items: [] };
  const party = caller.kind === 'party' ? caller.party.publicId : '';
  const answers = {
    recall,
    own: own.items.filter((one) => one.party?.id === party),
    once: newPublicId(deps.random),
    done: refused === undefined ? doneOf(query.done) : null,
    refused,
    kept: refused?.kept,
  };
  const view = {
    ...asking,
    recall,
    answers,
    refused,
    head: scriptTags(deps.scripts, 'renew'),
    ...(seen ? { console: await consoleView(deps, call, seen) } : {}),
  };
  return sendTool(deps, refused?.status ?? 200, recallPage(view, asking.language));
}

const doneOf = (done: string | undefined): 'yes' | 'no-slip' | null => (done === undefined ? null : done === 'no-slip' ? 'no-slip' : 'yes');

const STATES: Record<Show, readonly string[] | undefined> = {
  silent: ['noticed', 'reached'],
  acknowledged: ['acknowledged'],
  reported: ['reported'],
  all: undefined,
};

async function consoleView(deps: Deps, call: OneCall, recall: RecallSeen): Promise<ConsoleView> {
  const { caller, query, params } = call;
  const asked = SHOWS.find((one) => one === query.show) ?? 'silent';
  const show = recall.drill ? 'all' : asked;
  const row = await recallInScope(deps.store.read, caller, params.id);
  const calls = await holderList(deps, caller, params.id, {
    states: STATES[show],
    buyers: show === 'silent' || show === 'all',
    cursor: query.cursor,
    limit: CALLS,
  });
  return {
    recall,
    now: formatInstant(call.now),
    show,
    reached: await reachedSoFar(deps.store, row),
    calls,
    seen: await holdersSeen(deps.store.read, caller, row),
    isLater: query.cursor !== undefined,
    reports: await reportList(deps, caller, params.id, { limit: REPORTS }),
    mayTick: !recall.drill && (caller.kind === 'authority' || (caller.kind === 'party' && caller.rights.includes('custody'))),
  };
}

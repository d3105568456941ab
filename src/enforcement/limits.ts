import { lawSettings } from '../law-settings/repository.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { Store } from '../store/store.ts';
import { caseDeadlines } from './case-deadlines.ts';
import { runningStates } from './case-model.ts';
import type { StepRow } from './case-repository.ts';
import { caseViews } from './case-views.ts';
import { type Asking, repositoryFor } from './lists.ts';

/** Cases looked through of each state: more than an office can have open at once; where there are, the list says that it is cut. */
const CASES = 400;

/**
 * The days that count in the open cases of the caller's scope, the nearest first; each with its case, party and office.
 * @param whose only those of the party, or of the office
 */
export async function limitsDue(deps: Pick<Deps, 'store'>, asking: Asking, whose?: 'party' | 'authority') {
  const { read } = deps.store;
  const today = civilDateOf(asking.now);
  const repository = await repositoryFor(deps, asking.caller);
  const found = await Promise.all(runningStates.map((state) => repository.cases({ state }, null, CASES)));
  const files = found.flatMap((some) => some.slice(0, CASES));
  const settings = await lawSettings(read);
  const views = new Map((await caseViews(read, files, { today, isParty: false }, asking.locale)).map((view) => [view.id, view]));
  const steps = await stepsOf(
    read,
    files.map((file) => file.id),
  );
  const due = files.flatMap((file) => {
    const view = views.get(file.publicId);
    if (!view) return [];
    return caseDeadlines(file, steps.get(file.id) ?? [], today, asking.locale, settings).map((limit) => ({
      ...limit,
      case: { id: view.id, title: view.title, state: view.state },
      party: view.party.name,
      authority: view.authority,
    }));
  });
  const items = due.filter((limit) => whose === undefined || limit.whose === whose);
  return { today, items: items.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)), isCut: found.some((some) => some.length > CASES) };
}

async function stepsOf(read: Store['read'], caseIds: readonly number[]): Promise<Map<number, StepRow[]>> {
  const rows: StepRow[] = [];
  for (let from = 0; from < caseIds.length; from += 400)
    rows.push(
      ...(await read
        .selectFrom('case_step')
        .selectAll()
        .where('caseId', 'in', caseIds.slice(from, from + 400))
        .orderBy('n')
        .execute()),
    );
  return Map.groupBy(rows, (row) => row.caseId);
}

export type LimitDue = Awaited<ReturnType<typeof limitsDue>>['items'][number];

import { lawSettings } from '../law-settings/repository.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { caseDeadlines } from './case-deadlines.ts';
import { caseRecords } from './case-repository.ts';
import { caseViews } from './case-views.ts';
import { type Asking, repositoryFor } from './lists.ts';

/** The newest cases looked through for what is due. */
const CASES = 200;

/** The days that count in the open cases of the caller's scope, the nearest first; each with its case and party. */
export async function limitsDue(deps: Pick<Deps, 'store'>, asking: Asking) {
  const { read } = deps.store;
  const today = civilDateOf(asking.now);
  const repository = await repositoryFor(deps, asking.caller);
  const files = (await repository.cases({}, null, CASES)).slice(0, CASES).filter((file) => file.state !== 'closed');
  const settings = await lawSettings(read);
  const views = new Map((await caseViews(read, files, { today, isParty: false }, asking.locale)).map((view) => [view.id, view]));
  const due = await Promise.all(
    files.map(async (file) => {
      const view = views.get(file.publicId);
      if (!view) return [];
      const steps = await caseRecords(read, file).steps();
      return caseDeadlines(file, steps, today, asking.locale, settings).map((limit) => ({
        ...limit,
        case: { id: view.id, title: view.title },
        party: view.party.name,
      }));
    }),
  );
  return due.flat().sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

export type LimitDue = Awaited<ReturnType<typeof limitsDue>>[number];

import { partyByRef } from '../parties/facts.ts';
import { checkUscc } from '../parties/uscc.ts';
import type { Caller, PartyCaller } from '../platform/caller.ts';
import { endOfDay, startOfDay } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { invalidInput, type Locale, notFound } from '../platform/problems.ts';
import { shown } from '../platform/result.ts';
import { deadlinesOf } from './deadlines.ts';
import type { LeadState } from './model.ts';
import { isToldOf, photosOfLeads } from './note-photos.ts';
import {
  type EnforcementRepository,
  enforcementRepository,
  type FindingRow,
  type LeadFilter,
  type LeadOrder,
  NEWEST_FIRST,
  placeOf,
  scopeOf,
} from './repository.ts';
import type { LeadQuery } from './schemas.ts';
import { statementsOn } from './statements-view.ts';
import { leadViews } from './views.ts';

export const noLead = () => notFound({ zh: '该线索', en: 'such lead' });
export const noCase = () => notFound({ zh: '该案件', en: 'such case' });

/** What asks: use cases take this much of a call, so that pages can ask too. */
export interface Asking {
  caller: Caller;
  now: number;
  locale: Locale;
}

export async function repositoryFor(deps: Pick<Deps, 'store'>, caller: Caller): Promise<EnforcementRepository> {
  return enforcementRepository(deps.store.read, await scopeOf(deps.store.read, caller));
}

const at = (row: FindingRow) => ({ at: row.detectedAt, id: row.id });

const orderOf = (query: LeadQuery): LeadOrder => ({
  sort: query.sort ?? NEWEST_FIRST.sort,
  order: query.order ?? NEWEST_FIRST.order,
});

/**
 * Leads (or reminders) in the caller's scope, in the order asked for, newest first without one; the first page carries counts.
 * @throws {Problem} invalid-input for a party nobody knows or a cursor that was not given out
 */
export async function leadList(deps: Deps, asking: Asking, query: LeadQuery) {
  const repository = await repositoryFor(deps, asking.caller);
  const filter = await filterOf(deps, repository, query);
  const after = decodeCursor(query.cursor);
  const limit = query.limit ?? PAGE_SIZE;
  const order = orderOf(query);
  const rows = await repository.leads(filter, order, after, limit);
  const views = await leadViews(deps.store.read, repository, rows.slice(0, limit), asking.locale);
  const place = (row: FindingRow) => placeOf(row, order);
  const { next } = pageOf(rows, limit, place, place);
  return { items: views, next, ...(after === null ? { counts: await countsOf(repository, filter) } : {}) };
}

/** @throws {Problem} invalid-input for a party nobody knows */
export async function filterOf(deps: Deps, repository: EnforcementRepository, query: LeadQuery): Promise<LeadFilter> {
  const { party, since, until, limit: _limit, cursor: _cursor, sort: _sort, order: _order, format: _format, ...same } = query;
  return {
    ...same,
    weight: query.weight ?? 'lead',
    ...(party === undefined ? {} : { partyIds: await partyIdsOf(deps, repository, party) }),
    ...(since === undefined ? {} : { sinceAt: startOfDay(since) }),
    ...(until === undefined ? {} : { untilAt: endOfDay(until) }),
  };
}

async function partyIdsOf(deps: Deps, repository: EnforcementRepository, party: string): Promise<number[]> {
  const text = party.trim();
  const known = await partyByRef(deps.store.read, checkUscc(text).ok ? `uscc:${text}` : text);
  if (known) return [known.id];
  const named = await repository.partiesNamed(text);
  if (named.length > 0) return named.map((row) => row.id);
  throw invalidInput([
    {
      pointer: '/query/party',
      found: shown(party),
      expected: { zh: '已登记的经营主体：id、uscc:… 或企业名称', en: 'a registered party: its id, uscc:… or part of a firm’s name' },
      fix: { zh: '核对后重试，或去掉此条件', en: 'check it, or leave it out' },
    },
  ]);
}

/** `total` under all filters, `byState` under all but the state. */
async function countsOf(repository: EnforcementRepository, filter: LeadFilter) {
  const { state, ...others } = filter;
  const rows = await repository.counts(others);
  const byState: Partial<Record<LeadState, number>> = Object.fromEntries(rows.map((row) => [row.state, Number(row.count)]));
  const total = state === undefined ? Object.values(byState).reduce((sum, count) => sum + count, 0) : (byState[state] ?? 0);
  return { total, byState };
}

/** @throws {Problem} not-found for a lead out of scope, and for an authority a to-do of a party */
export async function oneLead(deps: Deps, asking: Asking, id: string) {
  const repository = await repositoryFor(deps, asking.caller);
  const row = await repository.finding(id);
  if (!row || (row.weight === 'todo' && asking.caller.kind !== 'party')) throw noLead();
  const [view] = await leadViews(deps.store.read, repository, [row], asking.locale);
  if (!view) throw noLead();
  const said = await statementsOn(deps.store.read, [row.id]);
  const isOpen =
    asking.caller.kind === 'authority' ||
    (asking.caller.kind === 'party' && row.caseId !== null && isToldOf(await repository.steps(row.caseId)));
  const photos = isOpen ? await photosOfLeads(deps.store.read, [row.publicId]) : undefined;
  return { ...view, statements: said.get(row.id) ?? [], photos: (photos?.get(row.publicId) ?? []).map(({ sha256 }) => sha256) };
}

/**
 * What stands open for a party, of every weight: first what an order asks for by a day, then the newest.
 * The dated part comes whole on the first page, and beside it every day by which something is asked of the party.
 */
export async function todoList(
  deps: Deps,
  asking: Asking & { caller: PartyCaller },
  query: { limit?: number | undefined; cursor?: string | undefined },
) {
  const repository = await repositoryFor(deps, asking.caller);
  const { siteIds } = asking.caller;
  const { id } = asking.caller.party;
  const after = decodeCursor(query.cursor);
  const limit = query.limit ?? PAGE_SIZE;
  const dated = after === null ? await repository.ordered(id) : [];
  const rows = await repository.undated(id, after, limit);
  const { next } = pageOf(rows, limit, at, at);
  const shown = [...dated, ...rows.slice(0, limit)];
  const said = await statementsOn(
    deps.store.read,
    shown.map((row) => row.id),
  );
  const views = await leadViews(deps.store.read, repository, shown, asking.locale);
  return {
    items: views.map((view, i) => ({ ...view, statements: said.get(shown[i]?.id ?? 0) ?? [] })),
    next,
    ...(after === null ? { deadlines: siteIds ? [] : await deadlinesOf(deps.store.read, id, asking.now, asking.locale) } : {}),
  };
}

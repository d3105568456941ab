import { newPublicId } from '../codes/ids.ts';
import { type KnownParty, loadPartyFacts } from '../parties/facts.ts';
import { type AuthorityCaller, actedBy, chainOf } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, Problem, problemBody } from '../platform/problems.ts';
import { foldFullWidth } from '../platform/result.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, EntryDraft, Reply } from '../store/store.ts';
import { claimCourse, courseOf, sameOfficer } from './case-course.ts';
import type { BulkFilter, BulkOrderInput, BulkReminderInput } from './case-schemas.ts';
import { pastDue } from './case-steps.ts';
import { mergedRows } from './case-taking.ts';
import { openingParts } from './cases.ts';
import { leadList, noLead, repositoryFor } from './lists.ts';
import { canRemind, MOST_REMINDED } from './reminders.ts';
import type { EnforcementRepository, FindingRow } from './repository.ts';
import { leadQuery } from './schemas.ts';
import { partyRef } from './views.ts';

type BulkCall<B> = Pick<Call, 'now' | 'claim' | 'locale' | 'requestId'> & { body: B };

/** The most leads one bulk order or reminder takes along. */
const AT_MOST = MOST_REMINDED;

/**
 * Opens and orders a case for every party and offence among the leads: one line a firm. Each line stands or is refused by itself; all that
 * stand are one commit.
 * @throws {Problem} invalid-input for officers, day or choice; not-found for a lead out of scope
 */
export async function bulkOrder(deps: Deps, call: BulkCall<BulkOrderInput>, caller: AuthorityCaller): Promise<Reply> {
  const officers = call.body.officers.map(foldFullWidth);
  const errors = [...sameOfficer(officers), ...pastDue(call.body.dueOn, call.now)];
  if (errors.length > 0) throw invalidInput(errors);
  const order = { dueOn: call.body.dueOn, text: call.body.text };
  return write(deps.store, async () => {
    const repository = await repositoryFor(deps, caller);
    const lines = groups(await chosen(deps, call, caller, repository, 'lead'), (row) => `${row.partyId}/${row.offence}`);
    const parties = await partiesOf(deps, lines);
    const ids = await deps.store.ids(lines.length);
    const made = await Promise.all(
      lines.map((rows, i) =>
        attempt(call, rows, parties, async () => {
          const course = await courseOf(
            repository,
            rows.map((row) => row.publicId),
          );
          const claim = await claimCourse(deps.store.read, course, caller);
          const party = parties.get(course.first.partyId);
          return openingParts(deps, { ...call, caller, order }, { course, claim, id: ids[i] ?? 0, officers, party });
        }),
      ),
    );
    const opened = made.flatMap((line) => line.made ?? []);
    const items = made.map(({ made: parts, ...line }) =>
      parts ? { ...line, status: 201, case: { id: parts.view.id, state: parts.view.state, dueOn: parts.view.dueOn } } : line,
    );
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: opened.flatMap((parts) => parts.entries),
      rows: mergedRows(opened.map((parts) => parts.rows)),
      touch: opened.flatMap((parts) => parts.touch),
      expect: opened.flatMap((parts) => parts.expect),
      ...replyOf(call, items),
    };
  });
}

/**
 * Sends every party among the leads and reminders one reminder, entered in the authority’s chain and shown to the party with each of them.
 * @throws {Problem} invalid-input for the choice; not-found for a lead out of scope
 */
export async function bulkReminder(deps: Deps, call: BulkCall<BulkReminderInput>, caller: AuthorityCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const repository = await repositoryFor(deps, caller);
    const lines = groups(await chosen(deps, call, caller, repository, 'reminder'), (row) => String(row.partyId));
    const parties = await partiesOf(deps, lines);
    const made = await Promise.all(lines.map((rows) => attempt(call, rows, parties, () => reminded(deps, call, caller, rows, parties))));
    const sent = made.flatMap((line) => line.made ?? []);
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: sent.map((one) => one.entry),
      rows: { statement: sent.flatMap((one) => one.rows) },
      ...replyOf(
        call,
        made.map(({ made: parts, ...line }) => (parts ? { ...line, status: 201 } : line)),
      ),
    };
  });
}

async function reminded(
  deps: Deps,
  call: BulkCall<BulkReminderInput>,
  caller: AuthorityCaller,
  rows: readonly FindingRow[],
  parties: ReadonlyMap<number, KnownParty>,
): Promise<{ entry: EntryDraft; rows: DB['statement'][] }> {
  const settled = rows.filter((row) => !canRemind(row));
  if (settled.length > 0)
    throw new Problem('out-of-order', {
      zh: `有事项已经办结或者排除（${settled.map((row) => row.publicId).join('、')}）。`,
      en: `Some matters have ended (${settled.map((row) => row.publicId).join(', ')}).`,
    });
  const by = actedBy(caller);
  const { text = '请核对并补正下列事项' } = call.body;
  const party = parties.get(rows[0]?.partyId ?? 0)?.publicId ?? '';
  const ids = await deps.store.ids(rows.length);
  return {
    entry: {
      kind: 'reminder.sent',
      subject: `party/${party}`,
      payload: { party, text, violations: rows.map((row) => row.publicId), actedBy: by },
    },
    rows: rows.map((row, i) => ({
      id: ids[i] ?? 0,
      publicId: newPublicId(deps.random),
      partyId: row.partyId,
      findingId: row.id,
      caseId: row.caseId,
      kind: 'reminder',
      text,
      files: '[]',
      actedBy: by,
      at: call.now,
    })),
  };
}

/** The findings named, or the open ones under the filter. */
async function chosen(
  deps: Deps,
  call: BulkCall<{ violationIds?: string[] | undefined; filter?: BulkFilter | undefined }>,
  caller: AuthorityCaller,
  repository: EnforcementRepository,
  weight: 'lead' | 'reminder',
): Promise<FindingRow[]> {
  const { violationIds, filter } = call.body;
  if ((violationIds === undefined) === (filter === undefined)) throw oneOfTwo(violationIds === undefined);
  const ids = [...new Set(violationIds ?? (await underFilter(deps, call, caller, filter ?? {}, weight)))];
  if (ids.length === 0) return [];
  const rows = (await repository.findings(ids)).filter((row) => row.weight !== 'todo');
  if (rows.length < ids.length) throw noLead();
  const place = new Map(ids.map((id, i) => [id, i]));
  return rows.sort((a, b) => (place.get(a.publicId) ?? 0) - (place.get(b.publicId) ?? 0));
}

async function underFilter(
  deps: Deps,
  { now, locale }: Pick<Call, 'now' | 'locale'>,
  caller: AuthorityCaller,
  filter: BulkFilter,
  weight: 'lead' | 'reminder',
): Promise<string[]> {
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  const query = leadQuery.parse({ ...given, state: 'open', weight, limit: AT_MOST });
  const list = await leadList(deps, { caller, now, locale }, query);
  return list.items.map((item) => item.id);
}

function oneOfTwo(missing: boolean): Problem {
  return invalidInput([
    {
      pointer: missing ? '/violationIds' : '/filter',
      found: missing ? '(missing)' : 'violationIds, filter',
      expected: { zh: 'violationIds 与 filter 二者之一', en: 'either violationIds or filter' },
      fix: { zh: '只填写其中一项', en: 'give one of the two' },
    },
  ]);
}

function groups(rows: readonly FindingRow[], by: (row: FindingRow) => string): FindingRow[][] {
  return [...Map.groupBy(rows, by).values()];
}

function partiesOf(deps: Deps, lines: readonly FindingRow[][]): Promise<Map<number, KnownParty>> {
  return loadPartyFacts(
    deps.store.read,
    lines.flatMap((rows) => rows[0]?.partyId ?? []),
  );
}

interface Line<T> {
  party: ReturnType<typeof partyRef>;
  violationIds: string[];
  status: number;
  problem?: Record<string, unknown>;
  made?: T;
}

/** One line of the answer: made, or refused with its problem. */
async function attempt<T>(
  call: Pick<Call, 'locale' | 'requestId'>,
  rows: readonly FindingRow[],
  parties: ReadonlyMap<number, KnownParty>,
  make: () => Promise<T>,
): Promise<Line<T>> {
  const line = { party: partyRef(parties.get(rows[0]?.partyId ?? 0)), violationIds: rows.map((row) => row.publicId) };
  try {
    return { ...line, status: 201, made: await make() };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...line, status: error.status, problem: problemBody(error, call.locale, call.requestId) };
  }
}

function replyOf(call: Pick<Call, 'claim'>, items: readonly { status: number }[]): Pick<Commit, 'finish' | 'idempotency'> {
  return { ...(call.claim ? { idempotency: call.claim } : {}), finish: () => ({ reply: json(200, { items }) }) };
}

import { newPublicId } from '../codes/ids.ts';
import { conceal } from '../ledger/personal.ts';
import { type KnownParty, loadPartyFacts } from '../parties/facts.ts';
import { type AuthorityCaller, actedBy, chainOf } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput } from '../platform/problems.ts';
import { foldFullWidth } from '../platform/result.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, EntryDraft, Expect, Reply, Touch } from '../store/store.ts';
import { type Course, claimCourse, courseOf, periodOf, sameOfficer } from './case-course.ts';
import type { CaseInput, OrderInput } from './case-schemas.ts';
import { pastDue } from './case-steps.ts';
import { type Taking, takeStep } from './case-taking.ts';
import { caseView } from './case-views.ts';
import { repositoryFor } from './lists.ts';
import type { CaseRow } from './repository.ts';

export interface Opening {
  body: CaseInput;
  /** An order given together with the opening: both stand, or neither. */
  order?: Pick<OrderInput, 'dueOn' | 'text'>;
}

/**
 * Gathers open leads of one party and one offence into a case.
 * @throws {Problem} not-found for a lead out of scope; invalid-input; out-of-order when a lead is no longer open or the course has its case
 */
export async function openCase(
  deps: Deps,
  call: Pick<Call, 'now' | 'claim' | 'locale'> & Opening,
  caller: AuthorityCaller,
): Promise<Reply> {
  const officers = call.body.officers.map((name) => foldFullWidth(name));
  const errors = [...sameOfficer(officers), ...(call.order ? pastDue(call.order.dueOn, call.now) : [])];
  if (errors.length > 0) throw invalidInput(errors);
  return write(deps.store, async () => {
    const repository = await repositoryFor(deps, caller);
    const course = await courseOf(repository, call.body.violationIds);
    const claim = await claimCourse(deps.store.read, course, caller);
    const [parties, [id = 0]] = await Promise.all([loadPartyFacts(deps.store.read, [course.first.partyId]), deps.store.ids(1)]);
    const party = parties.get(course.first.partyId);
    const { view, ...parts } = openingParts(deps, { ...call, caller }, { course, claim, id, officers, party });
    return {
      chain: chainOf(caller),
      at: call.now,
      ...parts,
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, view, { Location: `/v1/cases/${view.id}` }) }),
    };
  });
}

interface Gathered {
  course: Course;
  claim: Pick<DB['claim'], 'kind' | 'key'>;
  id: number;
  officers: string[];
  party: KnownParty | undefined;
}

type At = Pick<Call, 'now' | 'locale'> & Pick<Opening, 'order'> & { caller: AuthorityCaller };

/** What the opening of one case puts into a commit; a bulk order joins many. */
export function openingParts(deps: Deps, at: At, { course, claim, id, officers, party }: Gathered) {
  const { caller, now, order } = at;
  const { rows, offence } = course;
  const by = actedBy(caller);
  const file = fileOf(deps, at, { course, id, officers });
  const violations = rows.map((row) => row.publicId);
  const concealed = officers.map((name) => conceal(deps.random, name));
  const subject = `case/${file.publicId}`;
  const shared = { case: file.publicId, party: party?.publicId ?? '', actedBy: by };
  const { occurredFrom, occurredTo } = file;
  const opened: EntryDraft = {
    kind: 'case.opened',
    subject,
    payload: { ...shared, offence, occurredFrom, occurredTo, officers: concealed.map((one) => one.commitment), violations },
  };
  const given = order ? { dueOn: order.dueOn, text: order.text } : undefined;
  const ordered: EntryDraft[] = given ? [{ kind: 'case.ordered', subject, payload: { ...shared, ...given } }] : [];
  const step = { caseId: id, by, at: now };
  const view = caseView({ file, party, authority: caller.authority, today: civilDateOf(now), isParty: false }, at.locale);
  return {
    entries: [opened, ...ordered],
    rows: {
      case_file: [file],
      case_step: [
        { ...step, n: 1, kind: 'opening', record: JSON.stringify({ violations }) },
        ...(given ? [{ ...step, n: 2, kind: 'order', record: JSON.stringify(given) }] : []),
      ],
      personal: concealed.map((one) => one.row),
      claim: [{ ...claim, subjectId: id, at: now }],
    },
    touch: rows.map((row): Touch => intoCase(row.id, id, caller)),
    expect: rows.map((row): Expect => ({ table: 'finding', id: row.id, column: 'state', is: 'open' })),
    view: { ...view, violationIds: violations },
  } satisfies Omit<Commit, 'chain' | 'at' | 'finish'> & { view: object };
}

const intoCase = (id: number, caseId: number, { authority }: AuthorityCaller): Touch => ({
  set: 'finding',
  id,
  to: { state: 'in-case', caseId, authorityId: authority.id },
});

function fileOf(deps: Deps, { caller, now, order }: At, { course, id, officers }: Omit<Gathered, 'party' | 'claim'>): CaseRow {
  return {
    id,
    publicId: newPublicId(deps.random),
    authorityId: caller.authority.id,
    partyId: course.first.partyId,
    offence: course.offence,
    officers: JSON.stringify(officers),
    state: order ? 'ordered' : 'opened',
    steps: order ? 2 : 1,
    ...periodOf(course.rows),
    dueOn: order?.dueOn ?? null,
    servedOn: null,
    noticeServedOn: null,
    statementDueOn: null,
    hearingAskedOn: null,
    goodsValueCents: null,
    fineCents: null,
    decidedOn: null,
    openedAt: now,
    closedAt: null,
  } satisfies DB['case_file'];
}

/**
 * Adds open leads of the same party and offence to a case, while the party has not been told yet what it is about.
 * @throws {Problem} as {@link openCase}; out-of-order once notice was given
 */
export function addLeads(deps: Deps, call: Taking<{ violationIds: string[] }>, caller: AuthorityCaller): Promise<Reply> {
  return takeStep(deps, call, caller, 'leads', async ({ file, repository }) => {
    const [known] = await repository.findingsOfCase(file);
    const { rows } = await courseOf(repository, call.body.violationIds, known);
    return [
      {
        kind: 'leads',
        record: { added: rows.map((row) => row.publicId) },
        to: { state: file.state === 'ordered' ? 'ordered' : 'opened', ...periodOf(rows, file) },
        touch: rows.map((row) => intoCase(row.id, file.id, caller)),
        expect: rows.map((row): Expect => ({ table: 'finding', id: row.id, column: 'state', is: 'open' })),
      },
    ];
  });
}

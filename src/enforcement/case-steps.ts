import { type AuthorityCaller, actedBy, chainOf } from '../platform/caller.ts';
import { type CivilDate, civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Reply, Touch } from '../store/store.ts';
import { noCase, repositoryFor } from './lists.ts';
import { type CaseState, isInTime, mayTake, type StepKind } from './model.ts';
import type { CaseRow, EnforcementRepository } from './repository.ts';

type Taking<B> = Pick<Call, 'now' | 'claim'> & { params: { id: string }; body: B };

/** What a step changes. */
interface Step {
  kind: Exclude<StepKind, 'opening'>;
  entry: 'case.ordered' | 'case.corrected' | 'case.closed';
  record: Record<string, string | boolean>;
  to: { state: CaseState; dueOn?: CivilDate; closedAt?: number };
  /** How the leads of the case end with it. */
  leads?: { state: 'corrected' | 'closed'; reason: string };
}

/**
 * Orders correction by a day (责令限期改正), once.
 * @throws {Problem} invalid-input for a day that has passed; out-of-order; not-found
 */
export function order(deps: Deps, call: Taking<{ dueOn: CivilDate; text: string }>, caller: AuthorityCaller): Promise<Reply> {
  const { dueOn, text } = call.body;
  const errors = pastDue(dueOn, call.now);
  if (errors.length > 0) throw invalidInput(errors);
  return takeStep(deps, call, caller, 'order', () => ({
    kind: 'order',
    entry: 'case.ordered',
    record: { dueOn, text },
    to: { state: 'ordered', dueOn },
  }));
}

export function pastDue(dueOn: CivilDate, now: number): ProblemDetail[] {
  const today = civilDateOf(now);
  if (dueOn >= today) return [];
  return [
    {
      pointer: '/dueOn',
      found: dueOn,
      expected: { zh: `今天（${today}）或以后的日期`, en: `today (${today}) or later` },
      fix: { zh: '给出当事人还能改正的期限', en: 'give the party a day that is still to come' },
    },
  ];
}

/**
 * Records compliance an officer has seen: in time the case closes and its leads are corrected; late it stays, for the notice that may follow.
 * @throws {Problem} invalid-input for a day to come or before the order; out-of-order; not-found
 */
export function correction(
  deps: Deps,
  call: Taking<{ text: string; seenOn?: CivilDate | undefined }>,
  caller: AuthorityCaller,
): Promise<Reply> {
  const { text } = call.body;
  const today = civilDateOf(call.now);
  const seenOn = call.body.seenOn ?? today;
  return takeStep(deps, call, caller, 'correction', (file, orderedOn) => {
    if (seenOn > today || seenOn < orderedOn) throw invalidInput([wrongDay(seenOn, orderedOn, today)]);
    const inTime = isInTime(file.dueOn ?? today, seenOn);
    const kind = { kind: 'correction', entry: 'case.corrected', record: { text, seenOn, inTime } } as const;
    if (!inTime) return { ...kind, to: { state: 'corrected' } };
    return { ...kind, to: { state: 'closed', closedAt: call.now }, leads: { state: 'corrected', reason: text } };
  });
}

function wrongDay(found: CivilDate, from: CivilDate, to: CivilDate): ProblemDetail {
  return {
    pointer: '/seenOn',
    found,
    expected: { zh: `责令之日（${from}）至今天（${to}）`, en: `from the day of the order (${from}) to today (${to})` },
    fix: { zh: '填写看到改正的日期', en: 'write the day it was seen' },
  };
}

/**
 * Closes a case with a reason; its leads close with it.
 * @throws {Problem} out-of-order when it is closed; not-found
 */
export function closing(deps: Deps, call: Taking<{ reason: string }>, caller: AuthorityCaller): Promise<Reply> {
  const { reason } = call.body;
  return takeStep(deps, call, caller, 'closing', () => ({
    kind: 'closing',
    entry: 'case.closed',
    record: { reason },
    to: { state: 'closed', closedAt: call.now },
    leads: { state: 'closed', reason },
  }));
}

/**
 * One step of a case. Its number is the key: of two officers who take the same step one wins, the other builds again, finds the step
 * taken and is told what happened.
 */
function takeStep<B>(
  deps: Deps,
  call: Taking<B>,
  caller: AuthorityCaller,
  kind: Step['kind'],
  decide: (file: CaseRow, orderedOn: CivilDate) => Step,
): Promise<Reply> {
  return write(deps.store, async () => {
    const repository = await repositoryFor(deps, caller);
    const file = await ownCase(repository, call.params.id, caller);
    const taken = await repository.steps(file.id);
    if (!mayTake(kind, file.state as CaseState)) throw outOfOrder(file, taken);
    const ordered = taken.find((row) => row.kind === 'order');
    const step = decide(file, civilDateOf(ordered?.at ?? file.openedAt));
    const n = file.steps + 1;
    const by = actedBy(caller);
    const leads = step.leads ? (await repository.findingsOfCase(file)).filter((row) => row.state === 'in-case') : [];
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: step.entry,
          subject: `case/${file.publicId}`,
          payload: { case: file.publicId, ...step.record, state: step.to.state, violations: leads.map((row) => row.publicId), actedBy: by },
        },
      ],
      rows: { case_step: [{ caseId: file.id, n, kind: step.kind, record: JSON.stringify(step.record), by, at: call.now }] },
      touch: [
        { set: 'case_file', id: file.id, to: { ...step.to, steps: n } },
        ...leads.map(
          (row): Touch => ({
            set: 'finding',
            id: row.id,
            to: { state: step.leads?.state ?? row.state, settledAt: call.now, settledReason: step.leads?.reason ?? null },
          }),
        ),
      ],
      expect: [{ table: 'case_file', id: file.id, column: 'steps', is: file.steps }],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({
        reply: json(201, { id: file.publicId, ...step.record, dueOn: step.to.dueOn ?? file.dueOn, state: step.to.state }),
      }),
    };
  });
}

/** A superior authority reads a case but does not act in it. */
async function ownCase(repository: EnforcementRepository, id: string, { authority }: AuthorityCaller): Promise<CaseRow> {
  const file = await repository.case(id);
  if (!file) throw noCase();
  if (file.authorityId !== authority.id)
    throw new Problem('forbidden', {
      zh: '此案由下级部门办理；您可以查阅，不能办理步骤。',
      en: 'An office below yours handles this case; you may read it, not take its steps.',
    });
  return file;
}

const STEPS: Record<string, { zh: string; en: string }> = {
  opening: { zh: '立案', en: 'opening' },
  order: { zh: '责令限期改正', en: 'order' },
  correction: { zh: '登记改正', en: 'correction' },
  closing: { zh: '结案', en: 'closing' },
};

function outOfOrder(file: CaseRow, taken: readonly DB['case_step'][]): Problem {
  const last = taken.at(-1);
  const name = STEPS[last?.kind ?? 'opening'] ?? { zh: '', en: '' };
  const at = formatInstant(last?.at ?? file.openedAt);
  return new Problem(
    'out-of-order',
    {
      zh: `案件现为 ${file.state}，上一步是“${name.zh}”（${at}，${last?.by ?? ''}）；不能再办理此步骤。`,
      en: `The case is ${file.state}; its last step was "${name.en}" (${at}, ${last?.by ?? ''}); this step cannot be taken now.`,
    },
    { extra: { case: file.publicId, state: file.state, lastStep: { kind: last?.kind ?? 'opening', at, by: last?.by ?? '' } } },
  );
}

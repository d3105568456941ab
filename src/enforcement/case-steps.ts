import { law, type OffenceId, type PartyKind } from '../law/index.ts';
import type { KnownParty } from '../parties/facts.ts';
import type { AuthorityCaller } from '../platform/caller.ts';
import { type CivilDate, civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput } from '../platform/problems.ts';
import type { Reply } from '../store/store.ts';
import { orderOf } from './case-law.ts';
import { isInTime, penaltyLaw } from './case-model.ts';
import { endsWhenObeyed } from './case-others.ts';
import type { OrderInput } from './case-schemas.ts';
import { serviceStep } from './case-service.ts';
import { against, lastStep, notNext, type Standing, type Step, type Taking, takeStep, wrongField } from './case-taking.ts';
import type { FindingRow } from './repository.ts';

/**
 * Orders correction by a day (责令限期改正), once, and again where the day passed before the order was served; its service may be recorded with it.
 * @throws {Problem} invalid-input for a day that has passed; out-of-order; not-found
 */
export function order(deps: Deps, call: Taking<OrderInput>, caller: AuthorityCaller): Promise<Reply> {
  const { dueOn, text, service } = call.body;
  const errors = pastDue(dueOn, call.now);
  if (errors.length > 0) throw invalidInput(errors);
  return takeStep(deps, call, caller, 'order', (standing) => {
    if (!mayOrder(standing.steps, standing.today)) throw notNext(standing, 'order');
    refuseUnpublished(standing.file.offence as OffenceId);
    // A notice that was given stands: the case stays where the party answers it.
    const state = standing.file.state === 'notified' ? 'notified' : 'ordered';
    const given: Step = { kind: 'order', record: { dueOn, text }, to: { state, dueOn } };
    if (!service) return [given];
    const file = { ...standing.file, state };
    return [given, serviceStep({ ...standing, file }, service, { document: 'order', madeOn: standing.today, dueOn, at: '/service' })];
  });
}

/** A first order, or another where the day of the one before passed without its being served: that one bound nobody. */
export function mayOrder(steps: Standing['steps'], today: CivilDate): boolean {
  const order = orderOf(steps, today);
  return order === 'none' || (order === 'unserved' && !lastStep(steps, 'correction'));
}

/**
 * What was not published grounds no penalty (行政处罚法 5(3)), and a provision nobody has confirmed is not known to be published.
 * @throws {Problem} out-of-order
 */
export function refuseUnpublished(offence: OffenceId): void {
  if (law.mayGroundLead(law.offences[offence].citation)) return;
  throw against(penaltyLaw(5), {
    zh: '该条文待核实；管理员登记其公布来源之前，不得据以责令或者处罚。',
    en: 'The provision is not confirmed; no order or penalty may rest on it until an administrator enters its published source.',
  });
}

export function pastDue(dueOn: CivilDate, now: number): ProblemDetail[] {
  const today = civilDateOf(now);
  if (dueOn >= today) return [];
  return [
    wrongField(
      '/dueOn',
      dueOn,
      penaltyLaw(28),
      { zh: `今天（${today}）或以后的日期`, en: `today (${today}) or later` },
      { zh: '给出当事人还能改正的期限', en: 'give the party a day that is still to come' },
    ),
  ];
}

/**
 * Records compliance an officer has seen. In time it ends what the law punishes only after an order: those leads are corrected, and the case closes where
 * none is left. Elsewhere, and late, the case stays for the notice that may follow: an order obeyed takes no fine away that needs no order.
 * @throws {Problem} invalid-input for a day to come or before the order; out-of-order without an order or seen twice; not-found
 */
export function correction(
  deps: Deps,
  call: Taking<{ text: string; seenOn?: CivilDate | undefined }>,
  caller: AuthorityCaller,
): Promise<Reply> {
  const { text } = call.body;
  return takeStep(deps, call, caller, 'correction', async (standing) => {
    const { file, steps, today } = standing;
    const given = lastStep(steps, 'order');
    if (!given || lastStep(steps, 'correction')) throw notNext(standing, 'correction');
    const seenOn = call.body.seenOn ?? today;
    const orderedOn = civilDateOf(given.at);
    if (seenOn > today || seenOn < orderedOn) throw invalidInput([wrongDay(seenOn, orderedOn, today)]);
    const inTime = isInTime(file.dueOn ?? today, seenOn);
    const record = { text, seenOn, inTime };
    if (file.state === 'notified') return [{ kind: 'correction', record, to: { state: 'notified' } }];
    return [{ kind: 'correction', record, ...(inTime ? await obeyed(standing, text) : { to: { state: 'corrected' } }) }];
  });
}

/** What an order obeyed in time ends. */
async function obeyed({ file, party, repository, now }: Standing, reason: string): Promise<Pick<Step, 'to' | 'leads'>> {
  const open = (await repository.findingsOfCase(file)).filter((lead) => lead.state === 'in-case');
  const ended = open.filter((lead) => endsCorrected(lead, party)).map((lead) => lead.id);
  const leads = ended.length === 0 ? {} : { leads: { state: 'corrected', reason, only: ended } as const };
  const closes = open.length > 0 && ended.length === open.length;
  return { to: closes ? { state: 'closed', closedAt: now } : { state: 'corrected' }, ...leads };
}

/** Whether an order obeyed in time leaves nothing to decide on a lead: the law asks for the order first, and sets no warning or confiscation beside it. */
function endsCorrected(lead: Pick<FindingRow, 'offence' | 'actOn'>, party: KnownParty | undefined): boolean {
  const partyKinds = (party?.kinds ?? []) as PartyKind[];
  const penalty = law.penaltyFor({ offence: lead.offence as OffenceId, actOn: lead.actOn, partyKinds, goodsValueCents: null });
  return penalty !== null && endsWhenObeyed(penalty);
}

function wrongDay(found: CivilDate, from: CivilDate, to: CivilDate): ProblemDetail {
  return wrongField(
    '/seenOn',
    found,
    penaltyLaw(28),
    { zh: `责令之日（${from}）至今天（${to}）`, en: `from the day of the order (${from}) to today (${to})` },
    { zh: '填写看到改正的日期', en: 'write the day it was seen' },
  );
}

import { type LawSettingRow, law, type OffenceId, type PartyKind } from '../law/index.ts';
import { lawSettings } from '../law-settings/repository.ts';
import { type KnownParty, loadPartyFacts } from '../parties/facts.ts';
import { type CivilDate, civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { cityLevelOf } from './case-city-level.ts';
import { caseDeadlines, caseWarnings } from './case-deadlines.ts';
import { noticeOf, paymentOf, penaltyOf } from './case-law.ts';
import { type CaseState, type StepKind, stepsOpen, type TakenKind } from './case-model.ts';
import { caseRecords, findingsOnSameActs, type StepRow } from './case-repository.ts';
import { statementsIn } from './case-statement.ts';
import { mayOrder } from './case-steps.ts';
import { lastStep } from './case-taking.ts';
import { caseViews, stepView } from './case-views.ts';
import { type Asking, noCase, repositoryFor } from './lists.ts';
import type { CaseRow, FindingRow } from './repository.ts';
import { leadViews } from './views.ts';

interface CaseQuery {
  state?: CaseState | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** Cases in the caller's scope, newest first. */
export async function caseList(deps: Deps, asking: Asking, query: CaseQuery) {
  const repository = await repositoryFor(deps, asking.caller);
  const limit = query.limit ?? PAGE_SIZE;
  const files = await repository.cases({ state: query.state }, decodeCursor(query.cursor), limit);
  const cursor = (file: CaseRow) => ({ at: file.openedAt, id: file.id });
  const { next } = pageOf(files, limit, cursor, cursor);
  return { items: await caseViews(deps.store.read, files.slice(0, limit), readingAt(asking), asking.locale), next };
}

const readingAt = ({ caller, now }: Asking) => ({ today: civilDateOf(now), isParty: caller.kind === 'party' });

/** A case with all that belongs to it, as rows. */
export interface WholeCase {
  file: CaseRow;
  party: KnownParty | undefined;
  steps: StepRow[];
  leads: FindingRow[];
}

/** @throws {Problem} not-found for a case out of scope */
export async function wholeCase(deps: Deps, asking: Asking, id: string): Promise<WholeCase> {
  const repository = await repositoryFor(deps, asking.caller);
  const file = await repository.case(id);
  if (!file) throw noCase();
  const [parties, steps, leads] = await Promise.all([
    loadPartyFacts(deps.store.read, [file.partyId]),
    caseRecords(deps.store.read, file).steps(),
    repository.findingsOfCase(file),
  ]);
  return { file, party: parties.get(file.partyId), steps, leads };
}

/** Steps inside the office: the party is told what was decided, not what was proposed. */
const INTERNAL: readonly StepKind[] = ['proposal', 'return'];

/**
 * One case with its leads, steps, statements, the days that count, what is still missing, and the penalty with its arithmetic.
 * @throws {Problem} not-found for a case out of scope
 */
export async function oneCase(deps: Deps, asking: Asking, id: string) {
  const { caller, locale } = asking;
  const whole = await wholeCase(deps, asking, id);
  const { file, party, steps, leads } = whole;
  const { read } = deps.store;
  const { today, isParty } = readingAt(asking);
  const repository = await repositoryFor(deps, caller);
  const [view] = await caseViews(read, [file], { today, isParty }, locale);
  if (!view) throw noCase();
  const settings = await lawSettings(read);
  const penalty = await penaltyOf(read, file, party, { circumstances: noticeOf(steps).circumstances, settings }, locale);
  const office = await read.selectFrom('authority').select('regionCode').where('id', '=', file.authorityId).executeTakeFirst();
  const statements = await caseRecords(read, file).statements();
  const acts = caller.kind === 'authority' && file.authorityId === caller.authority.id;
  return {
    ...view,
    violations: await leadViews(read, repository, leads, locale),
    steps: steps.filter((step) => !isParty || !INTERNAL.includes(step.kind as StepKind)).map(stepView),
    statements: statementsIn(statements, steps),
    deadlines: caseDeadlines(file, steps, today, locale, settings),
    warnings: isParty ? [] : caseWarnings(file, steps, leads, today, locale, settings),
    penalty,
    provisions: await provisionsOf(deps, whole, settings, locale),
    cityLevel: office ? cityLevelOf(office, file.offence as OffenceId, today, settings) : null,
    payment: paymentView(whole, today, settings),
    next: acts ? stepsOf(whole, today) : [],
  };
}

/** What the state allows and the case has reason for: nothing is paid without a fine, nothing seen corrected without an order. */
function stepsOf({ file, steps }: WholeCase, today: CivilDate): TakenKind[] {
  const seen = !lastStep(steps, 'order') || lastStep(steps, 'correction') !== undefined;
  const idle: readonly TakenKind[] = [
    ...(file.fineCents === 0 ? (['payment', 'enforcement'] as const) : []),
    ...(seen ? (['correction'] as const) : []),
    ...(mayOrder(steps, today) ? [] : (['order'] as const)),
  ];
  return stepsOpen(file.state as CaseState).filter((kind) => !idle.includes(kind));
}

export type OneCase = Awaited<ReturnType<typeof oneCase>>;

/** Where the same acts meet several provisions: one of them, the heavier named (行政处罚法 29). Null where only one does. */
async function provisionsOf(deps: Deps, { file, party, leads }: WholeCase, settings: readonly LawSettingRow[], locale: Asking['locale']) {
  const found = await findingsOnSameActs(deps.store.read, file.partyId, leads);
  const offences = [...new Set([file.offence, ...found.flatMap((one) => one.offence ?? [])])] as OffenceId[];
  if (offences.length < 2) return null;
  const partyKinds = (party?.kinds ?? []) as PartyKind[];
  const at = { actOn: file.occurredFrom, partyKinds, goodsValueCents: file.goodsValueCents, settings };
  return law.provisionsForAct(offences, at, locale);
}

function paymentView({ file, steps }: WholeCase, today: string, settings: readonly LawSettingRow[]) {
  const due = paymentOf(file, steps, { on: today, settings });
  if (!due) return null;
  const { fineCents, paidCents, openCents, payBy, surchargeCents } = due;
  return { fineCents, paidCents, openCents, payBy: payBy.on, surchargeCents };
}

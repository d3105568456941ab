import type { LawSettingRow } from '../law/index.ts';
import { lawSettings } from '../law-settings/repository.ts';
import type { Json } from '../ledger/entry.ts';
import { conceal } from '../ledger/personal.ts';
import { type KnownParty, loadPartyFacts } from '../parties/facts.ts';
import { type AuthorityCaller, actedBy, chainOf } from '../platform/caller.ts';
import { type CivilDate, civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { Bilingual, ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, EntryDraft, Expect, Reply, Rows, Touch } from '../store/store.ts';
import { type CaseState, mayTake, STATE_WORDS, STEP_WORDS, type StepKind, type TakenKind } from './case-model.ts';
import { caseRecords, type StepRow } from './case-repository.ts';
import { noCase, repositoryFor } from './lists.ts';
import type { CaseRow, EnforcementRepository, FindingRow } from './repository.ts';

export type Taking<B> = Pick<Call, 'now' | 'claim' | 'locale'> & { params: { id: string }; body: B };

export type StepRecord = { [field: string]: Json };

type CaseColumns = Extract<Touch, { set: 'case_file' }>['to'];

/** A case as it stands when a step is taken. */
export interface Standing {
  file: CaseRow;
  steps: StepRow[];
  party: KnownParty | undefined;
  repository: EnforcementRepository;
  now: number;
  today: CivilDate;
  /** What administrators entered into the law: periods that it leaves to settings. */
  settings: readonly LawSettingRow[];
  /** The authority and key that take the step. */
  by: string;
}

/** What a step says and changes. */
export interface Step {
  kind: TakenKind;
  record: StepRecord;
  /** Names of persons: in the record of the case as they are, in the ledger as commitments. */
  names?: { [field: string]: readonly string[] };
  to: CaseColumns & { state: CaseState };
  /** How the leads of the case end with it: all of them, or only those named. */
  leads?: { state: 'corrected' | 'dismissed' | 'closed'; reason: string; only?: readonly number[] };
  rows?: Rows;
  /** Entries beside the one of the step. */
  also?: EntryDraft[];
  touch?: Touch[];
  expect?: Expect[];
}

const ENTRIES: Record<TakenKind, string> = {
  leads: 'case.extended',
  order: 'case.ordered',
  correction: 'case.corrected',
  notice: 'case.notified',
  'statement-received': 'case.statement-received',
  hearing: 'case.heard',
  proposal: 'case.proposed',
  approval: 'case.decided',
  return: 'case.returned',
  decision: 'case.decided',
  'no-penalty': 'case.not-penalised',
  withdrawal: 'case.withdrawn',
  referral: 'case.referred',
  service: 'case.served',
  payment: 'case.paid',
  enforcement: 'case.enforced',
  review: 'case.under-review',
  upholding: 'case.upheld',
  revocation: 'case.revoked',
  closing: 'case.closed',
};

/**
 * One step of a case, or two that are taken together (an order and its service). Its number is the key: of two officers who take the same
 * step one wins, the other builds again, finds the step taken and is told what happened.
 * @throws {Problem} not-found out of scope; forbidden for the case of an office below; out-of-order, naming the article of procedure
 */
export function takeStep<B>(
  deps: Deps,
  call: Taking<B>,
  caller: AuthorityCaller,
  kind: TakenKind,
  decide: (standing: Standing) => Step[] | Promise<Step[]>,
): Promise<Reply> {
  return write(deps.store, async () => {
    const standing = await standingOf(deps, call, caller);
    if (!mayTake(kind, standing.file.state as CaseState)) throw notNext(standing, kind);
    const taken = await decide(standing);
    const ends = taken.find((step) => step.leads)?.leads;
    const leads = ends ? (await standing.repository.findingsOfCase(standing.file)).filter((row) => ending(ends, row)) : [];
    return commitOf(deps, call, caller, { ...standing, taken, leads, ends });
  });
}

const ending = ({ only }: NonNullable<Step['leads']>, row: FindingRow) => row.state === 'in-case' && (!only || only.includes(row.id));

async function standingOf<B>(deps: Deps, call: Taking<B>, caller: AuthorityCaller): Promise<Standing> {
  const repository = await repositoryFor(deps, caller);
  const file = await ownCase(repository, call.params.id, caller);
  const [steps, settings, parties] = await Promise.all([
    caseRecords(deps.store.read, file).steps(),
    lawSettings(deps.store.read),
    loadPartyFacts(deps.store.read, [file.partyId]),
  ]);
  const party = parties.get(file.partyId);
  return { file, steps, settings, party, repository, now: call.now, today: civilDateOf(call.now), by: actedBy(caller) };
}

type Taken = Standing & { taken: Step[]; leads: FindingRow[]; ends: Step['leads'] };

function commitOf<B>(deps: Deps, call: Taking<B>, caller: AuthorityCaller, standing: Taken): Commit {
  const { file, taken, leads, ends, by, now } = standing;
  const concealed = taken.map((step) => concealedNames(deps, step));
  const columns: CaseColumns = Object.assign({}, ...taken.map((step) => step.to));
  const last = taken.at(-1)?.to.state ?? file.state;
  const entries = taken.flatMap((step, i): EntryDraft[] => [
    {
      kind: ENTRIES[step.kind],
      subject: `case/${file.publicId}`,
      payload: {
        case: file.publicId,
        party: standing.party?.publicId ?? '',
        ...step.record,
        ...concealed[i]?.fields,
        state: step.to.state,
        violations: step.leads ? leads.map((row) => row.publicId) : [],
        actedBy: by,
      },
    },
    ...(step.also ?? []),
  ]);
  return {
    chain: chainOf(caller),
    at: now,
    entries,
    rows: mergedRows([
      { case_step: taken.map((step, i): DB['case_step'] => stepRow(step, { caseId: file.id, n: file.steps + 1 + i, by, at: now })) },
      { personal: concealed.flatMap((one) => one.rows) },
      ...taken.map((step) => step.rows ?? {}),
    ]),
    touch: [
      { set: 'case_file', id: file.id, to: { ...columns, steps: file.steps + taken.length } },
      ...leads.map(
        (row): Touch => ({
          set: 'finding',
          id: row.id,
          to: { state: ends?.state ?? row.state, settledAt: now, settledReason: ends?.reason ?? null },
        }),
      ),
      ...taken.flatMap((step) => step.touch ?? []),
    ],
    expect: [
      { table: 'case_file', id: file.id, column: 'steps', is: file.steps },
      { table: 'case_file', id: file.id, column: 'hearingAskedOn', is: file.hearingAskedOn },
      ...taken.flatMap((step) => step.expect ?? []),
    ],
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: () => ({
      reply: json(201, {
        id: file.publicId,
        ...Object.assign({}, ...taken.map((step) => ({ ...step.record, ...step.names }))),
        dueOn: columns.dueOn === undefined ? file.dueOn : columns.dueOn,
        state: last,
      }),
    }),
  };
}

function stepRow(step: Step, at: Pick<DB['case_step'], 'caseId' | 'n' | 'by' | 'at'>): DB['case_step'] {
  return { ...at, kind: step.kind, record: JSON.stringify({ ...step.record, ...step.names }) };
}

function concealedNames(deps: Deps, step: Step): { fields: StepRecord; rows: DB['personal'][] } {
  const rows: DB['personal'][] = [];
  const fields: StepRecord = {};
  for (const [field, names] of Object.entries(step.names ?? {})) {
    const hidden = names.map((name) => conceal(deps.random, name));
    rows.push(...hidden.map((one) => one.row));
    fields[field] = hidden.map((one) => one.commitment);
  }
  return { fields, rows };
}

/** Rows of several parts as one set; what each part inserts stands after what came before it. */
export function mergedRows(parts: readonly Rows[]): Rows {
  const all: Record<string, unknown[]> = {};
  for (const part of parts)
    for (const [table, rows] of Object.entries(part)) if (rows.length > 0) all[table] = [...(all[table] ?? []), ...rows];
  return all as Rows;
}

/** A superior authority reads a case but does not act in it. */
export async function ownCase(repository: EnforcementRepository, id: string, { authority }: AuthorityCaller): Promise<CaseRow> {
  const file = await repository.case(id);
  if (!file) throw noCase();
  if (file.authorityId !== authority.id)
    throw new Problem('forbidden', {
      zh: '此案由下级部门办理；您可以查阅，不能办理步骤。',
      en: 'An office below yours handles this case; you may read it, not take its steps.',
    });
  return file;
}

/** Refuses a step and names the article of procedure it would go against. */
export function against(article: Bilingual, why: Bilingual, extra: Record<string, unknown> = {}): Problem {
  return new Problem(
    'out-of-order',
    { zh: `${why.zh}（${article.zh}）`, en: `${why.en} (${article.en})` },
    { extra: { article, ...extra } },
  );
}

/** One wrong field, and the article that makes it wrong. */
export function wrong(pointer: string, found: string, article: Bilingual, expected: Bilingual, fix: Bilingual): Problem {
  return invalidInput([wrongField(pointer, found, article, expected, fix)]);
}

export function wrongField(pointer: string, found: string, article: Bilingual, expected: Bilingual, fix: Bilingual): ProblemDetail {
  return { pointer, found, expected: { zh: `${expected.zh}（${article.zh}）`, en: `${expected.en} (${article.en})` }, fix };
}

/** Not the next step: what stands, who took the last step and when, and the article the refused step stands under. */
export function notNext({ file, steps }: Pick<Standing, 'file' | 'steps'>, wanted: TakenKind): Problem {
  const last = steps.at(-1);
  const kind = (last?.kind ?? 'opening') as StepKind;
  const at = formatInstant(last?.at ?? file.openedAt);
  const state = STATE_WORDS[file.state as CaseState];
  const [took, want] = [STEP_WORDS[kind], STEP_WORDS[wanted]];
  const article = want.article;
  return new Problem(
    'out-of-order',
    {
      zh: `案件现为“${state.zh}”，上一步是“${took.zh}”（${at}，${last?.by ?? ''}）；现在不能办理“${want.zh}”${article ? `（${article.zh}）` : ''}。`,
      en: `The case is ${state.en}; its last step was "${took.en}" (${at}, ${last?.by ?? ''}); "${want.en}" cannot be taken now${article ? ` (${article.en})` : ''}.`,
    },
    { extra: { case: file.publicId, state: file.state, lastStep: { kind, at, by: last?.by ?? '' }, ...(article ? { article } : {}) } },
  );
}

/** What a step recorded; steps are written by this module alone. */
export function recordOf<T>(step: StepRow | undefined): Partial<T> {
  return step ? (JSON.parse(step.record) as Partial<T>) : {};
}

export function lastStep(steps: readonly StepRow[], ...kinds: readonly StepKind[]): StepRow | undefined {
  return steps.findLast((step) => kinds.includes(step.kind as StepKind));
}

import type { OffenceId, Penalty } from '../law/index.ts';
import type { AuthorityCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import type { Reply } from '../store/store.ts';
import { answerDays } from './case-answering.ts';
import { cityLevelOf, cityLevelProblems } from './case-city-level.ts';
import { isLimited } from './case-deadlines.ts';
import { type DecisionRecord, noticeOf, orderOf, penaltyOf, serviceOf } from './case-law.ts';
import { type NoPenaltyGround, penaltyLaw } from './case-model.ts';
import { fineProblems, isBelow, refuseBeforeOrder } from './case-notice.ts';
import { untold } from './case-others.ts';
import { caseRecords, type StatementRow } from './case-repository.ts';
import type { DecisionInput } from './case-schemas.ts';
import { notServed } from './case-service.ts';
import { refuseUnpublished } from './case-steps.ts';
import { against, lastStep, notNext, recordOf, type Standing, type StepRecord, type Taking, takeStep, wrongField } from './case-taking.ts';
import { isUnmet } from './order-outcome.ts';

/**
 * Decides on the penalty: after notice, the period for statement and a hearing that was asked for; never above the maximum, nor above what the
 * party was told. Below the minimum it is a proposal that waits for a second officer.
 * @throws {Problem} out-of-order or invalid-input, naming the article of procedure; nothing is changed
 */
export function decision(deps: Deps, call: Taking<DecisionInput>, caller: AuthorityCaller): Promise<Reply> {
  const { fineCents, others, reason, ground, legalReview } = call.body;
  return takeStep(deps, call, caller, 'decision', async (standing) => {
    const { file, steps, today, settings } = standing;
    refuseUnpublished(file.offence as OffenceId);
    await refuseUnheard(deps, standing);
    const notice = noticeOf(steps);
    const { circumstances, fineCents: told = 0 } = notice;
    const penalty = await penaltyOf(deps.store.read, file, standing.party, { circumstances, settings }, call.locale);
    if (fineCents > 0) refuseBeforeOrder(standing, penalty);
    const free = goesWithoutFine(standing, penalty);
    const errors = [
      ...fineProblems(penalty, call.body, free),
      ...cityLevelProblems(cityLevelOf(caller.authority, file.offence as OffenceId, today, settings), fineCents),
      ...heavier(fineCents, told),
      ...untold(others ?? [], notice.others ?? []),
      ...reviewMissing(standing, legalReview),
    ];
    if (errors.length > 0) throw invalidInput(errors);
    const record: StepRecord = {
      fineCents,
      ...(others === undefined ? {} : { others }),
      reason,
      ...(ground === undefined ? {} : { ground }),
      ...(legalReview === undefined ? {} : { legalReview }),
    };
    if (penalty && isBelow(penalty, fineCents, free)) return [{ kind: 'proposal', record, to: { state: 'awaiting-approval' } }];
    return [{ kind: 'decision', record, to: { state: 'decided', fineCents, decidedOn: today } }];
  });
}

/** The order was not disobeyed, or the notice rightly told no fine because it was not yet: then what the article sets beside the fine stands alone. */
function goesWithoutFine({ steps, today }: Standing, penalty: Penalty | null): boolean {
  if (!penalty?.ordersFirst) return false;
  const { fineCents, ground } = noticeOf(steps);
  return !isUnmet(orderOf(steps, today)) || (fineCents === 0 && ground === undefined);
}

/**
 * No decision before the notice was served and the party could answer (行政处罚法 44, 45, 62), and after a hearing it asked for (63).
 * @throws {Problem} out-of-order
 */
async function refuseUnheard(deps: Deps, standing: Standing): Promise<void> {
  const { file, steps, today, repository, settings } = standing;
  const told = lastStep(steps, 'notice');
  if (!told) throw notNext(standing, 'decision');
  if (!serviceOf(steps, 'notice')) throw notServed('notice');
  const said = (await caseRecords(deps.store.read, file).statements()).filter((row) => row.at >= told.at);
  if (!said.some(waives)) refuseInPeriod(standing, today);
  if (file.hearingAskedOn !== null && (lastStep(steps, 'hearing')?.n ?? 0) < told.n)
    throw against(
      penaltyLaw(63),
      {
        zh: `当事人已于 ${file.hearingAskedOn} 要求听证，尚未举行。`,
        en: `The party asked for a hearing on ${file.hearingAskedOn}; it has not been held.`,
      },
      { hearingAskedOn: file.hearingAskedOn },
    );
  if (isLimited(file, await repository.findingsOfCase(file), noticeOf(steps).circumstances, settings))
    throw against(penaltyLaw(36), {
      zh: '违法行为在法定期限内未被发现，不再给予行政处罚。',
      en: 'The acts were found after the limitation period; no penalty may follow.',
    });
}

const waives = (row: StatementRow) => row.kind === 'waiver';

function refuseInPeriod({ file, steps, settings }: Standing, today: string): void {
  const { hearing, until } = answerDays(file, steps, settings);
  if (today > until) return;
  throw against(
    penaltyLaw(62),
    {
      zh: `当事人陈述、申辩${hearing ? '和要求听证' : ''}的期限到 ${until} 为止，期满之前不得作出决定；当事人明确放弃的除外。`,
      en: `The party may state, defend${hearing ? ' and ask for a hearing' : ''} until ${until}; before that no decision, unless it expressly gave that up.`,
    },
    { statementDueOn: until },
  );
}

/** Not more than the party was told (44), and never more because it answered (45). */
function heavier(fineCents: number, told: number): ProblemDetail[] {
  if (fineCents <= told) return [];
  return [
    wrongField(
      '/fineCents',
      String(fineCents),
      penaltyLaw(45),
      { zh: `不高于已告知的 ${told} 分`, en: `not more than the ${told} cents the party was told` },
      { zh: '不得因陈述、申辩加重；有新的事实的，重新告知', en: 'a statement never makes it heavier; on new facts give notice anew' },
    ),
  ];
}

function reviewMissing({ steps }: Standing, legalReview: string | undefined): ProblemDetail[] {
  const held = recordOf<{ held: boolean }>(lastStep(steps, 'hearing')).held === true;
  if (!held || legalReview !== undefined) return [];
  return [
    wrongField(
      '/legalReview',
      '(missing)',
      penaltyLaw(58),
      { zh: '经过听证程序的，决定之前的法制审核结果', en: 'after a hearing, the result of the legal review' },
      { zh: '填写审核结果', en: 'write its result' },
    ),
  ];
}

/**
 * The second officer’s own call on a decision below the minimum: another key of the same authority. Agreeing decides it, not agreeing sends it back.
 * @throws {Problem} forbidden by the key that proposed it; out-of-order, as {@link decision}
 */
export function approval(
  deps: Deps,
  call: Taking<{ agrees?: boolean | undefined; text?: string | undefined }>,
  caller: AuthorityCaller,
): Promise<Reply> {
  const { agrees = true, text } = call.body;
  return takeStep(deps, call, caller, agrees ? 'approval' : 'return', async (standing) => {
    const { steps, by, today } = standing;
    const proposal = lastStep(steps, 'proposal');
    if (proposal?.by === by)
      throw new Problem(
        'forbidden',
        {
          zh: '低于幅度下限的决定须由另一名执法人员用本人的密钥审批（行政处罚法第三十二条、第四十二条）。',
          en: 'A decision below the minimum needs another officer, with a key of their own (Administrative Penalty Law, art. 32, 42).',
        },
        { extra: { article: penaltyLaw(42) } },
      );
    const remark: StepRecord = text === undefined ? {} : { text };
    if (!agrees) return [{ kind: 'return', record: remark, to: { state: 'notified' } }];
    // What came in meanwhile, such as a hearing asked for on paper, holds against the decision as it did against the proposal.
    await refuseUnheard(deps, standing);
    const { fineCents = 0, ...proposed } = recordOf<DecisionRecord>(proposal);
    return [
      {
        kind: 'approval',
        record: { fineCents, ...proposed, ...remark, proposedBy: proposal?.by ?? '', approvedBy: by },
        to: { state: 'decided', fineCents, decidedOn: today },
      },
    ];
  });
}

/** No penalty, with its legal ground (行政处罚法 33, 36, 57; 食品安全法 136): the party is told and instructed, nothing is paid. */
export function noPenalty(deps: Deps, call: Taking<{ reason: string; ground: NoPenaltyGround }>, caller: AuthorityCaller): Promise<Reply> {
  const { reason, ground } = call.body;
  return takeStep(deps, call, caller, 'no-penalty', ({ today }) => [
    {
      kind: 'no-penalty',
      record: { reason, ground },
      to: { state: 'no-penalty', decidedOn: today },
      ...(ground === 'not-established' ? { leads: { state: 'dismissed', reason } } : {}),
    },
  ]);
}

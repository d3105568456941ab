import { law, type OffenceId, type Penalty } from '../law/index.ts';
import type { AuthorityCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput } from '../platform/problems.ts';
import type { Reply } from '../store/store.ts';
import { hearingLeftOut } from './case-answering.ts';
import { cityLevelOf, cityLevelProblems } from './case-city-level.ts';
import { isLimited } from './case-deadlines.ts';
import { orderOf, penaltyOf } from './case-law.ts';
import { penaltyLaw } from './case-model.ts';
import type { Other } from './case-others.ts';
import type { HearingInput, NoticeInput } from './case-schemas.ts';
import { notServed, serviceStep } from './case-service.ts';
import { refuseUnpublished } from './case-steps.ts';
import { against, lastStep, type Standing, type Step, type StepRecord, type Taking, takeStep, wrongField } from './case-taking.ts';
import { isUnmet } from './order-outcome.ts';

/**
 * Tells the party the penalty intended, with facts, reasons, basis and its rights (行政处罚法 44). Where the law orders correction first, only
 * once the order was served and has run out; what it sets beside the fine may be told before. A notice given anew replaces the one before and starts the
 * periods again.
 * @throws {Problem} out-of-order before the order was served and has run out, after the limitation period, or on an unconfirmed provision; invalid-input
 */
export function notice(deps: Deps, call: Taking<NoticeInput>, caller: AuthorityCaller): Promise<Reply> {
  const { body } = call;
  return takeStep(deps, call, caller, 'notice', async (standing) => {
    const { file, steps, today, settings } = standing;
    refuseUnpublished(file.offence as OffenceId);
    const goodsValueCents = body.goodsValueCents ?? file.goodsValueCents;
    const penalty = await penaltyOf(deps.store.read, file, standing.party, { ...body, goodsValueCents, settings }, call.locale);
    await refuseTooEarly(standing, penalty, body);
    const free = penalty?.ordersFirst === true && !isUnmet(orderOf(steps, today));
    const errors = [
      ...fineProblems(penalty, body, free),
      ...cityLevelProblems(cityLevelOf(caller.authority, file.offence as OffenceId, today, settings), body.fineCents),
      ...valueProblems(body),
      ...hearingLeftOut(body, today, settings),
    ];
    if (errors.length > 0) throw invalidInput(errors);
    const told = noticeStep(body, goodsValueCents, standing);
    if (!body.service) return [told];
    const at = { document: 'notice', madeOn: today, dueOn: null, at: '/service' } as const;
    return [told, serviceStep({ ...standing, file: { ...file, state: 'notified' } }, body.service, at)];
  });
}

/** Until its service is recorded the period for statement is shown from the notice itself; no decision before that (62). */
function noticeStep(body: NoticeInput, goodsValueCents: number | null, { today, settings }: Standing): Step {
  const given: StepRecord = {};
  for (const [name, value] of Object.entries(body.circumstances ?? {})) if (value !== undefined) given[name] = value;
  return {
    kind: 'notice',
    record: {
      fineCents: body.fineCents,
      ...(body.others === undefined ? {} : { others: body.others }),
      text: body.text,
      hearing: body.hearing ?? true,
      circumstances: given,
      ...(body.goodsValueEvidence === undefined ? {} : { goodsValueCents, goodsValueEvidence: body.goodsValueEvidence }),
      ...(body.ground === undefined ? {} : { ground: body.ground }),
    },
    to: {
      state: 'notified',
      noticeServedOn: null,
      statementDueOn: law.deadlines.statement(today, settings).on,
      hearingAskedOn: null,
      goodsValueCents,
    },
  };
}

/** @throws {Problem} out-of-order */
async function refuseTooEarly(
  standing: Standing,
  penalty: Penalty | null,
  { fineCents, circumstances }: Pick<NoticeInput, 'fineCents' | 'circumstances'>,
): Promise<void> {
  const { file, repository, settings } = standing;
  if (fineCents > 0) refuseBeforeOrder(standing, penalty);
  if (isLimited(file, await repository.findingsOfCase(file), circumstances, settings))
    throw against(penaltyLaw(36), {
      zh: '违法行为在法定期限内未被发现，不再给予行政处罚。',
      en: 'The acts were found after the limitation period; no penalty may follow.',
    });
}

/**
 * Where the law orders first, no fine before its order was served and has run out, and none where it was obeyed (行政处罚法 28).
 * @throws {Problem} out-of-order
 */
export function refuseBeforeOrder({ file, steps, today }: Standing, penalty: Penalty | null): void {
  const order = orderOf(steps, today);
  if (!penalty?.ordersFirst || isUnmet(order)) return;
  if (order === 'unserved') throw notServed('order', lastStep(steps, 'correction') !== undefined);
  if (order === 'none')
    throw against(penaltyLaw(28), {
      zh: '依法应当先责令限期改正，逾期不改正的才能告知处罚；本案尚未责令。',
      en: 'The law orders correction first and fines only when that has run out; nothing was ordered here.',
    });
  if (order === 'met')
    throw against(penaltyLaw(28), {
      zh: '当事人已在责令的期限内改正，不得罚款；该条另有其他处罚的，可以单独告知（others）。',
      en: 'The order was obeyed in time: no fine. What else the article sets may be told by itself (others).',
    });
  throw against(
    penaltyLaw(28),
    {
      zh: `责令改正的期限（${file.dueOn ?? ''}）尚未届满。`,
      en: `The time to correct (${file.dueOn ?? ''}) has not run out.`,
    },
    { dueOn: file.dueOn },
  );
}

/** What is told or decided: an amount, and what stands beside it or instead of it. */
interface Intended {
  fineCents: number;
  ground?: string | undefined;
  others?: readonly Other[] | undefined;
}

/** Whether an amount goes below the minimum and so wants its ground and a second officer. `free`: the law asks for no fine as things stand. */
export function isBelow(penalty: Penalty, fineCents: number, free: boolean): boolean {
  if (fineCents === 0 && free) return false;
  const found = law.checkFine(penalty, fineCents);
  return found === 'below' || (fineCents === 0 && found === 'unknown');
}

/** What stands against an amount: nothing intended, no known band, no goods value, above the maximum, below the minimum without its ground. */
export function fineProblems(penalty: Penalty | null, { fineCents, ground, others = [] }: Intended, free: boolean): ProblemDetail[] {
  const refuse = (zh: string, en: string, fix: { zh: string; en: string }): ProblemDetail[] => [
    wrongField('/fineCents', String(fineCents), penaltyLaw(57), { zh, en }, fix),
  ];
  if (!penalty)
    return refuse('本系统录有适用于该当事人的罚款幅度', 'a band known here that reaches this party', {
      zh: '小作坊、摊贩等适用省级规定（食品安全法第一百二十七条）；不能在此作出',
      en: 'workshops and vendors fall under provincial rules (Food Safety Law, art. 127); it cannot be done here',
    });
  if (fineCents === 0 && others.length === 0)
    return refuse('罚款金额，或者 others 中至少一项其他处罚', 'an amount, or at least one penalty in `others`', {
      zh: '填写罚款金额，或者填写警告、没收等其他处罚',
      en: 'write the amount, or the warning, confiscation or other penalty',
    });
  if (isBelow(penalty, fineCents, free)) return namesGround(ground, fineCents) ? [] : [missingGround(ground, penalty, fineCents)];
  const found = law.checkFine(penalty, fineCents);
  if (found === 'above')
    return refuse(`幅度以内：${penalty.fineText}`, `within the band: ${penalty.fineText}`, {
      zh: '减到幅度上限以内',
      en: 'bring it down to the maximum',
    });
  if (found === 'unknown' && fineCents > 0)
    return refuse(`先认定货值金额：${penalty.fineText}`, `the value of the goods first: ${penalty.fineText}`, {
      zh: '在告知中填写货值金额（goodsValueCents）及其证据',
      en: 'enter the value of the goods (goodsValueCents) with its evidence in the notice',
    });
  return [];
}

function missingGround(ground: string | undefined, penalty: Penalty, fineCents: number): ProblemDetail {
  const exempt = fineCents === 0;
  return wrongField(
    '/ground',
    ground ?? '(missing)',
    penaltyLaw(32),
    {
      zh: `低于幅度下限（${penalty.fineText}）须写明减轻的法定情形，引用第三十二条或者第三十三条${exempt ? '，免予处罚而没收的引用食品安全法第一百三十六条' : ''}`,
      en: `less than the minimum (${penalty.fineText}) needs its legal ground, naming art. 32 or 33${exempt ? ', or art. 136 of the Food Safety Law where the goods alone are confiscated' : ''}`,
    },
    { zh: '例如：行政处罚法第三十二条第一项，主动消除危害后果', en: 'for example: art. 32(1), harm removed on its own account' },
  );
}

/**
 * Only 32 (减轻) and 33 (不予) lead below a minimum, and 食品安全法 136 (免予处罚，仍应没收) to no fine at all; which item, and why, the second officer reads.
 */
function namesGround(ground: string | undefined, fineCents: number): boolean {
  if (ground === undefined) return false;
  return /三十二|三十三|\b3[23]\b/.test(ground) || (fineCents === 0 && /一百三十六|\b136\b/.test(ground));
}

function valueProblems(body: NoticeInput): ProblemDetail[] {
  if ((body.goodsValueCents === undefined) === (body.goodsValueEvidence === undefined)) return [];
  const field = body.goodsValueCents === undefined ? 'goodsValueCents' : 'goodsValueEvidence';
  return [
    wrongField(
      `/${field}`,
      '(missing)',
      { zh: '行政处罚法第四十条', en: 'Administrative Penalty Law, art. 40' },
      { zh: '货值金额与其证据一并填写', en: 'the value of the goods together with its evidence' },
      { zh: '补上缺少的一项', en: 'add the one that is missing' },
    ),
  ];
}

/**
 * Records a hearing that was asked for, or why none is held.
 * @throws {Problem} out-of-order without a request; invalid-input for days or a chair that art. 64 does not allow
 */
export function hearing(deps: Deps, call: Taking<HearingInput>, caller: AuthorityCaller): Promise<Reply> {
  const { text, heldOn, announcedOn, chair, file: record } = call.body;
  return takeStep(deps, call, caller, 'hearing', (standing) => {
    const { file } = standing;
    if (file.hearingAskedOn === null)
      throw against(penaltyLaw(63), { zh: '当事人没有要求听证。', en: 'The party has not asked for a hearing.' });
    const errors = heldOn === undefined ? [] : hearingProblems({ heldOn, announcedOn, chair }, standing);
    if (errors.length > 0) throw invalidInput(errors);
    return [
      {
        kind: 'hearing',
        record: {
          text,
          held: heldOn !== undefined,
          ...(heldOn === undefined ? {} : { heldOn }),
          ...(announcedOn === undefined ? {} : { announcedOn }),
          ...(record === undefined ? {} : { file: record }),
        },
        names: chair === undefined ? {} : { chair: [chair] },
        to: { state: 'notified' },
      },
    ];
  });
}

function hearingProblems(
  { heldOn, announcedOn, chair }: { heldOn: string; announcedOn?: string | undefined; chair?: string | undefined },
  { file, today, settings }: Standing,
): ProblemDetail[] {
  const article = penaltyLaw(64);
  const errors: ProblemDetail[] = [];
  if (heldOn > today || heldOn < (file.hearingAskedOn ?? civilDateOf(file.openedAt)))
    errors.push(
      wrongField(
        '/heldOn',
        heldOn,
        article,
        {
          zh: `要求听证之日（${file.hearingAskedOn ?? ''}）至今天（${today}）`,
          en: `from the request (${file.hearingAskedOn ?? ''}) to today`,
        },
        { zh: '填写举行听证的日期', en: 'write the day it was held' },
      ),
    );
  if (announcedOn === undefined || law.deadlines.hearingEarliest(announcedOn, settings).on > heldOn)
    errors.push(
      wrongField(
        '/announcedOn',
        announcedOn ?? '(missing)',
        article,
        { zh: '举行听证的七个工作日以前通知当事人', en: 'the party told seven working days before' },
        { zh: '填写通知之日；不足七日的另行择期', en: 'write the day; where it is less, hold it later' },
      ),
    );
  if (chair === undefined || (JSON.parse(file.officers) as string[]).includes(chair))
    errors.push(
      wrongField(
        '/chair',
        chair ?? '(missing)',
        article,
        { zh: '由非本案调查人员主持', en: 'chaired by somebody who did not investigate the case' },
        { zh: '填写主持人', en: 'name the chair' },
      ),
    );
  return errors;
}

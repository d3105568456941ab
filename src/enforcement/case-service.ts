import { law } from '../law/index.ts';
import type { AuthorityCaller } from '../platform/caller.ts';
import { type CivilDate, civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, type Problem } from '../platform/problems.ts';
import { foldFullWidth } from '../platform/result.ts';
import type { Reply } from '../store/store.ts';
import { madeBy, serviceOf, unserved } from './case-law.ts';
import { type CaseState, penaltyLaw, type ServedDocument } from './case-model.ts';
import type { ServiceBody, ServiceInput } from './case-schemas.ts';
import { against, notNext, type Standing, type Step, type Taking, takeStep, wrongField } from './case-taking.ts';
import { nextSanction } from './sanctions.ts';

/**
 * Records how a document of the case was served: on which day, how, by which two officers. The period for statement begins with the service of
 * the notice; a decision takes effect with its own, and only then counts as a sanction of the party.
 * @throws {Problem} out-of-order without a document to serve; invalid-input naming the article
 */
export function service(deps: Deps, call: Taking<ServiceBody>, caller: AuthorityCaller): Promise<Reply> {
  return takeStep(deps, call, caller, 'service', async (standing) => {
    const { document: asked, reason, ...input } = call.body;
    const document = asked ?? unserved(standing.steps);
    const made = document && madeBy(standing.steps, document);
    if (!document || !made) throw notNext(standing, 'service');
    if (serviceOf(standing.steps, document))
      throw against(penaltyLaw(61), { zh: '该文书的送达已经登记。', en: 'The service of this document is recorded already.' });
    const step = serviceStep(standing, input, { document, madeOn: civilDateOf(made.at), dueOn: standing.file.dueOn, reason });
    return [document === 'decision' ? await inForce(deps, standing, step) : step];
  });
}

/**
 * A document that never reached the party starts no period and carries no further step (行政处罚法 28, 62). Where it was served, the service can
 * be recorded later with its real day.
 * @param corrected what an order asked for was done already: there is nothing left to order anew
 */
export function notServed(document: 'order' | 'notice', corrected = false): Problem {
  const recorded = {
    zh: '已送达的，请先按实际日期登记送达（service）',
    en: 'where it was served, record the service with its real day first (service)',
  };
  if (document === 'notice')
    return against(
      penaltyLaw(62),
      {
        zh: `行政处罚告知书的送达尚未登记，告知送达并且陈述、申辩和要求听证的期限届满之前，不得作出决定；${recorded.zh}。`,
        en: `The service of the notice is not recorded; no decision before the party was told and could answer: ${recorded.en}.`,
      },
      { unserved: document },
    );
  return against(
    penaltyLaw(28),
    {
      zh: `责令改正通知书的送达尚未登记，未送达的责令不算逾期不改正；${recorded.zh}${corrected ? '' : '，期限届满仍未送达的，重新责令'}。`,
      en: `The service of the order is not recorded, and nobody fails to obey what did not reach them: ${recorded.en}${corrected ? '' : '; where its day passed unserved, order anew'}.`,
    },
    { unserved: document },
  );
}

interface Serving {
  document: ServedDocument;
  madeOn: CivilDate;
  /** The last day an order sets. */
  dueOn: CivilDate | null;
  reason?: string | undefined;
  /** Where the fields stand in the body. */
  at?: string;
}

/** @throws {Problem} invalid-input with every wrong field */
export function serviceStep(
  standing: Pick<Standing, 'file' | 'today' | 'settings'>,
  input: ServiceInput,
  { document, madeOn, dueOn, reason, at = '' }: Serving,
): Step {
  const { file, today } = standing;
  const servedOn = input.servedOn ?? today;
  const how = input.how ?? 'in-person';
  const officers = (input.officers ?? (JSON.parse(file.officers) as string[])).map(foldFullWidth);
  const errors = [
    ...dayProblems(servedOn, { from: madeOn, to: today, dueOn: document === 'order' ? dueOn : null }, at),
    ...mannerProblems(how, input.consent, officers, at),
  ];
  if (errors.length > 0) throw invalidInput(errors);
  const record = {
    document,
    servedOn,
    how,
    ...(input.consent === undefined ? {} : { consent: input.consent }),
    ...(input.receipt === undefined ? {} : { receipt: input.receipt }),
    ...(reason === undefined ? {} : { reason }),
  };
  const state = file.state as CaseState;
  const starts =
    document === 'notice' ? { noticeServedOn: servedOn, statementDueOn: law.deadlines.statement(servedOn, standing.settings).on } : {};
  return { kind: 'service', record, names: { officers }, to: { state, ...starts } };
}

function dayProblems(
  servedOn: CivilDate,
  { from, to, dueOn }: { from: CivilDate; to: CivilDate; dueOn: CivilDate | null },
  at: string,
): ProblemDetail[] {
  const last = dueOn !== null && dueOn < to ? dueOn : to;
  if (servedOn >= from && servedOn <= last) return [];
  return [
    wrongField(
      `${at}/servedOn`,
      servedOn,
      penaltyLaw(61),
      { zh: `文书作出之日（${from}）至 ${last}`, en: `from the day of the document (${from}) to ${last}` },
      { zh: '填写实际送达的日期', en: 'write the day it was served' },
    ),
  ];
}

function mannerProblems(how: string, consent: boolean | undefined, officers: readonly string[], at: string): ProblemDetail[] {
  const errors: ProblemDetail[] = [];
  if (how === 'electronic' && consent !== true)
    errors.push(
      wrongField(
        `${at}/consent`,
        String(consent ?? '(missing)'),
        penaltyLaw(61),
        { zh: '当事人同意并签订确认书后，方可电子送达', en: 'electronic service only after the party has agreed in writing' },
        { zh: '有确认书的填 true，否则换一种送达方式', en: 'true where it has signed; else serve in another way' },
      ),
    );
  if (officers[0] === officers[1])
    errors.push(
      wrongField(
        `${at}/officers/1`,
        officers[1] ?? '',
        penaltyLaw(42),
        { zh: '两名不同的执法人员', en: 'two different officers' },
        { zh: '填写第二名执法人员', en: 'name the second officer' },
      ),
    );
  return errors;
}

/** The decision served: it is in force, and the n-th sanction of its party. Two offices that serve at once take different numbers. */
async function inForce(deps: Deps, { file }: Standing, step: Step): Promise<Step> {
  const [[id = 0], n] = await Promise.all([deps.store.ids(1), nextSanction(deps.store.read, file.partyId)]);
  return {
    ...step,
    to: { ...step.to, state: 'served', servedOn: String(step.record.servedOn) },
    rows: {
      sanction: [
        {
          id,
          partyId: file.partyId,
          n,
          caseId: file.id,
          offence: file.offence,
          fineCents: file.fineCents ?? 0,
          decidedOn: file.decidedOn ?? String(step.record.servedOn),
          revokedAt: null,
        },
      ],
    },
  };
}

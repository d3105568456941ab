import type { AuthorityCaller } from '../platform/caller.ts';
import { type CivilDate, civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput } from '../platform/problems.ts';
import type { Reply } from '../store/store.ts';
import { answerDays, answerProblems } from './case-answering.ts';
import { type CaseState, penaltyLaw } from './case-model.ts';
import type { StatementRow, StepRow } from './case-repository.ts';
import { recordOf, type Standing, type Step, type Taking, takeStep, wrongField } from './case-taking.ts';
import type { ReceivedInput } from './received-schemas.ts';
import { statementParts } from './statement-parts.ts';
import { kindOf, statementView } from './statements-view.ts';

/** What the step keeps of a statement that came on paper or was spoken; its words stand with the statement. */
interface ReceivedRecord {
  statement: string;
  how: 'paper' | 'spoken';
  receivedOn: CivilDate;
  file?: string;
}

/**
 * Enters what the party stated on paper or spoke to the office (行政处罚法 45): from then on it counts like what it enters itself. A hearing counts
 * as asked for on the day it was received, within the days of art. 64.
 * @throws {Problem} invalid-input for a day that does not fit, or with neither words nor paper; out-of-order once decided
 */
export function statementReceived(deps: Deps, call: Taking<ReceivedInput>, caller: AuthorityCaller): Promise<Reply> {
  const { how, text = '', file: paper, hearing = false, waives = false } = call.body;
  return takeStep(deps, call, caller, 'statement-received', async (standing): Promise<Step[]> => {
    const { file, party, today, settings, by, now } = standing;
    const receivedOn = call.body.receivedOn ?? today;
    const errors = [
      ...wordless(call.body),
      ...dayProblems(standing, receivedOn, hearing || waives),
      ...answerProblems(call.body, file, receivedOn, settings),
    ];
    if (errors.length > 0) throw invalidInput(errors);
    const kind = kindOf({ hearing, waives });
    const from = { id: file.partyId, publicId: party?.publicId ?? '' };
    const said = await statementParts(deps, { kind, text, files: [], party: from, file, by, at: now });
    const record = { statement: said.row.publicId, how, receivedOn, ...(paper === undefined ? {} : { file: paper }) };
    const asked = hearing && file.hearingAskedOn === null ? { hearingAskedOn: receivedOn } : {};
    return [
      {
        kind: 'statement-received',
        record: { ...record, ...(hearing ? { hearing } : {}), ...(waives ? { waives } : {}) },
        to: { state: file.state as CaseState, ...asked },
        rows: said.rows,
        also: [said.entry],
      },
    ];
  });
}

function wordless({ text, file }: ReceivedInput): ProblemDetail[] {
  if (text !== undefined || file !== undefined) return [];
  return [
    wrongField(
      '/text',
      '(missing)',
      penaltyLaw(45),
      { zh: '陈述、申辩的内容，或者所附书面材料（file）', en: 'what was stated, or the paper it stands on (file)' },
      { zh: '写明内容，或者填写材料的 SHA-256', en: 'write it down, or give the SHA-256 of the paper' },
    ),
  ];
}

/** Received while the case ran; what answers the notice came after it. */
function dayProblems({ file, steps, today, settings }: Standing, receivedOn: CivilDate, answersNotice: boolean): ProblemDetail[] {
  const from = answersNotice ? answerDays(file, steps, settings).from : civilDateOf(file.openedAt);
  if (receivedOn >= from && receivedOn <= today) return [];
  return [
    wrongField(
      '/receivedOn',
      receivedOn,
      penaltyLaw(45),
      {
        zh: answersNotice ? `告知之日（${from}）至今天（${today}）` : `立案之日（${from}）至今天（${today}）`,
        en: `from the ${answersNotice ? 'notice' : 'opening'} (${from}) to today (${today})`,
      },
      { zh: '填写收到的日期', en: 'write the day it was received' },
    ),
  ];
}

/** Statements of a case as both sides read them; what an office received says how and on which day. */
export function statementsIn(rows: readonly StatementRow[], steps: readonly StepRow[]) {
  const received = new Map(
    steps
      .filter((step) => step.kind === 'statement-received')
      .map((step) => {
        const { statement, how, receivedOn, file } = recordOf<ReceivedRecord>(step);
        return [statement, { how, receivedOn, ...(file === undefined ? {} : { file }) }] as const;
      }),
  );
  return rows.map((row) => ({ ...statementView(row), ...received.get(row.publicId) }));
}

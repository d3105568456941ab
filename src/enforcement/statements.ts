import { lawSettings } from '../law-settings/repository.ts';
import { actedBy, chainOf, type PartyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { Commit, Reply } from '../store/store.ts';
import { answerProblems } from './case-answering.ts';
import { type CaseState, penaltyLaw } from './case-model.ts';
import type { StatementInput } from './case-schemas.ts';
import { against, type Taking } from './case-taking.ts';
import { noCase, noLead, repositoryFor } from './lists.ts';
import type { CaseRow, FindingRow } from './repository.ts';
import { statementParts } from './statement-parts.ts';
import { kindOf, type StatementKind, statementView } from './statements-view.ts';

/** Until the decision the party may state, defend and show evidence (行政处罚法 45); afterwards its remedy is review (7). */
const MAY_STATE: readonly CaseState[] = ['opened', 'ordered', 'corrected', 'notified', 'awaiting-approval'];

/**
 * What a party says about a lead that concerns it.
 * @throws {Problem} not-found; invalid-input for files it has not stored; out-of-order once the lead is settled
 */
export function stateOnLead(deps: Deps, call: Taking<StatementInput>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const repository = await repositoryFor(deps, caller);
    const lead = await repository.finding(call.params.id);
    if (!lead) throw noLead();
    if (lead.state !== 'open' && lead.state !== 'in-case')
      throw new Problem('out-of-order', { zh: `此事项已办结（${lead.state}）。`, en: `This matter is settled (${lead.state}).` });
    await refuseUnknownFiles(deps, caller, call.body.files ?? []);
    const [file] = lead.caseId === null ? [] : await repository.caseIds([lead.caseId]);
    return statementCommit(deps, call, caller, { kind: 'statement', lead, ...(file ? { file } : {}) });
  });
}

/**
 * Statement and defence of the party in its case; it may ask for a hearing within the days of art. 64, or give further statement up (62).
 * @throws {Problem} not-found; out-of-order once decided; invalid-input
 */
export function stateOnCase(deps: Deps, call: Taking<StatementInput>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const repository = await repositoryFor(deps, caller);
    const file = await repository.case(call.params.id);
    if (!file) throw noCase();
    if (!MAY_STATE.includes(file.state as CaseState))
      throw against(penaltyLaw(7), {
        zh: '已经作出决定；不服的，可以依法申请行政复议或者提起行政诉讼。',
        en: 'It has been decided; the way on is review or suit.',
      });
    const errors = answerProblems(call.body, file, civilDateOf(call.now), await lawSettings(deps.store.read));
    if (errors.length > 0) throw invalidInput(errors);
    await refuseUnknownFiles(deps, caller, call.body.files ?? []);
    return statementCommit(deps, call, caller, { kind: kindOf(call.body), file, steps: file.steps });
  });
}

async function refuseUnknownFiles(deps: Deps, caller: PartyCaller, files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  const rows = await deps.store.read
    .selectFrom('stored_file')
    .select('sha256')
    .where('partyId', '=', caller.party.id)
    .where('sha256', 'in', [...files])
    .execute();
  const stored = new Set(rows.map((row) => row.sha256));
  const errors = files.flatMap((sha256, i): ProblemDetail[] =>
    stored.has(sha256)
      ? []
      : [
          {
            pointer: `/files/${i}`,
            found: sha256,
            expected: { zh: '已上传的文件', en: 'a file stored before' },
            fix: { zh: '先用 PUT /v1/files/{sha256} 上传', en: 'store it with PUT /v1/files/{sha256} first' },
          },
        ],
  );
  if (errors.length > 0) throw invalidInput(errors);
}

interface About {
  kind: StatementKind;
  lead?: FindingRow;
  file?: Pick<CaseRow, 'id' | 'publicId'> & Partial<Pick<CaseRow, 'hearingAskedOn'>>;
  /** Steps of the case when it was read: a decision made meanwhile comes first. */
  steps?: number;
}

/** In the party’s own chain. */
async function statementCommit(deps: Deps, call: Taking<StatementInput>, caller: PartyCaller, about: About): Promise<Commit> {
  const { kind, lead, file, steps } = about;
  const { text, files = [] } = call.body;
  const said = await statementParts(deps, { kind, text, files, party: caller.party, lead, file, by: actedBy(caller), at: call.now });
  const asks = kind === 'hearing' && file && file.hearingAskedOn === null;
  return {
    chain: chainOf(caller),
    at: call.now,
    entries: [said.entry],
    rows: said.rows,
    touch: asks ? [{ set: 'case_file', id: file.id, to: { hearingAskedOn: civilDateOf(call.now) } }] : [],
    expect: file && steps !== undefined ? [{ table: 'case_file', id: file.id, column: 'steps', is: steps }] : [],
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: () => ({ reply: json(201, statementView(said.row)) }),
  };
}

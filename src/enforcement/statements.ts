import { newPublicId } from '../codes/ids.ts';
import { law } from '../law/index.ts';
import { conceal } from '../ledger/personal.ts';
import { actedBy, chainOf, type PartyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, Reply } from '../store/store.ts';
import { type CaseState, penaltyLaw } from './case-model.ts';
import type { StatementInput } from './case-schemas.ts';
import { against, type Taking, wrongField } from './case-taking.ts';
import { noCase, noLead, repositoryFor } from './lists.ts';
import type { CaseRow, FindingRow } from './repository.ts';
import { type StatementKind, statementView } from './statements-view.ts';

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
    const errors = hearingProblems(call.body, file, civilDateOf(call.now));
    if (errors.length > 0) throw invalidInput(errors);
    await refuseUnknownFiles(deps, caller, call.body.files ?? []);
    return statementCommit(deps, call, caller, { kind: kindOf(call.body), file, steps: file.steps });
  });
}

const kindOf = ({ hearing, waives }: StatementInput): StatementKind => (waives ? 'waiver' : hearing ? 'hearing' : 'statement');

function hearingProblems({ hearing, waives }: StatementInput, file: CaseRow, today: string): ProblemDetail[] {
  const told = file.state === 'notified' || file.state === 'awaiting-approval';
  const field = (name: string, article: ReturnType<typeof penaltyLaw>, zh: string, en: string) =>
    wrongField(`/${name}`, 'true', article, { zh, en }, { zh: '去掉此项，只提交陈述', en: 'leave it out and state only' });
  const errors: ProblemDetail[] = [];
  if (hearing && waives)
    errors.push(field('waives', penaltyLaw(62), '放弃与要求听证只能选一', 'either to give up or to ask for a hearing'));
  if (waives && !told) errors.push(field('waives', penaltyLaw(62), '收到告知之后才能放弃', 'it can be given up only after the notice'));
  if (!hearing) return errors;
  if (!told) return [...errors, field('hearing', penaltyLaw(64), '收到告知之后才能要求听证', 'a hearing is asked for after the notice')];
  const until = file.noticeServedOn === null ? null : law.deadlines.hearingRequest(file.noticeServedOn).on;
  if (until !== null && today > until)
    errors.push(
      field('hearing', penaltyLaw(64), `告知后五个工作日以内，即 ${until} 以前`, `within five working days of the notice, by ${until}`),
    );
  return errors;
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

/** In the party’s own chain; what it says in words is held there as a commitment, since it may name persons. */
async function statementCommit(deps: Deps, call: Taking<StatementInput>, caller: PartyCaller, about: About): Promise<Commit> {
  const { kind, lead, file, steps } = about;
  const [id = 0] = await deps.store.ids(1);
  const { text, files = [] } = call.body;
  const hidden = conceal(deps.random, text);
  const row: DB['statement'] = {
    id,
    publicId: newPublicId(deps.random),
    partyId: caller.party.id,
    findingId: lead?.id ?? null,
    caseId: file?.id ?? null,
    kind,
    text,
    files: JSON.stringify(files),
    actedBy: actedBy(caller),
    at: call.now,
  };
  const asks = kind === 'hearing' && file && file.hearingAskedOn === null;
  return {
    chain: chainOf(caller),
    at: call.now,
    entries: [
      {
        kind: 'statement.made',
        subject: `statement/${row.publicId}`,
        payload: {
          statement: row.publicId,
          case: file?.publicId ?? null,
          violation: lead?.publicId ?? null,
          party: caller.party.publicId,
          kind,
          text: hidden.commitment,
          files,
          actedBy: row.actedBy,
        },
      },
    ],
    rows: { statement: [row], personal: [hidden.row] },
    touch: asks ? [{ set: 'case_file', id: file.id, to: { hearingAskedOn: civilDateOf(call.now) } }] : [],
    expect: file && steps !== undefined ? [{ table: 'case_file', id: file.id, column: 'steps', is: steps }] : [],
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: () => ({ reply: json(201, statementView(row)) }),
  };
}

import { certificateFacts, loadInputFacts } from '../batches/facts.ts';
import type { ResolvedLine } from '../batches/goods.ts';
import { inheritedPapers } from '../batches/inherited-papers.ts';
import { type Loss, madeOfItself, transformationRows } from '../batches/transformation.ts';
import { type BatchDraft, type Drafting, draftBatch, drafting, entriesOf, inputsOf, rowsOf, unknownSite } from '../batches/usecases.ts';
import { newPublicId } from '../codes/ids.ts';
import { instantOrNow } from '../custody/times.ts';
import type { Json } from '../ledger/entry.ts';
import { actedBy, chainOf, type PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { formatSteps, type Packaging, parseQuantity } from '../platform/quantity.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { SiteFacts } from '../rules/facts.ts';
import { judgeRecords } from '../rules/judging.ts';
import { merged } from '../store/plan.ts';
import type { Commit, EntryDraft, Reply, Stamp } from '../store/store.ts';
import { type Balance, balanceOf, keepsWeight, type Measured } from './balance.ts';
import type { TransformationInput } from './transformation-schemas.ts';
import { balanceShown, toleranceOn } from './transformation-views.ts';

/** Edges are inputs times outputs: above this one record would cost more than it tells. */
const MOST_EDGES = 5_000;

type Asked = Call<unknown, unknown, TransformationInput>;

/** Everything checked, nothing written. */
interface Checked {
  site: SiteFacts;
  inputs: ResolvedLine[];
  drafts: BatchDraft[];
  balance: Balance;
  at: number;
}

/**
 * POST /v1/transformations: n batches become m others in one commit.
 * @throws {Problem} invalid-input with every wrong line of inputs and outputs, or more out than in where the kind keeps weight; ambiguous-line
 */
export function recordTransformation(deps: Deps, call: Asked, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => commitOf(deps, call, caller, await checked(deps, call, caller)));
}

async function checked(deps: Deps, call: Asked, caller: PartyCaller): Promise<Checked> {
  const { body } = call;
  const work = drafting(deps, caller, call.now);
  const at = instantOrNow(body.at, call.now, '/at');
  const site = await work.repository.site(body.site);
  if (!site) throw invalidInput([unknownSite(body.site, '/site')]);
  const errors: ProblemDetail[] = tooManyEdges(body);
  const candidates: unknown[] = [];
  const used = await inputsOf(work, site, body.inputs, '');
  if ('errors' in used) {
    errors.push(...used.errors);
    candidates.push(...(used.candidates ?? []));
  }
  const drafts = await drafted(work, site, body, errors);
  if (candidates.length > 0)
    throw new Problem(
      'ambiguous-line',
      { zh: '有的原料对应多个批次，未保存任何内容。', en: 'Some inputs name several batches; nothing was stored.' },
      { errors, extra: { candidates } },
    );
  if (errors.length > 0 || 'errors' in used) throw invalidInput(errors);
  const balance = balanceOf(
    used.lines.map(measuredLine),
    drafts.map(measuredDraft),
    measuredLoss(body.loss ?? [], used.lines),
    toleranceOn(call.now),
  );
  if (keepsWeight(body.kind) && balance.state === 'more') throw invalidInput([moreThanIn(balance)]);
  return { site, inputs: used.lines, drafts, balance, at };
}

async function drafted(
  work: Drafting,
  site: SiteFacts,
  { inputs, outputs }: TransformationInput,
  errors: ProblemDetail[],
): Promise<BatchDraft[]> {
  const drafts: BatchDraft[] = [];
  for (const [i, { traceCode, ...output }] of outputs.entries()) {
    const root = `/outputs/${i}`;
    errors.push(...madeOfItself(traceCode, inputs, ''));
    const again = outputs.findIndex((other) => traceCode !== undefined && other.traceCode === traceCode);
    if (traceCode !== undefined && again < i) errors.push(twice(traceCode, `${root}/traceCode`));
    const input = { ...output, site: site.publicId, ...(traceCode === undefined ? {} : { reservedCode: traceCode }) };
    const one = await draftBatch(work, input, root, { kind: 'transformation' });
    if ('errors' in one) errors.push(...one.errors);
    else drafts.push(one.draft);
  }
  return drafts;
}

function twice(found: string, pointer: string): ProblemDetail {
  return {
    pointer,
    found,
    expected: { zh: '每批一个追溯码', en: 'a code for each batch' },
    fix: { zh: '换一个预留码', en: 'take another reserved code' },
  };
}

function tooManyEdges({ inputs, outputs }: TransformationInput): ProblemDetail[] {
  if (inputs.length * outputs.length <= MOST_EDGES) return [];
  return [
    {
      pointer: '/outputs',
      found: `${inputs.length} × ${outputs.length}`,
      expected: { zh: `投入行数 × 产出批数不超过 ${MOST_EDGES}`, en: `inputs times outputs at most ${MOST_EDGES}` },
      fix: { zh: '按实际分次记录，例如先合并、再分装', en: 'record it as it was done, step by step: pool first, then repack' },
    },
  ];
}

const measuredLine = ({ goods, steps, unit }: ResolvedLine): Measured => ({ steps, unit: goods.unit ?? unit, packaging: goods.packaging });

function measuredDraft({ made, product, facts }: BatchDraft): Measured {
  return {
    steps: made.steps,
    unit: facts.quantity?.unit ?? '',
    packaging: product.packaging === null ? [] : (JSON.parse(product.packaging) as Packaging[]),
  };
}

/** A loss may be told in any unit the goods that went in are packed in. */
function measuredLoss(loss: readonly Loss[], inputs: readonly ResolvedLine[]): Measured[] {
  const packaging = inputs.flatMap((line) => line.goods.packaging);
  return loss.flatMap((one) => {
    const parsed = parseQuantity(one);
    return parsed.ok ? [{ steps: parsed.quantity.steps, unit: parsed.quantity.unit, packaging }] : [];
  });
}

function moreThanIn(balance: Exclude<Balance, { state: 'not-comparable' }>): ProblemDetail {
  const { unit } = balance;
  const [went, came] = [formatSteps(balance.in, unit), formatSteps(balance.out + balance.loss, unit)];
  return {
    pointer: '/outputs',
    found: `${came} ${unit}`,
    expected: {
      zh: `产出与损耗之和不超过投入的 ${went} ${unit}（称重误差除外）`,
      en: `outputs and loss of at most the ${went} ${unit} that went in, within the tolerance of weighing`,
    },
    fix: {
      zh: '核对数量；漏记的投入补在 inputs 中；确有增重的加工用 kind process',
      en: 'check the amounts; add an input that was left out; where it gains weight it is of kind process',
    },
  };
}

async function commitOf(deps: Deps, call: Asked, caller: PartyCaller, { site, inputs, drafts, balance, at }: Checked): Promise<Commit> {
  const { kind, reason = null } = call.body;
  const [id = 0] = await deps.store.ids(1);
  const loss = (call.body.loss ?? []).map((one): Loss => ({ amount: one.amount.trim(), unit: one.unit.trim(), reason: one.reason.trim() }));
  const row = {
    id,
    publicId: newPublicId(deps.random),
    partyId: caller.party.id,
    siteId: site.id,
    kind,
    at,
    loss,
    reason: reason?.trim() ?? null,
    actedBy: actedBy(caller),
    recordedAt: call.now,
  };
  const used = await loadInputFacts(
    deps.store.read,
    inputs.map((line) => ({ batchId: line.goods.batchId, partyId: caller.party.id, at })),
  );
  const papers = await inheritedPapers(
    deps.store.read,
    kind,
    inputs.map((line) => line.goods.batchId),
  );
  const judging = await judgeRecords(
    deps,
    call.now,
    drafts.map((draft) => ({
      kind: 'batch' as const,
      batch: { ...draft.facts, inputs: used.flat(), certificates: [...draft.facts.certificates, ...papers.map(certificateFacts)] },
    })),
  );
  const outputs = drafts.map((draft) => ({ ...draft, entry: ofTransformation(draft.entry, row.publicId) }));
  return {
    chain: chainOf(caller),
    at: call.now,
    entries: [...entriesOf(outputs), entryOf(caller, site, row, inputs, call.body, drafts, papers)],
    rows: merged([
      rowsOf(drafts),
      { batch_certificate: inheritances(papers, drafts) },
      transformationRows({ ...row, inputs, outputs: drafts.map((draft) => draft.made) }),
    ]),
    moves: inputs.map((line) => ({ holdingId: line.goods.holdingId ?? 0, delta: -line.steps })),
    touch: drafts.flatMap((draft) => draft.touch),
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: ({ stamps }) => {
      const judged = judging.settle();
      const recorded = drafts.map((draft, i) => {
        const stamp = stamps[i] as Stamp;
        const batch = draft.batchRow(stamp);
        const { ledger, ...reply } = draft.reply(stamp);
        const view = { ...reply, findings: judging.views('batch', batch.id, call.locale), ledger };
        return { batch, revision: { batchId: batch.id, revision: 1, at: stamp.at, ledgerSeq: stamp.seq }, view };
      });
      const body = { id: row.publicId, kind, outputs: recorded.map((one) => one.view), balance: balanceShown(balance) };
      return {
        rows: merged([{ batch: recorded.map((one) => one.batch), batch_revision: recorded.map((one) => one.revision) }, judged.rows]),
        touch: judged.touch,
        reply: json(201, body, { Location: `/v1/transformations/${row.publicId}` }),
      };
    },
  };
}

const inheritances = (papers: readonly { id: number }[], drafts: readonly BatchDraft[]) =>
  drafts.flatMap((draft) => papers.map((paper) => ({ batchId: draft.facts.id, certificateId: paper.id })));

/** The record of a batch names the transformation it came of. */
function ofTransformation(entry: EntryDraft, transformation: string): EntryDraft {
  return { ...entry, payload: { ...(entry.payload as { [key: string]: Json }), transformation } };
}

function entryOf(
  caller: PartyCaller,
  site: SiteFacts,
  row: { publicId: string; kind: string; at: number; loss: Loss[]; reason: string | null },
  inputs: readonly ResolvedLine[],
  body: TransformationInput,
  drafts: readonly BatchDraft[],
  papers: readonly { publicId: string }[],
): EntryDraft {
  const payload: { [key: string]: Json } = {
    party: caller.party.publicId,
    actedBy: actedBy(caller),
    site: site.publicId,
    kind: row.kind,
    at: row.at,
    inputs: inputs.map(({ goods, amount, unit }) => ({ traceCode: goods.traceCode, revision: goods.revision, quantity: { amount, unit } })),
    outputs: drafts.map((draft, i) => ({ traceCode: draft.traceCode, quantity: body.outputs[i]?.quantity as unknown as Json })),
    loss: row.loss as unknown as Json,
    papers: papers.map((paper) => paper.publicId),
    reason: row.reason,
    traceCodes: [...new Set([...inputs.map((line) => line.goods.traceCode), ...drafts.map((draft) => draft.traceCode)])],
  };
  return { kind: 'transformation.recorded', subject: `transformation/${row.publicId}`, payload };
}

import { buildDigitalLink } from '../codes/digital-link.ts';
import { actedBy, chainOf, type PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { staleRevision } from '../platform/mount.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { BatchFacts } from '../rules/facts.ts';
import { judgeRecords } from '../rules/judging.ts';
import { merged } from '../store/plan.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, Move, Reply, Rows, Stamp } from '../store/store.ts';
import { batchColumnsAsFacts, certificateFacts, loadBatchFacts, productFacts, revisionEvents } from './facts.ts';
import { codeLinks } from './model.ts';
import { type Revision, type RevisionInput, revisionOf } from './revision.ts';
import { flowsInto } from './transformation.ts';
import { drafting } from './usecases.ts';
import { batchInScope } from './views.ts';

/**
 * PATCH /v1/batches/{traceCode}: a correction is a new revision; the earlier one stays readable. Fields left out stay as they are,
 * `product` is replaced as a whole, certificates are added. What was shipped keeps the revision it was shipped under.
 */
export async function reviseBatch(
  deps: Deps,
  call: Call<{ traceCode: string }, unknown, RevisionInput>,
  caller: PartyCaller,
): Promise<Reply> {
  return write(deps.store, async () => {
    const batch = await batchInScope(deps, call, call.params.traceCode);
    if (batch.revision !== call.ifMatch) throw staleRevision();
    const revision = await revisionOf(drafting(deps, caller, call.now), batch, call.body);
    return commitOf(deps, call, caller, batch, revision);
  });
}

async function commitOf(
  deps: Deps,
  call: Call<unknown, unknown, RevisionInput>,
  caller: PartyCaller,
  batch: DB['batch'],
  next: Revision,
): Promise<Commit> {
  const facts = await factsAfter(deps, next);
  const revised = await revisionEvents(deps.store.read, batch, next.product.id, facts);
  const judging = await judgeRecords(deps, call.now, [{ kind: 'batch', batch: facts }, ...revised], [{ type: 'batch', id: batch.id }]);
  const stock = await stockChange(deps, batch, next, call.now);
  const { reason } = call.body;
  const payload = { party: caller.party.publicId, actedBy: actedBy(caller), revision: next.batch.revision, reason, ...next.record };
  return {
    chain: chainOf(caller),
    at: call.now,
    entries: [{ kind: 'batch.revised', subject: `batch/${batch.traceCode}`, payload }, ...(next.productEntry ? [next.productEntry] : [])],
    expect: [{ table: 'batch', id: batch.id, column: 'revision', is: batch.revision }],
    moves: stock.moves,
    rows: merged([next.rows, stock.rows]),
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: ({ stamps }) => {
      const stamp = stamps[0] as Stamp;
      const judged = judging.settle();
      return {
        rows: merged([
          { batch_revision: [{ batchId: batch.id, revision: next.batch.revision, at: stamp.at, ledgerSeq: stamp.seq }] },
          judged.rows,
        ]),
        touch: [{ set: 'batch', id: batch.id, to: { ...next.changed, ledgerSeq: stamp.seq, ledgerHash: stamp.hash } }, ...judged.touch],
        reply: json(200, replyOf(deps, next, stamp, judging.views('batch', batch.id, call.locale)), { ETag: `"${next.batch.revision}"` }),
      };
    },
  };
}

function replyOf(deps: Deps, { batch }: Revision, stamp: Stamp, findings: unknown[]) {
  return {
    id: batch.traceCode,
    ...codeLinks(deps.publicUrl, batch.traceCode),
    lot: batch.lot,
    digitalLink: batch.gtin === null ? null : buildDigitalLink(deps.publicUrl, { gtin14: batch.gtin, lot: batch.lot }),
    expiresOn: batch.expiresOn,
    expiresBy: batch.expiresBy,
    revision: batch.revision,
    findings,
    ledger: { chain: stamp.chain, seq: stamp.seq, hash: stamp.hash },
  };
}

/** A corrected quantity moves what the maker holds; one given for the first time opens the holding. */
async function stockChange(deps: Deps, batch: DB['batch'], next: Revision, at: number): Promise<{ moves: Move[]; rows: Rows }> {
  const { steps } = next.batch;
  if (steps === null || steps === batch.steps) return { moves: [], rows: {} };
  const held = await deps.store.read
    .selectFrom('holding')
    .select('id')
    .where('batchId', '=', batch.id)
    .where('partyId', '=', batch.partyId)
    .where('siteId', '=', batch.siteId)
    .executeTakeFirst();
  if (held) return { moves: [{ holdingId: held.id, delta: steps - (batch.steps ?? 0) }], rows: {} };
  const [id = 0] = await deps.store.ids(1);
  return {
    moves: [],
    rows: {
      holding: [{ id, batchId: batch.id, partyId: batch.partyId, siteId: batch.siteId, steps, createdAt: at }],
      flow: await flowsOfMaking(deps, batch.id, id),
    },
  };
}

/** Goods that went into a batch before its quantity was known are edges of the trace graph from the moment it has a holding. */
async function flowsOfMaking(deps: Deps, batchId: number, holdingId: number): Promise<DB['flow'][]> {
  const inputs = await deps.store.read
    .selectFrom('transformation_output as made')
    .innerJoin('transformation', 'transformation.id', 'made.transformationId')
    .innerJoin('transformation_input as used', 'used.transformationId', 'made.transformationId')
    .select(['transformation.id', 'transformation.at', 'used.holdingId', 'used.steps', 'used.batchRevision as revision'])
    .where('made.batchId', '=', batchId)
    .orderBy('used.n')
    .execute();
  const [first] = inputs;
  return first ? flowsInto(holdingId, first.id, first.at, inputs) : [];
}

async function factsAfter(deps: Deps, next: Revision): Promise<BatchFacts> {
  const before = (await loadBatchFacts(deps.store.read, [next.batch.id])).get(next.batch.id);
  if (!before) throw new Error('The batch that is revised is there.');
  return {
    ...before,
    ...batchColumnsAsFacts(next.batch),
    product: productFacts(next.product),
    certificates: [...before.certificates, ...next.newCertificates.map(certificateFacts)],
  };
}

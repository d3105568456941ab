import type { Loss } from '../batches/transformation.ts';
import { quantityView } from '../batches/views.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { regionPrefix } from '../law/authority.ts';
import type { Caller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { type Cursor, decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { notFound } from '../platform/problems.ts';
import { formatSteps, type Packaging, parseQuantity } from '../platform/quantity.ts';
import { type Call, json } from '../platform/route.ts';
import { contextOn } from '../rules/judging.ts';
import type { Reply, Store } from '../store/store.ts';
import { type Balance, balanceOf, type Measured } from './balance.ts';

/** How far weighed goods may differ, in thousandths: the setting of the rules. */
export function toleranceOn(now: number): number {
  return contextOn(now, { varieties: [], subjects: [] }).settings.weighedTolerancePermille;
}

/** A balance as replies show it. */
export function balanceShown(balance: Balance) {
  if (balance.state === 'not-comparable') return { state: balance.state };
  const { unit } = balance;
  const shown = (steps: number) => ({ amount: formatSteps(steps, unit), unit });
  return {
    state: balance.state,
    in: shown(balance.in),
    out: shown(balance.out),
    loss: shown(balance.loss),
    difference: shown(balance.difference),
  };
}

/** Transformations as the caller may see them: a party’s own, for an authority those done in its region. */
function transformationRepository(read: Store['read'], caller: Caller) {
  function scoped() {
    const query = read
      .selectFrom('transformation')
      .innerJoin('site', 'site.id', 'transformation.siteId')
      .selectAll('transformation')
      .select(['site.publicId as sitePublicId', 'site.name as siteName']);
    if (caller.kind === 'authority') return query.where('site.regionCode', 'like', `${regionPrefix(caller.authority.regionCode)}%`);
    if (caller.kind !== 'party') return query.where('transformation.id', '=', -1);
    const own = query.where('transformation.partyId', '=', caller.party.id);
    return caller.siteIds ? own.where('transformation.siteId', 'in', [...caller.siteIds, -1]) : own;
  }
  const goods = ['batch.traceCode', 'batch.unit', 'batch.unitCode', 'product.name', 'product.packaging'] as const;
  return {
    one: (publicId: string) => scoped().where('transformation.publicId', '=', publicId).executeTakeFirst(),
    page: (limit: number, after: Cursor | null) => {
      let query = scoped();
      if (after)
        query = query.where((eb) => eb(eb.refTuple('transformation.recordedAt', 'transformation.id'), '<', eb.tuple(after.at, after.id)));
      return query
        .orderBy('transformation.recordedAt', 'desc')
        .orderBy('transformation.id', 'desc')
        .limit(limit + 1)
        .execute();
    },
    /** What went in and what came out of transformations the caller was admitted to. */
    inputs: (ids: readonly number[]) =>
      read
        .selectFrom('transformation_input as used')
        .innerJoin('batch', 'batch.id', 'used.batchId')
        .innerJoin('product', 'product.id', 'batch.productId')
        .select([
          ...goods,
          'used.transformationId',
          'used.steps',
          'used.amount',
          'used.unit as given',
          'used.unitCode as givenCode',
          'used.batchRevision',
        ])
        .where('used.transformationId', 'in', [...ids, -1])
        .orderBy('used.n')
        .execute(),
    outputs: (ids: readonly number[]) =>
      read
        .selectFrom('transformation_output as made')
        .innerJoin('batch', 'batch.id', 'made.batchId')
        .innerJoin('product', 'product.id', 'batch.productId')
        .select([...goods, 'made.transformationId', 'made.steps', 'made.pieces'])
        .where('made.transformationId', 'in', [...ids, -1])
        .orderBy('made.n')
        .execute(),
  };
}

type Repository = ReturnType<typeof transformationRepository>;
type Row = NonNullable<Awaited<ReturnType<Repository['one']>>>;

async function viewsOf(repository: Repository, rows: readonly Row[], now: number) {
  const ids = rows.map((row) => row.id);
  const inputs = Map.groupBy(await repository.inputs(ids), (line) => line.transformationId);
  const outputs = Map.groupBy(await repository.outputs(ids), (line) => line.transformationId);
  return new Map(rows.map((row) => [row.id, viewOf(row, inputs.get(row.id) ?? [], outputs.get(row.id) ?? [], now)]));
}

type Input = Awaited<ReturnType<Repository['inputs']>>[number];
type Output = Awaited<ReturnType<Repository['outputs']>>[number];

const measured = (line: { steps: number; unit: string | null; packaging: string | null }): Measured => ({
  steps: line.steps,
  unit: line.unit ?? '',
  packaging: line.packaging === null ? [] : (JSON.parse(line.packaging) as Packaging[]),
});

function viewOf(row: Row, inputs: readonly Input[], outputs: readonly Output[], now: number) {
  const loss = row.loss === null ? [] : (JSON.parse(row.loss) as Loss[]);
  const went = inputs.map(measured);
  const packaging = went.flatMap((one) => one.packaging);
  const lost = loss.flatMap((one): Measured[] => {
    const parsed = parseQuantity(one);
    return parsed.ok ? [{ steps: parsed.quantity.steps, unit: parsed.quantity.unit, packaging }] : [];
  });
  return {
    id: row.publicId,
    kind: row.kind,
    at: formatInstant(row.at),
    site: { id: row.sitePublicId, name: row.siteName },
    inputs: inputs.map((line) => ({
      traceCode: formatTraceCode(line.traceCode),
      product: { name: line.name },
      quantity: { amount: line.amount, unit: line.given, unitCode: line.givenCode },
      revision: line.batchRevision,
    })),
    outputs: outputs.map((line) => ({
      traceCode: formatTraceCode(line.traceCode),
      product: { name: line.name },
      quantity: quantityView(line.unit === null ? null : line.steps, line.unit, line.unitCode, line.pieces),
    })),
    loss,
    reason: row.reason,
    balance: balanceShown(balanceOf(went, outputs.map(measured), lost, toleranceOn(now))),
    recordedAt: formatInstant(row.recordedAt),
  };
}

/** GET /v1/transformations: newest first. */
export async function listTransformations(
  deps: Deps,
  call: Call<unknown, { limit?: number | undefined; cursor?: string | undefined }>,
): Promise<Reply> {
  const limit = call.query.limit ?? PAGE_SIZE;
  const repository = transformationRepository(deps.store.read, call.caller);
  const rows = await repository.page(limit, decodeCursor(call.query.cursor));
  const views = await viewsOf(repository, rows, call.now);
  const list = pageOf(
    rows,
    limit,
    (row) => ({ at: row.recordedAt, id: row.id }),
    (row) => views.get(row.id),
  );
  return json(200, list, nextLink(call, list.next));
}

/** GET /v1/transformations/{id}. */
export async function readTransformation(deps: Deps, call: Call<{ id: string }>): Promise<Reply> {
  const repository = transformationRepository(deps.store.read, call.caller);
  const row = await repository.one(call.params.id);
  if (!row) throw notFound({ zh: '该项加工记录', en: 'such transformation' });
  return json(200, (await viewsOf(repository, [row], call.now)).get(row.id));
}

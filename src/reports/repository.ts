import { regionRange } from '../enforcement/model.ts';
import type { Caller } from '../platform/caller.ts';
import type { Cursor } from '../platform/paging.ts';
import type { Store } from '../store/store.ts';

/** Departments that take consumers' complaints about food; an authority of another one has none to read. */
const TAKING = 'market';

/** The batch a report is about; undefined for a code nobody recorded. */
export function reportedBatch(read: Store['read'], traceCode: string) {
  return read
    .selectFrom('batch')
    .innerJoin('product', 'product.id', 'batch.productId')
    .select(['batch.id', 'batch.traceCode', 'batch.batchNumber', 'batch.regionCode', 'product.name as product'])
    .where('batch.traceCode', '=', traceCode)
    .executeTakeFirst();
}

/** How many reports there are since an instant: of a batch, and of a sender's address on a day. */
export async function countReports(read: Store['read'], of: { batchId: number; sinceAt: number; sender: string }) {
  const count = read.selectFrom('consumer_report').select((eb) => eb.fn.countAll<number>().as('n'));
  const [batch, sender] = await Promise.all([
    count.where('batchId', '=', of.batchId).where('at', '>=', of.sinceAt).executeTakeFirst(),
    count.where('sender', '=', of.sender).executeTakeFirst(),
  ]);
  return { ofBatch: Number(batch?.n ?? 0), ofSender: Number(sender?.n ?? 0) };
}

/** Reports an authority may read: those of its region, where its department takes complaints; an administrator all. */
export function reportRepository(read: Store['read'], caller: Caller) {
  const scope = caller.kind === 'authority' ? caller.authority : null;
  const mayRead = caller.kind === 'admin' || (scope !== null && scope.department === TAKING);

  async function list(filter: { traceCode?: string | undefined }, after: Cursor | null, limit: number) {
    if (!mayRead) return [];
    let query = read
      .selectFrom('consumer_report as report')
      .innerJoin('batch', 'batch.id', 'report.batchId')
      .innerJoin('product', 'product.id', 'batch.productId')
      .innerJoin('party', 'party.id', 'batch.partyId')
      .select([
        'report.id',
        'report.publicId',
        'report.at',
        'report.kind',
        'report.details',
        'report.boughtAt',
        'report.contact',
        'report.regionCode',
        'batch.traceCode',
        'batch.batchNumber',
        'product.name as product',
        'party.name as producer',
        'party.natural',
      ]);
    if (scope) {
      const { from, to } = regionRange(scope.regionCode);
      query = query.where('report.regionCode', '>=', from).where('report.regionCode', '<=', to);
    }
    if (filter.traceCode !== undefined) query = query.where('batch.traceCode', '=', filter.traceCode);
    if (after)
      query = query.where((eb) =>
        eb.or([eb('report.at', '<', after.at), eb.and([eb('report.at', '=', after.at), eb('report.id', '<', after.id)])]),
      );
    return query
      .orderBy('report.at', 'desc')
      .orderBy('report.id', 'desc')
      .limit(limit + 1)
      .execute();
  }

  return { list };
}

export type ReportRow = Awaited<ReturnType<ReturnType<typeof reportRepository>['list']>>[number];

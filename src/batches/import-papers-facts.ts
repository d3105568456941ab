import type { ImportPapersFacts } from '../rules/role-facts.ts';
import type { Store } from '../store/store.ts';

/** Papers of the containers batches came in; every batch asked for has a list. */
export async function loadImportPapersFacts(read: Store['read'], batchIds: readonly number[]): Promise<Map<number, ImportPapersFacts[]>> {
  const papers = new Map<number, ImportPapersFacts[]>(batchIds.map((id) => [id, []]));
  if (papers.size === 0) return papers;
  const rows = await read
    .selectFrom('import_papers_batch as link')
    .innerJoin('import_papers as papers', 'papers.id', 'link.importPapersId')
    .select(['link.batchId', 'papers.publicId', 'papers.declarationNumber'])
    .where('link.batchId', 'in', [...papers.keys()])
    .orderBy('papers.id')
    .execute();
  for (const { batchId, ...one } of rows) papers.get(batchId)?.push(one);
  return papers;
}

import type { ProblemDetail } from '../platform/problem-detail.ts';
import type { Store } from '../store/store.ts';

/** What is wrong with a file named by its hash: nothing where the party has put it. Who is no party has put none. */
export async function filesOfParty(
  read: Store['read'],
  partyId: number | null,
  sha256: string,
  pointer = '/fileSha256',
): Promise<ProblemDetail[]> {
  const row =
    partyId === null
      ? undefined
      : await read
          .selectFrom('stored_file')
          .select('sha256')
          .where('partyId', '=', partyId)
          .where('sha256', '=', sha256)
          .executeTakeFirst();
  if (row) return [];
  return [
    {
      pointer,
      found: sha256,
      expected: { zh: '已上传的文件', en: 'a file that was put before' },
      fix: { zh: '先 PUT /v1/files/{sha256} 上传', en: 'PUT /v1/files/{sha256} first' },
    },
  ];
}

import { type Cursor, encodeCursor } from '../../platform/paging.ts';
import { invalidInput } from '../../platform/problems.ts';

export { encodeCursor as tokenOf };

/**
 * The place a `nextPageToken` names; events of before 1970 have negative instants.
 * @throws {Problem} invalid-input for one that was not given out
 */
export function placeOf(token: string | undefined): Cursor | null {
  if (token === undefined) return null;
  const [, at, id] = /^(-?\d{1,16})\.(\d{1,16})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (at && id) return { at: Number(at), id: Number(id) };
  throw invalidInput([
    {
      pointer: '/query/nextPageToken',
      found: token,
      expected: { zh: '上一页 Link 头给出的值', en: 'the value the Link header of the page before gave' },
      fix: { zh: '去掉 nextPageToken 从第一页开始', en: 'leave nextPageToken out to start at the first page' },
    },
  ]);
}

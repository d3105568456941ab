import { type Cursor, encodeCursor } from '../../platform/paging.ts';
import { invalidInput, type Problem } from '../../platform/problems.ts';
import { isFindable } from './identifiers.ts';

export { encodeCursor as tokenOf };

/**
 * The place a `nextPageToken` names; events of before 1970 have negative instants.
 * @throws {Problem} invalid-input for one that was not given out
 */
export function placeOf(token: string | undefined): Cursor | null {
  if (token === undefined) return null;
  const [, at, id] = /^(-?\d{1,16})\.(\d{1,16})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (at && id) return { at: Number(at), id: Number(id) };
  throw notGivenOut(token);
}

/**
 * The value a `nextPageToken` of a collection names; the empty text is before all.
 * @throws {Problem} invalid-input for one that was not given out
 */
export function valueIn(token: string | undefined): string {
  if (token === undefined) return '';
  const text = Buffer.from(token, 'base64url').toString();
  if (text.length > 0 && isFindable(text)) return text;
  throw notGivenOut(token);
}

/**
 * The place in a chain behind which an export goes on; `0` is its beginning.
 * @throws {Problem} invalid-input for one that was not given out
 */
export function chainPlaceOf(after: string): { seq: number; n: number } {
  const [, seq, n] = /^(\d{1,15})\.(\d{1,6})$/.exec(after) ?? [];
  if (seq !== undefined && n !== undefined) return { seq: Number(seq), n: Number(n) };
  if (after === '0') return { seq: 0, n: -1 };
  throw notGivenOut(after, 'after', '0');
}

function notGivenOut(token: string, name = 'nextPageToken', first?: string): Problem {
  return invalidInput([
    {
      pointer: `/query/${name}`,
      found: token,
      expected: { zh: '上一页 Link 头给出的值', en: 'the value the Link header of the page before gave' },
      fix:
        first === undefined
          ? { zh: `去掉 ${name} 从第一页开始`, en: `leave ${name} out to start at the first page` }
          : { zh: `写 ${first} 从头开始`, en: `write ${first} to start at the beginning` },
    },
  ]);
}

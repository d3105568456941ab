import type { ProblemDetail } from './problem-detail.ts';
import { invalidInput } from './problems.ts';

/** Where a page ended: lists order by (at, id), newest first. */
export interface Cursor {
  at: number;
  id: number;
}

export const PAGE_SIZE = 50;
export const PAGE_LIMIT = 200;

export function encodeCursor({ at, id }: Cursor): string {
  return Buffer.from(`${at}.${id}`).toString('base64url');
}

/** @throws {Problem} invalid-input for a cursor that was not given out */
export function decodeCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  const [, at, id] = /^(\d{1,16})\.(\d{1,16})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (!at || !id) throw invalidInput([wrongCursor(text)]);
  return { at: Number(at), id: Number(id) };
}

function wrongCursor(found: string): ProblemDetail {
  return {
    pointer: '/query/cursor',
    found,
    expected: { zh: '上一页 next 字段的值', en: 'the value of `next` of the page before' },
    fix: { zh: '去掉 cursor 从第一页开始', en: 'leave cursor out to start at the first page' },
  };
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

/** A page from one row more than asked for. */
export function pageOf<R, T>(rows: R[], limit: number, cursor: (row: R) => Cursor, view: (row: R) => T): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(view), next: rows.length > limit && last ? encodeCursor(cursor(last)) : null };
}

/** `Link: <…>; rel="next"` of a page that is not the last. */
export function nextLink({ request }: { request: Request }, next: string | null): Record<string, string> {
  if (next === null) return {};
  const url = new URL(request.url);
  url.searchParams.set('cursor', next);
  return { Link: `<${url.pathname}${url.search}>; rel="next"` };
}

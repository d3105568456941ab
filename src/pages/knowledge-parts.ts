import { escapeHtml as e } from './escape.ts';
import { deskPage } from './layout.ts';
import { type Place, regulatorNav } from './regulator-nav.ts';
import type { Language } from './view.ts';

/** Who reads a page of the knowledge, and what they may do there. */
export interface Reader {
  who: string;
  /** Officers and administrators enter and decide; an inspector reads. */
  mayEnter: boolean;
}

const TONES: Record<string, string> = { banned: 'red', review: 'ochre', clear: 'ok' };
/** Each verdict has a sign of its own, so that it is told apart without colour. */
const SIGNS: Record<string, string> = { banned: '■', review: '◆', clear: '○' };

/** A verdict in sign, word and colour. */
export function verdictTag(verdict: string, words: Readonly<Record<string, string>>): string {
  return `<span class="tag ${TONES[verdict] ?? ''}"><span aria-hidden="true">${SIGNS[verdict] ?? ''}</span> ${e(words[verdict] ?? verdict)}</span>`;
}

/** A page of the regulator's desk with its row of places. */
export function knowledgePage(
  place: Place,
  { title, body, here, who }: { title: string; body: string; here?: string; who: string },
  language: Language,
): string {
  const main = `<div class="in wide">${regulatorNav(place, language)}${body}</div>`;
  return deskPage({ language, title, main, who, ...(here === undefined ? {} : { here }) });
}

/** This address with a change of its query: null takes a part off. Ready for an attribute. */
export function addressWith(
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  change: Readonly<Record<string, string | null>> = {},
): string {
  return e(`${path}${search(query, change)}`);
}

function search(query: Readonly<Record<string, string | undefined>>, change: Readonly<Record<string, string | null>>): string {
  const parts = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...query, ...change }))
    if (value !== undefined && value !== null && value !== '') parts.set(key, value);
  const text = parts.toString();
  return text === '' ? '' : `?${text}`;
}

/** Names as a page lists them. */
export const listed = (texts: readonly string[]): string => texts.map((text) => e(text)).join('<br>');

interface Paged {
  path: string;
  query: Readonly<Record<string, string | undefined>>;
  cursor: string | undefined;
  next: string | null;
}

/** The way on through a list, and back to its beginning. */
export function pager({ path, query, cursor, next }: Paged, t: { next: string; first: string }): string {
  const back =
    cursor === undefined ? '' : `<a class="btn plain" rel="prev" href="${addressWith(path, query, { cursor: null })}">${t.first}</a> `;
  const on = next === null ? '' : `<a class="btn plain" rel="next" href="${addressWith(path, query, { cursor: next })}">${t.next}</a>`;
  return back + on === '' ? '' : `<p class="pages">${back}${on}</p>`;
}

import { escapeHtml, safeUrl } from './escape.ts';
import { STYLESHEET_PATH } from './stylesheet.ts';
import { SHARED } from './text.ts';
import type { Language } from './view.ts';

/** Where the form "find by hand" goes: `GET FIND_PATH?code=` or `?gtin=&date=&batch=`. */
export const FIND_PATH = '/find';

/**
 * Everything before the page's own title, by language and stylesheet. `inlined` is one of the two styles named in PAGE_CSP; without it the
 * shared file is linked. Computed once per page module: a scan joins ready-made pieces.
 */
export function headStart(language: Language, inlined?: string): string {
  const style = inlined === undefined ? `<link rel="stylesheet" href="${STYLESHEET_PATH}">` : `<style>${inlined}</style>`;
  return `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="format-detection" content="telephone=no">${style}`;
}

/** The strip with the service's mark and the way to the other language; `here` is the query to keep, without `lang`. */
export function bar(language: Language, extra = '', here = '', wide = false): string {
  const t = SHARED[language];
  const other = language === 'en' ? 'zh-CN' : 'en';
  const query = here === '' ? `?lang=${other}` : `?${here}&lang=${other}`;
  return `<div class="bar"><div class="in${wide ? ' wide' : ''}"><a class="mark" href="/"><span class="seal" aria-hidden="true"><i>溯</i><i>源</i></span><span>${t.name} · ${t.tagline}</span></a><div class="r">${extra}<a class="tap" lang="${other}" href="${escapeHtml(query)}">${t.otherLanguage}</a></div></div></div>`;
}

/** The foot: what the service is for, what a page does not say, and the way to a code typed by hand. */
export function foot(language: Language, wide = false): string {
  const t = SHARED[language];
  return `<footer class="foot"><div class="in${wide ? ' wide' : ''}"><a class="tap" href="${FIND_PATH}">${t.find}</a><p>${t.footPurpose}${t.footLimit}</p></div></footer></body></html>`;
}

export type DeskPage = {
  language: Language;
  title: string;
  /** Markup of `<main>`. */
  main: string;
  /** Query of this page without `lang`, so that changing language keeps the filters. */
  here?: string;
  /** Shown in the strip: who is signed in. */
  who?: string;
  csrf?: string | undefined;
  /** Further elements of `<head>`: scripts. */
  head?: string;
};

/** A page for people who come back: skip link, strip, main part, foot; the shared stylesheet; not for search engines. */
export function deskPage({ language, title, main, here = '', who, csrf, head = '' }: DeskPage): string {
  const t = SHARED[language];
  const signedIn =
    who === undefined
      ? ''
      : `<form class="who" method="post" action="/sign-out">${csrfField(csrf)}<span>${escapeHtml(who)}</span> <button class="link">${t.signOut}</button></form>`;
  return `${headStart(language)}<title>${escapeHtml(title)} · ${t.name}</title><meta name="robots" content="noindex">${head}</head><body><a class="skip" href="#main">${t.skip}</a><header>${bar(language, signedIn, here, true)}</header><main id="main" tabindex="-1">${main}</main>${foot(language, true)}`;
}

/** The hidden field of a form that writes; nothing where there is no session to protect. */
export function csrfField(csrf: string | undefined): string {
  return csrf === undefined ? '' : `<input type="hidden" name="csrf" value="${escapeHtml(csrf)}">`;
}

/** A link; an address with a scheme that could act is disarmed. */
export function link(url: string, text: string, className = ''): string {
  return `<a${className === '' ? '' : ` class="${className}"`} href="${safeUrl(url)}">${escapeHtml(text)}</a>`;
}

/** Rows of label and value; values are markup. Empty values are left out. */
export function facts(rows: readonly (readonly [label: string, value: string])[]): string {
  let out = '';
  for (const [label, value] of rows) if (value !== '') out += `<div><dt>${label}</dt><dd>${value}</dd></div>`;
  return `<dl class="f">${out}</dl>`;
}

/** A table that becomes cards on a phone. Headings and caption are plain text, cells are markup. */
export function table(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: readonly number[] = [],
): string {
  const head = headings.map((heading) => `<th role="columnheader" scope="col">${escapeHtml(heading)}</th>`).join('');
  const cell = (markup: string, column: number) =>
    `<td role="cell"${numeric.includes(column) ? ' class="num"' : ''} data-h="${escapeHtml(headings[column] ?? '')}">${markup}</td>`;
  const body = rows.map((row) => `<tr role="row">${row.map(cell).join('')}</tr>`).join('');
  return `<table class="t s" role="table"><caption>${escapeHtml(caption)}</caption><thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">${body}</tbody></table>`;
}

/** A message about what was refused, at the top of a form, announced at once; the focus starts there. */
export function alert(text: string | undefined): string {
  return text === undefined ? '' : `<p class="card red wrong" tabindex="-1" autofocus role="alert">${escapeHtml(text)}</p>`;
}

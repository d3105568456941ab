import { escapeHtml as e } from './escape.ts';
import { time } from './format.ts';
import { addressWith, knowledgePage, listed, pager, type Reader, verdictTag } from './knowledge-parts.ts';
import { link, table } from './layout.ts';
import { SUBSTANCES_PATH } from './regulator-nav.ts';
import { word } from './text.ts';
import { SUBSTANCES_TEXT, type SubstancesText } from './text-substances.ts';
import type { Language } from './view.ts';

export const NEW_ENTRY_PATH = `${SUBSTANCES_PATH}/new`;
export const substanceHref = (id: string) => `${SUBSTANCES_PATH}/${encodeURIComponent(id)}`;

/** A line of the list. */
export interface SubstanceLine {
  id: string;
  kind: string;
  names: { zh: readonly string[]; en: readonly string[] };
  cas: string | null;
  family: string;
  verdict: string;
  texts: readonly string[];
  enteredFrom: string | null;
}

/** A line of what people entered. */
export interface EntryLine {
  id: string;
  kind: string;
  names: readonly string[];
  from: string;
  publishedOn: string | null;
  source: string;
  by: string;
  isRevoked: boolean;
}

export interface SubstancesView extends Reader {
  /** Filters as they stand in the address. */
  query: Readonly<Record<string, string | undefined>>;
  /** Something in the address makes no sense. */
  isWrong: boolean;
  families: readonly (readonly [key: string, name: string])[];
  cursor: string | undefined;
  next: string | null;
  list: { total: number; items: readonly SubstanceLine[] } | null;
  entries: readonly EntryLine[] | null;
}

const FILTERS = ['q', 'family', 'kind', 'verdict', 'state'] as const;

/** The knowledge as a list: what is known, or (`view=entries`) what people entered. */
export function substancesPage(view: SubstancesView, language: Language): string {
  const t = SUBSTANCES_TEXT[language];
  const { query, list, entries } = view;
  const enter = view.mayEnter
    ? `<p><a class="btn" href="${NEW_ENTRY_PATH}">${t.enter}</a></p>`
    : `<p class="small quiet">${t.inspector}</p>`;
  const tab = (to: string | null, label: string) =>
    `<a href="${addressWith(SUBSTANCES_PATH, to === null ? {} : { view: to })}"${(query.view ?? null) === to ? ' aria-current="page"' : ''}>${label}</a>`;
  const tabs = `<nav class="tabs" aria-label="${t.title}">${tab(null, t.all)}${tab('entries', t.entries)}</nav>`;
  const wrong = view.isWrong ? `<p class="card red wrong" role="alert">${t.wrongFilter}</p>` : '';
  const counted = list
    ? `<p class="gapped" role="status">${t.total(list.total)} ${csv(view, t)}</p>`
    : `<p class="gapped">${csv(view, t)}</p>`;
  const rows = entries ? entryTable(entries, t) : listTable(list?.items ?? [], t);
  const body = `<div class="head"><h1>${t.title}</h1><p class="quiet">${t.note}</p></div>${enter}${tabs}${wrong}${entries ? entryFilter(view, t) : filter(view, t)}${chips(view, t)}${counted}${rows}${pager({ path: SUBSTANCES_PATH, query, cursor: view.cursor, next: view.next }, t)}`;
  const here = addressWith('', query).replace(/^\?/, '').replaceAll('&amp;', '&');
  return knowledgePage('substances', { title: t.title, body, here, who: view.who }, language);
}

function csv({ query, entries }: SubstancesView, t: SubstancesText): string {
  const { view: _view, ...filters } = query;
  const path = entries ? '/v1/substance-entries' : '/v1/substances';
  return `<a class="tap" href="${addressWith(path, filters, { format: 'csv' })}">${t.csv}</a>`;
}

function option(value: string, label: string, chosen: string | undefined): string {
  return `<option value="${e(value)}"${value === (chosen ?? '') ? ' selected' : ''}>${e(label)}</option>`;
}

function choose(
  name: string,
  label: string,
  options: readonly (readonly [string, string])[],
  { query }: SubstancesView,
  any: string,
): string {
  const items = options.map(([value, text]) => option(value, text, query[name])).join('');
  return `<div><label for="${name}">${label}</label><select id="${name}" name="${name}">${option('', any, query[name])}${items}</select></div>`;
}

function filter(view: SubstancesView, t: SubstancesText): string {
  const { query, families } = view;
  const q = `<div class="field"><label for="q">${t.q}</label><p class="hint" id="q-h">${t.qHint}</p><input id="q" name="q" type="search" value="${e(query.q ?? '')}" maxlength="100" aria-describedby="q-h" autocomplete="off"></div>`;
  const kinds = (['substance', 'class'] as const).map((kind) => [kind, t.kinds[kind] ?? kind] as const);
  const more = [
    choose('family', t.family, families, view, t.any),
    choose('kind', t.kind, kinds, view, t.any),
    choose('verdict', t.verdict, Object.entries(t.verdicts), view, t.any),
  ].join('');
  return `<form class="filter" method="get" action="${SUBSTANCES_PATH}" role="search" aria-label="${t.search}">${q}<div class="grid">${more}</div><p class="gapped"><button class="btn">${t.search}</button></p></form>`;
}

function entryFilter(view: SubstancesView, t: SubstancesText): string {
  const fields =
    choose('kind', t.kind, Object.entries(t.kinds), view, t.any) + choose('state', t.state, Object.entries(t.states), view, t.any);
  return `<form class="filter" method="get" action="${SUBSTANCES_PATH}"><input type="hidden" name="view" value="entries"><div class="grid">${fields}</div><p class="gapped"><button class="btn">${t.search}</button></p></form>`;
}

/** What is filtered by, each with the way to take it off. */
function chips({ query, families }: SubstancesView, t: SubstancesText): string {
  const words: Partial<Record<(typeof FILTERS)[number], Record<string, string>>> = {
    family: Object.fromEntries(families),
    kind: t.kinds,
    verdict: t.verdicts,
    state: t.states,
  };
  const labels = { q: t.q, family: t.family, kind: t.kind, verdict: t.verdict, state: t.state };
  const items = FILTERS.filter((key) => (query[key] ?? '') !== '').map(
    (key) =>
      `<a href="${addressWith(SUBSTANCES_PATH, query, { [key]: null })}"><span class="hide">${t.remove} </span>${labels[key]}${t.colon}${word(words[key] ?? {}, query[key] ?? '')}<b aria-hidden="true">×</b></a>`,
  );
  return items.length === 0 ? '' : `<div class="chips">${items.join('')}</div>`;
}

function listTable(items: readonly SubstanceLine[], t: SubstancesText): string {
  if (items.length === 0) return `<p class="card">${t.empty}</p>`;
  const rows = items.map((row) => [
    `${link(substanceHref(row.id), row.names.zh[0] ?? row.names.en[0] ?? row.id, 'tap')}${row.kind === 'class' ? ` <span class="tag">${word(t.kinds, 'class')}</span>` : ''}${row.names.zh.length > 0 && row.names.en[0] ? `<br><span class="small quiet">${e(row.names.en[0])}</span>` : ''}`,
    row.cas === null ? '' : `<span class="code">${e(row.cas)}</span>`,
    e(row.family),
    verdictTag(row.verdict, t.verdicts),
    row.texts.length === 0 ? `<span class="quiet">${t.noText}</span>` : `<span class="small">${listed(row.texts)}</span>`,
    row.enteredFrom === null ? `<span class="small quiet">${t.fromTable}</span>` : time(row.enteredFrom),
  ]);
  return table(t.title, [t.name, t.cas, t.family, t.verdict, t.text, t.entered], rows);
}

function entryTable(items: readonly EntryLine[], t: SubstancesText): string {
  if (items.length === 0) return `<p class="card">${t.entriesEmpty}</p>`;
  const rows = items.map((row) => [
    link(substanceHref(row.id), row.names.join('、'), 'tap'),
    word(t.kinds, row.kind),
    time(row.from),
    row.publishedOn === null ? '' : time(row.publishedOn),
    e(row.source),
    e(row.by),
    row.isRevoked
      ? `<span class="tag ochre">${word(t.states, 'revoked')}</span>`
      : `<span class="tag ok">${word(t.states, 'standing')}</span>`,
  ]);
  return table(t.entries, [t.name, t.kind, t.from, t.publishedOn, t.source, t.by, t.state], rows);
}

import { escapeHtml as e } from './escape.ts';
import { time } from './format.ts';
import { deskPage } from './layout.ts';
import { bandLine, citation, place, ruleWords, stateTag } from './lead-parts.ts';
import { SHARED, word } from './text.ts';
import { DESK_TEXT } from './text-desk.ts';
import type { Language, LeadFilters, LeadItem, LeadState, ViolationsView } from './view.ts';

type Text = (typeof DESK_TEXT)[Language];

/** The regulator's list and the folder of its leads. */
export const VIOLATIONS_PATH = '/regulator/violations';

const KEYS = ['rule', 'state', 'weight', 'region', 'party', 'since', 'q'] as const satisfies readonly (keyof LeadFilters)[];
const STATES: readonly LeadState[] = ['open', 'in-case', 'corrected', 'dismissed', 'closed'];

/**
 * Leads under the filters of the address. Every filter is in the URL, so a view can be sent, kept and gone back to; each can be taken off by
 * its chip. Works with no script. The word is 线索 throughout: nothing here has been decided.
 */
export function violationsPage(view: ViolationsView, language: Language, csrf?: string): string {
  const t = DESK_TEXT[language];
  const { filters, items } = view;
  const list = items.map((item) => leadRow(item, t, language)).join('');
  const empty = `<p class="card">${t.empty}${chosen(filters).length > 0 ? ` ${t.emptyHint}` : ''}</p>`;
  const next =
    view.next === null
      ? ''
      : `<p class="pages"><a class="btn plain" rel="next" href="${address(filters, { cursor: view.next })}">${t.more}</a></p>`;
  const main = `<div class="in wide"><div class="head"><h1>${t.title}</h1><p class="quiet">${t.note}</p></div>${tabs(view, t)}${filterForm(view, t)}${chips(filters, view, t, SHARED[language].colon)}<p class="gapped" role="status">${t.total(view.counts.total)}</p>${items.length === 0 ? empty : `<div class="leads">${list}</div>`}${next}</div>`;
  return deskPage({ language, title: t.title, main, here: query(filters).toString(), who: view.authority.name, csrf });
}

const chosen = (filters: LeadFilters) => KEYS.filter((key) => (filters[key] ?? '') !== '');

function query(filters: LeadFilters, change: Record<string, string | null> = {}): URLSearchParams {
  const search = new URLSearchParams();
  for (const key of KEYS) {
    const text = key in change ? change[key] : filters[key];
    if (text !== undefined && text !== null && text !== '') search.set(key, text);
  }
  if (typeof change.cursor === 'string') search.set('cursor', change.cursor);
  return search;
}

function address(filters: LeadFilters, change: Record<string, string | null>): string {
  const search = query(filters, change).toString();
  return e(search === '' ? VIOLATIONS_PATH : `${VIOLATIONS_PATH}?${search}`);
}

function tabs({ filters, counts }: ViolationsView, t: Text): string {
  const current = filters.state ?? '';
  const tab = (state: LeadState | '', label: string, count: number | undefined) =>
    `<a href="${address(filters, { state: state === '' ? null : state })}"${state === current ? ' aria-current="page"' : ''}>${label}${count === undefined ? '' : `<span>${count}</span>`}</a>`;
  return `<nav class="tabs" aria-label="${t.fields.state}">${tab('', t.all, undefined)}${STATES.map((state) => tab(state, t.states[state], counts.byState[state])).join('')}</nav>`;
}

type Option = readonly [value: string, label: string];

function select(name: keyof LeadFilters, options: readonly Option[], current: string | undefined, t: Text): string {
  const known = current === undefined || current === '' || options.some(([value]) => value === current);
  const all: readonly Option[] = known ? options : [...options, [current, current]];
  const items = all
    .map(([value, label]) => `<option value="${e(value)}"${value === current ? ' selected' : ''}>${e(label)}</option>`)
    .join('');
  return `<div><label for="${name}">${t.fields[name]}</label><select id="${name}" name="${name}"><option value="">${t.all}</option>${items}</select></div>`;
}

function input(name: 'party' | 'since' | 'q', current: string | undefined, type: string, hint: string, t: Text): string {
  return `<div><label for="${name}">${t.fields[name]}</label><input id="${name}" name="${name}" type="${type}" value="${e(current ?? '')}" placeholder="${hint}" maxlength="120"></div>`;
}

function filterForm({ filters, regions }: ViolationsView, t: Text): string {
  const fields = [
    select('rule', Object.entries(t.rules), filters.rule, t),
    select('weight', Object.entries(t.weights), filters.weight, t),
    select(
      'region',
      regions.map(({ code, name }): Option => [code, name]),
      filters.region,
      t,
    ),
    input('party', filters.party, 'text', t.partyHint, t),
    input('since', filters.since, 'date', '2026-11-01', t),
    input('q', filters.q, 'search', t.qHint, t),
  ].join('');
  const state = (filters.state ?? '') === '' ? '' : `<input type="hidden" name="state" value="${e(filters.state ?? '')}">`;
  return `<details class="filter"><summary>${t.filter}</summary><form method="get" action="${VIOLATIONS_PATH}" role="search" aria-label="${t.filter}">${state}<div class="grid">${fields}</div><button class="btn">${t.apply}</button></form></details>`;
}

function chips(filters: LeadFilters, { regions }: ViolationsView, t: Text, colon: string): string {
  const keys = chosen(filters);
  if (keys.length === 0) return '';
  const regionNames = Object.fromEntries(regions.map(({ code, name }) => [code, name]));
  const words: Partial<Record<keyof LeadFilters, Record<string, string>>> = {
    rule: t.rules,
    state: t.states,
    weight: t.weights,
    region: regionNames,
  };
  const items = keys.map(
    (key) =>
      `<a href="${address(filters, { [key]: null })}"><span class="hide">${t.remove} </span>${t.fields[key]}${colon}${word(words[key] ?? {}, filters[key] ?? '')}<b aria-hidden="true">×</b></a>`,
  );
  const clear = keys.length > 1 ? `<a href="${VIOLATIONS_PATH}">${t.clear}</a>` : '';
  return `<div class="chips">${items.join('')}${clear}</div>`;
}

function leadRow(item: LeadItem, t: Text, language: Language): string {
  const { colon } = SHARED[language];
  const first = item.evidence[0];
  const evidence =
    first === undefined
      ? ''
      : `<p class="ev small">${e(first.fact)}${colon}<b>${e(first.value)}</b> · ${t.expected} ${e(first.expected)}</p>`;
  const article = item.citations[0];
  const law = article === undefined ? `<span class="tag ochre">${t.articleUnknown}</span>` : citation(article, language);
  const actOn = item.actOn === null ? '' : `<span>${t.actOn} ${time(item.actOn)}</span>`;
  return `<article class="lead ${item.certainty === 'suspected' ? 'suspected' : ''}"><div><h2><a href="${VIOLATIONS_PATH}/${encodeURIComponent(item.id)}">${ruleWords(item.rule, language)}</a></h2><p class="meta">${stateTag(item.state, language)}<b>${e(item.party.name)}</b></p><p class="meta small quiet"><span>${place(item)}</span>${actOn}<span>${word(t.certainties, item.certainty)}</span></p></div><div>${evidence}<p class="band small">${t.band}${colon}${bandLine(item.fineBand, language)}</p><p class="band small">${law}</p></div></article>`;
}

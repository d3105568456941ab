import { escapeHtml as e } from './escape.ts';
import { word } from './text.ts';
import type { DESK_TEXT } from './text-desk.ts';
import type { Language, LeadFilters, LeadState, ViolationsView } from './view.ts';

type Text = (typeof DESK_TEXT)[Language];

const KEYS = ['rule', 'state', 'weight', 'region', 'party', 'since', 'q', 'sort'] as const satisfies readonly (keyof LeadFilters)[];
const STATES: readonly LeadState[] = ['open', 'in-case', 'corrected', 'dismissed', 'closed'];

export const chosen = (filters: LeadFilters) => KEYS.filter((key) => (filters[key] ?? '') !== '');

/** The filters as they stand in an address. */
export function query(filters: LeadFilters, change: Record<string, string | null> = {}): URLSearchParams {
  const search = new URLSearchParams();
  for (const key of KEYS) {
    const text = key in change ? change[key] : filters[key];
    if (text !== undefined && text !== null && text !== '') search.set(key, text);
  }
  for (const extra of ['cursor', 'page', 'format']) {
    const text = change[extra];
    if (typeof text === 'string') search.set(extra, text);
  }
  return search;
}

/** This list under the filters with a change: null takes one off. Ready for an attribute. */
export function address(path: string, filters: LeadFilters, change: Record<string, string | null>): string {
  const search = query(filters, change).toString();
  return e(search === '' ? path : `${path}?${search}`);
}

/** The states as tabs with their counts. */
export function tabs(path: string, { filters, counts }: Pick<ViolationsView, 'filters' | 'counts'>, t: Text): string {
  const current = filters.state ?? '';
  const tab = (state: LeadState | '', label: string, count: number | undefined) =>
    `<a href="${address(path, filters, { state: state === '' ? null : state })}"${state === current ? ' aria-current="page"' : ''}>${label}${count === undefined ? '' : `<span>${count}</span>`}</a>`;
  return `<nav class="tabs" aria-label="${t.fields.state}">${tab('', t.all, undefined)}${STATES.map((state) => tab(state, t.states[state], counts.byState[state])).join('')}</nav>`;
}

export type Option = readonly [value: string, label: string];

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

/** The form that sets the filters: plain GET, so that the address is the bookmark. */
export function filterForm(
  path: string,
  { filters, regions }: Pick<ViolationsView, 'filters' | 'regions'>,
  t: Text,
  sorts: readonly Option[],
): string {
  const fields = [
    select('rule', Object.entries(t.rules), filters.rule, t),
    select(
      'weight',
      Object.entries(t.weights).filter(([weight]) => weight !== 'todo'),
      filters.weight,
      t,
    ),
    select(
      'region',
      regions.map(({ code, name }): Option => [code, name]),
      filters.region,
      t,
    ),
    input('party', filters.party, 'text', t.partyHint, t),
    input('since', filters.since, 'date', '2026-11-01', t),
    input('q', filters.q, 'search', t.qHint, t),
    select('sort', sorts, filters.sort, t),
  ].join('');
  const state = (filters.state ?? '') === '' ? '' : `<input type="hidden" name="state" value="${e(filters.state ?? '')}">`;
  return `<details class="filter"><summary>${t.filter}</summary><form method="get" action="${path}" role="search" aria-label="${t.filter}">${state}<div class="grid">${fields}</div><button class="btn">${t.apply}</button></form></details>`;
}

/** What is filtered by, each with the way to take it off. */
export function chips(path: string, { filters, regions }: Pick<ViolationsView, 'filters' | 'regions'>, t: Text, colon: string): string {
  const keys = chosen(filters);
  if (keys.length === 0) return '';
  const regionNames = Object.fromEntries(regions.map(({ code, name }) => [code, name]));
  const words: Partial<Record<keyof LeadFilters, Record<string, string>>> = {
    rule: t.rules,
    state: t.states,
    weight: t.weights,
    region: regionNames,
    sort: t.sorts,
  };
  const items = keys.map(
    (key) =>
      `<a href="${address(path, filters, { [key]: null })}"><span class="hide">${t.remove} </span>${t.fields[key]}${colon}${word(words[key] ?? {}, filters[key] ?? '')}<b aria-hidden="true">×</b></a>`,
  );
  const clear = keys.length > 1 ? `<a href="${path}">${t.clear}</a>` : '';
  return `<div class="chips">${items.join('')}${clear}</div>`;
}

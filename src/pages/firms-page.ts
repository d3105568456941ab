import { escapeHtml as e } from './escape.ts';
import { fineBandText, time } from './format.ts';
import { deskPage } from './layout.ts';
import { address, chips, filterForm, type Option, query, tabs } from './lead-filters.ts';
import { leadRow } from './lead-row.ts';
import { FIRMS_PATH, regulatorNav, VIOLATIONS_PATH } from './regulator-nav.ts';
import { SHARED } from './text.ts';
import { DESK_TEXT } from './text-desk.ts';
import { FIRMS_TEXT } from './text-firms.ts';
import type { Language, LeadItem, ViolationsView } from './view.ts';

export interface FirmView {
  party: { id: string; uscc: string | null; name: string };
  leads: number;
  reminders: number;
  dueOn: string | null;
  minCents: number | null;
  maxCents: number | null;
  newest: readonly LeadItem[];
}

export type FirmsView = Pick<ViolationsView, 'authority' | 'filters' | 'regions' | 'counts'> & {
  today: string;
  firms: number;
  items: readonly FirmView[];
  page: number;
  hasMore: boolean;
};

const SORTS = ['open', 'due', 'fine'] as const;

/** Firms under the filters of the address, one line each; its newest leads fold out beneath. */
export function firmsPage(view: FirmsView, language: Language): string {
  const t = FIRMS_TEXT[language];
  const desk = DESK_TEXT[language];
  const { filters, items } = view;
  const sorts = SORTS.map((sort): Option => [sort, desk.sorts[sort] ?? sort]);
  const list = items.map((item) => firm(item, view, language)).join('');
  const leads = address(VIOLATIONS_PATH, { ...filters, sort: '' }, {});
  const csv = items.length === 0 ? '' : ` <a class="tap" href="${address(`${FIRMS_PATH}/firms.csv`, filters, {})}">${desk.csv}</a>`;
  const main = `<div class="in wide">${regulatorNav('firms', language)}<div class="head"><h1>${t.title}</h1><p class="quiet">${t.note}</p></div>${tabs(FIRMS_PATH, view, desk)}${filterForm(FIRMS_PATH, view, desk, sorts)}${chips(FIRMS_PATH, view, desk, SHARED[language].colon)}<p class="gapped" role="status">${t.total(view.firms)} <a class="tap" href="${leads}">${t.asList}</a>${csv}</p>${list === '' ? `<p class="card">${t.empty}</p>` : `<div class="firms">${list}</div>`}${pages(view, language)}</div>`;
  return deskPage({ language, title: t.title, main, here: query(filters).toString(), who: view.authority.name });
}

function firm(item: FirmView, { filters, today }: FirmsView, language: Language): string {
  const t = FIRMS_TEXT[language];
  const { party, leads, reminders, dueOn, minCents, maxCents } = item;
  const late = dueOn !== null && dueOn < today ? ` <span class="tag red">${t.overdue}</span>` : '';
  const band = fineBandText({ minCents, maxCents, after: null, lines: [] }, language);
  const count = (number: number, word: string, tone: string) => `<span class="tag${number > 0 ? tone : ''}">${number} ${word}</span>`;
  const all = (weight: 'lead' | 'reminder') => address(VIOLATIONS_PATH, { ...filters, party: party.id, weight, sort: '' }, {});
  const more = `<a class="tap" href="${all('lead')}">${t.allLeads} →</a>${reminders > 0 ? ` <a class="tap" href="${all('reminder')}">${t.allReminders} →</a>` : ''}`;
  return `<details class="firm"><summary><span class="w"><b>${e(party.name)}</b>${party.uscc === null ? '' : ` <span class="code small quiet">${e(party.uscc)}</span>`}</span><span class="n">${count(leads, t.leads, ' red')} ${count(reminders, t.reminders, ' ochre')}</span><span class="d small">${t.due} ${dueOn === null ? `<span class="quiet">${t.noDue}</span>` : `<b>${time(dueOn)}</b>${late}`}</span><span class="m small">${t.band} ${band === null ? `<span class="quiet">${t.none}</span>` : `<b>${e(band)}</b>`}</span></summary><h2 class="hide">${t.newest} · ${e(party.name)}</h2>${item.newest.map((lead) => leadRow(lead, language)).join('')}<p>${more}</p></details>`;
}

function pages({ filters, page, hasMore }: FirmsView, language: Language): string {
  const t = FIRMS_TEXT[language];
  const to = (number: number, rel: string, label: string) =>
    `<a class="btn plain" rel="${rel}" href="${address(FIRMS_PATH, filters, { page: number === 1 ? null : String(number) })}">${label}</a> `;
  const links = `${page > 1 ? to(page - 1, 'prev', t.previous) : ''}${hasMore ? to(page + 1, 'next', t.next) : ''}`;
  return links === '' ? '' : `<p class="pages">${links}</p>`;
}

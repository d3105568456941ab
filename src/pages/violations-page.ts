import { MOST_REMINDED } from '../enforcement/reminders.ts';
import { escapeHtml as e } from './escape.ts';
import { alert, csrfField, deskPage } from './layout.ts';
import { address, chips, chosen, filterForm, type Option, query, tabs } from './lead-filters.ts';
import { leadRow } from './lead-row.ts';
import { REMINDERS_PATH, regulatorNav, VIOLATIONS_PATH } from './regulator-nav.ts';
import { SHARED } from './text.ts';
import { DESK_TEXT } from './text-desk.ts';
import type { Language, LeadItem, ViolationsView } from './view.ts';

export { VIOLATIONS_PATH } from './regulator-nav.ts';

type Text = (typeof DESK_TEXT)[Language];

const SORTS = ['detectedAt', 'fine', 'actOn', 'party'] as const;

/**
 * Leads under the filters of the address. Every filter is in the URL, so a view can be sent, kept and gone back to; each can be taken off by
 * its chip. Works with no script. The word is 线索 throughout: nothing here has been decided.
 */
export function violationsPage(view: ViolationsView, language: Language, csrf?: string): string {
  const t = DESK_TEXT[language];
  const { filters, items } = view;
  const mayRemind = view.mayRemind === true && items.some((item) => item.state === 'open');
  const list = items.map((item) => leadRow(item, language, mayRemind && item.state === 'open' ? pick(item, view, t) : '')).join('');
  const empty = `<p class="card">${t.empty}${chosen(filters).length > 0 ? ` ${t.emptyHint}` : ''}</p>`;
  const next =
    view.next === null
      ? ''
      : `<p class="pages"><a class="btn plain" rel="next" href="${address(VIOLATIONS_PATH, filters, { cursor: view.next })}">${t.more}</a></p>`;
  const sorts = SORTS.map((sort): Option => [sort, t.sorts[sort] ?? sort]);
  const main = `<div class="in wide">${regulatorNav('leads', language)}${alert(view.error)}${said(view, t)}<div class="head"><h1>${t.title}</h1><p class="quiet">${t.note}</p></div>${tabs(VIOLATIONS_PATH, view, t)}${filterForm(VIOLATIONS_PATH, view, t, sorts)}${chips(VIOLATIONS_PATH, view, t, SHARED[language].colon)}<p class="gapped" role="status">${t.total(view.counts.total)}${csvLink(view, t)}</p>${items.length === 0 ? empty : `<h2 class="hide">${t.title}</h2><div class="leads">${list}</div>`}${mayRemind ? remindForm(view, t, csrf) : ''}${next}</div>`;
  return deskPage({ language, title: t.title, main, here: query(filters).toString(), who: view.authority.name, csrf });
}

/** The same list as a file, under the same filters. */
function csvLink({ filters, items }: ViolationsView, t: Text): string {
  if (items.length === 0) return '';
  return ` <a class="tap" href="${address('/v1/violations', filters, { format: 'csv' })}">${t.csv}</a>`;
}

function said({ reminded }: ViolationsView, t: Text): string {
  return reminded === undefined ? '' : `<p class="card" role="status">${t.reminded(reminded)}</p>`;
}

function pick(item: LeadItem, { entered }: ViolationsView, t: Text): string {
  const checked = entered?.ids.includes(item.id) ? ' checked' : '';
  return `<label class="pick-one"><input type="checkbox" name="id" value="${e(item.id)}" form="remind"${checked}><span class="hide">${t.pick} ${e(item.party.name)}</span></label>`;
}

/* One reminder a firm, whatever of its leads is ticked. */
function remindForm({ entered, filters, error }: ViolationsView, t: Text, csrf: string | undefined): string {
  const isRefused = entered !== undefined && error !== undefined;
  const wrong = isRefused ? `<p class="wrong" id="remind-w">${e(error)}</p>` : '';
  const marked = isRefused ? ' aria-describedby="remind-w" aria-invalid="true"' : '';
  const back = query(filters).toString();
  return `<form id="remind" class="card" method="post" action="${REMINDERS_PATH}">${csrfField(csrf)}<input type="hidden" name="back" value="${e(back)}"><h2>${t.remind}</h2><div class="field"><label for="remind-text">${t.remindText}</label><p class="hint" id="remind-h">${t.remindHint}</p><textarea id="remind-text" name="text" rows="3" maxlength="2000" aria-describedby="remind-h">${e(entered?.text ?? t.remindDefault)}</textarea></div>${wrong}<label class="check"><input type="checkbox" name="all" value="1"${marked}><span>${t.remindAll(MOST_REMINDED)}</span></label><button class="btn">${t.remindNext}</button></form>`;
}

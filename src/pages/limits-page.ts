import type { LimitDue } from '../enforcement/limits.ts';
import { daysBetween } from '../platform/civil-date.ts';
import { escapeHtml as e, safeUrl } from './escape.ts';
import { time } from './format.ts';
import { alert, deskPage, link, table } from './layout.ts';
import { LIMITS_PATH, REMINDERS_PATH, regulatorNav } from './regulator-nav.ts';
import { DESK_TEXT } from './text-desk.ts';
import { FIRMS_TEXT } from './text-firms.ts';
import type { Language } from './view.ts';

export interface LimitsView {
  who: string;
  today: string;
  items: readonly LimitDue[];
  isCut: boolean;
  whose: 'party' | 'authority' | undefined;
  /** The office that may remind in its own cases; absent for an administrator. */
  officeId: string | undefined;
  reminded?: number | undefined;
  error?: string | undefined;
  /** The reminder that was not sent yet, as ticked and typed. */
  entered?: { cases: readonly string[]; text: string };
}

type Text = (typeof FIRMS_TEXT)[Language];

/** Orders and limits due, a table a day, the nearest first; parties of the office's own cases can be reminded from here. */
export function limitsPage(view: LimitsView, language: Language): string {
  const t = FIRMS_TEXT[language];
  const { items, whose } = view;
  const mayRemind = items.some((one) => isPickable(one, view));
  const days = [...Map.groupBy(items, (item) => item.on)].map(([on, due]) => day(on, due, view, t)).join('');
  const tabs = ([undefined, 'party', 'authority'] as const).map(
    (one) =>
      `<a href="${addressOf(LIMITS_PATH, one)}"${one === whose ? ' aria-current="page"' : ''}>${one === undefined ? t.everybody : t.whoseOf[one]}</a>`,
  );
  const csv = items.length === 0 ? '' : ` <a class="tap" href="${addressOf(`${LIMITS_PATH}.csv`, whose)}">${DESK_TEXT[language].csv}</a>`;
  const said = view.reminded === undefined ? '' : `<p class="card" role="status">${DESK_TEXT[language].reminded(view.reminded)}</p>`;
  const cut = view.isCut ? `<p class="limit">${t.isCut}</p>` : '';
  const main = `<div class="in wide">${regulatorNav('limits', language)}${alert(view.error)}${said}<div class="head"><h1>${t.limits}</h1><p class="quiet">${t.limitsNote}</p></div><nav class="tabs" aria-label="${t.whose}">${tabs.join('')}</nav><p class="gapped" role="status">${t.limitsTotal(items.length)}${csv}</p>${cut}${days === '' ? `<p class="card">${t.limitsEmpty}</p>` : days}${mayRemind ? remindForm(view, language) : ''}</div>`;
  return deskPage({ language, title: t.limits, main, here: whose === undefined ? '' : `whose=${whose}`, who: view.who });
}

const addressOf = (path: string, whose: LimitsView['whose']) => safeUrl(whose === undefined ? path : `${path}?whose=${whose}`);

const isPickable = (one: LimitDue, { officeId }: LimitsView) =>
  officeId !== undefined && one.whose === 'party' && one.authority?.id === officeId;

function day(on: string, due: readonly LimitDue[], view: LimitsView, t: Text): string {
  const rows = due.map((one, i) => [
    `${pick(one, `${on}-${i}`, view, t)}<b>${e(one.text)}</b>`,
    `${link(`/cases/${encodeURIComponent(one.case.id)}`, one.case.title, 'tap')}<br>${e(one.party)}`,
    e(one.whose === 'party' ? t.whoseOf.party : (one.authority?.name ?? t.whoseOf.authority)),
    e(one.basis ?? ''),
  ]);
  const away = daysBetween(view.today, on);
  const when =
    away < 0
      ? ` <span class="tag red">${t.daysAgo(-away)}</span>`
      : ` <span class="tag${away <= 3 ? ' ochre' : ''}">${t.daysLeft(away)}</span>`;
  return `<section class="card shelf"><h2>${time(on)} ${t.weekday(on)}${when} <span class="tag">${due.length}</span></h2>${table(t.onDay(on), [t.what, t.case, t.whose, t.basis], rows)}</section>`;
}

function pick(one: LimitDue, id: string, view: LimitsView, t: Text): string {
  if (!isPickable(one, view)) return '';
  const checked = view.entered?.cases.includes(one.case.id) ? ' checked' : '';
  return `<label class="pick-one"><input type="checkbox" name="case" value="${e(one.case.id)}" id="pick-${id}" form="remind"${checked}><span class="hide">${t.pick} ${e(one.party)}</span></label>`;
}

function remindForm({ entered, whose }: LimitsView, language: Language): string {
  const t = DESK_TEXT[language];
  const { remindDue } = FIRMS_TEXT[language];
  return `<form id="remind" class="card" method="post" action="${REMINDERS_PATH}"><input type="hidden" name="from" value="limits"><input type="hidden" name="back" value="${whose === undefined ? '' : `whose=${whose}`}"><h2>${t.remind}</h2><div class="field"><label for="remind-text">${t.remindText}</label><p class="hint" id="remind-h">${t.remindHint}</p><textarea id="remind-text" name="text" rows="3" maxlength="2000" aria-describedby="remind-h">${e(entered?.text ?? remindDue)}</textarea></div><button class="btn">${t.remindNext}</button></form>`;
}

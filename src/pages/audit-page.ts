import type { AuditEntry } from '../audit/lines.ts';
import { escapeHtml as e, safeUrl } from './escape.ts';
import { time } from './format.ts';
import { alert, deskPage, table } from './layout.ts';
import { AUDIT_TEXT } from './text-audit.ts';
import type { Language } from './view.ts';

export const AUDIT_PATH = '/audit';

/** The filters as they stand in the address. */
export const auditFields = ['kind', 'since', 'until', 'who', 'operation', 'status'] as const;
export type AuditAsked = Partial<Record<(typeof auditFields)[number], string>>;

export interface AuditView {
  who: string;
  asked: AuditAsked;
  items: readonly AuditEntry[];
  next: string | null;
  /** Names of the parties and authorities, by `party:ID` or `authority:ID`. */
  names: ReadonlyMap<string, string>;
  wrong: boolean;
  /** Lines a file holds at most. */
  most: number;
}

/** An address of the audit under its filters, with a change. */
function addressOf(path: string, asked: AuditAsked, change: Record<string, string | undefined> = {}): string {
  const all: Record<string, string | undefined> = { ...asked, ...change };
  const search = new URLSearchParams(Object.entries(all).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  return safeUrl(search.size === 0 ? path : `${path}?${search}`);
}

/** The access audit for its administrator: filters in the address, a page at a time, the same as a file. */
export function auditPage(view: AuditView, language: Language): string {
  const t = AUDIT_TEXT[language];
  const { asked, items, next } = view;
  const tabs = Object.entries(t.kinds).map(
    ([kind, label]) =>
      `<a href="${addressOf(AUDIT_PATH, asked, { kind })}"${kind === (asked.kind ?? '') ? ' aria-current="page"' : ''}>${label}</a>`,
  );
  const rows = items.map((line) => [
    time(line.at),
    `${nameOf(line.who, view)}<span class="code small">${e(line.who)}</span>`,
    e(line.role),
    `<span class="code small">${e(line.operation)}</span>`,
    `<span class="code small">${e(line.object)}</span>`,
    `<span class="tag${tone(line.status)}">${line.status} ${t.results(line.status)}</span>`,
    `<span class="code small">${e(line.address)}</span>`,
    `<span class="code small">${e(line.requestId)}</span>`,
  ]);
  const heads = [t.at, t.who, t.role, t.operation, t.object, t.status, t.address, t.request];
  const list = items.length === 0 ? `<p class="card">${t.empty}</p>` : `<div class="card audit">${table(t.title, heads, rows)}</div>`;
  const csv =
    items.length === 0
      ? ''
      : ` <a class="tap" href="${addressOf(`${AUDIT_PATH}.csv`, asked)}">${t.csv}</a> <span class="small quiet">${t.cut(view.most)}</span>`;
  const more =
    next === null
      ? ''
      : `<p class="pages"><a class="btn plain" rel="next" href="${addressOf(AUDIT_PATH, asked, { cursor: next })}">${t.next}</a></p>`;
  const main = `<div class="in wide widest">${alert(view.wrong ? t.wrong : undefined)}<div class="head"><h1>${t.title}</h1><p class="quiet">${t.note}</p></div><nav class="tabs" aria-label="${t.kind}">${tabs.join('')}</nav>${form(asked, language)}<p class="gapped" role="status">${t.shown(items.length, next !== null)}${csv}</p>${list}${more}</div>`;
  const here = addressOf('', asked).slice(1).replaceAll('&amp;', '&');
  return deskPage({ language, title: t.title, main, here, who: view.who });
}

const tone = (status: number) => (status >= 500 || status === 401 || status === 403 ? ' red' : status >= 400 ? ' ochre' : ' ok');

function nameOf(who: string, { names }: AuditView): string {
  const name = names.get(who.split('/')[0] ?? who);
  return name === undefined ? '' : `<b>${e(name)}</b><br>`;
}

function form(asked: AuditAsked, language: Language): string {
  const t = AUDIT_TEXT[language];
  const field = (name: Exclude<keyof AuditAsked, 'kind'>, type: string, hint = '') => {
    const described = hint === '' ? '' : ` aria-describedby="${name}-h"`;
    const help = hint === '' ? '' : `<p class="hint" id="${name}-h">${hint}</p>`;
    return `<div><label for="${name}">${t[name]}</label>${help}<input id="${name}" name="${name}" type="${type}" value="${e(asked[name] ?? '')}" maxlength="120"${described}></div>`;
  };
  const kept = asked.kind ? `<input type="hidden" name="kind" value="${e(asked.kind)}">` : '';
  const fields = [
    field('since', 'date'),
    field('until', 'date'),
    field('who', 'text', t.whoHint),
    field('operation', 'text', t.operationHint),
    field('status', 'text'),
  ];
  return `<form class="filter" method="get" action="${AUDIT_PATH}" role="search" aria-label="${t.title}">${kept}<div class="grid">${fields.join('')}</div><button class="btn">${t.show}</button></form>`;
}

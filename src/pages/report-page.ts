import { type ReportView, reportKinds } from '../reports/schemas.ts';
import { escapeHtml as e } from './escape.ts';
import { groupedCode, time } from './format.ts';
import { ICON } from './icons.ts';
import { sizeLink } from './large-text.ts';
import { bar, deskPage, foot, headStart, table } from './layout.ts';
import { regulatorNav } from './regulator-nav.ts';
import { SCAN_STYLE } from './stylesheet.ts';
import { REPORT_TEXT } from './text-report.ts';
import { SCAN_TEXT } from './text-scan.ts';
import type { Language } from './view.ts';

const FIELDS = ['kind', 'details', 'boughtAt', 'contact'] as const;
export type ReportField = (typeof FIELDS)[number];

export interface ReportPageView {
  traceCode: string;
  product: string;
  batchNumber: string | null;
  /** Number of the report that was just sent: the page then thanks. */
  sent?: string;
  /** What was typed, kept when it is refused. */
  typed?: Partial<Record<ReportField, string>>;
  /** What is wrong, by field; `form` stands for the whole. */
  errors?: Partial<Record<ReportField | 'form', string>>;
}

/** The form by which a consumer tells the authority about a batch, and the page after it was sent. Works without script. */
export function reportPage(view: ReportPageView, language: Language): string {
  const t = REPORT_TEXT[language];
  const title = view.sent === undefined ? t.title : t.sentTitle;
  const body = view.sent === undefined ? form(view, language) : thanks(view, view.sent, language);
  const line = view.sent === undefined ? t.intro : t.sentText;
  return `${headStart(language, SCAN_STYLE)}<title>${title} · ${e(view.product)}</title><meta name="robots" content="noindex"></head><body><main><section class="st slate"><div class="in">${ICON.none}<div><h1>${title}</h1><p>${line}</p></div></div></section>${bar(language, sizeLink(language))}<div class="in">${body}</div></main>${foot(language)}`;
}

function about(view: ReportPageView, language: Language): string {
  const t = REPORT_TEXT[language];
  const s = SCAN_TEXT[language];
  const batch = view.batchNumber === null ? '' : `<br>${s.batchNumber} <b class="code">${e(view.batchNumber)}</b>`;
  return `<h2>${t.about}</h2><p><b>${e(view.product)}</b><br>${s.traceCode} <b class="code">${e(groupedCode(view.traceCode))}</b>${batch}</p>`;
}

function thanks(view: ReportPageView, sent: string, language: Language): string {
  const t = REPORT_TEXT[language];
  return `<section class="card" role="status">${about(view, language)}<p class="ticket">${t.number}<b class="code">${e(sent)}</b></p><p><a class="btn plain" href="/t/${e(view.traceCode)}">${t.back}</a></p></section>`;
}

function form(view: ReportPageView, language: Language): string {
  const t = REPORT_TEXT[language];
  const { typed = {}, errors = {} } = view;
  const field = (name: ReportField, control: (described: string) => string, hint = '') => {
    const wrong = errors[name] === undefined ? '' : `<p class="wrong" id="${name}-e">${e(errors[name])}</p>`;
    const ids = [hint && `${name}-h`, wrong && `${name}-e`].filter((id) => id !== '').join(' ');
    const described = `id="${name}" name="${name}"${ids && ` aria-describedby="${ids}"`}${wrong && ' aria-invalid="true"'}`;
    const said = hint === '' ? '' : `<p class="hint" id="${name}-h">${hint}</p>`;
    return `<div class="field"><label for="${name}">${t[name]}</label>${said}${wrong}${control(described)}</div>`;
  };
  const kinds = reportKinds.map((kind) => `<option value="${kind}"${typed.kind === kind ? ' selected' : ''}>${t.kinds[kind]}</option>`);
  return `<section class="card">${about(view, language)}</section><section class="card">${summary(errors, language)}<form method="post" action="/t/${e(view.traceCode)}/report?lang=${language}">${[
    field('kind', (d) => `<select ${d} required><option value="">${t.choose}</option>${kinds.join('')}</select>`),
    field('details', (d) => `<textarea ${d} rows="5" maxlength="1000" required>${e(typed.details ?? '')}</textarea>`, t.detailsHint),
    field('boughtAt', (d) => `<input ${d} maxlength="100" value="${e(typed.boughtAt ?? '')}">`),
    field('contact', (d) => `<input ${d} maxlength="100" autocomplete="tel" value="${e(typed.contact ?? '')}">`, t.contactHint),
  ].join(
    '',
  )}<button class="btn">${t.send}</button></form><p class="gapped">${t.urgent} <a class="tap" href="tel:12315">12315</a></p></section>`;
}

/** What is wrong, with a way to each field, announced at once. */
function summary(errors: NonNullable<ReportPageView['errors']>, language: Language): string {
  const t = REPORT_TEXT[language];
  const items = FIELDS.flatMap((name) =>
    errors[name] === undefined ? [] : [`<li><a href="#${name}">${t[name]}：${e(errors[name])}</a></li>`],
  );
  if (errors.form !== undefined)
    return `<div class="card red" tabindex="-1" autofocus role="alert"><p class="wrong">${e(errors.form)}</p></div>`;
  return items.length === 0
    ? ''
    : `<div class="card red" tabindex="-1" autofocus role="alert"><p class="wrong">${t.wrong}</p><ul>${items.join('')}</ul></div>`;
}

/** The authority's list of what consumers told. */
export function reportListPage(view: { who: string; items: readonly ReportView[]; next: string | null }, language: Language): string {
  const t = REPORT_TEXT[language];
  const s = SCAN_TEXT[language];
  const rows = view.items.map((one) => [
    time(one.at),
    `<a href="/t/${e(one.traceCode)}">${e(one.product)}</a><br><span class="code small">${e(one.traceCode)}</span>${one.batchNumber === null ? '' : `<br>${s.batchNumber} ${e(one.batchNumber)}`}`,
    e(one.producer),
    t.kinds[one.kind],
    one.details === null ? t.erased : e(one.details),
    e(one.boughtAt ?? ''),
    e(one.contact ?? ''),
  ]);
  const list = rows.length === 0 ? `<p>${t.listNone}</p>` : table(t.listTitle, t.heads, rows);
  const csv = rows.length === 0 ? '' : ` <a class="tap" href="/consumer-reports.csv">${t.csv}</a>`;
  const more = view.next === null ? '' : `<p><a class="btn plain" href="?cursor=${encodeURIComponent(view.next)}">${t.more}</a></p>`;
  return deskPage({
    language,
    title: t.listTitle,
    who: view.who,
    main: `<div class="in wide">${regulatorNav('reports', language)}<h1>${t.listTitle}</h1><p>${t.listIntro}${csv}</p>${list}${more}</div>`,
  });
}

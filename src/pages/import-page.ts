import type { FaultView, ImportView } from '../exchange/imports/views.ts';
import { escapeHtml as e } from './escape.ts';
import { time } from './format.ts';
import { alert, deskPage, link, table } from './layout.ts';
import { word } from './text.ts';
import { IMPORT_TEXT } from './text-import.ts';
import { errorSummary } from './tool-page.ts';
import type { Language } from './view.ts';

export const IMPORTS_PATH = '/imports';

/** A file that was refused as a whole: what is wrong with it. */
export interface RefusedFile {
  /** What was chosen beside the file. */
  kind?: string | undefined;
  mode?: string | undefined;
  text: string;
  errors: { found: string; expected: string; fix: string }[];
}

export interface ImportsView {
  who: string;
  /** Kinds the caller may import. */
  kinds: readonly string[];
  items: readonly ImportView[];
  next: string | null;
  refused?: RefusedFile;
}

type Text = (typeof IMPORT_TEXT)[Language];

const path = (id: string) => `${IMPORTS_PATH}/${encodeURIComponent(id)}`;

/** The form, the templates and what was imported before. */
export function importsPage(view: ImportsView, language: Language): string {
  const t = IMPORT_TEXT[language];
  const main = `<div class="in wide"><div class="head"><h1>${t.title}</h1><p>${t.lead}</p></div>${refused(view.refused, t)}${form(view, t)}${templates(view, t)}${earlier(view, t)}</div>`;
  return deskPage({ language, title: t.title, main, who: view.who });
}

function refused(file: RefusedFile | undefined, t: Text): string {
  if (!file) return '';
  const told = fileErrors(file, t).map((text) => ({ field: 'file', text }));
  return told.length === 0 ? alert(`${t.wrong}${t.colon}${file.text}`) : errorSummary(told, `${t.wrong}${t.colon}${e(file.text)}`);
}

const fileErrors = ({ errors }: RefusedFile, t: Text) => errors.map(({ found, expected, fix }) => `${found} → ${expected}${t.colon}${fix}`);

function form({ kinds, refused: file }: ImportsView, t: Text): string {
  const options = (words: Record<string, string>, values: readonly string[], chosen: string | undefined) =>
    values.map((value) => `<option value="${e(value)}"${value === chosen ? ' selected' : ''}>${word(words, value)}</option>`).join('');
  const wrong = file ? `<p class="wrong" id="file-w">${e(fileErrors(file, t).join(' ') || file.text)}</p>` : '';
  const marked = file ? ' aria-describedby="file-h file-w" aria-invalid="true"' : ' aria-describedby="file-h"';
  return `<form class="card" method="post" action="${IMPORTS_PATH}" enctype="multipart/form-data"><div class="field"><label for="kind">${t.kind}</label><select id="kind" name="kind">${options(t.kinds, kinds, file?.kind)}</select></div><div class="field"><label for="file">${t.file}</label><p class="hint" id="file-h">${t.fileHint} · ${t.limits}</p>${wrong}<input id="file" name="file" type="file" required accept=".xlsx,.csv,.ndjson"${marked}></div><div class="field"><label for="mode">${t.mode}</label><select id="mode" name="mode">${options(t.modes, Object.keys(t.modes), file?.mode)}</select></div><p class="hint">${t.checkHint}</p><button class="btn">${t.check}</button></form>`;
}

function templates({ kinds }: ImportsView, t: Text): string {
  const rows = kinds.map((kind) => {
    const address = (format: string) => `/v1/imports/template?kind=${kind}&format=${format}`;
    return `<li>${word(t.kinds, kind)} ${link(address('xlsx'), 'XLSX', 'tap')} ${link(address('csv'), 'CSV', 'tap')}</li>`;
  });
  return `<section class="card"><h2>${t.templates}</h2><ul>${rows.join('')}</ul></section>`;
}

function earlier({ items, next }: ImportsView, t: Text): string {
  if (items.length === 0) return `<section class="card"><h2>${t.earlier}</h2><p>${t.none}</p></section>`;
  const rows = items.map((one) => [
    link(path(one.id), one.at, 'tap'),
    word(t.kinds, one.kind),
    e(one.fileName ?? ''),
    word(t.states, one.state),
    String(one.total),
    String(one.bad),
    String(one.applied),
  ]);
  const more = next === null ? '' : `<p>${link(`${IMPORTS_PATH}?cursor=${encodeURIComponent(next)}`, t.more, 'tap')}</p>`;
  return `<section class="card">${table(t.earlier, t.columns, rows, [4, 5, 6])}${more}</section>`;
}

export interface ImportDetail {
  who: string;
  job: ImportView;
  errors: { items: readonly FaultView[]; next: string | null };
  /** Whether the good rows of a preview may be recorded. */
  mayApply: boolean;
  /** Whether there is a sheet with reasons. */
  hasRejected: boolean;
  isRunning: boolean;
  /** A corrected sheet may be sent here. */
  mayRetry?: boolean;
  head?: string;
  error?: string;
}

/** One import: how far it is, its wrong cells, and what can be done. */
export function importPage(view: ImportDetail, language: Language): string {
  const t = IMPORT_TEXT[language];
  const { job } = view;
  const counts = t.counts(job.total, job.good, job.bad, job.applied);
  const name = job.fileName === null ? '' : ` · ${e(job.fileName)}`;
  const head = `<div class="head"><h1>${word(t.kinds, job.kind)}${t.colon}${word(t.states, job.state)}</h1><p>${time(job.at)}${name}</p><p role="status">${counts}</p></div>`;
  const every = view.isRunning ? ' data-every="2000"' : '';
  const progress = `<div id="progress"${every}>${head}${bar(view)}${fileFaults(view, t)}${steps(view, t)}${mistakes(view, t)}</div>`;
  const main = `<div class="in wide">${progress}${alert(view.error)}${again(view, t)}<p>${link(IMPORTS_PATH, t.back, 'tap')}</p></div>`;
  const title = `${word(t.kinds, job.kind)}${t.colon}${word(t.states, job.state)}`;
  return deskPage({ language, title, main, who: view.who, head: view.head ?? '' });
}

/** How far long work is; a file that is still being read has no total yet. */
function bar({ isRunning, job }: ImportDetail): string {
  if (!isRunning) return '';
  const done = job.state === 'applying' ? job.applied : job.good + job.bad;
  return job.total > 0
    ? `<progress max="${job.total}" value="${done}" aria-label="${done} / ${job.total}"></progress>`
    : '<progress aria-label="…"></progress>';
}

/** The corrected sheet goes where the first one went. */
function again({ job, isRunning, mayRetry }: ImportDetail, t: Text): string {
  if (isRunning || mayRetry !== true) return '';
  return `<form class="card" method="post" action="${IMPORTS_PATH}" enctype="multipart/form-data"><h2>${t.again}</h2><input type="hidden" name="kind" value="${e(job.kind)}"><input type="hidden" name="mode" value="${e(job.mode)}"><div class="field"><label for="file">${t.file}</label><p class="hint" id="file-h">${t.againHint}</p><input id="file" name="file" type="file" required accept=".xlsx,.csv,.ndjson" aria-describedby="file-h"></div><button class="btn">${t.check}</button></form>`;
}

function fileFaults({ job }: ImportDetail, t: Text): string {
  return job.fileFaults
    .map(({ title, expected, fix }) => `<p class="card red">${e(title)}${t.colon}${e(expected)}${t.colon}${e(fix)}</p>`)
    .join('');
}

function steps({ job, isRunning, mayApply, hasRejected }: ImportDetail, t: Text): string {
  const running = isRunning ? `<p class="card">${t.running} ${link(path(job.id), t.refresh, 'tap')}</p>` : '';
  const apply = mayApply
    ? `<form class="card" method="post" action="${path(job.id)}/application"><button class="btn">${t.apply}</button></form>`
    : '';
  const rejected = hasRejected
    ? `<p class="card">${link(`/v1/imports/${encodeURIComponent(job.id)}/rejected`, t.rejected, 'tap')}</p>`
    : '';
  return running + apply + rejected;
}

function mistakes({ job, errors }: ImportDetail, t: Text): string {
  if (errors.items.length === 0) return '';
  const rows = errors.items.map(({ row, column, header, title, found, expected, fix }) => [
    String(row),
    e(column ?? ''),
    e(header ?? ''),
    e(title),
    e(found),
    e(expected),
    e(fix),
  ]);
  const more = errors.next === null ? '' : `<p>${link(`${path(job.id)}?cursor=${encodeURIComponent(errors.next)}`, t.more, 'tap')}</p>`;
  return `<section class="card">${table(t.mistakes, t.mistakeColumns, rows, [0])}${more}</section>`;
}

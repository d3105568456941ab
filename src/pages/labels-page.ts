import type { PrintView } from '../codes/labels/printing.ts';
import { escapeHtml as e, svgImage } from './escape.ts';
import { time } from './format.ts';
import { alert, deskPage, link, table } from './layout.ts';
import { word } from './text.ts';
import { LABELS_TEXT } from './text-labels.ts';
import type { Language } from './view.ts';

export const LABELS_PATH = '/labels';

/** The fields of the form, as typed. */
export interface LabelForm {
  items: string;
  layout: string;
  format: string;
  dpi: string;
  startPosition: string;
  test: boolean;
  reason: string;
}

export interface LabelsView {
  who: string;
  form: LabelForm;
  batches: readonly { traceCode: string; productName: string; batchNumber: string | null }[];
  prints: readonly PrintView[];
  next: string | null;
  /** The first label, and what of its texts the font has not. */
  preview?: { svg: string; missing: readonly string[] };
  /** The print that was just recorded. */
  recorded?: PrintView;
  errors?: readonly { found: string; expected: string; fix: string }[];
}

type Text = (typeof LABELS_TEXT)[Language];

/** The form, the preview, what was printed before. */
export function labelsPage(view: LabelsView, language: Language): string {
  const t = LABELS_TEXT[language];
  const head = `<div class="head"><h1>${t.title}</h1><p>${t.lead}</p></div>`;
  const main = `<div class="in wide">${head}${refused(view, t)}${recorded(view, t)}${preview(view, t)}${form(view, t)}${batches(view, t)}${earlier(view, t)}</div>`;
  return deskPage({ language, title: t.title, main, who: view.who });
}

function refused({ errors }: LabelsView, t: Text): string {
  const [first] = errors ?? [];
  if (!first) return '';
  const rows = (errors ?? []).map(({ found, expected, fix }) => `<li>${e(found)} → ${e(expected)}${t.colon}${e(fix)}</li>`);
  return `${alert(t.wrong)}<ul class="card red">${rows.join('')}</ul>`;
}

function recorded({ recorded }: LabelsView, t: Text): string {
  if (!recorded) return '';
  return `<section class="card" role="status"><p>${t.recorded(recorded.labels)}</p><p>${link(recorded.file, t.download, 'btn')}</p><p class="hint">${t.hint}</p></section>`;
}

function preview({ preview }: LabelsView, t: Text): string {
  if (!preview) return '';
  const missing = preview.missing.length === 0 ? '' : `<p class="card amber">${e(t.missing(preview.missing.join(' ')))}</p>`;
  return `<section class="card"><h2>${t.previewOf}</h2><img alt="${t.previewOf}" src="${svgImage(preview.svg)}">${missing}</section>`;
}

function form({ form }: LabelsView, t: Text): string {
  const select = (name: 'layout' | 'format' | 'dpi', words: Record<string, string>) => {
    const options = Object.entries(words).map(
      ([value, text]) => `<option value="${e(value)}"${form[name] === value ? ' selected' : ''}>${e(text)}</option>`,
    );
    return `<div class="field"><label for="${name}">${t[name]}</label><select id="${name}" name="${name}">${options.join('')}</select></div>`;
  };
  return (
    `<form class="card" method="post" action="${LABELS_PATH}">` +
    `<div class="field"><label for="items">${t.items}</label><p class="hint" id="items-h">${t.itemsHint}</p><textarea id="items" name="items" rows="4" aria-describedby="items-h">${e(form.items)}</textarea></div>` +
    `${select('layout', t.layouts)}${select('format', t.formats)}${select('dpi', t.dpis)}` +
    `<div class="field"><label for="startPosition">${t.start}</label><p class="hint" id="start-h">${t.startHint}</p><input id="startPosition" name="startPosition" inputmode="numeric" value="${e(form.startPosition)}" aria-describedby="start-h"></div>` +
    `<div class="field"><label><input type="checkbox" name="test" value="yes"${form.test ? ' checked' : ''}> ${t.test}</label></div>` +
    `<div class="field"><label for="reason">${t.reason}</label><input id="reason" name="reason" value="${e(form.reason)}"></div>` +
    `<p><button class="btn" name="step" value="preview">${t.preview}</button> <button class="btn" name="step" value="print">${t.print}</button></p></form>`
  );
}

function batches({ batches }: LabelsView, t: Text): string {
  if (batches.length === 0) return '';
  const rows = batches.map(
    ({ traceCode, productName, batchNumber }) =>
      `<li>${link(`${LABELS_PATH}?batch=${encodeURIComponent(traceCode)}`, `${productName} ${batchNumber ?? ''} ${traceCode}`, 'tap')}</li>`,
  );
  return `<section class="card"><h2>${t.batches}</h2><ul>${rows.join('')}</ul></section>`;
}

function earlier({ prints, next }: LabelsView, t: Text): string {
  if (prints.length === 0) return `<section class="card"><h2>${t.earlier}</h2><p>${t.none}</p></section>`;
  const rows = prints.map((print) => [
    time(print.at),
    word(t.layouts, print.layout),
    String(print.labels),
    String(print.batches),
    e(print.items[0]?.traceCode ?? ''),
    String(print.items.reduce((sum, { voided }) => sum + voided, 0)),
    print.reprint ? `${t.yes}${print.reason === null ? '' : ` ${e(print.reason)}`}` : '',
    link(print.file, print.format.toUpperCase(), 'tap'),
  ]);
  const more = next === null ? '' : `<p>${link(`${LABELS_PATH}?cursor=${encodeURIComponent(next)}`, t.more, 'tap')}</p>`;
  return `<section class="card">${table(t.earlier, t.columns, rows, [2, 3, 5])}${more}</section>`;
}

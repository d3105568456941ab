import type { PrintView } from '../codes/labels/printing.ts';
import { escapeHtml as e, svgImage } from './escape.ts';
import { time } from './format.ts';
import { deskPage, link, table } from './layout.ts';
import { word } from './text.ts';
import { LABELS_TEXT } from './text-labels.ts';
import { errorSummary, type FieldError } from './tool-page.ts';
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
  errors?: readonly FieldError[];
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
  return errorSummary(errors ?? [], t.wrong);
}

function recorded({ recorded }: LabelsView, t: Text): string {
  if (!recorded) return '';
  return `<section class="card" role="status"><p>${t.recorded(recorded.labels)}</p><p>${link(recorded.file, t.download, 'btn')}</p><p class="hint">${t.hint}</p></section>`;
}

function preview({ preview }: LabelsView, t: Text): string {
  if (!preview) return '';
  const missing = preview.missing.length === 0 ? '' : `<p class="card ochre">${e(t.missing(preview.missing.join(' ')))}</p>`;
  return `<section class="card"><h2>${t.previewOf}</h2><img alt="${t.previewOf}" src="${svgImage(preview.svg)}">${missing}</section>`;
}

/** What is wrong with a field, and the attributes that say so; `hint` is the id of what else describes it. */
function marked(errors: readonly FieldError[], name: string, hint?: string): { told: string; attributes: string } {
  const wrong = errors.filter(({ field }) => field === name).map(({ text }) => e(text));
  const ids = [...(hint === undefined ? [] : [hint]), ...(wrong.length === 0 ? [] : [`${name}-w`])].join(' ');
  const described = ids === '' ? '' : ` aria-describedby="${ids}"`;
  if (wrong.length === 0) return { told: '', attributes: described };
  return { told: `<p class="wrong" id="${name}-w">${wrong.join(' ')}</p>`, attributes: `${described} aria-invalid="true"` };
}

function form({ form, errors = [] }: LabelsView, t: Text): string {
  const [items, start, reason] = [marked(errors, 'items', 'items-h'), marked(errors, 'startPosition', 'start-h'), marked(errors, 'reason')];
  const select = (name: 'layout' | 'format' | 'dpi', words: Record<string, string>) => {
    const options = Object.entries(words).map(
      ([value, text]) => `<option value="${e(value)}"${form[name] === value ? ' selected' : ''}>${e(text)}</option>`,
    );
    const { told, attributes } = marked(errors, name);
    return `<div class="field"><label for="${name}">${t[name]}</label>${told}<select id="${name}" name="${name}"${attributes}>${options.join('')}</select></div>`;
  };
  return (
    `<form class="card" method="post" action="${LABELS_PATH}">` +
    `<div class="field"><label for="items">${t.items}</label><p class="hint" id="items-h">${t.itemsHint}</p>${items.told}<textarea id="items" name="items" rows="4"${items.attributes}>${e(form.items)}</textarea></div>` +
    `${select('layout', t.layouts)}${select('format', t.formats)}${select('dpi', t.dpis)}` +
    `<div class="field"><label for="startPosition">${t.start}</label><p class="hint" id="start-h">${t.startHint}</p>${start.told}<input id="startPosition" name="startPosition" inputmode="numeric" value="${e(form.startPosition)}"${start.attributes}></div>` +
    `<label class="check"><input type="checkbox" name="test" value="yes"${form.test ? ' checked' : ''}><span>${t.test}</span></label>` +
    `<div class="field"><label for="reason">${t.reason}</label>${reason.told}<input id="reason" name="reason" value="${e(form.reason)}"${reason.attributes}></div>` +
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

import type { RecallNow } from '../trace/recall-progress.ts';
import type { ReportShown } from '../trace/recall-reported.ts';
import { escapeHtml as e } from './escape.ts';
import { onceField } from './form-once.ts';
import { time } from './format.ts';
import { csrfField, link, table } from './layout.ts';
import { enteredIn, type RefusedForm } from './recall-asking.ts';
import { recallPath } from './recall-paths.ts';
import { word } from './text.ts';
import { ANSWER_TEXT, type AnswerText } from './text-recall-answer.ts';
import { CONSOLE_TEXT } from './text-recall-console.ts';
import type { Language } from './view.ts';

export interface AnswerView {
  recall: RecallNow;
  /** Reports of the reader itself, newest first. */
  own: readonly ReportShown[];
  /** Key of this filling in of a form. */
  once: string;
  /** Something was recorded; `no-slip` where goods go back and nobody is known to have delivered them. */
  done: 'yes' | 'no-slip' | null;
  refused?: RefusedForm | undefined;
  /** Files of a refused report that are kept. */
  kept?: readonly string[] | undefined;
  csrf?: string | undefined;
}

interface Row {
  title: string;
  traceCode: string;
  site: string;
  amount: string;
  unit: string;
  /** The code and unit are typed. */
  isOpen: boolean;
}

/** What a holder does: acknowledge, then report for each of its goods, with photos; and what it reported so far. */
export function answerCards(view: AnswerView, language: Language): string {
  const t = ANSWER_TEXT[language];
  const { recall } = view;
  const isHolder = recall.holder !== null;
  const mayReport = recall.state === 'open' && (isHolder || (recall.mine && recall.yours.length > 0));
  const done = view.done === null ? '' : `<p class="card" role="status">${view.done === 'yes' ? t.done : t.noSupplier}</p>`;
  const ack = isHolder && recall.state === 'open' ? ackCard(view, t) : '';
  const report = mayReport ? reportCards(view, t) : '';
  return `${done}${ack}${report}${ownCard(view, t, language)}`;
}

function ackCard(view: AnswerView, t: AnswerText): string {
  const { recall, csrf } = view;
  if (recall.holder?.acknowledgedAt != null)
    return `<section class="card"><h2>${t.ack}</h2><p><span class="tag ok">${t.acked}</span> ${time(recall.holder.acknowledgedAt)}</p></section>`;
  const text = e(enteredIn(view.refused, 'ack', 'text'));
  return `<form class="card red" method="post" action="${recallPath(recall.id)}/acknowledgement">${csrfField(csrf)}<h2>${t.ack}</h2><p class="hint">${t.first}</p><div class="field"><label for="text">${t.ackText}</label><textarea id="text" name="text" rows="2" maxlength="1000">${text}</textarea></div><button class="btn full">${t.ackGo}</button></form>`;
}

function reportCards(view: AnswerView, t: AnswerText): string {
  const { yours, batches } = view.recall;
  const rows = yours.map(
    (one): Row => ({
      title: `${one.product.name}${one.batchNumber === null ? '' : ` · ${one.batchNumber}`} · ${one.site.name}`,
      traceCode: one.traceCode,
      site: one.site.id,
      amount: one.onHand?.amount ?? '',
      unit: one.onHand?.unit ?? '',
      isOpen: false,
    }),
  );
  const other: Row = { title: t.other, traceCode: batches[0]?.traceCode ?? '', site: '', amount: '', unit: '', isOpen: true };
  const none = rows.length === 0 ? `<p>${t.goodsNone}</p>` : '';
  const forms = [...rows, other].map((row, i) => {
    const isShown = i === 0 || view.refused?.form === `report-${i}`;
    return `<details class="filter"${isShown ? ' open' : ''}><summary>${e(row.title)}${row.isOpen ? '' : ` · ${t.onHand} <b>${e(row.amount)} ${e(row.unit)}</b>`}</summary>${reportForm(view, row, i, t)}</details>`;
  });
  return `<section class="card" id="report"><h2>${t.goods}</h2>${none}${forms.join('')}</section>`;
}

/** Ids without a number on the first form: it is the one most firms have. */
const idIn = (name: string, i: number) => (i === 0 ? name : `${name}-${i}`);

function reportForm(view: AnswerView, row: Row, i: number, t: AnswerText): string {
  const form = `report-${i}`;
  const field = fieldOf(view, form, i);
  const isBookingOnly = enteredIn(view.refused, form, 'booking') === 'only';
  // What was reported stands: the booking follows it.
  const offered = Object.entries(t.kinds).filter(([value]) => !isBookingOnly || value === enteredIn(view.refused, form, 'kind'));
  const kinds = offered.map(
    ([value, label]) => `<option value="${value}"${enteredIn(view.refused, form, 'kind') === value ? ' selected' : ''}>${label}</option>`,
  );
  const goods = row.isOpen
    ? field('traceCode', t.traceCode, row.traceCode, 'maxlength="120" required')
    : `<input type="hidden" name="traceCode" value="${e(row.traceCode)}"><input type="hidden" name="site" value="${e(row.site)}">`;
  const isOther = view.refused !== undefined && view.refused.form !== form;
  const kept = (isOther ? [] : (view.kept ?? [])).map((sha256) => `<input type="hidden" name="photo" value="${e(sha256)}">`);
  const received = kept.length === 0 ? '' : `<p class="hint">${t.kept(kept.length)}</p>`;
  const photos = idIn('photos', i);
  return `<form method="post" enctype="multipart/form-data" action="${recallPath(view.recall.id)}/report">${csrfField(view.csrf)}${onceField(enteredIn(view.refused, form, 'once') || `${view.once}${i}`)}${isBookingOnly ? '<input type="hidden" name="booking" value="only">' : ''}<input type="hidden" name="row" value="${i}">${goods}<div class="field"><label for="${idIn('kind', i)}">${t.kind}</label><select id="${idIn('kind', i)}" name="kind">${kinds.join('')}</select></div><div class="grid">${field('amount', t.amount, row.amount, 'inputmode="decimal" maxlength="30" required')}${field('unit', t.unit, row.unit, 'maxlength="30" required')}</div><div class="field"><label for="${photos}">${t.photos}</label>${received}${kept.join('')}<input id="${photos}" name="photos" type="file" multiple accept="image/*,application/pdf"${wrongOf(view, form, 'photos', photos).attributes}>${wrongOf(view, form, 'photos', photos).told}</div><label class="check"><input type="checkbox" name="book" value="yes"${enteredIn(view.refused, form, 'book', 'yes') === '' ? '' : ' checked'}><span>${t.book}</span></label>${field('text', t.text, '', 'maxlength="1000"', idIn('note', i))}<button class="btn full">${t.go}</button></form>`;
}

function fieldOf(view: AnswerView, form: string, i: number) {
  return (name: string, label: string, otherwise: string, more: string, id = idIn(name, i)): string => {
    const { attributes, told } = wrongOf(view, form, name, id);
    return `<div class="field"><label for="${id}">${label}</label><input id="${id}" name="${name}" ${more} value="${e(enteredIn(view.refused, form, name, otherwise))}"${attributes}>${told}</div>`;
  };
}

/** What is wrong with a field, beside it. */
function wrongOf({ refused }: AnswerView, form: string, name: string, id: string): { attributes: string; told: string } {
  const wrong = refused?.form === form ? refused.errors.filter(({ field }) => field === id || field === name) : [];
  if (wrong.length === 0) return { attributes: '', told: '' };
  return {
    attributes: ` aria-invalid="true" aria-describedby="${id}-w"`,
    told: `<p class="wrong" id="${id}-w">${wrong.map(({ text }) => e(text)).join(' ')}</p>`,
  };
}

function ownCard({ own, recall }: AnswerView, t: AnswerText, language: Language): string {
  if (own.length === 0) return '';
  const words = CONSOLE_TEXT[language];
  const rows = own.map(({ kind, lines, files, text, at }) => [
    word(words.reportKinds, kind),
    lines.map(({ product, quantity }) => `${e(product)} <b>${e(quantity.amount)} ${e(quantity.unit)}</b>`).join('<br>') +
      (text === null ? '' : `<br><span class="small">${e(text)}</span>`),
    files.map((sha256, i) => link(`/v1${recallPath(recall.id)}/files/${sha256}`, words.proof(i + 1), 'tap')).join(' '),
    time(at),
  ]);
  return `<section class="card" id="own">${table(t.own, words.reportColumns.slice(1), rows)}</section>`;
}

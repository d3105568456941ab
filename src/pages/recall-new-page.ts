import type { Reach } from '../trace/recall-preview.ts';
import { escapeHtml as e } from './escape.ts';
import { onceField } from './form-once.ts';
import { csrfField, deskPage, table } from './layout.ts';
import type { Asking } from './recall-asking.ts';
import { above } from './recall-page.ts';
import { RECALLS_PATH } from './recall-paths.ts';
import { RECALL_TEXT, type RecallText } from './text-recall.ts';
import { errorSummary, type FieldError } from './tool-page.ts';
import type { Language } from './view.ts';

export interface NewRecallView extends Pick<Asking, 'who' | 'isAuthority'> {
  csrf?: string | undefined;
  once: string;
  entered: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
  /** Whom it would reach; absent before it was asked. */
  reach?: Reach;
}

/** The form of a recall or a drill: first whom it reaches, then the button that sends it. */
export function newRecallPage(view: NewRecallView, language: Language): string {
  const t = RECALL_TEXT[language];
  const isDrill = view.entered.drill !== undefined;
  const title = isDrill ? t.newDrill : t.open;
  const head = `${above(view, { to: RECALLS_PATH, text: t.back }, language)}<div class="head"><h1>${title}</h1><p>${isDrill ? t.openDrill : t.newLead}</p></div>`;
  const levels = [1, 2, 3]
    .map((level) => `<option value="${level}"${String(level) === view.entered.level ? ' selected' : ''}>${t.level(level)}</option>`)
    .join('');
  const fields = [
    area(view, 'traceCodes', t.openCodes, { required: true }),
    wrap(view, 'level', t.newLevel, (more) => `<select ${more}>${levels}</select>`),
    area(view, 'reason', t.reason, { required: true, most: 1_000 }),
    area(view, 'instructions', t.instructions),
    wrap(view, 'contact', t.contact, (more, value) => `<input ${more} maxlength="200" value="${value}">`),
    area(view, 'note', t.openNote, { most: 1_000 }),
    isDrill ? '<input type="hidden" name="drill" value="1">' : '',
  ].join('');
  const send = isDrill ? t.drillGo : t.openGo;
  const buttons = view.reach
    ? `<p class="buttons"><button class="btn${isDrill ? '' : ' red'}" name="step" value="open">${send}</button><button class="btn plain" name="step" value="preview">${t.reachAgain}</button></p>`
    : `<button class="btn full" name="step" value="preview">${t.reachGo}</button>`;
  const reach = view.reach ? reachCard(view.reach, t, isDrill) : '';
  const form = `<form class="card" method="post" action="/recalls?lang=${language}">${csrfField(view.csrf)}${onceField(view.once)}${fields}${reach}${buttons}</form>`;
  const main = `<div class="in">${head}${errorSummary(view.errors, t.wrong)}${form}</div>`;
  return deskPage({ language, title, main, who: view.who, csrf: view.csrf });
}

function reachCard({ holders, unregistered, derived, customers, hasMore }: Reach, t: RecallText, isDrill: boolean): string {
  const rows = customers.map(({ name, isRegistered, goods }) => [
    `<b>${e(name)}</b>${isRegistered ? '' : ` <span class="tag ochre">${t.reachStranger}</span>`}`,
    e(goods.join('、')),
  ]);
  const list = rows.length === 0 ? `<p>${t.reachNoCustomers}</p>` : table(t.reachCustomers, t.reachColumns, rows);
  const more = hasMore ? `<p>${t.reachMore}</p>` : '';
  return `<div class="card ${isDrill ? '' : 'ochre'}" role="status" id="reach"><h2>${t.reach}</h2><p>${t.reachCounts(holders, unregistered, derived)}</p>${list}${more}<p class="small">${isDrill ? t.openDrill : t.reachNext}</p></div>`;
}

function wrap(
  { entered, errors }: NewRecallView,
  name: string,
  label: string,
  control: (attributes: string, value: string) => string,
): string {
  const wrong = errors.filter(({ field }) => field === name).map(({ text }) => e(text));
  const more = `id="${name}" name="${name}"${wrong.length === 0 ? '' : ` aria-invalid="true" aria-describedby="${name}-w"`}`;
  const told = wrong.length === 0 ? '' : `<p class="wrong" id="${name}-w">${wrong.join(' ')}</p>`;
  return `<div class="field"><label for="${name}">${label}</label>${control(more, e(entered[name] ?? ''))}${told}</div>`;
}

function area(view: NewRecallView, name: string, label: string, { required = false, most = 2_000 } = {}): string {
  const control = (more: string, value: string) =>
    `<textarea ${more} rows="3" maxlength="${most}"${required ? ' required' : ''}>${value}</textarea>`;
  return wrap(view, name, label, control);
}

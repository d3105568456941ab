import { escapeHtml as e } from './escape.ts';
import { onceField } from './form-once.ts';
import { time } from './format.ts';
import { csrfField, deskPage, link, table } from './layout.ts';
import { type Asking, enteredIn, type RefusedForm } from './recall-asking.ts';
import { above } from './recall-page.ts';
import { HOLDS_PATH, RECALLS_PATH } from './recall-paths.ts';
import { HOLD_TEXT, type HoldText } from './text-hold.ts';
import { errorSummary } from './tool-page.ts';
import type { Language } from './view.ts';

export interface HoldShown {
  id: string;
  by: { name: string };
  reason: string;
  goods: readonly { traceCode: string; name: string; batchNumber: string | null }[];
  at: string;
  liftedAt: string | null;
  liftReason: string | null;
  mayLift: boolean;
}

export interface HoldsView extends Pick<Asking, 'who' | 'isAuthority'> {
  items: readonly HoldShown[];
  next: string | null;
  isAll: boolean;
  mayPlace: boolean;
  /** A batch to begin the form with. */
  batch: string;
  refused?: RefusedForm | undefined;
  csrf?: string | undefined;
  once: string;
}

/** Goods whose sale is stopped, the form to stop others, and the way to let them go again. */
export function holdsPage(view: HoldsView, language: Language): string {
  const t = HOLD_TEXT[language];
  const { refused } = view;
  const rows = view.items.map((hold) => [
    hold.goods
      .map(
        ({ name, batchNumber, traceCode }) =>
          `<b>${e(name)}</b> ${e(batchNumber ?? '')}<br>${link(`/trace?traceCode=${encodeURIComponent(traceCode)}`, traceCode, 'code tap')}`,
      )
      .join('<br>'),
    e(hold.reason),
    e(hold.by.name),
    time(hold.at),
    lifting(view, hold, t),
  ]);
  const query = view.isAll ? 'state=all&' : '';
  const list = rows.length === 0 ? `<p>${t.none}</p>` : table(t.inForce, t.columns, rows);
  const more = view.next === null ? '' : `<p>${link(`${HOLDS_PATH}?${query}cursor=${encodeURIComponent(view.next)}`, t.next, 'tap')}</p>`;
  const ways = `<p>${view.isAll ? link(HOLDS_PATH, t.present, 'tap') : link(`${HOLDS_PATH}?state=all`, t.past, 'tap')} ${link(`${HOLDS_PATH}.csv${view.isAll ? '?state=all' : ''}`, t.csv, 'tap')}</p>`;
  const main = `<div class="in wide">${above(view, { to: RECALLS_PATH, text: t.back }, language)}<div class="head"><h1>${t.title}</h1><p>${t.lead}</p></div>${errorSummary(refused?.errors ?? [], t.wrong)}${view.mayPlace ? placing(view, t) : ''}<section class="card">${ways}${list}${more}</section></div>`;
  return deskPage({ language, title: t.title, main, who: view.who, csrf: view.csrf });
}

function placing(view: HoldsView, t: HoldText): string {
  const area = (name: string, label: string, { otherwise = '', required = true } = {}) => {
    const { attributes, told } = wrongIn(view.refused, 'hold', name);
    return `<div class="field"><label for="${name}">${label}</label><textarea id="${name}" name="${name}" rows="2" maxlength="3000"${required ? ' required' : ''}${attributes}>${e(enteredIn(view.refused, 'hold', name, otherwise))}</textarea>${told}</div>`;
  };
  const isOpen = view.batch !== '' || view.refused?.form === 'hold';
  return `<details class="filter"${isOpen ? ' open' : ''}><summary>${t.form}</summary><form method="post" action="${HOLDS_PATH}">${csrfField(view.csrf)}${onceField(view.once)}${area('traceCodes', t.codes, { otherwise: view.batch })}${area('reason', t.reason)}${area('note', t.note, { required: false })}<button class="btn red">${t.go}</button></form></details>`;
}

function lifting({ refused, csrf }: HoldsView, hold: HoldShown, t: HoldText): string {
  if (hold.liftedAt !== null) return `${t.lifted('')} ${time(hold.liftedAt)}<br>${e(hold.liftReason ?? '')}`;
  if (!hold.mayLift) return `<span class="quiet">${t.byOthers}</span>`;
  const id = `lift-${hold.id}`;
  const { attributes, told } = wrongIn(refused, id, id);
  return `<form method="post" action="${HOLDS_PATH}/${encodeURIComponent(hold.id)}/lifting">${csrfField(csrf)}<label for="${e(id)}">${t.liftReason}</label><input id="${e(id)}" name="reason" maxlength="1000" required value="${e(enteredIn(refused, id, 'reason'))}"${attributes}>${told}<button class="btn plain">${t.lift}</button></form>`;
}

function wrongIn(refused: RefusedForm | undefined, form: string, id: string): { attributes: string; told: string } {
  const wrong = refused?.form === form ? refused.errors.filter(({ field }) => field === id) : [];
  if (wrong.length === 0) return { attributes: '', told: '' };
  return {
    attributes: ` aria-invalid="true" aria-describedby="${e(id)}-w"`,
    told: `<p class="wrong" id="${e(id)}-w">${wrong.map(({ text }) => e(text)).join(' ')}</p>`,
  };
}

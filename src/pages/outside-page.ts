import { escapeHtml as e } from './escape.ts';
import { onceField } from './form-once.ts';
import { deskPage, link } from './layout.ts';
import { RECEIPT_CHECKS, RECEIVE_PATH } from './receive-page.ts';
import type { Entered } from './record-form.ts';
import { batchFields, describedFields, field, input, labelOf, papersCard, select } from './record-page.ts';
import { OUTSIDE_TEXT } from './text-outside.ts';
import { PRODUCER_TEXT } from './text-producer.ts';
import { RECEIVE_TEXT } from './text-receive.ts';
import { errorSummary, type FieldError } from './tool-page.ts';
import type { Language } from './view.ts';

export const OUTSIDE_PATH = '/outside-receipts';

export interface OutsideView {
  who: string;
  sites: readonly { id: string; name: string }[];
  once: string;
  today: string;
  entered: Entered;
  errors: readonly FieldError[];
  /** Trace code the goods that were just recorded have now. */
  recorded: string | null;
}

/** Goods from a supplier who is not in the system: who it is, what they are, the papers that came, what was checked. */
export function outsidePage(view: OutsideView, language: Language): string {
  const [own, t, checks] = [OUTSIDE_TEXT[language], PRODUCER_TEXT[language], RECEIVE_TEXT[language]];
  const words = { ...t, fields: { ...t.fields, ...own.fields }, hints: { ...t.hints, ...own.hints } };
  const form = { view, t: words };
  const supplier = [
    input(form, 'from.name', 'maxlength="200" required'),
    input(form, 'from.uscc', 'maxlength="18" autocapitalize="characters"'),
    input(form, 'from.address', 'maxlength="300"'),
    input(form, 'from.contact', 'maxlength="100"'),
  ].join('');
  const boxes = RECEIPT_CHECKS.map((check) => {
    const isOn = view.entered[`check.${check}`] === '1' ? ' checked' : '';
    return `<label class="check"><input type="checkbox" name="check.${check}" value="1"${isOn}><span>${checks.checkKinds[check]}</span></label>`;
  });
  const sites = Object.fromEntries(view.sites.map(({ id, name }) => [id, name]));
  const site = view.sites.length < 2 ? '' : select(form, 'site', sites);
  const at = field(form, 'receivedOn', (more, value) => `<input ${more} type="date" max="${view.today}" value="${value}">`);
  const cards = [
    `<section class="card"><h2>${own.supplier}</h2>${supplier}</section>`,
    `<section class="card"><h2>${own.goods}</h2>${describedFields(form)}${batchFields(form, view.today, [])}</section>`,
    papersCard(form, view.today),
    `<section class="card"><fieldset><legend class="label">${checks.checks}</legend>${boxes.join('')}</fieldset>${at}${site}</section>`,
  ].join('');
  const saved =
    view.recorded === null
      ? ''
      : `<section class="card" role="status"><p><b>${own.recorded}</b></p><p class="buttons">${link(`/t/${encodeURIComponent(view.recorded)}`, own.openCode, 'btn plain')} ${link('/stock', own.toStock, 'btn plain')}</p></section>`;
  const body = `<form method="post" action="${OUTSIDE_PATH}?lang=${language}" enctype="multipart/form-data">${onceField(view.once)}${cards}<div class="go"><button class="btn huge">${own.go}</button></div></form>`;
  const head = `<p>${link(RECEIVE_PATH, `← ${own.back}`, 'tap')}</p><div class="head"><h1>${e(own.title)}</h1><p>${own.lead}</p></div>`;
  const main = `<div class="in">${head}${errorSummary(view.errors, t.wrong, labelOf(words))}${saved}${body}</div>`;
  return deskPage({ language, title: own.title, main, who: view.who });
}

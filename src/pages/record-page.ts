import { escapeHtml as e } from './escape.ts';
import { deskPage, link } from './layout.ts';
import { GOODS_PATH } from './producer-page.ts';
import { certificateKindsShown, type FoundView, foundCard } from './producer-parts.ts';
import { type Entered, idOf, PAPERS } from './record-form.ts';
import { HOME_TEXT } from './text-home.ts';
import { PRODUCER_TEXT, type ProducerText } from './text-producer.ts';
import { errorSummary, type FieldError } from './tool-page.ts';
import type { Language } from './view.ts';

export const RECORD_PATH = '/producer/batches/new';
export const CHECK_PATH = '/producer/batches/check';

export interface RecordView {
  who: string;
  head: string;
  /** Names this one try, so that a form sent twice records one batch. */
  once: string;
  entered: Entered;
  products: readonly { id: string; name: string; specification: string | null; units: readonly string[] }[];
  sites: readonly { id: string; name: string }[];
  today: string;
  /** Those on offer are not all of the firm's. */
  hasMoreProducts: boolean;
  isCopy: boolean;
  hasEarlier: boolean;
  errors?: readonly FieldError[];
  /** What a check found; absent before one. */
  found?: FoundView;
}

const UNITS = ['千克', '斤', '吨', '升', '袋', '箱', '盒', '瓶', '桶', '件', '包', '头', '只', '个'];

interface Form {
  view: RecordView;
  t: ProducerText;
}

/** The form to record a batch: checked on each change with script, by its button without. */
export function recordPage(view: RecordView, language: Language): string {
  const t = PRODUCER_TEXT[language];
  const form = { view, t };
  const copy = view.isCopy
    ? `<p class="card" role="status">${t.copied}</p>`
    : view.hasEarlier
      ? `<p>${link(`${RECORD_PATH}?copy=last`, t.copyLast, 'btn plain')}</p>`
      : '';
  const head = `<p>${link('/home', `← ${t.back}`, 'tap')}</p><div class="head"><h1>${t.title}</h1><p>${t.lead}</p></div><p class="limit">${HOME_TEXT[language].limit}</p>`;
  const fields = [productCard(form), batchCard(form), papersCard(form, view.today), buyerCard(form)].join('');
  const go = `<div class="go two"><div><button class="btn plain full" name="step" value="check" formnovalidate data-check>${t.check}</button></div><div><button class="btn full" name="step" value="save">${t.save}</button></div></div>`;
  const found = `<div id="found" role="status">${foundCard(view.found, t)}</div>`;
  const body = `<form id="record" method="post" action="${RECORD_PATH}?lang=${language}" enctype="multipart/form-data" data-check-at="${CHECK_PATH}?lang=${language}" data-words="${e(JSON.stringify(t.script))}"><input type="hidden" name="once" value="${e(view.once)}">${fields}${found}${go}</form>`;
  const main = `<div class="in">${head}${errorSummary(view.errors ?? [], t.wrong, labelOf(t))}${copy}${body}</div>`;
  return deskPage({ language, title: t.title, main, who: view.who, head: view.head });
}

function productCard({ view, t }: Form): string {
  const chosen = view.entered.productId ?? '';
  const options = view.products.map(
    ({ id, name, specification, units }) =>
      `<option value="${e(id)}" data-units="${e(units.join(' '))}"${id === chosen ? ' selected' : ''}>${e(name)}${specification === null ? '' : ` · ${e(specification)}`}</option>`,
  );
  const choice =
    view.products.length === 0
      ? ''
      : field({ view, t }, 'productId', (more) => `<select ${more}><option value="">${t.productNew}</option>${options.join('')}</select>`);
  const others = view.hasMoreProducts ? `<p>${link(GOODS_PATH, t.moreProducts, 'tap')}</p>` : '';
  const described = describedFields({ view, t });
  // A heading of its own: with a product chosen, the script puts these fields away.
  return `<section class="card"><h2>${t.productCard}</h2>${choice}${others}<fieldset id="described"><legend class="label">${t.describe}</legend>${described}</fieldset></section>`;
}

/** What describes a product. */
export function describedFields(form: Around): string {
  const life = `<div class="grid">${input(form, 'product.shelfLife.value', 'inputmode="numeric" maxlength="6"')}${select(form, 'product.shelfLife.unit', form.t.shelfUnits)}</div>`;
  return [
    input(form, 'product.name', 'maxlength="200"'),
    select(form, 'product.category', form.t.categories),
    input(form, 'product.specification', 'maxlength="200"'),
    life,
    input(form, 'product.gtin', 'inputmode="numeric" maxlength="20"'),
    input(form, 'product.directoryItem', 'maxlength="50"'),
    field(form, 'product.ingredients', (more, value) => `<textarea ${more} rows="2" maxlength="8000">${value}</textarea>`),
  ].join('');
}

function batchCard({ view, t }: Form): string {
  const sites = Object.fromEntries(view.sites.map(({ id, name }) => [id, name]));
  const site = view.sites.length < 2 ? '' : select({ view, t }, 'site', sites);
  const units = view.products.flatMap((product) => product.units);
  return `<section class="card"><h2>${t.batchCard}</h2>${batchFields({ view, t }, view.today, units)}${site}${publicBox({ view, t })}</section>`;
}

/** Number, dates and quantity of a batch; `units` come first among those that are offered. */
export function batchFields(form: Around, today: string, units: readonly string[]): string {
  const known = [...new Set([...units, ...UNITS])];
  const list = `<datalist id="units">${known.map((unit) => `<option value="${e(unit)}"></option>`).join('')}</datalist>`;
  const quantity = `<div class="grid">${input(form, 'quantity.amount', 'inputmode="decimal" maxlength="20"')}${input(form, 'quantity.unit', 'list="units" maxlength="20"')}</div>${list}`;
  const dates = `<div class="grid">${input(form, 'productionDate', `type="date" max="${today}"`)}${input(form, 'expiresOn', 'type="date"')}</div>`;
  return `${input(form, 'batchNumber', 'maxlength="100" autocapitalize="characters"')}${dates}${quantity}`;
}

/** Whether the consumer's page shows the lines of reports. */
function publicBox({ view, t }: Around): string {
  const isPublic = view.entered.public !== undefined ? ' checked' : '';
  return `<label class="check"><input type="checkbox" name="public" value="results"${isPublic}>${t.publish}</label>`;
}

export function papersCard(form: Around, today: string): string {
  const { view, t } = form;
  const slots = Array.from({ length: PAPERS }, (_, n) => {
    const isUsed = Object.entries(view.entered).some(
      ([name, value]) => name.startsWith(`certificates.${n}.`) && !name.endsWith('.kind') && !name.endsWith('.conclusion') && value !== '',
    );
    const body = `<fieldset class="paperslot"><legend class="hide">${t.papersCard} ${n + 1}</legend>${paper(form, n, today)}</fieldset>`;
    return n === 0 ? body : `<details${isUsed ? ' open' : ''}><summary>${t.paperMore} (${n + 1})</summary>${body}</details>`;
  });
  return `<section class="card"><h2>${t.papersCard}</h2>${slots.join('')}</section>`;
}

function paper(form: Around, n: number, today: string): string {
  const { t, view } = form;
  const name = (part: string) => `certificates.${n}.${part}`;
  const kept = view.entered[name('fileSha256')] ?? '';
  const file = field(
    form,
    name('file'),
    (more) => `<input type="file" ${more} accept="image/jpeg,image/png,application/pdf" data-keep="${idOf(name('fileSha256'))}">`,
    'file',
  );
  const hidden = `<input type="hidden" id="${idOf(name('fileSha256'))}" name="${name('fileSha256')}" value="${e(kept)}">`;
  const said = `<p class="small" role="status" data-file-said>${kept === '' ? '' : t.fileKept}</p>`;
  return [
    select(form, name('kind'), certificateKindsShown(t), 'kind'),
    file,
    hidden,
    said,
    `<div class="grid">${input(form, name('number'), 'maxlength="100"', 'number')}${input(form, name('issuer'), 'maxlength="200"', 'issuer')}</div>`,
    `<div class="grid">${input(form, name('issuedOn'), `type="date" max="${today}"`, 'issuedOn')}${input(form, name('validUntil'), 'type="date"', 'validUntil')}</div>`,
    select(form, name('conclusion'), t.conclusions, 'conclusion'),
  ].join('');
}

function buyerCard(form: Form): string {
  const isUsed = ['buyer.name', 'buyer.uscc', 'buyer.amount'].some((name) => (form.view.entered[name] ?? '') !== '');
  return `<details class="card"${isUsed ? ' open' : ''}><summary>${form.t.buyerCard}</summary>${buyerFields(form)}</details>`;
}

/** Who gets the goods and how much: the same fields here and on the page of a batch. */
export function buyerFields(form: { view: { entered: Entered; errors?: readonly FieldError[] }; t: ProducerText }): string {
  return `${input(form, 'buyer.name', 'maxlength="200"')}${input(form, 'buyer.uscc', 'maxlength="18" autocapitalize="characters"')}${input(form, 'buyer.amount', 'inputmode="decimal" maxlength="20"')}`;
}

type Around = { view: { entered: Entered; errors?: readonly FieldError[] }; t: ProducerText };

/** What the field of an id is called in the summary of what is wrong. */
export function labelOf(t: ProducerText): (id: string) => string | undefined {
  const labels = new Map(Object.entries(t.fields).map(([name, label]) => [idOf(name), label]));
  return (id) => labels.get(id.replace(/^certificates-\d-/, ''));
}

/** A field with its label, hint and what is wrong with it; `word` names its words where the name itself does not. */
export function field(
  { view, t }: Around,
  name: string,
  control: (attributes: string, value: string) => string,
  word: string = name,
  label = t.fields[word] ?? word,
): string {
  const id = idOf(name);
  const hint = t.hints[word];
  const wrong = (view.errors ?? []).filter((error) => error.field === id);
  const described = [...(hint === undefined ? [] : [`${id}-h`]), ...(wrong.length === 0 ? [] : [`${id}-w`])].join(' ');
  const more = `id="${id}" name="${name}"${described === '' ? '' : ` aria-describedby="${described}"`}${wrong.length === 0 ? '' : ' aria-invalid="true"'}`;
  const help = hint === undefined ? '' : `<p class="hint" id="${id}-h">${hint}</p>`;
  const told = wrong.length === 0 ? '' : `<p class="wrong" id="${id}-w">${wrong.map(({ text }) => e(text)).join(' ')}</p>`;
  return `<div class="field"><label for="${id}">${label}</label>${help}${control(more, e(view.entered[name] ?? ''))}${told}</div>`;
}

/** A line to type in. */
export function input(form: Around, name: string, attributes: string, word?: string): string {
  return field(form, name, (more, value) => `<input ${more} ${attributes} value="${value}" autocomplete="off">`, word);
}

/** A choice; the first one stands where nothing was chosen. */
export function select(form: Around, name: string, words: Readonly<Record<string, string>>, word?: string): string {
  const chosen = form.view.entered[name];
  const options = Object.entries(words).map(
    ([value, text]) => `<option value="${e(value)}"${value === chosen ? ' selected' : ''}>${e(text)}</option>`,
  );
  return field(form, name, (more) => `<select ${more}>${options.join('')}</select>`, word);
}

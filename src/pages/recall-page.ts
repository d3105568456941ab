import { howToTell } from '../codes/scan.ts';
import type { RecallItem, RecallNow } from '../trace/recall-progress.ts';
import { escapeHtml as e } from './escape.ts';
import { time } from './format.ts';
import { alert, csrfField, deskPage, facts, link, table } from './layout.ts';
import { NEW_RECALL_PATH } from './recall-new-page.ts';
import { word } from './text.ts';
import { RECALL_TEXT, type RecallText } from './text-recall.ts';
import type { Language } from './view.ts';

/** What was refused on a form, and what had been typed. */
export interface RefusedForm {
  text: string;
  entered: Readonly<Record<string, string>>;
}

interface Around {
  who: string;
  head?: string;
  csrf?: string | undefined;
  refused?: RefusedForm | undefined;
}

const pathOf = (id: string) => `/recalls/${encodeURIComponent(id)}`;
const card = (title: string, body: string, tone = '') => `<section class="card${tone}"><h2>${title}</h2>${body}</section>`;

/** Recalls that concern who is signed in, and the form to open one. */
export function recallsPage(
  view: { items: readonly RecallItem[]; next: string | null; mayOpen: boolean } & Around,
  language: Language,
): string {
  const t = RECALL_TEXT[language];
  const rows = view.items.map((item) => [
    `${link(pathOf(item.id), t.level(item.level), 'tap')}${item.drill ? ` <span class="tag">${t.drill}</span>` : ''}`,
    e([...new Set(item.batches.map((batch) => batch.product.name))].join('、')),
    e(item.by.name),
    time(item.openedAt),
    `${word(t.states, item.state)}${item.holder === null ? '' : ` · ${word(t.holderStates, item.holder.state)}`}`,
  ]);
  const list = rows.length === 0 ? `<p>${t.none}</p>` : table(t.title, t.columns, rows);
  const more = view.next === null ? '' : `<p>${link(`/recalls?cursor=${encodeURIComponent(view.next)}`, t.more, 'tap')}</p>`;
  const main = `<div class="in wide"><p>${link('/home', `← ${t.home}`, 'tap')}</p><div class="head"><h1>${t.title}</h1></div>${view.mayOpen ? `<p class="buttons">${link(NEW_RECALL_PATH, t.open, 'btn red')} ${link(`${NEW_RECALL_PATH}?drill=yes`, t.newDrill, 'btn plain')}</p>` : ''}<section class="card">${list}${more}</section></div>`;
  return deskPage({ language, title: t.title, main, who: view.who, csrf: view.csrf });
}

/** One recall: the order, the clock, the holders that never answered, quantities; and the forms open to who reads it. */
export function recallPage(view: { recall: RecallNow } & Around, language: Language): string {
  const t = RECALL_TEXT[language];
  const { recall } = view;
  const name = [...new Set(recall.batches.map((batch) => batch.product.name))].join('、');
  const drill = recall.drill ? ` <span class="tag">${t.drill}</span>` : '';
  const head = `<div class="head"><h1>${e(name)} <span class="tag red">${t.level(recall.level)}</span>${drill} <span class="tag">${word(t.states, recall.state)}</span></h1><p class="code quiet">${e(recall.id)}</p></div>`;
  const print = recall.drill ? '' : `<p>${link(`${pathOf(recall.id)}/announcement`, t.print, 'tap')}</p>`;
  const main = [
    `<p>${link('/recalls', `← ${t.back}`, 'tap')}</p>`,
    alert(view.refused?.text),
    head,
    orderCard(recall, t),
    goodsCard(recall, t),
    yoursCard(recall, t),
    progress(recall, t),
    print,
    forms(view, t),
  ].join('');
  return deskPage({
    language,
    title: `${t.title} · ${name}`,
    main: `<div class="in wide">${main}</div>`,
    who: view.who,
    csrf: view.csrf,
    head: view.head ?? '',
  });
}

function orderCard(recall: RecallNow, t: RecallText): string {
  const left =
    'clock' in recall && recall.clock.hoursLeft !== null ? `<span class="tag ochre">${t.left(recall.clock.hoursLeft)}</span>` : '';
  const sources =
    'clocks' in recall ? [...new Set([recall.clocks.start.citation.text, recall.clocks.complete.citation.text])].map(e).join('；') : '';
  return card(
    t.level(recall.level),
    facts([
      [t.by, e(recall.by.name)],
      [t.reason, e(recall.reason)],
      [t.instructions, e(recall.instructions ?? '')],
      [t.howToTell, e(recall.affected === null ? '' : (howToTell(recall.affected) ?? ''))],
      [t.contact, e(recall.contact ?? '')],
      [t.opened, time(recall.openedAt)],
      [t.startBy, recall.startBy === null ? '' : time(recall.startBy)],
      [t.completeBy, recall.completeBy === null ? '' : `${time(recall.completeBy)} ${left}`],
      [t.clockNote, sources],
      [t.own, recall.holder === null ? '' : word(t.holderStates, recall.holder.state)],
    ]),
    ' red',
  );
}

function goodsCard(recall: RecallNow, t: RecallText): string {
  const rows = recall.batches.map(({ product, batchNumber, productionDate, traceCode }) => [
    `<b>${e(product.name)}</b>`,
    e(batchNumber ?? ''),
    productionDate === null ? '' : time(productionDate),
    link(`/t/${encodeURIComponent(traceCode)}`, traceCode, 'code tap'),
  ]);
  const derived = 'derivedBatches' in recall && recall.derivedBatches > 0 ? `<p>${t.derived(recall.derivedBatches)}</p>` : '';
  return `<section class="card">${table(t.goods, t.goodsColumns, rows)}${derived}</section>`;
}

/** What the reader itself has of it: what was made from recalled goods has another name and code. */
function yoursCard({ yours }: RecallNow, t: RecallText): string {
  if (yours.length === 0) return '';
  const rows = yours.map(({ product, batchNumber, traceCode, site, onHand }) => [
    `<b>${e(product.name)}</b>`,
    e(batchNumber ?? ''),
    `<span class="code">${e(traceCode)}</span>`,
    e(site.name),
    e(onHand === null ? '' : `${onHand.amount} ${onHand.unit}`),
  ]);
  return `<section class="card">${table(t.yours, t.yoursColumns, rows, [4])}</section>`;
}

/** Only who opened the recall, and authorities, are given these. */
function progress(recall: RecallNow, t: RecallText): string {
  if (!('byState' in recall)) return '';
  const counts = Object.entries(recall.byState)
    .map(([state, n]) => `<span class="tag">${word(t.holderStates, state)} ${n}</span>`)
    .join(' ');
  const silent = recall.neverAnswered.map((one) => [
    one.party === null ? `<span class="quiet">${t.stranger}</span>` : e(one.party.name),
    e(one.region),
    e(one.contact?.phone ?? ''),
    word(t.holderStates, one.state),
    time(one.noticedAt),
  ]);
  const silentPart = silent.length === 0 ? `<p>${t.silentNone}</p>` : table(t.silent, t.silentColumns, silent);
  const growing = recall.caughtUp || recall.state === 'closed' ? '' : `<p class="quiet">${t.growing}</p>`;
  const list = link(`/v1${pathOf(recall.id)}/holders.csv`, t.csv, 'tap');
  const report = 'report' in recall && recall.report ? card(t.report, `<p>${e(String(recall.report.text))}</p>`) : '';
  const live = recall.state === 'closed' ? '' : `<p class="small quiet" data-live hidden>${t.live}</p>`;
  const parts = `${card(`${t.holders} <span class="tag">${t.holdersOf(recall.holders)}</span>`, `<p>${counts}</p>${growing}${live}<p>${list}</p>${silentPart}`)}${quantities(recall, t)}`;
  return `${report}<div id="progress"${recall.state === 'closed' ? '' : ' data-every="30000"'}>${parts}</div>`;
}

function quantities(recall: Extract<RecallNow, { byState: unknown }>, t: RecallText): string {
  const amount = (quantity: { amount: string } | null) => e(quantity?.amount ?? '');
  const rows = recall.quantities.map((one) => [
    e(one.unit),
    amount(one.onHand),
    amount(one.inTransit),
    amount(one.sold),
    amount(one.destroyed),
    amount(one.reported.stopped),
    amount(one.reported.returned),
    amount(one.reported.destroyed),
    amount(one.reported.sold),
    `<b>${amount(one.unaccounted)}</b>`,
  ]);
  return rows.length === 0
    ? ''
    : `<section class="card">${table(t.quantities, t.quantityColumns, rows, [1, 2, 3, 4, 5, 6, 7, 8, 9])}</section>`;
}

function forms(view: { recall: RecallNow } & Around, t: RecallText): string {
  const { recall } = view;
  if (recall.state === 'closed') return '';
  const own =
    recall.holder === null
      ? ''
      : `${form(view, `${pathOf(recall.id)}/acknowledgement`, t.acknowledge, area(view, 'text', t.acknowledgeText), t.acknowledge)}${reportForm(view, t)}`;
  const closing = recall.mine
    ? form(view, `${pathOf(recall.id)}/closing`, t.closing, area(view, 'text', t.closingText, true), t.closingGo)
    : '';
  return own + closing === '' ? '' : `<div class="steps">${own}${closing}</div>`;
}

function reportForm(view: { recall: RecallNow } & Around, t: RecallText): string {
  const kinds = Object.entries(t.reportKinds)
    .map(([value, label]) => `<option value="${value}"${view.refused?.entered.kind === value ? ' selected' : ''}>${label}</option>`)
    .join('');
  const [first] = view.recall.batches;
  const fields = [
    `<div class="field"><label for="kind">${t.kind}</label><select id="kind" name="kind">${kinds}</select></div>`,
    input(view, 'traceCode', t.traceCode, first?.traceCode ?? ''),
    `<div class="grid">${input(view, 'amount', t.amount)}${input(view, 'unit', t.unit)}</div>`,
    `<p class="hint">${t.reportNote}</p>`,
  ].join('');
  return form(view, `${pathOf(view.recall.id)}/report`, t.reportTitle, fields, t.go);
}

function form({ csrf }: Around, action: string, title: string, fields: string, go: string): string {
  return `<form class="card" method="post" action="${e(action)}"><h3 class="gapped">${title}</h3>${csrfField(csrf)}${fields}<button class="btn">${go}</button></form>`;
}

function area({ refused }: Around, name: string, label: string, required = false): string {
  return `<div class="field"><label for="${name}">${label}</label><textarea id="${name}" name="${name}" rows="3" maxlength="2000"${required ? ' required' : ''}>${e(refused?.entered[name] ?? '')}</textarea></div>`;
}

function input({ refused }: Around, name: string, label: string, value = '', required = true): string {
  return `<div class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" maxlength="200"${required ? ' required' : ''} value="${e(refused?.entered[name] ?? value)}"></div>`;
}

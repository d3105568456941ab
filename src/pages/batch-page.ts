import type { Sent } from '../custody/sent.ts';
import type { OwnBatch, OwnPaper } from './batch-steps.ts';
import { escapeHtml as e } from './escape.ts';
import { groupedCode, time } from './format.ts';
import { deskPage, facts, link, table } from './layout.ts';
import { day, findingList } from './producer-parts.ts';
import type { Entered } from './record-form.ts';
import { buyerFields, field, labelOf, RECORD_PATH } from './record-page.ts';
import { SCREENING_PATH } from './regulator-nav.ts';
import { word } from './text.ts';
import { PRODUCER_TEXT, type ProducerText } from './text-producer.ts';
import { SLIP_TEXT } from './text-slip.ts';
import { errorSummary, type FieldError } from './tool-page.ts';
import type { Language } from './view.ts';

export const BATCHES_PATH = '/producer/batches';
export const batchPath = (traceCode: string) => `${BATCHES_PATH}/${encodeURIComponent(traceCode)}`;

export interface BatchPageView {
  who: string;
  batch: OwnBatch;
  sent: readonly Sent[];
  /** Holds in force that name this batch and may be lifted by the party. */
  holds: readonly { id: string; reason: string; mayLift: boolean }[];
  mayShip: boolean;
  isNew: boolean;
  once: string;
  entered: Entered;
  errors: readonly FieldError[];
}

/** One's own batch: its code to print, what it lacks, its slips, and what to do when something is wrong. */
export function batchPage(view: BatchPageView, language: Language): string {
  const t = PRODUCER_TEXT[language];
  const { batch } = view;
  const head = `<p>${link(BATCHES_PATH, `← ${t.batchesTitle}`, 'tap')}</p><div class="head"><h1>${e(batch.product.name)}</h1></div>`;
  const saved = view.isNew
    ? `<p class="card" role="status"><b>${t.recorded}</b></p>${view.errors.length > 0 ? `<p class="card red" role="alert">${t.shipFailed}${view.errors.map(({ text }) => e(text)).join(' ')}</p>` : ''}`
    : errorSummary(view.errors, t.wrong, labelOf(t));
  const findings = `<section class="card${batch.findings.length > 0 ? ' ochre' : ''}"><h2>${t.findings}</h2>${findingList(batch.findings, t, language, t.findingsNone)}<p class="gapped">${link(`${batchPath(batch.traceCode)}/correction`, t.correct, batch.findings.length > 0 ? 'btn' : 'tap')}</p></section>`;
  const main = [
    head,
    saved,
    codeCard(view, t),
    findings,
    papersCard(batch.certificates, t),
    slipsCard(view, t, language),
    wrongCard(view, t),
    screenCard(view, t),
  ].join('');
  return deskPage({ language, title: batch.product.name, main: `<div class="in">${main}</div>`, who: view.who });
}

function codeCard({ batch }: BatchPageView, t: ProducerText): string {
  const code = groupedCode(batch.traceCode);
  const figure = `<figure class="shopcode"><img src="/t/${encodeURIComponent(batch.traceCode)}/qr.svg" alt="${t.code} ${e(code)}"><figcaption class="code"><b>${e(code)}</b></figcaption></figure>`;
  const rows = facts([
    [t.facts.number, e(batch.batchNumber ?? '')],
    [t.facts.made, day(batch.productionDate)],
    [t.facts.expires, day(batch.expiresOn)],
    [t.facts.quantity, batch.quantity === null ? '' : e(`${batch.quantity.amount} ${batch.quantity.unit}`)],
    [t.facts.site, e(batch.site.name)],
    [t.facts.at, time(batch.recordedAt)],
  ]);
  const links = [
    link(`/labels?batch=${encodeURIComponent(batch.traceCode)}`, t.labels, 'btn'),
    link(`${RECORD_PATH}?copy=${encodeURIComponent(batch.traceCode)}`, t.again, 'btn plain'),
    link(`/t/${encodeURIComponent(batch.traceCode)}`, t.scanPage, 'tap'),
    link(`/trace?traceCode=${encodeURIComponent(batch.traceCode)}`, t.trace, 'tap'),
  ];
  return `<section class="card"><h2>${t.code}</h2>${figure}<p class="gapped buttons">${links.join(' ')}</p>${rows}</section>`;
}

/** The papers of a batch, each with the photo or PDF it came as. */
function papersCard(papers: readonly OwnPaper[], t: ProducerText): string {
  const items = papers
    .filter(({ withdrawn }) => !withdrawn)
    .map((paper) => {
      const said = [paper.number ?? '', paper.issuer ?? '', paper.issuedOn ?? '', word(t.conclusions, paper.conclusion ?? '')];
      const file = paper.fileSha256 === null ? '' : ` <a class="tap" href="/v1/files/${e(paper.fileSha256)}" download>${t.openPaper}</a>`;
      return `<li class="line"><b>${word(t.paperKinds, paper.kind)}</b> ${e(said.filter((part) => part !== '').join(' · '))}${file}</li>`;
    });
  return items.length === 0 ? '' : `<section class="card"><h2>${t.papersCard}</h2><ul>${items.join('')}</ul></section>`;
}

function slipsCard(view: BatchPageView, t: ProducerText, language: Language): string {
  const photos = (count: number) => (count === 0 ? '' : ` · ${SLIP_TEXT[language].photosCame(count)}`);
  const rows = view.sent.map(({ id, slip, buyer, goods, shippedAt, state, photoCount }) => [
    `<b>${e(buyer)}</b>`,
    e(goods.map(({ amount, unit }) => `${amount} ${unit}`).join('、')),
    time(shippedAt),
    `${word(t.shipmentStates, state)}${photos(photoCount)}`,
    link(`/s/${slip}`, t.openSlip, 'tap'),
    link(`/v1/shipments/${id}/slip`, t.printSlip, 'tap'),
  ]);
  const list = rows.length === 0 ? `<p>${t.slipsNone}</p>` : table(t.slips, t.slipColumns, rows);
  const isOpen = view.errors.some(({ field: at }) => at?.startsWith('buyer-')) || (view.isNew && view.errors.length > 0);
  const ship = view.mayShip
    ? `<details${isOpen ? ' open' : ''}><summary>${t.ship}</summary><form method="post" action="${batchPath(view.batch.traceCode)}/shipment"><input type="hidden" name="once" value="${e(view.once)}">${buyerFields({ view, t })}<button class="btn">${t.shipGo}</button></form></details>`
    : '';
  return `<section class="card"><h2>${t.slips}</h2>${list}${ship}</section>`;
}

function wrongCard(view: BatchPageView, t: ProducerText): string {
  const path = batchPath(view.batch.traceCode);
  const reason = (id: string) =>
    field({ view, t }, id, (more, value) => `<textarea ${more} rows="2" maxlength="1000" required>${value}</textarea>`, 'reason');
  const held = view.holds.map(({ id, reason: why, mayLift }) => {
    const lift = mayLift
      ? `<form method="post" action="${path}/lifting"><input type="hidden" name="hold" value="${e(id)}">${reason(`lift.${id}`)}<button class="btn plain">${t.lift}</button></form>`
      : '';
    return `<div class="card ochre"><p><b>${t.held}</b> ${e(why)}</p>${lift}</div>`;
  });
  const hold =
    view.holds.length > 0
      ? held.join('')
      : `<details${view.errors.some(({ field: at }) => at === 'reason') ? ' open' : ''}><summary>${t.hold}</summary><p class="hint">${t.holdText}</p><form method="post" action="${path}/hold">${reason('reason')}<button class="btn red">${t.holdGo}</button></form></details>`;
  const code = encodeURIComponent(view.batch.traceCode);
  const recall = `<p class="hint">${t.recallText}</p><p class="buttons">${link(`/recalls/new?batch=${code}`, t.recallGo, 'btn red')} ${link(`/recalls/new?batch=${code}&drill=yes`, t.drillGo, 'btn plain')}</p>`;
  return `<section class="card"><h2>${t.act}</h2>${hold}${recall}</section>`;
}

function screenCard({ batch }: BatchPageView, t: ProducerText): string {
  if (batch.product.ingredients.length === 0) return '';
  const names = batch.product.ingredients.map(({ name }) => name).join('、');
  return `<section class="card"><h2>${t.screen}</h2><p>${e(names)}</p><p class="hint">${t.screenText}</p><form method="post" action="${SCREENING_PATH}"><input type="hidden" name="ingredients" value="${e(names)}"><button class="btn plain">${t.screen}</button></form></section>`;
}

export interface BatchListView {
  who: string;
  items: readonly Pick<OwnBatch, 'traceCode' | 'product' | 'batchNumber' | 'productionDate' | 'expiresOn' | 'quantity'>[];
  next: string | null;
}

/** One's own batches, newest first. */
export function batchListPage(view: BatchListView, language: Language): string {
  const t = PRODUCER_TEXT[language];
  const rows = view.items.map(({ traceCode, product, batchNumber, productionDate, expiresOn, quantity }) => [
    `<b>${e(product.name)}</b>`,
    e(batchNumber ?? ''),
    day(productionDate),
    day(expiresOn),
    quantity === null ? '' : e(`${quantity.amount} ${quantity.unit}`),
    link(batchPath(traceCode), groupedCode(traceCode), 'code tap'),
    link(`${RECORD_PATH}?copy=${encodeURIComponent(traceCode)}`, t.again, 'tap'),
  ]);
  const list = rows.length === 0 ? `<p>${t.batchesNone}</p>` : table(t.batchesTitle, t.batchColumns, rows);
  const more = view.next === null ? '' : `<p>${link(`${BATCHES_PATH}?cursor=${encodeURIComponent(view.next)}`, t.more, 'tap')}</p>`;
  const main = `<div class="in wide"><p>${link('/home', `← ${t.back}`, 'tap')}</p><div class="head"><h1>${t.batchesTitle}</h1></div><p>${link(RECORD_PATH, t.title, 'btn')}</p><section class="card">${list}${more}</section></div>`;
  return deskPage({ language, title: t.batchesTitle, main, who: view.who });
}

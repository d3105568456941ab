import type { EndingPaper } from '../batches/expiring.ts';
import type { Sent } from '../custody/sent.ts';
import { batchPath } from './batch-page.ts';
import { escapeHtml as e } from './escape.ts';
import { time } from './format.ts';
import { alert, deskPage, link, table } from './layout.ts';
import { RECORD_PATH } from './record-page.ts';
import { localeOf, word } from './text.ts';
import { PRODUCER_TEXT, type ProducerText } from './text-producer.ts';
import type { Language } from './view.ts';

export const UNCONFIRMED_PATH = '/producer/unconfirmed';
export const LEDGERS_PATH = '/producer/ledgers';
export const GOODS_PATH = '/producer/goods';

const framed = (language: Language, who: string, title: string, lead: string, body: string) => {
  const t = PRODUCER_TEXT[language];
  const main = `<div class="in wide"><p>${link('/home', `← ${t.back}`, 'tap')}</p><div class="head"><h1>${title}</h1>${lead === '' ? '' : `<p>${lead}</p>`}</div>${body}</div>`;
  return deskPage({ language, title, main, who });
};

export interface UnconfirmedView {
  who: string;
  items: readonly (Sent & { days: number })[];
  hasMore: boolean;
  error?: string;
}

/** Shipments without an answer, the longest first, each with the way to ask. */
export function unconfirmedPage(view: UnconfirmedView, language: Language): string {
  const t = PRODUCER_TEXT[language];
  const rows = view.items.map((one) => [
    `<b>${e(one.buyer)}</b>`,
    e(one.goods.map(({ name, amount, unit }) => `${name} ${amount} ${unit}`).join('、')),
    time(one.shippedAt),
    t.days(one.days),
    `${link(`/s/${one.slip}`, t.openSlip, 'tap')} ${link(`/v1/shipments/${one.id}/slip`, t.printSlip, 'tap')}`,
    reminder(one, t),
  ]);
  const list = rows.length === 0 ? `<p>${t.unconfirmedNone}</p>` : table(t.unconfirmedTitle, t.unconfirmedColumns, rows);
  return framed(language, view.who, t.unconfirmedTitle, t.unconfirmedLead, `${alert(view.error)}<section class="card">${list}</section>`);
}

function reminder({ id, buyer, isRegistered, remindedAt }: Sent, t: ProducerText): string {
  if (!isRegistered) return `<span class="small quiet">${t.notRegistered}</span>`;
  if (remindedAt !== null) return `<span class="tag ok">${t.reminded}</span> ${time(remindedAt)}`;
  return `<form method="post" action="${UNCONFIRMED_PATH}/${encodeURIComponent(id)}/reminder"><button class="btn plain" aria-label="${t.remind} ${e(buyer)}">${t.remind}</button></form>`;
}

/** The statutory ledgers of a month: to print, or as a workbook. */
export function ledgersPage(view: { who: string; month: string; latest: string }, language: Language): string {
  const t = PRODUCER_TEXT[language];
  const address = (kind: string, format: string) =>
    `/v1/statutory-ledgers/${kind}?month=${encodeURIComponent(view.month)}&format=${format}&lang=${localeOf(language)}`;
  const rows = Object.entries(t.ledgerKinds).map(
    ([kind, name]) =>
      `<section class="card"><h2>${name}</h2><p class="buttons">${link(address(kind, 'html'), `${t.ledgerPrint} · ${view.month}`, 'btn')} ${link(address(kind, 'xlsx'), 'XLSX', 'btn plain')} ${link(address(kind, 'csv'), 'CSV', 'tap')}</p></section>`,
  );
  const pick = `<form class="card inline" method="get" action="${LEDGERS_PATH}"><input type="hidden" name="lang" value="${language}"><div><label for="month">${t.month}</label><input id="month" name="month" type="month" value="${e(view.month)}" max="${e(view.latest)}" pattern="[0-9]{4}-[0-9]{2}" placeholder="2026-11"></div><button class="btn">${t.ledgerShow}</button></form>`;
  return framed(language, view.who, t.ledgersTitle, t.ledgersLead, pick + rows.join(''));
}

export interface GoodsView {
  who: string;
  products: readonly { id: string; name: string; specification: string | null; category: string; gtin: string | null }[];
  next: string | null;
  papers: readonly EndingPaper[];
}

/** Products to record from, and papers that end. */
export function goodsPage(view: GoodsView, language: Language): string {
  const t = PRODUCER_TEXT[language];
  const papers = view.papers.map(({ kind, number, validUntil, isPast, traceCodes }) => [
    kind === 'licence' ? t.licence : word(t.paperKinds, kind),
    e(number ?? ''),
    `${time(validUntil)}${isPast ? ` <span class="tag red">${t.passed}</span>` : ''}`,
    traceCodes
      .slice(0, 5)
      .map((code) => link(batchPath(code), code, 'code tap'))
      .join(' ') + (traceCodes.length > 5 ? ` +${traceCodes.length - 5}` : ''),
  ]);
  const products = view.products.map(({ id, name, specification, category, gtin }) => [
    `<b>${e(name)}</b>`,
    e(specification ?? ''),
    word(t.categories, category),
    `<span class="code">${e(gtin ?? '')}</span>`,
    link(`${RECORD_PATH}?product=${encodeURIComponent(id)}`, t.recordOne, 'tap'),
  ]);
  const more = view.next === null ? '' : `<p>${link(`${GOODS_PATH}?cursor=${encodeURIComponent(view.next)}`, t.more, 'tap')}</p>`;
  const ending = `<section class="card">${papers.length === 0 ? `<h2>${t.papers}</h2><p>${t.papersNone}</p>` : table(t.papers, t.paperColumns, papers)}</section>`;
  const made = `<section class="card">${products.length === 0 ? `<h2>${t.products}</h2><p>${t.productsNone}</p>` : table(t.products, t.productColumns, products)}${more}</section>`;
  return framed(language, view.who, t.goodsTitle, '', ending + made);
}

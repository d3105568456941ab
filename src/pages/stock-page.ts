import type { ShelfRow } from '../custody/shelf.ts';
import { escapeHtml as e } from './escape.ts';
import { onceField } from './form-once.ts';
import { time } from './format.ts';
import { deskPage, link, table } from './layout.ts';
import { SHOP_TEXT } from './text-shop.ts';
import { errorSummary, type FieldError } from './tool-page.ts';
import type { Language } from './view.ts';

export const STOCK_PATH = '/stock';
/** Days before the printed expiry from which goods are listed as expiring soon: a habit of shops, no rule of law. */
export const SOON_DAYS = 7;

export interface StockView {
  who: string;
  /** Of which more went than came. */
  short: readonly ShelfRow[];
  recalled: readonly ShelfRow[];
  expired: readonly ShelfRow[];
  soon: readonly ShelfRow[];
  rest: readonly ShelfRow[];
  hasMore: boolean;
  /** The statutory ledger of this month, as a page to print. */
  ledger: string;
  saved: boolean;
  /** The row whose form is open. */
  taking?: { row: ShelfRow; kind: string; amount: string; once: string; isMore: boolean };
  /** What was typed of a row that is no longer on the shelf. */
  gone?: Partial<Record<'traceCode' | 'amount' | 'unit', string | undefined>>;
  errors: readonly FieldError[];
}

type Text = (typeof SHOP_TEXT)[Language];

/** What is on the shelf: recalled, expired, expiring soon, the rest; and the form for where goods went. */
export function stockPage(view: StockView, language: Language): string {
  const t = SHOP_TEXT[language];
  const ways = `<p class="chips">${link(view.ledger, t.ledger)}${link('/displays', t.displaysLink)}</p>`;
  const saved = view.saved ? `<p class="card" role="status">${t.saved}</p>` : '';
  const urgent = view.expired.length === 0 ? '' : section(t.expired, view.expired, '', t, 'red');
  const isEmpty = [view.short, view.recalled, view.expired, view.soon, view.rest].every((rows) => rows.length === 0);
  const first = `<section class="card"><p>${t.nothingYet}</p><p class="gapped">${link('/receive', t.toReceive, 'btn')}</p></section>`;
  const lists =
    section(t.recalled, view.recalled, t.recalledNone, t, view.recalled.length > 0 ? 'red' : '') +
    urgent +
    (view.short.length === 0 ? '' : section(t.short, view.short, '', t, 'ochre')) +
    section(t.soon(SOON_DAYS), view.soon, t.soonNone, t, view.soon.length > 0 ? 'ochre' : '') +
    section(t.rest, view.rest, t.restNone, t, '');
  const main = `<div class="in wide"><div class="head"><h1>${t.stock}</h1><p>${t.stockLead}</p></div>${saved}${taking(view, t)}${ways}${isEmpty ? first : lists}${view.hasMore ? `<p>${t.more}</p>` : ''}</div>`;
  return deskPage({ language, title: t.stock, main, who: view.who });
}

const takeHref = (row: ShelfRow) => `${STOCK_PATH}?take=${encodeURIComponent(row.traceCode)}&site=${encodeURIComponent(row.site.id)}`;

/** Of goods below zero what is missing is what came. */
function whereTo(row: ShelfRow, t: Text): string {
  if (row.recallId !== null) return link(`/recalls/${row.recallId}`, t.openRecall, 'tap');
  return row.steps < 0 ? link('/receive', t.toReceive, 'tap') : link(takeHref(row), t.take, 'tap');
}

function section(title: string, rows: readonly ShelfRow[], none: string, t: Text, tone: string): string {
  if (rows.length === 0) return `<section class="card"><h2>${title}</h2><p>${none}</p></section>`;
  const cells = rows.map((row) => [
    `<b>${e(row.productName)}</b>`,
    e(row.batchNumber ?? ''),
    row.expiresOn === null ? '' : time(row.expiresOn),
    `${e(row.quantity.amount)} ${e(row.quantity.unit)}`,
    e(row.site.name),
    whereTo(row, t),
  ]);
  return `<section class="card shelf ${tone}"><h2>${title} <span class="tag">${rows.length}</span></h2>${table(title, t.columns, cells, [3])}</section>`;
}

function taking({ taking: open, gone, errors }: StockView, t: Text): string {
  const summary = errorSummary(errors, t.wrong);
  if (!open)
    return gone
      ? `${summary}<p class="card"><span class="code">${e(gone.traceCode ?? '')}</span> · ${t.amount} <b>${e(gone.amount ?? '')}</b> ${e(gone.unit ?? '')}</p>`
      : '';
  const { row, kind, amount, once, isMore } = open;
  const asked = isMore
    ? `<input type="hidden" name="more" value="${e(amount)}"><p class="wrong" role="alert" id="more-h">${t.moreThanThere(row.quantity.amount, row.quantity.unit)}</p>`
    : '';
  const kinds = Object.entries(t.kinds).map(
    ([value, text]) => `<option value="${value}"${value === kind ? ' selected' : ''}>${text}</option>`,
  );
  const wrong = errors.filter(({ field }) => field === 'amount');
  const invalid = wrong.length === 0 ? '' : ' aria-invalid="true"';
  const message = wrong.map(({ text }) => `<p class="wrong" id="amount-wrong">${e(text)}</p>`).join('');
  return `${summary}<form class="card" method="post" action="${STOCK_PATH}"><h2>${t.takeTitle} · ${e(row.productName)}</h2><p class="code quiet">${e(row.traceCode)}</p><p>${e(row.site.name)} · ${t.inStock} ${e(row.quantity.amount)} ${e(row.quantity.unit)}</p>${onceField(once)}<input type="hidden" name="traceCode" value="${e(row.traceCode)}"><input type="hidden" name="site" value="${e(row.site.id)}"><input type="hidden" name="unit" value="${e(row.quantity.unit)}"><div class="inline gapped"><div><label for="kind">${t.kind}</label><select id="kind" name="kind">${kinds.join('')}</select></div><div><label for="amount">${t.amount} · ${e(row.quantity.unit)}</label><input id="amount" name="amount" value="${e(amount)}" inputmode="decimal" autocomplete="off" maxlength="20" required${invalid}${invalid === '' ? '' : ' aria-describedby="amount-wrong"'}></div><button class="btn${isMore ? ' red' : ''}">${isMore ? t.saveMore : t.save}</button></div>${asked}${message}</form>`;
}

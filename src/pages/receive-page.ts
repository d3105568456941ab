import { type Outcome, outcomes } from '../custody/model.ts';
import { escapeHtml as e, safeUrl } from './escape.ts';
import { time } from './format.ts';
import { csrfField, deskPage, link } from './layout.ts';
import { word } from './text.ts';
import { RECEIVE_TEXT } from './text-receive.ts';
import { errorSummary, type FieldError, scanBox } from './tool-page.ts';
import type { Language } from './view.ts';

export const RECEIVE_PATH = '/receive';
export const RECEIPT_CHECKS = ['licence', 'certificate', 'dates', 'temperature'] as const;

/** Names of a line's two fields. */
export const receiptFields = (n: number) => ({ outcome: `line.${n}.outcome`, amount: `line.${n}.amount` });
/** Ids of the same fields, as errors link to them. */
export const receiptIds = (n: number) => ({ outcome: `line-${n}-outcome`, amount: `line-${n}-amount` });

/** What every page of the tool knows: who, and the scripts. */
export interface ToolView {
  who: string;
  /** Public id of the party: what this phone keeps is kept for it alone. */
  party: string;
  head: string;
}

export interface Arriving {
  href: string;
  slip: string;
  supplier: string;
  site: string | null;
  documentNumber: string | null;
  shippedAt: string;
  lineCount: number;
  firstLine: string;
  /** Compact trace codes and GTINs on its lines. */
  codes: readonly string[];
}

export interface ReceiveView extends ToolView {
  arriving: readonly Arriving[];
  hasMore: boolean;
  /** The code that was looked for. */
  code?: string;
  /** The deliveries are those that hold the code; else no delivery does, and they are all that should arrive. */
  isSeveral?: boolean;
  /** The slip of that code, which is addressed to somebody else. */
  strangersSlip?: string;
}

export interface ReceiptLine {
  n: number;
  productName: string;
  specification: string | null;
  batchNumber: string | null;
  productionDate: string | null;
  expiresOn: string | null;
  amount: string;
  unit: string;
}

export interface ReceiptView extends ToolView {
  id: string;
  state: string;
  slip: string;
  supplier: string;
  site: string | null;
  documentNumber: string | null;
  shippedAt: string;
  lines: readonly ReceiptLine[];
  entered?: Readonly<Record<string, string>>;
  errors?: readonly FieldError[];
}

type Text = (typeof RECEIVE_TEXT)[Language];

const tool = (view: ToolView, t: Text, code?: string) =>
  `<div id="tool" data-party="${e(view.party)}" data-words="${e(JSON.stringify(t.script))}"${code === undefined ? '' : ` data-code="${e(code)}"`}><p id="said" role="status"></p><section id="queue" class="card ochre" hidden><h2>${t.queue}</h2><ul></ul></section></div>`;

/** Scan or type; what should arrive. */
export function receivePage(view: ReceiveView, language: Language): string {
  const t = RECEIVE_TEXT[language];
  const field = `<form class="inline" method="get" action="${RECEIVE_PATH}"><div><label for="code">${t.code}</label><input id="code" name="code" value="${e(view.code ?? '')}" autocomplete="off" maxlength="500" required></div><button class="btn">${t.find}</button></form>`;
  const main = `<div class="in"><div class="head"><h1>${t.title}</h1><p>${t.lead}</p></div>${tool(view, t, view.code)}<section class="card">${scanBox(t, t.script)}${field}</section>${answered(view, t)}<section class="card"><h2>${t.arriving}</h2>${list(view, t)}</section><p class="gapped">${link('/outside-receipts', t.outside, 'btn plain')}</p></div>`;
  return deskPage({ language, title: t.title, main, who: view.who, head: view.head });
}

function answered({ code, isSeveral, strangersSlip }: ReceiveView, t: Text): string {
  if (code === undefined) return '';
  const all = `<p>${link(RECEIVE_PATH, t.all, 'tap')}</p>`;
  if (strangersSlip !== undefined)
    return `<section class="card ochre" role="alert"><p>${t.strangers}</p><p>${link(strangersSlip, t.openSlip, 'btn')}</p>${all}</section>`;
  if (isSeveral) return `<section class="card" role="status"><p>${t.several}</p>${all}</section>`;
  return `<section class="card red" role="alert"><p class="wrong">${t.notFound}${'：'}${e(code)}</p><p>${t.notFoundHow}</p>${all}</section>`;
}

function list({ arriving, hasMore }: ReceiveView, t: Text): string {
  if (arriving.length === 0) return `<p>${t.none}</p>`;
  const rows = arriving.map((one) => {
    const number = one.documentNumber === null ? '' : ` · ${e(one.documentNumber)}`;
    const site = one.site === null ? '' : ` · ${t.to} ${e(one.site)}`;
    return `<li><a href="${safeUrl(one.href)}" data-slip="${e(one.slip)}" data-codes="${e(one.codes.join(' '))}"><span class="tag ochre" data-waits hidden>${t.waits}</span><b>${e(one.supplier)}</b><span>${e(one.firstLine)} · ${t.lines(one.lineCount)}</span><span class="small quiet">${time(one.shippedAt)}${number}${site}</span></a></li>`;
  });
  return `<ul class="rows">${rows.join('')}</ul>${hasMore ? `<p>${t.more}</p>` : ''}`;
}

/** One delivery: everything prefilled, one button; a line is touched only where it differs. */
export function receiptPage(view: ReceiptView, language: Language): string {
  const t = RECEIVE_TEXT[language];
  const number = view.documentNumber === null ? '' : ` · ${t.documentNumber} ${e(view.documentNumber)}`;
  const site = view.site === null ? '' : ` · ${t.to} ${e(view.site)}`;
  const head = `<div class="head"><p>${link(RECEIVE_PATH, t.backToList, 'tap')}</p><h1>${e(view.supplier)}</h1><p>${t.shippedAt} ${time(view.shippedAt)}${number}${site} · ${t.lines(view.lines.length)}</p></div>`;
  const body = view.state === 'in-transit' ? form(view, t) : settled(view, t);
  const main = `<div class="in">${head}${tool(view, t)}${errorSummary(view.errors ?? [], t.wrong)}${body}</div>`;
  return deskPage({ language, title: `${t.title} · ${view.supplier}`, main, who: view.who, head: view.head });
}

function settled(view: ReceiptView, t: Text): string {
  const tone = view.state === 'received' ? '' : ' ochre';
  const rows = view.lines.map((line) => `<li><b>${e(line.productName)}</b> ${e(line.amount)} ${e(line.unit)}</li>`);
  return `<section class="card${tone}" role="status"><h2>${word(t.states, view.state)}</h2><p>${t.stateHow}</p><ul>${rows.join('')}</ul><p>${link(`/s/${view.slip}`, t.seeSlip, 'btn plain')}</p></section>`;
}

function form(view: ReceiptView, t: Text): string {
  const action = `${RECEIVE_PATH}/${encodeURIComponent(view.id)}`;
  const checks = RECEIPT_CHECKS.map((check) => {
    const isOn = view.entered?.[`check.${check}`] === '1';
    return `<label class="check"><input type="checkbox" name="check.${check}" value="1"${isOn ? ' checked' : ''}>${t.checkKinds[check]}</label>`;
  });
  const label = `${view.supplier}${view.documentNumber === null ? '' : ` ${view.documentNumber}`}`;
  const notMine = `<details class="card"><summary>${t.wholeNotMine}</summary><p>${t.wholeNotMineHint}</p><button class="btn red full" name="outcome" value="notMine">${t.confirmNotMine}</button></details>`;
  const more = `<fieldset class="card"><legend class="label">${t.checks}</legend>${checks.join('')}</fieldset><div class="field"><label for="reason">${t.reason}</label><input id="reason" name="reason" maxlength="500" value="${e(view.entered?.reason ?? '')}"></div>`;
  return `<form id="receipt" method="post" action="${safeUrl(action)}" data-shipment="${e(view.id)}" data-page="${e(action)}" data-label="${e(label)}">${csrfField(undefined)}<p class="hint">${t.hint}</p>${view.lines.map((line) => row(line, view, t)).join('')}${more}<div class="go"><button class="btn huge" name="outcome" value="accepted">${t.confirm}</button></div>${notMine}</form>`;
}

function row(line: ReceiptLine, view: ReceiptView, t: Text): string {
  const [names, ids] = [receiptFields(line.n), receiptIds(line.n)];
  const chosen = view.entered?.[names.outcome] ?? 'accepted';
  const errors = (view.errors ?? []).filter(({ field }) => field === ids.outcome || field === ids.amount);
  const option = (outcome: Outcome) => `<option value="${outcome}"${outcome === chosen ? ' selected' : ''}>${t.outcomes[outcome]}</option>`;
  const wrong = errors.length === 0 ? '' : `<p class="wrong" id="line-${line.n}-wrong">${errors.map(({ text }) => e(text)).join(' ')}</p>`;
  const invalid = errors.length === 0 ? '' : ` aria-invalid="true" aria-describedby="line-${line.n}-wrong"`;
  const amount = view.entered?.[names.amount] ?? line.amount;
  return `<fieldset class="line" data-line="${line.n}" data-unit="${e(line.unit)}"><legend><span class="q">${e(line.amount)} ${e(line.unit)}</span>${line.n}. ${e(line.productName)}<span class="small quiet">${details(line, t)}</span></legend><div class="two"><div><label for="${ids.outcome}">${t.outcome}</label><select id="${ids.outcome}" name="${names.outcome}"${invalid}>${outcomes.map(option).join('')}</select></div><div data-amount><label for="${ids.amount}">${t.amount} · ${e(line.unit)}</label><input id="${ids.amount}" name="${names.amount}" value="${e(amount)}" inputmode="decimal" autocomplete="off" maxlength="20"${invalid}></div></div>${wrong}</fieldset>`;
}

function details(line: ReceiptLine, t: Text): string {
  return [
    line.specification === null ? '' : e(line.specification),
    line.batchNumber === null ? '' : `${t.batch} ${e(line.batchNumber)}`,
    line.productionDate === null ? '' : `${t.made} ${time(line.productionDate)}`,
    line.expiresOn === null ? '' : `${t.until} ${time(line.expiresOn)}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

import { escapeHtml as e, safeUrl } from './escape.ts';
import { groupedCode, time } from './format.ts';
import { deskPage, link, table } from './layout.ts';
import { HOME_TEXT } from './text-home.ts';
import type { Language, PartyHomeView } from './view.ts';

type Text = (typeof HOME_TEXT)[Language];

/** Where a firm lands after sign-in: deliveries to confirm first, since a clock runs for them, then to-dos, then its codes; with the honest limit. */
export function partyHomePage(view: PartyHomeView, language: Language): string {
  const t = HOME_TEXT[language];
  const code = view.party.uscc === null ? '' : `<p class="code quiet">${e(view.party.uscc)}</p>`;
  const main = `<div class="in wide"><div class="head"><h1>${e(view.party.name)}</h1>${code}</div><p class="limit">${t.limit}</p>${recalls(view, t)}<div class="steps">${incoming(view, t)}${todos(view, t)}</div>${batches(view, t)}</div>`;
  return deskPage({ language, title: t.hello, main, who: view.party.name, csrf: view.csrf });
}

/** Goods on the shelf that are being recalled come before everything else. */
function recalls({ recalls: open = [] }: PartyHomeView, t: Text): string {
  if (open.length === 0) return '';
  const rows = open.map(({ href, text, since, answered }) => {
    const asked = answered ? '' : ` <span class="tag red">${t.recallsAnswer}</span>`;
    return `<li><a href="${safeUrl(href)}"><b>${e(text)}</b>${asked}<span class="small quiet">${t.since} ${time(since)}</span></a></li>`;
  });
  return `<section class="card red"><h2>${t.recalls} <span class="tag">${open.length}</span></h2><ul class="rows">${rows.join('')}</ul><p>${link('/recalls', t.recallsAll, 'tap')}</p></section>`;
}

function incoming(view: PartyHomeView, t: Text): string {
  const rows = view.incoming.map(({ slipUrl, supplier, shippedAt, documentNumber, lineCount, firstLine }) => {
    const number = documentNumber === undefined ? '' : ` · ${e(documentNumber)}`;
    return `<li><a href="${safeUrl(slipUrl)}"><b>${t.confirm} · ${e(supplier)}</b><span>${e(firstLine)} · ${t.incomingLine(lineCount)}</span><span class="small quiet">${time(shippedAt)}${number}</span></a></li>`;
  });
  return `<section class="card"><h2>${t.incoming} <span class="tag">${view.incoming.length}</span></h2>${rows.length === 0 ? `<p>${t.incomingNone}</p>` : `<ul class="rows">${rows.join('')}</ul>`}</section>`;
}

function todos(view: PartyHomeView, t: Text): string {
  const rows = view.todos.map(
    ({ text, href, since }) =>
      `<li><a href="${safeUrl(href)}"><b>${e(text)}</b><span class="small quiet">${t.since} ${time(since)}</span></a></li>`,
  );
  return `<section class="card"><h2>${t.todos} <span class="tag">${view.todos.length}</span></h2>${rows.length === 0 ? `<p>${t.todosNone}</p>` : `<ul class="rows">${rows.join('')}</ul>`}</section>`;
}

function batches(view: PartyHomeView, t: Text): string {
  if (view.batches.length === 0) return `<section class="card"><h2>${t.batches}</h2><p>${t.batchesNone}</p></section>`;
  const rows = view.batches.map(({ traceCode, productName, batchNumber, productionDate, scanUrl, qrUrl }) => [
    `<b>${e(productName)}</b>`,
    e(batchNumber ?? ''),
    productionDate === null ? '' : time(productionDate),
    link(scanUrl, groupedCode(traceCode), 'code tap'),
    link(qrUrl, t.qr, 'tap'),
  ]);
  return `<section class="card">${table(t.batches, t.columns, rows)}</section>`;
}

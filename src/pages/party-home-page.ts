import { escapeHtml as e, safeUrl } from './escape.ts';
import { groupedCode, time } from './format.ts';
import { deskPage, link, table } from './layout.ts';
import { word } from './text.ts';
import { HOME_TEXT } from './text-home.ts';
import type { Language, PartyHomeView } from './view.ts';

type Text = (typeof HOME_TEXT)[Language];

/** Where a firm lands after sign-in: deliveries to confirm first, since a clock runs for them, then to-dos, then its codes; with the honest limit. */
export function partyHomePage(view: PartyHomeView, language: Language): string {
  const t = HOME_TEXT[language];
  const code = view.party.uscc === null ? '' : `<p class="code quiet">${e(view.party.uscc)}</p>`;
  const main = `<div class="in wide"><div class="head"><h1>${e(view.party.name)}</h1>${code}</div><p class="limit">${t.limit}</p>${today(view, t)}${doors(view, t)}${recalls(view, t)}<div class="steps">${incoming(view, t)}${todos(view, t)}</div>${batches(view, t)}</div>`;
  return deskPage({ language, title: t.hello, main, who: view.party.name, csrf: view.csrf });
}

/** The day in order: what is dated or dangerous first, each with how many and where to go. */
function today({ today: lines }: PartyHomeView, t: Text): string {
  if (!lines) return '';
  const rows = lines.map(({ count, text, href, tone, on }) => {
    const number = on === undefined ? `<b class="n">${count}</b>` : `<b class="n">${time(on)}</b>`;
    return `<li><a class="${tone}" href="${safeUrl(href)}">${number} ${e(text)}</a></li>`;
  });
  const list = rows.length === 0 ? `<p>${t.today.none}</p>` : `<ol class="today">${rows.join('')}</ol>`;
  return `<section class="card"><h2>${t.today.title}</h2>${list}</section>`;
}

/** The ways to everything a firm does here: what is done daily as buttons, the rest in a row. */
function doors({ isMaker }: PartyHomeView, t: Text): string {
  const daily = [
    ...(isMaker === true ? [link('/producer/batches/new', t.record, 'btn')] : []),
    link('/receive', t.receive, isMaker === true ? 'btn plain' : 'btn'),
  ].join(' ');
  const own =
    isMaker === true
      ? ([
          ['/producer/batches', t.links.batches],
          ['/labels', t.links.labels],
          ['/producer/goods', t.links.goods],
        ] as const)
      : [];
  const others = [
    ...own,
    ['/producer/unconfirmed', t.links.unconfirmed],
    ['/stock', t.stock],
    ['/displays', t.displays],
    ['/imports', t.links.imports],
    ['/producer/ledgers', t.links.ledgers],
    ['/recalls', t.links.recalls],
    ['/field-records', t.links.fieldRecords],
    ['/trace', t.links.trace],
    ['/screening', t.links.screening],
    ['/account', t.links.account],
  ] as const;
  return `<p class="buttons">${daily}</p><nav class="chips" aria-label="${t.more}">${others.map(([href, text]) => link(href, text)).join('')}</nav>`;
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
  const rows = view.incoming.map(({ slipUrl, supplier, shippedAt, documentNumber, lineCount, firstLine, isAsked }) => {
    const number = documentNumber === undefined ? '' : ` · ${e(documentNumber)}`;
    return `<li><a href="${safeUrl(slipUrl)}"><b>${t.confirm} · ${e(supplier)}</b>${isAsked ? ` <i class="tag ochre">${t.isAsked}</i>` : ''}<span>${e(firstLine)} · ${t.incomingLine(lineCount)}</span><span class="small quiet">${time(shippedAt)}${number}</span></a></li>`;
  });
  return `<section class="card"><h2>${t.incoming} <span class="tag">${view.incomingCount}</span></h2>${rows.length === 0 ? `<p>${t.incomingNone}</p>` : `<ul class="rows">${rows.join('')}</ul>`}${rows.length < view.incomingCount ? `<p>${link('/receive', t.incomingMore(view.incomingCount - rows.length), 'tap')}</p>` : ''}</section>`;
}

function todos(view: PartyHomeView, t: Text): string {
  const rows = view.todos.map(
    ({ text, href, since, weight }) =>
      `<li><a href="${safeUrl(href)}"><b>${e(text)}</b>${weight === undefined ? '' : ` <i class="tag${weight === 'todo' ? '' : ' ochre'}">${word(t.weights, weight)}</i>`}<span class="small quiet">${t.since} ${time(since)}</span></a></li>`,
  );
  return `<section class="card" id="todos"><h2>${t.todos} <span class="tag">${view.todosCount}</span></h2>${rows.length === 0 ? `<p>${t.todosNone}</p>` : `<ul class="rows">${rows.join('')}</ul>`}${view.todosNext === undefined ? '' : `<p>${link(view.todosNext, t.todosMore, 'btn plain')}</p>`}</section>`;
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

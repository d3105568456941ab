import type { BatchShown, InTransitShown, NodeShown } from '../trace/answer-shapes.ts';
import type { BrokenLink } from '../trace/broken.ts';
import { type TraceWords, traceWords } from '../trace/picture-words.ts';
import type { PageParts, Part } from '../trace/texts.ts';
import { escapeHtml as e } from './escape.ts';
import { time } from './format.ts';
import { alert, deskPage, link } from './layout.ts';
import { HOLDS_PATH, NEW_RECALL_PATH } from './recall-paths.ts';
import { regulatorNav } from './regulator-nav.ts';
import { localeOf, word } from './text.ts';
import { TRACE_TEXT, type TraceText } from './text-trace.ts';
import type { Language } from './view.ts';

/** Where the page is; its address holds all it shows, so that a trace can be sent and gone back to. */
export const TRACE_PATH = '/trace';

export interface TracePageView {
  who: string;
  /** An authority has its row of pages above, a firm the way back to its start. */
  isAuthority: boolean;
  asked: { traceCode: string; direction: string; since: string; until: string };
  /** The query of the address, for the files. */
  query: string;
  found: PageParts | null;
  /** The reader may hold these goods or recall them. */
  mayAct: boolean;
  error?: string | undefined;
}

/** A trace for people: the list of holders with the picture beside it, under one form. On a phone the list comes first. Works with no script. */
export function tracePage(view: TracePageView, language: Language): string {
  const t = TRACE_TEXT[language];
  const found = view.found === null ? '' : result(view.found, view, language);
  const above = view.isAuthority ? regulatorNav('trace', language) : `<p>${link('/home', `← ${t.home}`, 'tap')}</p>`;
  const lead = view.found === null ? `<p>${t.lead}</p>` : '';
  const main = `<div class="in wide">${above}<div class="head"><h1>${t.title}</h1>${lead}</div>${alert(view.error)}${form(view, t)}${found}</div>`;
  return deskPage({ language, title: t.title, main, here: view.query, who: view.who });
}

function form({ asked, error }: TracePageView, t: TraceText): string {
  const options = Object.entries(t.directions)
    .map(([value, label]) => `<option value="${value}"${value === asked.direction ? ' selected' : ''}>${label}</option>`)
    .join('');
  const day = (name: 'since' | 'until') =>
    `<div><label for="${name}">${t[name]}</label><input id="${name}" name="${name}" type="date" value="${e(asked[name])}"></div>`;
  const invalid = error === undefined ? '' : ' aria-invalid="true"';
  return `<form class="card" method="get" action="${TRACE_PATH}" role="search"><div class="grid"><div><label for="traceCode">${t.code}</label><input id="traceCode" name="traceCode" value="${e(asked.traceCode)}" maxlength="400" required${invalid}></div><div><label for="direction">${t.direction}</label><select id="direction" name="direction">${options}</select></div>${day('since')}${day('until')}</div><button class="btn">${t.go}</button></form>`;
}

function result(parts: PageParts, view: TracePageView, language: Language): string {
  const t = TRACE_TEXT[language];
  const words = traceWords(localeOf(language));
  const { nodes, inTransit, brokenLinks, received, onHand, svg } = parts;
  const files = ['csv', 'xlsx', 'svg', 'json']
    .map((format) => `<a class="tap" href="/v1/trace?${e(view.query)}&amp;format=${format}">${format.toUpperCase()}</a>`)
    .join(' ');
  const head = `<p class="gapped" role="status">${t.summary(received, onHand, inTransit.total)} · ${t.files} ${files}</p>${acts(view, t)}`;
  const goods = new Map(parts.batches.map((batch) => [batch.traceCode, batch]));
  const lists = `${holders({ nodes, brokenLinks }, goods, t, words)}${transit(inTransit, goods, t)}${broken(brokenLinks, t, words, language)}`;
  const image = `<section class="card flowcard"><h2 id="flow-h">${t.picture}</h2><p class="hint">${t.pictureHint}</p><div class="flow" tabindex="0" role="region" aria-label="${t.pictureRegion}">${svg.trimEnd()}</div></section>`;
  return `${head}<div class="traced"><div>${lists}</div>${image}</div>`;
}

function acts({ mayAct, asked }: TracePageView, t: TraceText): string {
  if (!mayAct) return '';
  const batch = `batch=${encodeURIComponent(asked.traceCode.trim())}`;
  return `<p class="buttons">${link(`${HOLDS_PATH}?${batch}`, t.hold, 'btn plain')} ${link(`${NEW_RECALL_PATH}?${batch}`, t.recall, 'btn red')} ${link(`${NEW_RECALL_PATH}?${batch}&drill=yes`, t.drill, 'btn plain')}</p>`;
}

type Goods = ReadonlyMap<string, BatchShown>;
type Quantity = { amount: string; unit: string } | null;
const quantity = (one: Quantity) => (one === null ? '' : `<span class="q">${e(one.amount)} ${e(one.unit)}</span>`);
const rest = ({ rows, total }: Part<unknown>, t: TraceText) => (total > rows.length ? `<p>${t.more(total - rows.length)}</p>` : '');
const section = (title: string, total: number, body: string, tone = '') =>
  `<section class="card${tone}"><h2>${title} <span class="tag">${total}</span></h2>${body}</section>`;

/** The goods of a row, told only where a trace has more than one batch. */
function goodsOf(traceCode: string, goods: Goods): string {
  const batch = goods.get(traceCode);
  if (goods.size < 2 || !batch) return '';
  return `<p class="small">${e(batch.product.name)} · ${batch.batchNumber === null ? `<span class="code">${e(traceCode)}</span>` : e(batch.batchNumber)}</p>`;
}

function holders({ nodes, brokenLinks }: Pick<PageParts, 'nodes' | 'brokenLinks'>, goods: Goods, t: TraceText, words: TraceWords): string {
  if (nodes.total === 0) return `<p class="card">${t.none}</p>`;
  const marks = Map.groupBy(brokenLinks.rows, ({ node, shipment }) => (shipment === undefined ? node : ''));
  const hops = [...Map.groupBy(nodes.rows, ({ hop }) => hop)];
  const lists = hops.map(([hop, rows]) => {
    const items = rows.map(({ node, n }) => holder(node, n, marks.get(node.id) ?? [], goods, t, words));
    return `<h3 class="hop">${words.hop(hop)}</h3><ol class="hold">${items.join('')}</ol>`;
  });
  return section(t.holders, nodes.total, lists.join('') + rest(nodes, t));
}

function holder(node: NodeShown, n: number, marks: readonly BrokenLink[], goods: Goods, t: TraceText, words: TraceWords): string {
  const { party, site, received, atLeast, atMost, basis, contact } = node;
  const place = [site?.name, party.uscc].filter((part) => part !== null && part !== undefined).map((part) => e(part));
  const tags = marks.map(({ kind }) => ` <span class="tag red">${words.brokenMark} ${words.broken[kind]}</span>`).join('');
  const least = atLeast === null || atMost === null || atLeast.amount === atMost.amount ? '' : `${e(atLeast.amount)}–`;
  const left = atMost === null ? '' : `${t.left[basis]} <span class="q">${least}${e(atMost.amount)} ${e(atMost.unit)}</span>`;
  const came = received === null ? '' : `${t.received} ${quantity(received)}`;
  const whether = contact === 'registered' ? '' : ` <span class="tag ochre">${word(t.contacts, contact)}</span>`;
  return `<li><span class="no">${n}</span><b>${e(party.name)}</b>${tags}${whether}<p class="small quiet">${place.join(' · ')}</p>${goodsOf(node.traceCode, goods)}<p>${[came, left].filter((part) => part !== '').join(' · ')}</p></li>`;
}

function transit(inTransit: Part<InTransitShown>, goods: Goods, t: TraceText): string {
  if (inTransit.total === 0) return '';
  const rows = inTransit.rows.map((one, i) => {
    const whether = one.contact === 'registered' ? '' : ` <span class="tag ochre">${word(t.contacts, one.contact)}</span>`;
    return `<li><span class="no">T${i + 1}</span><b>${e(one.to.name)}</b> <span class="tag ochre">${word(t.states, one.state)}</span>${whether}${goodsOf(one.traceCode, goods)}<p>${quantity(one.quantity)} · ${t.shipped} ${time(one.shippedAt)}</p><p class="small quiet">${t.shipment} <span class="code">${e(one.shipment)}</span></p></li>`;
  });
  return section(t.inTransit, inTransit.total, `<ol class="hold">${rows.join('')}</ol>${rest(inTransit, t)}`, ' ochre');
}

function broken(brokenLinks: Part<BrokenLink>, t: TraceText, words: TraceWords, language: Language): string {
  if (brokenLinks.total === 0) return `<p class="card">${t.brokenNone}</p>`;
  const rows = brokenLinks.rows.map((link) => {
    const since = link.since === undefined ? '' : ` · ${time(link.since)}`;
    return `<li><span class="no" aria-hidden="true">${words.brokenMark}</span><b>${words.broken[link.kind]}</b> ${quantity(link.quantity)}<p>${e(link.message[localeOf(language)])}${since}</p><p class="small code quiet">${e(link.traceCode)}</p></li>`;
  });
  return section(t.broken, brokenLinks.total, `<ol class="hold">${rows.join('')}</ol>${rest(brokenLinks, t)}`, ' red');
}

import type { InTransitShown, NodeShown, PartyShown, SiteShown } from '../trace/answer-shapes.ts';
import type { BrokenLink } from '../trace/broken.ts';
import type { PageParts, Part } from '../trace/texts.ts';
import { escapeHtml as e, svgImage } from './escape.ts';
import { time } from './format.ts';
import { alert, deskPage, table } from './layout.ts';
import type { Language } from './view.ts';

/** Where the page is; its address holds all it shows, so that a trace can be sent and gone back to. */
export const TRACE_PATH = '/trace';

const zh = {
  title: '追溯',
  code: '追溯码',
  direction: '方向',
  directions: { forward: '追踪去向', back: '追溯来源', both: '两个方向' },
  since: '起',
  until: '止',
  go: '查询',
  picture: '流向图（自左至右，线宽随数量）',
  holders: '持有者',
  onHand: '现存',
  inTransit: '在途，可拦截',
  broken: '断点',
  brokenNone: '没有发现断点。',
  columns: ['经营主体', '场所', '追溯码', '收到', '现存', '依据', '联系'],
  transitColumns: ['收货方', '追溯码', '数量', '发货时间', '状态'],
  brokenColumns: ['说明', '追溯码', '数量', '自'],
  bases: { books: '账面', 'no-till-data': '无销售记录，可能已售', 'no-books': '对方账目不可见' },
  contacts: { registered: '已登记', known: '仅知名称', none: '无' },
  more: (left: number) => `另有 ${left} 行，见下载的表格。`,
  files: '下载',
  summary: (received: number, onHand: number, inTransit: number) => `收到 ${received} 处 · 现存 ${onHand} 处 · 在途 ${inTransit} 笔`,
};
const en: typeof zh = {
  title: 'Trace',
  code: 'Trace code',
  direction: 'Direction',
  directions: { forward: 'where it went', back: 'where it came from', both: 'both ways' },
  since: 'From',
  until: 'To',
  go: 'Trace',
  picture: 'Flows, left to right, as wide as their quantity',
  holders: 'Holders',
  onHand: 'On hand',
  inTransit: 'On its way, can be stopped',
  broken: 'Broken links',
  brokenNone: 'No broken link was found.',
  columns: ['Party', 'Site', 'Trace code', 'Received', 'On hand', 'Basis', 'Contact'],
  transitColumns: ['To', 'Trace code', 'Quantity', 'Shipped', 'State'],
  brokenColumns: ['What', 'Trace code', 'Quantity', 'Since'],
  bases: { books: 'books', 'no-till-data': 'no sales booked, may be sold', 'no-books': 'books not shown' },
  contacts: { registered: 'registered', known: 'name only', none: 'none' },
  more: (left: number) => `${left} more rows are in the files.`,
  files: 'Download',
  summary: (received: number, onHand: number, inTransit: number) =>
    `received in ${received} places · on hand in ${onHand} · ${inTransit} on the way`,
};

export interface TracePageView {
  who: string;
  asked: { traceCode: string; direction: string; since: string; until: string };
  /** The query of the address, for the files. */
  query: string;
  found: PageParts | null;
  error?: string | undefined;
}

type Text = typeof zh;

/** A trace for people: the picture and the list beside it, under one form. Works with no script. */
export function tracePage(view: TracePageView, language: Language): string {
  const t = language === 'en' ? en : zh;
  const found = view.found === null ? '' : result(view.found, view, t, language);
  const main = `<div class="in wide"><div class="head"><h1>${t.title}</h1></div>${alert(view.error)}${form(view, t)}${found}</div>`;
  return deskPage({ language, title: t.title, main, here: view.query, who: view.who });
}

function form({ asked }: TracePageView, t: Text): string {
  const options = Object.entries(t.directions)
    .map(([value, label]) => `<option value="${value}"${value === asked.direction ? ' selected' : ''}>${label}</option>`)
    .join('');
  const day = (name: 'since' | 'until') =>
    `<div><label for="${name}">${t[name]}</label><input id="${name}" name="${name}" type="date" value="${e(asked[name])}"></div>`;
  return `<form class="card" method="get" action="${TRACE_PATH}" role="search"><div class="grid"><div><label for="traceCode">${t.code}</label><input id="traceCode" name="traceCode" value="${e(asked.traceCode)}" maxlength="400" required></div><div><label for="direction">${t.direction}</label><select id="direction" name="direction">${options}</select></div>${day('since')}${day('until')}</div><button class="btn">${t.go}</button></form>`;
}

function result(
  { nodes, inTransit, brokenLinks, received, onHand, svg }: PageParts,
  { query }: TracePageView,
  t: Text,
  language: Language,
): string {
  const files = ['csv', 'xlsx', 'svg', 'json']
    .map((format) => `<a class="tap" href="/v1/trace?${e(query)}&amp;format=${format}">${format.toUpperCase()}</a>`)
    .join(' ');
  const image = `<section class="card"><h2>${t.picture}</h2><img src="${svgImage(svg)}" alt="${t.picture}"></section>`;
  return `<p class="gapped" role="status">${t.summary(received, onHand, inTransit.total)} · ${t.files} ${files}</p>${image}${holders(nodes, t)}${transit(inTransit, t)}${broken(brokenLinks, t, language)}`;
}

/** The rows the page has, and how many more there are. */
const list = <T>({ rows, total }: Part<T>, t: Text, of: (rows: readonly T[]) => string) =>
  `<section class="card">${of(rows)}${total > rows.length ? `<p>${t.more(total - rows.length)}</p>` : ''}</section>`;

type Quantity = { amount: string; unit: string } | null;
const quantity = (one: Quantity) => (one === null ? '' : `${e(one.amount)} ${e(one.unit)}`);
const party = ({ name, uscc }: PartyShown) => `<b>${e(name)}</b>${uscc === null ? '' : `<br><span class="small quiet">${e(uscc)}</span>`}`;
const place = (site: SiteShown | null) => (site === null ? '' : e(site.name));

function holders(nodes: Part<NodeShown>, t: Text): string {
  const left = ({ atLeast, atMost }: NodeShown) =>
    atLeast === null || atMost === null || atLeast.amount === atMost.amount ? quantity(atMost) : `${e(atLeast.amount)}–${quantity(atMost)}`;
  return list(nodes, t, (rows) =>
    table(
      t.holders,
      t.columns,
      rows.map((node) => [
        party(node.party),
        place(node.site),
        e(node.traceCode),
        quantity(node.received),
        left(node),
        t.bases[node.basis],
        t.contacts[node.contact],
      ]),
      [3, 4],
    ),
  );
}

function transit(inTransit: Part<InTransitShown>, t: Text): string {
  if (inTransit.total === 0) return '';
  return list(inTransit, t, (rows) =>
    table(
      t.inTransit,
      t.transitColumns,
      rows.map((one) => [party(one.to), e(one.traceCode), quantity(one.quantity), time(one.shippedAt), e(one.state)]),
      [2],
    ),
  );
}

function broken(brokenLinks: Part<BrokenLink>, t: Text, language: Language): string {
  if (brokenLinks.total === 0) return `<p class="card">${t.brokenNone}</p>`;
  return list(brokenLinks, t, (rows) =>
    table(
      t.broken,
      t.brokenColumns,
      rows.map((link) => [
        e(link.message[language === 'en' ? 'en' : 'zh']),
        e(link.traceCode),
        quantity(link.quantity),
        link.since === undefined ? '' : time(link.since),
      ]),
      [2],
    ),
  );
}

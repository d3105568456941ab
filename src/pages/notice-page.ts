import { type NoticeListName, type noticeAnswer, noticeLists } from '../substances/notice/notice.ts';
import { MOST_BATCHES } from '../trace/recall-schemas.ts';
import { escapeHtml as e } from './escape.ts';
import { onceField } from './form-once.ts';
import { area, type FormState, line } from './form-parts.ts';
import { time } from './format.ts';
import { addressWith, knowledgePage, type Reader } from './knowledge-parts.ts';
import { facts, link, table } from './layout.ts';
import { NEW_RECALL_PATH } from './recall-paths.ts';
import { substanceHref } from './substances-page.ts';
import { localeOf } from './text.ts';
import { NOTICE_TEXT, type NoticeText } from './text-notice.ts';
import { errorSummary } from './tool-page.ts';
import type { Language } from './view.ts';

export type NoticeAnswer = Awaited<ReturnType<typeof noticeAnswer>>;
type List = NonNullable<NoticeAnswer['found']>;
type Line = List['items'][number];

export interface NoticeView extends Reader, FormState {
  answer: NoticeAnswer;
  /** What the address asks, without its cursor. */
  query: Readonly<Record<string, string | undefined>>;
  isWrong: boolean;
  /** Authorities hold and recall; an administrator reads. */
  isAuthority: boolean;
  /** Holders told of the hold just placed. */
  held: number | null;
  /** The key the hold is placed under: sent twice it is one. */
  once: string;
}

export const noticeHref = (id: string) => `${substanceHref(id)}/notice`;

/** The day a notice appears: found, declared and to be sampled, with holders, drafts and files. */
export function noticePage(view: NoticeView, language: Language): string {
  const t = NOTICE_TEXT[language];
  const { answer, query } = view;
  const { substance } = answer;
  const locale = localeOf(language);
  const name = substance.names.zh[0] ?? substance.names.en[0] ?? substance.id;
  const path = noticeHref(substance.id);
  const about = facts([
    [t.text, substance.text ? e(substance.text[locale]) : t.noText],
    [t.from, substance.from === null ? '' : time(substance.from)],
    [t.asOf, time(answer.asOf)],
  ]);
  const told = [
    view.held === null ? '' : `<p class="card" role="status">${t.held(view.held)}</p>`,
    view.isWrong ? `<p class="card ochre" role="alert">${t.wrong}</p>` : '',
    answer.capped.length === 0 ? '' : `<p class="card ochre">${t.capped(e(answer.capped.join('、')))}</p>`,
    answer.notIndexed.length === 0 ? '' : `<p class="card">${t.notIndexed(e(answer.notIndexed.join('、')))}</p>`,
  ].join('');
  const files = (['csv', 'xlsx'] as const).map(
    (format) =>
      `<a class="btn plain" href="${addressWith(`/v1/substances/${encodeURIComponent(substance.id)}/notice`, query, { format })}">${t[format]}</a> `,
  );
  const sheet = `<a class="btn plain" href="${addressWith(`${path}/sheet`, query, { list: null })}">${t.print}</a>`;
  const tabs = [null, ...noticeLists].map((list) => {
    const count = list === null ? '' : countOf(answer[list]);
    return `<a href="${addressWith(path, query, { list })}"${(query.list ?? null) === list ? ' aria-current="page"' : ''}>${list === null ? t.all : t.lists[list]}${count}</a>`;
  });
  const lists = noticeLists.map((list) => listCard(list, answer[list], view, t)).join('');
  const head = `<p>${link(substanceHref(substance.id), `← ${t.back}`, 'tap')}</p><div class="head"><h1>${t.title(e(name))}</h1><p class="quiet">${t.note}</p></div>`;
  const body = `${errorSummary(view.errors, t.problems)}${head}<section class="card">${about}<p class="small quiet gapped">${t.covers(substance.covers)}</p></section>${told}${filter(view, path, t)}<p class="buttons gapped">${files.join('')}${sheet}</p><nav class="tabs" aria-label="${t.all}">${tabs.join('')}</nav>${lists}${drafts(view, t, language)}`;
  const here = addressWith('', query).replace(/^\?/, '').replaceAll('&amp;', '&');
  return knowledgePage('substances', { title: t.title(name), body, here, who: view.who }, language);
}

const countOf = (list: List | undefined) => (list ? `<span>${list.totals.batches}</span>` : '');

function filter({ query }: NoticeView, path: string, t: NoticeText): string {
  const list = query.list === undefined ? '' : `<input type="hidden" name="list" value="${e(query.list)}">`;
  const field = (name: string, label: string, attributes: string, hint = '') =>
    `<div><label for="${name}">${label}</label>${hint === '' ? '' : `<p class="hint" id="${name}-h">${hint}</p>`}<input id="${name}" name="${name}" value="${e(query[name] ?? '')}" ${attributes}${hint === '' ? '' : ` aria-describedby="${name}-h"`}></div>`;
  const fields = [
    field('claims', t.claims, 'maxlength="200"', t.claimsHint),
    field('forms', t.forms, 'maxlength="200"', t.formsHint),
    field('months', t.months, 'type="number" min="1" max="60" placeholder="6"'),
  ].join('');
  return `<form class="filter" method="get" action="${e(path)}">${list}<div class="grid">${fields}</div><p class="gapped"><button class="btn">${t.apply}</button></p></form>`;
}

function listCard(name: NoticeListName, list: List | undefined, { answer, query }: NoticeView, t: NoticeText): string {
  if (!list) return '';
  const { totals, items, next } = list;
  const heading = `<h2>${t.lists[name]}</h2><p class="hint">${t.listNotes[name]}</p>`;
  if (items.length === 0) return `<section class="card" id="${name}">${heading}<p role="status">${t.empty[name]}</p></section>`;
  const onHand =
    totals.onHand.length === 0 ? '' : ` ${t.onHand}${t.colon}${e(totals.onHand.map(({ amount, unit }) => `${amount} ${unit}`).join('、'))}`;
  const isSampling = name === 'sampling';
  const heads = [
    ...(isSampling ? [t.columns.rank] : []),
    t.columns.goods,
    t.columns.maker,
    isSampling ? t.columns.why : t.columns.seen,
    t.columns.holders,
  ];
  const rows = items.map((line) => [
    ...(isSampling ? [String(line.rank ?? '')] : []),
    goodsCell(line),
    `${e(line.maker.name)}<br><span class="small quiet">${e(line.regionName)}</span>`,
    isSampling ? whyCell(line, t) : seenCell(line),
    holdersCell(line, t),
  ]);
  const more =
    next === null
      ? ''
      : `<p class="pages"><a class="btn plain" rel="next" href="${addressWith(noticeHref(answer.substance.id), query, { list: name, cursor: next })}">${t.next}</a></p>`;
  return `<section class="card" id="${name}">${heading}<p role="status">${t.totals(totals.batches, totals.onHandBatches, totals.holders, totals.sites)}${onHand}</p><div class="shelf">${table(t.lists[name], heads, rows)}</div>${more}</section>`;
}

function goodsCell({ traceCode, product, batchNumber, productionDate }: Line): string {
  const name = [product.name, product.specification].filter((text) => text !== null).join(' ');
  const about = [batchNumber, productionDate].filter((text) => text !== null).join(' · ');
  return `<b>${e(name)}</b>${about === '' ? '' : `<br>${e(about)}`}<br>${link(`/trace?traceCode=${encodeURIComponent(traceCode)}`, traceCode, 'tap code small')}`;
}

/** What a batch says, as it is written there. */
export const seenOf = ({ matched }: Line): string[] =>
  matched.map(({ input, certificate }) =>
    certificate ? [input, certificate.value, certificate.number].filter((text) => text !== null).join(' ') : input,
  );

const seenCell = (line: Line) =>
  seenOf(line)
    .map((text) => e(text))
    .join('<br>');

/** Why a batch is to be sampled, with the positive batch it is like. */
export const whyOf = ({ why }: Line, t: NoticeText): string[] =>
  why.map(({ text, because }) => (because === null ? text : `${text}（${t.because} ${because}）`));

function whyCell(line: Line, t: NoticeText): string {
  const seen = line.matched.length === 0 ? '' : `<br><span class="small">${seenCell(line)}</span>`;
  return (
    whyOf(line, t)
      .map((text) => e(text))
      .join('<br>') + seen
  );
}

function holdersCell({ holders }: Line, t: NoticeText): string {
  if (holders.length === 0) return `<span class="quiet">${t.nobody}</span>`;
  return `<ul>${holders
    .map(({ party, site, regionName, quantity }) => {
      const where = [site?.name, regionName].filter((text) => text !== undefined).join(' · ');
      return `<li>${e(party.name)} <span class="small quiet">${e(where)}</span>${quantity ? ` <b>${e(`${quantity.amount} ${quantity.unit}`)}</b>` : ''}</li>`;
    })
    .join('')}</ul>`;
}

function drafts(view: NoticeView, t: NoticeText, language: Language): string {
  const { answer } = view;
  const { draftHold, recallScope } = answer;
  if (recallScope.traceCodes.length === 0) return '';
  if (!view.isAuthority) return `<p class="card">${t.adminNote}</p>`;
  if (!view.mayEnter) return `<p class="card">${t.inspector}</p>`;
  const codes = recallScope.traceCodes.slice(0, MOST_BATCHES).join('\n');
  const recall = `<section class="card"><h2>${t.recall}</h2><p class="hint">${t.recallNote}</p><p><a class="btn plain" href="${addressWith(NEW_RECALL_PATH, { batch: codes })}">${t.recallOpen}</a></p></section>`;
  if (draftHold.traceCodes.length === 0)
    return `<div class="steps"><section class="card"><h2>${t.draft}</h2><p>${t.draftNone}</p></section>${recall}</div>`;
  const state: FormState = {
    errors: view.errors,
    entered: { reason: draftHold.reason, traceCodes: draftHold.traceCodes.slice(0, MOST_BATCHES).join('\n'), ...view.entered },
  };
  const many = draftHold.traceCodes.length > MOST_BATCHES ? `<p class="hint">${t.draftFirst(MOST_BATCHES)}</p>` : '';
  const hold = `<form class="card" method="post" action="${e(`${substanceHref(answer.substance.id)}/hold?lang=${language}`)}">${onceField(view.once)}<h2>${t.draft}</h2><p class="hint">${t.draftNote(draftHold.traceCodes.length)}</p>${many}${line(state, 'reason', t.reason, { required: true, most: 1_000 })}${area(state, 'traceCodes', t.codes, { required: true })}<button class="btn">${t.hold}</button></form>`;
  return `<div class="steps">${hold}${recall}</div>`;
}

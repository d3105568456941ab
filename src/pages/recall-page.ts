import { howToTell } from '../codes/scan.ts';
import type { RecallItem, RecallNow } from '../trace/recall-progress.ts';
import { escapeHtml as e } from './escape.ts';
import { time } from './format.ts';
import { csrfField, deskPage, facts, link, table } from './layout.ts';
import { type AnswerView, answerCards } from './recall-answer-page.ts';
import type { Asking, RefusedForm } from './recall-asking.ts';
import { type ConsoleView, quantityTable, type RecallSeen, recallConsole } from './recall-console-page.ts';
import { HOLDS_PATH, NEW_RECALL_PATH, RECALLS_PATH, recallPath } from './recall-paths.ts';
import { regulatorNav } from './regulator-nav.ts';
import { word } from './text.ts';
import { RECALL_TEXT, type RecallText } from './text-recall.ts';
import { ANSWER_TEXT } from './text-recall-answer.ts';
import { CONSOLE_TEXT } from './text-recall-console.ts';
import { errorSummary } from './tool-page.ts';
import type { Language } from './view.ts';

type Around = Pick<Asking, 'who' | 'isAuthority'> & { csrf?: string | undefined };

/** What stands above a page of recalls: the desk's row of pages, or the way back of a firm. */
export function above({ isAuthority }: Pick<Asking, 'isAuthority'>, back: { to: string; text: string }, language: Language): string {
  return `${isAuthority ? regulatorNav('recalls', language) : ''}<p>${link(back.to, `← ${back.text}`, 'tap')}</p>`;
}

const card = (title: string, body: string, tone = '') => `<section class="card${tone}"><h2>${title}</h2>${body}</section>`;

/** Recalls that concern who is signed in, and the ways to open one, to drill one, to hold goods first. */
export function recallsPage(
  view: { items: readonly RecallItem[]; next: string | null; mayOpen: boolean } & Around,
  language: Language,
): string {
  const t = RECALL_TEXT[language];
  const rows = view.items.map((item) => [
    `${link(recallPath(item.id), t.level(item.level), 'tap')}${item.drill ? ` <span class="tag">${t.drill}</span>` : ''}`,
    e([...new Set(item.batches.map((batch) => batch.product.name))].join('、')),
    e(item.by.name),
    time(item.openedAt),
    `${word(t.states, item.state)}${item.holder === null ? '' : ` · ${word(t.holderStates, item.holder.state)}`}`,
  ]);
  const list = rows.length === 0 ? `<p>${t.none}</p>` : table(t.title, t.columns, rows);
  const more = view.next === null ? '' : `<p>${link(`${RECALLS_PATH}?cursor=${encodeURIComponent(view.next)}`, t.more, 'tap')}</p>`;
  const ways = view.mayOpen
    ? `<p class="buttons">${link(NEW_RECALL_PATH, t.open, 'btn red')} ${link(`${NEW_RECALL_PATH}?drill=yes`, t.newDrill, 'btn plain')} ${link(HOLDS_PATH, t.holds, 'btn plain')}</p>`
    : `<p>${link(HOLDS_PATH, t.holds, 'tap')}</p>`;
  const top = view.isAuthority ? regulatorNav('recalls', language) : `<p>${link('/home', `← ${t.home}`, 'tap')}</p>`;
  const csv = rows.length === 0 ? '' : `<p>${link(`${RECALLS_PATH}.csv`, t.listCsv, 'tap')}</p>`;
  const main = `<div class="in wide">${top}<div class="head"><h1>${t.title}</h1></div>${ways}<section class="card">${csv}${list}${more}</section></div>`;
  return deskPage({ language, title: t.title, main, who: view.who, csrf: view.csrf });
}

export interface RecallPageView extends Around {
  recall: RecallNow;
  /** For who oversees it. */
  console?: ConsoleView;
  answers: AnswerView;
  refused?: RefusedForm | undefined;
  head?: string;
}

/** One recall: its console for who oversees it, what to do for a holder, then the order and the goods. */
export function recallPage(view: RecallPageView, language: Language): string {
  const t = RECALL_TEXT[language];
  const { recall, refused } = view;
  const name = [...new Set(recall.batches.map((batch) => batch.product.name))].join('、');
  const drill = recall.drill ? ` <span class="tag">${t.drill}</span>` : '';
  const head = `<div class="head"><h1>${e(name)} <span class="tag red">${t.level(recall.level)}</span>${drill} <span class="tag">${word(t.states, recall.state)}</span></h1><p class="code quiet">${e(recall.id)}</p></div>`;
  const main = [
    above(view, { to: RECALLS_PATH, text: t.back }, language),
    head,
    errorSummary(refused?.errors ?? [], ANSWER_TEXT[language].wrong),
    closedCard(recall, language),
    view.console ? recallConsole(view.console, language) : '',
    recall.holder === null ? '' : orderCard(recall, t),
    yoursCard(recall, t),
    answerCards(view.answers, language),
    recall.holder === null ? orderCard(recall, t) : '',
    goodsCard(recall, t),
    papersCard(recall, language),
    closingForm(view, t),
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
      [t.completeBy, recall.completeBy === null ? '' : time(recall.completeBy)],
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
    `${link(`/t/${encodeURIComponent(traceCode)}`, traceCode, 'code tap')} ${link(`/trace?traceCode=${encodeURIComponent(traceCode)}`, t.trace, 'tap')}`,
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

function papersCard(recall: RecallNow, language: Language): string {
  if (recall.drill) return '';
  return card(CONSOLE_TEXT[language].papers, `<p>${link(`${recallPath(recall.id)}/announcement`, RECALL_TEXT[language].print, 'tap')}</p>`);
}

/** What the report said at the end, with what stood recorded then. */
function closedCard(recall: RecallNow, language: Language): string {
  if (!('report' in recall) || !recall.report) return '';
  const t = CONSOLE_TEXT[language];
  const { text, at, stood } = recall.report as {
    text?: string;
    at?: string;
    stood?: Pick<RecallSeen, 'holders' | 'byState' | 'quantities'>;
  };
  const then = stood
    ? `<p>${recall.drill ? t.found(stood.holders) : t.answered((stood.byState.acknowledged ?? 0) + (stood.byState.reported ?? 0), stood.holders)}</p>${stood.quantities.length === 0 ? '' : quantityTable(stood.quantities, t.stood, t)}`
    : '';
  return card(t.closed, `<p class="pasted">${e(text ?? '')}</p>${facts([[t.closedAt, time(at ?? recall.closedAt ?? '')]])}${then}`);
}

function closingForm({ recall, refused, csrf }: RecallPageView, t: RecallText): string {
  if (recall.state === 'closed' || !recall.mine) return '';
  const [isWrong, text] = refused?.form === 'closing' ? [true, refused.entered.text ?? ''] : [false, ''];
  const invalid = isWrong ? ' aria-invalid="true" aria-describedby="closing-w"' : '';
  const told = isWrong ? `<p class="wrong" id="closing-w">${refused?.errors.map((one) => e(one.text)).join(' ')}</p>` : '';
  return `<form class="card" method="post" action="${recallPath(recall.id)}/closing">${csrfField(csrf)}<h2>${t.closing}</h2><p class="hint">${t.closingHint}</p><div class="field"><label for="closing">${t.closingText}</label><textarea id="closing" name="text" rows="4" maxlength="10000" required${invalid}>${e(text)}</textarea>${told}</div><button class="btn">${t.closingGo}</button></form>`;
}

import type { HolderLine } from '../trace/recall-holders.ts';
import type { HopCount, ReachedSoFar } from '../trace/recall-hops.ts';
import type { RecallNow } from '../trace/recall-progress.ts';
import type { ReportShown } from '../trace/recall-reported.ts';
import type { UnregisteredLine } from '../trace/recall-unregistered.ts';
import { escapeHtml as e } from './escape.ts';
import { time } from './format.ts';
import { csrfField, link, table } from './layout.ts';
import { recallPath } from './recall-paths.ts';
import { SHARED, word } from './text.ts';
import { RECALL_TEXT } from './text-recall.ts';
import { CONSOLE_TEXT, type ConsoleText } from './text-recall-console.ts';
import type { Language } from './view.ts';

/** A recall as those see it who oversee it: who opened it, and authorities. */
export type RecallSeen = Extract<RecallNow, { byState: unknown }>;

/** Whom the call list shows; what is in the address. */
export const SHOWS = ['silent', 'acknowledged', 'reported', 'all'] as const;
export type Show = (typeof SHOWS)[number];

export interface ConsoleView {
  recall: RecallSeen;
  now: string;
  show: Show;
  reached: ReachedSoFar;
  calls: { items: readonly HolderLine[]; unregistered: readonly Omit<UnregisteredLine, 'id'>[]; next: string | null };
  /** Holders on the call list by state: of a recall of other regions the reader's own alone. */
  seen: { byState: Readonly<Record<string, number>>; total: number; isPart: boolean };
  /** The list stands on a later page. */
  isLater: boolean;
  reports: { items: readonly ReportShown[]; next: string | null };
  /** The reader may say that somebody was reached. */
  mayTick: boolean;
  csrf?: string | undefined;
}

/** Said of figures that go beyond what the reader's call list shows. */
const wholeTag = ({ seen }: ConsoleView, t: ConsoleText) => (seen.isPart ? ` <span class="tag">${t.whole}</span>` : '');
const card = (title: string, body: string, more = '') => `<section class="card${more}"><h2>${title}</h2>${body}</section>`;
const silentOf = ({ byState }: Pick<RecallSeen, 'byState'>) => (byState.noticed ?? 0) + (byState.reached ?? 0);
const answeredOf = ({ byState }: RecallSeen) => (byState.acknowledged ?? 0) + (byState.reported ?? 0);

/** What is renewed while it is looked at: the clock, whom it reached, whom to call, quantities, reports. */
export function recallConsole(view: ConsoleView, language: Language): string {
  const t = CONSOLE_TEXT[language];
  const isOpen = view.recall.state === 'open';
  const live = isOpen
    ? `<p class="small quiet"><span data-live hidden>${RECALL_TEXT[language].live}</span> ${link(recallPath(view.recall.id), t.refresh, 'tap')}</p>`
    : '';
  const left = callCard(view, t, language);
  const right = `${quantityCard(view, t)}${hopCard(view, t)}${noticeCard(view, t)}`;
  return `<div id="progress"${isOpen ? ' data-every="30000"' : ''}>${clockCard(view, live, t)}<div class="desk-grid"><div>${left}</div><div>${right}</div></div>${reportCard(view, t, language)}</div>`;
}

function clockCard(view: ConsoleView, live: string, t: ConsoleText): string {
  const { recall, now } = view;
  const tone = recall.state === 'open' && (recall.clock.hoursLeft ?? 1) < 0 ? ' red' : '';
  return card(
    `${t.clock}${wholeTag(view, t)}`,
    `<div class="clock"><div>${period(recall, now, t)}</div><div>${people(recall, t)}</div></div>${live}`,
    tone,
  );
}

/** How much of the legal period is gone, of an open recall now, of a closed one then. */
function period({ clock, completeBy, startBy, openedAt, closedAt, state }: RecallSeen, now: string, t: ConsoleText): string {
  const started = startBy === null ? '' : `<p>${startTag(clock.startedInTime !== false, t)} ${time(startBy)}</p>`;
  if (completeBy === null) return `<p class="big">${t.noPeriod}</p>${started}`;
  const hours = clock.hoursLeft ?? 0;
  const left = hours < 0 ? t.hoursOver(-hours) : t.hoursLeft(hours);
  const run = percent(openedAt, closedAt ?? now, completeBy);
  return `<p class="big">${state === 'closed' ? t.closedAfter(clock.hoursRun) : left}</p><progress value="${run}" max="100" aria-label="${t.timeRun}">${run}%</progress><p class="small">${run}% ${t.timeRun} · ${time(completeBy)}</p>${started}`;
}

const startTag = (isInTime: boolean, t: ConsoleText) =>
  isInTime ? `<span class="tag ok">${t.startedInTime}</span>` : `<span class="tag red">${t.startedLate}</span>`;

function percent(from: string, at: string, until: string): number {
  const whole = Date.parse(until) - Date.parse(from);
  return whole <= 0 ? 100 : Math.min(100, Math.max(0, Math.round(((Date.parse(at) - Date.parse(from)) / whole) * 100)));
}

function people(recall: RecallSeen, t: ConsoleText): string {
  const { holders, drill, unregistered, caughtUp, state } = recall;
  const answered = answeredOf(recall);
  const silent = silentOf(recall);
  const strangers = unregistered === 0 ? '' : `<p class="small">${t.unregisteredCount(unregistered)}</p>`;
  const growing = caughtUp || state === 'closed' ? '' : `<p class="small">${t.growing}</p>`;
  if (drill) return `<p class="big">${t.found(holders)}</p><p>${t.drillLead}</p>${strangers}${growing}`;
  return `<p class="big">${t.answered(answered, holders)}</p><progress value="${answered}" max="${Math.max(1, holders)}" aria-label="${t.answeredShort}">${answered}/${holders}</progress><p><span class="tag${silent > 0 ? ' red' : ' ok'}">${t.silentCount(silent)}</span></p>${strangers}${growing}`;
}

const STATES = ['noticed', 'reached', 'acknowledged', 'reported'] as const;

function hopCard(view: ConsoleView, t: ConsoleText): string {
  const { recall, reached } = view;
  const counts = ({ hop, total, byState }: HopCount) => [
    t.hop(hop),
    `<b>${total}</b>`,
    ...(recall.drill ? [String(byState.found ?? 0)] : STATES.map((state) => String(byState[state] ?? 0))),
  ];
  const numeric = recall.drill ? [1, 2] : [1, 2, 3, 4, 5];
  return `<section class="card" id="hops">${table(t.hops, recall.drill ? t.foundColumns : t.hopColumns, reached.hops.map(counts), numeric)}<p class="hint">${t.hopHint}${wholeTag(view, t)}</p></section>`;
}

function noticeCard(view: ConsoleView, t: ConsoleText): string {
  const { told } = view.reached;
  if (view.recall.drill) return card(t.notices, `<p>${t.noticesDrill}</p>`);
  const { done = 0, waiting = 0, 'given-up': failed = 0 } = told.messages;
  const messages = done + waiting + failed === 0 ? '' : `<p>${t.messages(done, waiting, failed)}</p>`;
  const words = t.noticesTold({ holders: told.holders, read: told.holdersRead, authorities: told.authorities });
  return card(`${t.notices}${wholeTag(view, t)}`, `<p>${words}</p>${messages}<p class="hint">${t.noticeNote}</p>`);
}

function quantityCard(view: ConsoleView, t: ConsoleText): string {
  const { quantities } = view.recall;
  const whole = view.seen.isPart ? `<p>${wholeTag(view, t)}</p>` : '';
  return quantities.length === 0
    ? ''
    : `<section class="card" id="quantities">${quantityTable(quantities, t.quantityHead, t)}${whole}</section>`;
}

/** What became of the goods, a column for each unit, what nobody accounted for first. */
export function quantityTable(quantities: RecallSeen['quantities'], caption: string, t: ConsoleText): string {
  const words = t.quantityRows;
  // A report kept before a figure was there has none.
  const shown = (quantity: { amount: string } | null | undefined) => e(quantity?.amount ?? '');
  const rows: [string, (one: RecallSeen['quantities'][number]) => string][] = [
    [words.unaccounted, (one) => `<b>${shown(one.unaccounted)}</b>`],
    [words.onHand, (one) => shown(one.onHand)],
    [words.inTransit, (one) => shown(one.inTransit)],
    [words.withUnregistered, (one) => shown(one.withUnregistered)],
    [words.stopped, (one) => shown(one.reported.stopped)],
    [words.returned, (one) => shown(one.reported.returned)],
    [words.destroyedReported, (one) => shown(one.reported.destroyed)],
    [words.soldReported, (one) => shown(one.reported.sold)],
    [words.sold, (one) => shown(one.sold)],
    [words.destroyed, (one) => shown(one.destroyed)],
  ];
  const cells = rows.map(([label, of]) => [label, ...quantities.map(of)]);
  const units = quantities.map(({ unit }) => unit);
  return table(
    caption,
    [t.quantityItem, ...units],
    cells,
    units.map((_, i) => i + 1),
  );
}

function callCard(view: ConsoleView, t: ConsoleText, language: Language): string {
  const { recall, show, calls, isLater } = view;
  const path = recallPath(recall.id);
  const { byState, total } = view.seen;
  const counts: Record<Show, number> = {
    silent: silentOf(view.seen),
    acknowledged: byState.acknowledged ?? 0,
    reported: byState.reported ?? 0,
    all: total,
  };
  const tabs = recall.drill
    ? ''
    : `<nav class="tabs" aria-label="${t.calls}">${SHOWS.map((one) => `<a href="${path}?show=${one}#calls"${one === show ? ' aria-current="page"' : ''}>${t.tabs[one]}<span>${counts[one]}</span></a>`).join('')}</nav>`;
  const rows = calls.items.map((line, i) => callItem(view, line, i, t, language)).join('');
  const buyers =
    calls.unregistered.length === 0
      ? ''
      : `<h3 class="hop">${t.buyers}</h3><ul class="calls">${calls.unregistered.map((one, i) => buyerItem(view, one, i, t)).join('')}</ul>`;
  const list = rows === '' && buyers === '' ? `<p>${t.nobody[show]}</p>` : `<ul class="calls">${rows}</ul>${buyers}`;
  const pages = [
    ...(isLater ? [link(`${path}?show=${show}#calls`, t.first, 'tap')] : []),
    ...(calls.next === null ? [] : [link(`${path}?show=${show}&cursor=${encodeURIComponent(calls.next)}#calls`, t.next, 'tap')]),
  ].join(' ');
  const title = show === 'silent' && !recall.drill ? t.silentTitle : t.calls;
  return `<section class="card" id="calls"><h2>${title}</h2>${tabs}<p>${link(`/v1${path}/holders.csv`, RECALL_TEXT[language].csv, 'tap')}</p>${list}${pages === '' ? '' : `<p class="pages">${pages}</p>`}</section>`;
}

function callItem(view: ConsoleView, line: HolderLine, i: number, t: ConsoleText, language: Language): string {
  const { party, role, region, contact, state, noticedAt, acknowledgedAt, reachedBy } = line;
  const kind = word(SHARED[language].rolesOf, role);
  const name = party === null ? `<span class="quiet">${RECALL_TEXT[language].stranger}</span>` : `<b>${e(party.name)}</b>`;
  const isSilent = state === 'noticed' || state === 'reached';
  const tag = `<span class="tag${isSilent ? ' red' : ' ok'}">${word(RECALL_TEXT[language].holderStates, state)}</span>`;
  const way = reachedBy === null || reachedBy === 'app' ? '' : ` · ${t.way} ${word(t.ways, reachedBy)}`;
  const when = `${t.told} ${time(noticedAt)}${acknowledgedAt === null ? '' : ` · ${t.answeredAt} ${time(acknowledgedAt)}`}${way}`;
  const who = contact?.name ? `${e(contact.name)} ` : '';
  const number = contact?.phone
    ? telephone(contact.phone, party?.name ?? '', t)
    : `<span class="small quiet">${party === null ? t.strangerCall : t.noPhone}</span>`;
  const form =
    party !== null && isSilent && view.mayTick && view.recall.state === 'open'
      ? tickForm(view, { party: party.id }, party.name, `h${i}`, t)
      : '';
  return `<li>${name} ${tag}<p class="small">${e(kind)} · ${e(region)}</p><p>${who}${number}</p><p class="small quiet">${when}</p>${form}</li>`;
}

function buyerItem(view: ConsoleView, one: Omit<UnregisteredLine, 'id'>, i: number, t: ConsoleText): string {
  const tag = `<span class="tag${one.state === 'reached' ? ' ok' : ' red'}">${word(t.buyerStates, one.state)}</span>`;
  const way = one.reachedBy === null ? '' : ` · ${t.way} ${word(t.ways, one.reachedBy)}`;
  const form =
    one.state !== 'reached' && view.mayTick && view.recall.state === 'open'
      ? tickForm(view, { shipment: one.shipment }, one.name, `b${i}`, t)
      : '';
  return `<li><b>${e(one.name)}</b> ${tag}<p class="small quiet"><span class="code">${e(one.shipment)}</span> · ${time(one.shippedAt)}${way}</p>${form}</li>`;
}

/** Digits and a plus alone reach the telephone; what stands on the page is as it was given. */
export function telephone(phone: string, name: string, t: Pick<ConsoleText, 'call'>): string {
  const digits = phone.replace(/[^\d+]/g, '');
  return digits.length < 3
    ? e(phone)
    : `<a class="tel tap" href="tel:${e(digits)}" aria-label="${e(`${t.call} ${name} ${phone}`)}">${e(phone)}</a>`;
}

function tickForm(
  { recall, show, csrf }: ConsoleView,
  who: { party?: string; shipment?: string },
  name: string,
  id: string,
  t: ConsoleText,
): string {
  const hidden = Object.entries({ ...who, show }).map(([field, value]) => `<input type="hidden" name="${field}" value="${e(value)}">`);
  const ways = Object.entries(t.ways).map(([value, label]) => `<option value="${value}">${label}</option>`);
  return `<form method="post" action="${recallPath(recall.id)}/reached">${csrfField(csrf)}${hidden.join('')}<div><label for="way-${id}">${t.way}</label><select id="way-${id}" name="reachedBy">${ways.join('')}</select></div><div><label for="said-${id}">${t.said}</label><input id="said-${id}" name="text" maxlength="1000" autocomplete="off"></div><button class="btn plain" aria-label="${e(`${t.tick}${name === '' ? '' : ` · ${name}`}`)}">${t.tick}</button></form>`;
}

function reportCard({ recall, reports }: ConsoleView, t: ConsoleText, language: Language): string {
  const rows = reports.items.map((one) => [
    one.party === null
      ? `<span class="quiet">${e(word(SHARED[language].rolesOf, one.role))} · ${e(one.region)}</span>`
      : `<b>${e(one.party.name)}</b>`,
    word(t.reportKinds, one.kind),
    one.lines
      .map(
        ({ product, traceCode, quantity }) => `${e(product === '' ? traceCode : product)} <b>${e(quantity.amount)} ${e(quantity.unit)}</b>`,
      )
      .join('<br>') + (one.text === null ? '' : `<br><span class="small">${e(one.text)}</span>`),
    one.files.length === 0
      ? t.noProof
      : one.files.map((sha256, i) => link(`/v1${recallPath(recall.id)}/files/${sha256}`, t.proof(i + 1), 'tap')).join(' '),
    time(one.at),
  ]);
  const list = rows.length === 0 ? `<p>${t.reportsNone}</p>` : table(t.reports, t.reportColumns, rows);
  const more = reports.next === null ? '' : `<p>${t.reportsMore}</p>`;
  const file = `<p>${link(`/v1${recallPath(recall.id)}/reports.csv`, t.reportsCsv, 'tap')}</p>`;
  return `<section class="card" id="reports"><h2>${t.reports}</h2>${file}${list}${more}</section>`;
}

import type { reviewView } from '../substances/reviews/deciding.ts';
import { escapeHtml as e } from './escape.ts';
import { area, type FormState, line } from './form-parts.ts';
import { time } from './format.ts';
import { addressWith, knowledgePage, pager, type Reader } from './knowledge-parts.ts';
import { link, table } from './layout.ts';
import { REVIEWS_PATH } from './regulator-nav.ts';
import { word } from './text.ts';
import { REVIEWS_TEXT, type ReviewsText } from './text-reviews.ts';
import { errorSummary } from './tool-page.ts';
import type { Language } from './view.ts';

export type ReviewShown = ReturnType<typeof reviewView>;
export const reviewHref = (id: string) => `${REVIEWS_PATH}/${encodeURIComponent(id)}`;

export interface ReviewsView extends Reader, FormState {
  state: string;
  isWrong: boolean;
  cursor: string | undefined;
  next: string | null;
  items: readonly ReviewShown[];
  /** An authority or administrator of any role may put a question. */
  mayAsk: boolean;
  /** The same question stands already; its id where it is in scope. */
  already?: string | null;
}

/** The queue: what screening left to people, by state, and the form that puts a structure into it. */
export function reviewsPage(view: ReviewsView, language: Language): string {
  const t = REVIEWS_TEXT[language];
  const query = { state: view.state };
  const tabs = ['open', 'decided', ''].map(
    (state) =>
      `<a href="${addressWith(REVIEWS_PATH, { state: state === '' ? 'all' : state })}"${(view.state === 'all' ? '' : view.state) === state ? ' aria-current="page"' : ''}>${word(t.states, state)}</a>`,
  );
  const csv = `<a class="tap" href="${addressWith('/v1/reviews', { state: view.state === 'all' ? undefined : view.state, format: 'csv' })}">${t.csv}</a>`;
  const wrong = view.isWrong ? `<p class="card red wrong" role="alert">${t.wrongFilter}</p>` : '';
  const list =
    view.items.length === 0
      ? `<p class="card" role="status">${word(t.empty, view.state === 'all' ? '' : view.state)}</p>`
      : rows(view.items, t);
  const body = `<div class="head"><h1>${t.title}</h1><p class="quiet">${t.note}</p></div>${errorSummary(view.errors, t.problems)}${alreadyAsked(view, t)}<nav class="tabs" aria-label="${t.state}">${tabs.join('')}</nav>${wrong}<p class="gapped">${csv}</p>${list}${pager({ path: REVIEWS_PATH, query, cursor: view.cursor, next: view.next }, { next: t.next, first: t.firstPage })}${ask(view, t, language)}`;
  return knowledgePage('reviews', { title: t.title, body, who: view.who, here: `state=${encodeURIComponent(view.state)}` }, language);
}

function alreadyAsked({ already }: ReviewsView, t: ReviewsText): string {
  if (already === undefined) return '';
  const to = already === null ? '' : `　${link(reviewHref(already), t.alreadyOpen, 'tap')}`;
  return `<p class="card ochre" role="alert">${t.alreadyAsked}${to}</p>`;
}

export function stateTag(item: ReviewShown, t: ReviewsText): string {
  if (item.state === 'open') return `<span class="tag ochre"><span aria-hidden="true">◆</span> ${word(t.states, 'open')}</span>`;
  return `<span class="tag ok"><span aria-hidden="true">✓</span> ${word(t.states, 'decided')}${item.decision?.outcome ? `${t.colon}${word(t.outcomes, item.decision.outcome)}` : ''}</span>`;
}

function rows(items: readonly ReviewShown[], t: ReviewsText): string {
  const cells = items.map((item) => [
    link(reviewHref(item.id), short(item.input), 'tap'),
    word(t.kinds, item.kind),
    item.about === null ? '' : `<span class="code">${e(item.about.id)}</span>`,
    e(item.region),
    time(item.at),
    stateTag(item, t),
  ]);
  return table(t.title, [t.input, t.kind, t.first, t.region, t.at, t.state], cells);
}

const LONGEST = 60;
const short = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

function ask(view: ReviewsView, t: ReviewsText, language: Language): string {
  if (!view.mayAsk) return '';
  const open = view.errors.length > 0 || (view.entered.input ?? '') !== '' ? ' open' : '';
  const fields =
    line(view, 'input', t.smiles, { required: true, most: 600 }) +
    area(view, 'reason', t.askReason, { hint: t.askReasonHint, required: true, most: 2_000, rows: 2 });
  return `<details class="card"${open}><summary>${t.ask}</summary><p class="hint">${t.askNote}</p><form method="post" action="${REVIEWS_PATH}?lang=${language}">${fields}<button class="btn plain">${t.askGo}</button></form></details>`;
}

import type { Concerned } from '../substances/reviews/concerned.ts';
import { outcomes } from '../substances/reviews/reviews.ts';
import type { EntryKind } from './entry-form.ts';
import { KINDS } from './entry-form.ts';
import { entryInputs } from './entry-page.ts';
import { escapeHtml as e } from './escape.ts';
import { area, type FormState, tick } from './form-parts.ts';
import { time } from './format.ts';
import { addressWith, knowledgePage, type Reader } from './knowledge-parts.ts';
import { facts, link, table } from './layout.ts';
import { REVIEWS_PATH, SCREENING_PATH } from './regulator-nav.ts';
import { type ReviewShown, reviewHref, stateTag } from './reviews-page.ts';
import { substanceHref } from './substances-page.ts';
import { word } from './text.ts';
import { ENTRY_TEXT } from './text-entry.ts';
import { REVIEWS_TEXT, type ReviewsText } from './text-reviews.ts';
import { errorSummary } from './tool-page.ts';
import type { Language } from './view.ts';

export interface ReviewPageView extends Reader, FormState {
  item: ReviewShown;
  concerned: Concerned;
  /** Name of the office that decided. */
  by: string;
  familyName: string | null;
  /** What is entered with the decision; null: only decided. */
  also: EntryKind | null;
  /** The entry would strike what is lawful, or many products: a box asks whether that is meant. */
  mustConfirm: boolean;
  told: 'decided' | 'asked' | null;
}

const TRACE_PATH = '/trace';

/** One question: what was written and why a person must look, the batches that put it, and the decision or the form for it. */
export function reviewPage(view: ReviewPageView, language: Language): string {
  const t = REVIEWS_TEXT[language];
  const { item } = view;
  const told = view.told === null ? '' : `<p class="card" role="status">${view.told === 'decided' ? t.justDecided : t.justAsked}</p>`;
  const about = facts([
    [t.kind, word(t.kinds, item.kind)],
    [t.reason, e(item.reason)],
    [t.family, e(view.familyName ?? '')],
    [t.region, e(item.region)],
    [t.at, time(item.at)],
  ]);
  const name = item.kind === 'structure' ? 'structures' : 'names';
  const screen = `<p><a class="tap" href="${addressWith(SCREENING_PATH, { [name]: item.input })}">${t.screen} →</a></p>`;
  const last = item.decision ? decision(view, t) : form(view, t, language);
  const body = `<p>${link(REVIEWS_PATH, `← ${t.back}`, 'tap')}</p>${errorSummary(view.errors, t.problems)}${told}<div class="head"><h1>${e(item.input)} ${stateTag(item, t)}</h1></div><section class="card">${about}${screen}</section>${batches(view, t)}${last}`;
  return knowledgePage(
    'reviews',
    { title: item.input.slice(0, 60), body, who: view.who, ...(view.also ? { here: `entry=${view.also}` } : {}) },
    language,
  );
}

function batches({ concerned, item }: ReviewPageView, t: ReviewsText): string {
  if (item.about === null) return `<section class="card"><h2>${t.concerned}</h2><p>${t.concernedNone}</p></section>`;
  if (concerned.batches.length === 0) return `<section class="card"><h2>${t.concerned}</h2><p>${t.concernedOut}</p></section>`;
  const rows = concerned.batches.map((one) => [
    `${link(`${TRACE_PATH}?traceCode=${encodeURIComponent(one.traceCode)}`, one.traceCode, 'tap code')}${one.isFirst ? ` <span class="tag">${t.isFirst}</span>` : ''}`,
    e(one.product),
    e(one.batchNumber ?? ''),
    one.productionDate === null ? '' : time(one.productionDate),
  ]);
  const more = concerned.isCapped ? `<p>${t.concernedMore}</p>` : '';
  return `<section class="card"><p class="hint">${t.concernedNote}</p>${table(`${t.concerned} (${rows.length}${concerned.isCapped ? '+' : ''})`, t.columns, rows)}${more}</section>`;
}

function decision({ item, by }: ReviewPageView, t: ReviewsText): string {
  if (!item.decision) return '';
  const { outcome, reason, entry, at } = item.decision;
  const note = outcome === null ? '' : word(t.outcomeNotes, outcome);
  const rows = facts([
    [t.outcome, outcome === null ? '' : `<b>${word(t.outcomes, outcome)}</b>`],
    [t.decisionReason, e(reason ?? '')],
    [t.by, e(by)],
    [t.decidedAt, time(at)],
    [t.entry, entry === null ? '' : link(substanceHref(entry), t.entryLink, 'tap')],
    [t.effect, entry === null ? note : t.effectEntered],
  ]);
  return `<section class="card one"><h2>${t.decided}</h2>${rows}</section>`;
}

function form(view: ReviewPageView, t: ReviewsText, language: Language): string {
  if (!view.mayEnter) return `<p class="card">${t.inspector}</p>`;
  const { item, also, entered, errors } = view;
  const path = reviewHref(item.id);
  const ways = [null, ...KINDS].map(
    (kind) =>
      `<a href="${addressWith(path, { entry: kind ?? undefined })}#decide"${kind === also ? ' aria-current="page"' : ''}>${word(t.also, kind ?? '')}</a>`,
  );
  const wrong = errors.filter((one) => one.field === 'outcome').map((one) => `<p class="wrong" id="outcome-w">${e(one.text)}</p>`);
  const choices = outcomes
    .filter((outcome) => also === null || outcome !== 'unknown')
    .map(
      (outcome, i) =>
        `<label class="check"><input type="radio" name="outcome" value="${outcome}"${i === 0 ? ' id="outcome"' : ''} required${entered.outcome === outcome ? ' checked' : ''}${wrong.length > 0 ? ' aria-describedby="outcome-w"' : ''}><span><b>${word(t.outcomes, outcome)}</b><br><span class="small quiet">${word(t.outcomeNotes, outcome)}</span></span></label>`,
    );
  const entry = also === null ? '' : `<h3 class="gapped">${word(t.also, also)}</h3>${entryInputs(view, also, ENTRY_TEXT[language], false)}`;
  const confirm = view.mustConfirm ? tick(view, 'confirm', t.confirm, true) : '';
  const hidden = also === null ? '' : `<input type="hidden" name="kind" value="${also}">`;
  return `<section class="card" id="decide"><h2>${t.decideTitle}</h2><p class="hint">${t.once}</p><nav class="tabs" aria-label="${t.alsoEnter}">${ways.join('')}</nav><p class="gapped">${word(t.alsoNotes, also ?? '')}</p><form method="post" action="${addressWith(`${path}/decision`, { entry: also ?? undefined, lang: language })}">${hidden}<fieldset class="field"${wrong.length > 0 ? ' role="radiogroup" aria-invalid="true" aria-describedby="outcome-w"' : ''}><legend class="label">${t.outcome}</legend>${wrong.join('')}${choices.join('')}</fieldset>${area(view, 'reason', t.decisionReason, { hint: t.decisionReasonHint, required: true, most: 2_000 })}${entry}${confirm}<button class="btn">${t.go}</button></form></section>`;
}

import type { oneLead } from '../enforcement/lists.ts';
import { escapeHtml as e } from './escape.ts';
import { time } from './format.ts';
import { deskPage, facts, link, table } from './layout.ts';
import { bandLine, citation, ruleWords, stateTag } from './lead-parts.ts';
import { word } from './text.ts';
import { DESK_TEXT } from './text-desk.ts';
import { FINDING_TEXT } from './text-finding.ts';
import { errorSummary, type FieldError } from './tool-page.ts';
import type { Language } from './view.ts';

export const FINDINGS_PATH = '/producer/findings';
export const findingPath = (id: string) => `${FINDINGS_PATH}/${encodeURIComponent(id)}`;

export interface FindingPageView {
  who: string;
  item: Awaited<ReturnType<typeof oneLead>>;
  /** Where the record it is about is seen; null where it has no page. */
  subjectHref: string | null;
  mayState: boolean;
  text: string;
  errors: readonly FieldError[];
}

/** What the records say about a party, for the party itself: the facts, who entered them, the article, the band, and the place to answer. */
export function findingPage(view: FindingPageView, language: Language): string {
  const [t, d] = [FINDING_TEXT[language], DESK_TEXT[language]];
  const { item } = view;
  const rows = item.evidence.map(({ fact, value, expected, enteredBy }) => [e(fact), `<b>${e(value)}</b>`, e(expected), e(enteredBy)]);
  const article = item.citations.map((from) => `<li>${citation(from, language)}</li>`).join('');
  const told = facts([
    [t.weight, word(t.weights, item.weight)],
    [t.found, time(item.detectedAt)],
    [t.due, item.dueOn ? time(item.dueOn) : ''],
    [t.subject, view.subjectHref === null ? e(item.subject.id) : link(view.subjectHref, item.subject.id, 'code tap')],
    [t.inCase, item.caseId === null ? '' : link(`/cases/${encodeURIComponent(item.caseId)}`, t.openCase, 'tap')],
  ]);
  const band =
    item.weight === 'lead'
      ? `<section class="card"><h2>${d.band}</h2><p>${bandLine(item.fineBand, language)}</p><p class="small quiet">${d.bandNote}</p></section>`
      : '';
  const main = [
    `<p>${link('/home', `← ${t.back}`, 'tap')}</p>`,
    `<div class="head"><h1>${ruleWords(item.rule, language)} ${stateTag(item.state, language)}</h1><p>${e(item.message)}</p><p class="small quiet">${t.note}</p></div>`,
    errorSummary(view.errors, t.wrong),
    `<section class="card one">${told}</section>`,
    `<section class="card">${table(d.evidence, [d.fact, d.value, d.expected, d.enteredBy], rows)}</section>`,
    `<section class="card"><h2>${d.citations}</h2>${article === '' ? `<p><span class="tag ochre">${d.articleUnknown}</span></p>` : `<ul class="why">${article}</ul>`}</section>`,
    band,
    statements(view, language),
  ].join('');
  return deskPage({ language, title: ruleWords(item.rule, language), main: `<div class="in">${main}</div>`, who: view.who });
}

function statements({ item, mayState, text, errors }: FindingPageView, language: Language): string {
  const t = FINDING_TEXT[language];
  const said = item.statements
    .map((one) => `<div class="law"><p class="small quiet">${time(one.at)}</p><p>${e(one.text)}</p></div>`)
    .join('');
  const wrong = errors.map((error) => e(error.text)).join(' ');
  const form = mayState
    ? `<form method="post" action="${findingPath(item.id)}/statement"><div class="field"><label for="text">${t.say}</label><p class="hint" id="text-h">${t.sayHint}</p><textarea id="text" name="text" rows="5" maxlength="8000" required aria-describedby="text-h${wrong === '' ? '' : ' text-w'}"${wrong === '' ? '' : ' aria-invalid="true"'}>${e(text)}</textarea>${wrong === '' ? '' : `<p class="wrong" id="text-w">${wrong}</p>`}</div><button class="btn">${t.sayGo}</button></form>`
    : '';
  return said + form === '' ? '' : `<section class="card"><h2>${t.statements}</h2>${said}${form}</section>`;
}

import type { OneCase } from '../enforcement/case-reading.ts';
import type { OffenceId } from '../law/index.ts';
import { law } from '../law/index.ts';
import type { Locale } from '../platform/problems.ts';
import { citationView, offenceCitations } from '../rules/citations.ts';
import { expectedOf } from './case-drafts.ts';
import { escapeHtml as e, safeUrl } from './escape.ts';
import { time } from './format.ts';
import { link, table } from './layout.ts';
import { citation as citationWords, ruleWords } from './lead-parts.ts';
import { type Photos, photoStrip } from './photos.ts';
import { LAW_PATH, VIOLATIONS_PATH } from './regulator-nav.ts';
import { SHARED, word } from './text.ts';
import type { CaseText } from './text-case.ts';
import { DESK_TEXT } from './text-desk.ts';
import type { Language } from './view.ts';

export interface PanelView {
  file: OneCase;
  isParty: boolean;
  /** Who entered a fact, by its reference. */
  enteredBy: (reference: string) => string;
  /** Photos of the note a lead rests on, by the id of the lead; as this reader may have them. */
  photos: ReadonlyMap<string, Photos>;
}

export interface Words {
  t: CaseText;
  locale: Locale;
  language: Language;
}

/** A part of the page with a heading; nothing where it is empty. */
export const panel = (id: string, title: string, body: string, className = '') =>
  body === '' ? '' : `<section class="card${className}" id="${id}"><h2>${title}</h2>${body}</section>`;
export const list = (items: readonly string[]) =>
  items.length === 0 ? '' : `<ul class="why">${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;

/** What the records say and who entered it, a table a lead, with the photos of an officer's note. */
export function factsPanel({ file, isParty, enteredBy, photos }: PanelView, { t, language }: Words): string {
  const heads = isParty ? [t.fact, t.value] : [t.fact, t.value, t.enteredBy];
  const parts = file.violations.map((lead) => {
    const rows = lead.evidence.map((one) => [e(one.fact), `<b>${e(one.value)}</b>`, ...(isParty ? [] : [e(enteredBy(one.enteredBy))])]);
    return `${table(`${lead.actOn} ${DESK_TEXT[language].rules[lead.rule] ?? lead.rule}`, heads, rows)}${photoStrip(photos.get(lead.id) ?? [], language)}`;
  });
  const csv = isParty ? '' : `<p>${link(`/cases/${encodeURIComponent(file.id)}/facts.csv`, t.csv, 'tap')}</p>`;
  return panel('facts', `${t.facts} <span class="tag">${file.violations.length}</span>`, parts.join('') + csv);
}

/** The articles in force on the day of the act, each with the page that shows them as of that day. */
export function lawPanel({ file }: PanelView, { t, language, locale }: Words): string {
  const items = offenceCitations(file.offence as OffenceId).flatMap((ref) => {
    const shown = citationView(ref, file.actOn, locale);
    if (shown === null) return [];
    const { regulation } = law.citations[ref];
    const asOf = safeUrl(`${LAW_PATH}/${regulation}?asOf=${file.actOn}`);
    return [
      `<div class="law"><p>${citationWords(shown, language)}</p><p>${e(shown.title)}</p><p><a class="tap" href="${asOf}">${t.asOf(file.actOn)}</a></p></div>`,
    ];
  });
  const several = file.provisions === null ? '' : `<h3 class="gapped">${t.provisions}</h3><p>${e(file.provisions.text)}</p>`;
  return panel('law', t.articles, `<p class="small quiet gapped">${t.lawNote}</p>${items.join('')}${several}`);
}

/** What set each lead off: the rule, what it says, what was expected, how certain it is. */
export function firedPanel({ file, isParty }: PanelView, { t, language }: Words): string {
  const desk = DESK_TEXT[language];
  const { colon } = SHARED[language];
  const items = file.violations.map((lead) => {
    const title = isParty
      ? `<b>${ruleWords(lead.rule, language)}</b>`
      : `<a class="tap" href="${safeUrl(`${VIOLATIONS_PATH}/${encodeURIComponent(lead.id)}`)}">${ruleWords(lead.rule, language)}</a>`;
    const expected = lead.evidence
      .filter((one) => expectedOf(lead, one) !== '')
      .map((one) => `${e(one.fact)}${colon}${desk.expected} <b>${e(one.expected)}</b>`)
      .join('<br>');
    return `${title} <span class="tag">${word(desk.certainties, lead.certainty)}</span><br>${time(lead.actOn)} ${e(lead.message)}<br><span class="small">${expected}</span>`;
  });
  return panel('fired', t.fired, list(items));
}

/** The band step by step, what may lower it, what else the article brings. */
export function bandPanel({ file }: PanelView, { t }: Words): string {
  const { penalty } = file;
  if (penalty === null) return panel('band', t.arithmetic, `<p>${t.noBand}</p>`);
  const steps = penalty.steps.map(
    (step) => `${e(step.text)}${step.arithmetic === null ? '' : `<br><b class="sum">${e(step.arithmetic)}</b>`}`,
  );
  const others = penalty.reductions.map((one) => e(one.text));
  const also = penalty.consequences.filter((one) => penalty.severe.holds || !one.onlyIfSevere).map((one) => e(one.text));
  const more = (title: string, items: readonly string[]) =>
    items.length === 0 ? '' : `<details><summary>${title} <span class="tag">${items.length}</span></summary>${list(items)}</details>`;
  return panel(
    'band',
    t.arithmetic,
    `<p><b>${e(penalty.fineText)}</b></p>${list(steps)}${list(penalty.notes.map((note) => e(note)))}${more(t.reductions, others)}${more(t.consequences, also)}<p class="small quiet gapped">${t.bandNote}</p>`,
  );
}

/** What the party said, and the reminders it was sent. */
export function statementsPanel({ file, enteredBy }: PanelView, { t }: Words): string {
  const kinds: Record<string, string> = { hearing: t.hearingAsked, waiver: t.waived, reminder: t.reminder };
  const items = file.statements.map((one) => {
    const kind = kinds[one.kind] === undefined ? '' : ` <span class="tag">${kinds[one.kind]}</span>`;
    const files = one.files.map((hash, i) => link(`/v1/files/${encodeURIComponent(hash)}`, `${t.file} ${i + 1}`, 'tap')).join(' ');
    const paper = one.file === undefined ? '' : `<p class="small">${t.paper} <span class="code">${e(one.file)}</span></p>`;
    const received =
      one.receivedOn === undefined
        ? ''
        : ` <span class="tag">${t.received[one.how ?? ''] ?? ''}</span> ${e(t.receivedBy(one.receivedOn, enteredBy(one.by)))}`;
    return `<div class="law"><p class="small quiet">${time(one.at)}${kind}${received}</p><p class="pasted">${e(one.text)}</p>${paper}${files === '' ? '' : `<p>${files}</p>`}</div>`;
  });
  return panel('said', t.statements, items.length === 0 ? `<p class="quiet">${t.noStatement}</p>` : items.join(''));
}
